// @ts-check
// One question on the page: shows it with what was answered, and tells every edit.

import { find, findOf, made } from './find.js';
import { codesIn, codesWords } from './typed-codes.js';

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomSlot} RoomSlot
 * @typedef {import('./answer-queue.js').Answer} Answer
 * @typedef {Partial<Pick<Answer, 'v' | 'struck' | 'flagged' | 'note'>>} Edit
 */

const letters = 'ABCDEFGHIJ';
const readOnlyWords = 'You can only read here.';

/**
 * @param {object} given
 * @param {number} given.total how many questions the paper has
 * @param {(edit: Edit) => void} given.edited
 */
export function createQuestion({ total, edited }) {
  const desk = find('[data-desk]');
  const record = find('[data-record]');
  const question = find('[data-question]');
  const heading = find('[data-heading]');
  const options = findOf('[data-options]', HTMLFieldSetElement);
  const list = find('[data-option-list]');
  const codes = find('[data-codes]');
  const codesInput = findOf('[data-codes-input]', HTMLInputElement);
  const codesRead = find('[data-codes-read]');
  const note = find('[data-note]');
  const noteInput = findOf('[data-note-input]', HTMLTextAreaElement);
  const flag = findOf('[data-flag]', HTMLButtonElement);
  const noteToggle = findOf('[data-note-toggle]', HTMLButtonElement);
  const clear = findOf('[data-clear]', HTMLButtonElement);
  const template = findOf('#option-template', HTMLTemplateElement);
  let isReadOnly = false;

  /** @returns {NodeListOf<HTMLInputElement>} */
  const inputs = () => list.querySelectorAll('input');
  const rows = () => [...list.querySelectorAll('[data-option]')].map((row) => /** @type {HTMLElement} */ (row));

  list.addEventListener('change', () => {
    const chosen = [...inputs()].filter((input) => input.checked).map((input) => input.value);
    clear.hidden = chosen.length === 0;
    edited({ v: chosen });
  });
  list.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-strike]') : null;
    const row = button?.closest('[data-option]');
    if (row instanceof HTMLElement) strike(row);
  });
  codesInput.addEventListener('input', () => {
    const typed = codesIn(codesInput.value);
    codesRead.textContent = codesWords(typed);
    clear.hidden = typed.length === 0;
    edited({ v: typed });
  });
  noteInput.addEventListener('input', () => edited({ note: noteInput.value }));
  flag.addEventListener('click', () => toggleFlag());
  noteToggle.addEventListener('click', () => openNote(note.hidden !== false));
  clear.addEventListener('click', () => {
    for (const input of inputs()) input.checked = false;
    codesInput.value = '';
    codesRead.textContent = '';
    clear.hidden = true;
    heading.focus({ preventScroll: true });
    edited({ v: [] });
  });
  find('[data-answer-form]').addEventListener('submit', (event) => event.preventDefault());

  /**
   * Answers with what to say to whoever pressed a key, and is elsewhere on the page: "Option B struck out."
   *
   * @param {HTMLElement} row
   */
  function strike(row) {
    if (isReadOnly) return readOnlyWords;
    const isStruck = !row.classList.contains('struck');
    setStruck(row, isStruck);
    const struck = rows().filter((other) => other.classList.contains('struck'));
    edited({ struck: struck.map((other) => other.dataset['option'] ?? '') });
    return `Option ${letters[rows().indexOf(row)] ?? ''} ${isStruck ? 'struck out' : 'is back'}.`;
  }

  /** Answers with what to say to whoever pressed a key. */
  function toggleFlag() {
    if (isReadOnly) return readOnlyWords;
    const isFlagged = flag.getAttribute('aria-pressed') !== 'true';
    flag.setAttribute('aria-pressed', String(isFlagged));
    edited({ flagged: isFlagged });
    return isFlagged ? 'Flagged.' : 'No longer flagged.';
  }

  /** @param {boolean} isOpen */
  function openNote(isOpen) {
    note.hidden = !isOpen;
    noteToggle.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) noteInput.focus();
  }

  return {
    heading,

    /**
     * @param {RoomSlot} slot
     * @param {Answer | undefined} answer
     */
    show(slot, answer) {
      heading.textContent = `Question ${slot.number} of ${total}`;
      find('[data-place]', question).textContent = slot.sectionTitle;
      find('[data-stem]', question).textContent = slot.stem;
      find('[data-ask]', question).textContent = slot.ask;
      showRecord(desk, record, slot.record);
      list.hidden = slot.kind === 'codes';
      codes.hidden = slot.kind !== 'codes';
      list.replaceChildren(...slot.options.map((option, index) => optionRow(template, slot, option, index, answer)));
      codesInput.value = slot.kind === 'codes' ? (answer?.v ?? []).join(', ') : '';
      codesRead.textContent = slot.kind === 'codes' ? codesWords(answer?.v ?? []) : '';
      flag.setAttribute('aria-pressed', String(answer?.flagged ?? false));
      noteInput.value = answer?.note ?? '';
      note.hidden = noteInput.value === '';
      noteToggle.setAttribute('aria-expanded', String(!note.hidden));
      clear.hidden = (answer?.v.length ?? 0) === 0;
    },

    /** @param {boolean} isNowReadOnly */
    setReadOnly(isNowReadOnly) {
      isReadOnly = isNowReadOnly;
      options.disabled = isNowReadOnly;
      noteInput.disabled = isNowReadOnly;
      flag.disabled = isNowReadOnly;
      clear.disabled = isNowReadOnly;
    },

    toggleFlag,
    openNote: () => openNote(true),

    /** @param {number} index */
    choose(index) {
      const input = inputs()[index];
      if (isReadOnly || input === undefined) return;
      input.focus({ preventScroll: true });
      input.click();
    },

    /** @param {number} index */
    strikeAt(index) {
      const row = rows()[index];
      return row === undefined ? '' : strike(row);
    },
  };
}

/**
 * @param {HTMLTemplateElement} template
 * @param {RoomSlot} slot
 * @param {RoomSlot['options'][number]} option
 * @param {number} index
 * @param {Answer | undefined} answer
 */
function optionRow(template, slot, option, index, answer) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const row = find('[data-option]', copy);
  const input = findOf('input', HTMLInputElement, row);
  row.dataset['option'] = option.id;
  input.type = slot.pick > 1 ? 'checkbox' : 'radio';
  input.value = option.id;
  input.checked = answer?.v.includes(option.id) ?? false;
  for (const letter of row.querySelectorAll('[data-letter]')) letter.textContent = letters[index] ?? '';
  find('[data-text]', row).textContent = option.text;
  setStruck(row, answer?.struck.includes(option.id) ?? false);
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {boolean} isStruck
 */
function setStruck(row, isStruck) {
  row.classList.toggle('struck', isStruck);
  find('[data-strike]', row).setAttribute('aria-pressed', String(isStruck));
}

/**
 * @param {HTMLElement} desk
 * @param {HTMLElement} pane
 * @param {RoomSlot['record']} record
 */
function showRecord(desk, pane, record) {
  pane.hidden = record === null;
  desk.classList.toggle('solo', record === null);
  if (record === null) return;
  find('[data-record-title]', pane).textContent = record.title;
  find('[data-record-facts]', pane).replaceChildren(
    ...record.facts.map(([label, words]) => {
      const fact = made('div');
      fact.append(made('dt', label), ' ', made('dd', words));
      return fact;
    }),
  );
  find('[data-record-sections]', pane).replaceChildren(
    ...record.sections.flatMap(({ heading, text }) => [made('h3', heading), made('p', text)]),
  );
  pane.scrollTop = 0;
}
