// @ts-check
// Sends answers and reads the replies: what the server named, what it refused and why.

/**
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {import('./requests.js').Requests} Requests
 * @typedef {import('./requests.js').AuthoritativeState} AuthoritativeState
 * @typedef {import('./sync.js').Outcome} Outcome
 */

/**
 * Which of the answers sent the server holds in this or a later edit, by its own account.
 *
 * @param {Answers} sent
 * @param {Answers} held
 */
export function heldAlready(sent, held) {
  return Object.entries(sent)
    .filter(([slot, answer]) => (held[slot]?.q ?? -1) >= answer.q)
    .map(([slot]) => slot);
}

/**
 * @param {object} given
 * @param {Requests} given.requests
 * @param {string} given.tab
 * @param {() => number} given.epoch
 * @param {(reply: { remainingMs: number, sentAt: number, receivedAt: number }) => void} given.timeTold
 * @param {(savedAt: number) => void} given.savedAt
 * @param {(epoch: number) => void} given.epochTold
 * @param {(state: AuthoritativeState) => void} given.stateTold
 * @param {(message: string) => void} given.closed
 * @param {() => void} given.sessionOver
 */
export function createSaving(given) {
  /**
   * @param {Answers} answers
   * @param {boolean} isFarewell
   * @returns {Promise<Outcome>}
   */
  return async function send(answers, isFarewell) {
    const message = { epoch: given.epoch(), tab: given.tab, slots: answers };
    const reply = await given.requests.save(message, isFarewell);
    if (reply.kind === 'unreachable') return reply;
    if (reply.kind === 'session over') {
      given.sessionOver();
      return { kind: 'refused', reason: 'session over' };
    }
    if (reply.kind === 'saved') {
      given.timeTold(reply);
      given.savedAt(reply.savedAt);
      given.epochTold(reply.epoch);
      return { kind: 'saved', named: Object.keys(reply.slots), epoch: reply.epoch };
    }
    return refused(reply.reason, reply.message, reply.state, answers);
  };

  /**
   * @param {string} reason
   * @param {string} message
   * @param {AuthoritativeState} state
   * @param {Answers} answers
   * @returns {Outcome}
   */
  function refused(reason, message, state, answers) {
    given.epochTold(state.epoch);
    if (reason === 'CLOSED' || reason === 'EXPIRED') {
      given.closed(message);
      return { kind: 'refused', reason };
    }
    given.stateTold(state);
    const named = heldAlready(answers, state.answers ?? {});
    // Stopped by staff, or not now: what the server does not hold yet is sent again after a pause.
    return { kind: 'saved', named, epoch: state.epoch };
  }
}
