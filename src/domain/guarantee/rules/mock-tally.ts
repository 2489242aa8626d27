// How mock exams are counted: the five modes, fed one mock after another in time order.
import { z } from 'zod';
import type { Day } from '../../day.ts';
import { type Decimal, ZERO, decimalOf, isAtLeast, plus, times } from '../decimal.ts';
import type { Mock } from '../facts.ts';
import { cure, optional } from '../reading.ts';

/** From which score on a mock is good: a percentage, or its own pass mark. */
export type ScoreLine = number | 'pass';

/** Reads the least score that a rule asks for. */
export const scoreLineSchema = optional(
  z.union([z.number(), z.literal('pass')], cure('give a percentage, or "pass" for the pass mark of the mock itself')),
).transform((line): ScoreLine => line ?? 0);

/** What a rule asks of the mocks. */
export interface MockDemand {
  readonly mode: 'taken' | 'best' | 'each' | 'average' | 'consecutive';
  readonly count: number;
  readonly minScore: ScoreLine;
}

/** Counts mocks one by one and says after each whether they are enough. */
export interface Tally {
  readonly add: (mock: Mock) => void;
  /** How many of the mocks so far count, as the mode counts them. */
  readonly counted: () => number;
  readonly isReached: () => boolean;
}

/** Whether a mock's score is there and at or above the line; whether it was passed, where that is the line. */
export function isGood(mock: Mock, minScore: ScoreLine): boolean {
  if (minScore === 'pass') return mock.passed === true;
  return mock.score !== undefined && mock.score >= minScore;
}

/** A tally of no mocks yet. */
export function newTally(demand: MockDemand): Tally {
  return demand.mode === 'average' ? averageTally(demand) : countingTally(demand);
}

function countingTally({ mode, count, minScore }: MockDemand): Tally {
  let taken = 0;
  let good = 0;
  let run = 0;
  let longestRun = 0;
  const add = (mock: Mock) => {
    taken += 1;
    if (isGood(mock, minScore)) {
      good += 1;
      run += 1;
      longestRun = Math.max(longestRun, run);
    } else run = 0;
  };
  const counts = {
    taken: () => taken,
    best: () => good,
    each: () => run,
    consecutive: () => longestRun,
    average: () => 0,
  };
  return { add, counted: counts[mode], isReached: () => counts[mode]() >= count };
}

function averageTally({ count, minScore }: MockDemand): Tally {
  let scored = 0;
  let sum: Decimal = ZERO;
  // Policies that ask for an average of passes are refused when they are read.
  const line = decimalOf(minScore === 'pass' ? 0 : minScore);
  const add = ({ score }: Mock) => {
    if (score === undefined) return;
    scored += 1;
    sum = plus(sum, decimalOf(score));
  };
  const isReached = (): boolean => scored >= count && isAtLeast(sum, times(line, decimalOf(scored)));
  return { add, counted: () => scored, isReached };
}

/**
 * For the modes that older mocks can only help: the latest day such that the mocks on and after it are enough;
 * undefined if not even all of them are. Mocks come in time order.
 */
export function latestSufficientDay(mocks: readonly Mock[], { mode, count, minScore }: MockDemand): Day | undefined {
  let found = 0;
  for (let index = mocks.length - 1; index >= 0; index -= 1) {
    const mock = mocks[index]!;
    if (mode === 'taken' || isGood(mock, minScore)) found += 1;
    else if (mode === 'each') return undefined;
    else if (mode === 'consecutive') found = 0;
    if (found >= count) return mock.day;
  }
  return undefined;
}

/**
 * For the average: each day with mocks, and whether the mocks on and after it are enough; latest day first.
 * An old low score that drops out can make the average good, so there may be many turns.
 */
export function averagesFromDays(mocks: readonly Mock[], demand: MockDemand): { day: Day; isReached: boolean }[] {
  const tally = newTally(demand);
  const averages: { day: Day; isReached: boolean }[] = [];
  for (let index = mocks.length - 1; index >= 0; index -= 1) {
    const mock = mocks[index]!;
    tally.add(mock);
    if (mocks[index - 1]?.day !== mock.day) averages.push({ day: mock.day, isReached: tally.isReached() });
  }
  return averages;
}
