// Every page once through axe-core, in light and in dark; none scrolls sideways on a small phone or with text twice as large.

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { chromiumOrSkip } from '../support/chromium.ts';
import { axeFindings, sidewaysFindings } from '../support/page-findings.ts';
import { openStory, type Story } from '../support/story.ts';
import { gallery } from './gallery/gallery.ts';
import { openStudio, type Studio } from './gallery/picture.ts';

describe('every page for everybody', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: Story;
  let studio: Studio;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openStory();
    studio = openStudio(all, browser);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  for (const { name, show } of gallery)
    it(name.replaceAll('-', ' '), async () => {
      const page = await show(studio);
      expect(await findings(page)).to.deep.equal([]);
      await page.context().setOffline(false);
      await page.close();
    });
});

/** In a wide window in light all rules; on a small phone in dark those that depend on colors; then text of twice the size. */
async function findings(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 870, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  const inLight = await axeFindings(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await axeFindings(page, ['color-contrast']);
  const narrow = await sidewaysFindings(page);
  await page.setViewportSize({ width: 870, height: 900 });
  await setTextSize(page, 32);
  const large = await sidewaysFindings(page);
  await setTextSize(page, 16);
  return [
    ...inLight.map((finding) => `light: ${finding}`),
    ...inDark.map((finding) => `dark: ${finding}`),
    ...narrow.map((finding) => `at 320 px: ${finding}`),
    ...large.map((finding) => `with text at 200 %: ${finding}`),
  ];
}

/** The size of plain text in pixels, as people set it in their browser. */
async function setTextSize(page: Page, standard: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
  await session.detach();
}
