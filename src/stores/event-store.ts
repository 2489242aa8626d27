// The audit trail: what staff did, to whom, when and why; append-only.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  courseId: z.string(),
  /** What the act was done to: an attempt, an exam, a person. */
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
  const events = documents(connection, 'events', shape, [[{ courseId: 1, subjectId: 1, at: 1 }]]);
  return {
    prepare: events.prepare,
    append: (event: AuditEvent) => events.insert(event),
    of: (courseId: string, subjectId: string) => events.find({ courseId, subjectId }, { sort: { at: 1 } }),
  };
}
