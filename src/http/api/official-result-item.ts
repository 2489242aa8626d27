// An item of official results: one sitting of the official exam.

import { DateTime } from 'luxon';
import { z } from 'zod';
import { dayShape, itemShape, membersShape, studentShape, textShape } from './members.ts';

const resultWords = 'Say one of booked, pass, fail, pending, no_show and cancelled.';
const instantWords = 'Give the start as date and time with an offset, such as 2026-11-20T09:00:00-06:00.';
const scoreWords = 'Give scores as numbers from 0 to 10000.';
const scoreShape = z.number({ error: scoreWords }).min(0, scoreWords).max(10_000, scoreWords);
const partWords = 'Name each part in 1 to 80 characters, without dots and dollar signs.';

export const officialResultItem = itemShape(
  {
    student: studentShape,
    on: dayShape.meta({ description: 'The day of the sitting; one student sits once a day.' }),
    startAt: z
      .string({ error: instantWords })
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/, instantWords)
      .transform((text, context) => {
        // Date.parse would read 30 February as 2 March.
        const instant = DateTime.fromISO(text, { setZone: true });
        if (instant.isValid) return instant.toMillis();
        context.addIssue({ code: 'custom', message: instantWords });
        return z.NEVER;
      })
      .nullish()
      .meta({ format: 'date-time' }),
    result: z.enum(['booked', 'pass', 'fail', 'pending', 'no_show', 'cancelled'], { error: resultWords }),
    score: scoreShape.nullish(),
    parts: membersShape(
      z
        .string()
        .regex(/^[^.$\p{Cc}]{1,80}$/u, partWords)
        .refine((name) => name !== '__proto__', partWords),
      scoreShape,
      'Give parts as an object of names and scores.',
    )
      .nullish()
      .meta({
        description: 'Scores by parts of the exam.',
      }),
    releasedOn: dayShape.nullish().meta({ description: 'The day on which the result was released.' }),
    version: textShape('the version of the exam', 60).nullish(),
    verified: z.boolean({ error: 'Say true or false.' }).nullish().meta({
      description:
        'true: your system vouches for the result, which counts at once, as if staff had verified the score report. Otherwise staff are asked to verify it, and until then it counts as pending.',
    }),
  },
  'Give an official result as an object.',
).meta({
  id: 'OfficialResultItem',
  example: {
    student: { userId: '42' },
    on: '2026-11-20',
    result: 'fail',
    score: 66,
    releasedOn: '2026-11-24',
    verified: true,
  },
});
