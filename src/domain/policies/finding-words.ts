// Findings of the linter in the words of the cards: a member of the JSON by the label of its field, a rule by its title.

import { dayAmountSchema, amountWords } from '../guarantee/amount.ts';
import { anchorSchema, anchorWords, nameWords } from '../guarantee/anchor.ts';
import { asObject } from '../guarantee/reading.ts';
import type { LintFinding } from '../guarantee/lint/lint-policy.ts';
import { anchorLabel } from './anchors.ts';
import type { Card } from './card.ts';
import { cardAt, type PolicyCards } from './cards.ts';
import type { Field } from './field.ts';
import {
  assumesSpec,
  claimSpec,
  entitlementSpec,
  ladderSpec,
  policySpec,
  remedySpec,
  termsSpec,
} from './part-catalog.ts';
import { ruleKindOf, ruleKinds } from './rule-catalog.ts';
import { titleOf } from './sentences.ts';

/** What is said of JSON as a whole, and how the cards have it. */
const SAID_OTHERWISE: readonly (readonly [written: RegExp, words: string])[] = [
  [
    /one amount in one unit, for example \{"days": 7\}; the units are [\w, ]+/,
    'a number with its unit, such as 7 days',
  ],
  [/Name at least one: \[\{"type": "\w+"\}\]/, 'Add a remedy'],
  [/, or \[\] where all are given/, ''],
];

/** Members that are spoken of without a field that shows them alone. */
const OTHER_LABELS: Readonly<Record<string, string>> = {
  window: 'Within ... counted from ...',
  version: 'Called',
  of: 'the rules in it',
  nOf: 'how many',
  any: 'One of these',
  all: 'All of these',
  kind: 'what it is',
};

const PARTS = [policySpec, claimSpec, remedySpec({}), ladderSpec, entitlementSpec, assumesSpec, termsSpec];
const everyField: readonly Field[] = [...PARTS, ...ruleKinds].flatMap(({ fields }) => fields);

const RULE = /\{"id": "[^"]*", "rule": "(\w+)"\}|\brule "(\w+)"/g;
const PLACE = /\b(?:versions\[\d+\]\.)?requires(?:\.\w+|\[\d+\])+/g;
const MEMBER = /"(\w+)"(?:: ("[^"]*"|true|\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}))?/g;

/** A finding as people read it who see cards and not JSON. */
export function findingInWords(
  { path, fault, cure }: Pick<LintFinding, 'path' | 'fault' | 'cure'>,
  cards: PolicyCards,
): { readonly fault: string; readonly cure: string } {
  const card = cardAt(cards, path);
  // A slip is about names as they are written, and a fault quotes what somebody wrote.
  const isAboutNames = fault.includes('looks like a slip');
  // Read as JSON something is missing; on the cards no rule has been added yet.
  if (/^Give a (list with at least one rule|rule or a combinator)/.test(cure))
    return { fault: 'No rule stands here yet.', cure: 'Add a rule.' };
  const days = fault.replace(/"(\w+)"/g, (whole, name: string) => (isAboutNames ? null : dayWords(name)) ?? whole);
  return { fault: withTitles(days, cards), cure: withTitles(isAboutNames ? cure : inCardWords(cure, card), cards) };
}

/** Places of other rules as the titles of their cards. */
function withTitles(text: string, cards: PolicyCards): string {
  return text.replace(PLACE, (path) => `“${titleOf(cardAt(cards, path))}”`);
}

/** What to do, with labels in the place of members. */
function inCardWords(text: string, card: Pick<Card, 'spec'>): string {
  const plain = SAID_OTHERWISE.reduce((said, [written, words]) => said.replace(written, words), text);
  const titled = plain.replace(RULE, (whole, first?: string, second?: string) => {
    const kind = ruleKindOf(first ?? second);
    return kind ? `the rule “${kind.title}”` : whole;
  });
  return titled
    .replace(MEMBER, (whole, name: string, value?: string) => memberWords(name, value, card) ?? whole)
    .replaceAll('a the rule', 'the rule');
}

function memberWords(name: string, value: string | undefined, { spec }: Pick<Card, 'spec'>): string | null {
  const field = fieldOf(name, [...spec.fields, ...everyField]);
  const label = field?.label ?? OTHER_LABELS[name];
  if (value !== undefined) return label === undefined ? null : `“${label}”${valueWords(value, field)}`;
  if (label !== undefined) return `“${label}”`;
  const chosen = [...spec.fields, ...everyField].flatMap(({ choices }) => choices).find((each) => each.value === name);
  if (chosen) return `“${chosen.label}”`;
  // A name of one word may be anything.
  const kind = name.includes('_') ? ruleKindOf(name) : undefined;
  if (kind) return `“${kind.title}”`;
  return dayWords(name);
}

/** A day that deadlines are counted from, as people say it; null for any other name. */
function dayWords(name: string): string | null {
  const words = anchorLabel(name);
  return words === name || words.startsWith('“') ? null : `“${words}”`;
}

function fieldOf(name: string, fields: readonly Field[]): Field | undefined {
  return fields.find(({ at }) => at === name || at.endsWith(`.${name}`));
}

/** ": 12 months", ": received", ", ticked". */
function valueWords(text: string, field: Field | undefined): string {
  const value: unknown = JSON.parse(text.replace(', ...]', ']'));
  if (value === true) return ', ticked';
  if (Array.isArray(value)) return value.length === 0 ? ', empty' : `: ${value.map(String).join(', ')}`;
  if (typeof value === 'string') return `: ${field?.choices.find((each) => each.value === value)?.label ?? value}`;
  return `: ${lengthWords(value)}`;
}

function lengthWords(value: unknown): string {
  const amount = dayAmountSchema.safeParse(value);
  if (amount.success) return amountWords(amount.data);
  const { anchor, amount: within } = asObject(value) ?? {};
  const [read, from] = [dayAmountSchema.safeParse(within), anchorSchema.safeParse(anchor)];
  if (!read.success || !from.success) return nameWords(JSON.stringify(value));
  return `${amountWords(read.data)}, counted from ${anchorWords(from.data)}`;
}
