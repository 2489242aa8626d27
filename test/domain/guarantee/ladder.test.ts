// Ladders: class, exam, repeat, refund; the first line that applies decides.
import { expect } from 'chai';
import { short, verdictOf } from './asking.ts';

const policy = 'A2-ladder';
type Row = readonly [name: string, facts: object, asOf: string, expected: string];
const fail = (on: string, resultReleasedOn?: string) => ({ on, result: 'fail', resultReleasedOn });
const round = (classStart: string, classEnd: string, exams: object[], attendedAll: boolean | null = true) => ({
  classStart,
  classEnd,
  attendedAll,
  exams,
});
const first = (exams: object[], attendedAll: boolean | null = true) =>
  round('2026-01-05', '2026-01-08', exams, attendedAll);
const second = (exams: object[]) => round('2026-04-06', '2026-04-09', exams);
const waive = (rule: string) => ({ rule, action: 'waive', grantedOn: '2026-01-01' });
const extend = (rule: string, until: string) => ({ rule, action: 'extend', until, grantedOn: '2026-01-01' });
const thrice = [
  first([fail('2026-02-01')]),
  second([fail('2026-05-01')]),
  round('2026-09-07', '2026-09-10', [fail('2026-10-10')]),
];

describe('ladder', () => {
  const rows: readonly Row[] = [
    ['no round yet', {}, '2026-01-01', 'on_track class_1'],
    ['class still to come', { rounds: [first([])] }, '2026-01-07', 'on_track class_1'],
    ['class ends today, not recorded', { rounds: [first([], null)] }, '2026-01-08', 'on_track class_1'],
    ['class over, not recorded', { rounds: [first([], null)] }, '2026-01-09', 'needs_review attendance_1'],
    ['class over, not attended', { rounds: [first([], false)] }, '2026-01-09', 'ineligible attendance_1'],
    [
      'not attended, waived',
      { rounds: [first([], false)], waivers: [waive('attendance_1')] },
      '2026-01-09',
      'on_track exam_1 until 2026-02-09: ineligible exam_1',
    ],
    ['exam window over', { rounds: [first([])] }, '2026-02-09', 'ineligible exam_1'],
    [
      'exam window extended',
      { rounds: [first([])], waivers: [extend('exam_1', '2026-03-01')] },
      '2026-02-09',
      'on_track exam_1 until 2026-03-02: ineligible exam_1',
    ],
    ['exam window waived', { rounds: [first([])], waivers: [waive('exam_1')] }, '2026-09-09', 'on_track exam_1'],
    ['exam sat too late', { rounds: [first([fail('2026-02-09')])] }, '2026-02-10', 'ineligible exam_1'],
    [
      'result not out',
      { rounds: [first([fail('2026-02-01', '2026-02-20')])] },
      '2026-02-10',
      'on_track result_1 until 2026-02-20: eligible reattend_1',
    ],
    [
      'pass not out',
      { rounds: [first([{ ...fail('2026-02-01', '2026-02-20'), result: 'pass' }])] },
      '2026-02-10',
      'on_track result_1 until 2026-02-20: not_applicable passed',
    ],
    [
      'a no-show is no attempt',
      { rounds: [first([{ on: '2026-02-01', result: 'no_show' }])] },
      '2026-02-02',
      'on_track exam_1 until 2026-02-09: ineligible exam_1',
    ],
    [
      'may repeat',
      { rounds: [first([fail('2026-02-01')])] },
      '2026-02-02',
      'eligible reattend_1 until 2026-08-02: ineligible reattendance_expired',
    ],
    [
      'may repeat without end',
      { rounds: [first([fail('2026-02-01')])], waivers: [waive('reattend_1')] },
      '2029-02-02',
      'eligible reattend_1',
    ],
    [
      'repeat began a day late',
      { rounds: [first([fail('2026-02-01')]), round('2026-08-02', '2026-08-05', [])] },
      '2026-08-10',
      'ineligible reattendance_expired',
    ],
    ['repeat planned', { rounds: [second([]), first([fail('2026-02-01')])] }, '2026-03-01', 'on_track class_2'],
    [
      'passed in the second round',
      { rounds: [first([fail('2026-02-01')]), second([{ on: '2026-05-01', result: 'pass' }])] },
      '2026-06-01',
      'not_applicable passed',
    ],
    [
      'third fail, claim in the last second',
      { rounds: thrice, claim: { receivedAt: '2026-11-09T23:59:59' } },
      '2026-12-01',
      'approve all_met',
    ],
    [
      'third fail, claim at midnight',
      { rounds: thrice, claim: { receivedAt: '2026-11-10T00:00' } },
      '2026-12-01',
      'ineligible claim_window',
    ],
    [
      'third fail, window extended',
      { rounds: thrice, waivers: [extend('claim_window', '2026-11-30')] },
      '2026-11-15',
      'eligible all_met until 2026-12-01: ineligible claim_window',
    ],
  ];
  for (const [name, facts, asOf, expected] of rows)
    it(name, () => expect(short(verdictOf(policy, facts, asOf))).to.equal(expected));

  it('always says its stage', () => {
    expect(verdictOf(policy, {}, '2026-01-01').stage).to.equal(1);
    expect(verdictOf(policy, { rounds: [first([fail('2026-02-01')]), second([])] }, '2026-05-01').stage).to.equal(2);
    expect(verdictOf(policy, { rounds: thrice }, '2026-10-11').stage).to.equal(3);
  });

  it('passes over a result still out to the round after it', () => {
    const rounds = [first([fail('2026-02-01', '2026-06-01')]), second([fail('2026-05-01', '2026-06-20')])];
    expect(short(verdictOf(policy, { rounds }, '2026-05-02'))).to.equal(
      'on_track result_1 until 2026-06-20: eligible reattend_2',
    );
  });
});
