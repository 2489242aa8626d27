// rate_limit: only so many claims: one per span of time, and so many in a lifetime.
import { type Day, dayInWords } from '../../day.ts';
import { listWords, upperFirst } from '../../phrases.ts';
import { countWords } from '../../time.ts';
import { startOfDay } from '../../zone.ts';
import { type DayAmount, amountWords, dayAmountSchema } from '../amount.ts';
import { type Evidence, dayAfter } from '../evidence.ts';
import { objectSchema, optional, wholeSchema } from '../reading.ts';
import { defineRule, judgedOver, settled } from '../rule.ts';

interface RateLimit {
  readonly per: DayAmount | undefined;
  readonly lifetime: number | undefined;
}

/** Met from the day of the last approved claim + `per`, not yet before it; failed once `lifetime` claims were approved. */
export const rateLimit = defineRule<RateLimit>({
  name: 'rate_limit',
  schema: objectSchema({ per: optional(dayAmountSchema), lifetime: optional(wholeSchema(1, 1000)) })
    .transform(({ per, lifetime }) => ({ per, lifetime }))
    .refine(({ per, lifetime }) => per !== undefined || lifetime !== undefined, 'give "per", "lifetime" or both'),
  judge: (rule, evidence) => {
    const approved = approvedSoFar(evidence);
    if (rule.lifetime !== undefined && approved.length >= rule.lifetime) return settled('failed');
    const free = freeAgainOn(rule, evidence);
    if (free === undefined || free <= evidence.today) return settled('met');
    const opens = startOfDay(free, evidence.calendar.zone);
    return judgedOver(evidence.now, [opens], (at) => (at < opens ? 'not_yet' : 'met'));
  },
  tell: (rule, evidence, { result }) => {
    const count = approvedSoFar(evidence).length;
    const free = freeAgainOn(rule, evidence);
    const from = free === undefined ? '' : ` from ${dayInWords(free)}`;
    const need = limitWords(rule);
    const have = `${count} approved`;
    const sentences = {
      met: [`You may claim: ${need}.`, `May claim: ${have}.`],
      not_yet: [`You may claim again${from}: ${need}.`, `May claim again${from}.`],
      unknown: ['Staff are looking at your earlier claims.', `Earlier claims: ${have}.`],
      failed: [
        `You have had ${count} claims approved; the guarantee allows ${rule.lifetime}.`,
        `Limit of ${rule.lifetime} claims reached.`,
      ],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: (rule) => `${upperFirst(termsWords(rule))}.`,
});

function approvedSoFar({ facts, today }: Evidence): readonly Day[] {
  return facts.claimsApprovedOn.filter((day) => day <= today);
}

function freeAgainOn({ per }: RateLimit, evidence: Evidence): Day | undefined {
  if (!per) return undefined;
  const last = approvedSoFar(evidence).reduce((latest, day) => Math.max(latest, day), -Infinity);
  return last === -Infinity ? undefined : dayAfter(evidence, last, per);
}

/** Short, for what is needed. */
function limitWords({ per, lifetime }: RateLimit): string {
  const parts = [
    per === undefined ? '' : `one claim in ${amountWords(per)}`,
    lifetime === undefined ? '' : `at most ${lifetime} approved ${lifetime === 1 ? 'claim' : 'claims'} ever`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** In full, for the terms: what a claim is counted from, and that only approved ones count. */
function termsWords({ per, lifetime }: RateLimit): string {
  const are = lifetime === 1 ? 'is' : 'are';
  const parts = [
    per === undefined ? '' : `your last approved claim, if there is one, is at least ${amountWords(per)} old`,
    lifetime === undefined ? '' : `no more than ${countWords(lifetime, 'claim')} of yours ${are} ever approved`,
  ];
  return listWords(parts.filter((part) => part !== ''));
}
