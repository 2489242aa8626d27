// A page with everything unfolded that can be.

import type { Page } from 'playwright-core';

/** Opens every part of a page that is folded away. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}
