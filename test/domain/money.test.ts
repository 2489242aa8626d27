// Money in minor units: what people type is read exactly, and written back the same.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { amountText, moneyWords, readMoney, totalsOf } from '../../src/domain/money.ts';

describe('money', () => {
  const read: readonly [string, string, number | null][] = [
    ['290', 'USD', 29_000],
    ['290.5', 'USD', 29_050],
    ['1,290.05', 'USD', 129_005],
    [' 0.10 ', 'USD', 10],
    ['290', 'JPY', 290],
    ['1.234', 'KWD', 1234],
    ['290.123', 'USD', null],
    ['290.1', 'JPY', null],
    ['-5', 'USD', null],
    ['1,29', 'USD', null],
    ['', 'USD', null],
    ['1e3', 'USD', null],
    ['290', 'usd', null],
  ];
  for (const [text, currency, minor] of read)
    it(`reads ${JSON.stringify(text)} ${currency} as ${minor ?? 'nothing'}`, () =>
      expect(readMoney(text, currency)).to.deep.equal(minor === null ? null : { minor, currency }));

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(readMoney(amountText({ minor, currency }), currency) ?? minor).to.satisfy(
            (back: unknown) => back === minor || (back as { minor: number }).minor === minor,
          );
        },
      ),
    );
  });

  it('is written with its currency and summed by it', () => {
    expect(moneyWords({ minor: 129_005, currency: 'USD' })).to.equal('USD 1,290.05');
    expect(moneyWords({ minor: 5, currency: 'USD' })).to.equal('USD 0.05');
    expect(moneyWords({ minor: 1_290, currency: 'JPY' })).to.equal('JPY 1,290');
    const all = [
      { minor: 10, currency: 'USD' },
      { minor: 20, currency: 'USD' },
      { minor: 7, currency: 'EUR' },
    ];
    expect(totalsOf(all)).to.deep.equal([
      { minor: 7, currency: 'EUR' },
      { minor: 30, currency: 'USD' },
    ]);
  });
});
