// @ts-check
// The numbers that order a candidate's edits: a takeover outranks every earlier edit, and no number is ever given twice.

const perEpoch = 2 ** 24;

/**
 * One number for every 20 ms since the attempt began. Edits of a page that was just closed may be under way and unknown to
 * the server and to this computer; whoever loads the page later is ahead of them, because nobody edits fifty times a second.
 */
const stepMs = 20;

/** Half the numbers of a takeover stay free for counting on in an attempt that has been open for days. */
const lastByTime = perEpoch / 2;

/**
 * @param {object} known
 * @param {number} known.epoch
 * @param {number} known.sequence the highest number of this takeover that the server holds
 * @param {number} known.startedAgoMs by the server's clock
 * @param {readonly number[]} known.remembered order numbers kept on this computer
 */
export function createOrderNumbers({ epoch, sequence, startedAgoMs, remembered }) {
  let currentEpoch = epoch;
  const ours = remembered.filter((q) => epochOf(q) === epoch).map((q) => q % perEpoch);
  const byTime = Math.min(lastByTime, Math.floor(startedAgoMs / stepMs));
  let last = Math.max(sequence, byTime, ...ours);

  return {
    /** The number of the next edit. */
    next() {
      last += 1;
      return currentEpoch * perEpoch + last;
    },

    get epoch() {
      return currentEpoch;
    },

    /**
     * This tab took the exam over: its edits count from here.
     *
     * @param {number} newEpoch
     */
    enter(newEpoch) {
      if (newEpoch <= currentEpoch) return;
      currentEpoch = newEpoch;
      last = 0;
    },
  };
}

/**
 * The takeover an order number belongs to.
 *
 * @param {number} q
 */
export function epochOf(q) {
  return Math.floor(q / perEpoch);
}
