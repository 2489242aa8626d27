// exam_taken: the official exam, or a later attempt at it, was sat by a deadline.
import { factNamesOf, ordinal, windowSchema, windowWords } from '../anchor.ts';
import { anchorDay } from '../evidence.ts';
import { attemptSchema, objectSchema, optional } from '../reading.ts';
import { defineRule } from '../rule.ts';
import { deadlineTerms, judgeDeadline, tellDeadline, windowDeadline } from './deadline.ts';
import { pausableSchema } from './window-rule.ts';

/** Attempt `attempt` lies on or before the window's last day. What was sat before the anchor is in time. */
export const examTaken = defineRule({
  name: 'exam_taken',
  schema: objectSchema({ attempt: attemptSchema, window: windowSchema, pausable: optional(pausableSchema) }),
  uses: ({ window }) => ({ dates: factNamesOf(window.anchor) }),
  judge: (params, evidence, granted) => {
    const own = anchorDay(evidence, { kind: 'exam', attempt: params.attempt });
    return judgeDeadline(evidence, windowDeadline(evidence, own, params, granted));
  },
  tell: ({ attempt, window }, evidence, judgement) => {
    const words = { order: orderOf(attempt), done: doneOf(attempt), within: windowWords(window) };
    return tellDeadline(evidence, words, anchorDay(evidence, { kind: 'exam', attempt }), judgement);
  },
  terms: ({ attempt, window, pausable }, calendar) => deadlineTerms(orderOf(attempt), window, calendar, pausable),
});

function orderOf(attempt: number): string {
  return attempt === 1 ? 'Sit the official exam' : `Sit the official exam for the ${ordinal(attempt)} time`;
}

function doneOf(attempt: number): string {
  return attempt === 1 ? 'sat the official exam' : `sat the official exam for the ${ordinal(attempt)} time`;
}
