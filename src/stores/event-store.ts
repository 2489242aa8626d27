// The audit trail in the database: append-only, one chain per course and per organization; the place in the chain is the id, so two writers cannot share one.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { ChainedAct } from '../domain/audit.ts';
import { documents, Duplicate } from './documents.ts';

const shape = z.object({
  /** `<chain>:<number>`; the chain stands as `courseId`. */
  id: z.string(),
  courseId: z.string(),
  number: z.number(),
  previousHash: z.string(),
  hash: z.string(),
  subjectId: z.string(),
  act: z.string(),
  by: z.string(),
  byName: z.string(),
  at: z.number(),
  reason: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof shape>;

/** Where a chain ends: noted beside it, so that acts taken away at its end are missed. */
const endShape = z.object({ id: z.string(), number: z.number(), hash: z.string() });
export type ChainEnd = z.infer<typeof endShape>;

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore(connection: Connection) {
  const events = documents(connection, 'events', shape, [
    [{ courseId: 1, number: 1 }, { unique: true }],
    [{ courseId: 1, subjectId: 1, number: 1 }],
  ]);
  const ends = documents<ChainEnd>(connection, 'eventChains', endShape);

  async function noteEnd({ courseId, number, hash }: ChainedAct): Promise<void> {
    try {
      await ends.update({ _id: courseId, number: { $lt: number } }, { $set: { number, hash } }, { upsert: true });
    } catch (error) {
      // A later act was noted first.
      if (!(error instanceof Duplicate)) throw error;
    }
  }

  return {
    prepare: events.prepare,

    /** The newest act of a chain. */
    async last(courseId: string): Promise<AuditEvent | null> {
      return (await events.find({ courseId }, { sort: { number: -1 }, limit: 1 }))[0] ?? null;
    },

    /** False when another act has taken this place meanwhile. */
    async append(act: ChainedAct): Promise<boolean> {
      const event = { id: `${act.courseId}:${act.number}`, ...act, detail: { ...act.detail } };
      if (!(await events.insertIfNew(event))) return false;
      await noteEnd(act);
      return true;
    },

    /** Where a chain ended when it was last written to; null for one without acts. */
    end: (chain: string) => ends.findOne({ _id: chain }),

    /** One page of the chains that were ever written to, in the order of their names; at most 500. */
    chains: (afterChain: string) => ends.find({ _id: { $gt: afterChain } }, { sort: { _id: 1 }, limit: 500 }),

    of: (courseId: string, subjectId: string) => events.find({ courseId, subjectId }, { sort: { number: 1 } }),

    /** One page of a chain, from a number on; at most 500. */
    chain: (courseId: string, from: number) =>
      events.find({ courseId, number: { $gte: from } }, { sort: { number: 1 }, limit: 500 }),
  };
}
