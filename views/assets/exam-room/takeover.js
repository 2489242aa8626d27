// @ts-check
// Who writes: one tab at a time. A second one asks first, and the one before it can then only be read.

import { find, findOf } from './find.js';

/**
 * @typedef {import('./requests.js').Requests} Requests
 * @typedef {import('./status.js').Status} Status
 * @typedef {NonNullable<Awaited<ReturnType<Requests['takeOver']>>>} Taken
 */

/**
 * @param {object} given
 * @param {string} given.tab
 * @param {Requests} given.requests
 * @param {Status} given.status
 * @param {(mayWrite: boolean) => void} given.changed
 * @param {(taken: Taken) => void} given.taken
 */
export function createLease({ tab, requests, status, changed, taken }) {
  const dialog = findOf('[data-continue-dialog]', HTMLDialogElement);
  let mayWrite = false;

  /** @param {boolean} isNow */
  function set(isNow) {
    mayWrite = isNow;
    if (isNow) status.hide('elsewhere');
    else status.show('elsewhere');
    changed(isNow);
  }

  async function takeOver() {
    const answer = await requests.takeOver(tab);
    if (answer === null) {
      status.say('The server could not be reached. Please try again.');
      return false;
    }
    taken(answer);
    set(true);
    return true;
  }

  for (const button of document.querySelectorAll('[data-continue-here]'))
    button.addEventListener('click', () => {
      dialog.close();
      void takeOver();
    });
  find('[data-only-look]').addEventListener('click', () => dialog.close());

  return {
    get mayWrite() {
      return mayWrite;
    },

    /**
     * Settles who writes when the page has opened.
     *
     * @param {string | null} holder the tab that holds the exam as the page was made
     */
    async settle(holder) {
      if (holder === tab) return set(true);
      if (holder !== null) {
        set(false);
        dialog.showModal();
        return;
      }
      // Nobody holds it: writing may begin at once, whether or not the server can be told now.
      set(true);
      const answer = await requests.takeOver(tab);
      if (answer !== null) taken(answer);
    },

    /** Another tab or device has taken the exam over. */
    lost() {
      if (mayWrite) set(false);
    },
  };
}
