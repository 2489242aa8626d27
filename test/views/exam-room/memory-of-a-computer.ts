// The storage of a browser as the queue sees it, in memory, so that a reload can be played.

import type { Answer } from '../../../src/domain/exam/attempt.ts';
import type { AnswerStorage } from '../../../views/assets/exam-room/answer-queue.js';

/** A storage that outlives the pages that use it. */
export function memoryOfAComputer(): AnswerStorage {
  const kept = new Map<string, Answer>();
  return {
    kind: 'database',
    load: async () => Object.fromEntries(kept),
    put: async (slot, answer) => {
      const held = kept.get(slot);
      if (held === undefined || held.q < answer.q) kept.set(slot, answer);
    },
    remove: async (slot, upTo) => {
      const held = kept.get(slot);
      if (held !== undefined && held.q <= upTo) kept.delete(slot);
    },
    wipe: async () => kept.clear(),
  };
}
