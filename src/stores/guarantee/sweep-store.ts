// Whose turn it is: a piece of work for each course, done at most once an hour, claimed by lease.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from '../documents.ts';

const shape = z.object({
  /** `<work>:<course>`. */
  id: z.string(),
  dueAt: z.number(),
  leaseUntil: z.number(),
});

export type SweepStore = ReturnType<typeof sweepStore>;

export function sweepStore(connection: Connection) {
  const sweeps = documents(connection, 'sweeps', shape);
  return {
    prepare: sweeps.prepare,

    /** Of some courses those whose turn has not come; at most 500 are asked for at once. */
    async resting(work: string, courseIds: readonly string[], now: number): Promise<ReadonlySet<string>> {
      const ids = courseIds.map((courseId) => `${work}:${courseId}`);
      const rows = await sweeps.find({ _id: { $in: ids } }, { limit: Math.max(1, ids.length) });
      const resting = rows.filter(({ dueAt, leaseUntil }) => dueAt > now || leaseUntil > now);
      return new Set(resting.map(({ id }) => id.slice(work.length + 1)));
    },

    /** Whether the caller may do the work now: it is due, and nobody else is at it. */
    async claim(work: string, courseId: string, now: number, leaseMs: number): Promise<boolean> {
      const id = `${work}:${courseId}`;
      if (await sweeps.insertIfNew({ id, dueAt: now, leaseUntil: now + leaseMs })) return true;
      const isDue = { _id: id, dueAt: { $lte: now }, leaseUntil: { $lte: now } };
      return sweeps.update(isDue, { $set: { leaseUntil: now + leaseMs } });
    },

    /** The work is done until `dueAt`. */
    settle: (work: string, courseId: string, dueAt: number) =>
      sweeps.update({ _id: `${work}:${courseId}` }, { $set: { dueAt, leaseUntil: 0 } }),
  };
}
