// What rules about dated measurements share: sticky once reached, before the exam, within a look-back.
import type { Day } from '../../day.ts';
import { startOfDay } from '../../zone.ts';
import { type DayAmount, addAmount, firstDayBeyondLookback, negated } from '../amount.ts';
import { type Evidence, attemptOf } from '../evidence.ts';
import { type Judgement, settled } from '../rule.ts';

/** Where a measurement must lie. */
export interface Reach {
  readonly before: 'exam' | undefined;
  readonly lookback: DayAmount | undefined;
  readonly attempt: number;
  /** How many good days must lie in reach; one if not given. */
  readonly count?: number | undefined;
}

/**
 * Judges by the days on which a measurement was good enough: met if one lies within reach. A threshold once reached stays
 * reached; only a look-back lets it run off. Not reached: failed once the attempt exists (with `before: exam`), else not yet.
 */
export function judgeMeasured(
  goodDays: readonly Day[],
  { before, lookback, attempt: number, count = 1 }: Reach,
  evidence: Evidence,
): Judgement {
  const { calendar, today } = evidence;
  const attempt = before && attemptOf(evidence, number);
  const ceiling = Math.min(today, attempt?.on ?? Infinity);
  // Of the days in question the latest ones reach furthest: enough lie within a look-back if the count-th latest does.
  const inTime = goodDays.filter((day) => day <= ceiling).sort((a, b) => b - a);
  const latest = inTime[count - 1] ?? -Infinity;
  if (attempt) {
    const floor = lookback ? addAmount(calendar, attempt.on, negated(lookback)) : -Infinity;
    return settled(latest !== -Infinity && latest >= floor ? 'met' : 'failed');
  }
  if (latest === -Infinity) return settled('not_yet');
  if (!lookback) return settled('met');
  const dropsOut = firstDayBeyondLookback(calendar, latest, lookback);
  if (dropsOut <= today) return settled('not_yet');
  return { result: 'met', changes: [{ at: startOfDay(dropsOut, calendar.zone), result: 'not_yet' }] };
}
