// What of a student's file becomes facts: a fraction of it, read where many students are judged at once.

import { z } from 'zod';
import { dayTextSchema } from './recorded.ts';
import {
  acceptedTermsSchema,
  baselineSchema,
  courseworkSchema,
  flagValueSchema,
  markSchema,
  mockEvidenceSchema,
  moduleDoneSchema,
  officialSittingSchema,
  pauseSchema,
  progressEntrySchema,
  qbankEntrySchema,
  waiverSchema,
} from './student-file.ts';

/** A recorded value without who recorded it. */
const valueOf = <T extends z.ZodType>(value: T) => z.object({ value });
const byKey = <T extends z.ZodType>(value: T) => z.record(z.string(), value).default({});

/**
 * A file as far as verdicts rest on it. Who recorded what, notes, what stood there before, and the text of the terms stay out: in a
 * course of thousands they are most of what is stored, and no fact. A whole `StudentFile` is one of these too.
 */
export const factsFileSchema = z.object({
  id: z.string(),
  personId: z.string(),
  rev: z.number().default(0),
  terms: acceptedTermsSchema.pick({ policyId: true, number: true, at: true }).nullable().default(null),
  dates: byKey(valueOf(dayTextSchema)),
  values: byKey(valueOf(flagValueSchema)),
  marks: byKey(markSchema.pick({ status: true, minutes: true, makeup: true })),
  modules: byKey(valueOf(moduleDoneSchema)),
  coursework: valueOf(courseworkSchema).nullable().default(null),
  progress: byKey(valueOf(progressEntrySchema)),
  qbank: byKey(valueOf(qbankEntrySchema)),
  mocks: byKey(mockEvidenceSchema.pick({ at: true, score: true, kind: true, isPassed: true, isValid: true })),
  sittings: byKey(
    officialSittingSchema
      .pick({ on: true, startAt: true, result: true, resultReleasedOn: true, score: true, parts: true, version: true })
      .extend({ verified: z.object({ at: z.number() }).nullable().default(null) }),
  ),
  baselines: byKey(valueOf(baselineSchema)),
  priorAttempts: valueOf(z.number().int().min(0)).nullable().default(null),
  waivers: byKey(waiverSchema.pick({ rule: true, action: true, until: true, grantedOn: true, revokedAt: true })),
  pauses: byKey(pauseSchema.pick({ from: true, to: true, status: true })),
});
export type FactsFile = z.infer<typeof factsFileSchema>;

/** What a list of students shows of their files; the rest has become facts. */
export type ListedFile = Pick<FactsFile, 'id' | 'personId' | 'terms' | 'dates' | 'modules'>;

/** A file without what a list does not show. */
export function listed({ id, personId, terms, dates, modules }: FactsFile): ListedFile {
  return { id, personId, terms, dates, modules };
}
