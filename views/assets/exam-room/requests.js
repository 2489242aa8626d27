// @ts-check
// What the exam room asks of the server, each answer put into one plain value; nothing here throws.

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomPaper} RoomPaper
 * @typedef {import('./answer-queue.js').Answers} Answers
 *
 * What the server says when it does not take answers: the state that counts.
 * @typedef {object} AuthoritativeState
 * @property {string} state
 * @property {number} epoch
 * @property {number} remainingMs
 * @property {Answers} answers
 * @property {string | null} resultUrl
 *
 * @typedef {{ sentAt: number, receivedAt: number }} Timing by performance.now
 *
 * @typedef {{ kind: 'saved', slots: Record<string, string>, remainingMs: number, savedAt: number, epoch: number } & Timing} SaveTaken
 * @typedef {{ kind: 'refused', reason: string, message: string, state: AuthoritativeState } & Timing} SaveRefused
 * @typedef {{ kind: 'session over' }} SessionOver
 * @typedef {{ kind: 'unreachable' }} Unreachable
 *
 * @typedef {object} ClockReading
 * @property {string} state
 * @property {number} remainingMs
 * @property {string} deadlineWords
 * @property {number} epoch
 * @property {boolean} holdsLease
 * @property {number | null} savedAt
 * @property {string | null} notice
 */

/** A request without an answer for so long is given up; it may still arrive, and that does no harm. */
const givesUpMs = 10_000;

/** @param {Pick<RoomPaper, 'urls' | 'csrf'>} paper */
export function createRequests({ urls, csrf }) {
  /**
   * @param {string} url
   * @param {'GET' | 'PUT' | 'POST'} method
   * @param {unknown} [body]
   * @param {boolean} [isFarewell]
   * @returns {Promise<{ status: number, body: any } & Timing | null>} null when nothing came back
   */
  async function ask(url, method, body, isFarewell = false) {
    const sentAt = performance.now();
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'x-resit-csrf': csrf }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        keepalive: isFarewell,
        cache: 'no-store',
        redirect: 'error',
        ...(isFarewell ? {} : { signal: AbortSignal.timeout(givesUpMs) }),
      });
      const answer = await response.json().catch(() => null);
      return { status: response.status, body: answer, sentAt, receivedAt: performance.now() };
    } catch {
      return null;
    }
  }

  return {
    /**
     * @param {{ epoch: number, tab: string, slots: Answers }} message
     * @param {boolean} isFarewell the page may be gone before the answer comes
     * @returns {Promise<SaveTaken | SaveRefused | SessionOver | Unreachable>}
     */
    async save(message, isFarewell) {
      const answer = await ask(urls.answers, 'PUT', message, isFarewell);
      if (answer === null) return { kind: 'unreachable' };
      const { status, body, sentAt, receivedAt } = answer;
      if (status === 200 && body?.slots) return { kind: 'saved', ...body, sentAt, receivedAt };
      if (status === 409 && body?.state)
        return {
          kind: 'refused',
          reason: body.error?.reason,
          message: body.error?.message,
          state: body.state,
          sentAt,
          receivedAt,
        };
      return status === 401 || status === 403 || status === 404 ? { kind: 'session over' } : { kind: 'unreachable' };
    },

    /**
     * @param {string} tab
     * @returns {Promise<({ kind: 'reading', reading: ClockReading } & Timing) | SessionOver | Unreachable>}
     */
    async clock(tab) {
      const answer = await ask(`${urls.clock}?tab=${encodeURIComponent(tab)}`, 'GET');
      if (answer === null) return { kind: 'unreachable' };
      const { status, body, sentAt, receivedAt } = answer;
      if (status === 200 && body) return { kind: 'reading', reading: body, sentAt, receivedAt };
      return status === 401 || status === 403 || status === 404 ? { kind: 'session over' } : { kind: 'unreachable' };
    },

    /**
     * @param {string} tab
     * @returns {Promise<({ epoch: number, answers: Answers, remainingMs: number } & Timing) | null>}
     */
    async takeOver(tab) {
      const answer = await ask(urls.takeover, 'POST', { tab });
      if (answer?.status !== 200 || typeof answer.body?.epoch !== 'number') return null;
      return { ...answer.body, sentAt: answer.sentAt, receivedAt: answer.receivedAt };
    },

    /**
     * @param {{ epoch: number, tab: string, slots: Answers }} message
     * @returns {Promise<{ kind: 'handed in', resultUrl: string } | { kind: 'refused', message: string } | SessionOver | Unreachable>}
     */
    async submit(message) {
      const answer = await ask(urls.submit, 'POST', message);
      if (answer === null) return { kind: 'unreachable' };
      const { status, body } = answer;
      if (status === 200 && body?.resultUrl) return { kind: 'handed in', resultUrl: body.resultUrl };
      if (status === 409) return { kind: 'refused', message: body?.error?.message ?? '' };
      return status === 401 || status === 403 || status === 404 ? { kind: 'session over' } : { kind: 'unreachable' };
    },

    /**
     * The page that shows what the server holds, or null when it cannot be had now.
     *
     * @returns {Promise<Document | null>}
     */
    async review() {
      try {
        const response = await fetch(urls.review, { cache: 'no-store', signal: AbortSignal.timeout(givesUpMs) });
        if (!response.ok) return null;
        return new DOMParser().parseFromString(await response.text(), 'text/html');
      } catch {
        return null;
      }
    },
  };
}

/** @typedef {ReturnType<typeof createRequests>} Requests */
