// @ts-check
// Decides when unsaved answers are sent, sent again, and when the candidate has to know that they are waiting.

import { portionOf } from './answer-queue.js';

/**
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {import('./answer-queue.js').AnswerQueue} AnswerQueue
 *
 * What became of a request.
 * @typedef {{ kind: 'saved', named: string[], epoch: number }} Saved
 * @typedef {{ kind: 'refused', reason: string }} Refused the server said no and why; sending the same again is of no use
 * @typedef {{ kind: 'unreachable' }} Unreachable
 * @typedef {Saved | Refused | Unreachable} Outcome
 */

/** An edit is sent when typing has rested for this long ... */
export const restMs = 1000;
/** ... and at the latest this long after it was made. */
export const latestMs = 1500;
/** Without an acknowledgement for this long, a banner says so. */
export const patienceMs = 5000;
/** Requests stay under the 64 KiB that a page may send while it is being closed. */
export const requestBytes = 60 * 1024;

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
const requestsAtOnce = 3;

/**
 * How long to wait after so many failures in a row: between 1 s and a bound that doubles up to 30 s, at random, so that a
 * class that lost its network together does not come back together.
 *
 * @param {number} failures 1 after the first
 * @param {number} random 0 to 1
 */
export function pauseAfter(failures, random) {
  const bound = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
  return firstPauseMs + random * (bound - firstPauseMs);
}

/**
 * @param {object} given
 * @param {AnswerQueue} given.queue
 * @param {(answers: Answers, isFarewell: boolean) => Promise<Outcome>} given.send never rejects
 * @param {() => number} given.now milliseconds that only ever rise
 * @param {(run: () => void, ms: number) => () => void} given.schedule calls later, returns how to call it off
 * @param {() => number} given.random
 * @param {() => void} given.changed called when anything a candidate may see has changed
 */
export function createSync({ queue, send, now, schedule, random, changed }) {
  /** When the first edit was made that is in no request yet. @type {number | null} */
  let unsentSince = queue.size > 0 ? now() - latestMs : null;
  let lastEditAt = now() - restMs;
  /** Since when an edit waits for its acknowledgement. @type {number | null} */
  let waitingSince = queue.size > 0 ? now() : null;
  let requestsOut = 0;
  let failures = 0;
  let notBefore = 0;
  let isHalted = false;
  /** @type {(() => void) | null} */
  let callOff = null;

  function dueAt() {
    if (unsentSince === null) return null;
    return Math.max(notBefore, Math.min(lastEditAt + restMs, unsentSince + latestMs));
  }

  function plan() {
    callOff?.();
    callOff = null;
    const due = dueAt();
    if (isHalted || due === null || requestsOut >= requestsAtOnce) return;
    callOff = schedule(() => void sendNow(), Math.max(0, due - now()));
  }

  /** @param {boolean} isFarewell */
  async function sendNow(isFarewell = false) {
    callOff?.();
    callOff = null;
    if (isHalted || queue.size === 0) return;
    const answers = portionOf(queue.all(), requestBytes);
    const isAll = Object.keys(answers).length === queue.size;
    unsentSince = isAll ? null : now() - latestMs;
    requestsOut += 1;
    changed();
    const outcome = await send(answers, isFarewell);
    requestsOut -= 1;
    digest(outcome, answers);
    plan();
    changed();
  }

  /**
   * @param {Outcome} outcome
   * @param {Answers} answers
   */
  function digest(outcome, answers) {
    if (outcome.kind === 'saved') {
      queue.confirm(answers, outcome.named);
      const isComplete = Object.keys(answers).every((slot) => outcome.named.includes(slot));
      waitingSince = queue.size > 0 ? now() : null;
      if (isComplete) {
        failures = 0;
        notBefore = 0;
        return;
      }
    }
    if (outcome.kind === 'refused') {
      isHalted = true;
      return;
    }
    failures += 1;
    notBefore = now() + pauseAfter(failures, random());
    if (queue.size > 0) unsentSince ??= now() - latestMs;
  }

  plan();

  return {
    /** An answer was put into the queue. */
    edited() {
      lastEditAt = now();
      unsentSince ??= now();
      waitingSince ??= now();
      plan();
      changed();
    },

    /** The candidate went on to another question: no need to wait for rest. A pause after failures is kept. */
    turned() {
      if (unsentSince === null) return;
      unsentSince = now() - latestMs;
      plan();
    },

    /** The network is back, or the candidate asked: try at once. */
    async hurry() {
      notBefore = 0;
      await sendNow();
    },

    /** The page may be gone in a moment: send what fits, without waiting for the reply. */
    farewell() {
      void sendNow(true);
    },

    /** Stop sending: the attempt is over or the session has ended. What waits stays in the queue. */
    halt() {
      isHalted = true;
      callOff?.();
    },

    /** Go on after a halt. */
    goOn() {
      isHalted = false;
      if (queue.size > 0) unsentSince ??= now() - latestMs;
      notBefore = 0;
      plan();
    },

    get isSending() {
      return requestsOut > 0;
    },

    /** How long the oldest unconfirmed edit has been waiting, in milliseconds. */
    get waitedMs() {
      return waitingSince === null ? 0 : now() - waitingSince;
    },

    /** True when the candidate has to know that answers wait here. */
    get isLate() {
      return waitingSince !== null && now() - waitingSince >= patienceMs;
    },
  };
}

/** @typedef {ReturnType<typeof createSync>} Sync */
