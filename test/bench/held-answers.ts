// What the database holds, looked at beside the application: acknowledged answers counted, and updates made through the bare driver.

import mongoose from 'mongoose';
import { runningServerUri } from '../../src/localdb/open.ts';
import { openLocalDatabase } from '../../src/localdb/open.ts';
import { orderNumber } from '../../src/domain/exam/attempt.ts';
import { saveAnswer } from '../../src/domain/exam/transitions.ts';
import type { Candidate } from './candidates.ts';
import { atFullSpeed, type LoadRun } from './load.ts';

interface StoredAttempt {
  readonly _id: string;
  readonly answers: Readonly<Record<string, { readonly q: number; readonly v: readonly string[] }>>;
}

const connect = (uri: string): Promise<mongoose.Connection> =>
  mongoose.createConnection(`${uri}resit`, { maxPoolSize: 100, autoIndex: false, autoCreate: false }).asPromise();

/**
 * Opens the database of a server that was killed, and counts the acknowledged answers that are not there: neither the answer
 * itself nor a newer one.
 */
export async function countLost(directory: string, candidates: readonly Candidate[]): Promise<number> {
  const database = await openLocalDatabase({ directory });
  const connection = await connect(database.uri);
  try {
    let lost = 0;
    for (const candidate of candidates) {
      const attempts = connection.collection<StoredAttempt>('attempts');
      const stored = await attempts.findOne({ _id: candidate.attemptId });
      for (const [slot, { q, option }] of candidate.acknowledged) {
        const held = stored?.answers[slot];
        const isHeld = held !== undefined && (held.q > q || (held.q === q && held.v[0] === option));
        if (!isHeld) lost += 1;
      }
    }
    return lost;
  } finally {
    await connection.close();
    await database.close();
  }
}

/**
 * The rate of the bare driver: `updateOne` with the very filter and update of an autosave, on copies of the candidates' attempts in
 * the same collection of the running server's database, so many at once. The copies are removed again.
 */
export async function rawUpdates(
  directory: string,
  candidates: readonly Candidate[],
  hands: number,
  seconds: number,
): Promise<LoadRun> {
  const uri = await runningServerUri(directory);
  if (!uri) throw new Error('the server under measurement has no database');
  const connection = await connect(uri);
  const attempts = connection.collection<StoredAttempt>('attempts');
  const owner = 'nobody';
  const copies: string[] = [];
  for (const [at, { attemptId }] of candidates.entries()) {
    const stored = await attempts.findOne({ _id: attemptId });
    const { openKey: _openKey, ...copied } = { ...stored, openKey: undefined };
    copies.push(`copy-${at}`);
    await attempts.insertOne({ ...copied, _id: `copy-${at}`, personId: owner, number: at + 1 } as never);
  }
  try {
    return await atFullSpeed(hands, seconds, async (turn) => {
      const edit = Math.floor(turn / copies.length) + 1;
      const whose = { attemptId: copies[turn % copies.length]!, personId: owner };
      const answer = { q: orderNumber(2, edit), v: ['a'], flagged: false, struck: [], note: '', spentMs: 1000 * edit };
      const { filter, update } = saveAnswer(whose, `s${((edit - 1) % 100) + 1}`, answer, Date.now());
      const { matchedCount } = await attempts.updateOne(filter as never, update as never);
      if (matchedCount !== 1) throw new Error('a raw update matched nothing');
    });
  } finally {
    await attempts.deleteMany({ personId: owner });
    await connection.close();
  }
}
