// What the published policies added to the language, at its boundaries: pass marks, planned dates, other lists of
// progress, bounds of the starting score, scores that keep a promise, near misses by part, sentences of their own.
import { expect } from 'chai';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { plainPolicyText } from '../../../src/domain/guarantee/policy-text.ts';
import { asked, guarantee, short, verdictOf } from './asking.ts';

type Row = readonly [name: string, rule: object, facts: object, expected: string];
const asOf = '2026-06-30';

function table(title: string, rows: readonly Row[], more: object = {}): void {
  describe(title, () => {
    for (const [name, rule, facts, expected] of rows)
      it(name, () => expect(asked(rule, facts, asOf, more)).to.equal(expected));
  });
}

const exam = (more: object = {}) => ({ exams: [{ on: '2026-06-20', result: 'fail', ...more }] });
const mocks = (...passed: (boolean | null)[]) => ({
  mocks: passed.map((each, index) => ({ at: `2026-06-1${index}T10:00:00-05:00`, score: 99, passed: each })),
});

const twoInARow = { rule: 'mock', mode: 'consecutive', count: 2, minScore: 'pass' };
table('mock, by its own pass mark', [
  ['two passed in a row', twoInARow, mocks(false, true, true), 'met'],
  ['a fail between them', twoInARow, mocks(true, false, true), 'not_yet'],
  ['whether it was passed is not recorded, whatever the score', twoInARow, mocks(true, null, true), 'not_yet'],
  ['after the exam it is too late', { ...twoInARow, before: 'exam' }, { ...mocks(true), ...exam() }, 'failed'],
  ['runs off with the look-back', { ...twoInARow, lookback: { days: 20 } }, mocks(true, true), 'met until 2026-07-01'],
  [
    'opens a readiness window',
    { rule: 'exam_after_readiness', count: 2, minScore: 'pass', within: { days: 9 } },
    { ...mocks(true, true), ...exam() },
    'met',
  ],
  [
    'does not open it by scores',
    { rule: 'exam_after_readiness', count: 2, minScore: 'pass', within: { days: 9 } },
    { ...mocks(null, true), ...exam() },
    'failed',
  ],
]);

describe('an average of passes', () => {
  it('is refused', () => {
    const requires = { id: 'a', rule: 'mock', mode: 'average', minScore: 'pass' };
    const judged = judge({ policy: guarantee(requires), facts: {}, asOf });
    expect(judged).to.deep.equal({
      ok: false,
      faults: [{ path: 'policy.requires.minScore', message: 'give a percentage: an average has no pass mark' }],
    });
  });
});

const byContract = { rule: 'exam_taken', window: { anchor: 'contractExamOn', amount: { days: 0 } } };
const scheduled = { rule: 'on_or_before', fact: 'purchasedOn', anchor: 'examScheduledFor', amount: { days: -30 } };
table(
  'dates that the policy calls planned',
  [
    [
      'a planned date is known before it comes',
      byContract,
      { contractExamOn: '2026-07-15' },
      'not_yet until 2026-07-16',
    ],
    ['sat by it', byContract, { contractExamOn: '2026-07-15', ...exam() }, 'met'],
    ['missing, as for course dates: a person must look', byContract, exam(), 'unknown'],
    ['before a planned day', scheduled, { purchasedOn: '2026-06-01', examScheduledFor: '2026-07-01' }, 'met'],
    ['one day short', scheduled, { purchasedOn: '2026-06-02', examScheduledFor: '2026-07-01' }, 'failed'],
    ['before a planned day that is missing', scheduled, { purchasedOn: '2026-06-01' }, 'unknown'],
  ],
  { plannedDates: ['contractExamOn', 'examScheduledFor'] },
);
table('the same dates where the policy does not', [
  ['a date to come does not exist yet', byContract, { contractExamOn: '2026-07-15' }, 'not_yet'],
  [
    'before an event that has not happened',
    scheduled,
    { purchasedOn: '2026-06-02', examScheduledFor: '2026-07-01' },
    'met',
  ],
]);

const topics = { rule: 'progress', of: 'topicTests', pct: 100, before: 'exam' };
table('progress in another list', [
  ['reached', topics, { topicTests: [{ on: '2026-06-20', pct: 100 }], ...exam() }, 'met'],
  ['a day after the exam', topics, { topicTests: [{ on: '2026-06-21', pct: 100 }], ...exam() }, 'failed'],
  ['the course content does not count', topics, { progress: [{ on: '2026-06-01', pct: 100 }] }, 'not_yet'],
  ['the lowest part counts', topics, { topicTests: [{ on: '2026-06-01', modules: [100, 99] }] }, 'not_yet'],
  [
    'runs off with the look-back',
    { ...topics, lookback: { days: 30 } },
    { topicTests: [{ on: '2026-06-05', pct: 100 }] },
    'met until 2026-07-06',
  ],
]);

describe('a list of progress of another shape', () => {
  it('is a fault with its path', () => {
    const judged = judge({ policy: guarantee({ id: 'it', ...topics }), facts: { topicTests: [{ on: 'x' }] }, asOf });
    expect(judged.ok ? [] : judged.faults.map(({ path }) => path)).to.include('facts.topicTests[0].on');
  });
});

const start = (score: number) => ({
  courseStart: '2026-05-01',
  baselines: [{ kind: 'official', on: '2026-04-01', score }],
});
const bounded = { rule: 'baseline', min: 1250, max: 1440 };
table('baseline between bounds', [
  ['at the lower bound', bounded, start(1250), 'met'],
  ['at the upper bound', bounded, start(1440), 'met'],
  ['below', bounded, start(1249), 'failed'],
  ['above', bounded, start(1441), 'failed'],
  ['none', bounded, { courseStart: '2026-07-01' }, 'not_yet until 2026-07-02'],
]);

const promise = { rule: 'gain', target: 50, score: 760 };
table('a score that keeps the promise', [
  ['below both', promise, { ...start(715), ...exam({ score: 759 }) }, 'met'],
  ['the score is reached, the gain is not', promise, { ...start(720), ...exam({ score: 760 }) }, 'failed'],
  ['the gain is reached, the score is not', promise, { ...start(600), ...exam({ score: 650 }) }, 'failed'],
  ['only a score is promised: no start is needed', { rule: 'gain', score: 515 }, exam({ score: 514 }), 'met'],
  ['only a score is promised, and reached', { rule: 'gain', score: 515 }, exam({ score: 515 }), 'failed'],
  [
    'out tomorrow',
    promise,
    { ...start(720), ...exam({ score: 760, resultReleasedOn: '2026-07-01' }) },
    'not_yet until 2026-07-01',
  ],
]);

describe('a promise kept under a condition', () => {
  const policy = guarantee(
    {
      all: [
        { id: 'start', rule: 'baseline' },
        { onlyWhen: { id: 'plan', rule: 'flag', fact: 'plan', equals: 'full' }, apply: { id: 'gain', ...promise } },
      ],
    },
    { scoreBased: true },
  );

  it('closes the guarantee: that the condition holds is no reason of its own', () => {
    const facts = { ...start(600), plan: 'full', ...exam({ score: 700 }) };
    expect(short(verdictOf(policy, facts, asOf))).to.equal('not_applicable target_reached');
  });
});

const parts = { rule: 'outcome', nearMiss: { written: 35, hazard: 40 } };
table('near misses by part', [
  ['both parts reached', parts, exam({ parts: { written: 35, hazard: 40 } }), 'met'],
  ['one part missed by one', parts, exam({ parts: { written: 35, hazard: 39 } }), 'failed'],
  ['one part not recorded', parts, exam({ parts: { written: 35 } }), 'unknown'],
  ['one part missed, the other not recorded', parts, exam({ parts: { written: 34 } }), 'failed'],
  ['passed', parts, exam({ result: 'pass' }), 'failed'],
]);

describe('sentences of the policy’s own', () => {
  const textOf = (requires: object, claim: object = {}) => {
    const compiled = compilePolicy(guarantee(requires, { claim }));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    return plainPolicyText(compiled.value.versions[0]!.terms);
  };

  it('replace the usual sentence of any rule', () => {
    const text = textOf({ id: 'a', ...topics, label: 'Pass every topic test' });
    expect(text).to.include('- Pass every topic test.');
    expect(text).to.not.include('topic tests before');
  });

  it('keep what still can be put right', () => {
    const flag = { id: 'a', rule: 'flag', fact: 'paid', equals: true, curable: true, label: 'You have paid' };
    expect(textOf(flag)).to.include('- You have paid; you can still put this right later.');
  });

  it('say which day of a claim counts', () => {
    const claim = { window: { anchor: 'result1', amount: { days: 15 } }, satisfiedBy: 'postmarked' };
    expect(textOf({ id: 'a', rule: 'outcome' }, claim)).to.include('what counts is the date of its postmark');
  });
});
