// What a student has of the mocks that a rule asks for, counted as the rule counts: in its mode, and only those that count now.
import { addAmount, firstDayBeyondLookback, negated } from '../amount.ts';
import { type Decimal, ZERO, decimalOf, plus } from '../decimal.ts';
import { type Evidence, attemptOf, mocksSoFar } from '../evidence.ts';
import type { Mock } from '../facts.ts';
import type { MockRule } from './mock-rule.ts';
import { isGood, newTally } from './mock-tally.ts';

/** "1 of 2, best 72"; "0 of 2, and 2 outside of that time" once a look-back has run off. */
export function haveWords(rule: MockRule, evidence: Evidence): string {
  const all = mocksSoFar(evidence, rule.kind).slice(0, rule.maxAttempts);
  const mocks = all.filter(countsNow(rule, evidence));
  const outside = usable(all, rule).length - usable(mocks, rule).length;
  const rest = outside > 0 ? `, and ${outside} outside of that time` : '';
  return `${Math.min(counted(mocks, rule), rule.count)} of ${rule.count}${scoreWords(mocks, rule)}${rest}`;
}

/** Whether a mock lies before the exam and within the look-back, as far as the rule asks for that. */
function countsNow({ before, attempt, lookback }: MockRule, evidence: Evidence): (mock: Mock) => boolean {
  const { calendar, today } = evidence;
  const sat = before && attemptOf(evidence, attempt);
  if (!sat) return ({ day }: Mock) => !lookback || firstDayBeyondLookback(calendar, day, lookback) > today;
  const { on, startAt } = sat;
  const floor = lookback ? addAmount(calendar, on, negated(lookback)) : -Infinity;
  return ({ day, at }: Mock) => day >= floor && (startAt === undefined ? day < on : at < startAt);
}

/** The mocks that bring the student nearer, each for itself. */
function usable(mocks: readonly Mock[], { mode, minScore }: MockRule): readonly Mock[] {
  if (mode === 'taken') return mocks;
  if (mode === 'average') return mocks.filter(({ score }) => score !== undefined);
  return mocks.filter((each) => isGood(each, minScore));
}

function counted(mocks: readonly Mock[], rule: MockRule): number {
  const tally = newTally(rule);
  for (const each of mocks) tally.add(each);
  return tally.counted();
}

function scoreWords(mocks: readonly Mock[], { mode }: MockRule): string {
  const scores = mocks.flatMap(({ score }) => (score === undefined ? [] : [score]));
  if (scores.length === 0) return '';
  if (mode === 'average') return `, average ${meanOf(scores)}`;
  return `, best ${scores.reduce((best, score) => Math.max(best, score))}`;
}

/** The mean with two decimals. What is beyond them is cut off, so that 69.998 is not shown as the 70 that it is not. */
function meanOf(scores: readonly number[]): number {
  const sum = scores.map(decimalOf).reduce((total: Decimal, score) => plus(total, score), ZERO);
  return Number((sum.units * 100n) / (10n ** BigInt(sum.scale) * BigInt(scores.length))) / 100;
}
