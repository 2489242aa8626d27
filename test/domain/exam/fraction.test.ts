// Fractions stay exact until they are shown, and what is shown never tells another story than what was decided.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { compare, dividedBy, exact, kept, shownPercent, sum, times } from '../../../src/domain/exam/fraction.ts';

const share = fc
  .record({ over: fc.integer({ min: 1, max: 1_000_000 }), part: fc.nat(1_000_000) })
  .map(({ over, part }) => ({ of: part % (over + 1), over }));

describe('fractions', () => {
  it('add up to exactly what they should, where floating point does not', () => {
    expect(kept(sum([0.1, 0.2]))).to.deep.equal({ of: 3, over: 10 });
    expect(kept(sum(Array.from({ length: 7 }, () => ({ of: 1, over: 7 }))))).to.deep.equal({ of: 1, over: 1 });
  });

  it('multiply and divide in lowest terms, with the sign above', () => {
    expect(kept(times({ of: 2, over: 3 }, { of: 3, over: 4 }))).to.deep.equal({ of: 1, over: 2 });
    expect(kept(dividedBy(1, -4))).to.deep.equal({ of: -1, over: 4 });
  });

  it('read percentages as they are written', () => {
    expect(compare({ of: 6667, over: 100 }, 66.67)).to.equal(0);
    expect(compare(0.3, sum([0.1, 0.2]))).to.equal(0);
  });

  it('refuse to be kept where JSON would change them', () => {
    expect(() => kept({ of: 1n, over: 2n ** 60n })).to.throw(RangeError);
    expect(() => exact({ of: 1, over: 0 })).to.throw(RangeError);
    expect(() => exact(Number.NaN)).to.throw(RangeError);
  });
});

describe('the shown percentage', () => {
  it('has two decimals, half up', () => {
    expect(shownPercent({ of: 2, over: 3 })).to.equal('66.67');
    expect(shownPercent({ of: 1, over: 3 })).to.equal('33.33');
    expect(shownPercent({ of: 12345, over: 100_000 })).to.equal('12.35');
    expect(shownPercent({ of: 1, over: 1 })).to.equal('100.00');
    expect(shownPercent(0)).to.equal('0.00');
  });

  it('is not rounded up to a line that was missed', () => {
    expect(shownPercent({ of: 69_998, over: 100_000 }, [70])).to.equal('69.99');
    expect(shownPercent({ of: 69_998, over: 100_000 })).to.equal('70.00');
  });

  it('is not rounded down below a line that was reached', () => {
    expect(shownPercent({ of: 666_641, over: 1_000_000 }, [66.664])).to.equal('66.67');
  });

  it('is 100.00 for nothing but everything', () => {
    expect(shownPercent({ of: 99_999, over: 100_000 })).to.equal('99.99');
  });

  it('always lies on the side of the line on which the exact value lies, and within a hundredth of it', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 0, max: 10_000 }), (value, hundredths) => {
        const line = hundredths / 100;
        const shown = Number(shownPercent(value, [line]));
        expect(shown >= line).to.equal(compare(times(value, 100), line) >= 0);
        expect(Math.abs(shown - (value.of / value.over) * 100)).to.be.below(0.01 + 1e-9);
      }),
      { numRuns: 2000 },
    );
  });
});
