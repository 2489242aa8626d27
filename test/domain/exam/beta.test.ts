// The beta distribution against values that can be computed another way.

import { expect } from 'chai';
import {
  chanceBelow,
  chancesOfRight,
  levelAt,
  likelyRange,
  meanOf,
  rangeAfter,
} from '../../../src/domain/exam/beta.ts';

/** Simpson's rule over the density, up to a constant, as an independent integral. */
function integral(a: number, b: number, x: number): number {
  const density = (t: number): number => t ** (a - 1) * (1 - t) ** (b - 1);
  const area = (to: number): number => {
    const steps = 2000;
    const width = to / steps;
    const inner = Array.from({ length: steps - 1 }, (_, at) => (at % 2 === 0 ? 4 : 2) * density((at + 1) * width));
    return ((density(0) + density(to) + inner.reduce((sum, value) => sum + value, 0)) * width) / 3;
  };
  return area(x) / area(1);
}

describe('the chance that a level lies below a value', () => {
  it('is what an integral of the density says', () => {
    for (const [a, b] of [
      [1, 1],
      [2, 3],
      [7.5, 2.5],
      [30, 12],
      [3, 90],
    ] as const)
      for (const x of [0.05, 0.3, 0.5, 0.7, 0.95])
        expect(chanceBelow({ a, b }, x), `${a} ${b} ${x}`).to.be.closeTo(integral(a, b, x), 1e-6);
  });

  it('is the value itself for somebody of whom nothing is known, and sure at both ends', () => {
    expect(chanceBelow({ a: 1, b: 1 }, 0.37)).to.be.closeTo(0.37, 1e-12);
    expect([chanceBelow({ a: 3, b: 4 }, 0), chanceBelow({ a: 3, b: 4 }, 1)]).to.deep.equal([0, 1]);
  });

  it('can be asked the other way round', () => {
    const beta = { a: 8, b: 3 };
    for (const p of [0.01, 0.1, 0.5, 0.9]) expect(chanceBelow(beta, levelAt(p, beta))).to.be.closeTo(p, 1e-4);
  });
});

describe('the likely range', () => {
  it('holds the level with a chance of 80 % and narrows as answers come in', () => {
    const { low, high } = likelyRange({ a: 8, b: 4 });
    expect(chanceBelow({ a: 8, b: 4 }, high) - chanceBelow({ a: 8, b: 4 }, low)).to.be.closeTo(0.8, 1e-4);
    const width = (right: number, answered: number): number =>
      rangeAfter(right, answered).high - rangeAfter(right, answered).low;
    expect(width(5, 6)).to.be.above(width(50, 60));
    expect(rangeAfter(0, 0)).to.satisfy(
      (range: { low: number; high: number }) => range.low < 0.11 && range.high > 0.89,
    );
  });
});

describe('the chances of so many right answers', () => {
  it('add up to one, have the right mean, and are even for somebody of whom nothing is known', () => {
    const beta = { a: 9, b: 3 };
    const chances = chancesOfRight(beta, 20);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).to.be.closeTo(1, 1e-10);
    expect(chances.reduce((sum, chance, right) => sum + chance * right, 0)).to.be.closeTo(20 * meanOf(beta), 1e-9);
    for (const chance of chancesOfRight({ a: 1, b: 1 }, 4)) expect(chance).to.be.closeTo(0.2, 1e-12);
  });
});
