// The bare driver: updates with the very filter and change of an autosave, with nothing of the application around them.

import type { Connection } from 'mongoose';
import { orderNumber } from '../../src/domain/exam/attempt.ts';
import { saveAnswer } from '../../src/domain/exam/transitions.ts';
import { atFullSpeed, type LoadRun } from './load.ts';

export interface RawOrder {
  /** Attempts that are under way; each update goes to a copy of one of them. */
  readonly attemptIds: readonly string[];
  /** How many updates are under way at once. */
  readonly hands: number;
  readonly seconds: number;
}

interface Copied {
  readonly _id: string;
  readonly personId: string;
  readonly openKey?: string;
}

const owner = 'nobody';

/**
 * `updateOne` at full speed, on copies of these attempts in the same collection, with the same indexes. The
 * copies are removed again.
 */
export async function rawUpdates(connection: Connection, order: RawOrder): Promise<LoadRun> {
  const attempts = connection.collection<Copied>('attempts');
  const originals = await attempts.find({ _id: { $in: [...order.attemptIds] } }).toArray();
  const copies = originals.map(({ openKey: _openKey, ...rest }, at) => {
    return { ...rest, _id: `copy-${at}`, personId: owner, number: at + 1 };
  });
  await attempts.insertMany(copies);
  try {
    return await atFullSpeed(order.hands, order.seconds, async (turn) => {
      const edit = Math.floor(turn / copies.length) + 1;
      const whose = { attemptId: copies[turn % copies.length]!._id, personId: owner };
      const answer = { q: orderNumber(2, edit), v: ['a'], flagged: false, struck: [], note: '', spentMs: 1000 * edit };
      const { filter, update } = saveAnswer(whose, `s${((edit - 1) % 100) + 1}`, answer, Date.now());
      const { matchedCount } = await attempts.updateOne(filter as never, update as never);
      if (matchedCount !== 1) throw new Error('a bare update matched nothing');
    });
  } finally {
    await attempts.deleteMany({ personId: owner });
  }
}
