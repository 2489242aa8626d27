// Rules with a deadline: opt_in, course_complete, exam_taken, on_or_before. The last day counts; the next midnight does not.
import { expect } from 'chai';
import { asked, guarantee, short, verdictOf } from '../asking.ts';

const within7 = { rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 7 } } };
type Row = readonly [name: string, rule: object, facts: object, asOf: string, expected: string, more?: object];

describe('deadlines', () => {
  const rows: readonly Row[] = [
    ['open on the last day', within7, { enrolledOn: '2026-06-01' }, '2026-06-08', 'not_yet until 2026-06-09'],
    [
      'open in its last second',
      within7,
      { enrolledOn: '2026-06-01' },
      '2026-06-08T23:59:59',
      'not_yet until 2026-06-09',
    ],
    ['over at midnight', within7, { enrolledOn: '2026-06-01' }, '2026-06-09T00:00', 'failed'],
    ['done on the last day', within7, { enrolledOn: '2026-06-01', optInOn: '2026-06-08' }, '2026-07-01', 'met'],
    ['done a day late', within7, { enrolledOn: '2026-06-01', optInOn: '2026-06-09' }, '2026-07-01', 'failed'],
    ['done before the anchor', within7, { enrolledOn: '2026-06-01', optInOn: '2026-05-01' }, '2026-07-01', 'met'],
    ['anchor missing, nothing done', within7, {}, '2026-07-01', 'not_yet'],
    ['anchor missing, done', within7, { optInOn: '2026-05-01' }, '2026-07-01', 'unknown'],
    [
      'another fact',
      { ...within7, fact: 'formOn' },
      { enrolledOn: '2026-06-01', formOn: '2026-06-08' },
      '2026-07-01',
      'met',
    ],
    [
      'cut-off: open to the second',
      within7,
      { enrolledOn: '2026-06-01' },
      '2026-06-08T17:00:00',
      'not_yet until 2026-06-08T17:00:01-05:00',
      { cutoff: '17:00' },
    ],
    [
      'cut-off: a second later',
      within7,
      { enrolledOn: '2026-06-01' },
      '2026-06-08T17:00:01',
      'failed',
      { cutoff: '17:00' },
    ],
    [
      'cut-off: a plain date compares as a day',
      within7,
      { enrolledOn: '2026-06-01', optInOn: '2026-06-08' },
      '2026-06-08T20:00',
      'met',
      { cutoff: '17:00' },
    ],
    [
      'cut-off 23:59:59 ends with the day',
      within7,
      { enrolledOn: '2026-06-01' },
      '2026-06-08',
      'not_yet until 2026-06-09',
      { cutoff: '23:59:59' },
    ],
    [
      'a fact of tomorrow is none',
      within7,
      { enrolledOn: '2026-06-01', optInOn: '2026-06-05' },
      '2026-06-04',
      'not_yet until 2026-06-09',
    ],
    [
      'a fixed date',
      { rule: 'opt_in', window: { anchor: '2026-06-08', amount: { days: 0 } } },
      {},
      '2026-06-01',
      'not_yet until 2026-06-09',
    ],
  ];
  for (const [name, rule, facts, asOf, expected, more] of rows) {
    it(name, () => expect(asked(rule, facts, asOf, more)).to.equal(expected));
  }
});

describe('amounts of deadlines', () => {
  const rows: readonly [name: string, amount: object, from: string, firstDayTooLate: string, holidays?: string[]][] = [
    ['months clamp to the end of a short month', { months: 1 }, '2026-01-31', '2026-03-01'],
    ['months clamp to 29 February', { months: 1 }, '2028-01-31', '2028-03-01'],
    ['a month keeps the day, not the month end', { months: 1 }, '2026-02-28', '2026-03-29'],
    ['a year from 29 February ends on the 28th', { years: 1 }, '2028-02-29', '2029-03-01'],
    ['four years from 29 February', { years: 4 }, '2028-02-29', '2032-03-01'],
    ['1900 had no 29 February', { months: 1 }, '1900-01-31', '1900-03-01'],
    ['weeks', { weeks: 2 }, '2026-06-01', '2026-06-16'],
    ['business days over a weekend', { businessDays: 3 }, '2026-11-25', '2026-12-01'],
    ['business days over a holiday', { businessDays: 3 }, '2026-11-24', '2026-12-01', ['2026-11-26']],
    ['a business day from a Saturday', { businessDays: 1 }, '2026-11-28', '2026-12-01'],
    ['no business days from a Sunday: that day', { businessDays: 0 }, '2026-11-29', '2026-11-30'],
    ['business days backwards', { businessDays: -1 }, '2026-11-30', '2026-11-28'],
    ['days backwards', { days: -14 }, '2026-09-30', '2026-09-17'],
  ];
  for (const [name, amount, from, firstDayTooLate, holidays] of rows) {
    it(name, () => {
      const rule = { rule: 'opt_in', window: { anchor: from, amount } };
      const asOf = '1900-01-02';
      expect(asked(rule, {}, asOf, { holidays: holidays ?? [] })).to.equal(`not_yet until ${firstDayTooLate}`);
    });
  }
});

describe('pauses and extensions of deadlines', () => {
  const rule = {
    rule: 'course_complete',
    window: { anchor: 'enrolledOn', amount: { days: 10 } },
    pausable: { maxDays: 6 },
  };
  const pause = (from: string, to: string, status = 'approved') => ({ from, to, status });
  const lastDay = (pauses: object[], pausable: object | undefined = rule.pausable) =>
    asked({ ...rule, pausable }, { enrolledOn: '2026-06-01', pauses }, '2026-06-02').replace('not_yet until ', '');

  it('adds both ends of a pause', () => expect(lastDay([pause('2026-06-05', '2026-06-07')])).to.equal('2026-06-15'));
  it('does not add a pause that was only asked for', () =>
    expect(lastDay([pause('2026-06-05', '2026-06-07', 'requested')])).to.equal('2026-06-12'));
  it('counts a day once', () =>
    expect(lastDay([pause('2026-06-05', '2026-06-07'), pause('2026-06-06', '2026-06-08')])).to.equal('2026-06-16'));
  it('counts from the anchor day on', () =>
    expect(lastDay([pause('2026-05-20', '2026-06-02')])).to.equal('2026-06-14'));
  it('stops at the most days', () => expect(lastDay([pause('2026-06-03', '2026-06-20')])).to.equal('2026-06-18'));
  it('has no limit where none is written', () =>
    expect(lastDay([pause('2026-06-03', '2026-06-22')], {})).to.equal('2026-07-02'));
  it('adds a pause that begins on the deadline as moved so far', () =>
    expect(lastDay([pause('2026-06-05', '2026-06-06'), pause('2026-06-13', '2026-06-13')])).to.equal('2026-06-15'));
  it('leaves out one that begins after it', () =>
    expect(lastDay([pause('2026-06-05', '2026-06-06'), pause('2026-06-14', '2026-06-14')])).to.equal('2026-06-14'));
  it('knows an approved pause in advance', () =>
    expect(lastDay([pause('2026-06-11', '2026-06-11')])).to.equal('2026-06-13'));

  const waiver = (more: object) => ({ rule: 'it', grantedOn: '2026-06-01', ...more });
  const withWaivers = (...waivers: object[]) => asked(rule, { enrolledOn: '2026-06-01', waivers }, '2026-06-02');
  it('extends to the latest day granted', () =>
    expect(
      withWaivers(waiver({ action: 'extend', until: '2026-07-01' }), waiver({ action: 'extend', until: '2026-06-20' })),
    ).to.equal('not_yet until 2026-07-02'));
  it('never shortens', () =>
    expect(withWaivers(waiver({ action: 'extend', until: '2026-06-05' }))).to.equal('not_yet until 2026-06-12'));
  it('waives from the day granted', () => {
    expect(withWaivers(waiver({ action: 'waive' }))).to.equal('met');
    expect(withWaivers(waiver({ action: 'waive', grantedOn: '2026-06-03' }))).to.equal('not_yet until 2026-06-12');
  });
  it('changes nothing by a waiver of another rule', () =>
    expect(withWaivers({ ...waiver({ action: 'waive' }), rule: 'that' })).to.equal('not_yet until 2026-06-12'));
});

describe('exam_taken and on_or_before', () => {
  const exam = (on: string, resultReleasedOn?: string) => ({ on, result: 'fail', resultReleasedOn });
  const retake = { rule: 'exam_taken', attempt: 2, window: { anchor: 'result1', amount: { days: 10 } } };
  const early = { rule: 'on_or_before', fact: 'paidOn', anchor: 'exam1', amount: { days: -3 } };
  const rows: readonly Row[] = [
    [
      'counted from a result that is not out',
      retake,
      { exams: [exam('2026-06-01', '2026-06-20')] },
      '2026-06-10',
      'not_yet until 2026-07-01',
    ],
    [
      'a no-show is no attempt',
      { ...retake, attempt: 1 },
      { exams: [{ on: '2026-06-01', result: 'no_show' }] },
      '2026-06-10',
      'not_yet',
    ],
    ['done before an event that has not happened', early, { paidOn: '2026-06-01' }, '2026-06-10', 'met'],
    ['not done, event not happened', early, {}, '2026-06-10', 'not_yet'],
    ['three days before, exactly', early, { paidOn: '2026-05-29', exams: [exam('2026-06-01')] }, '2026-06-10', 'met'],
    ['two days before', early, { paidOn: '2026-05-30', exams: [exam('2026-06-01')] }, '2026-06-10', 'failed'],
    [
      'a course date that nobody stored',
      { rule: 'on_or_before', fact: 'paidOn', anchor: 'courseEnd' },
      { paidOn: '2026-06-01' },
      '2026-06-10',
      'unknown',
    ],
    [
      'a course date known in advance',
      { rule: 'on_or_before', fact: 'paidOn', anchor: 'courseEnd' },
      { courseEnd: '2026-08-01' },
      '2026-06-10',
      'not_yet until 2026-08-02',
    ],
  ];
  for (const [name, rule, facts, asOf, expected, more] of rows) {
    it(name, () => expect(asked(rule, facts, asOf, more)).to.equal(expected));
  }
});

describe('a deadline counted from a result that is not out', () => {
  it('goes to a person until it is out, then decides by itself', () => {
    const retake = { id: 'it', rule: 'exam_taken', attempt: 2, window: { anchor: 'result1', amount: { days: 10 } } };
    const second = { on: '2026-06-05', result: 'pending' };
    const facts = { exams: [{ on: '2026-06-01', result: 'fail', resultReleasedOn: '2026-06-20' }, second] };
    expect(short(verdictOf(guarantee(retake), facts, '2026-06-10'))).to.equal(
      'needs_review it until 2026-06-20: eligible all_met',
    );
  });
});

describe('days in zones', () => {
  const openUntil = (timeZone: string, day: string) => {
    const rule = { id: 'it', rule: 'opt_in', window: { anchor: day, amount: { days: 0 } } };
    const { changesOn } = verdictOf(guarantee(rule, { timeZone, cutoff: '23:30' }), {}, `${day}T00:30`);
    return changesOn;
  };
  const rows: readonly [name: string, zone: string, day: string, expected: string][] = [
    ['spring forward in Chicago', 'America/Chicago', '2026-03-08', '2026-03-08T23:30:01-05:00'],
    ['fall back in Chicago', 'America/Chicago', '2026-11-01', '2026-11-01T23:30:01-06:00'],
    ['half-hour zone', 'Asia/Kolkata', '2026-11-01', '2026-11-01T23:30:01+05:30'],
    ['quarter-hour zone', 'Asia/Kathmandu', '2026-11-01', '2026-11-01T23:30:01+05:45'],
    ['half-hour clock change', 'Australia/Lord_Howe', '2026-10-04', '2026-10-04T23:30:01+11:00'],
    ['a cut-off that occurs twice means the first', 'America/Sao_Paulo', '2018-02-17', '2018-02-17T23:30:01-02:00'],
    // Toronto's clocks went from 23:30 to 00:30 that night.
    ['a cut-off that is skipped moves on by the gap', 'America/Toronto', '1919-03-30', '1919-03-31T00:30:01-04:00'],
  ];
  for (const [name, zone, day, expected] of rows) it(name, () => expect(openUntil(zone, day)).to.equal(expected));

  it('still announces a cut-off that the night skipped once the day itself is over', () => {
    const rule = { id: 'it', rule: 'opt_in', window: { anchor: '1919-03-30', amount: { days: 0 } } };
    const policy = guarantee(rule, { timeZone: 'America/Toronto', cutoff: '23:59:59' });
    const { verdict, changesOn } = verdictOf(policy, {}, '1919-03-31T00:45');
    expect([verdict, changesOn]).to.deep.equal(['on_track', '1919-03-31T01:00:00-04:00']);
  });

  it('begins a day at the end of the gap where midnight is skipped', () => {
    const rule = { id: 'it', rule: 'opt_in', window: { anchor: '2026-03-07', amount: { days: 0 } } };
    const policy = guarantee(rule, { timeZone: 'America/Havana' });
    expect(verdictOf(policy, {}, '2026-03-07').changesOn).to.equal('2026-03-08');
    expect(verdictOf(policy, {}, '2026-03-08T04:59:59Z').verdict).to.equal('on_track');
    expect(verdictOf(policy, {}, '2026-03-08T05:00:00Z').verdict).to.equal('ineligible');
  });

  it('moves a local time that is skipped on by the gap', () => {
    const rule = { id: 'it', rule: 'exam_after_readiness', minScore: 80, within: { hours: 1 } };
    const facts = { mocks: [{ at: '2026-03-08T02:30', score: 90 }] };
    expect(verdictOf(guarantee(rule), facts, '2026-03-08T03:45').readyUntil).to.equal('2026-03-08T04:30:00-05:00');
  });

  it('has no such day as the one that Samoa skipped', () => {
    const rule = { id: 'it', rule: 'opt_in', window: { anchor: '2011-12-29', amount: { days: 0 } } };
    const policy = guarantee(rule, { timeZone: 'Pacific/Apia' });
    expect(verdictOf(policy, {}, '2011-12-30T09:59:59Z').verdict).to.equal('on_track');
    expect(verdictOf(policy, {}, '2011-12-30T10:00:00Z').verdict).to.equal('ineligible');
  });
});
