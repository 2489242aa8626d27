// exam_after_readiness: the official exam lies within a window that the last qualifying mock opened.
import { type Amount, addAmount, amountSchema, amountWords, hoursInMs, tooLateAfter } from '../amount.ts';
import { momentWords } from '../../time.ts';
import { type Evidence, type Granted, attemptOf, mocksSoFar } from '../evidence.ts';
import type { Attempt, Mock } from '../facts.ts';
import { attemptSchema, objectSchema, optional, textSchema, wholeSchema } from '../reading.ts';
import { type Judgement, type Result, type Telling, defineRule, settled } from '../rule.ts';
import { type ScoreLine, isGood, scoreLineSchema } from './mock-tally.ts';
import { examName, kindName } from './names.ts';

/** The parameters of an `exam_after_readiness` rule. */
export interface ExamAfterReadiness {
  readonly kind: string;
  readonly count: number;
  readonly minScore: ScoreLine;
  readonly within: Amount;
  readonly attempt: number;
}

/**
 * Each mock that completes or prolongs a run of `count` good scores opens the window afresh; a later low score does not
 * close it. The exam must lie in the window of the last such mock before it.
 */
export const examAfterReadiness = defineRule<ExamAfterReadiness>({
  name: 'exam_after_readiness',
  schema: objectSchema({
    kind: optional(textSchema('the kind of mock')).transform((kind) => kind ?? 'mock'),
    count: optional(wholeSchema(1, 100_000)).transform((count) => count ?? 1),
    minScore: scoreLineSchema,
    within: amountSchema,
    attempt: attemptSchema,
  }),
  judge: (rule, evidence, granted) => {
    const openers = windowOpeners(mocksSoFar(evidence, rule.kind), rule);
    const attempt = attemptOf(evidence, rule.attempt);
    if (attempt) return settled(resultOf(attempt, openers, rule, evidence, granted));
    const readyUntil = endOfWindow(openers.at(-1), rule, evidence, granted);
    return { result: 'not_yet', changes: [], readyUntil: readyUntil > evidence.now ? readyUntil : undefined };
  },
  tell,
  terms: (rule) => `Sit the ${examName(rule.attempt)} ${withinWords(rule)}.`,
});

/** The mocks that open a window: those at the end of a run of at least `count` good scores. */
function windowOpeners(mocks: readonly Mock[], { count, minScore }: ExamAfterReadiness): Mock[] {
  let run = 0;
  return mocks.filter((mock) => {
    run = isGood(mock, minScore) ? run + 1 : 0;
    return run >= count;
  });
}

function resultOf(
  attempt: Attempt,
  openers: readonly Mock[],
  rule: ExamAfterReadiness,
  evidence: Evidence,
  granted: Granted,
): Result {
  const judge = (opener: Mock | undefined) => resultInWindow(attempt, opener, rule, evidence, granted);
  if (attempt.startAt !== undefined) return judge(openers.findLast((mock) => mock.at < attempt.startAt!));
  // The exam may have begun before, between or after the mocks of its day; if that decides, nobody knows.
  const result = judge(openers.findLast((mock) => mock.day < attempt.on));
  const ofThatDay = openers.filter((mock) => mock.day === attempt.on);
  return ofThatDay.every((mock) => judge(mock) === result) ? result : 'unknown';
}

function resultInWindow(
  attempt: Attempt,
  opener: Mock | undefined,
  { within }: ExamAfterReadiness,
  evidence: Evidence,
  { extendedTo }: Granted,
): Result {
  if (opener === undefined) return 'failed';
  if (extendedTo !== undefined && attempt.on <= extendedTo) return 'met';
  if (within.unit !== 'hours') return attempt.on <= addAmount(evidence.calendar, opener.day, within) ? 'met' : 'failed';
  if (attempt.startAt === undefined) return 'unknown';
  return attempt.startAt - opener.at <= hoursInMs(within.count) ? 'met' : 'failed';
}

/** The first instant too late for the exam; for hours exactly that long after the mock. -Infinity without a window. */
function endOfWindow(
  opener: Mock | undefined,
  { within }: ExamAfterReadiness,
  { calendar }: Evidence,
  { extendedTo }: Granted,
): number {
  if (opener === undefined) return -Infinity;
  const end =
    within.unit === 'hours'
      ? opener.at + hoursInMs(within.count)
      : tooLateAfter(calendar, addAmount(calendar, opener.day, within));
  return extendedTo === undefined ? end : Math.max(end, tooLateAfter(calendar, extendedTo));
}

function tell(rule: ExamAfterReadiness, evidence: Evidence, { result, readyUntil }: Judgement): Telling {
  const need = `the ${examName(rule.attempt)} ${withinWords(rule)}`;
  const attempt = attemptOf(evidence, rule.attempt);
  const mocks = kindName(rule.kind, 2);
  const ends = readyUntil === undefined ? undefined : momentWords(readyUntil, evidence.calendar.zone.name);
  const have = attempt ? 'exam sat' : ends === undefined ? 'no window running' : `ready until ${ends}`;
  switch (result) {
    case 'met':
      return { need, have, student: `You sat ${need}.`, staff: `The student sat ${need}.` };
    case 'not_yet':
      return ends === undefined
        ? {
            need,
            have,
            student: `Get ready first: ${goalWords(rule)}; then sit the ${examName(rule.attempt)} within ${amountWords(rule.within)}.`,
            staff: `No readiness window is running: the student must ${goalWords(rule)}.`,
          }
        : {
            need,
            have,
            student: `You are ready: sit the ${examName(rule.attempt)} before ${ends}.`,
            staff: `Ready until ${ends}.`,
          };
    case 'unknown':
      return {
        need,
        have,
        student: `Staff must look up when your ${examName(rule.attempt)} began, against your ${mocks}.`,
        staff: `Enter the start time of the ${examName(rule.attempt)} from the appointment confirmation.`,
      };
    case 'failed':
      return { need, have, student: `You had to sit ${need}, and did not.`, staff: `The student did not sit ${need}.` };
  }
}

function withinWords(rule: ExamAfterReadiness): string {
  const mocks = mocksInARow(rule);
  const feat = rule.minScore === 'pass' ? `passing ${mocks}` : `scoring ${rule.minScore} or more on ${mocks}`;
  return `within ${amountWords(rule.within)} of last ${feat}`;
}

function goalWords(rule: ExamAfterReadiness): string {
  const mocks = mocksInARow(rule);
  return rule.minScore === 'pass' ? `pass ${mocks}` : `score ${rule.minScore} or more on ${mocks}`;
}

function mocksInARow({ count, kind }: ExamAfterReadiness): string {
  return `${count} ${kindName(kind, count)}${count > 1 ? ' in a row' : ''}`;
}
