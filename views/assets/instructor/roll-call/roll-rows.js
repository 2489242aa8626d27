// @ts-check
// The rows of a roll call on the page: what each shows, which are seen, and what a press of theirs would say.

/** @typedef {import('./press-queue.js').Said} Said */
/** @typedef {Omit<Said, 'person' | 'onlyUnmarked'> & { source?: string }} Shown */

/**
 * @param {HTMLElement} list
 * @param {{ minutes: number }} of minutes of the class
 */
export function rollRows(list, of) {
  const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-person]')]);
  const byPerson = new Map(rows.map((row) => [row.dataset.person ?? '', row]));
  /** What was drawn last, beyond what the row's data tell. @type {Map<string, { makeup: Shown['makeup'], note: string }>} */
  const more = new Map();

  /** @param {HTMLElement} row @param {string} hook */
  const part = (row, hook) => /** @type {HTMLElement} */ (row.querySelector(`[${hook}]`));

  /** @param {HTMLElement} row @returns {Shown} */
  function shown(row) {
    const { status = 'unmarked', minutes = '', source = '' } = row.dataset;
    const { makeup, note } = more.get(row.dataset.person ?? '') ?? { makeup: null, note: '' };
    return {
      status: status === 'unmarked' ? null : status,
      minutes: minutes === '' ? null : Number(minutes),
      makeup,
      note,
      source,
    };
  }

  /** @param {Shown | null} mark */
  function factsOf(mark) {
    if (!mark) return '';
    const counted = mark.minutes === null ? '' : `${Math.round(mark.minutes)} of ${of.minutes} min`;
    const code = mark.source === 'student' ? 'checked in by code' : '';
    const made = mark.makeup ? 'made up' : '';
    return [[code, counted, made].filter(Boolean).join(', '), mark.note].filter(Boolean).join('. ');
  }

  return {
    rows,
    shown,
    part,
    /** @param {string} person */
    of: (person) => byPerson.get(person),
    /** @param {HTMLElement} row */
    personOf: (row) => row.dataset.person ?? '',

    /** Draws a mark; null: nothing is recorded. @param {HTMLElement} row @param {Shown | null} mark */
    draw(row, mark) {
      const status = mark?.status ?? 'unmarked';
      row.dataset.status = status;
      row.dataset.minutes = mark?.minutes === null || !mark ? '' : String(mark.minutes);
      row.dataset.source = mark?.source ?? (mark?.status ? 'staff' : '');
      more.set(row.dataset.person ?? '', { makeup: mark?.makeup ?? null, note: mark?.note ?? '' });
      for (const button of row.querySelectorAll('[data-mark]'))
        button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.mark === status));
      const late = part(row, 'data-late');
      late.hidden = status !== 'late';
      const input = /** @type {HTMLInputElement} */ (part(row, 'data-late-minutes'));
      if (document.activeElement !== input)
        input.value =
          status === 'late' && mark && mark.minutes !== null ? String(Math.max(0, of.minutes - mark.minutes)) : '';
      part(row, 'data-facts').textContent = factsOf(mark);
    },

    /** @param {HTMLElement} row @param {boolean} isPending */
    drawPending(row, isPending) {
      part(row, 'data-pending').hidden = !isPending;
    },

    unmarked: () => rows.filter((row) => row.dataset.status === 'unmarked'),
  };
}

/** Whether a row belongs to a filter. @param {HTMLElement} row @param {string} filter */
export function isOfFilter(row, filter) {
  const { status, source } = row.dataset;
  if (filter === 'unmarked') return status === 'unmarked';
  if (filter === 'code') return source === 'student';
  if (filter === 'missing') return status === 'absent' || status === 'excused';
  return true;
}

/** Letters without case and accents, as searching compares them. @param {string} text */
export function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
