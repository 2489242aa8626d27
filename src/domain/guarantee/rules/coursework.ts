// coursework: how much of it is done, how well it is graded, and how much was late.
import { lowerFirst } from '../../phrases.ts';
import { attemptOf, dateFact, type Evidence } from '../evidence.ts';
import type { Coursework } from '../facts.ts';
import { numberSchema, objectSchema, optional, percentSchema } from '../reading.ts';
import { type Result, type Telling, defineRule, settled } from '../rule.ts';

/** The parameters of a `coursework` rule. */
export interface CourseworkRule {
  readonly pct: number;
  readonly gradeMin: number | undefined;
  readonly lateMax: number | undefined;
}

type Stored = 'reached' | 'short' | 'not stored';

/** Too much late work fails at once; the rest is open until the course is completed or an attempt exists. */
export const coursework = defineRule<CourseworkRule>({
  name: 'coursework',
  schema: objectSchema({
    pct: optional(percentSchema),
    gradeMin: optional(numberSchema),
    lateMax: optional(numberSchema),
  }).transform(({ pct, gradeMin, lateMax }) => ({ pct: pct ?? 100, gradeMin, lateMax })),
  judge: (rule, evidence) => settled(judge(rule, evidence)),
  tell: (rule, evidence, { result }) => tell(rule, evidence.facts.coursework, result),
  terms: (rule) => `${demandWords(rule)}.`,
});

function judge(rule: CourseworkRule, evidence: Evidence): Result {
  const stored = evidence.facts.coursework;
  if (isTooLate(rule, stored)) return stored?.outageLogged ? 'unknown' : 'failed';
  const parts = [donePart(rule, stored), gradePart(rule, stored)];
  if (parts.every((part) => part === 'reached')) return 'met';
  const isOver = dateFact(evidence, 'completedOn') !== undefined || attemptOf(evidence, 1) !== undefined;
  if (!isOver) return 'not_yet';
  return parts.includes('short') ? 'failed' : 'unknown';
}

function isTooLate({ lateMax }: CourseworkRule, stored: Coursework | undefined): boolean {
  return lateMax !== undefined && (stored?.late ?? 0) > lateMax;
}

/** done/total against the percentage, multiplied out; a total of 0 is 100 %. */
function donePart({ pct }: CourseworkRule, stored: Coursework | undefined): Stored {
  if (stored?.done === undefined || stored.total === undefined) return 'not stored';
  return stored.total === 0 || stored.done * 100 >= pct * stored.total ? 'reached' : 'short';
}

function gradePart({ gradeMin }: CourseworkRule, stored: Coursework | undefined): Stored {
  if (gradeMin === undefined) return 'reached';
  if (stored?.grade === undefined) return 'not stored';
  return stored.grade >= gradeMin ? 'reached' : 'short';
}

function tell(rule: CourseworkRule, stored: Coursework | undefined, result: Result): Telling {
  const need = lowerFirst(demandWords(rule));
  const have = haveWords(stored);
  switch (result) {
    case 'met':
      return { need, have, student: `Your coursework is done: ${have}.`, staff: `Coursework done: ${have}.` };
    case 'not_yet':
      return { need, have, student: `${demandWords(rule)}; you have ${have}.`, staff: `Open: ${need}; has ${have}.` };
    case 'unknown':
      return isTooLate(rule, stored)
        ? {
            need,
            have,
            student: 'Staff are looking at your late work: an outage was logged.',
            staff: 'Late work with an outage logged: decide whether it counts, and waive the rule if not.',
          }
        : { need, have, student: 'Staff must still record your coursework.', staff: `Record the coursework: ${need}.` };
    case 'failed':
      return {
        need,
        have,
        student: `This was asked: ${need}; you have ${have}.`,
        staff: `Not reached: ${need}; has ${have}.`,
      };
  }
}

function haveWords(stored: Coursework | undefined): string {
  if (!stored) return 'nothing recorded';
  const parts = [
    stored.done === undefined || stored.total === undefined ? '' : `${stored.done} of ${stored.total} done`,
    stored.grade === undefined ? '' : `grade ${stored.grade}`,
    stored.late === undefined || stored.late === 0 ? '' : `${stored.late} late`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing recorded' : parts.join(', ');
}

function demandWords({ pct, gradeMin, lateMax }: CourseworkRule): string {
  const amount = pct === 100 ? 'all coursework' : `${pct} % of the coursework`;
  const grade = gradeMin === undefined ? '' : `, with a grade of ${gradeMin} or more`;
  const late = lateMax === undefined ? '' : lateMax === 0 ? ', nothing late' : `, at most ${lateMax} late`;
  return `Hand in ${amount}${grade}${late}`;
}
