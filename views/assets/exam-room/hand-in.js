// @ts-check
// Handing in: once, with everything that waits, again and again until the server has said that it holds the exam.

import { portionOf } from './answer-queue.js';
import { pauseAfter, requestBytes } from './sync.js';

/**
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {import('./answer-queue.js').AnswerQueue} AnswerQueue
 * @typedef {{ kind: 'handed in', resultUrl: string } | { kind: 'refused', message: string } | { kind: 'session over' } | { kind: 'unreachable' }} HandInOutcome
 */

/**
 * @param {object} given
 * @param {AnswerQueue} given.queue
 * @param {(answers: Answers) => Promise<unknown>} given.save
 * @param {(answers: Answers) => Promise<HandInOutcome>} given.submit
 * @param {(ms: number) => Promise<void>} given.rest resolves after that time, or when trying again makes sense
 * @param {() => number} given.random
 * @param {(failures: number) => void} given.delayed the server could not be reached; it will be tried again
 */
export function createHandIn({ queue, save, submit, rest, random, delayed }) {
  /** @type {Promise<HandInOutcome> | null} */
  let underWay = null;

  /** @returns {Promise<HandInOutcome>} */
  async function insist() {
    for (let failures = 0; ;) {
      const last = await allButTheLast();
      const outcome = await submit(last);
      if (outcome.kind === 'handed in') queue.wipe();
      if (outcome.kind !== 'unreachable') return outcome;
      failures += 1;
      delayed(failures);
      await rest(pauseAfter(failures, random()));
    }
  }

  /**
   * What does not fit into one request goes ahead as saves; the rest goes with the submit itself.
   *
   * @returns {Promise<Answers>}
   */
  async function allButTheLast() {
    let left = queue.all();
    for (;;) {
      const portion = portionOf(left, requestBytes);
      const rest = Object.entries(left).filter(([slot]) => !(slot in portion));
      if (rest.length === 0) return portion;
      await save(portion);
      left = Object.fromEntries(rest);
    }
  }

  /** Hands in. Asked again while it is under way, it is the same handing in. */
  return function handIn() {
    underWay ??= insist().finally(() => (underWay = null));
    return underWay;
  };
}
