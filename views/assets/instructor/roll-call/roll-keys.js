// @ts-check
// The keyboard in a roll call: one stop for Tab, arrows from button to button, and a letter for each mark.

/** @type {Readonly<Record<string, string>>} */
const letters = { p: 'present', l: 'late', a: 'absent', e: 'excused' };

/**
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 * @param {(row: HTMLElement, status: string) => void} mark
 */
export function listenToKeys(list, rows, mark) {
  /** @param {HTMLElement} row */
  const stopsOf = (row) => /** @type {HTMLElement[]} */ ([...row.querySelectorAll('[data-mark], [data-details]')]);
  const seen = () => rows.filter((row) => !row.hidden);

  /** @param {HTMLElement | undefined} stop */
  function makeStop(stop) {
    if (!stop) return;
    for (const row of rows) for (const other of stopsOf(row)) other.tabIndex = other === stop ? 0 : -1;
  }

  /** @param {HTMLElement | undefined} row @param {number} at */
  function focusIn(row, at) {
    const stop = row && stopsOf(row)[at];
    if (!stop) return;
    makeStop(stop);
    stop.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  /** @param {HTMLElement} row @param {number} step @param {number} at */
  function goTo(row, step, at) {
    const all = seen();
    focusIn(all[all.indexOf(row) + step], at);
  }

  list.addEventListener('focusin', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('[data-mark], [data-details]')) makeStop(target);
  });

  list.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest('[data-person]'));
    if (!row || event.ctrlKey || event.metaKey || event.altKey || target.matches('input')) return;
    const stops = stopsOf(row);
    const at = stops.indexOf(target);
    const status = letters[event.key.toLowerCase()];
    if (event.key === 'ArrowDown') goTo(row, 1, at);
    else if (event.key === 'ArrowUp') goTo(row, -1, at);
    else if (event.key === 'ArrowRight') focusIn(row, Math.min(stops.length - 1, at + 1));
    else if (event.key === 'ArrowLeft') focusIn(row, Math.max(0, at - 1));
    else if (event.key === 'Home') focusIn(seen()[0], at);
    else if (event.key === 'End') focusIn(seen().at(-1), at);
    else if (status && row.querySelector(`[data-mark="${status}"]`)) {
      mark(row, status);
      // An excuse asks for its reason first, and the focus comes back to its row.
      if (status !== 'excused') goTo(row, 1, at);
    } else return;
    event.preventDefault();
  });

  /** After filtering: Tab must still find a way in. */
  return () => {
    const first = seen()[0];
    const isReachable = seen().some((row) => stopsOf(row).some((stop) => stop.tabIndex === 0));
    if (!isReachable && first) makeStop(stopsOf(first).find((stop) => stop.matches('[data-mark]')));
  };
}
