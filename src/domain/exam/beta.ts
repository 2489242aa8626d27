// The beta distribution: what is known of a person's true level after some right and wrong answers.

/** `a` counts rights and `b` wrongs, priors included; both positive. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** From `low` to `high`, shares from 0 to 1. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The level to be expected, 0 to 1. */
export function meanOf({ a, b }: Beta): number {
  return a / (a + b);
}

/** The chance that the true level is below `x` (0 to 1): the regularized incomplete beta function. */
export function chanceBelow({ a, b }: Beta, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) - lnBeta(a, b));
  // The continued fraction converges fast on this side of the mean; the other side follows by symmetry.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(a, b, x)) / a;
  return 1 - (front * continuedFraction(b, a, 1 - x)) / b;
}

/** The level that is undercut with chance `p`, by halving the interval until it is narrower than a millionth. */
export function levelAt(p: number, beta: Beta): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (chanceBelow(beta, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The range that holds the true level with a chance of 80 %, 10 % lying on either side. */
export function likelyRange(beta: Beta): Range {
  return { low: levelAt(0.1, beta), high: levelAt(0.9, beta) };
}

/**
 * The range of the true level after a single set of answers, knowing nothing before it (uniform prior). With nothing answered it
 * is nearly everything, as it should be.
 */
export function rangeAfter(right: number, answered: number): Range {
  return likelyRange({ a: right + 1, b: answered - right + 1 });
}

/** The chances of 0, 1 ... `count` right answers in `count` questions by somebody of this uncertain level (beta-binomial). */
export function chancesOfRight({ a, b }: Beta, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, right) =>
    Math.exp(lnChoose(count, right) + lnBeta(right + a, count - right + b) - lnBeta(a, b)),
  );
}

function lnChoose(n: number, k: number): number {
  return lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
}

function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** Coefficients of Lanczos' approximation for g = 7 and nine terms; good to 15 digits for positive arguments. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const series = lanczos.reduce(
    (sum, coefficient, at) => (at === 0 ? coefficient : sum + coefficient / (x - 1 + at)),
    0,
  );
  const base = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/** The continued fraction of the incomplete beta function, evaluated from the front (Lentz, as modified by Thompson and Barnett). */
function continuedFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const awayFromZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return fraction;
}
