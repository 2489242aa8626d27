// @ts-check
// The end of an attempt on the page: calm words, handing in until it is done, and the way to the result.

import { find } from './find.js';

/**
 * @typedef {'submitted' | 'time up' | 'closed'} Ending
 * @typedef {import('./status.js').Status} Status
 * @typedef {import('./hand-in.js').HandInOutcome} HandInOutcome
 */

const beginnings = {
  submitted: ['Handing in.', 'Your answers are on their way.'],
  'time up': ['Time is up.', 'Your answers are being handed in. There is nothing you need to do.'],
  closed: ['This exam is closed.', 'What you answered in time is handed in.'],
};

/**
 * @param {object} given
 * @param {() => Promise<HandInOutcome>} given.handIn
 * @param {Status} given.status
 * @param {() => void} given.tryNow
 * @param {() => void} given.backToExam
 */
export function createOver({ handIn, status, tryNow, backToExam }) {
  const retry = find('[data-over-retry]');
  const back = find('[data-over-back]');
  /** @type {Ending} */
  let ending = 'submitted';

  retry.addEventListener('click', tryNow);
  back.addEventListener('click', backToExam);

  /**
   * @param {string} title
   * @param {string} words
   */
  function draw(title, words) {
    find('[data-over-title]').textContent = title;
    find('[data-over-words]').textContent = words;
  }

  /** @param {HandInOutcome} outcome */
  function finish(outcome) {
    retry.hidden = true;
    if (outcome.kind === 'handed in') {
      draw('Your exam is handed in.', 'Your result opens now.');
      location.replace(`${outcome.resultUrl}#answer`);
      return;
    }
    if (outcome.kind === 'session over') {
      status.show('session');
      draw(
        'Your exam is not handed in from here.',
        'Your session has ended. Go back to your course and open the exam again in this browser: your answers are kept on this computer.',
      );
      return;
    }
    draw('This exam is closed.', outcome.kind === 'refused' ? outcome.message : '');
    find('[data-over-result]').hidden = ending === 'submitted';
    back.hidden = ending !== 'submitted';
  }

  return {
    /**
     * @param {Ending} newEnding
     * @param {string} message what the server said, or ""
     */
    async begin(newEnding, message) {
      ending = newEnding;
      const [title, words] = beginnings[ending];
      draw(title ?? '', message === '' ? (words ?? '') : message);
      finish(await handIn());
    },

    /** The server cannot be reached now. */
    waiting() {
      retry.hidden = false;
      draw(
        ending === 'submitted' ? 'Your exam is not handed in yet.' : 'Time is up.',
        'We cannot reach the server. Your answers are kept on this computer and are handed in as soon as you are back. ' +
          'Leave this window open.',
      );
    },
  };
}
