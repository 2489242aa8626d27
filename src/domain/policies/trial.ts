// A policy tried on: the same facts judged by two policies, and what each rule says under the one and under the other.

import { badgeOf, type Badge } from '../guarantee/badge.ts';
import { evaluate, readFacts, type Verdict } from '../guarantee/evaluate.ts';
import type { FoundRule } from '../guarantee/judged.ts';
import type { CompiledPolicy } from '../guarantee/policy.ts';
import type { Fault } from '../refusal.ts';

/** What a policy makes of somebody's facts; facts that it cannot read are named, never held against anybody. */
export type Tried =
  | { readonly kind: 'judged'; readonly verdict: Verdict; readonly badge: Badge }
  | { readonly kind: 'unread'; readonly faults: readonly Fault[] };

/** One rule under both policies; null where one of them does not ask for it. */
export interface TriedRule {
  readonly id: string;
  readonly before: FoundRule | null;
  readonly after: FoundRule | null;
  /** Whether it comes out differently. */
  readonly isMove: boolean;
}

/** Judges facts, as `factsOf` gives them, by a policy at an instant (epoch ms). Nothing is kept. */
export function triedOn(policy: CompiledPolicy, rawFacts: unknown, asOf: number): Tried {
  const read = readFacts(rawFacts, policy);
  if (!read.ok) return { kind: 'unread', faults: read.faults };
  const verdict = evaluate(policy, read.value, asOf);
  return { kind: 'judged', verdict, badge: badgeOf(verdict) };
}

/** The rules of both, in the order of the later policy; what only the earlier one asks for stands last. */
export function rulesSideBySide(before: Tried | null, after: Tried | null): TriedRule[] {
  const [old, now] = [rulesOf(before), rulesOf(after)];
  const ids = [...now.keys(), ...[...old.keys()].filter((id) => !now.has(id))];
  return ids.map((id) => {
    const [was, is] = [old.get(id) ?? null, now.get(id) ?? null];
    return { id, before: was, after: is, isMove: was?.judgement.result !== is?.judgement.result };
  });
}

function rulesOf(tried: Tried | null): ReadonlyMap<string, FoundRule> {
  return new Map(tried?.kind === 'judged' ? tried.verdict.rules.map((rule) => [rule.id, rule]) : []);
}

/** Whether somebody would stand elsewhere: another verdict, or on the other side of "at risk". */
export function isMoved(before: Tried | null, after: Tried | null): boolean {
  const standing = (tried: Tried | null): string =>
    tried?.kind === 'judged' ? `${tried.verdict.verdict} ${tried.badge}` : String(tried?.kind);
  return standing(before) !== standing(after);
}
