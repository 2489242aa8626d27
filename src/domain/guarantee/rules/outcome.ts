// outcome: the official exam was failed, with a near-miss floor where the policy has one.
import { z } from 'zod';
import { upperFirst } from '../../phrases.ts';
import { nameWords } from '../anchor.ts';
import { attemptOf, isReleased, releaseInstant } from '../evidence.ts';
import type { Attempt } from '../facts.ts';
import { attemptSchema, cure, objectSchema, optional } from '../reading.ts';
import { type Result, type Telling, defineRule, judgedOver, settled } from '../rule.ts';
import { examName } from './names.ts';

interface Outcome {
  readonly attempt: number;
  /** The least score that still counts: one, or one for each part of the exam. */
  readonly nearMiss: number | Readonly<Record<string, number>> | undefined;
}

const nearMissSchema = optional(
  z.union(
    [z.number(), z.record(z.string(), z.number())],
    cure('give the least score, or one for each part: {"written": 35}'),
  ),
);

/** A fail is met (at or above `nearMiss`, if given), a pass failed; pending or no attempt: not yet. */
export const outcome = defineRule<Outcome>({
  name: 'outcome',
  schema: objectSchema({ attempt: attemptSchema, nearMiss: nearMissSchema }).transform(({ attempt, nearMiss }) => ({
    attempt,
    nearMiss,
  })),
  judge: ({ attempt: number, nearMiss }, evidence) => {
    const attempt = attemptOf(evidence, number);
    if (!attempt) return settled('not_yet');
    if (isReleased(attempt, evidence)) return settled(resultOf(attempt, nearMiss));
    const release = releaseInstant(attempt, evidence.calendar);
    return judgedOver(evidence.now, [release], (at) => (at < release ? 'not_yet' : resultOf(attempt, nearMiss)));
  },
  tell: (rule, evidence, { result }) => tell(rule, attemptOf(evidence, rule.attempt), result),
  opposite: ({ attempt, nearMiss }) => (nearMiss === undefined ? `You pass the ${examName(attempt)}.` : undefined),
  terms: ({ attempt, nearMiss }) =>
    `You do not pass the ${examName(attempt)}${nearMiss === undefined ? '' : `, with a score of ${floorWords(nearMiss)}`}.`,
});

function resultOf({ result, score, parts }: Attempt, nearMiss: Outcome['nearMiss']): Result {
  if (result === 'pass') return 'failed';
  if (nearMiss === undefined) return 'met';
  const floors: [number | undefined, number][] =
    typeof nearMiss === 'number'
      ? [[score, nearMiss]]
      : Object.entries(nearMiss).map(([part, floor]) => [Object.hasOwn(parts, part) ? parts[part] : undefined, floor]);
  if (floors.some(([got, floor]) => got !== undefined && got < floor)) return 'failed';
  return floors.some(([got]) => got === undefined) ? 'unknown' : 'met';
}

/** "35 or more", "written 35 or more and hazard 40 or more". */
function floorWords(nearMiss: NonNullable<Outcome['nearMiss']>): string {
  if (typeof nearMiss === 'number') return `${nearMiss} or more`;
  const parts = Object.entries(nearMiss).map(([part, floor]) => `${nameWords(part)} ${floor} or more`);
  return parts.join(' and ');
}

function tell({ attempt: number, nearMiss }: Outcome, attempt: Attempt | undefined, result: Result): Telling {
  const exam = examName(number);
  const need = nearMiss === undefined ? 'not passed' : `not passed, score ${floorWords(nearMiss)}`;
  const score = attempt?.score === undefined ? '' : `, score ${attempt.score}`;
  switch (result) {
    case 'met':
      return {
        need,
        have: `not passed${score}`,
        student: `You did not pass the ${exam}.`,
        staff: `${upperFirst(exam)} not passed${score}.`,
      };
    case 'not_yet':
      return attempt
        ? {
            need,
            have: 'result pending',
            student: `The result of your ${exam} is not out yet.`,
            staff: `Waiting for the result of the ${exam}.`,
          }
        : {
            need,
            have: 'not sat',
            student: `This applies once you have sat the ${exam}.`,
            staff: `The ${exam} has not been sat.`,
          };
    case 'unknown':
      return {
        need,
        have: 'score missing',
        student: `Staff must still record your score in the ${exam}.`,
        staff: `Enter the score of the ${exam}: it must be ${floorWords(nearMiss ?? 0)}.`,
      };
    case 'failed':
      return attempt?.result === 'pass'
        ? { need, have: 'passed', student: `You passed the ${exam}.`, staff: `${upperFirst(exam)} passed.` }
        : {
            need,
            have: `not passed${score}`,
            student: `Your score in the ${exam} had to be ${floorWords(nearMiss ?? 0)}.`,
            staff: `Score in the ${exam} not ${floorWords(nearMiss ?? 0)}.`,
          };
  }
}
