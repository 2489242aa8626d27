// Requirements judged: each rule's finding, folded upwards, and folded anew as time alone changes single results.
import { type Evidence, evidenceAt, flagNow, idWithin } from './evidence.ts';
import type { EachPart, Requirement } from './requirement.ts';
import type { Judgement, Result, Rule } from './rule.ts';

/** A requirement with its result. `result` moves on while time is played forward; a rule's judgement stays as it was. */
export type Judged = JudgedRule | JudgedFold | JudgedNot;

interface Placed {
  result: Result;
  parent: JudgedFold | JudgedNot | undefined;
}

/** A rule with what it found, in which evidence. */
export interface FoundRule {
  /** The rule's id, with its part's name inside a part. */
  readonly id: string;
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly evidence: Evidence;
}

/** A rule among the requirements. */
export interface JudgedRule extends Placed, FoundRule {
  readonly kind: 'rule';
}

/** A combinator with how many of its children have each result. */
export interface JudgedFold extends Placed {
  readonly kind: Exclude<Requirement['kind'], 'rule' | 'not'>;
  readonly need: number;
  readonly children: readonly Judged[];
  readonly counts: Record<Result, number>;
}

/** The opposite of its child. */
export interface JudgedNot extends Placed {
  readonly kind: 'not';
  readonly children: readonly [Judged];
}

/** Judges requirements; every rule met on the way is also put into `rules`, in policy order. */
export function judgeRequirement(requirement: Requirement, evidence: Evidence, rules: JudgedRule[]): Judged {
  const judge = (each: Requirement) => judgeRequirement(each, evidence, rules);
  switch (requirement.kind) {
    case 'rule':
      return judgeRule(requirement.rule, evidence, rules);
    case 'not': {
      const child = judge(requirement.children[0]);
      const judged: JudgedNot = { kind: 'not', children: [child], result: opposite(child.result), parent: undefined };
      child.parent = judged;
      return judged;
    }
    case 'variant': {
      const value = flagNow(evidence, requirement.fact);
      const chosen = value === undefined ? undefined : (requirement.cases.get(String(value)) ?? requirement.otherwise);
      const child = chosen ? judge(chosen) : judgeRule(requirement.missing, evidence, rules);
      return fold('variant', 1, [child]);
    }
    case 'perSection':
    case 'perRound':
    case 'group':
      return judgeParts(requirement, evidence, rules);
    default:
      return fold(requirement.kind, requirement.need, requirement.children.map(judge));
  }
}

function judgeRule(rule: Rule, evidence: Evidence, rules: JudgedRule[]): JudgedRule {
  const judgement = rule.judge(evidence);
  const { result } = judgement;
  const id = idWithin(evidence, rule.id);
  const judged: JudgedRule = { kind: 'rule', id, rule, judgement, evidence, result, parent: undefined };
  rules.push(judged);
  return judged;
}

/** The same asked of every part. Where fewer parts are stored than are needed, what is missing is needed too. */
function judgeParts(
  { kind, list, need, child, missing }: EachPart,
  evidence: Evidence,
  rules: JudgedRule[],
): JudgedFold {
  const parts = evidence.facts.parts.get(list) ?? [];
  const children = parts.map(({ name, facts }) =>
    judgeRequirement(child, evidenceAt(facts, evidence.calendar, evidence.now, name), rules),
  );
  const needed = need === 'all' ? Math.max(1, parts.length) : need;
  if (parts.length < needed) children.push(judgeRule(missing, evidence, rules));
  return fold(kind, Math.min(needed, children.length), children);
}

function fold(kind: JudgedFold['kind'], need: number, children: readonly Judged[]): JudgedFold {
  const counts = { met: 0, not_yet: 0, failed: 0, unknown: 0 };
  for (const child of children) counts[child.result] += 1;
  const judged: JudgedFold = { kind, need, children, counts, result: folded(need, counts), parent: undefined };
  for (const child of children) child.parent = judged;
  return judged;
}

/** The result of a combinator that needs `need` of its children, from how many have each result. */
export function folded(need: number, { met, unknown, not_yet: notYet }: Readonly<Record<Result, number>>): Result {
  if (met >= need) return 'met';
  if (met + unknown + notYet < need) return 'failed';
  return met + unknown >= need && met + notYet < need ? 'unknown' : 'not_yet';
}

/** Gives a rule the result that time brings, and folds it upwards as far as anything changes. */
export function setResult(rule: JudgedRule, result: Result): void {
  let child: Judged = rule;
  let next = result;
  while (child.result !== next) {
    const before: Result = child.result;
    child.result = next;
    const parent: JudgedFold | JudgedNot | undefined = child.parent;
    if (!parent) return;
    if (parent.kind === 'not') next = opposite(next);
    else {
      parent.counts[before] -= 1;
      parent.counts[next] += 1;
      next = folded(parent.need, parent.counts);
    }
    child = parent;
  }
}

/** The rule that gives the reason: down into the first child that has the combinator's own result. */
export function reasonOf(judged: Judged): string {
  let at = judged;
  while (at.kind !== 'rule') {
    const { result } = at;
    at = at.kind === 'not' ? at.children[0] : (at.children.find((child) => child.result === result) ?? at.children[0]!);
  }
  return at.id;
}

/** The failed rules that are reached by going down through failed requirements only. A failed `not` has none to show. */
export function failedRules(judged: Judged): JudgedRule[] | 'not by a rule' {
  if (judged.result !== 'failed') return [];
  if (judged.kind === 'rule') return [judged];
  if (judged.kind === 'not') return 'not by a rule';
  // That the condition holds is why the rest was asked, not why it failed.
  if (judged.kind === 'onlyWhen') return failedRules(judged.children[0]!);
  const failed: JudgedRule[] = [];
  for (const child of judged.children) {
    const below = failedRules(child);
    if (below === 'not by a rule') return below;
    for (const rule of below) failed.push(rule);
  }
  return failed;
}

/** What a result counts as where its rule must not hold: met and failed change places. */
export function opposite(result: Result): Result {
  if (result === 'met') return 'failed';
  return result === 'failed' ? 'met' : result;
}
