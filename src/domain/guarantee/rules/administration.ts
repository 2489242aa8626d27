// administration: the official exam is sat at its first administration after the course.
import { type Day, dayInWords } from '../../day.ts';
import { lastMomentWords, tooLateAfter } from '../amount.ts';
import { type Evidence, attemptOf, dateFact, extended } from '../evidence.ts';
import { attemptSchema, objectSchema } from '../reading.ts';
import { defineRule, judgedOver, settled } from '../rule.ts';
import { examName } from './names.ts';

/** The exam lies after `courseEnd` and on or before the first of `administrations` after it; either missing: unknown. */
export const administration = defineRule({
  name: 'administration',
  schema: objectSchema({ attempt: attemptSchema }),
  judge: ({ attempt: number }, evidence, granted) => {
    const courseEnd = dateFact(evidence, 'courseEnd');
    const sitting = nextSitting(evidence, courseEnd);
    if (courseEnd === undefined || sitting === undefined) return settled('unknown');
    const lastDay = extended(sitting, granted);
    const attempt = attemptOf(evidence, number);
    if (attempt) return { ...settled(attempt.on > courseEnd && attempt.on <= lastDay ? 'met' : 'failed'), lastDay };
    const tooLate = tooLateAfter(evidence.calendar, lastDay);
    return { ...judgedOver(evidence.now, [tooLate], (at) => (at < tooLate ? 'not_yet' : 'failed')), lastDay };
  },
  tell: ({ attempt: number }, evidence, { result, lastDay }) => {
    const exam = examName(number);
    const attempt = attemptOf(evidence, number);
    const by = lastDay === undefined ? '' : `, by ${lastMomentWords(evidence.calendar, lastDay)}`;
    const need = `the ${exam} at the first administration after the course${by}`;
    const have = attempt ? `sat on ${dayInWords(attempt.on)}` : 'not sat';
    const sentences = {
      met: [`You sat ${need}.`, `Sat ${need}.`],
      not_yet: [`Sit ${need}.`, `Not sat yet: ${need}.`],
      unknown: [
        `Staff must still record the end of the course and the exam's dates.`,
        `Record courseEnd and an administration after it.`,
      ],
      failed: [`This was asked: ${need}.`, `Not kept: ${need}.`],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ attempt }) => `Sit the ${examName(attempt)} at its first administration after the end of the course.`,
});

function nextSitting({ facts }: Evidence, courseEnd: Day | undefined): Day | undefined {
  if (courseEnd === undefined) return undefined;
  let first: Day | undefined;
  for (const day of facts.administrations) if (day > courseEnd && (first === undefined || day < first)) first = day;
  return first;
}
