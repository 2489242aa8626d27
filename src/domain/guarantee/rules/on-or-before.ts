// on_or_before: a date fact lies on or before an anchor, or an amount before or after it.
import { type Anchor, type Window, anchorSchema, factNamesOf, nameWords, windowWords } from '../anchor.ts';
import { dayAmountSchema } from '../amount.ts';
import { type Evidence, type Granted, anchorDay, isKnownInAdvance } from '../evidence.ts';
import { objectSchema, optional } from '../reading.ts';
import { defineRule } from '../rule.ts';
import { type Deadline, deadlineTerms, judgeDeadline, tellDeadline, windowDeadline } from './deadline.ts';

interface OnOrBefore {
  readonly fact: Anchor;
  readonly window: Window;
}

/** `fact` on or before `anchor` + `amount` (default 0 days). */
export const onOrBefore = defineRule({
  name: 'on_or_before',
  schema: objectSchema({ fact: anchorSchema, anchor: anchorSchema, amount: optional(dayAmountSchema) }).transform(
    ({ fact, anchor, amount }): OnOrBefore => ({
      fact,
      window: { anchor, amount: amount ?? { unit: 'days', count: 0 } },
    }),
  ),
  uses: ({ fact, window }) => ({ dates: factNamesOf(fact, window.anchor) }),
  judge: (params, evidence, granted) => judgeDeadline(evidence, deadlineOf(params, evidence, granted)),
  tell: ({ fact, window }, evidence, judgement) => {
    const words = { order: orderOf(fact), done: doneOf(fact), within: windowWords(window) };
    return tellDeadline(evidence, words, anchorDay(evidence, fact), judgement);
  },
  terms: ({ fact, window }, calendar) => deadlineTerms(orderOf(fact), window, calendar),
});

function deadlineOf({ fact, window }: OnOrBefore, evidence: Evidence, granted: Granted): Deadline {
  const deadline = windowDeadline(evidence, anchorDay(evidence, fact), { window }, granted);
  // What is done before an event that has not happened yet is in time; a course date that nobody stored is a gap.
  const isCourseDate = window.anchor.kind === 'fact' && isKnownInAdvance(evidence.facts, window.anchor.name);
  return { ...deadline, withoutAnchor: isCourseDate ? 'unknown' : 'met' };
}

const ORDERS: Readonly<Record<string, readonly [order: string, done: string]>> = {
  completedOn: ['Complete the course', 'completed the course'],
  paidInFullOn: ['Pay in full', 'paid in full'],
  paidOn: ['Pay', 'paid'],
  optInOn: ['Opt in to the guarantee', 'opted in'],
  graduatedOn: ['Graduate', 'graduated'],
};

function orderOf(fact: Anchor): string {
  if (fact.kind === 'fact') return ORDERS[fact.name]?.[0] ?? `Have “${nameWords(fact.name)}” on record`;
  return fact.kind === 'exam' ? 'Sit the official exam' : 'Have the result of the official exam';
}

function doneOf(fact: Anchor): string {
  if (fact.kind === 'fact') return ORDERS[fact.name]?.[1] ?? `had “${nameWords(fact.name)}” on record`;
  return fact.kind === 'exam' ? 'sat the official exam' : 'had the result of the official exam';
}
