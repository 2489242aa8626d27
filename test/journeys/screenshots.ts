// `npm run screenshots`: every page at four widths, light and dark, into screenshots/; what axe-core finds on them is printed and fails.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openChromium } from '../support/chromium.ts';
import { axeFindings, sidewaysFindings } from '../support/page-findings.ts';
import { openStory } from '../support/story.ts';
import { gallery } from './gallery/gallery.ts';
import { openStudio } from './gallery/picture.ts';

const folder = fileURLToPath(new URL('../../screenshots', import.meta.url));
const sizes = [
  { width: 1280, height: 900 },
  { width: 870, height: 900 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
] as const;

/** Takes one page at every size in both schemes; answers what was found. */
async function takeAll(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of sizes)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const take = `${name}.${size.width}.${colorScheme}`;
      await page.screenshot({ path: join(folder, `${take}.png`), fullPage: true });
      const findings = [...(await axeFindings(page)), ...(await sidewaysFindings(page))];
      found.push(...findings.map((finding) => `${take}: ${finding}`));
    }
  return found;
}

async function run(): Promise<void> {
  const wanted = process.argv.slice(2);
  const pictures = gallery.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const browser = await openChromium();
  const all = await openStory();
  const found: string[] = [];
  try {
    const studio = openStudio(all, browser);
    for (const { name, show } of pictures) {
      console.log(name);
      try {
        const page = await show(studio);
        found.push(...(await takeAll(page, name)));
        await page.context().setOffline(false);
        await page.close();
      } catch (error) {
        found.push(`${name} could not be shown: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await browser.close();
    await all.close();
  }
  console.log(`${pictures.length * sizes.length * 2} pictures are in ${folder}.`);
  for (const finding of found) console.error(finding);
  console.log(found.length === 0 ? 'axe-core found nothing on them.' : `${found.length} findings.`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

await run();
