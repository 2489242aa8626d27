// Entitlements: one voucher from issue to use or end; the first line that applies decides.
import { expect } from 'chai';
import { short, verdictOf } from './asking.ts';

const policy = 'A10-entitlement';
type Row = readonly [name: string, facts: object, asOf: string, expected: string];
const entitlement = { holder: 's1', issuedOn: '2026-01-15' };
const voucher = (more: object = {}, own: object = {}) => ({ entitlement: { ...entitlement, ...own }, ...more });
const use = (examStartAt: string, more: object = {}) => ({ use: { examStartAt, ...more } });
const fails = (...days: string[]) => ({ attempts: days.map((on) => ({ on, result: 'fail' })) });
const event = (type: string, on: string) => ({ type, on });

describe('entitlement', () => {
  const rows: readonly Row[] = [
    ['not issued', voucher(), '2026-01-14', 'pending not_issued until 2026-01-15: available ok'],
    ['issued today', voucher(), '2026-01-15', 'available ok until 2026-11-16: expired expired'],
    ['on its last day', voucher(), '2026-11-15T23:59:59', 'available ok until 2026-11-16: expired expired'],
    ['after it', voucher(), '2026-11-16T00:00', 'expired expired'],
    [
      'extended',
      voucher({ waivers: [{ rule: 'expiry', action: 'extend', until: '2026-12-31', grantedOn: '2026-11-20' }] }),
      '2026-12-01',
      'available ok until 2027-01-01: expired expired',
    ],
    ['revoked before its end', voucher({ events: [event('revoked', '2026-02-01')] }), '2026-03-01', 'void revoked'],
    [
      'revoked later',
      voucher({ events: [event('revoked', '2026-04-01')] }),
      '2026-03-01',
      'available ok until 2026-11-16: expired expired',
    ],
    [
      'the earliest event',
      voucher({}, { events: [event('replaced', '2026-02-02'), event('revoked', '2026-02-03')] }),
      '2026-03-01',
      'void replaced',
    ],
    [
      'on one day: void first',
      voucher({ events: [event('replaced', '2026-02-02'), event('void', '2026-02-02')] }),
      '2026-03-01',
      'void void',
    ],
    [
      'other events change nothing',
      voucher({ events: [event('reminded', '2026-02-02')] }),
      '2026-03-01',
      'available ok until 2026-11-16: expired expired',
    ],
    [
      'booked',
      voucher(use('2026-05-01T09:00')),
      '2026-03-01',
      'reserved booked until 2026-05-01T09:00:00-05:00: consumed used',
    ],
    ['booked, and it begins', voucher(use('2026-05-01T09:00')), '2026-05-01T09:00', 'consumed used'],
    ['no-show', voucher(use('2026-05-01T09:00', { result: 'no_show' })), '2026-05-02', 'consumed no_show'],
    [
      'exactly 24 hours before',
      voucher(use('2026-05-01T09:00', { cancelledAt: '2026-04-30T09:00' })),
      '2026-05-02',
      'available ok until 2026-11-16: expired expired',
    ],
    [
      'a second later',
      voucher(use('2026-05-01T09:00', { cancelledAt: '2026-04-30T09:00:01' })),
      '2026-05-02',
      'consumed late_cancel',
    ],
    [
      '24 hours over a clock change',
      voucher(use('2026-03-08T09:00', { cancelledAt: '2026-03-07T08:30' })),
      '2026-03-10',
      'consumed late_cancel',
    ],
    [
      'not cancelled yet',
      voucher(use('2026-05-01T09:00', { cancelledAt: '2026-04-30T09:00:01' })),
      '2026-04-30T09:00',
      'reserved booked until 2026-05-01T09:00:00-05:00: consumed used',
    ],
    [
      'booked by somebody else',
      voucher(use('2026-05-01T09:00', { holder: 's2' })),
      '2026-03-01',
      'ineligible non_transferable',
    ],
    ['begun in the last second of the last day', voucher(use('2026-11-15T23:59:59')), '2026-12-01', 'consumed used'],
    ['begun at midnight after it', voucher(use('2026-11-16T00:00')), '2026-12-01', 'ineligible expired_before_use'],
    [
      'waiting after a fail',
      voucher(fails('2026-02-01')),
      '2026-02-10',
      'blocked waiting_period until 2026-03-04: available ok',
    ],
    [
      'usable after the free days',
      voucher(fails('2026-02-01')),
      '2026-03-04',
      'available ok until 2026-11-16: expired expired',
    ],
    [
      'the second fail waits longer',
      voucher(fails('2025-12-01', '2026-02-01')),
      '2026-02-10',
      'blocked waiting_period until 2026-04-03: available ok',
    ],
    [
      'a fail more than a year before does not count',
      voucher(fails('2025-01-31', '2026-02-01')),
      '2026-02-10',
      'blocked waiting_period until 2026-03-04: available ok',
    ],
    [
      'a fail exactly a year before does',
      voucher(fails('2025-02-01', '2026-02-01')),
      '2026-02-10',
      'blocked waiting_period until 2026-04-03: available ok',
    ],
    [
      'beyond the list its last wait',
      voucher(fails('2025-12-01', '2025-12-02', '2025-12-03', '2026-01-10'), { expiresOn: '2027-12-31' }),
      '2026-02-01',
      'blocked waiting_period until 2026-12-02: available ok',
    ],
    [
      'the wait outlasts it',
      voucher(fails('2026-11-01')),
      '2026-11-02',
      'infeasible wait_past_expiry until 2026-11-16: expired expired',
    ],
    [
      'the exam retires first',
      voucher({ examRetiresOn: '2026-06-30' }),
      '2026-03-01',
      'available ok until 2026-07-01: void exam_retired',
    ],
    [
      'booked after the exam retires',
      voucher({ examRetiresOn: '2026-06-30', ...use('2026-07-01T09:00') }),
      '2026-03-01',
      'needs_review booked_after_expiry until 2026-07-01: void exam_retired',
    ],
  ];
  for (const [name, facts, asOf, expected] of rows)
    it(name, () => expect(short(verdictOf(policy, facts, asOf))).to.equal(expected));

  it('says its days: always the last, from (5) on also from when and until when it is usable', () => {
    const full = verdictOf(policy, voucher({ examRetiresOn: '2026-06-30', ...fails('2026-02-01') }), '2026-02-10');
    expect([full.expires, full.usableFrom, full.lastUsableDay]).to.deep.equal([
      '2026-11-15',
      '2026-03-04',
      '2026-06-30',
    ]);
    const used = verdictOf(policy, voucher(use('2026-05-01T09:00')), '2026-06-01');
    expect([used.expires, used.usableFrom, used.lastUsableDay]).to.deep.equal(['2026-11-15', undefined, undefined]);
    expect(verdictOf(policy, voucher(), '2026-01-01').expires).to.equal(undefined);
  });

  it('has no wait where the policy has none', () => {
    const free = { kind: 'entitlement', timeZone: 'UTC', entitlement: { validFor: { months: 1 } } };
    expect(short(verdictOf(free, voucher(fails('2026-01-20')), '2026-01-21'))).to.equal(
      'available ok until 2026-02-16: expired expired',
    );
  });
});
