// @ts-check
// What the room says: saved or not, notices above the question, and one polite voice for screen readers.

import { find } from './find.js';

/** @typedef {'late' | 'memory' | 'elsewhere' | 'session' | 'time' | 'changed'} NoticeName */

/** The first words of each notice are spoken when it appears; the rest can be read. */
export function createStatus() {
  const voice = find('[data-said]');

  for (const button of document.querySelectorAll('[data-notice-close]')) {
    button.addEventListener('click', () => {
      const slot = button.closest('[data-notice-slot]');
      if (slot instanceof HTMLElement) slot.hidden = true;
    });
  }

  /** @param {NoticeName} name */
  const slotOf = (name) => find(`[data-notice-slot="${name}"]`);

  /**
   * Says something once, politely, without moving the focus.
   *
   * @param {string} words
   */
  function say(words) {
    // The same words twice in a row would not be noticed as news.
    voice.textContent = voice.textContent === words ? `${words}\u00a0` : words;
  }

  return {
    say,

    /** @param {NoticeName} name */
    show(name) {
      const slot = slotOf(name);
      if (!slot.hidden) return;
      slot.hidden = false;
      say(find('p', slot).textContent?.replace(/\s+/g, ' ').trim() ?? '');
    },

    /** @param {NoticeName} name */
    hide(name) {
      slotOf(name).hidden = true;
    },

    /** @param {NoticeName} name */
    isShown: (name) => !slotOf(name).hidden,

    /**
     * The line in the bar: exactly one of the three.
     *
     * @param {{ kind: 'saved', words: string } | { kind: 'saving', words: string } | { kind: 'kept', words: string }} state
     */
    setSaved(state) {
      const line = find('[data-saved]');
      for (const kind of ['saved', 'saving', 'kept'])
        find(`[data-saved-as="${kind}"]`, line).hidden = kind !== state.kind;
      find(`[data-${state.kind}-words]`, line).textContent = state.words;
      line.dataset['state'] = { saved: 'met', saving: 'track', kept: 'risk' }[state.kind];
    },
  };
}

/** @typedef {ReturnType<typeof createStatus>} Status */

/**
 * "1 answer", "2 answers".
 *
 * @param {number} count
 */
export function answersWords(count) {
  return `${count} answer${count === 1 ? '' : 's'}`;
}
