// What the API answers, as its description tells it; the tests hold answers against these shapes.

import { z } from 'zod';
import { dayShape } from './members.ts';

const text = z.string();
const orNull = <T extends z.ZodType>(shape: T) => shape.nullable();

const candidate = z.object({ id: text, name: text });
const fault = z.object({ path: text, message: text });
const error = z
  .object({
    reason: text.meta({ description: 'A word to act on, such as not-found, invalid, ambiguous.' }),
    message: text.meta({ description: 'The fault and its cure, for a person.' }),
    path: text.meta({ description: 'The member at fault, such as items.3.student; "" where it is none.' }),
    faults: z.array(fault).optional(),
    candidates: z.array(candidate).optional().meta({ description: 'Who or what was meant, where several fit.' }),
    id: text.optional(),
  })
  .meta({ id: 'Error' });
export const errorAnswer = z.object({ error }).meta({ id: 'ErrorAnswer' });

const receipt = {
  student: z.object({ userId: text }),
  changed: z.boolean().meta({ description: 'False where the same was recorded already, or `note` says why not.' }),
  note: text,
};
export const receiptAnswer = z.object(receipt).meta({ id: 'Receipt' });
const itemResult = z
  .object({
    index: z.number().int(),
    status: z.number().int().meta({ description: 'The status that the item alone would have been answered with.' }),
    student: receipt.student.optional(),
    changed: receipt.changed.optional(),
    note: text.optional(),
    error: error.optional(),
  })
  .meta({ id: 'ItemResult' });
export const batchAnswer = z
  .object({ recorded: z.number().int(), refused: z.number().int(), results: z.array(itemResult) })
  .meta({ id: 'BatchAnswer' });

const next = text.optional().meta({ description: 'The cursor of the next part; absent at the end.' });
const course = z.object({ id: text, lmsId: text, title: text, label: orNull(text) }).meta({ id: 'Course' });
export const coursesAnswer = z.object({ courses: z.array(course), next }).meta({ id: 'Courses' });

const student = z
  .object({ userId: text, sourcedId: orNull(text), name: text, email: orNull(text) })
  .meta({ id: 'KnownStudent' });
const finding = z
  .object({
    id: text,
    rule: text,
    result: z.enum(['met', 'not_yet', 'failed', 'unknown']),
    words: text,
    have: text,
    need: text,
    by: orNull(text),
  })
  .meta({ id: 'Finding' });
const verdict = z
  .object({
    student,
    state: z.enum(['judged', 'unjudged', 'no-guarantee']).meta({
      description: 'unjudged: what is recorded cannot be judged, see `faults`; it is never held against the student.',
    }),
    policy: z.object({ id: text, version: z.number().int(), label: text, accepted: z.boolean() }).optional(),
    badge: z.enum(['safe', 'at_risk', 'lost', 'other']).optional(),
    verdict: text.optional(),
    reason: text.optional(),
    claimBy: dayShape.optional(),
    remedies: z.array(text).optional(),
    refundPct: z.number().optional(),
    readyUntil: text.optional(),
    changesOn: text.optional().meta({ description: 'The day or instant at which time alone changes the verdict.' }),
    changesTo: text.optional(),
    changeReason: text.optional(),
    words: text.optional(),
    staffWords: text.optional(),
    changeWords: text.optional(),
    findings: z.array(finding).optional(),
    faults: z.array(fault).optional(),
  })
  .meta({ id: 'Verdict' });
export const verdictsAnswer = z.object({ verdicts: z.array(verdict), next }).meta({ id: 'Verdicts' });

const entitlement = z
  .object({
    student,
    grantedTo: z.object({ course: text, userId: text }).meta({
      description:
        'The account that it was granted to: the student’s own here, or another of theirs that staff joined with it.',
    }),
    id: text,
    kind: text,
    state: text,
    reason: text,
    units: z.object({ free: z.number(), held: z.number(), used: z.number(), ended: z.number() }),
    issuedOn: dayShape,
    expiresOn: orNull(dayShape),
    usableFrom: orNull(dayShape),
    lastUsableDay: orNull(dayShape),
    bookedFor: orNull(text),
  })
  .meta({ id: 'Entitlement' });
export const entitlementsAnswer = z.object({ entitlements: z.array(entitlement), next }).meta({ id: 'Entitlements' });
