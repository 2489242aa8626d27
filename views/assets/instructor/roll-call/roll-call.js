// @ts-check
// The roll call in a browser: every press counts at once on this device and reaches the server when it can; without this script the forms do it.

import { keptPresses, storageHere } from './kept-presses.js';
import { openPressQueue } from './press-queue.js';
import { listenToKeys } from './roll-keys.js';
import { isOfFilter, plain, rollRows } from './roll-rows.js';

/** @typedef {import('./press-queue.js').Said} Said */
/** @typedef {import('./press-queue.js').Press} Press */
/** @typedef {import('./press-queue.js').Reply} Reply */
/** @typedef {import('./roll-rows.js').Shown} Shown */
/** @typedef {{ classId: string, personId: string, marksHref: string, csrf: string, now: number, minutes: number, mayExcuse: boolean, isCancelled: boolean, total: number, words: Record<string, string> }} RollData */

const refreshMs = 15_000;

const list = /** @type {HTMLElement | null} */ (document.querySelector('.roll-list'));
if (list) start(list, JSON.parse(document.querySelector('#roll')?.textContent ?? '{}'));

/** @param {string} selector @returns {HTMLElement} */
function find(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/** @param {HTMLElement} list @param {RollData} data */
function start(list, data) {
  const roll = rollRows(list, data);
  const kept = keptPresses(`resit-roll/${data.classId}/${data.personId}`, storageHere());
  /** Each act with what it changed, so that the last can be taken back. @type {{ person: string, before: Shown }[][]} */
  const acts = [];
  let filter = document.querySelector('[data-filter][aria-current]')?.getAttribute('data-filter') ?? 'all';
  let survives = true;

  const queue = openPressQueue(
    {
      wallClock: () => Date.now(),
      load: kept.load,
      save: (presses) => (survives = kept.save(presses)),
      send: (presses) => send(data, presses),
      later: (work, ms) => setTimeout(work, ms),
    },
    {
      settled({ person, mark, kind }) {
        const row = roll.of(person);
        if (row && !queue.isPending(person)) {
          roll.draw(row, mark);
          roll.drawPending(row, false);
          if (kind === 'older') say(`${row.dataset.name ?? ''} was marked later by somebody else; that counts.`);
        }
        count();
      },
      changed: tellLink,
    },
    { now: data.now, lane: 1 + Math.floor(Math.random() * 999) },
  );

  // What was kept when this page was left is shown as pressed, and sent.
  for (const { person, number: _number, onlyUnmarked: _only, ...mark } of queue.waiting()) {
    const row = roll.of(person);
    if (!row) continue;
    roll.draw(row, mark);
    roll.drawPending(row, true);
  }

  /** @param {{ kind: string, count: number, words: string }} state */
  function tellLink({ kind, count: waiting, words }) {
    const marks = waiting === 1 ? '1 mark is' : `${waiting} marks are`;
    const place = survives ? 'kept on this device' : 'kept in this page: do not close it,';
    const link = find('[data-offline]');
    /** @type {Record<string, string>} */
    const told = {
      waiting: `No connection. ${marks} ${place} and sent when it is back.`,
      ended: `Your visit has ended. ${marks} ${place}. Open Resit again from your course and come back to this class: then they are sent.`,
      refused: words,
    };
    const sentence = told[kind] ?? '';
    link.hidden = sentence === '';
    if (find('[data-offline-words]').textContent !== sentence) find('[data-offline-words]').textContent = sentence;
    for (const row of roll.rows) roll.drawPending(row, kind !== 'sending' && queue.isPending(roll.personOf(row)));
    document.body.dataset.rollLink = kind;
  }

  /** @param {string} words */
  function say(words) {
    find('[data-done]').textContent = words;
  }

  function count() {
    const left = roll.unmarked().length;
    const total = roll.rows.length;
    const words = left === 0 ? `All ${total} are marked.` : `${left} of ${total} still to mark`;
    if (find('[data-unmarked-words]').textContent !== words) find('[data-unmarked-words]').textContent = words;
    const rest = find('[data-rest]');
    rest.hidden = left === 0;
    rest.textContent = left === total ? `Mark all ${total} present` : `Mark the other ${left} present`;
    for (const chip of document.querySelectorAll('[data-filter]'))
      find(`[data-filter="${chip.getAttribute('data-filter')}"] [data-count]`).textContent = String(
        roll.rows.filter((row) => isOfFilter(row, chip.getAttribute('data-filter') ?? '')).length,
      );
  }

  /** @param {Said[]} said @param {string} words */
  function press(said, words) {
    const changes = said.flatMap(({ person }) => {
      const row = roll.of(person);
      return row ? [{ person, before: roll.shown(row) }] : [];
    });
    acts.push(changes);
    apply(said);
    say(words);
    find('[data-undo]').hidden = false;
  }

  /** @param {Said[]} said */
  function apply(said) {
    for (const { person, onlyUnmarked: _only, ...mark } of said) {
      const row = roll.of(person);
      if (row) roll.draw(row, mark.status === null ? null : mark);
    }
    queue.press(said);
    count();
  }

  /** @param {HTMLElement} row @param {string} status @param {Partial<Said>} [more] */
  function mark(row, status, more = {}) {
    if (status === 'excused' && more.note === undefined) return askForExcuse(row);
    const before = roll.shown(row);
    // The same again is no act, unless it says more.
    if (before.status === status && Object.keys(more).length === 0) return undefined;
    const makeup = status === 'absent' || status === 'excused' ? before.makeup : null;
    const said = {
      person: roll.personOf(row),
      status,
      minutes: null,
      makeup,
      note: before.note,
      onlyUnmarked: false,
      ...more,
    };
    press([said], `${row.dataset.name} marked ${(data.words[status] ?? status).toLowerCase()}.`);
    return undefined;
  }

  /** @param {HTMLElement} row */
  function askForExcuse(row) {
    const dialog = /** @type {HTMLDialogElement} */ (find('[data-excuse]'));
    const why = /** @type {HTMLTextAreaElement} */ (find('#excuse-why'));
    find('[data-excuse-name]').textContent = row.dataset.name ?? '';
    why.value = '';
    dialog.returnValue = '';
    dialog.addEventListener(
      'close',
      () => {
        const note = why.value.trim();
        if (dialog.returnValue === 'excuse' && note !== '') mark(row, 'excused', { note });
        /** @type {HTMLElement | null} */ (row.querySelector('[data-mark="excused"]'))?.focus();
      },
      { once: true },
    );
    dialog.showModal();
  }

  function undo() {
    const act = acts.pop();
    if (!act) return false;
    // A check-in was the student's own word; staff bring it back as theirs.
    apply(
      act.map(({ person, before: { source: _source, ...before } }) => ({ person, ...before, onlyUnmarked: false })),
    );
    say('Taken back.');
    find('[data-undo]').hidden = acts.length === 0;
    return true;
  }

  function filterRows() {
    const words = plain(/** @type {HTMLInputElement} */ (find('[data-search] input[type="search"]')).value);
    for (const row of roll.rows)
      row.hidden = !isOfFilter(row, filter) || !plain(row.dataset.name ?? '').includes(words);
    find('[data-none]').hidden = roll.rows.some((row) => !row.hidden);
    keepReachable();
  }

  const keepReachable = listenToKeys(list, roll.rows, mark);
  keepReachable();
  find('[data-keys]').hidden = false;
  find('[data-search-button]').hidden = true;

  find('[data-roll-form]').addEventListener('submit', (event) => {
    const { submitter } = /** @type {SubmitEvent} */ (event);
    const button = /** @type {HTMLElement} */ (submitter);
    if (!button) return event.preventDefault();
    const row = /** @type {HTMLElement | null} */ (button.closest('[data-person]'));
    if (button.matches('[data-undo]') && acts.length === 0) return undefined;
    event.preventDefault();
    if (button.matches('[data-undo]')) undo();
    else if (button.matches('[data-rest]')) markRest();
    else if (row) mark(row, button.dataset.mark ?? '');
    return undefined;
  });

  function markRest() {
    const left = roll.unmarked();
    if (left.length === 0) return;
    press(
      left.map((row) => ({
        person: roll.personOf(row),
        status: 'present',
        minutes: null,
        makeup: null,
        note: '',
        onlyUnmarked: true,
      })),
      `${left.length} marked present.`,
    );
  }

  list.addEventListener('change', (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (input.closest('[data-person]'));
    if (!row || !input.matches('[data-late-minutes]')) return;
    const late = /^\d{1,4}$/.test(input.value.trim()) ? Number(input.value) : null;
    const isWrong = input.value.trim() !== '' && (late === null || late > data.minutes);
    input.setAttribute('aria-invalid', String(isWrong));
    if (isWrong) return say(`Give whole minutes, from 0 to ${data.minutes}.`);
    mark(row, 'late', { minutes: late === null ? null : data.minutes - late });
  });
  list.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    // Enter in a field must not press the first button of the form.
    if (event.key !== 'Enter' || !target.matches('[data-late-minutes]')) return;
    event.preventDefault();
    target.blur();
  });

  for (const chip of document.querySelectorAll('[data-filter]'))
    chip.addEventListener('click', (event) => {
      event.preventDefault();
      filter = chip.getAttribute('data-filter') ?? 'all';
      for (const other of document.querySelectorAll('[data-filter]'))
        if (other === chip) other.setAttribute('aria-current', 'true');
        else other.removeAttribute('aria-current');
      filterRows();
    });
  find('[data-search]').addEventListener('submit', (event) => event.preventDefault());
  find('[data-search]').addEventListener('input', filterRows);

  /** What others have marked meanwhile, and who came by code. */
  async function refresh() {
    if (document.hidden) return;
    const response = await fetch(data.marksHref, { signal: AbortSignal.timeout(8000) }).catch(() => null);
    if (!response?.ok) return;
    /** @type {{ marks: Record<string, Shown | null> }} */
    const { marks } = await response.json();
    for (const row of roll.rows) {
      const person = roll.personOf(row);
      if (person in marks && !queue.isPending(person)) roll.draw(row, marks[person] ?? null);
    }
    count();
  }
  setInterval(() => void refresh(), refreshMs);
  window.addEventListener('online', () => queue.hurry());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    queue.hurry();
    void refresh();
  });
  void refresh();
  count();
  document.body.dataset.roll = 'open';
}

/** @param {RollData} data @param {Press[]} presses @returns {Promise<Reply>} */
async function send({ marksHref, csrf }, presses) {
  const response = await fetch(marksHref, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-resit-csrf': csrf },
    body: JSON.stringify({ presses }),
    signal: AbortSignal.timeout(15_000),
  });
  const body = await response.json().catch(() => ({}));
  return {
    status: response.status,
    now: body.now ?? 0,
    results: body.results ?? [],
    message: body.error?.message ?? '',
  };
}
