// The catalog of rules: what each is called, when one wants it, its fields, and how a new one begins.

import { field, type CardSpec, type Choice, type Field } from './field.ts';
import type { RawPolicy } from './raw-policy.ts';

/** A rule type as people choose it. */
export interface RuleKind extends CardSpec {
  readonly rule: string;
  readonly group: 'Enrolling' | 'Learning' | 'Mock exams' | 'Official exam' | 'Claims' | 'Anything else';
  /** A new rule of this kind, without its id. */
  readonly starter: RawPolicy;
}

type More = Partial<Omit<Field, 'at' | 'kind' | 'label'>>;

const id = field('id', 'text', 'Name in records', {
  help: 'Waivers and reports name the rule by it. Each name once.',
  isRare: true,
});
const label = field('label', 'text', 'In your own words', {
  help: 'The sentence the student reads instead, without its full stop. Empty: the usual sentence.',
  isRare: true,
});
const choice = (at: string, name: string, choices: readonly Choice[], more: More = {}): Field =>
  field(at, 'choice', name, { choices, ...more });
const number = (at: string, name: string, unit = '', more: More = {}): Field =>
  field(at, 'number', name, { unit, ...more });

const attempt = number('attempt', 'Which sitting', '', { help: '1 is the first. Empty: the first.', isRare: true });
const within = [field('window.amount', 'amount', 'Within'), field('window.anchor', 'anchor', 'counted from')] as const;
const pausable = [
  field('pausable', 'presence', 'A leave of absence that staff approve moves this date'),
  number('pausable.maxDays', 'by at most', 'days', { under: 'pausable', help: 'Empty: no limit.' }),
] as const;
const beforeExam = choice('before', 'Counted', [
  { value: '', label: 'whenever it was' },
  { value: 'exam', label: 'only before the official exam' },
]);
const lookback = field('lookback', 'amount', 'Not older than', {
  help: 'Counted back from the exam. Empty: any age.',
});
const kindOfMock = choice(
  'kind',
  'Which exams',
  [
    { value: '', label: 'mock exams' },
    { value: 'mock', label: 'mock exams (as recorded)' },
    { value: 'half', label: 'half exams' },
    { value: 'practice', label: 'practice exams' },
    { value: 'demo', label: 'demos' },
  ],
  { isRare: true },
);
const minScore = field('minScore', 'score', 'Score at least', {
  unit: '%',
  help: 'A percentage, or the word pass for the pass mark of the exam itself.',
});
const kinds = field('kinds', 'list', 'Kinds of score', {
  help: 'official, diagnostic, or both with a comma. Empty: both.',
  isRare: true,
});
const maxAge = field('maxAge', 'amount', 'An official score at most so old', { help: 'When the course starts.' });

const rule = (
  name: string,
  group: RuleKind['group'],
  title: string,
  about: string,
  fields: readonly Field[],
  starter: RawPolicy = {},
): RuleKind => ({ rule: name, group, title, about, fields: [...fields, label, id], frame: ['rule'], starter });

const enrolled = (amount: RawPolicy): RawPolicy => ({ window: { anchor: 'enrolledOn', amount } });

/** Every rule of the language, in the order in which people meet them. */
export const ruleKinds: readonly RuleKind[] = [
  rule(
    'opt_in',
    'Enrolling',
    'Accept the guarantee',
    'A form or an agreement signed in time.',
    [...within, ...pausable, field('fact', 'text', 'Recorded as', { help: 'Empty: optInOn.', isRare: true })],
    enrolled({ days: 7 }),
  ),
  rule(
    'on_or_before',
    'Enrolling',
    'Done by a date',
    'Something with a date, such as a payment, on or before another date.',
    [
      field('fact', 'anchor', 'What must be done'),
      field('amount', 'amount', 'Within', { help: 'With a minus: so long before it. Empty: by that day itself.' }),
      field('anchor', 'anchor', 'counted from'),
    ],
    { fact: 'paidInFullOn', anchor: 'courseStart' },
  ),
  rule('attempt_number', 'Enrolling', 'First attempt only', 'Nobody who sat the exam before enrolling.', []),
  rule(
    'attendance',
    'Learning',
    'Attend the classes',
    'How many may be missed, what counts as present, and how a missed one is made up.',
    [
      field('require', 'measure', 'How many classes'),
      number('minPresencePct', 'Present means there for at least', '% of the minutes', { help: 'Empty: all of them.' }),
      choice('excused', 'An excused class', [
        { value: '', label: 'counts as missed until it is made up' },
        { value: 'countsAsPresent', label: 'counts as present' },
        { value: 'removed', label: 'is left out of the count' },
      ]),
      field('makeup', 'presence', 'A missed class can be made up'),
      number('makeup.max', 'Up to', 'classes', { under: 'makeup', help: 'Empty: any number.' }),
      field('makeup.within', 'amount', 'within', { under: 'makeup', help: 'After the class. Empty: at any time.' }),
      field('makeup.excusedWithin', 'amount', 'or, with an excuse, within', { under: 'makeup' }),
      field('makeup.excusedDoesNotCount', 'yesNo', 'Making up an excused class uses up none', { under: 'makeup' }),
      field('makeup.modes', 'list', 'How', { under: 'makeup', help: 'Such as recording, other_class. Empty: anyhow.' }),
      field('sessions', 'text', 'Which list of classes', { help: 'Empty: the classes.', isRare: true }),
    ],
    { require: { all: true }, minPresencePct: 90, makeup: { max: 2, within: { days: 7 } } },
  ),
  rule(
    'coursework',
    'Learning',
    'Finish the coursework',
    'How much is done, how well, and how much was late.',
    [
      number('pct', 'Done at least', '%', { help: 'Empty: all of it.' }),
      number('gradeMin', 'Average at least', '%'),
      number('lateMax', 'Late at most', 'pieces'),
    ],
    { pct: 100 },
  ),
  rule(
    'course_complete',
    'Learning',
    'Finish the course',
    'Completed within a time, with leave where you allow it.',
    [...within, ...pausable, field('fact', 'text', 'Recorded as', { help: 'Empty: completedOn.', isRare: true })],
    enrolled({ months: 5 }),
  ),
  rule(
    'progress',
    'Learning',
    'Work through the content',
    'A share of the content, reached once and kept.',
    [
      number('pct', 'Finished at least', '%'),
      beforeExam,
      lookback,
      field('of', 'text', 'Of what', { help: 'Empty: the course.', isRare: true }),
      attempt,
    ],
    { pct: 80, before: 'exam' },
  ),
  rule(
    'qbank',
    'Learning',
    'Work in the question bank',
    'Questions answered, answered right, cleared, or hours spent.',
    [
      number('count', 'Questions answered', 'or more'),
      number('accuracyMin', 'Right at least', '%'),
      number('clearedPct', 'Cleared at least', '%', {
        help: 'Of all questions, as your system counts them as cleared.',
      }),
      number('hoursMin', 'Hours at least'),
      beforeExam,
      lookback,
      attempt,
    ],
    { count: 500, before: 'exam' },
  ),
  rule(
    'participation',
    'Learning',
    'Take part',
    'Workshops, 1:1 sessions or checkpoints of another list.',
    [
      field('of', 'text', 'Which list', { help: 'Such as workshops.' }),
      number('count', 'How many', 'or more'),
      number('minPresencePct', 'Present means there for at least', '% of the minutes', { help: 'Empty: all of them.' }),
      beforeExam,
      lookback,
      attempt,
    ],
    { of: 'workshops', count: 1 },
  ),
  rule(
    'mock',
    'Mock exams',
    'Take or pass mock exams',
    'Our own attempts are the evidence.',
    [
      choice('mode', 'Asked for', [
        { value: 'taken', label: 'so many taken' },
        { value: 'best', label: 'so many at the score, whichever' },
        { value: 'each', label: 'each of the last so many' },
        { value: 'average', label: 'the average of all' },
        { value: 'consecutive', label: 'so many in a row' },
      ]),
      number('count', 'How many', 'exams', { help: 'Empty: one.' }),
      minScore,
      beforeExam,
      lookback,
      number('maxAttempts', 'Only the first', 'attempts count', { help: 'Empty: all count.', isRare: true }),
      kindOfMock,
      attempt,
    ],
    { mode: 'best', count: 2, minScore: 70, before: 'exam' },
  ),
  rule(
    'exam_after_readiness',
    'Mock exams',
    'Sit the exam while ready',
    'Good mock exams open a window in which the exam must be sat.',
    [
      number('count', 'Good mock exams in a row', '', { help: 'Empty: one.' }),
      minScore,
      field('within', 'amountOrHours', 'Exam within'),
      kindOfMock,
      attempt,
    ],
    { count: 2, minScore: 80, within: { days: 14 } },
  ),
  rule(
    'exam_taken',
    'Official exam',
    'Sit the official exam',
    'In time; a later sitting is a rule of its own.',
    [...within, number('attempt', 'Which sitting', '', { help: '1 is the first. Empty: the first.' }), ...pausable],
    { window: { anchor: 'completedOn', amount: { days: 30 } } },
  ),
  rule(
    'outcome',
    'Official exam',
    'Not pass the exam',
    'The result that makes the guarantee due.',
    [
      number('attempt', 'Which sitting', '', { help: '1 is the first. Empty: the first.' }),
      field('nearMiss', 'scoreOrParts', 'Only with a score of at least', {
        help: 'A near miss; for each part of the exam as in Reading: 60, Writing: 55. Empty: any fail.',
      }),
    ],
    { attempt: 1 },
  ),
  rule(
    'administration',
    'Official exam',
    'Sit at the next administration',
    'The first exam date after the end of the course.',
    [attempt],
  ),
  rule(
    'min_lead',
    'Official exam',
    'Not sit too early',
    'So long between a date and the exam.',
    [field('amount', 'amount', 'At least'), field('fact', 'anchor', 'counted from'), attempt],
    { fact: 'courseStart', amount: { weeks: 10 } },
  ),
  rule('reported', 'Official exam', 'Report the exam date', 'The student tells you by the day of the exam.', [attempt]),
  rule(
    'version',
    'Official exam',
    'The right version of the exam',
    'Only these codes or versions count.',
    [field('allowed', 'list', 'Versions', { help: 'With commas between them.' }), attempt],
    { allowed: ['2026'] },
  ),
  rule(
    'baseline',
    'Official exam',
    'Have a starting score',
    'A score from before the course, for a promised gain.',
    [
      maxAge,
      number('min', 'From', '', { help: 'Empty: any score.' }),
      number('max', 'to', '', { help: 'Empty: any score.' }),
      kinds,
    ],
    { maxAge: { years: 2 } },
  ),
  rule(
    'gain',
    'Official exam',
    'Gain less than promised',
    'The guarantee is due when the score rose too little.',
    [
      number('target', 'Promised', 'points', { help: 'Above the starting score.' }),
      number('score', 'or this score, whatever the gain', '', { help: 'The promise is kept at this score too.' }),
      maxAge,
      kinds,
      attempt,
    ],
    { target: 100 },
  ),
  rule(
    'no_activity_after',
    'Claims',
    'Stop using the course',
    'Not used any more after a day, such as that of the exam.',
    [field('anchor', 'anchor', 'After', { help: 'The day itself may still be used.' })],
    { anchor: 'exam1' },
  ),
  rule(
    'rate_limit',
    'Claims',
    'Limit on claims',
    'So many in a time, or in all.',
    [field('per', 'amount', 'One claim in'), number('lifetime', 'In all at most', 'claims')],
    { lifetime: 1 },
  ),
  rule(
    'flag',
    'Anything else',
    'A fact on record',
    'Whatever staff or another system know: a product, a discount, an approval.',
    [
      field('fact', 'text', 'The fact', { help: 'The name under which it is recorded, such as discounted.' }),
      field('equals', 'value', 'must be', { help: 'yes, no, a number or a word.' }),
      field('curable', 'yesNo', 'The student can still put it right later'),
      field('decidedBy', 'text', 'Who decides', { help: 'Such as the head of the program.' }),
    ],
    { fact: 'discounted', equals: false },
  ),
];

const byName = new Map(ruleKinds.map((kind) => [kind.rule, kind]));

/** The kind of a rule; undefined for a name that the language does not know. */
export function ruleKindOf(name: unknown): RuleKind | undefined {
  return typeof name === 'string' ? byName.get(name) : undefined;
}
