// A student's file in one course: everything recorded that the guarantee may rest on, each entry with its origin; one document per student.

import { z } from 'zod';
import { dayTextSchema, originSchema, recordedSchema } from './recorded.ts';

/**
 * What was marked for one student at one class. No mark is "not recorded", which is never the same as absent.
 * `excused` is absent with an excuse. `minutes`: minutes present where they were counted (a meeting tool's report); null: all of
 * them when present or late, none when absent or excused.
 */
const bareMarkSchema = originSchema.extend({
  status: z.enum(['present', 'late', 'absent', 'excused']),
  minutes: z.number().min(0).nullable().default(null),
  /** A makeup that was done: on which day and how ("recording", "other_class" ...). */
  makeup: z.object({ on: dayTextSchema, mode: z.string().nullable() }).nullable().default(null),
  note: z.string().default(''),
  /** The act that wrote many marks at once ("the rest are present", an import), by which they are undone together. */
  batch: z.string().nullable().default(null),
});
export const markSchema = bareMarkSchema.extend({
  /** The mark before this one, which undoing brings back; null: nothing was recorded. */
  before: bareMarkSchema.nullable().default(null),
});
export type BareMark = z.infer<typeof bareMarkSchema>;
export type Mark = z.infer<typeof markSchema>;

/** A sitting of the official exam. Only what staff have verified counts as a result; before that it is pending. */
export const officialSittingSchema = originSchema.extend({
  id: z.string(),
  on: dayTextSchema,
  /** Local date and time with offset, or null where only the day is known. */
  startAt: z.number().nullable().default(null),
  /** `booked` is not a sitting yet. */
  result: z.enum(['booked', 'pass', 'fail', 'pending', 'no_show', 'cancelled']),
  resultReleasedOn: dayTextSchema.nullable().default(null),
  score: z.number().nullable().default(null),
  parts: z.record(z.string(), z.number()).default({}),
  /** The exam's code or version, where a policy names those it allows. */
  version: z.string().nullable().default(null),
  place: z.string().default(''),
  /** Uploaded score reports and letters. */
  fileIds: z.array(z.string()).default([]),
  verified: z.object({ by: z.string(), byName: z.string(), at: z.number() }).nullable().default(null),
});
export type OfficialSitting = z.infer<typeof officialSittingSchema>;

/** A requirement waived, or its deadline moved, by staff; the student sees it with its reason. */
export const waiverSchema = originSchema.extend({
  rule: z.string(),
  action: z.enum(['waive', 'extend']),
  until: dayTextSchema.nullable().default(null),
  grantedOn: dayTextSchema,
  reason: z.string(),
  fileId: z.string().nullable().default(null),
  revokedAt: z.number().nullable().default(null),
  /** Who took it back, and why; null and "" while it holds. */
  revokedByName: z.string().nullable().default(null),
  revokedWhy: z.string().default(''),
});
export type Waiver = z.infer<typeof waiverSchema>;

/** A leave of absence. Only an approved one moves deadlines. */
export const pauseSchema = originSchema.extend({
  from: dayTextSchema,
  to: dayTextSchema,
  status: z.enum(['asked', 'approved', 'refused', 'revoked']),
  /** Why it is asked for. */
  reason: z.string(),
  fileId: z.string().nullable().default(null),
  /** The last decision of staff; null while nobody has decided. */
  decided: z.object({ by: z.string(), byName: z.string(), at: z.number(), why: z.string() }).nullable().default(null),
});
export type Pause = z.infer<typeof pauseSchema>;

/** A mock exam as evidence: a sticky copy of what the exam room scored. */
export const mockEvidenceSchema = z.object({
  examId: z.string(),
  title: z.string(),
  /** When it ended. */
  at: z.number(),
  /** The exact overall weighted percent; null while it is not scored. */
  score: z.number().nullable(),
  /** What the exam counts as: `mock`, `half`, `demo`, `practice`. */
  kind: z.string(),
  isPassed: z.boolean(),
  /** False once it was voided. */
  isValid: z.boolean(),
  /** The version of the score; a later one replaces it. */
  version: z.number(),
});
export type MockEvidence = z.infer<typeof mockEvidenceSchema>;

const valueSchema = z.union([z.string(), z.number(), z.boolean()]);

/** A stored value that a policy's `flag` reads, and until the day `from` the one before it. */
export const flagValueSchema = z.object({
  value: valueSchema,
  from: dayTextSchema.nullable().default(null),
  before: valueSchema.nullable().default(null),
});

/** The terms a student has accepted, or was granted: the version is theirs for good. */
export const acceptedTermsSchema = originSchema.extend({
  policyId: z.string(),
  number: z.number(),
  /** The whole text as it was accepted. */
  text: z.string(),
  /** Why staff granted a kinder version; "" where the student simply accepted. */
  reason: z.string().default(''),
});
export type AcceptedTerms = z.infer<typeof acceptedTermsSchema>;

/** A module of the course that is done: the day, and a grade in percent where there is one. */
export const moduleDoneSchema = z.object({ on: dayTextSchema, grade: z.number().nullable().default(null) });

export const courseworkSchema = z.object({
  done: z.number().nullable().default(null),
  total: z.number().nullable().default(null),
  grade: z.number().nullable().default(null),
  late: z.number().nullable().default(null),
  outageLogged: z.boolean().nullable().default(null),
});

export const progressEntrySchema = z.object({
  /** The list of the language it belongs to; null is `progress` itself. */
  list: z.string().nullable().default(null),
  on: dayTextSchema,
  pct: z.number().nullable().default(null),
  modules: z.array(z.number()).nullable().default(null),
});

export const qbankEntrySchema = z.object({
  on: dayTextSchema,
  answered: z.number().nullable().default(null),
  correctPct: z.number().nullable().default(null),
  clearedPct: z.number().nullable().default(null),
  hours: z.number().nullable().default(null),
});

export const baselineSchema = z.object({
  kind: z.enum(['official', 'diagnostic']),
  on: dayTextSchema,
  score: z.number(),
});

export const studentFileSchema = z.object({
  /** `<course>:<person>`. */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  /** Grows with every change. */
  rev: z.number().default(0),
  terms: acceptedTermsSchema.nullable().default(null),
  earlierTerms: z.array(acceptedTermsSchema).default([]),
  /** Date facts by their names in the language: `enrolledOn`, `purchasedOn`, `completedOn` ... */
  dates: z.record(z.string(), recordedSchema(dayTextSchema)).default({}),
  /** What the first launch suggests for a date that nobody has given: shown to staff, never counted. */
  suggestions: z.record(z.string(), recordedSchema(dayTextSchema)).default({}),
  values: z.record(z.string(), recordedSchema(flagValueSchema)).default({}),
  /** By the id of the class. */
  marks: z.record(z.string(), markSchema).default({}),
  /** The number of the last press that counted, by the id of the class: also where it took a mark away (`marking.ts`). */
  markOrders: z.record(z.string(), z.number()).default({}),
  /** By the id of the module. */
  modules: z.record(z.string(), recordedSchema(moduleDoneSchema)).default({}),
  coursework: recordedSchema(courseworkSchema).nullable().default(null),
  /** Measurements by list and day (`entryKey`): a second one of the same day takes the place of the first. */
  progress: z.record(z.string(), recordedSchema(progressEntrySchema)).default({}),
  /** Work in the question bank, by the day it was measured. */
  qbank: z.record(z.string(), recordedSchema(qbankEntrySchema)).default({}),
  /** By the id of the attempt. */
  mocks: z.record(z.string(), mockEvidenceSchema).default({}),
  sittings: z.record(z.string(), officialSittingSchema).default({}),
  /** Since when a sitting that a student reported waits to be checked by staff; null: none waits. */
  uncheckedSince: z.number().nullable().default(null),
  /** Scores from before the course, by kind and day (`entryKey`). */
  baselines: z.record(z.string(), recordedSchema(baselineSchema)).default({}),
  priorAttempts: recordedSchema(z.number().int().min(0)).nullable().default(null),
  waivers: z.record(z.string(), waiverSchema).default({}),
  pauses: z.record(z.string(), pauseSchema).default({}),
});
export type StudentFile = z.infer<typeof studentFileSchema>;

/** Whose file: the ids that every query carries. */
export type FileOwner = Pick<StudentFile, 'organizationId' | 'platformId' | 'courseId' | 'personId'>;

/** The id of a student's file in a course. */
export function studentFileId(courseId: string, personId: string): string {
  return `${courseId}:${personId}`;
}

/** The key of an entry that is one of many: the same kind of thing on the same day is the same entry. */
export function entryKey(kind: string, on: string): string {
  return `${kind}@${on}`;
}

/** The file of somebody of whom nothing is recorded yet. */
export function emptyFile(owner: FileOwner): StudentFile {
  const { organizationId, platformId, courseId, personId } = owner;
  const id = studentFileId(courseId, personId);
  return studentFileSchema.parse({ id, organizationId, platformId, courseId, personId });
}
