// An import of people's facts: what a file said, whom each row is about, and what came of it; nothing is recorded before staff say so.

import { z } from 'zod';
import { entrySchema } from './entry.ts';

const said = z.object({ email: z.string(), userId: z.string(), sourcedId: z.string(), name: z.string() });

/** A field that was changed, as `FieldChange` of file-change.ts; kept so that it can be put back. */
const changeSchema = z.object({
  room: z.enum(['dates', 'values', 'modules', 'progress', 'qbank', 'baselines', 'coursework', 'priorAttempts']),
  key: z.string().nullable(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const importRowSchema = z.object({
  line: z.number(),
  said,
  /** Whom it may be about: one where that is certain. */
  candidates: z.array(z.string()).default([]),
  /** Whom it is about; null while nobody knows. */
  personId: z.string().nullable().default(null),
  /** How that is known: by a column of the file, or because staff chose. */
  by: z.enum(['email', 'user id', 'student id', 'name', 'staff']).nullable().default(null),
  entries: z.array(entrySchema).default([]),
  faults: z.array(z.string()).default([]),
  /** What was changed by it; empty until it is applied. */
  changes: z.array(changeSchema).default([]),
});
export type ImportRow = z.infer<typeof importRowSchema>;

export const factsImportSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  fileName: z.string(),
  createdAt: z.number(),
  by: z.string(),
  byName: z.string(),
  state: z.enum(['open', 'applied', 'undone']),
  ignored: z.array(z.string()).default([]),
  rows: z.array(importRowSchema).default([]),
  appliedAt: z.number().nullable().default(null),
  /** Null while an apply or an undo is still at work, or was cut off: asking again completes it. */
  finishedAt: z.number().nullable().default(null),
  undoneAt: z.number().nullable().default(null),
});
export type FactsImport = z.infer<typeof factsImportSchema>;
