// What is wrong with a page as it stands in the browser: found by axe-core, and by looking whether it scrolls sideways.

import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds, one sentence an element. `rules` names the only rules to look at; absent: all that axe runs by itself. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  // What a sticky bar covers for the moment would seem too small to be hit.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('body *'))
      if (getComputedStyle(element).position === 'sticky') element.style.position = 'static';
  });
  const violations = await page.evaluate(async (only) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, {
      resultTypes: ['violations'],
      ...(only ? { runOnly: { type: 'rule' as const, values: [...only] } } : {}),
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      targets: nodes.map(({ target }) => target.join(' ')),
    }));
  }, rules);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('body *')) element.style.removeProperty('position');
  });
  return violations.flatMap(({ id, help, targets }) => targets.map((target) => `${id}: ${help}: ${target}`));
}

/** A sentence when the page as a whole can be scrolled sideways, with the elements that stick out. */
export async function sidewaysFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    // No function gets a name in here: what runs in the page is sent as text, without the compiler's helpers.
    const widest = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .filter((element) => element.closest('.scroll, [popover]:not(:popover-open)') === null)
      .slice(-3);
    const names = widest.map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return [`scrolls sideways by ${scrollWidth - clientWidth} px: ${names.join(', ')}`];
  });
}
