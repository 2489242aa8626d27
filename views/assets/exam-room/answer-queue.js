// @ts-check
// The answers that the server has not confirmed yet: kept until it names them, on this computer too.

/**
 * @typedef {import('../../../src/domain/exam/attempt.ts').Answer} Answer
 * @typedef {Record<string, Answer>} Answers
 *
 * Where the queue survives a reload. Every act is best effort: the queue itself is in memory.
 * @typedef {object} AnswerStorage
 * @property {'database' | 'local' | 'memory'} kind
 * @property {() => Promise<Answers>} load
 * @property {(slot: string, answer: Answer) => Promise<void>} put replaces only what has a lower number
 * @property {(slot: string, upTo: number) => Promise<void>} remove removes only what has no higher number
 * @property {() => Promise<void>} wipe
 */

/**
 * A queue over a storage. An answer leaves it in one way only: the server named its slot as taken or already newer, in reply
 * to a request that carried this answer or a later one of that slot.
 *
 * @param {AnswerStorage} storage
 * @param {Answers} kept what `storage.load()` gave when the page opened
 */
export function createAnswerQueue(storage, kept) {
  /** @type {Map<string, Answer>} */
  const waiting = new Map(Object.entries(kept));

  return {
    get size() {
      return waiting.size;
    },

    /** @param {string} slot */
    get(slot) {
      return waiting.get(slot);
    },

    /** Everything that the server has not confirmed.
     *  @returns {Answers} */
    all() {
      return Object.fromEntries(waiting);
    },

    /** Keeps an edit. An older edit of the same slot is replaced; a newer one stays.
     *  @param {string} slot
     *  @param {Answer} answer */
    put(slot, answer) {
      const before = waiting.get(slot);
      if (before !== undefined && before.q >= answer.q) return;
      waiting.set(slot, answer);
      void storage.put(slot, answer);
    },

    /** Drops what the server named. What was edited since `sent` stays.
     *  @param {Answers} sent what the request carried
     *  @param {readonly string[]} named slots that the reply called taken or newer */
    confirm(sent, named) {
      for (const slot of named) {
        const carried = sent[slot];
        const held = waiting.get(slot);
        if (carried === undefined) continue;
        if (held !== undefined && held.q <= carried.q) waiting.delete(slot);
        void storage.remove(slot, carried.q);
      }
    },

    /** The attempt is over and the server has said so: nothing is kept here any longer. */
    wipe() {
      waiting.clear();
      void storage.wipe();
    },
  };
}

/** @typedef {ReturnType<typeof createAnswerQueue>} AnswerQueue */

/**
 * As many answers as fit into a request of `limit` bytes, oldest edits first, at least one. A browser lets a page that is
 * being closed send no more than 64 KiB.
 *
 * @param {Answers} answers
 * @param {number} limit
 * @returns {Answers}
 */
export function portionOf(answers, limit) {
  const encoder = new TextEncoder();
  /** @type {Answers} */
  const portion = {};
  let bytes = 0;
  for (const [slot, answer] of Object.entries(answers).sort(([, a], [, b]) => a.q - b.q)) {
    bytes += encoder.encode(JSON.stringify({ [slot]: answer })).length;
    if (bytes > limit && Object.keys(portion).length > 0) break;
    portion[slot] = answer;
  }
  return portion;
}

/**
 * What a candidate should see: what the server holds, overlaid by what waits here and is newer.
 *
 * @param {Answers} held
 * @param {Answers} waiting
 * @returns {Answers}
 */
export function newestOf(held, waiting) {
  const newest = { ...held };
  for (const [slot, answer] of Object.entries(waiting)) {
    const other = newest[slot];
    if (other === undefined || other.q < answer.q) newest[slot] = answer;
  }
  return newest;
}
