// baseline: a score from before the course is on file.
import { dayInWords } from '../../day.ts';
import { amountWords, dayAmountSchema, lastMomentWords, tooLateAfter } from '../amount.ts';
import { dateFact } from '../evidence.ts';
import { listSchema, numberSchema, objectSchema, oneOfSchema, optional } from '../reading.ts';
import { defineRule, judgedOver, settled } from '../rule.ts';
import { type BaselineChoice, bestBaseline } from './best-baseline.ts';

export const kindsSchema = optional(
  listSchema(oneOfSchema(['official', 'diagnostic'])).min(1, 'name at least one kind: "official", "diagnostic"'),
).transform((kinds) => kinds ?? (['official', 'diagnostic'] as const));

/** The parameters of a `baseline` rule: which scores may be used, and between which bounds the one that counts must lie. */
export interface BaselineRule extends BaselineChoice {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** Met if there is one, failed if it lies outside the bounds; unknown without `courseStart`; else open through the day of `courseStart`. */
export const baseline = defineRule<BaselineRule>({
  name: 'baseline',
  schema: objectSchema({
    kinds: kindsSchema,
    maxAge: optional(dayAmountSchema),
    min: optional(numberSchema),
    max: optional(numberSchema),
  }).transform(({ kinds, maxAge, min, max }) => ({ kinds, maxAge, min, max })),
  judge: (choice, evidence) => {
    const found = bestBaseline(choice, evidence);
    if (found) return settled(isWithin(choice, found.score) ? 'met' : 'failed');
    const courseStart = dateFact(evidence, 'courseStart');
    if (courseStart === undefined) return settled('unknown');
    const tooLate = tooLateAfter(evidence.calendar, courseStart);
    const judged = judgedOver(evidence.now, [tooLate], (at) => (at < tooLate ? 'not_yet' : 'failed'));
    return { ...judged, lastDay: courseStart };
  },
  tell: (choice, evidence, { result, lastDay }) => {
    const found = bestBaseline(choice, evidence);
    const what = `a score from before the course (${choice.kinds.join(' or ')})${boundsWords(choice)}`;
    const by = lastDay === undefined ? '' : ` by ${lastMomentWords(evidence.calendar, lastDay)}`;
    const have = found ? `${found.score}, ${found.kind}, ${dayInWords(found.on)}` : 'none';
    const sentences = {
      met: [`Your starting score is ${have}.`, `Baseline: ${have}.`],
      not_yet: [`Hand in ${what}${by}.`, `No baseline yet: due${by}.`],
      unknown: ['Staff must still record when your course starts.', 'Record courseStart.'],
      failed: found
        ? [`Your starting score is ${have}; this was asked: ${what}.`, `Baseline out of bounds: ${have}.`]
        : [`This was asked: ${what}${by}.`, `No usable baseline${by}.`],
    }[result];
    return { need: what, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ kinds, maxAge, min, max }) =>
    `Have a score from before the course on file (${kinds.join(' or ')})${boundsWords({ min, max })}${maxAge ? `; an official one may be up to ${amountWords(maxAge)} old at the start of the course` : ''}.`,
});

function isWithin({ min = -Infinity, max = Infinity }: Pick<BaselineRule, 'min' | 'max'>, score: number): boolean {
  return score >= min && score <= max;
}

function boundsWords({ min, max }: Pick<BaselineRule, 'min' | 'max'>): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (max !== undefined) return ` of at most ${max}`;
  return min === undefined ? '' : ` of at least ${min}`;
}
