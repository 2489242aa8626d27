// Chromium for journeys: found on this machine, opened without anything of its own going on in the background.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context as MochaContext } from 'mocha';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

// Playwright switches features off by a list that holds the partitioning of storage too. People's browsers partition it, and an
// exam in a frame lives by it; so its list is replaced by one without.
const featuresOff = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
];

const switches = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${featuresOff.join(',')}`,
];

/** The browser named by `CHROMIUM_PATH`, else the first one on the PATH or in the usual folders; null when there is none. */
export function chromiumPath(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  if (env['CHROMIUM_PATH']) return isProgram(env['CHROMIUM_PATH']) ? env['CHROMIUM_PATH'] : null;
  const places = [...(env['PATH'] ?? '').split(delimiter), ...folders];
  return names.flatMap((name) => places.map((place) => join(place, name))).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens Chromium. Throws a sentence when there is none. */
export async function openChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null)
    throw new Error('There is no Chromium on this machine: install it, or name it in CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: switches });
}

/** Opens Chromium for a suite: without one the suite is left out and says so; on a build server (`CI`) it fails. */
export async function chromiumOrSkip(suite: MochaContext): Promise<Browser> {
  if (chromiumPath() === null && !process.env['CI']) {
    console.log('      left out: there is no Chromium on this machine (install it, or name it in CHROMIUM_PATH)');
    suite.skip();
  }
  return openChromium();
}
