// The catalog of groups and conditions that rules stand in: what each is called in the list to add from, and how a new one begins.

import type { RawPolicy } from './raw-policy.ts';

/** A combinator as people choose it. */
export interface CombinatorKind {
  /** The member that gives it its form: "any", "onlyWhen". */
  readonly form: string;
  readonly title: string;
  /** When one wants it, in a sentence. */
  readonly about: string;
  /** A new one, without its id: what must still be put in is an empty list, which the checks ask to be filled. */
  readonly starter: RawPolicy;
  /** Whether it has an id of its own. */
  readonly isNamed: boolean;
}

const kind = (form: string, title: string, about: string, starter: RawPolicy, isNamed = false): CombinatorKind => ({
  form,
  title,
  about,
  starter,
  isNamed,
});

const rulesToCome: RawPolicy = { all: [] };
const condition: RawPolicy = { rule: 'flag', fact: 'plan', equals: 'individual' };

/** Every combinator of the language. */
export const combinatorKinds: readonly CombinatorKind[] = [
  kind('any', 'A group: one is enough', 'The student chooses: either this rule or that one.', { any: [] }),
  kind('nOf', 'A group: so many are enough', 'Such as two of four workshops, whichever.', { nOf: 1, of: [] }),
  kind('all', 'A group: all together', 'Several rules that count as one, such as one way of two.', { all: [] }),
  kind(
    'onlyWhen',
    'Only for some: if this, then that',
    'Asked only of those for whom something holds, such as an individual plan; all others keep it anyhow.',
    { onlyWhen: condition, apply: rulesToCome },
  ),
  kind('not', 'Must not hold', 'An exclusion: what would be kept is broken, and the other way round.', {
    not: { any: [] },
  }),
  kind(
    'variant',
    'Depends on a fact: online, classroom ...',
    'Other rules for each value on record, such as the country, the format or the product.',
    { variant: 'format', cases: { online: rulesToCome, classroom: rulesToCome } },
    true,
  ),
  kind(
    'perSection',
    'In every section of the exam',
    'The same asked of each section or part, in all of them or in so many.',
    { perSection: rulesToCome },
    true,
  ),
  kind(
    'perRound',
    'In every round of the course',
    'The same asked anew each time the course is repeated.',
    { perRound: rulesToCome },
    true,
  ),
  kind(
    'group',
    'For every member of the group',
    'The same asked of each who enrolled together, of all of them or of so many.',
    { group: rulesToCome },
    true,
  ),
];

/** The combinator of a form; undefined for any other word. */
export function combinatorOf(form: string): CombinatorKind | undefined {
  return combinatorKinds.find((each) => each.form === form);
}
