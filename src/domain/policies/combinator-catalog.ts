// The catalog of groups and conditions that rules stand in: what each is called in the list to add from, and how a new one begins.

import type { RawPolicy } from './raw-policy.ts';

/** A combinator as people choose it. */
export interface CombinatorKind {
  /** The member that gives it its form: "any", "onlyWhen". */
  readonly form: string;
  readonly title: string;
  /** A new one, without its id: what must still be put in is an empty list, which the checks ask to be filled. */
  readonly starter: RawPolicy;
  /** Whether it has an id of its own. */
  readonly isNamed: boolean;
}

const kind = (form: string, title: string, starter: RawPolicy, isNamed = false): CombinatorKind => ({
  form,
  title,
  starter,
  isNamed,
});

const rulesToCome: RawPolicy = { all: [] };
const condition: RawPolicy = { rule: 'flag', fact: 'plan', equals: 'individual' };

/** Every combinator of the language. */
export const combinatorKinds: readonly CombinatorKind[] = [
  kind('any', 'A group: one is enough', { any: [] }),
  kind('nOf', 'A group: so many are enough', { nOf: 1, of: [] }),
  kind('all', 'A group: all together', { all: [] }),
  kind('onlyWhen', 'Only for some: if this, then that', { onlyWhen: condition, apply: rulesToCome }),
  kind('not', 'Must not hold', { not: { any: [] } }),
  kind(
    'variant',
    'Depends on a fact: online, classroom ...',
    { variant: 'format', cases: { online: rulesToCome, classroom: rulesToCome } },
    true,
  ),
  kind('perSection', 'In every section of the exam', { perSection: rulesToCome }, true),
  kind('perRound', 'In every round of the course', { perRound: rulesToCome }, true),
  kind('group', 'For every member of the group', { group: rulesToCome }, true),
];

/** The combinator of a form; undefined for any other word. */
export function combinatorOf(form: string): CombinatorKind | undefined {
  return combinatorKinds.find((each) => each.form === form);
}
