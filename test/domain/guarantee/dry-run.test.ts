// Dry runs: what sitting on some day would mean, and which days keep the guarantee.
import { expect } from 'chai';
import fc from 'fast-check';
import { type Day, dayText, readDay } from '../../../src/domain/day.ts';
import { type DayStretch, type Supposed, safeDays, whatIf } from '../../../src/domain/guarantee/dry-run.ts';
import { evaluate, readFacts } from '../../../src/domain/guarantee/evaluate.ts';
import { readPolicy } from '../../../src/domain/guarantee/judge.ts';
import type { Read } from '../../../src/domain/guarantee/reading.ts';
import { findZone, instantOfLocal, startOfDay } from '../../../src/domain/zone.ts';

type RawFacts = Readonly<Record<string, unknown>>;

const NOON = 43_200_000;
const day = (text: string): Day => readDay(text)!;

function orThrow<T>(read: Read<T>): T {
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

function caseOf(rawPolicy: unknown, rawFacts: RawFacts, asOf: string, zone = 'America/New_York') {
  const policy = orThrow(readPolicy(rawPolicy));
  const facts = orThrow(readFacts(rawFacts, policy));
  return { policy, facts, asOf: instantOfLocal(day(asOf), NOON, findZone(zone)!) };
}

function suppose(given: ReturnType<typeof caseOf>, examOn: string, more: Omit<Supposed, 'examOn'> = {}) {
  const { outcome, verdict, lost } = whatIf(given.policy, given.facts, given.asOf, { examOn: day(examOn), ...more });
  return { outcome, reason: verdict.reason, lost: lost.map(({ id }) => id) };
}

function stretches(given: ReturnType<typeof caseOf>, from: string, to: string): string[] {
  const found = safeDays(given.policy, given.facts, given.asOf, { from: day(from), to: day(to) });
  return found.map(
    (each: DayStretch) => `${dayText(each.from)} to ${dayText(each.to)}: ${each.outcome}, ${each.reason}`,
  );
}

const lookBack = {
  enrolledOn: '2024-06-01',
  plan: 'individual',
  examReportedOn: '2024-09-01',
  progress: [{ on: '2024-09-20', pct: 100 }],
  mocks: [{ at: '2024-09-15T10:00:00-05:00', score: 85 }],
};
const ready = {
  completedOn: '2026-11-10',
  accessEndsOn: '2027-05-31',
  mocks: [
    { at: '2026-11-23T20:00:00-05:00', score: 82 },
    { at: '2026-11-24T20:00:00-05:00', score: 85 },
  ],
};

describe('what if I sit on ...', () => {
  const mocksRunOff = caseOf('A9-lookback-versions', lookBack, '2024-11-10', 'America/Chicago');

  it('keeps everything on the last day that every look-back still reaches', () => {
    expect(suppose(mocksRunOff, '2024-11-14')).to.deep.equal({ outcome: 'kept', reason: 'exam_fail', lost: [] });
  });

  it('names the condition that a later day drops', () => {
    expect(suppose(mocksRunOff, '2024-11-15')).to.deep.equal({
      outcome: 'lost',
      reason: 'practice80_60d',
      lost: ['practice80_60d'],
    });
  });

  it('names both conditions where a still later day drops two', () => {
    expect(suppose(mocksRunOff, '2024-11-20').lost).to.deep.equal(['content100_60d', 'practice80_60d']);
  });

  it('says what a failed sitting would bring', () => {
    const { verdict } = whatIf(mocksRunOff.policy, mocksRunOff.facts, mocksRunOff.asOf, {
      examOn: day('2024-11-14'),
      result: 'fail',
    });
    expect([verdict.verdict, dayText(verdict.claimBy!)]).to.deep.equal(['eligible', '2024-12-14']);
  });

  it('does not know about hours before it is told when the exam begins', () => {
    const hours = caseOf('A4H-readiness-hours', ready, '2026-11-25');
    expect(suppose(hours, '2026-11-26').outcome).to.equal('unclear');
    expect(stretches(hours, '2026-11-26', '2026-11-27')).to.deep.equal([
      '2026-11-26 to 2026-11-27: unclear, exam_in_48h',
    ]);
    const at = (time: string) => ({ startAt: Date.parse(`2026-11-26T${time}-05:00`) });
    expect(suppose(hours, '2026-11-26', at('20:00:00')).outcome).to.equal('kept');
    expect(suppose(hours, '2026-11-26', at('20:00:01')).outcome).to.equal('lost');
  });

  it('leaves planned classes planned, and what is still to be recorded out', () => {
    const facts = {
      enrolledOn: '2026-06-15',
      optInOn: '2026-06-18',
      discounted: false,
      sessions: [
        { on: '2026-07-01', min: 120, present: 120 },
        { on: '2026-08-05', min: 120, present: null },
      ],
      coursework: { done: 40, total: 40, grade: 91 },
      completedOn: '2026-08-20',
    };
    const early = caseOf('A1-coder-timeframe', facts, '2026-07-10', 'America/Chicago');
    expect(suppose(early, '2026-09-01')).to.deep.equal({ outcome: 'kept', reason: 'attendance', lost: [] });
  });

  it('asks one section about its own exam', () => {
    const perSection = {
      timeZone: 'UTC',
      requires: {
        id: 'sections',
        perSection: {
          id: 'in_time',
          rule: 'exam_taken',
          window: { anchor: 'purchasedOn', amount: { days: 30 } },
        },
      },
      remedies: [{ type: 'refund' }],
    };
    const sections = [
      { name: 'AUD', purchasedOn: '2026-01-10' },
      { name: 'FAR', purchasedOn: '2026-02-10' },
    ];
    const given = caseOf(perSection, { sections }, '2026-02-01', 'UTC');
    expect(suppose(given, '2026-02-09', { part: 'AUD' }).outcome).to.equal('kept');
    expect(suppose(given, '2026-02-10', { part: 'AUD' })).to.deep.include({ outcome: 'lost' });
  });
});

describe('which days keep the guarantee', () => {
  it('three business days after the second mock, over Thanksgiving', () => {
    const given = caseOf('A4-readiness-business-days', ready, '2026-11-25');
    expect(stretches(given, '2026-11-25', '2026-12-03')).to.deep.equal([
      '2026-11-25 to 2026-11-30: kept, exam_fail',
      '2026-12-01 to 2026-12-03: lost, exam_in_window',
    ]);
  });

  it('of a ladder: through the last day after the class', () => {
    const rounds = [{ classStart: '2026-08-03', classEnd: '2026-08-06', attendedAll: true, exams: [] }];
    expect(stretches(caseOf('A2-ladder', { rounds }, '2026-08-10'), '2026-08-10', '2026-09-10')).to.deep.equal([
      '2026-08-10 to 2026-09-06: kept, result_1',
      '2026-09-07 to 2026-09-10: lost, exam_1',
    ]);
  });

  it('of a voucher: from the end of its wait through its last usable day', () => {
    const facts = {
      entitlement: { issuedOn: '2026-08-15' },
      attempts: [{ on: '2026-08-01', result: 'fail' }],
      examRetiresOn: '2026-09-20',
    };
    const given = caseOf('A10-entitlement', facts, '2026-08-20', 'America/Chicago');
    expect(stretches(given, '2026-08-20', '2026-09-25')).to.deep.equal([
      '2026-08-20 to 2026-08-31: lost, waiting_period',
      '2026-09-01 to 2026-09-20: kept, booked',
      '2026-09-21 to 2026-09-25: lost, exam_retired',
    ]);
  });

  it('of a voucher not issued yet: none before it is', () => {
    const given = caseOf(
      'A10-entitlement',
      { entitlement: { issuedOn: '2026-08-15' } },
      '2026-08-10',
      'America/Chicago',
    );
    expect(stretches(given, '2026-08-10', '2026-08-16')).to.deep.equal([
      '2026-08-10 to 2026-08-14: lost, not_issued',
      '2026-08-15 to 2026-08-16: kept, booked',
    ]);
  });

  it('none, once the exam is passed', () => {
    const passed = { ...ready, exams: [{ on: '2026-11-25', result: 'pass' }] };
    const given = caseOf('A4-readiness-business-days', passed, '2026-11-26');
    expect(stretches(given, '2026-11-26', '2026-12-01')).to.deep.equal(['2026-11-26 to 2026-12-01: closed, passed']);
  });

  it('agrees, day by day, with the evaluator on facts that hold the exam', () => {
    const zone = findZone('America/Chicago')!;
    const dates = fc.integer({ min: 0, max: 100 }).map((days) => dayText(day('2024-08-01') + days));
    const facts = fc.record({
      enrolledOn: fc.constantFrom('2024-06-01', '2025-04-01'),
      plan: fc.constant('individual'),
      examReportedOn: dates,
      progress: fc.array(fc.record({ on: dates, pct: fc.constantFrom(90, 100) }), { maxLength: 3 }),
      mocks: fc.array(fc.record({ at: dates, score: fc.constantFrom(79, 80) }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(facts, (rawFacts) => {
        const given = caseOf('A9-lookback-versions', rawFacts, '2024-11-10', 'America/Chicago');
        const range = { from: day('2024-11-10'), to: day('2024-12-10') };
        const found = safeDays(given.policy, given.facts, given.asOf, range);
        expect([found[0]!.from, found.at(-1)!.to]).to.deep.equal([range.from, range.to]);
        for (let examOn = range.from; examOn <= range.to; examOn += 1) {
          const exams = [{ on: dayText(examOn), result: 'pending' }];
          const facts = orThrow(readFacts({ ...rawFacts, exams }, given.policy));
          const { reason } = evaluate(given.policy, facts, startOfDay(examOn + 1, zone) - 1);
          const stretch = found.find(({ from, to }) => from <= examOn && examOn <= to)!;
          expect(stretch.reason, dayText(examOn)).to.equal(reason);
        }
      }),
      { numRuns: 20 },
    );
  }).timeout(20_000);

  it('answers for a year in less than 100 ms of computing, for a student who has done everything', () => {
    const sessions = Array.from({ length: 40 }, (_, week) => ({
      on: dayText(day('2026-01-05') + week * 7),
      present: 60,
    }));
    const facts = {
      enrolledOn: '2026-01-02',
      optInOn: '2026-01-03',
      discounted: false,
      sessions,
      completedOn: '2026-06-01',
      coursework: { done: 40, total: 40, grade: 91 },
    };
    const given = caseOf('A1-coder-timeframe', facts, '2026-06-02', 'America/Chicago');
    const year = () => {
      const begun = process.cpuUsage();
      safeDays(given.policy, given.facts, given.asOf, { from: day('2026-06-02'), to: day('2027-06-01') });
      return process.cpuUsage(begun).user / 1000;
    };
    year();
    expect(Math.min(year(), year(), year())).to.be.lessThan(100);
  }).timeout(10_000);

  it('refuses to look through more than ten years', () => {
    const given = caseOf('A2-ladder', {}, '2026-08-10');
    const range = { from: day('2026-01-01'), to: day('2036-12-31') };
    expect(() => safeDays(given.policy, given.facts, given.asOf, range)).to.throw(RangeError);
  });
});
