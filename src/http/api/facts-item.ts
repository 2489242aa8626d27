// An item of facts: dates, values and measurements under the names by which policies ask for them.

import { z } from 'zod';
import { dayShape, itemShape, studentShape, textShape } from './members.ts';

/** Names that the language of policies keeps for lists of its own. */
const keptNames = [
  'activity',
  'administrations',
  'baselines',
  'claim',
  'coursework',
  'exams',
  'members',
  'mocks',
  'pauses',
  'priorAttempts',
  'priorClaims',
  'progress',
  'qbank',
  'remediesTaken',
  'rounds',
  'sections',
  'sessions',
  'waivers',
];
const nameWords = 'Spell the name as the policy does: a letter, then letters, digits, _ or -; at most 80 characters.';
const nameShape = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,79}$/, nameWords)
  .refine(
    (name) => !keptNames.includes(name) && name !== 'constructor',
    'This name has a meaning of its own. Choose another, or the member of that name.',
  );

const numberShape = (what: string, least = 0, most = 10_000_000) => {
  const words = `Give ${what} as a number from ${least} to ${most}.`;
  return z.number({ error: words }).min(least, words).max(most, words);
};
const percentShape = (what: string) => numberShape(`${what} in percent`, 0, 100);
const valueWords = 'Give a text of at most 200 characters, a number, true or false; null takes the value back.';
const mostOfList = 50;
const listShape = <T extends z.ZodType>(item: T) =>
  z.array(item).max(mostOfList, `Give at most ${mostOfList} of them in one item.`);

export const factsItem = itemShape(
  {
    student: studentShape,
    dates: z
      .record(nameShape, dayShape.nullable())
      .nullish()
      .meta({
        description: 'Days by their names, such as `enrolledOn`, `purchasedOn`, `paidInFullOn`; null takes one back.',
        override: { propertyNames: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,79}$' } },
      }),
    values: z
      .record(
        nameShape,
        z.union([z.string().trim().min(1).max(200), z.number(), z.boolean(), z.null()], { error: valueWords }),
      )
      .nullish()
      .meta({
        description: 'Values by their names, such as `optedIn`; null takes one back.',
        override: { propertyNames: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,79}$' } },
      }),
    progress: listShape(
      itemShape(
        {
          list: nameShape.nullish().transform((list) => list ?? null),
          on: dayShape,
          pct: percentShape('the progress')
            .nullish()
            .transform((pct) => pct ?? null),
          modules: z
            .array(percentShape('each module'))
            .min(1)
            .max(200)
            .nullish()
            .transform((modules) => modules ?? null),
        },
        'Give each measurement as an object.',
      ),
    )
      .nullish()
      .meta({ description: 'Progress as measured on days.' }),
    questionBank: listShape(
      itemShape(
        {
          on: dayShape,
          answered: numberShape('how many were answered')
            .int('Give a whole number.')
            .nullish()
            .transform((one) => one ?? null),
          correctPct: percentShape('right answers')
            .nullish()
            .transform((one) => one ?? null),
          clearedPct: percentShape('cleared questions')
            .nullish()
            .transform((one) => one ?? null),
          hours: numberShape('the hours')
            .nullish()
            .transform((one) => one ?? null),
        },
        'Give each measurement as an object.',
      ),
    )
      .nullish()
      .meta({ description: 'Work in a question bank as measured on days.' }),
    baselines: listShape(
      itemShape(
        {
          of: z.enum(['official', 'diagnostic'], { error: 'Say official or diagnostic.' }),
          on: dayShape,
          score: z.number({ error: 'Give the score as a number.' }),
        },
        'Give each score as an object.',
      ),
    )
      .nullish()
      .meta({ description: 'Scores from before the course.' }),
    coursework: itemShape(
      {
        done: numberShape('what is done')
          .nullish()
          .transform((one) => one ?? null),
        total: numberShape('the total')
          .nullish()
          .transform((one) => one ?? null),
        grade: z
          .number({ error: 'Give the grade as a number.' })
          .nullish()
          .transform((one) => one ?? null),
        late: numberShape('what came late')
          .nullish()
          .transform((one) => one ?? null),
        outageLogged: z
          .boolean({ error: 'Say true or false.' })
          .nullish()
          .transform((one) => one ?? null),
      },
      'Give coursework as an object.',
    )
      .nullish()
      .meta({ description: 'Coursework as a whole; it stands instead of what the modules tell.' }),
    priorAttempts: numberShape('the attempts', 0, 1000)
      .int('Give a whole number.')
      .nullish()
      .meta({ description: 'Attempts at the official exam before the course.' }),
    reason: textShape('the reason', 500).nullish().meta({ description: 'Why something recorded earlier is changed.' }),
  },
  'Give an item of facts as an object.',
)
  .refine(
    (item) =>
      Object.entries(item).some(
        ([name, value]) => !['student', 'reason'].includes(name) && value !== undefined && value !== null,
      ),
    {
      message: 'Give at least one fact: dates, values, progress, questionBank, baselines, coursework or priorAttempts.',
      path: ['dates'],
    },
  )
  .meta({
    id: 'FactsItem',
    example: {
      student: { sourcedId: 'S-1042' },
      dates: { enrolledOn: '2026-07-06', paidInFullOn: '2026-07-20' },
      values: { optedIn: true },
    },
  });
