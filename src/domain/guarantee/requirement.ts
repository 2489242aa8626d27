// The requirements of a policy: rules folded by combinators, by variants, and over the parts of a student's facts.
import type { PartList } from './facts.ts';
import type { Rule } from './rule.ts';

/** A rule, or other requirements folded into one result. */
export type Requirement =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'not'; readonly children: readonly [Requirement] }
  | Fold
  | EachPart
  | Variant;

/** `need` of the children must be met: all of them, any one, or n. */
export interface Fold {
  readonly kind: 'all' | 'any' | 'nOf' | 'onlyWhen';
  readonly need: number;
  readonly children: readonly Requirement[];
}

/** The same asked of every section, round or member that is stored; `need` of them must meet it. */
export interface EachPart {
  readonly kind: 'perSection' | 'perRound' | 'group';
  readonly list: PartList;
  readonly need: number | 'all';
  readonly child: Requirement;
  /** What stands where too few parts are stored. */
  readonly missing: Rule;
}

/** Different requirements by a stored value, such as the format of the course. */
export interface Variant {
  readonly kind: 'variant';
  readonly fact: string;
  readonly cases: ReadonlyMap<string, Requirement>;
  readonly otherwise: Requirement | undefined;
  /** What stands where no value, or none of the cases, is stored. */
  readonly missing: Rule;
}

/** The requirements right below one. */
export function partsOf(requirement: Requirement): readonly Requirement[] {
  switch (requirement.kind) {
    case 'rule':
      return [];
    case 'variant':
      return [...requirement.cases.values(), ...(requirement.otherwise ? [requirement.otherwise] : [])];
    case 'perSection':
    case 'perRound':
    case 'group':
      return [requirement.child];
    default:
      return requirement.children;
  }
}

/** Every rule of some requirements, in policy order. */
export function rulesOf(requirement: Requirement): Rule[] {
  return requirement.kind === 'rule' ? [requirement.rule] : partsOf(requirement).flatMap(rulesOf);
}

/** The stored values by which requirements vary. */
export function variantFactsIn(requirement: Requirement): string[] {
  const below = partsOf(requirement).flatMap(variantFactsIn);
  return requirement.kind === 'variant' ? [requirement.fact, ...below] : below;
}

/** The lists of parts that requirements ask about. */
export function partListsIn(requirement: Requirement): PartList[] {
  const below = partsOf(requirement).flatMap(partListsIn);
  return 'list' in requirement ? [requirement.list, ...below] : below;
}
