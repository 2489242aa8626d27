// @ts-check
// Asks the server every few seconds how the attempt stands, and passes on what staff or another tab have changed.

import { clockWords } from './clock.js';
import { find } from './find.js';

/** What staff change has to be seen within 15 s. */
export const pollMs = 12_000;
/** A change of the time left below this is the network's, not the staff's. */
const noteworthyMs = 5000;

/**
 * @param {object} given
 * @param {import('./requests.js').Requests} given.requests
 * @param {string} given.tab
 * @param {import('./status.js').Status} given.status
 * @param {(remainingMs: number, timing: import('./requests.js').Timing) => number} given.timeTold answers by how much the time left changed
 * @param {(isPaused: boolean) => void} given.paused
 * @param {() => void} given.ended
 * @param {(epoch: number, holdsLease: boolean) => void} given.leaseTold
 * @param {() => void} given.unreachable
 */
export function createStaffChanges({ requests, tab, status, timeTold, paused, ended, leaseTold, unreachable }) {
  /**
   * @param {number} change
   * @param {import('./requests.js').ClockReading} reading
   */
  function tell(change, { deadlineWords, notice }) {
    const words = clockWords(Math.round(Math.abs(change) / 1000) * 1000);
    status.hide('changed');
    find('[data-changed-title]').textContent = change > 0 ? `You have ${words} more.` : `You have ${words} less.`;
    find('[data-changed-words]').textContent = notice ?? `Your instructor changed your time. ${deadlineWords}`;
    status.show('changed');
  }

  async function ask() {
    const answer = await requests.clock(tab);
    if (answer.kind === 'session over') return status.show('session');
    if (answer.kind === 'unreachable') return unreachable();
    const { reading } = answer;
    const { state } = reading;
    if (state !== 'paused' && state !== 'in_progress') return ended();
    paused(state === 'paused');
    const change = timeTold(reading.remainingMs, answer);
    if (Math.abs(change) > noteworthyMs && state !== 'paused') tell(change, reading);
    leaseTold(reading.epoch, reading.holdsLease);
  }

  return {
    ask,
    watch: () => void setInterval(() => void ask(), pollMs),
  };
}
