// Which of the rules still matter to a student: of several ways only one may be needed, and a condition may not hold for them.
import { type Judged, type JudgedFold, type JudgedRule, folded, opposite } from './judged.ts';
import type { Result } from './rule.ts';

/** A rule as it counts where it stands among the others. */
export interface AskedRule {
  readonly found: JudgedRule;
  /** Its result as it counts: inside a "does not hold" met and failed change places. */
  readonly result: Result;
  /** Whether it must not hold. */
  readonly isTurned: boolean;
  /** `spare`: another way is taken or open, or it is not asked of this student. `condition`: it settles whether others are asked. */
  readonly part: 'asked' | 'spare' | 'condition';
  /** The other ways that are open beside this one; null where there is none. */
  readonly ways: Ways | null;
}

/** Several ways of which some are enough. */
export interface Ways {
  /** How many ways are enough, and how many of them are there already. */
  readonly need: number;
  readonly met: number;
  /** Of each other way that is not lost, the rules that it asks. */
  readonly others: readonly (readonly JudgedRule[])[];
}

/** Each rule as it counts now, in the order given. What was played forward in time is not looked at. */
export function askedRules(rules: readonly JudgedRule[]): AskedRule[] {
  const resultOf = resultsNow();
  return rules.map((found) => {
    const above = pathOf(found);
    const isTurned = above.filter(({ parent }) => isTurning(parent)).length % 2 === 1;
    const result = resultOf(found);
    const counted = isTurned ? opposite(result) : result;
    const folds = above.flatMap(({ child, parent }) => (parent.kind === 'not' ? [] : [{ child, parent }]));
    const isCondition = folds.some(({ child, parent }) => parent.kind === 'onlyWhen' && parent.children[0] !== child);
    const isSpare = folds.some(({ child, parent }) => isOutOfPlay(resultOf(child), resultOf(parent)));
    const part = isCondition ? 'condition' : isSpare && counted !== 'met' ? 'spare' : 'asked';
    const isOpen = part === 'asked' && (counted === 'not_yet' || counted === 'unknown');
    return { found, result: counted, isTurned, part, ways: isOpen ? waysOf(folds, resultOf) : null };
  });
}

interface Step {
  readonly child: Judged;
  readonly parent: NonNullable<Judged['parent']>;
}

/** From a rule up to the whole. */
function pathOf(rule: Judged): Step[] {
  const path: Step[] = [];
  for (let child = rule; child.parent; child = child.parent) path.push({ child, parent: child.parent });
  return path;
}

/** Whether it says that something must not hold; the `not` of a condition only leads to it. */
function isTurning({ kind, parent }: Judged): boolean {
  return kind === 'not' && parent?.kind !== 'onlyWhen';
}

/** What is done without this one, or goes on without it. */
function isOutOfPlay(child: Result, whole: Result): boolean {
  return (whole === 'met' && child !== 'met') || (child === 'failed' && whole !== 'failed');
}

/** Results by what each rule found: a rule's own `result` moves on while time is played forward. */
function resultsNow(): (judged: Judged) => Result {
  const known = new Map<Judged, Result>();
  const resultOf = (judged: Judged): Result => {
    const before = known.get(judged);
    if (before !== undefined) return before;
    const result = find(judged);
    known.set(judged, result);
    return result;
  };
  function find(judged: Judged): Result {
    if (judged.kind === 'rule') return judged.judgement.result;
    if (judged.kind === 'not') return opposite(resultOf(judged.children[0]));
    return folded(judged.need, countsOf(judged, resultOf));
  }
  return resultOf;
}

function countsOf({ children }: JudgedFold, resultOf: (judged: Judged) => Result): Record<Result, number> {
  const counts = { met: 0, not_yet: 0, failed: 0, unknown: 0 };
  for (const child of children) counts[resultOf(child)] += 1;
  return counts;
}

/** The nearest choice around a rule that is still open. */
function waysOf(
  folds: readonly { readonly child: Judged; readonly parent: JudgedFold }[],
  resultOf: (judged: Judged) => Result,
): Ways | null {
  const choice = folds.find(({ parent: { kind, need, children } }) => kind !== 'onlyWhen' && need < children.length);
  if (!choice) return null;
  const { child, parent } = choice;
  const others = parent.children.filter((other) => {
    const result = resultOf(other);
    return other !== child && (result === 'not_yet' || result === 'unknown');
  });
  if (others.length === 0) return null;
  return { need: parent.need, met: countsOf(parent, resultOf).met, others: others.map(rulesIn) };
}

function rulesIn(judged: Judged): JudgedRule[] {
  return judged.kind === 'rule' ? [judged] : judged.children.flatMap(rulesIn);
}
