// mock: mock exams taken or passed: how many, in which mode, before the official exam, within a look-back.
import { startOfDay } from '../../zone.ts';
import { type Calendar, addAmount, dayAmountSchema, firstDayBeyondLookback, negated } from '../amount.ts';
import { type Evidence, attemptOf, mocksSoFar } from '../evidence.ts';
import type { Attempt, Mock } from '../facts.ts';
import { attemptSchema, objectSchema, oneOfSchema, optional, textSchema, wholeSchema } from '../reading.ts';
import { type Change, type Judgement, type Result, defineRule, settled } from '../rule.ts';
import type { MockRule } from './mock-rule.ts';
import { averagesFromDays, latestSufficientDay, newTally, scoreLineSchema } from './mock-tally.ts';
import { mockTelling, mockTerms } from './mock-words.ts';

const AVERAGE_CURE = { path: ['minScore'], message: 'give a percentage: an average has no pass mark' };

const schema = objectSchema({
  kind: optional(textSchema('the kind of mock')).transform((kind) => kind ?? 'mock'),
  mode: oneOfSchema(['taken', 'best', 'each', 'average', 'consecutive']),
  count: optional(wholeSchema(1, 100_000)).transform((count) => count ?? 1),
  minScore: scoreLineSchema,
  maxAttempts: optional(wholeSchema(1, 100_000)),
  before: optional(oneOfSchema(['exam'])),
  lookback: optional(dayAmountSchema),
  attempt: attemptSchema,
});

/** Mocks of one kind, counted as `mode` says. Not reached: failed once no mock can help any more, else not yet. */
export const mock = defineRule<MockRule>({
  name: 'mock',
  schema: schema
    .refine(isAverageOfScores, AVERAGE_CURE)
    .transform((given): MockRule => ({ ...given, ...openEnds(given) })),
  judge: (rule, evidence) => {
    const all = mocksSoFar(evidence, rule.kind);
    const mocks =
      rule.maxAttempts === undefined || all.length <= rule.maxAttempts ? all : all.slice(0, rule.maxAttempts);
    const attempt = rule.before && attemptOf(evidence, rule.attempt);
    if (attempt) return settled(resultBefore(attempt, mocks, rule, evidence.calendar));
    const isUsedUp = rule.maxAttempts !== undefined && all.length >= rule.maxAttempts;
    return judgeToday(mocks, rule, evidence, isUsedUp ? 'failed' : 'not_yet');
  },
  tell: mockTelling,
  terms: mockTerms,
});

/** Passes cannot be averaged. */
function isAverageOfScores({ mode, minScore }: Pick<MockRule, 'mode' | 'minScore'>): boolean {
  return mode !== 'average' || minScore !== 'pass';
}

function openEnds({ maxAttempts, before, lookback }: Partial<MockRule>) {
  return { maxAttempts, before, lookback };
}

/**
 * The result once the attempt exists: only mocks before it count. Without a start time the exam may have begun before,
 * between or after the mocks of its day; if that decides, nobody knows.
 */
function resultBefore(attempt: Attempt, mocks: readonly Mock[], rule: MockRule, calendar: Calendar): Result {
  const floor = rule.lookback ? addAmount(calendar, attempt.on, negated(rule.lookback)) : -Infinity;
  const tally = newTally(rule);
  const inReach = mocks.filter(({ day }) => day >= floor);
  for (const each of inReach) {
    if (attempt.startAt === undefined ? each.day < attempt.on : each.at < attempt.startAt) tally.add(each);
  }
  const isReached = tally.isReached();
  if (attempt.startAt === undefined) {
    for (const each of inReach) {
      if (each.day !== attempt.on) continue;
      tally.add(each);
      if (tally.isReached() !== isReached) return 'unknown';
    }
  }
  return isReached ? 'met' : 'failed';
}

/** The result while mocks can still be taken; with a look-back it moves on as days pass. */
function judgeToday(mocks: readonly Mock[], rule: MockRule, evidence: Evidence, notReached: Result): Judgement {
  if (rule.lookback === undefined) {
    const tally = newTally(rule);
    for (const each of mocks) tally.add(each);
    return settled(tally.isReached() ? 'met' : notReached);
  }
  if (rule.mode === 'average') return judgeRunningAverage(mocks, rule, evidence, notReached);
  const day = latestSufficientDay(mocks, rule);
  const dropsOut = day === undefined ? undefined : firstDayBeyondLookback(evidence.calendar, day, rule.lookback);
  if (dropsOut === undefined || dropsOut <= evidence.today) return settled(notReached);
  return { result: 'met', changes: [{ at: startOfDay(dropsOut, evidence.calendar.zone), result: notReached }] };
}

function judgeRunningAverage(
  mocks: readonly Mock[],
  rule: MockRule,
  evidence: Evidence,
  notReached: Result,
): Judgement {
  const { calendar, today } = evidence;
  const changes: Change[] = [];
  // Latest day first: what remains when a day drops out is what was looked at just before it.
  let remaining: Result = notReached;
  for (const { day, isReached } of averagesFromDays(mocks, rule)) {
    const dropsOut = firstDayBeyondLookback(calendar, day, rule.lookback!);
    if (dropsOut <= today) break;
    changes.push({ at: startOfDay(dropsOut, calendar.zone), result: remaining });
    remaining = isReached ? 'met' : notReached;
  }
  return { result: remaining, changes: changes.reverse() };
}
