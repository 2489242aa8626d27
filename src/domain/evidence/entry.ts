// An entry: one thing to be recorded of a student, in the one shape in which pages, files and other systems hand it in.

import { z } from 'zod';
import { COMMON_DATES } from '../guarantee/read-facts.ts';
import type { Fault } from '../refusal.ts';
import { isKeptName } from './kept-names.ts';
import { dayTextSchema } from './recorded.ts';

/** A name becomes the name of a field in the database, so what has a meaning there is refused. */
const nameSchema = z
  .string({ error: 'Give the name of the fact as the policy spells it, such as "enrolledOn".' })
  .trim()
  .min(1, 'Give the name of the fact as the policy spells it, such as "enrolledOn".')
  .max(80, 'Shorten the name to 80 characters.')
  .refine(
    (name) => /^[^.$\p{Cc}]+$/u.test(name) && !['__proto__', 'constructor', 'prototype'].includes(name),
    'Spell the name without dots and dollar signs; these have a meaning of their own.',
  );
/** The name of a date or a value. What the language keeps for lists would make every fact of the student unreadable. */
const factNameSchema = nameSchema.refine(
  (name) => !isKeptName(name),
  'This name has a meaning of its own. Choose the name that the policy asks for.',
);

const dayWords = 'Give a day as YYYY-MM-DD, between the years 1900 and 2200.';
const daySchema = z.string({ error: dayWords }).trim().pipe(dayTextSchema);
const percentWords = 'Give percent as a number from 0 to 100.';
const percentSchema = z.number({ error: percentWords }).min(0, percentWords).max(100, percentWords);
const countWords = 'Give a whole number, 0 or more.';
const countSchema = z.number({ error: countWords }).int(countWords).min(0, countWords).max(10_000_000, countWords);
const amountWords = 'Give a number, 0 or more.';
const amountSchema = z.number({ error: amountWords }).min(0, amountWords).max(10_000_000, amountWords);
const valueWords = 'Give a text, a number, true or false.';
const plainValueSchema = z.union(
  [z.string().trim().min(1, valueWords).max(200, 'Shorten the value to 200 characters.'), z.number(), z.boolean()],
  { error: valueWords },
);

/** Why a value was changed or taken back; it stands in the student's history. */
const reasonSchema = z.string().trim().max(500, 'Keep the reason under 500 characters.').default('');
const none = <T extends z.ZodType>(shape: T) => shape.nullable().default(null);

const shapes = {
  /** A date fact; `on: null` takes it back. */
  date: z.object({ kind: z.literal('date'), name: factNameSchema, on: daySchema.nullable(), reason: reasonSchema }),
  /** A stored value that a `flag` reads; `value: null` takes it back. From the day `from` it is this one, before that `before`. */
  value: z.object({
    kind: z.literal('value'),
    name: factNameSchema.refine((name) => !COMMON_DATES.includes(name), 'This is a date. Record it as a date.'),
    value: plainValueSchema.nullable(),
    from: none(daySchema),
    before: none(plainValueSchema),
    reason: reasonSchema,
  }),
  /** Progress in the course, or in the list `list`, as measured on a day; without `pct` and `modules` that measurement is taken back. */
  progress: z.object({
    kind: z.literal('progress'),
    list: none(nameSchema),
    on: daySchema,
    pct: none(percentSchema),
    modules: none(z.array(percentSchema).min(1, 'Give at least one module.').max(200, 'Give at most 200 modules.')),
    reason: reasonSchema,
  }),
  /** A score from before the course; `score: null` takes it back. */
  baseline: z.object({
    kind: z.literal('baseline'),
    of: z.enum(['official', 'diagnostic'], { error: 'Say which score it is: "official" or "diagnostic".' }),
    on: daySchema,
    score: z.number({ error: 'Give the score as a number.' }).nullable(),
    reason: reasonSchema,
  }),
  /** Coursework as a whole; without any number it is taken back, and the course's modules count again. */
  coursework: z.object({
    kind: z.literal('coursework'),
    done: none(amountSchema),
    total: none(amountSchema),
    grade: none(z.number({ error: 'Give the grade as a number.' })),
    late: none(amountSchema),
    outageLogged: none(z.boolean({ error: 'Say true or false.' })),
    reason: reasonSchema,
  }),
  /** Attempts at the official exam before the course; `count: null` takes it back. */
  priorAttempts: z.object({
    kind: z.literal('priorAttempts'),
    count: countSchema.max(1000, 'Give a whole number from 0 to 1000.').nullable(),
    reason: reasonSchema,
  }),
  /** Work in the question bank as measured on a day; without any number that measurement is taken back. */
  questionBank: z.object({
    kind: z.literal('questionBank'),
    on: daySchema,
    answered: none(countSchema),
    correctPct: none(percentSchema),
    clearedPct: none(percentSchema),
    hours: none(amountSchema),
    reason: reasonSchema,
  }),
  /** A module of the course done on a day, with a grade in percent where there is one; `on: null` takes it back. */
  module: z.object({
    kind: z.literal('module'),
    module: z.string({ error: 'Name the module by its id.' }).trim().min(1, 'Name the module by its id.').max(80),
    on: daySchema.nullable(),
    grade: none(percentSchema),
    reason: reasonSchema,
  }),
} as const;

/** Reads an entry of any kind. */
export const entrySchema = z.discriminatedUnion('kind', Object.values(shapes) as unknown as EntryShapes, {
  error: `Say the kind of entry: one of ${Object.keys(shapes).join(', ')}.`,
});
type EntryShapes = [
  typeof shapes.date,
  typeof shapes.value,
  typeof shapes.progress,
  typeof shapes.baseline,
  typeof shapes.coursework,
  typeof shapes.priorAttempts,
  typeof shapes.questionBank,
  typeof shapes.module,
];

/** One thing to be recorded, whole. */
export type Entry = z.output<typeof entrySchema>;
/** The same as it is handed in: what is left out has its default. */
export type EntryGiven = z.input<typeof entrySchema>;
export type EntryKind = Entry['kind'];

/** An entry that was read, or every fault in it with its path and its cure. */
export type EntryRead =
  { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads what somebody hands in as an entry. */
export function readEntry(given: unknown): EntryRead {
  const parsed = entrySchema.safeParse(given);
  if (parsed.success) return { ok: true, entry: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  return { ok: false, faults };
}
