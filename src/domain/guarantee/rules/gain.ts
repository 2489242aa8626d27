// gain: the official score rose by less than the promised number of points.
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
  readonly target: number;
  readonly attempt: number;
}

/** Met below `target`. No attempt, pending, or no score: not yet; no baseline: unknown. */
export const gain = defineRule<GainRule>({
  name: 'gain',
  schema: objectSchema({
    target: numberSchema,
    kinds: kindsSchema,
    maxAge: optional(dayAmountSchema),
    attempt: attemptSchema,
  }).transform(({ target, kinds, maxAge, attempt }) => ({ target, kinds, maxAge, attempt })),
  judge: (rule, evidence) => {
    const attempt = attemptOf(evidence, rule.attempt);
    if (attempt?.score === undefined) return settled('not_yet');
    const once = resultOnceReleased(rule, evidence);
    if (isReleased(attempt, evidence)) return settled(once);
    const release = releaseInstant(attempt, evidence.calendar);
    return judgedOver(evidence.now, [release], (at) => (at < release ? 'not_yet' : once));
  },
  tell: (rule, evidence, { result }) => {
    const points = gainNow(rule, evidence);
    const need = `a gain below ${rule.target}`;
    const have = points === undefined ? 'not known yet' : `a gain of ${points}`;
    const exam = examName(rule.attempt);
    const sentences = {
      met: [
        `Your score rose by ${points}, less than the promised ${rule.target}.`,
        `Gain ${points}, below ${rule.target}.`,
      ],
      not_yet: [`This is known once your score in the ${exam} is out.`, `Waiting for the score of the ${exam}.`],
      unknown: ['Staff must still record your starting score.', 'No usable baseline: record one, or courseStart.'],
      failed: [
        `Your score rose by ${points}: the promise of ${rule.target} was kept.`,
        `Gain ${points}: target ${rule.target} reached.`,
      ],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ target, maxAge, attempt }) =>
    `Your score in the ${examName(attempt)} is less than ${target} points above your starting score${maxAge ? ` (official, at most ${amountWords(maxAge)} old when the course starts, else a diagnostic)` : ''}.`,
});

function resultOnceReleased(rule: GainRule, evidence: Evidence): Result {
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
