// What students read of a policy: one text, or of a policy that keeps several terms inside each of them with the days of those whose terms they are.

import { dayInWords, dayText, type Day } from '../day.ts';
import { nameWords } from '../guarantee/anchor.ts';
import { compilePolicy } from '../guarantee/compile-policy.ts';
import { plainText, policyText, type TextSection } from '../guarantee/policy-text.ts';
import type { CompiledPolicy } from '../guarantee/policy.ts';
import type { RawPolicy } from './raw-policy.ts';
import { upperFirst } from '../phrases.ts';

/** Terms that a policy keeps inside for whoever enrolled from a day on. */
export interface InnerTerms {
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly name: string;
  /** "Enrolled from Mon 31 Mar 2025 on" */
  readonly title: string;
  readonly text: readonly TextSection[];
}

/** The terms that a policy keeps inside, earliest first; none where it keeps none, or cannot be read yet. */
export function innerTermsOf(policy: RawPolicy): readonly InnerTerms[] {
  const compiled = compilePolicy(policy);
  if (!compiled.ok || policy['versions'] === undefined) return [];
  const { versions } = compiled.value;
  return versions.map(({ effectiveFrom, terms }, index) => ({
    from: dayText(effectiveFrom),
    name: terms.version ?? '',
    title: daysWords(compiled.value, effectiveFrom, versions[index + 1]?.effectiveFrom),
    text: policyText(terms),
  }));
}

/** What the student reads of a policy, part by part; null where it cannot be read yet. */
export function textOf(policy: RawPolicy): readonly TextSection[] | null {
  const compiled = compilePolicy(policy);
  if (!compiled.ok) return null;
  const inner = innerTermsOf(policy);
  const [only] = compiled.value.versions;
  if (inner.length === 0) return only ? policyText(only.terms) : null;
  const theirs = inner.flatMap(({ title, text }) =>
    text.map((part) => ({ ...part, title: `${title}: ${part.title}` })),
  );
  return [
    { title: 'Which terms are yours', items: whichWords(compiled.value).map((text) => ({ text, items: [] })) },
    ...theirs,
  ];
}

/** The same as plain text, as it is accepted and kept. */
export function plainTextOf(policy: RawPolicy): string | null {
  const sections = textOf(policy);
  return sections && plainText(sections);
}

/** How somebody came to their terms, before the days: "Enrolled from ... on". */
const PINNED: Readonly<Record<string, readonly [done: string, day: string]>> = {
  enrolledOn: ['Enrolled', 'the day you enrolled'],
  purchasedOn: ['Bought', 'the day you bought the course'],
  optInOn: ['Accepted', 'the day you opted in to the guarantee'],
  courseStart: ['Course begun', 'the day your course began'],
};

function pinOf({ pinOn = 'enrolledOn' }: CompiledPolicy): readonly [done: string, day: string] {
  const name = nameWords(pinOn);
  return PINNED[pinOn] ?? [upperFirst(name), `the day on record as “${name}”`];
}

function daysWords(policy: CompiledPolicy, from: Day, until: Day | undefined): string {
  const [done] = pinOf(policy);
  if (until === undefined) return `${done} from ${dayInWords(from)} on`;
  return `${done} from ${dayInWords(from)} to ${dayInWords(until - 1)}`;
}

function whichWords(policy: CompiledPolicy): string[] {
  const [, day] = pinOf(policy);
  const first = policy.versions[0]!.effectiveFrom;
  return [
    `This guarantee has different terms by ${day}: yours are those of that day, for good.`,
    `If that was before ${dayInWords(first)}, none of them are yours: a person looks at it.`,
  ];
}
