// Where an entitlement stands: the guarantee's evaluator on the ledger's facts, at each boundary.

import { expect } from 'chai';
import { dayText } from '../../../src/domain/day.ts';
import type { Circumstances } from '../../../src/domain/retakes/circumstances.ts';
import type { Booking, Entitlement } from '../../../src/domain/retakes/entitlement.ts';
import { daysOf, infeasibleWords } from '../../../src/domain/retakes/feasibility.ts';
import { mayStillCancel, standingOf } from '../../../src/domain/retakes/standing.ts';
import { remedyTaken } from '../../../src/domain/retakes/taken.ts';
import { conditionsOf, standingWords } from '../../../src/domain/retakes/words.ts';
import { anEntitlement, day, hour, now, terms } from './an-entitlement.ts';

const none: Circumstances = { failedOn: [], examRetiresOn: null };
const failed = (...failedOn: string[]): Circumstances => ({ failedOn, examRetiresOn: null });
/** Midnight in Chicago at the end of the last day. */
const end = Date.UTC(2027, 8, 24, 5);
const booked = (startAt: number): Entitlement => {
  const booking: Booking = { ref: 'b', startAt, place: '', cancelledAt: null, outcome: null };
  return { ...anEntitlement(), booking, balance: { free: 0, held: 1, used: 0, ended: 0 } };
};
const at = (of: Entitlement, when: number, circumstances = none) => {
  const { state, reason } = standingOf(of, circumstances, when);
  return `${state}/${reason}`;
};

describe('an entitlement’s standing', () => {
  const cases: readonly [string, Entitlement, number, Circumstances, string][] = [
    ['just granted', anEntitlement(), now, none, 'available/ok'],
    ['in the last moment of its last day', anEntitlement(), end - 1, none, 'available/ok'],
    ['a moment later', anEntitlement(), end, none, 'expired/expired'],
    [
      'with a cutoff, a second past it',
      anEntitlement({ terms: terms({ cutoff: '17:00' }) }),
      Date.UTC(2027, 8, 23, 22, 0, 1),
      none,
      'expired/expired',
    ],
    [
      'without a last day, in a century',
      anEntitlement({ expiresOn: null }),
      Date.UTC(2126, 0, 1),
      none,
      'available/ok',
    ],
    [
      'during the wait after a fail',
      anEntitlement({ terms: terms({ waits: [30] }) }),
      now,
      failed('2026-11-20'),
      'blocked/waiting_period',
    ],
    [
      'on the first day after it',
      anEntitlement({ terms: terms({ waits: [30] }) }),
      Date.UTC(2026, 11, 21, 6),
      failed('2026-11-20'),
      'available/ok',
    ],
    [
      'of extra mock exams, which no exam body makes wait',
      anEntitlement({ kind: 'extra_mocks', terms: terms({ waits: [30] }) }),
      now,
      failed('2026-11-20'),
      'available/ok',
    ],
    [
      'of a class to repeat, which need not wait either',
      anEntitlement({ kind: 'free_reattendance', terms: terms({ waits: [30] }) }),
      now,
      failed('2026-11-20'),
      'available/ok',
    ],
    [
      'with waits past its last day',
      anEntitlement({ expiresOn: '2026-12-10', terms: terms({ waits: [30] }) }),
      now,
      failed('2026-11-20'),
      'infeasible/wait_past_expiry',
    ],
    [
      'of an exam that has retired',
      anEntitlement(),
      now + 9 * day,
      { failedOn: [], examRetiresOn: '2026-11-30' },
      'void/exam_retired',
    ],
    [
      'of hours, whatever exam retires',
      anEntitlement({ kind: 'tutoring_hours' }, 4),
      now + 9 * day,
      { failedOn: [], examRetiresOn: '2026-11-30' },
      'available/ok',
    ],
    ['booked', booked(now + 9 * day), now, none, 'reserved/booked'],
    ['when the booked exam begins', booked(now + 9 * day), now + 9 * day, none, 'consumed/used'],
    ['booked for after its last day', booked(end + hour), now, none, 'needs_review/booked_after_expiry'],
    ['of a choice', anEntitlement({ kind: 'choice' }), now, none, 'available/choose'],
    ['of a refund', anEntitlement({ kind: 'tuition_refund', expiresOn: null }), now, none, 'available/to_pay'],
    [
      'of a refund that a second person must agree to',
      anEntitlement({ kind: 'tuition_refund', approval: { isNeeded: true, by: null, byName: '', at: null } }),
      now,
      none,
      'available/to_approve',
    ],
  ];
  for (const [name, of, when, circumstances, expected] of cases)
    it(`${name}: ${expected}`, () => expect(at(of, when, circumstances)).to.equal(expected));

  it('tells when time alone changes it', () => {
    expect(standingOf(anEntitlement(), none, now).change).to.deep.equal({ at: end, to: 'expired' });
    expect(standingOf(booked(now + day), none, now).change).to.deep.equal({ at: now + day, to: 'consumed' });
    expect(standingOf(anEntitlement({ expiresOn: null }), none, now)).to.include({
      lastUsableDay: null,
      lastDay: null,
    });
  });

  it('is canceled in time up to the last moment of the notice, and never once it has begun', () => {
    const of = booked(now + 24 * hour);
    expect(mayStillCancel(of, of.booking!, now)).to.equal(true);
    expect(mayStillCancel(of, of.booking!, now + 1)).to.equal(false);
    const free = { ...of, terms: terms({ cancelNoticeHours: 0 }) };
    expect(mayStillCancel(free, of.booking!, now + 24 * hour - 1)).to.equal(true);
    expect(mayStillCancel(free, of.booking!, now + 24 * hour)).to.equal(false);
  });
});

describe('an entitlement’s days', () => {
  it('are counted in the zone of its terms', () => {
    const late = Date.UTC(2026, 10, 24, 5, 30);
    expect(daysOf(terms({ validFor: { months: 10 } }), null, late)).to.deep.equal({
      issuedOn: '2026-11-23',
      expiresOn: '2027-09-23',
    });
    expect(daysOf(terms({ validFor: { days: 7 } }), '2027-01-01', late).expiresOn).to.equal('2027-01-01');
    expect(daysOf(terms(), null, late).expiresOn).to.equal(null);
    const overChristmas = terms({ validFor: { businessDays: 2 }, holidays: ['2026-11-24'] });
    expect(daysOf(overChristmas, null, late).expiresOn).to.equal('2026-11-26');
  });

  it('are said to be of no use, with what would make them so', () => {
    const waiting = anEntitlement({ expiresOn: '2026-12-20', terms: terms({ waits: [30] }) });
    expect(infeasibleWords(waiting, failed('2026-11-20'), now)).to.contain(
      'A last day of Mon 21 Dec 2026 or later makes it usable.',
    );
    expect(infeasibleWords({ ...waiting, expiresOn: '2026-12-21' }, failed('2026-11-20'), now)).to.equal('');
    const retiring: Circumstances = { failedOn: ['2026-11-20'], examRetiresOn: '2026-12-01' };
    expect(infeasibleWords({ ...waiting, expiresOn: '2027-12-31' }, retiring, now)).to.contain(
      'Grant it for the exam that takes its place.',
    );
    expect(infeasibleWords(anEntitlement({ expiresOn: '2026-11-22' }), none, now)).to.contain('over already');
    expect(infeasibleWords(anEntitlement(), none, now)).to.equal('');
  });
});

describe('an entitlement in words', () => {
  it('says what to do next, never only that something is wrong', () => {
    const of = anEntitlement({ expiresOn: '2026-12-10', terms: terms({ waits: [30] }) });
    const words = standingWords(of, standingOf(of, failed('2026-11-20'), now));
    expect(words.student).to.contain('Ask staff for a later last day.');
    expect(words.staff).to.contain('Extend it to Mon 21 Dec 2026 or later.');
  });

  it('names the conditions of a seat, and none of them for hours', () => {
    const strict = terms({ waits: [30, 60, 90], maxIn12Months: 4, conditions: ['Bring an ID.'] });
    expect(conditionsOf({ kind: 'retake_voucher', terms: strict })).to.deep.equal([
      'Cancel at least 24 hours before the start, or it is used up. Not coming uses it up too.',
      'After the 1st fail within 12 months wait 30 full days before you sit again, after the 2nd 60 days, after any later one 90 days.',
      'At most 4 sittings within 12 months.',
      'The last day is the last one to sit, not to book. It is in your name only.',
      'Bring an ID.',
    ]);
    expect(conditionsOf({ kind: 'tutoring_hours', terms: strict })).to.deep.equal(['Bring an ID.']);
  });
});

describe('remedies taken', () => {
  const taken = (differing: Parameters<typeof anEntitlement>[0]) => remedyTaken(anEntitlement(differing));

  it('count from the day of the grant, but not what was bought or is still to be chosen', () => {
    expect(taken({ kind: 'access_extension' })).to.deep.equal({ type: 'access_extension', on: dayText(20_780) });
    expect(taken({ source: { type: 'purchase', id: 'o' } })).to.equal(null);
    expect(taken({ kind: 'choice' })).to.equal(null);
  });
});
