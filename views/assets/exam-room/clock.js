// @ts-check
// The countdown: what the server said is left, counted down by a clock that nobody can set, and put into words.

/** A gap between two ticks longer than this means that the computer slept or the page was frozen: ask the server. */
export const sleepGapMs = 2000;

/**
 * A countdown that never looks at the wall clock. The server says how much time is left; half the round trip has passed
 * since; `now` (performance.now) counts from there. A new answer that agrees within its own uncertainty changes nothing,
 * so that the seconds do not jump to and fro.
 *
 * @param {{ now: () => number }} given
 */
export function createClock({ now }) {
  /** @type {{ at: number, remainingMs: number } | null} */
  let anchor = null;
  let isStopped = false;

  function remainingMs() {
    if (anchor === null) return 0;
    const passed = isStopped ? 0 : now() - anchor.at;
    return Math.max(0, anchor.remainingMs - passed);
  }

  return {
    remainingMs,
    get isStopped() {
      return isStopped;
    },

    /**
     * Takes over what a response said. Returns by how much the time left has changed against what was shown.
     *
     * @param {number} serverMs time left when the server answered
     * @param {number} sentAt when the request left, by `now`
     * @param {number} receivedAt when its answer came, by `now`
     */
    sync(serverMs, sentAt, receivedAt) {
      const halfTrip = Math.max(0, receivedAt - sentAt) / 2;
      const isFirst = anchor === null;
      const shown = remainingMs();
      const told = Math.max(0, serverMs - (isStopped ? 0 : halfTrip + (now() - receivedAt)));
      const change = told - shown;
      if (!isFirst && Math.abs(change) <= halfTrip) return 0;
      anchor = { at: now(), remainingMs: told };
      return isFirst ? 0 : change;
    },

    /** Staff stopped the clock: what is left stays left. */
    stop() {
      if (isStopped) return;
      anchor = { at: now(), remainingMs: remainingMs() };
      isStopped = true;
    },

    /** Staff let the clock go on. */
    goOn() {
      if (!isStopped) return;
      isStopped = false;
      if (anchor !== null) anchor = { at: now(), remainingMs: anchor.remainingMs };
    },
  };
}

/**
 * Which warning is due when the time left has sunk from `before` to `after`: the last threshold crossed, in minutes,
 * or null. After a sleep that crossed several, only the nearest to the end is worth saying.
 *
 * @param {number} before
 * @param {number} after
 * @param {readonly number[]} thresholdMinutes
 * @returns {number | null}
 */
export function warningDue(before, after, thresholdMinutes) {
  const crossed = thresholdMinutes.filter((minutes) => before > minutes * 60_000 && after <= minutes * 60_000);
  return after > 0 && crossed.length > 0 ? Math.min(...crossed) : null;
}

/**
 * The countdown as figures: "3:58:36", under an hour "58:36". A second that has begun is still there.
 *
 * @param {number} ms
 */
export function clockFigures(ms) {
  const seconds = Math.ceil(ms / 1000);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * The countdown as words to be heard: "3 hours 58 minutes"; with seconds only under five minutes.
 *
 * @param {number} ms
 */
export function clockWords(ms) {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return 'no time';
  const parts = [
    counted(Math.floor(seconds / 3600), 'hour'),
    counted(Math.floor((seconds % 3600) / 60), 'minute'),
    seconds < 300 ? counted(seconds % 60, 'second') : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
