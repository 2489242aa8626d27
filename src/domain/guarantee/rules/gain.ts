// gain: the official score rose by less than the promised number of points.
import { upperFirst } from '../../phrases.ts';
import { countWords } from '../../time.ts';
import { amountWords, dayAmountSchema } from '../amount.ts';
import { decimalOf, isAtLeast, minus, numberOf } from '../decimal.ts';
import { type Evidence, attemptOf, isReleased, releaseInstant } from '../evidence.ts';
import { attemptSchema, numberSchema, objectSchema, optional } from '../reading.ts';
import { type Result, defineRule, judgedOver, settled } from '../rule.ts';
import { kindsSchema } from './baseline.ts';
import { type BaselineChoice, bestBaseline } from './best-baseline.ts';
import { examName } from './names.ts';

/** The parameters of a `gain` rule. */
export interface GainRule extends BaselineChoice {
  /** The promised points; undefined where only a score is promised. */
  readonly target: number | undefined;
  /** A score with which the promise is kept whatever the gain. */
  readonly score: number | undefined;
  readonly attempt: number;
}

/** Met below `target` (and below `score`, a score that keeps the promise whatever the gain). No attempt, pending, or no score: not yet; no baseline: unknown. */
export const gain = defineRule<GainRule>({
  name: 'gain',
  schema: objectSchema({
    target: optional(numberSchema),
    score: optional(numberSchema),
    kinds: kindsSchema,
    maxAge: optional(dayAmountSchema),
    attempt: attemptSchema,
  })
    .refine(({ target, score }) => (target ?? score) !== undefined, {
      path: ['target'],
      message: 'is missing: give the points that are promised, or a "score"',
    })
    .transform(({ target, score, kinds, maxAge, attempt }) => ({ target, score, kinds, maxAge, attempt })),
  judge: (rule, evidence) => {
    const attempt = attemptOf(evidence, rule.attempt);
    if (attempt?.score === undefined) return settled('not_yet');
    const once = resultOnceReleased(rule, evidence);
    if (isReleased(attempt, evidence)) return settled(once);
    const release = releaseInstant(attempt, evidence.calendar);
    return judgedOver(evidence.now, [release], (at) => (at < release ? 'not_yet' : once));
  },
  tell: (rule, evidence, { result }) => {
    const need = promiseWords(rule);
    const have = knownWords(rule, evidence);
    const exam = examName(rule.attempt);
    const sentences = {
      met: [
        `You have ${have}, less than was promised (${need}).`,
        `${upperFirst(have)}: the promise was not kept (${need}).`,
      ],
      not_yet: [`This is known once your score in the ${exam} is out.`, `Waiting for the score of the ${exam}.`],
      unknown: ['Staff must still record your starting score.', 'No usable baseline: record one, or courseStart.'],
      failed: [`You have ${have}: the promise was kept.`, `${upperFirst(have)}: the promise was kept.`],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ target, score, maxAge, attempt }) =>
    `Your score in the ${examName(attempt)} is ${termsWords(target, score)}${startingWords(maxAge)}.`,
  opposite: ({ target, score, maxAge, attempt }) =>
    `Your score in the ${examName(attempt)} is ${oppositeWords(target, score)}${startingWords(maxAge)}.`,
});

function resultOnceReleased(rule: GainRule, evidence: Evidence): Result {
  const score = attemptOf(evidence, rule.attempt)?.score;
  if (rule.score !== undefined && score !== undefined && score >= rule.score) return 'failed';
  if (rule.target === undefined) return 'met';
  const points = gainOf(rule, evidence);
  if (points === undefined) return 'unknown';
  return isAtLeast(decimalOf(points), decimalOf(rule.target)) ? 'failed' : 'met';
}

/** The gain once the score is out: exam score minus baseline; undefined without either. */
export function gainOf(rule: GainRule, evidence: Evidence): number | undefined {
  const score = attemptOf(evidence, rule.attempt)?.score;
  const baseline = bestBaseline(rule, evidence);
  if (score === undefined || !baseline) return undefined;
  return numberOf(minus(decimalOf(score), decimalOf(baseline.score)));
}

/** The gain if it is known now. */
function gainNow(rule: GainRule, evidence: Evidence): number | undefined {
  const attempt = attemptOf(evidence, rule.attempt);
  return attempt && isReleased(attempt, evidence) ? gainOf(rule, evidence) : undefined;
}

/** The instant from which the gain is known: the release of the attempt's result; Infinity if there is none. */
export function gainKnownFrom(rule: GainRule, evidence: Evidence): number {
  const attempt = attemptOf(evidence, rule.attempt);
  return attempt ? releaseInstant(attempt, evidence.calendar) : Infinity;
}

/** "a gain below 50 and a score below 760" */
function promiseWords({ target, score }: GainRule): string {
  const parts = [
    target === undefined ? '' : `a gain below ${target}`,
    score === undefined ? '' : `a score below ${score}`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}

/** "a gain of 40", with the score where the promise names one. */
function knownWords(rule: GainRule, evidence: Evidence): string {
  const points = gainNow(rule, evidence);
  const attempt = attemptOf(evidence, rule.attempt);
  const score = attempt && isReleased(attempt, evidence) ? attempt.score : undefined;
  const parts = [
    points === undefined ? '' : `a gain of ${points}`,
    rule.score === undefined || score === undefined ? '' : `a score of ${score}`,
  ];
  return parts.filter((part) => part !== '').join(' and ') || 'not known yet';
}

function startingWords(maxAge: GainRule['maxAge']): string {
  if (!maxAge) return '';
  return ` (official, at most ${amountWords(maxAge)} old when the course starts, else a diagnostic)`;
}

function oppositeWords(target: number | undefined, score: number | undefined): string {
  const parts = [
    target === undefined ? '' : `${countWords(target, 'point')} or more above your starting score`,
    score === undefined ? '' : `${score} or more`,
  ];
  return parts.filter((part) => part !== '').join(', or ');
}

function termsWords(target: number | undefined, score: number | undefined): string {
  const parts = [
    target === undefined ? '' : `less than ${countWords(target, 'point')} above your starting score`,
    score === undefined ? '' : `below ${score}`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}
