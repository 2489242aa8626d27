// Mock exams: the five modes, what is left out, look-backs, the order of one day, and readiness windows.
import { expect } from 'chai';
import { asked, guarantee, verdictOf } from '../asking.ts';

type Row = readonly [name: string, rule: object, facts: object, expected: string];
const asOf = '2026-06-30';
const at = (day: string, score?: number, more: object = {}) => ({ at: `2026-06-${day}T10:00`, score, ...more });
const scores = (...list: (number | undefined)[]) => ({
  mocks: list.map((score, index) => at(String(10 + index), score)),
});
const rule = (more: object) => ({ rule: 'mock', minScore: 80, ...more });
const satOn = (day: string, startAt?: string) => ({ exams: [{ on: `2026-06-${day}`, startAt, result: 'fail' }] });

describe('mock: modes', () => {
  const rows: readonly Row[] = [
    ['taken: any score', rule({ mode: 'taken', count: 2 }), scores(1, undefined), 'met'],
    ['taken: one short', rule({ mode: 'taken', count: 2 }), scores(99), 'not_yet'],
    ['best: exactly the line', rule({ mode: 'best' }), scores(79.999, 80), 'met'],
    ['best: just below', rule({ mode: 'best' }), scores(79.999), 'not_yet'],
    ['best: not in a row', rule({ mode: 'best', count: 2 }), scores(80, 10, 80), 'met'],
    ['each: the last two', rule({ mode: 'each', count: 2 }), scores(10, 80, 80), 'met'],
    ['each: the last is low', rule({ mode: 'each', count: 2 }), scores(80, 80, 79), 'not_yet'],
    ['each: the last has no score', rule({ mode: 'each', count: 2 }), scores(80, 80, undefined), 'not_yet'],
    [
      'average: exact where floats are not',
      rule({ mode: 'average', count: 3, minScore: 80.1 }),
      scores(80.1, 80.1, 80.1),
      'met',
    ],
    ['average: of all, not the best', rule({ mode: 'average', count: 2 }), scores(70, 80, 89), 'not_yet'],
    [
      'average: without those that have no score',
      rule({ mode: 'average', count: 2 }),
      scores(80, undefined, 80),
      'met',
    ],
    ['average: too few with a score', rule({ mode: 'average', count: 2 }), scores(90, undefined), 'not_yet'],
    ['consecutive: at any time', rule({ mode: 'consecutive', count: 2 }), scores(80, 80, 10), 'met'],
    ['consecutive: broken by a low one', rule({ mode: 'consecutive', count: 2 }), scores(80, 79, 80), 'not_yet'],
    [
      'consecutive: broken by one without a score',
      rule({ mode: 'consecutive', count: 2 }),
      scores(80, undefined, 80),
      'not_yet',
    ],
    [
      'not valid: as if never taken',
      rule({ mode: 'consecutive', count: 2 }),
      { mocks: [at('10', 80), at('11', 0, { valid: false }), at('12', 80)] },
      'met',
    ],
    ['another kind', rule({ mode: 'best' }), { mocks: [at('10', 90, { kind: 'mini' })] }, 'not_yet'],
    ['a kind of its own', rule({ mode: 'best', kind: 'mini' }), { mocks: [at('10', 90, { kind: 'mini' })] }, 'met'],
    ['attempts used up', rule({ mode: 'best', maxAttempts: 2 }), scores(70, 70), 'failed'],
    ['only the first attempts count', rule({ mode: 'best', maxAttempts: 2 }), scores(70, 70, 90), 'failed'],
    ['an attempt left', rule({ mode: 'best', maxAttempts: 2 }), scores(70), 'not_yet'],
    ['taken later than now', rule({ mode: 'best' }), { mocks: [{ at: '2026-06-30T12:00:01', score: 90 }] }, 'not_yet'],
  ];
  for (const [name, asks, facts, expected] of rows) it(name, () => expect(asked(asks, facts, asOf)).to.equal(expected));
});

describe('mock: before the exam', () => {
  const best = rule({ mode: 'best', before: 'exam' });
  const rows: readonly Row[] = [
    ['the day before', best, { mocks: [at('19', 80)], ...satOn('20') }, 'met'],
    ['the day after', best, { mocks: [at('21', 80)], ...satOn('20') }, 'failed'],
    ['the same day, no start time', best, { mocks: [at('20', 80)], ...satOn('20') }, 'unknown'],
    ['the same day, started after it', best, { mocks: [at('20', 80)], ...satOn('20', '2026-06-20T10:00:01') }, 'met'],
    ['the same instant is not before', best, { mocks: [at('20', 80)], ...satOn('20', '2026-06-20T10:00') }, 'failed'],
    ['the same day does not decide', best, { mocks: [at('19', 80), at('20', 80)], ...satOn('20') }, 'met'],
    ['the same day could not help', best, { mocks: [at('20', 79)], ...satOn('20') }, 'failed'],
    [
      'the same day could break the last ones',
      rule({ mode: 'each', before: 'exam' }),
      { mocks: [at('19', 80), at('20', 70)], ...satOn('20') },
      'unknown',
    ],
    [
      'the exam may lie between two of that day',
      rule({ mode: 'average', count: 1, before: 'exam' }),
      { mocks: [at('20', 70), { at: '2026-06-20T15:00', score: 90 }], ...satOn('20') },
      'unknown',
    ],
    ['without "before" an exam decides nothing', rule({ mode: 'best' }), satOn('20'), 'not_yet'],
    ['the second exam', { ...best, attempt: 2 }, satOn('20'), 'not_yet'],
  ];
  for (const [name, asks, facts, expected] of rows) it(name, () => expect(asked(asks, facts, asOf)).to.equal(expected));
});

describe('mock: look-backs', () => {
  const back = (amount: object, more: object = {}) => rule({ mode: 'best', lookback: amount, ...more });
  const rows: readonly Row[] = [
    ['in on its last day', back({ days: 14 }), { mocks: [at('16', 80)] }, 'met until 2026-07-01'],
    ['out a day later', back({ days: 14 }), { mocks: [at('15', 80)] }, 'not_yet'],
    [
      'the newest that is enough counts',
      back({ days: 14 }, { count: 2 }),
      { mocks: [at('16', 80), at('17', 80), at('20', 80)] },
      'met until 2026-07-02',
    ],
    [
      'a month from 31 May reaches to 30 June',
      back({ months: 1 }),
      { mocks: [{ at: '2026-05-31T10:00', score: 80 }] },
      'met until 2026-07-01',
    ],
    ['business days', back({ businessDays: 3 }), { mocks: [at('25', 80)] }, 'met until 2026-07-01'],
    [
      'from the exam day, for ever',
      back({ days: 5 }, { before: 'exam' }),
      { mocks: [at('15', 80)], ...satOn('20') },
      'met',
    ],
    [
      'a day too early for the exam',
      back({ days: 5 }, { before: 'exam' }),
      { mocks: [at('14', 80)], ...satOn('20') },
      'failed',
    ],
    [
      'an average that grows as the past runs off',
      rule({ mode: 'average', lookback: { days: 14 } }),
      { mocks: [at('16', 60), at('20', 90)] },
      'not_yet until 2026-07-01',
    ],
    ['used up and run off', back({ days: 14 }, { maxAttempts: 1 }), { mocks: [at('16', 80)] }, 'met until 2026-07-01'],
  ];
  for (const [name, asks, facts, expected] of rows) it(name, () => expect(asked(asks, facts, asOf)).to.equal(expected));

  it('turns a running average more than once, each time on the day', () => {
    const average = { id: 'it', rule: 'mock', mode: 'average', minScore: 80, lookback: { days: 14 }, maxAttempts: 3 };
    const facts = { mocks: [at('16', 60), at('18', 90), at('20', 70)] };
    const policy = guarantee(average, { claim: { window: { anchor: 'enrolledOn', amount: { days: 1 } } } });
    const on = (day: string) => verdictOf(policy, facts, day).verdict;
    expect(['2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03'].map(on)).to.deep.equal([
      'ineligible',
      'on_track',
      'on_track',
      'ineligible',
    ]);
    expect(verdictOf(policy, facts, '2026-06-30').changesOn).to.equal('2026-07-01');
    expect(verdictOf(policy, facts, '2026-07-01').changesOn).to.equal('2026-07-03');
  });
});

describe('exam_after_readiness', () => {
  const ready = (within: object, more: object = {}) => ({
    rule: 'exam_after_readiness',
    minScore: 80,
    within,
    ...more,
  });
  const twice = ready({ days: 3 }, { count: 2 });
  const waivers = [{ rule: 'it', action: 'extend', until: '2026-06-25', grantedOn: '2026-06-20' }];
  const rows: readonly Row[] = [
    ['on the last day', ready({ days: 3 }), { ...scores(80), ...satOn('13') }, 'met'],
    ['a day later', ready({ days: 3 }), { ...scores(80), ...satOn('14') }, 'failed'],
    ['never ready', ready({ days: 3 }), { ...scores(79), ...satOn('13') }, 'failed'],
    ['a run prolonged opens afresh', twice, { ...scores(80, 80, 80), ...satOn('15') }, 'met'],
    ['a low score later does not close it', twice, { ...scores(80, 80, 10), ...satOn('14') }, 'met'],
    [
      'a mock that does not count does not break the run',
      twice,
      { mocks: [at('10', 80), at('11', 1, { valid: false }), at('12', 80)], ...satOn('15') },
      'met',
    ],
    ['48 hours, to the second', ready({ hours: 48 }), { ...scores(80), ...satOn('12', '2026-06-12T10:00') }, 'met'],
    ['48 hours and a second', ready({ hours: 48 }), { ...scores(80), ...satOn('12', '2026-06-12T10:00:01') }, 'failed'],
    ['hours without a start time', ready({ hours: 48 }), { ...scores(80), ...satOn('11') }, 'unknown'],
    ['hours, never ready, no start time', ready({ hours: 48 }), { ...scores(70), ...satOn('11') }, 'failed'],
    ['ready only on the exam day, order unknown', ready({ days: 3 }), { ...scores(80), ...satOn('10') }, 'unknown'],
    ['extended', ready({ days: 3 }), { ...scores(80), ...satOn('25'), waivers }, 'met'],
    ['after the extension', ready({ days: 3 }), { ...scores(80), ...satOn('26'), waivers }, 'failed'],
  ];
  for (const [name, asks, facts, expected] of rows) it(name, () => expect(asked(asks, facts, asOf)).to.equal(expected));

  it('counts hours in elapsed time over both clock changes', () => {
    const sat = (mock: string, startAt: string) =>
      asked(
        ready({ hours: 48 }),
        { mocks: [{ at: mock, score: 90 }], exams: [{ on: startAt.slice(0, 10), startAt, result: 'fail' }] },
        '2026-12-31',
      );
    expect(sat('2026-10-31T10:00', '2026-11-02T09:00')).to.equal('met');
    expect(sat('2026-10-31T10:00', '2026-11-02T09:00:01')).to.equal('failed');
    expect(sat('2026-03-07T10:00', '2026-03-09T11:00')).to.equal('met');
    expect(sat('2026-03-07T10:00', '2026-03-09T11:00:01')).to.equal('failed');
  });

  it('says until when a running window lasts, and the earliest of several', () => {
    const until = (requires: object, more: object = {}) =>
      verdictOf(guarantee(requires, more), scores(80), '2026-06-10T12:00').readyUntil;
    const inDays = { id: 'd', ...ready({ days: 3 }) };
    expect(until(inDays)).to.equal('2026-06-14T00:00:00-05:00');
    expect(until(inDays, { cutoff: '17:00' })).to.equal('2026-06-13T17:00:01-05:00');
    expect(until({ all: [inDays, { id: 'h', ...ready({ hours: 48 }) }] })).to.equal('2026-06-12T10:00:00-05:00');
    expect(until({ id: 'w', ...ready({ hours: 1 }) })).to.equal(undefined);
  });
});
