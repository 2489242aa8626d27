// What two versions of a policy differ in, in words: rules added, removed, changed (field by field) and moved to another group.

import { anchorSchema, anchorWords, nameWords } from '../guarantee/anchor.ts';
import { asObject } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { codecs } from './codecs.ts';
import { restOf, shownMembers } from './entries.ts';
import { memberOfField, type Field } from './field.ts';
import { knownCards, titleOfKnown, type KnownCard } from './known-cards.ts';
import { placeOf, valueAt } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';
import { sentenceOf } from './sentences.ts';

/** One field of a card before and after. */
export interface FieldChange {
  /** The place of the value in the card: "window.amount"; "" for the groups that it stands in. */
  readonly at: string;
  readonly was: unknown;
  readonly is: unknown;
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** One difference. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** The rule's name, or that of the part: "attendance", "claim", "remedy". */
  readonly type: string;
  /** With the terms inside the policy that it belongs to, where it does. */
  readonly title: string;
  /** The groups and conditions that it stands in, the nearest first: "one of these, within all of these"; "" for a part. */
  readonly asked: string;
  /** What the student read of it, and reads now; "" where there is no sentence. */
  readonly before: string;
  readonly after: string;
  readonly fields: readonly FieldChange[];
}

/** The differences of two policies, in the order of the later one; what was removed stands last. */
export function differences(before: RawPolicy, after: RawPolicy): readonly Change[] {
  const [old, now] = [knownCards(before), knownCards(after)];
  const changes = [...now].flatMap(([key, kept]) => {
    const earlier = old.get(key);
    return earlier ? changed(earlier, kept) : [appeared('added', kept)];
  });
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, kept]) => appeared('removed', kept));
  return [...changes, ...gone].filter((change) => change !== null);
}

function appeared(kind: 'added' | 'removed', known: KnownCard): Change | null {
  const { card, calendar, asked } = known;
  const said = sentenceOf(card, calendar);
  // An empty part, such as figures for the checks that nobody gave, is no news.
  if (card.kind === 'part' && said === '' && Object.keys(asObject(card.raw) ?? {}).length === 0) return null;
  const [before, after] = kind === 'added' ? ['', said] : [said, ''];
  return { kind, type: card.type, title: titleOfKnown(known), asked, before, after, fields: [] };
}

function changed(before: KnownCard, after: KnownCard): Change | null {
  const fields = changesOf(before, after);
  const [was, is] = [before, after].map(({ card, calendar }) => sentenceOf(card, calendar)) as [string, string];
  if (fields.length === 0) return null;
  const { card, asked } = after;
  return { kind: 'changed', type: card.type, title: titleOfKnown(after), asked, before: was, after: is, fields };
}

/** What one card says otherwise than the same card before, field by field. */
export function changesOf(before: KnownCard, after: KnownCard): readonly FieldChange[] {
  return [...fieldChanges(before.card, after.card), ...askedChange(before.asked, after.asked)];
}

function askedChange(from: string, to: string): FieldChange[] {
  return from === to
    ? []
    : [{ at: '', was: from, is: to, label: 'Stands among', from: from || 'alone', to: to || 'alone' }];
}

function fieldChanges(before: Card, after: Card): FieldChange[] {
  const fields = new Map([...before.spec.fields, ...after.spec.fields].map((field) => [field.at, field]));
  const shownBoth = (field: Field): boolean =>
    [before, after].every((card) => shownMembers(card).has(memberOfField(field)));
  const named = [...fields.values()].filter((field) => field.kind !== 'presence' && shownBoth(field));
  const ofFields = named.flatMap((field) => {
    const [was, is] = [before, after].map((card) => valueAt(card.raw, placeOf(field.at)));
    const [from, to] = [valueWords(field, was), valueWords(field, is)];
    return from === to ? [] : [{ at: field.at, was, is, label: field.label, from, to }];
  });
  const covered = new Set(named.map(memberOfField));
  return [...presenceChanges(before, after), ...ofFields, ...otherChanges(before, after, covered)];
}

function presenceChanges(before: Card, after: Card): FieldChange[] {
  return after.spec.fields
    .filter(({ kind }) => kind === 'presence')
    .flatMap(({ at, label }) => {
      const [was, is] = [before, after].map(({ raw }) => asObject(valueAt(raw, [at])) !== null);
      return was === is ? [] : [{ at, was, is, label, from: was ? 'yes' : 'no', to: is ? 'yes' : 'no' }];
    });
}

/** What no field shows in both: compared as JSON. */
function otherChanges(before: Card, after: Card, covered: ReadonlySet<string>): FieldChange[] {
  const [old, now] = [before, after].map((card) => {
    const own = card.kind === 'json' ? (asObject(card.raw) ?? {}) : restAndShown(card);
    return Object.fromEntries(Object.entries(own).filter(([key]) => !covered.has(key)));
  }) as [RawPolicy, RawPolicy];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) => {
    const [from, to] = [old, now].map((own) => (own[key] === undefined ? 'nothing' : JSON.stringify(own[key])));
    return from === to ? [] : [{ at: key, was: old[key], is: now[key], label: nameWords(key), from: from!, to: to! }];
  });
}

function restAndShown(card: Card): RawPolicy {
  const rest = restOf(card);
  const framed = Object.entries(asObject(card.raw) ?? {}).filter(
    ([key]) => !card.spec.frame.includes(key) && !(key in rest),
  );
  return Object.fromEntries([...framed, ...Object.entries(rest)]);
}

/** A value of a field as people say it. */
function valueWords({ kind, choices, unit }: Field, value: unknown): string {
  if (value === undefined) return 'nothing';
  if (kind === 'anchor') {
    const anchor = anchorSchema.safeParse(value);
    return anchor.success ? anchorWords(anchor.data) : String(value);
  }
  const entry = codecs[kind].show(value);
  if (!entry) return JSON.stringify(value);
  if (kind === 'yesNo') return entry[''] === 'yes' ? 'yes' : 'no';
  if (kind === 'amount' || kind === 'amountOrHours') return countOf(entry['count']!, nameWords(entry['unit']!));
  if (kind === 'measure') return measureWords(entry['kind']!, entry['most']!);
  const text = entry['']!.replaceAll('\n', ', ');
  const chosen = choices.find((choice) => choice.value === text)?.label ?? text;
  return unit === '%' ? `${chosen} %` : chosen;
}

function countOf(count: string, unit: string): string {
  return `${count} ${count === '1' ? unit.replace(/s$/, '') : unit}`;
}

/** What an attendance rule measures, in words. */
export function measureWords(kind: string, most: string): string {
  const words: Readonly<Record<string, string>> = {
    all: 'all of them',
    missMax: `all but ${most}`,
    pct: `${most} % of them`,
    maxAbsentMinutes: `at most ${most} minutes missed`,
  };
  return words[kind] ?? 'nothing';
}
