// What is still open of a guarantee, in the order in which it is urgent: nearest last day first, and before an exam what has to come before it.

import { askedRules, type AskedRule } from '../../../domain/guarantee/asked-rules.ts';
import { attemptOf } from '../../../domain/guarantee/evidence.ts';
import { examTaken } from '../../../domain/guarantee/rules/exam-taken.ts';
import { mock } from '../../../domain/guarantee/rules/mock.ts';
import { outcome } from '../../../domain/guarantee/rules/outcome.ts';
import { progress } from '../../../domain/guarantee/rules/progress.ts';
import type { Verdict } from '../../../domain/guarantee/evaluate.ts';
import { dueAt } from '../../finding-lines.ts';

/** The rules of a guarantee by what they are to their student. */
export interface OpenWork {
  /** What the student does, the most urgent first. */
  readonly todo: readonly AskedRule[];
  /** What staff have to record or to decide. */
  readonly waiting: readonly AskedRule[];
  /** What shows only once the official exam has been sat: nothing to do for it now. */
  readonly later: readonly AskedRule[];
  readonly done: readonly AskedRule[];
  readonly lost: readonly AskedRule[];
  /** Ways that were not taken, and what is not asked of this student. */
  readonly spare: readonly AskedRule[];
}

/** Sorts the rules of a verdict. */
export function openWork({ rules }: Pick<Verdict, 'rules'>): OpenWork {
  const all = askedRules(rules);
  const asked = all.filter(({ part }) => part === 'asked');
  const of = (result: AskedRule['result']) => asked.filter((one) => one.result === result);
  const open = of('not_yet');
  return {
    todo: byUrgency(open.filter((one) => !isForLater(one))),
    waiting: [...of('unknown'), ...all.filter(({ part, result }) => part === 'condition' && result === 'unknown')],
    later: open.filter(isForLater),
    done: of('met'),
    lost: of('failed'),
    spare: all.filter(({ part }) => part === 'spare'),
  };
}

/** Rules that are met by sitting the exam. */
const sittingRules: ReadonlySet<string> = new Set(['exam_taken', 'administration', 'min_lead']);

/** Rules about how an exam ends, before it has been sat. */
function isForLater({ found: { rule, evidence } }: AskedRule): boolean {
  const attempt = outcome.paramsOf(rule)?.attempt ?? (rule.rule === 'gain' || rule.rule === 'version' ? 1 : null);
  if (rule.rule === 'no_activity_after' || rule.rule === 'rate_limit') return true;
  return attempt !== null && attemptOf(evidence, attempt) === undefined;
}

/**
 * By the last day; what has to come before an exam takes its last day from that exam. Without dates sitting the exam comes last;
 * otherwise the policy's order stays.
 */
function byUrgency(open: readonly AskedRule[]): AskedRule[] {
  const examBy = new Map(
    open.flatMap(({ found }) => {
      const attempt = examTaken.paramsOf(found.rule)?.attempt;
      const due = dueAt(found);
      return attempt === undefined || due === null ? [] : [[attempt, due] as const];
    }),
  );
  const keyOf = ({ found }: AskedRule): readonly [due: number, order: number] => {
    const before = examItPrecedes(found.rule);
    const own = dueAt(found) ?? Infinity;
    const exam = before === undefined ? undefined : examBy.get(before);
    if (exam !== undefined && exam <= own) return [exam, 0];
    return [own, own === Infinity && sittingRules.has(found.rule.rule) ? 2 : 1];
  };
  return open.toSorted((a, b) => {
    const [dueA, orderA] = keyOf(a);
    const [dueB, orderB] = keyOf(b);
    return dueA === dueB ? orderA - orderB : dueA - dueB;
  });
}

/** The attempt at the official exam before which a rule has to be met. */
export function examItPrecedes(rule: AskedRule['found']['rule']): number | undefined {
  const params = mock.paramsOf(rule) ?? progress.paramsOf(rule);
  return params?.before === 'exam' ? params.attempt : undefined;
}
