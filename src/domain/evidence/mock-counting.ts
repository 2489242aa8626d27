// Whether the next attempt at a mock exam counts for a student's guarantee, and why, in words: said before the clock starts.

import { addAmount, amountWords, type Calendar } from '../guarantee/amount.ts';
import { nameWords } from '../guarantee/anchor.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import { attemptOf, mocksSoFar } from '../guarantee/evidence.ts';
import type { FoundRule } from '../guarantee/judged.ts';
import { examAfterReadiness } from '../guarantee/rules/exam-after-readiness.ts';
import { mock } from '../guarantee/rules/mock.ts';
import { dayInWords } from '../day.ts';
import { dayOfInstant } from '../zone.ts';

/** What an attempt that starts now is to the guarantee. */
export interface MockCounting {
  readonly counts: boolean;
  /** Why, and what to keep in mind. */
  readonly why: string;
}

/** Of an attempt at an exam that counts as `kind` (`mock`, `half`, `demo`, `practice`), by the rules and what they found. */
export function mockCounting({ verdict, rules, calendar, asOf }: Verdict, kind: string): MockCounting {
  if (verdict === 'ineligible') return not('your guarantee has ended');
  if (verdict === 'not_applicable') return not('your guarantee is closed');
  const about = rules.flatMap((found) => {
    const params = mock.paramsOf(found.rule) ?? examAfterReadiness.paramsOf(found.rule);
    return params ? [{ found, kind: params.kind }] : [];
  });
  if (about.length === 0) return not('your terms ask for no mock exams');
  const ofKind = about.filter((one) => one.kind === kind).map(({ found }) => found);
  if (ofKind.length === 0) {
    const kinds = [...new Set(about.map((one) => nameWords(one.kind)))].join(' and ');
    return not(`your terms count exams of the kind “${kinds}”, and this one is “${nameWords(kind)}”`);
  }
  const obstacles = ofKind.map(obstacleFor);
  const open = ofKind.filter((_, index) => obstacles[index] === null);
  if (open.length === 0) return not(obstacles[0]!);
  return { counts: true, why: open.map((found) => meaningOf(found, calendar, asOf)).join(' ') };
}

function not(why: string): MockCounting {
  return { counts: false, why };
}

/** Why one more mock changes nothing for a rule; null where it may. */
function obstacleFor({ rule, evidence, judgement, id }: FoundRule): string | null {
  const mockRule = mock.paramsOf(rule);
  const attempt = mockRule ? mockRule.before && mockRule.attempt : examAfterReadiness.paramsOf(rule)?.attempt;
  if (attempt !== undefined && attemptOf(evidence, attempt))
    return 'you have sat the official exam, and only mock exams before it count';
  if (evidence.facts.relief.get(id)?.waivedFrom !== undefined) return 'staff have waived this condition for you';
  const most = mockRule?.maxAttempts;
  if (most !== undefined && mocksSoFar(evidence, mockRule!.kind).length >= most)
    return `only your first ${most} count, and you have taken them`;
  return judgement.result === 'failed' ? 'this condition can no longer be met' : null;
}

/** What it means that an attempt counts: what is needed, and until when it holds. */
function meaningOf({ rule, evidence, judgement }: FoundRule, calendar: Calendar, asOf: number): string {
  const { need, have } = rule.tell(evidence, judgement);
  const done = judgement.result === 'met' ? 'You have met this already' : `So far: ${have}`;
  const lookback = mock.paramsOf(rule)?.lookback;
  const after = examAfterReadiness.paramsOf(rule);
  const sentences = [`${need}. ${done}.`];
  if (lookback) {
    const last = addAmount(calendar, dayOfInstant(asOf, calendar.zone), lookback);
    sentences.push(`It counts for ${amountWords(lookback)}: for an official exam until ${dayInWords(last)}.`);
  }
  if (after) sentences.push(`A good score opens ${amountWords(after.within)} for the official exam anew.`);
  return sentences.join(' ');
}
