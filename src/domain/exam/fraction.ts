// Exact fractions: computed with big integers, kept as whole numbers that JSON can carry, and rounded only when they are shown.

import type { Fraction } from './score.ts';

/** A fraction while it is being computed with; `over` is positive. */
export interface Exact {
  readonly of: bigint;
  readonly over: bigint;
}

/** Whole numbers, fractions and percentages "as written": 70 and 66.67 are what they say, not their nearest binary neighbors. */
export type ExactLike = Exact | Fraction | number;

/** Percentages of pass rules are read to this many decimals. */
const decimalsRead = 6;

/** The exact value, in lowest terms. Throws on a fraction over zero. */
export function exact(value: ExactLike): Exact {
  if (typeof value === 'number') return exactDecimal(value);
  return lowest(BigInt(value.of), BigInt(value.over));
}

/** All values together; nothing is 0. */
export function sum(values: readonly ExactLike[]): Exact {
  return values.map(exact).reduce((a, b) => lowest(a.of * b.over + b.of * a.over, a.over * b.over), exact(0));
}

/** a x b. */
export function times(a: ExactLike, b: ExactLike): Exact {
  const [x, y] = [exact(a), exact(b)];
  return lowest(x.of * y.of, x.over * y.over);
}

/** a / b. Throws where b is 0. */
export function dividedBy(a: ExactLike, b: ExactLike): Exact {
  const [x, y] = [exact(a), exact(b)];
  return lowest(x.of * y.over, x.over * y.of);
}

/** Negative, zero or positive as a is below, at or above b, by cross-multiplication. */
export function compare(a: ExactLike, b: ExactLike): number {
  const [x, y] = [exact(a), exact(b)];
  const difference = x.of * y.over - y.of * x.over;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The fraction as JSON can carry it. Throws if a part does not fit; blueprints that could lead there are refused. */
export function kept(value: ExactLike): Fraction {
  const { of, over } = exact(value);
  const fraction = { of: Number(of), over: Number(over) };
  if (!Number.isSafeInteger(fraction.of) || !Number.isSafeInteger(fraction.over))
    throw new RangeError(`the fraction ${of}/${over} is too fine to be kept`);
  return fraction;
}

/** The nearest number, for drawings; never for a decision. */
export function approximately(value: ExactLike): number {
  const { of, over } = exact(value);
  return Number(of) / Number(over);
}

/** A share (0 to 1) as a percentage. */
export function percentOf(share: ExactLike): Exact {
  return times(share, 100);
}

/**
 * A share as the percentage that is shown: two decimals, half up, but never on the other side of a line. A share of 69.998 % shows
 * 69.99 where 70 is a line, and nothing but 100 % shows 100.00. `lines` are percentages.
 */
export function shownPercent(share: ExactLike, lines: readonly number[] = []): string {
  const percent = percentOf(share);
  const hundredths = percent.of * 100n;
  const below = hundredths / percent.over;
  const isHalfUp = 2n * (hundredths % percent.over) >= percent.over;
  const rounded = isHalfUp ? below + 1n : below;
  const isTrue = (shown: bigint): boolean =>
    [...lines, 100].every((line) => compare(percent, line) >= 0 === compare({ of: shown, over: 100n }, line) >= 0);
  return written([rounded, below, below + 1n].find(isTrue) ?? below);
}

function written(hundredths: bigint): string {
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function exactDecimal(value: number): Exact {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number to calculate with`);
  if (Number.isSafeInteger(value)) return { of: BigInt(value), over: 1n };
  const digits = value.toFixed(decimalsRead).replace('.', '');
  return lowest(BigInt(digits), 10n ** BigInt(decimalsRead));
}

function lowest(of: bigint, over: bigint): Exact {
  if (over === 0n) throw new RangeError('a fraction over zero');
  const sign = over < 0n ? -1n : 1n;
  let [divisor, rest] = [of < 0n ? -of : of, over * sign];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return { of: (sign * of) / divisor, over: (sign * over) / divisor };
}
