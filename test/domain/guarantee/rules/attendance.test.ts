// Attendance: what is present, what is missed, and which makeups cure it until when.
import { expect } from 'chai';
import { asked } from '../asking.ts';

type Row = readonly [name: string, rule: object, sessions: readonly object[], expected: string];
const asOf = '2026-06-10';
const rule = (more: object) => ({ rule: 'attendance', require: { all: true }, ...more });
const on = (day: number, present: number | null, more: object = {}) => ({
  on: `2026-06-${String(day).padStart(2, '0')}`,
  min: 60,
  present,
  ...more,
});
const made = (day: number, mode?: string) => ({ makeup: { on: `2026-06-${String(day).padStart(2, '0')}`, mode } });
const weekly = { within: { days: 7 } };

describe('attendance', () => {
  const rows: readonly Row[] = [
    ['nothing stored', rule({}), [], 'unknown'],
    ['all there', rule({}), [on(1, 60), on(2, 60)], 'met'],
    ['one missed, no cure', rule({}), [on(1, 60), on(2, 0)], 'failed'],
    ['one planned', rule({}), [on(1, 60), on(20, null)], 'not_yet'],
    ['today, not recorded: planned', rule({}), [on(10, null)], 'not_yet'],
    ['today, missed', rule({}), [on(10, 0)], 'failed'],
    ['yesterday, not recorded', rule({}), [on(9, null)], 'unknown'],
    ['not recorded, but one missed decides', rule({}), [on(8, 0), on(9, null)], 'failed'],
    ['planned and not recorded', rule({}), [on(9, null), on(20, null)], 'unknown'],
    [
      'not recorded does not matter within what may be missed',
      rule({ require: { missMax: 1 } }),
      [on(8, 60), on(9, null)],
      'met',
    ],
    ['exactly 90 % of the minutes', rule({ minPresencePct: 90 }), [on(1, 54)], 'met'],
    ['a minute less', rule({ minPresencePct: 90 }), [on(1, 53)], 'failed'],
    ['29 of 100 minutes are 29 %', rule({ minPresencePct: 29 }), [on(1, 29, { min: 100 })], 'met'],
    ['late is missed', rule({}), [on(1, 60, { late: true })], 'failed'],
    ['an hour if nothing is said', rule({}), [{ on: '2026-06-01', present: 60 }], 'met'],
    ['75 %: one of four missed', rule({ require: { pct: 75 } }), [on(1, 0), on(2, 60), on(3, 60), on(4, 60)], 'met'],
    ['75 %: two of four', rule({ require: { pct: 75 } }), [on(1, 0), on(2, 0), on(3, 60), on(20, null)], 'failed'],
    ['75 %: still open', rule({ require: { pct: 75 } }), [on(1, 0), on(2, 60), on(3, 60), on(20, null)], 'not_yet'],
    ['minutes: as many as allowed', rule({ require: { maxAbsentMinutes: 60 } }), [on(1, 30), on(2, 30)], 'met'],
    ['minutes: one more', rule({ require: { maxAbsentMinutes: 60 } }), [on(1, 30), on(2, 29)], 'failed'],
    [
      'minutes: a planned session at stake',
      rule({ require: { maxAbsentMinutes: 60 } }),
      [on(1, 59), on(20, null)],
      'not_yet',
    ],
    [
      'minutes: longer than the session is not negative',
      rule({ require: { maxAbsentMinutes: 10 } }),
      [on(1, 90), on(2, 49)],
      'failed',
    ],
    [
      'excused counts as present',
      rule({ excused: 'countsAsPresent' }),
      [on(1, 0, { excused: true }), on(20, null, { excused: true })],
      'met',
    ],
    ['excused is left out', rule({ excused: 'removed' }), [on(1, 0, { excused: true }), on(2, 60)], 'met'],
    ['excused alone cures nothing', rule({}), [on(1, 0, { excused: true })], 'failed'],
    ['made up on the last day', rule({ makeup: weekly }), [on(1, 0, made(8))], 'met'],
    ['made up a day late', rule({ makeup: weekly }), [on(1, 0, made(9))], 'failed'],
    ['still to be made up', rule({ makeup: weekly }), [on(5, 0)], 'not_yet until 2026-06-13'],
    ['made up tomorrow is not yet made up', rule({ makeup: weekly }), [on(5, 0, made(11))], 'not_yet until 2026-06-13'],
    [
      'in the wrong mode, time left',
      rule({ makeup: { ...weekly, modes: ['recording'] } }),
      [on(5, 0, made(6, 'other'))],
      'not_yet until 2026-06-13',
    ],
    [
      'in no mode where one is asked',
      rule({ makeup: { ...weekly, modes: ['recording'] } }),
      [on(1, 0, made(2))],
      'failed',
    ],
    ['any makeup at any time', rule({ makeup: {} }), [on(1, 0)], 'not_yet'],
    ['any makeup at any time, done', rule({ makeup: {} }), [on(1, 0, made(10, 'chat'))], 'met'],
    [
      'excused has longer',
      rule({ makeup: { ...weekly, excusedWithin: { days: 14 } } }),
      [on(1, 0, { excused: true })],
      'not_yet until 2026-06-16',
    ],
    [
      'excused without its own span has the common one',
      rule({ makeup: weekly }),
      [on(1, 0, { excused: true })],
      'failed',
    ],
    ['two done, two allowed', rule({ makeup: { max: 2 } }), [on(1, 0, made(2)), on(2, 0, made(3))], 'met'],
    [
      'three done, two allowed',
      rule({ makeup: { max: 2 } }),
      [on(1, 0, made(2)), on(2, 0, made(3)), on(3, 0, made(4))],
      'failed',
    ],
    [
      'excused does not use one up',
      rule({ makeup: { max: 1, excusedDoesNotCount: true } }),
      [on(1, 0, { excused: true, ...made(2) }), on(2, 0, made(3))],
      'met',
    ],
    [
      'one left, two open: more than can be cured',
      rule({ makeup: { ...weekly, max: 1 } }),
      [on(5, 0), on(6, 0)],
      'failed',
    ],
    [
      'one left, two open, one may be missed',
      rule({ require: { missMax: 1 }, makeup: { ...weekly, max: 1 } }),
      [on(5, 0), on(6, 0)],
      'not_yet until 2026-06-14',
    ],
    [
      'two deadlines, both needed: the first ends it',
      rule({ makeup: weekly }),
      [on(5, 0), on(7, 0)],
      'not_yet until 2026-06-13',
    ],
  ];
  for (const [name, asks, sessions, expected] of rows) {
    it(name, () => expect(asked(asks, { sessions }, asOf)).to.equal(expected));
  }

  it('reads another list', () => {
    const facts = { sessions: [on(1, 0)], workshops: [on(1, 60)] };
    expect(asked(rule({ sessions: 'workshops' }), facts, asOf)).to.equal('met');
  });

  it('extends every makeup deadline', () => {
    const waivers = [{ rule: 'it', action: 'extend', until: '2026-06-30', grantedOn: '2026-06-09' }];
    const facts = { sessions: [on(1, 0), on(5, 0, made(10))], waivers };
    expect(asked(rule({ makeup: weekly }), facts, asOf)).to.equal('not_yet until 2026-07-01');
  });

  it('ends a makeup deadline at the cut-off', () => {
    expect(asked(rule({ makeup: weekly }), { sessions: [on(5, 0)] }, asOf, { cutoff: '17:00' })).to.equal(
      'not_yet until 2026-06-12T17:00:01-05:00',
    );
  });
});
