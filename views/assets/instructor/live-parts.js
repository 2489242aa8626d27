// Keeps parts of a page fresh: fetches their fragment every few seconds and puts it in place, unless somebody is at work inside a part.

/** @typedef {{ status: number, text: string }} Answer */
/**
 * @typedef {object} World What the keeper needs of the browser.
 * @property {() => Promise<Answer>} fetchParts answers the fragment; rejects where there is no connection
 * @property {(html: string) => void} replace puts fresh parts in place of those that nobody is using
 * @property {(words: string) => void} say tells everybody, screen readers too; "" when all is well again
 * @property {() => boolean} isHidden whether nobody can see the page
 * @property {(work: () => void, ms: number) => void} later
 */

export const everyMs = 10_000;
const longestMs = 60_000;

/**
 * Begins to refresh. A failure is said once and tried again, after twice the time each time; the end of the visit ends it.
 * @param {World} world
 * @returns {() => Promise<void>} refreshes now, for when the page comes into view again
 */
export function keepFresh(world) {
  let waitMs = everyMs;
  let isTroubled = false;
  let isOver = false;
  let isBusy = false;

  function trouble(words) {
    if (!isTroubled) world.say(words);
    isTroubled = true;
    waitMs = Math.min(longestMs, waitMs * 2);
  }

  function take(answer) {
    if (answer.status === 200) {
      world.replace(answer.text);
      if (isTroubled) world.say('');
      isTroubled = false;
      waitMs = everyMs;
    } else if (answer.status === 401 || answer.status === 403 || answer.status === 404) {
      isOver = true;
      world.say('This list is not brought up to date any more. Open Resit again from your course.');
    } else {
      trouble('This list could not be brought up to date. It is tried again.');
    }
  }

  async function refresh() {
    if (isBusy || isOver || world.isHidden()) return;
    isBusy = true;
    try {
      take(await world.fetchParts());
    } catch {
      trouble('No connection: this list is not up to date. It is tried again.');
    } finally {
      isBusy = false;
    }
  }

  function next() {
    if (isOver) return;
    world.later(async () => {
      await refresh();
      next();
    }, waitMs);
  }

  next();
  return refresh;
}

/**
 * Whether somebody is at work in a part: the focus is in it, or one of its dialogs is open.
 * @param {Element} part
 * @param {Element | null} focused
 */
export function isInUse(part, focused) {
  return (focused !== null && part.contains(focused)) || part.querySelector(':popover-open') !== null;
}
