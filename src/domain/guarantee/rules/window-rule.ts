// The making of rules that want one date fact on or before a window's last day, with pauses: opt_in, course_complete.
import { nameWords, windowSchema, windowWords } from '../anchor.ts';
import { type AnchorDay, type Evidence, dateFact } from '../evidence.ts';
import { objectSchema, optional, textSchema, wholeSchema } from '../reading.ts';
import { defineRule } from '../rule.ts';
import { deadlineTerms, judgeDeadline, tellDeadline, windowDeadline } from './deadline.ts';

/** `{}`: no limit to the days of pause. */
export const pausableSchema = objectSchema({ maxDays: optional(wholeSchema(0, 36_525)) });

interface WindowRuleWords {
  readonly name: string;
  readonly defaultFact: string;
  readonly order: (fact: string) => string | undefined;
  readonly done: (fact: string) => string | undefined;
}

/** Makes a rule type whose own date fact has a default name. */
export function dayAfterRule(words: WindowRuleWords) {
  const orderOf = (fact: string) => words.order(fact) ?? `Get "${nameWords(fact)}" recorded`;
  const doneOf = (fact: string) => words.done(fact) ?? `had "${nameWords(fact)}" recorded`;
  return defineRule({
    name: words.name,
    schema: objectSchema({
      window: windowSchema,
      fact: optional(textSchema('the name of a date fact')),
      pausable: optional(pausableSchema),
    }).transform((given) => ({ ...given, fact: given.fact ?? words.defaultFact })),
    uses: ({ fact, window }) => ({
      dates: window.anchor.kind === 'fact' ? [fact, window.anchor.name] : [fact],
    }),
    judge: (params, evidence, granted) =>
      judgeDeadline(evidence, windowDeadline(evidence, ownDay(evidence, params.fact), params, granted)),
    tell: ({ fact, window }, evidence, judgement) => {
      const said = { order: orderOf(fact), done: doneOf(fact), within: windowWords(window) };
      return tellDeadline(evidence, said, ownDay(evidence, fact), judgement);
    },
    terms: ({ fact, window, pausable }, calendar) => deadlineTerms(orderOf(fact), window, calendar, pausable),
  });
}

function ownDay(evidence: Evidence, fact: string): AnchorDay | undefined {
  const day = dateFact(evidence, fact);
  return day === undefined ? undefined : { day, knownFrom: -Infinity };
}
