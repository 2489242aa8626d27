// The grade: the one value that a person's attempts at an exam come to under the exam's attempt policy, for the gradebook.

import type { Attempt } from './attempt.ts';
import type { AttemptPolicy } from './exam.ts';
import { compare, dividedBy, kept, shownPercent, sum } from './fraction.ts';
import type { Fraction, Score } from './score.ts';

/** An attempt with the newest version of its score. */
export interface ScoredAttempt {
  readonly attempt: Pick<Attempt, 'id' | 'number' | 'isPreview' | 'state'>;
  readonly score: Pick<Score, 'weighted' | 'passLinePercent' | 'isPassed'>;
}

export interface OwedGrade {
  /** The shown overall weighted percentage, as a number with at most two decimals. */
  readonly scoreGiven: number;
  readonly scoreMaximum: 100;
  /** The attempt the value comes from; of an average, the last one that counts. */
  readonly attemptId: string;
  /** The exact share behind the value, 0 to 1. */
  readonly exact: Fraction;
  /** How many attempts were considered. */
  readonly attempts: number;
}

/**
 * What the gradebook is owed; null if no attempt counts. Counted are attempts that have ended, are not void and are no previews.
 * `best` is the highest exact value (the earlier of equals), `last` and `first` go by number, `average` is the mean of the exact
 * values, rounded as every shown percentage is.
 */
export function owedGrade(policy: AttemptPolicy, scored: readonly ScoredAttempt[]): OwedGrade | null {
  const counted = scored
    .filter(({ attempt }) => !attempt.isPreview && (attempt.state === 'submitted' || attempt.state === 'graded'))
    .toSorted((a, b) => a.attempt.number - b.attempt.number);
  const source = sourceOf(policy, counted);
  if (!source) return null;
  const value = policy === 'average' ? mean(counted) : source.score.weighted;
  const line = source.score.passLinePercent;
  return {
    scoreGiven: Number(shownPercent(value, line === null ? [] : [line])),
    scoreMaximum: 100,
    attemptId: source.attempt.id,
    exact: value,
    attempts: counted.length,
  };
}

/** "Your best attempt counts" and the like, for the exam's page. */
export function policyWords(policy: AttemptPolicy): string {
  const words: Readonly<Record<AttemptPolicy, string>> = {
    best: 'Your best attempt counts.',
    last: 'Your last attempt counts.',
    first: 'Your first attempt counts.',
    average: 'The average of your attempts counts.',
  };
  return words[policy];
}

function sourceOf(policy: AttemptPolicy, counted: readonly ScoredAttempt[]): ScoredAttempt | undefined {
  if (policy === 'first') return counted[0];
  if (policy !== 'best') return counted.at(-1);
  return counted.toSorted((a, b) => compare(b.score.weighted, a.score.weighted))[0];
}

/**
 * The mean as it can be kept. Attempts at different versions of an exam may have denominators whose product is too large; then the
 * nearest millionth of a percent below or at the mean is kept.
 */
function mean(counted: readonly ScoredAttempt[]): Fraction {
  const precise = dividedBy(sum(counted.map(({ score }) => score.weighted)), counted.length);
  const fits = precise.over <= BigInt(Number.MAX_SAFE_INTEGER);
  if (fits) return kept(precise);
  const scale = 10n ** 8n;
  return kept({ of: (precise.of * scale) / precise.over, over: scale });
}
