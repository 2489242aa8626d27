// @ts-check
// What lies on the desk: the question that is open, or one of the panels that take its place.

import { find } from './find.js';

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomPaper} RoomPaper
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomSlot} RoomSlot
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {'desk' | 'review' | 'review-offline' | 'paused' | 'over'} PanelName
 */

/**
 * @param {object} given
 * @param {Pick<RoomPaper, 'slots' | 'current' | 'examTitle'>} given.paper
 * @param {ReturnType<typeof import('./question.js').createQuestion>} given.question
 * @param {Pick<ReturnType<typeof import('./navigator.js').createNavigator>, 'setCurrent'>} given.navigation
 * @param {ReturnType<typeof import('./stopwatch.js').createStopwatch>} given.stopwatch
 * @param {() => Answers} given.answers
 * @param {() => void} given.leaves another question is about to be opened
 * @param {() => boolean} given.isOpen whether questions may be shown now
 */
export function createDesk({ paper, question, navigation, stopwatch, answers, leaves, isOpen }) {
  const { slots } = paper;
  /** @type {PanelName} */
  let panel = 'desk';
  let current = slotOfAddress() ?? slotNamed(paper.current);

  /** @param {string} name */
  function slotNamed(name) {
    return slots.find((slot) => slot.slot === name);
  }

  /** The question that the address names: `#q34`. */
  function slotOfAddress() {
    const number = /^#q(\d+)$/.exec(location.hash)?.[1];
    return number === undefined ? undefined : slots[Number(number) - 1];
  }

  function show() {
    if (current === undefined) return;
    const { number } = current;
    question.show(current, answers()[current.slot]);
    navigation.setCurrent(current);
    find('[data-count]').textContent = `${number} of ${slots.length}`;
    find('[data-previous]').toggleAttribute('hidden', number === 1);
    find('[data-next]').toggleAttribute('hidden', number === slots.length);
    document.title = `Question ${number} of ${slots.length}, ${paper.examTitle}`;
    history.replaceState(null, '', `#q${number}`);
  }

  /** @param {RoomSlot | undefined} slot */
  function goTo(slot) {
    if (slot === undefined) return;
    if (slot !== current) leaves();
    lay('desk');
    current = slot;
    show();
    question.heading.focus({ preventScroll: true });
    find('[data-question]').scrollTop = 0;
    scrollTo(0, 0);
  }

  /** @param {PanelName} name */
  function lay(name) {
    if (!isOpen() && (name === 'desk' || name === 'review')) return;
    panel = name;
    find('[data-desk]').hidden = name !== 'desk';
    find('.room-foot').hidden = name !== 'desk';
    for (const other of document.querySelectorAll('[data-panel]'))
      other.toggleAttribute('hidden', other.getAttribute('data-panel') !== name);
    if (name === 'desk') return stopwatch.run();
    stopwatch.rest();
    const heading = document.querySelector(`[data-panel="${name}"] [tabindex="-1"]`);
    if (heading instanceof HTMLElement) heading.focus();
  }

  return {
    get current() {
      return current;
    },
    get isQuestionShown() {
      return panel === 'desk';
    },
    show,
    goTo,
    lay,
    /** @param {string} name */
    goToNamed: (name) => goTo(slotNamed(name)),
    /** @param {number} number */
    goToNumber: (number) => goTo(slots[number - 1]),
    /** @param {number} steps */
    step: (steps) => current !== undefined && goTo(slots[current.number - 1 + steps]),
    /** The question shown before, again: after a panel. */
    comeBack: () => goTo(current),
    followAddress() {
      const slot = slotOfAddress();
      if (slot !== current) goTo(slot);
    },
  };
}
