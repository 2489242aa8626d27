// Retakes counted from the ledger alone: each lies in one heap, and what was taken back in none.

import { expect } from 'chai';
import { retakeHeap, tallyOf, type LedgerGlance } from '../../../src/domain/retakes/tally.ts';

type Given = Omit<LedgerGlance, 'id' | 'personId'>;

const granted = {
  act: 'grant' as const,
  outcome: null,
  moves: [{ from: 'issued' as const, to: 'free' as const, units: 1 }],
};
const gone = (act: 'consume' | 'expire' | 'void' | 'replace' | 'fulfill', to: 'used' | 'ended' = 'ended') => ({
  act,
  outcome: null,
  moves: [{ from: 'free' as const, to, units: 1 }],
});
const open = (kind: string, held = 0): Given => ({
  kind,
  balance: { free: 1 - held, held, used: 0, ended: 0 },
  isOpen: true,
  entries: [granted],
});
const closed = (kind: string, last: ReturnType<typeof gone>): Given => ({
  kind,
  balance: { free: 0, held: 0, used: 0, ended: 0 },
  isOpen: false,
  entries: [granted, last],
});

describe('counting retakes', () => {
  for (const [words, of, heap] of [
    ['a voucher nobody has booked is there to use', open('retake_voucher'), 'usable'],
    ['a booked one is booked, also where units are left', { ...open('tutoring_hours', 1) }, 'booked'],
    ['a choice is still to be made', open('choice'), 'toChoose'],
    ['a refund is to be paid', open('exam_fee_refund'), 'toPay'],
    ['a longer access is to be given', open('access_extension'), 'toGive'],
    ['a sitting that was sat is used', closed('retake_voucher', gone('consume', 'used')), 'used'],
    ['a refund that was sent is paid', closed('exam_fee_refund', gone('fulfill', 'used')), 'paid'],
    ['what ran out is expired', closed('retake_voucher', gone('expire')), 'expired'],
    ['what was made void counts for nobody', closed('retake_voucher', gone('void')), null],
    ['nor does what another stands for', closed('retake_voucher', gone('replace')), null],
  ] as const)
    it(words, () => expect(retakeHeap(of)).to.equal(heap));

  it('counts entitlements, not their units', () => {
    const hours = { ...open('tutoring_hours'), balance: { free: 3, held: 0, used: 1, ended: 0 } };
    expect(tallyOf([hours, open('retake_voucher'), closed('retake_voucher', gone('void'))])).to.deep.equal({
      usable: 2,
      toChoose: 0,
      toPay: 0,
      toGive: 0,
      booked: 0,
      used: 0,
      paid: 0,
      expired: 0,
    });
  });
});
