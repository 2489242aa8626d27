// min_lead: a day lies long enough before the official exam ("start the course 10 weeks before").
import { dayInWords } from '../../day.ts';
import { addAmount, amountWords, dayAmountSchema } from '../amount.ts';
import { anchorSchema, anchorWords, factNamesOf } from '../anchor.ts';
import { anchorDay, attemptOf, dayAfter } from '../evidence.ts';
import { attemptSchema, objectSchema } from '../reading.ts';
import { type Result, defineRule, judgedOver, settled } from '../rule.ts';
import { examName } from './names.ts';

/** `fact` + `amount` on or before the exam day. No attempt: not yet; no `fact`: unknown. */
export const minLead = defineRule({
  name: 'min_lead',
  schema: objectSchema({ fact: anchorSchema, amount: dayAmountSchema, attempt: attemptSchema }),
  uses: ({ fact }) => ({ dates: factNamesOf(fact) }),
  judge: ({ fact, amount, attempt: number }, evidence) => {
    const attempt = attemptOf(evidence, number);
    if (!attempt) return settled('not_yet');
    const from = anchorDay(evidence, fact);
    if (!from) return settled('unknown');
    const result: Result = dayAfter(evidence, from.day, amount) <= attempt.on ? 'met' : 'failed';
    return judgedOver(evidence.now, [from.knownFrom], (at) => (at < from.knownFrom ? 'unknown' : result));
  },
  tell: ({ fact, amount, attempt: number }, evidence, { result }) => {
    const exam = examName(number);
    const from = anchorDay(evidence, fact);
    const earliest = from && dayInWords(addAmount(evidence.calendar, from.day, amount));
    const need = `the ${exam} at least ${amountWords(amount)} after ${anchorWords(fact)}`;
    const sat = attemptOf(evidence, number);
    const have = sat ? `sat on ${dayInWords(sat.on)}` : 'not sat';
    const sentences = {
      met: [`You sat the ${exam} late enough: ${need}.`, `Sat late enough: ${need}.`],
      not_yet: [
        earliest ? `Sit the ${exam} on ${earliest} or later.` : `Sit ${need}.`,
        earliest ? `May sit from ${earliest}.` : `Not sat yet: ${need}.`,
      ],
      unknown: [`Staff must still record the date that this counts from.`, `Record the date of ${anchorWords(fact)}.`],
      failed: [`You sat the ${exam} too early; it was to be ${need}.`, `Sat too early: not ${need}.`],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ fact, amount, attempt }) =>
    `Sit the ${examName(attempt)} at least ${amountWords(amount)} after ${anchorWords(fact)}.`,
});
