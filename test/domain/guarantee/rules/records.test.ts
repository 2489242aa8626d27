// The rules about records and the official exam: flag, outcome, coursework, progress, version, min_lead and the others.
import { expect } from 'chai';
import { asked } from '../asking.ts';

type Row = readonly [name: string, rule: object, facts: object, expected: string];
const asOf = '2026-06-30';
const exam = (more: object = {}) => ({ exams: [{ on: '2026-06-20', result: 'fail', ...more }] });

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [name, rule, facts, expected] of rows)
      it(name, () => expect(asked(rule, facts, asOf)).to.equal(expected));
  });
}

const paid = { rule: 'flag', fact: 'paid', equals: true };
table('flag', [
  ['equals', paid, { paid: true }, 'met'],
  ['differs', paid, { paid: false }, 'failed'],
  ['differs, curable', { ...paid, curable: true }, { paid: false }, 'not_yet'],
  ['not stored', paid, {}, 'unknown'],
  ['null is not stored', paid, { paid: null }, 'unknown'],
  ['"true" is not true', paid, { paid: 'true' }, 'failed'],
  ['from today', paid, { paid: { value: true, from: '2026-06-30', before: false } }, 'met'],
  ['from tomorrow: the value before', paid, { paid: { value: true, from: '2026-07-01', before: false } }, 'failed'],
  ['from tomorrow: nothing before', paid, { paid: { value: true, from: '2026-07-01' } }, 'unknown'],
]);

table('outcome', [
  ['fail', { rule: 'outcome' }, exam(), 'met'],
  ['pass', { rule: 'outcome' }, exam({ result: 'pass' }), 'failed'],
  ['pending', { rule: 'outcome' }, exam({ result: 'pending' }), 'not_yet'],
  ['no attempt', { rule: 'outcome' }, {}, 'not_yet'],
  ['out today', { rule: 'outcome' }, exam({ resultReleasedOn: '2026-06-30' }), 'met'],
  ['out tomorrow', { rule: 'outcome' }, exam({ resultReleasedOn: '2026-07-01' }), 'not_yet until 2026-07-01'],
  ['near miss', { rule: 'outcome', nearMiss: 60 }, exam({ score: 60 }), 'met'],
  ['failed by too much', { rule: 'outcome', nearMiss: 60 }, exam({ score: 59.9 }), 'failed'],
  ['near miss without a score', { rule: 'outcome', nearMiss: 60 }, exam(), 'unknown'],
  [
    'the second of one day is the one with a start',
    { rule: 'outcome', attempt: 2 },
    {
      exams: [
        { on: '2026-06-20', startAt: '2026-06-20T09:00', result: 'pass' },
        { on: '2026-06-20', result: 'fail' },
      ],
    },
    'failed',
  ],
]);

const graded = { rule: 'coursework', pct: 80, gradeMin: 85 };
const work = (done: number, grade?: number, more: object = {}) => ({ coursework: { done, total: 10, grade, ...more } });
table('coursework', [
  ['reached', graded, work(8, 85), 'met'],
  ['one short, course going on', graded, work(7, 85), 'not_yet'],
  ['one short, course completed', graded, { ...work(7, 85), completedOn: '2026-06-30' }, 'failed'],
  ['one short, exam sat', graded, { ...work(7, 85), ...exam() }, 'failed'],
  ['grade a hair short', graded, { ...work(8, 84.99), ...exam() }, 'failed'],
  ['nothing stored', graded, {}, 'not_yet'],
  ['nothing stored, completed', graded, { completedOn: '2026-06-01' }, 'unknown'],
  ['no grade stored, completed', graded, { ...work(8), completedOn: '2026-06-01' }, 'unknown'],
  ['nothing to do is all of it', { rule: 'coursework' }, { coursework: { done: 0, total: 0 } }, 'met'],
  ['late at the limit', { rule: 'coursework', lateMax: 1 }, work(10, 0, { late: 1 }), 'met'],
  ['late over the limit fails at once', { rule: 'coursework', lateMax: 1 }, work(5, 0, { late: 2 }), 'failed'],
  ['late with an outage', { rule: 'coursework', lateMax: 1 }, work(5, 0, { late: 2, outageLogged: true }), 'unknown'],
]);

const half = { rule: 'progress', pct: 50 };
const reached = (day: string, pct: number) => ({ progress: [{ on: `2026-06-${day}`, pct }] });
table('progress', [
  ['exactly', half, reached('10', 50), 'met'],
  ['short', half, reached('10', 49.9), 'not_yet'],
  [
    'kept after a reset',
    half,
    {
      progress: [
        { on: '2026-06-10', pct: 50 },
        { on: '2026-06-11', pct: 0 },
      ],
    },
    'met',
  ],
  ['the lowest module counts', half, { progress: [{ on: '2026-06-10', pct: 99, modules: [60, 49] }] }, 'not_yet'],
  ['on the exam day', { ...half, before: 'exam' }, { ...reached('20', 50), ...exam() }, 'met'],
  ['a day after the exam', { ...half, before: 'exam' }, { ...reached('21', 50), ...exam() }, 'failed'],
  ['look-back from today', { ...half, lookback: { days: 10 } }, reached('20', 50), 'met until 2026-07-01'],
  ['look-back run off', { ...half, lookback: { days: 10 } }, reached('19', 50), 'not_yet'],
  [
    'look-back from the exam',
    { ...half, before: 'exam', lookback: { days: 10 } },
    { ...reached('10', 50), ...exam() },
    'met',
  ],
  [
    'too early for the exam',
    { ...half, before: 'exam', lookback: { days: 10 } },
    { ...reached('09', 50), ...exam() },
    'failed',
  ],
]);

table('attempt_number, version, reported, min_lead', [
  ['no earlier attempt', { rule: 'attempt_number' }, {}, 'met'],
  ['one earlier attempt', { rule: 'attempt_number' }, { priorAttempts: 1 }, 'failed'],
  ['version covered', { rule: 'version', allowed: ['v6'] }, exam({ version: 'v6' }), 'met'],
  ['version not covered', { rule: 'version', allowed: ['v6'] }, exam({ version: 'v7' }), 'failed'],
  ['version not stored', { rule: 'version', allowed: ['v6'] }, exam(), 'unknown'],
  ['version of no attempt', { rule: 'version', allowed: ['v6'] }, {}, 'not_yet'],
  ['reported before the exam', { rule: 'reported' }, { examReportedOn: '2026-06-01' }, 'met'],
  ['not reported yet', { rule: 'reported' }, {}, 'not_yet'],
  ['reported on the exam day', { rule: 'reported' }, { examReportedOn: '2026-06-20', ...exam() }, 'met'],
  ['reported a day late', { rule: 'reported' }, { examReportedOn: '2026-06-21', ...exam() }, 'failed'],
  [
    'lead kept exactly',
    { rule: 'min_lead', fact: 'courseStart', amount: { weeks: 2 } },
    { courseStart: '2026-06-06', ...exam() },
    'met',
  ],
  [
    'lead a day short',
    { rule: 'min_lead', fact: 'courseStart', amount: { weeks: 2 } },
    { courseStart: '2026-06-07', ...exam() },
    'failed',
  ],
  ['lead of an unknown day', { rule: 'min_lead', fact: 'courseStart', amount: { weeks: 2 } }, exam(), 'unknown'],
  ['lead before any exam', { rule: 'min_lead', fact: 'courseStart', amount: { weeks: 2 } }, {}, 'not_yet'],
]);

const next = { rule: 'administration' };
const dates = { courseEnd: '2026-06-10', administrations: ['2026-07-15', '2026-06-10', '2026-06-20'] };
table('administration', [
  ['at the first after the course', next, { ...dates, ...exam() }, 'met'],
  ['at a later one', next, { ...dates, ...exam({ on: '2026-06-21' }) }, 'failed'],
  ['before the end of the course', next, { ...dates, ...exam({ on: '2026-06-10' }) }, 'failed'],
  ['still to come', next, { ...dates, administrations: ['2026-07-15'] }, 'not_yet until 2026-07-16'],
  ['missed', next, dates, 'failed'],
  ['no end of the course', next, { administrations: ['2026-07-15'] }, 'unknown'],
  ['no administration after it', next, { courseEnd: '2026-08-01', administrations: ['2026-07-15'] }, 'unknown'],
]);

const quarterly = { rule: 'rate_limit', per: { months: 3 } };
const approved = (...days: string[]) => ({ priorClaims: days.map((approvedOn) => ({ approvedOn })) });
table('rate_limit', [
  ['no claim before', quarterly, {}, 'met'],
  ['free again today', quarterly, approved('2026-03-30'), 'met'],
  ['free again tomorrow', quarterly, approved('2026-03-31'), 'met'],
  ['free again in July', quarterly, approved('2026-04-01'), 'not_yet until 2026-07-01'],
  ['the last one counts', quarterly, approved('2025-01-01', '2026-06-01', '2026-02-01'), 'not_yet until 2026-09-01'],
  ['once in a lifetime', { rule: 'rate_limit', lifetime: 1 }, approved('2020-01-01'), 'failed'],
]);

const start = { courseStart: '2026-06-01' };
const base = (kind: string, on: string, score: number) => ({ kind, on, score });
table('baseline and gain', [
  ['one on file', { rule: 'baseline' }, { ...start, baselines: [base('official', '2026-06-01', 1)] }, 'met'],
  [
    'too late for the course',
    { rule: 'baseline' },
    { ...start, baselines: [base('official', '2026-06-02', 1)] },
    'failed',
  ],
  ['open before the course', { rule: 'baseline' }, { courseStart: '2026-07-10' }, 'not_yet until 2026-07-11'],
  ['no start of the course', { rule: 'baseline' }, { baselines: [base('official', '2026-05-01', 1)] }, 'unknown'],
  [
    'as old as it may be',
    { rule: 'baseline', maxAge: { years: 2 } },
    { ...start, baselines: [base('official', '2024-06-01', 1)] },
    'met',
  ],
  [
    'a day older',
    { rule: 'baseline', maxAge: { years: 2 } },
    { ...start, baselines: [base('official', '2024-05-31', 1)] },
    'failed',
  ],
  [
    'an old one, but a diagnostic',
    { rule: 'baseline', maxAge: { years: 2 } },
    { ...start, baselines: [base('diagnostic', '2020-01-01', 1)] },
    'met',
  ],
  [
    'not of a kind asked for',
    { rule: 'baseline', kinds: ['official'] },
    { ...start, baselines: [base('diagnostic', '2026-01-01', 1)] },
    'failed',
  ],
  [
    'gain just below',
    { rule: 'gain', target: 10 },
    { ...start, ...exam({ score: 109.9 }), baselines: [base('official', '2026-01-01', 100)] },
    'met',
  ],
  [
    'gain in decimals, exactly',
    { rule: 'gain', target: 0.2 },
    { ...start, ...exam({ score: 0.3 }), baselines: [base('official', '2026-01-01', 0.1)] },
    'failed',
  ],
  [
    'gain over the highest official, not the diagnostic',
    { rule: 'gain', target: 10 },
    {
      ...start,
      ...exam({ score: 105 }),
      baselines: [
        base('official', '2026-01-01', 100),
        base('official', '2026-02-01', 90),
        base('diagnostic', '2026-01-01', 50),
      ],
    },
    'met',
  ],
  ['gain without a baseline', { rule: 'gain', target: 10 }, { ...start, ...exam({ score: 105 }) }, 'unknown'],
  ['gain without a score', { rule: 'gain', target: 10 }, { ...start, ...exam() }, 'not_yet'],
  [
    'gain before the score is out',
    { rule: 'gain', target: 10 },
    {
      ...start,
      ...exam({ score: 105, resultReleasedOn: '2026-07-02' }),
      baselines: [base('official', '2026-01-01', 100)],
    },
    'not_yet until 2026-07-02',
  ],
]);

const bank = (more: object) => ({ qbank: [{ on: '2026-06-10', ...more }] });
const workshops = (...days: string[]) => ({ workshops: days.map((on) => ({ on, min: 60, present: 60 })) });
const three = { rule: 'participation', of: 'workshops', count: 2 };
table('qbank, participation, no_activity_after', [
  [
    'all of it in one measurement',
    { rule: 'qbank', count: 500, accuracyMin: 70 },
    bank({ answered: 500, correctPct: 70 }),
    'met',
  ],
  [
    'one part short',
    { rule: 'qbank', count: 500, accuracyMin: 70 },
    bank({ answered: 500, correctPct: 69 }),
    'not_yet',
  ],
  ['not measured', { rule: 'qbank', hoursMin: 60 }, bank({ answered: 500 }), 'not_yet'],
  [
    'after the exam',
    { rule: 'qbank', clearedPct: 90, before: 'exam' },
    { qbank: [{ on: '2026-06-21', clearedPct: 95 }], ...exam() },
    'failed',
  ],
  ['look-back', { rule: 'qbank', count: 1, lookback: { days: 20 } }, bank({ answered: 1 }), 'met until 2026-07-01'],
  ['two workshops', three, workshops('2026-06-01', '2026-06-02'), 'met'],
  ['one workshop', three, workshops('2026-06-01'), 'not_yet'],
  [
    'the second-latest must lie in the look-back',
    { ...three, lookback: { days: 20 } },
    workshops('2026-06-01', '2026-06-10', '2026-06-20'),
    'met until 2026-07-01',
  ],
  [
    'only those before the exam',
    { ...three, before: 'exam' },
    { ...workshops('2026-06-19', '2026-06-21'), ...exam() },
    'failed',
  ],
  [
    'not used after the exam',
    { rule: 'no_activity_after', anchor: 'exam1' },
    { ...exam(), activity: [{ on: '2026-06-20' }] },
    'met',
  ],
  [
    'used after the exam',
    { rule: 'no_activity_after', anchor: 'exam1' },
    { ...exam(), activity: [{ on: '2026-06-21' }] },
    'failed',
  ],
]);
