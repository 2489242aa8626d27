// What a killed server's database still holds: every acknowledged answer is looked up in it.

import mongoose from 'mongoose';
import { openLocalDatabase } from '../../src/localdb/open.ts';
import type { Candidate } from './candidates.ts';

interface StoredAttempt {
  readonly _id: string;
  readonly answers: Readonly<Record<string, { readonly q: number; readonly v: readonly string[] }>>;
}

/**
 * Opens the database of a server that was killed, and counts the acknowledged answers that are not there: neither the answer
 * itself nor a newer one.
 */
export async function countLost(directory: string, candidates: readonly Candidate[]): Promise<number> {
  const database = await openLocalDatabase({ directory });
  const connection = await mongoose.createConnection(`${database.uri}resit`).asPromise();
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
