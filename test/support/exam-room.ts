// What a candidate does and notices in the exam room, in a window of its own or in the frame.

import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

/** A page or a frame in which the room is shown. */
export type Place = Page | FrameLocator;

export interface Room {
  readonly place: Place;
  /** Resolves when the room is open and may be used. */
  ready(): Promise<void>;
  heading(): Locator;
  /** Chooses an option of the question shown, from 0. */
  choose(option: number): Promise<void>;
  next(): Promise<void>;
  /** The option that is chosen now, from 0; -1 when none is. */
  chosen(): Promise<number>;
  /** Whether the question shown can be answered here. */
  mayAnswer(): Promise<boolean>;
  /** A notice by its first words. */
  notice(words: string): Locator;
  /** Waits until the line in the bar says this: "Saved", "kept here". */
  saved(words: RegExp | string): Promise<void>;
  goTo(number: number): Promise<void>;
  openReview(): Promise<void>;
  submit(): Promise<void>;
}

/** The room in a window of its own. */
export interface WindowRoom extends Room {
  readonly page: Page;
}

/** The room in a place. */
export function roomIn(place: Place): Room {
  const options = (): Locator => place.locator('[data-option] input');
  return {
    place,
    ready: () => place.locator('body[data-room=open]').waitFor(),
    heading: () => place.getByRole('heading', { name: /^Question \d+ of/ }),
    choose: (option) => place.locator('[data-option] label').nth(option).click(),
    next: () => place.getByRole('link', { name: /^Next/ }).click(),
    chosen: async () => {
      const states = await options().evaluateAll((all) => all.map((input) => (input as HTMLInputElement).checked));
      return states.indexOf(true);
    },
    mayAnswer: () => options().first().isEnabled(),
    notice: (words) => place.getByRole('region', { name: 'Notices' }).getByText(words),
    saved: (words) => place.locator('[data-saved]').getByText(words).waitFor(),
    goTo: (number) =>
      place.getByRole('navigation', { name: 'Questions' }).getByText(String(number), { exact: true }).click(),
    openReview: () => place.getByRole('link', { name: 'Review and submit' }).click(),
    submit: () => place.locator('[data-submit]').click(),
  };
}

/** Presses the button on the page before the start and answers the room in the window that opens. */
export async function openExamWindow(context: BrowserContext, course: Place): Promise<WindowRoom> {
  // Before its script is there, the button starts the exam in the frame.
  await course.locator('[data-start][data-ready]').waitFor();
  const [page] = await Promise.all([context.waitForEvent('page'), course.locator('[data-start-button]').click()]);
  const room = roomIn(page);
  try {
    await room.ready();
  } catch (cause) {
    const shown = (await page.locator('body').innerText()).replace(/\s+/g, ' ').slice(0, 300);
    throw new Error(`no exam room opened; the window at ${page.url()} shows: ${shown}`, { cause });
  }
  return { ...room, page };
}
