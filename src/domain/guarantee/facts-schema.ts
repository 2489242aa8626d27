// The shape of a student's facts as they are given: every member checked, unknown ones ignored, null the same as absent.
import { z } from 'zod';
import {
  cure,
  daySchema,
  instantSchema,
  listSchema,
  numberSchema,
  objectSchema,
  oneOfSchema,
  optional,
  percentSchema,
  textSchema,
  wholeSchema,
  yesNoSchema,
} from './reading.ts';

const MOST_MINUTES = 100_000;
const minutesSchema = z
  .number(cure('give minutes as a number, 0 or more'))
  .min(0, 'give minutes as a number, 0 or more')
  .max(MOST_MINUTES, `give at most ${MOST_MINUTES} minutes`);
const codeSchema = z.union([z.string(), z.number()], cure('give a text or a number'));

/** A class or another session. */
export const sessionSchema = objectSchema({
  on: daySchema,
  min: optional(minutesSchema.refine((minutes) => minutes > 0, 'a session lasts more than 0 minutes')),
  present: optional(minutesSchema),
  late: optional(yesNoSchema),
  excused: optional(yesNoSchema),
  makeup: optional(objectSchema({ on: daySchema, mode: optional(textSchema('the mode')) })),
});

const mockSchema = objectSchema({
  at: instantSchema,
  score: optional(numberSchema),
  kind: optional(textSchema('the kind of mock')),
  valid: optional(yesNoSchema),
  passed: optional(yesNoSchema),
});

const examSchema = objectSchema({
  on: daySchema,
  startAt: optional(instantSchema),
  result: oneOfSchema(['pass', 'fail', 'pending', 'no_show', 'cancelled']),
  resultReleasedOn: optional(daySchema),
  score: optional(numberSchema),
  version: optional(codeSchema),
  parts: optional(z.record(z.string(), numberSchema, cure('give scores by part: {"written": 34}'))),
});

/** A measurement of progress. */
export const progressSchema = objectSchema({
  on: daySchema,
  pct: optional(percentSchema),
  modules: optional(listSchema(percentSchema).min(1, 'give at least one module')),
}).refine((measured) => measured.pct !== undefined || measured.modules !== undefined, 'give "pct" or "modules"');

const questionBankSchema = objectSchema({
  on: daySchema,
  answered: optional(wholeSchema(0, 10_000_000)),
  correctPct: optional(percentSchema),
  clearedPct: optional(percentSchema),
  hours: optional(numberSchema),
});

const waiverSchema = objectSchema({
  rule: textSchema('the id of the rule'),
  action: oneOfSchema(['waive', 'extend']),
  until: optional(daySchema),
  grantedOn: daySchema,
}).refine((waiver) => waiver.action === 'waive' || waiver.until !== undefined, {
  path: ['until'],
  message: 'is missing: an extension needs its new last day as YYYY-MM-DD',
});

const pauseSchema = objectSchema({
  from: daySchema,
  to: daySchema,
  status: optional(textSchema('the status')),
}).refine((pause) => pause.to >= pause.from, { path: ['to'], message: 'a pause ends on or after the day it begins' });

const claimSchema = objectSchema({
  receivedAt: instantSchema,
  evidence: optional(listSchema(textSchema('the item'))),
  laterEvidence: optional(listSchema(objectSchema({ item: textSchema('the item'), on: daySchema }))),
  choice: optional(textSchema('the remedy chosen')),
});

const remedyTakenSchema = z.union(
  [
    z
      .string()
      .min(1)
      .transform((type) => ({ type, on: undefined })),
    z.object({ type: z.string().min(1), on: optional(daySchema) }),
  ],
  cure('give {"type": the remedy, "on": the day as YYYY-MM-DD}'),
);

const eventSchema = objectSchema({ type: textSchema('what happened'), on: daySchema });

/** All facts that have a shape of their own; dates, flags and further session lists are named by the policy. */
export const factsSchema = objectSchema({
  mocks: optional(listSchema(mockSchema)),
  exams: optional(listSchema(examSchema)),
  progress: optional(listSchema(progressSchema)),
  qbank: optional(listSchema(questionBankSchema)),
  waivers: optional(listSchema(waiverSchema)),
  pauses: optional(listSchema(pauseSchema)),
  baselines: optional(
    listSchema(objectSchema({ kind: oneOfSchema(['official', 'diagnostic']), on: daySchema, score: numberSchema })),
  ),
  coursework: optional(
    objectSchema({
      done: optional(numberSchema.min(0, 'give 0 or more')),
      total: optional(numberSchema.min(0, 'give 0 or more')),
      grade: optional(numberSchema),
      late: optional(numberSchema),
      outageLogged: optional(yesNoSchema),
    }),
  ),
  activity: optional(listSchema(objectSchema({ on: daySchema }))),
  remediesTaken: optional(listSchema(remedyTakenSchema)),
  priorClaims: optional(listSchema(objectSchema({ approvedOn: optional(daySchema) }))),
  priorAttempts: optional(wholeSchema(0, 1000)),
  administrations: optional(listSchema(daySchema)),
  claim: optional(claimSchema),
  rounds: optional(
    listSchema(
      objectSchema({
        classStart: daySchema,
        classEnd: daySchema,
        attendedAll: optional(yesNoSchema),
        exams: optional(listSchema(examSchema)),
      }),
    ),
  ),
  entitlement: optional(
    objectSchema({
      issuedOn: daySchema,
      expiresOn: optional(daySchema),
      holder: optional(codeSchema),
      events: optional(listSchema(eventSchema)),
    }),
  ),
  use: optional(
    objectSchema({
      examStartAt: instantSchema,
      cancelledAt: optional(instantSchema),
      holder: optional(codeSchema),
      result: optional(oneOfSchema(['pass', 'fail', 'pending', 'no_show', 'cancelled'])),
    }),
  ),
  events: optional(listSchema(eventSchema)),
  attempts: optional(
    listSchema(
      objectSchema({
        on: daySchema,
        result: optional(oneOfSchema(['pass', 'fail', 'pending', 'no_show', 'cancelled'])),
      }),
    ),
  ),
});

/** Facts as the schema leaves them: days as numbers, instants still without a zone. */
export type FactsRead = z.output<typeof factsSchema>;
export type ExamRead = NonNullable<FactsRead['exams']>[number];
export type SessionRead = z.output<typeof sessionSchema>;
