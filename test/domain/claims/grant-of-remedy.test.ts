// What is granted for a remedy: every kind of the language, with as many units, as long, and as much as the terms say.

import { expect } from 'chai';
import { grantOf } from '../../../src/domain/claims/grant-of-remedy.ts';
import { settleSums } from '../../../src/domain/claims/sums.ts';
import { plainCalendar, plainRemedy } from '../../../src/domain/claims/terms-of-claims.ts';
import type { Remedy } from '../../../src/domain/guarantee/remedy.ts';

const remedy = (type: string, written: Remedy['written'] = {}): Remedy => ({ ...plainRemedy(type), written });
const granted = (type: string, written: Remedy['written'] = {}) =>
  grantOf(remedy(type, written), { id: 'C-1', personId: 'ana' }, plainCalendar('America/Chicago'));

describe('what is granted for a remedy', () => {
  const units: [string, Remedy['written'], number][] = [
    ['retake_voucher', {}, 1],
    ['retake_voucher', { amount: 290, currency: 'USD' }, 1],
    ['exam_voucher', { count: 2 }, 2],
    ['extra_mocks', { count: 3 }, 3],
    ['extra_mocks', { amount: 2 }, 2],
    ['tutoring_hours', { hours: 6 }, 6],
    ['tutoring', { hours: 1.5 }, 2],
    ['tutoring_hours', { hours: 5000 }, 1000],
    ['free_reattendance', { amount: { months: 3 } }, 1],
    ['access_extension', { amount: { months: 3 } }, 1],
    ['gift_card', { amount: 50, currency: 'USD', count: 2 }, 1],
    ['tuition_refund', { percent: 100 }, 1],
  ];
  for (const [type, written, expected] of units)
    it(`${type} ${JSON.stringify(written)}: ${expected}`, () =>
      expect(granted(type, written).units).to.equal(expected));

  it('is held to what its remedy says of sitting again, and else to what is usual', () => {
    const said = {
      waits: [30, 60],
      waitExclusive: 0,
      maxIn12Months: 3,
      cancelNoticeHours: 48,
      validFor: { months: 10 },
    };
    expect(granted('retake_voucher', said).terms).to.deep.include(said);
    expect(granted('retake_voucher', { waits: 'thirty' }).terms).to.deep.include({ waits: [], waitExclusive: 1 });
  });

  it('does not run out where staff give or pay it: how long access lasts is no day to have it by', () => {
    expect(granted('access_extension', { validFor: { months: 3 } }).terms.validFor).to.equal(null);
    expect(granted('free_reattendance', { validFor: { months: 6 } }).terms.validFor).to.deep.equal({ months: 6 });
  });
});

describe('the sums of an approval', () => {
  const sums = (of: Remedy, amount?: string, currency = 'usd') =>
    settleSums([of], new Map(amount === undefined ? [] : [[of.type, { amount, currency }]]));
  const fee = remedy('exam_fee_refund', { amount: 290, currency: 'USD' });
  const capped = remedy('exam_fee_refund', { cap: 200, currency: 'SGD' });
  const tuition = remedy('tuition_refund', { percent: 100 });
  const usd = (minor: number) => ({ minor, currency: 'USD' });

  it('are those that the terms name, or less', () => {
    expect(sums(fee).sums).to.deep.equal({ exam_fee_refund: usd(29_000) });
    expect(sums(fee, '250.50').sums).to.deep.equal({ exam_fee_refund: usd(25_050) });
    expect(sums(tuition, '1,290').sums).to.deep.equal({ tuition_refund: usd(129_000) });
    expect(sums(remedy('retake_voucher')).sums).to.deep.equal({});
  });

  const faults: [string, Remedy, string | undefined, string, string][] = [
    ['nothing where the terms name no sum', tuition, undefined, 'USD', 'Give the amount to be paid'],
    ['nothing up to a cap', capped, '', 'SGD', 'Give the amount to be paid'],
    ['more than the terms allow', fee, '290.01', 'USD', 'The terms allow USD 290.00 at most.'],
    ['more than a cap', capped, '201', 'SGD', 'The terms allow SGD 200.00 at most.'],
    ['another currency than the terms', fee, '10', 'EUR', 'The terms allow USD 290.00 at most.'],
    ['no amount', tuition, 'all of it', 'USD', 'above zero'],
    ['zero', tuition, '0.00', 'USD', 'above zero'],
    ['no currency', tuition, '10', 'dollars', 'three letters'],
  ];
  for (const [name, of, amount, currency, message] of faults)
    it(`are not ${name}`, () => {
      const { faults: found } = sums(of, amount, currency);
      expect(found).to.have.length(1);
      expect(found[0]).to.include({ path: `amount_${of.type}` });
      expect(found[0]!.message).to.contain(message);
    });
});
