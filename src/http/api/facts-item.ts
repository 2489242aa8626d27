// An item of facts: dates, values and measurements under the names by which policies ask for them.

import { z } from 'zod';
import { isKeptName } from '../../domain/evidence/kept-names.ts';
import { dayShape, itemShape, membersShape, orNone, studentShape, textShape } from './members.ts';

const nameShape = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,79}$/,
    'Spell the name as the policy does: a letter, then letters, digits, _ or -; at most 80 characters.',
  )
  .refine(
    (name) => !isKeptName(name) && name !== 'constructor',
    'This name has a meaning of its own. Choose another, or the member of that name.',
  );

const numberShape = (what: string, least = 0, most = 10_000_000) => {
  const words = `Give ${what} as a number from ${least} to ${most}.`;
  return z.number({ error: words }).min(least, words).max(most, words);
};
const percentShape = (what: string) => numberShape(`${what} in percent`, 0, 100);
const textWords = 'Give a text of 1 to 200 characters, or null to take the value back.';
const textValueShape = z.string().trim().min(1, textWords).max(200, textWords);
const valueShape = z.union([textValueShape, z.number(), z.boolean(), z.null()], {
  error: 'Give a text of 1 to 200 characters, a number, true or false; null takes the value back.',
});
const listShape = <T extends z.ZodType>(item: T, most: number) => {
  const words = `Give a list of 1 to ${most}.`;
  return z.array(item, { error: words }).min(1, words).max(most, words);
};
const mostMeasured = 50;

const progressShape = itemShape(
  {
    list: orNone(nameShape),
    on: dayShape,
    pct: orNone(percentShape('the progress')),
    modules: orNone(listShape(percentShape('each module'), 200)),
  },
  'Give each measurement of progress as an object.',
);
const questionBankShape = itemShape(
  {
    on: dayShape,
    answered: orNone(numberShape('how many were answered').int('Give a whole number.')),
    correctPct: orNone(percentShape('right answers')),
    clearedPct: orNone(percentShape('cleared questions')),
    hours: orNone(numberShape('the hours')),
  },
  'Give each measurement of the question bank as an object.',
);
const baselineShape = itemShape(
  {
    of: z.enum(['official', 'diagnostic'], { error: 'Say official or diagnostic.' }),
    on: dayShape,
    score: z.number({ error: 'Give the score as a number.' }),
  },
  'Give each score from before the course as an object.',
);
const courseworkShape = itemShape(
  {
    done: orNone(numberShape('what is done')),
    total: orNone(numberShape('the total')),
    grade: orNone(z.number({ error: 'Give the grade as a number.' })),
    late: orNone(numberShape('what came late')),
    outageLogged: orNone(z.boolean({ error: 'Say true or false.' })),
  },
  'Give coursework as an object.',
);

export const factsItem = itemShape(
  {
    student: studentShape,
    dates: membersShape(nameShape, dayShape.nullable(), 'Give dates as an object of names and days.').nullish().meta({
      description: 'Days by their names, such as `enrolledOn`, `purchasedOn`, `paidInFullOn`; null takes one back.',
    }),
    values: membersShape(nameShape, valueShape, 'Give values as an object of names and values.')
      .nullish()
      .meta({ description: 'Values by their names, such as `optedIn`; null takes one back.' }),
    progress: listShape(progressShape, mostMeasured).nullish().meta({
      description:
        'Progress as measured on days; without `pct` and `modules` the measurement of that day is taken back.',
    }),
    questionBank: listShape(questionBankShape, mostMeasured).nullish().meta({
      description: 'Work in a question bank as measured on days; without any number that of the day is taken back.',
    }),
    baselines: listShape(baselineShape, mostMeasured).nullish().meta({ description: 'Scores from before the course.' }),
    coursework: courseworkShape.nullish().meta({
      description:
        'Coursework as a whole; it stands instead of what the modules tell. Without any number it is taken back.',
    }),
    priorAttempts: numberShape('the attempts', 0, 1000)
      .int('Give a whole number.')
      .nullish()
      .meta({ description: 'Attempts at the official exam before the course.' }),
    reason: textShape('the reason', 500).nullish().meta({ description: 'Why something recorded earlier is changed.' }),
  },
  'Give an item of facts as an object.',
)
  .refine(
    ({ student: _who, reason: _why, ...facts }) =>
      Object.values(facts).some((fact) => fact !== undefined && fact !== null),
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
