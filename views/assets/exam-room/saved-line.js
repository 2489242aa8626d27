// @ts-check
// Tells the candidate how saving stands: one line in the bar, and a notice when answers have to wait here.

import { find } from './find.js';
import { answersWords } from './status.js';
import { patienceMs } from './sync.js';

/**
 * The line in the bar.
 *
 * @param {{ waiting: number, isLate: boolean, savedWords: string }} how
 * @returns {Parameters<import('./status.js').Status['setSaved']>[0]}
 */
export function savedLine({ waiting, isLate, savedWords }) {
  if (waiting === 0) return { kind: 'saved', words: savedWords };
  const words = answersWords(waiting);
  return isLate ? { kind: 'kept', words: `${words} kept here` } : { kind: 'saving', words: `Saving ${words}` };
}

/**
 * @param {object} given
 * @param {import('./status.js').Status} given.status
 * @param {import('./answer-queue.js').AnswerQueue} given.queue
 * @param {() => boolean} given.isLate answers have waited too long for their acknowledgement
 * @param {() => boolean} given.isOpen whether the candidate can still answer
 * @param {number | null} given.savedAt epoch milliseconds
 * @param {string} given.zone
 * @param {() => number} given.now
 */
export function createSavedLine({ status, queue, isLate, isOpen, savedAt, zone, now }) {
  const timeOfDay = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23', timeZone: zone });
  let lastSavedAt = savedAt;
  /** Since when nothing has been heard of the server. @type {number | null} */
  let silentSince = null;

  function draw() {
    const isSilent = !navigator.onLine || (silentSince !== null && now() - silentSince > patienceMs);
    const late = isLate() || isSilent;
    const savedWords = lastSavedAt === null ? 'Nothing to save yet' : `Saved ${timeOfDay.format(lastSavedAt)}`;
    // Nothing is on its way either once the session is over.
    status.setSaved(savedLine({ waiting: queue.size, isLate: late || status.isShown('session'), savedWords }));
    // The notice that the session has ended says why answers wait; a second one would only add to it.
    if (status.isShown('session')) return status.hide('late');
    if (isOpen() && late !== status.isShown('late')) drawNotice(late);
  }

  /** @param {boolean} isShown */
  function drawNotice(isShown) {
    find('[data-late-title]').textContent = navigator.onLine ? 'Saving takes longer than usual.' : 'You are offline.';
    if (isShown) return status.show('late');
    status.hide('late');
    status.say(`You are back. Your answers are ${queue.size === 0 ? 'saved' : 'being sent'}.`);
  }

  return {
    draw,
    /** @param {number} at */
    saved(at) {
      lastSavedAt = at;
    },
    heard() {
      silentSince = null;
    },
    heardNothing() {
      silentSince ??= now();
    },
  };
}
