// A person without a pointer: finds the way by Tab, as far as Tab leads.

import type { Locator, Page } from 'playwright-core';

const mostSteps = 120;

/** Presses Tab until the element has the focus. Throws when Tab never comes there. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let step = 0; step < mostSteps; step += 1) {
    if (await element.evaluate((node) => node === node.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${element}`);
}

/** Whether a focus that the keyboard brought can be seen: a ring at the element or at its label. */
export function showsFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const ringed = [node, node.closest('label'), node.closest('[data-option]')].filter((one) => one !== null);
    return ringed.some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  });
}
