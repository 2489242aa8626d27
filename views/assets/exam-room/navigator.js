// @ts-check
// The list of questions: where each stands, which are shown, and the way to the next one.

import { find, made } from './find.js';

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomSlot} RoomSlot
 * @typedef {import('./answer-queue.js').Answer} Answer
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {'all' | 'unanswered' | 'flagged'} Filter
 */

/** @param {Answer | undefined} answer */
export function isAnswered(answer) {
  return answer !== undefined && answer.v.length > 0;
}

/**
 * How a question is called in the list, for screen readers: "Question 12, not answered, flagged, has a note".
 *
 * @param {number} number
 * @param {Answer | undefined} answer
 */
export function slotWords(number, answer) {
  const words = [`Question ${number}`, isAnswered(answer) ? 'answered' : 'not answered'];
  if (answer?.flagged) words.push('flagged');
  if (answer !== undefined && answer.note !== '') words.push('has a note');
  return words.join(', ');
}

/**
 * Whether a filter shows a question.
 *
 * @param {Filter} filter
 * @param {Answer | undefined} answer
 */
export function fits(filter, answer) {
  if (filter === 'unanswered') return !isAnswered(answer);
  if (filter === 'flagged') return answer?.flagged ?? false;
  return true;
}

/**
 * How many questions are answered and flagged.
 *
 * @param {readonly Pick<RoomSlot, 'slot'>[]} slots
 * @param {Answers} answers
 */
export function countsOf(slots, answers) {
  const answered = slots.filter(({ slot }) => isAnswered(answers[slot])).length;
  const flagged = slots.filter(({ slot }) => answers[slot]?.flagged).length;
  return { answered, unanswered: slots.length - answered, flagged };
}

/**
 * @param {object} given
 * @param {readonly RoomSlot[]} given.slots
 * @param {(slot: string) => void} given.goTo
 */
export function createNavigator({ slots, goTo }) {
  const rail = find('[data-rail]');
  /** @type {Map<string, HTMLAnchorElement>} */
  const links = new Map();
  /** @type {Filter} */
  let filter = 'all';
  /** @type {Answers} */
  let answers = {};

  for (const slot of slots) {
    const link = document.createElement('a');
    link.href = `#q${slot.number}`;
    link.textContent = String(slot.number);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(slot.slot);
    });
    const item = made('li');
    item.append(link);
    find(`[data-section="${slot.section}"] [data-slots]`, rail).append(item);
    links.set(slot.slot, link);
  }
  for (const button of rail.querySelectorAll('[data-filter]')) {
    button.addEventListener('click', () => {
      filter = /** @type {Filter} */ (button.getAttribute('data-filter'));
      for (const other of rail.querySelectorAll('[data-filter]'))
        other.setAttribute('aria-pressed', String(other === button));
      if (filter !== 'all') for (const section of rail.querySelectorAll('details')) section.open = true;
      drawAll();
    });
  }

  /** @param {RoomSlot} slot */
  function draw(slot) {
    const link = links.get(slot.slot);
    const answer = answers[slot.slot];
    if (link === undefined) return;
    link.classList.toggle('done', isAnswered(answer));
    link.classList.toggle('flag', answer?.flagged ?? false);
    link.classList.toggle('noted', answer !== undefined && answer.note !== '');
    link.setAttribute('aria-label', slotWords(slot.number, answer));
    if (link.parentElement !== null) link.parentElement.hidden = !fits(filter, answer);
  }

  function drawCounts() {
    const { answered, unanswered, flagged } = countsOf(slots, answers);
    find('[data-answered]', rail).textContent = `${answered} of ${slots.length} answered`;
    find('[data-unanswered]', rail).textContent = String(unanswered);
    find('[data-flagged]', rail).textContent = String(flagged);
    let shown = 0;
    for (const section of rail.querySelectorAll('details')) {
      const own = slots.filter((slot) => slot.section === section.dataset['section']);
      find('[data-section-count]', section).textContent = `${countsOf(own, answers).answered} of ${own.length}`;
      const fitting = own.filter(({ slot }) => fits(filter, answers[slot])).length;
      section.hidden = fitting === 0;
      shown += fitting;
    }
    find('[data-none-here]', rail).hidden = shown > 0;
  }

  function drawAll() {
    for (const slot of slots) draw(slot);
    drawCounts();
  }

  return {
    /** Draws everything afresh.
     *  @param {Answers} newAnswers */
    show(newAnswers) {
      answers = newAnswers;
      drawAll();
    },

    /** One answer has changed.
     *  @param {RoomSlot} slot
     *  @param {Answers} newAnswers */
    update(slot, newAnswers) {
      answers = newAnswers;
      draw(slot);
      drawCounts();
    },

    /** @param {RoomSlot} slot */
    setCurrent(slot) {
      for (const [name, link] of links) {
        if (name === slot.slot) link.setAttribute('aria-current', 'step');
        else link.removeAttribute('aria-current');
      }
      const section = rail.querySelector(`[data-section="${slot.section}"]`);
      if (section instanceof HTMLDetailsElement) section.open = true;
      const link = links.get(slot.slot);
      if (link !== undefined && rail.scrollHeight > rail.clientHeight) link.scrollIntoView({ block: 'nearest' });
    },
  };
}
