// Backfills: how far each walk over everything that an earlier version stored has come; claimed by lease, so that it goes on after any end.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const shape = z.object({
  /** What is filled in: "addresses". */
  id: z.string(),
  /** The last id that was looked after; "" at the beginning. */
  after: z.string(),
  leaseUntil: z.number(),
  /** When the end was reached; null while it goes on. */
  doneAt: z.number().nullable(),
});
export type Backfill = z.infer<typeof shape>;

export type BackfillStore = ReturnType<typeof backfillStore>;

export function backfillStore(connection: Connection) {
  const backfills = documents<Backfill>(connection, 'backfills', shape);
  return {
    prepare: backfills.prepare,

    find: (id: string) => backfills.findOne({ _id: id }),

    /** Claims the next page of a walk; null when it is done, or somebody else is at it. */
    async claim(id: string, now: number, leaseMs: number): Promise<Backfill | null> {
      const fresh: Backfill = { id, after: '', leaseUntil: now + leaseMs, doneAt: null };
      if (await backfills.insertIfNew(fresh)) return fresh;
      const isFree = { _id: id, doneAt: null, leaseUntil: { $lte: now } };
      return backfills.findAndUpdate(isFree, { $set: { leaseUntil: now + leaseMs } });
    },

    /** A page is done: `after` is the last id of it; null at the end. Nothing happens where somebody else went on meanwhile. */
    settle: ({ id, after: from }: Backfill, after: string | null, now: number) =>
      backfills.update(
        { _id: id, after: from, doneAt: null },
        { $set: after === null ? { doneAt: now, leaseUntil: 0 } : { after, leaseUntil: 0 } },
      ),
  };
}
