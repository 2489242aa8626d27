// baseline: a score from before the course is on file.
import { dayInWords } from '../../day.ts';
import { amountWords, dayAmountSchema, lastMomentWords, tooLateAfter } from '../amount.ts';
import { dateFact } from '../evidence.ts';
import { listSchema, objectSchema, oneOfSchema, optional } from '../reading.ts';
import { defineRule, judgedOver, settled } from '../rule.ts';
import { type BaselineChoice, bestBaseline } from './best-baseline.ts';

export const kindsSchema = optional(
  listSchema(oneOfSchema(['official', 'diagnostic'])).min(1, 'name at least one kind: "official", "diagnostic"'),
).transform((kinds) => kinds ?? (['official', 'diagnostic'] as const));

/** Met if there is one; unknown without `courseStart`; else open through the day of `courseStart`. */
export const baseline = defineRule<BaselineChoice>({
  name: 'baseline',
  schema: objectSchema({ kinds: kindsSchema, maxAge: optional(dayAmountSchema) }).transform(({ kinds, maxAge }) => ({
    kinds,
    maxAge,
  })),
  judge: (choice, evidence) => {
    if (bestBaseline(choice, evidence)) return settled('met');
    const courseStart = dateFact(evidence, 'courseStart');
    if (courseStart === undefined) return settled('unknown');
    const tooLate = tooLateAfter(evidence.calendar, courseStart);
    const judged = judgedOver(evidence.now, [tooLate], (at) => (at < tooLate ? 'not_yet' : 'failed'));
    return { ...judged, lastDay: courseStart };
  },
  tell: (choice, evidence, { result, lastDay }) => {
    const found = bestBaseline(choice, evidence);
    const what = `a score from before the course (${choice.kinds.join(' or ')})`;
    const by = lastDay === undefined ? '' : ` by ${lastMomentWords(evidence.calendar, lastDay)}`;
    const have = found ? `${found.score}, ${found.kind}, ${dayInWords(found.on)}` : 'none';
    const sentences = {
      met: [`Your starting score is ${have}.`, `Baseline: ${have}.`],
      not_yet: [`Hand in ${what}${by}.`, `No baseline yet: due${by}.`],
      unknown: ['Staff must still record when your course starts.', 'Record courseStart.'],
      failed: [`This was asked: ${what}${by}.`, `No usable baseline${by}.`],
    }[result];
    return { need: what, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ kinds, maxAge }) =>
    `Have a score from before the course on file (${kinds.join(' or ')})${maxAge ? `; an official one may be up to ${amountWords(maxAge)} old at the start of the course` : ''}.`,
});
