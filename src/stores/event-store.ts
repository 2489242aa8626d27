// The audit trail in the database: append-only, one chain per course; the place in the chain is the id, so two writers cannot share one.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { ChainedAct } from '../domain/audit.ts';
import { documents, Duplicate } from './documents.ts';

const shape = z.object({
  /** `<course>:<number>`. */
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

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore(connection: Connection) {
  const events = documents(connection, 'events', shape, [
    [{ courseId: 1, number: 1 }, { unique: true }],
    [{ courseId: 1, subjectId: 1, number: 1 }],
  ]);
  return {
    prepare: events.prepare,

    /** The newest act of a course. */
    async last(courseId: string): Promise<AuditEvent | null> {
      return (await events.find({ courseId }, { sort: { number: -1 }, limit: 1 }))[0] ?? null;
    },

    /** False when another act has taken this place meanwhile. */
    async append(act: ChainedAct): Promise<boolean> {
      try {
        await events.insert({ id: `${act.courseId}:${act.number}`, ...act, detail: { ...act.detail } });
        return true;
      } catch (error) {
        if (error instanceof Duplicate) return false;
        throw error;
      }
    },

    of: (courseId: string, subjectId: string) => events.find({ courseId, subjectId }, { sort: { number: 1 } }),

    /** One page of a course's chain, from a number on; at most 500. */
    chain: (courseId: string, from: number) =>
      events.find({ courseId, number: { $gte: from } }, { sort: { number: 1 }, limit: 500 }),
  };
}
