// Cards as form entries and back: only what somebody changed is changed in the policy, so that everything else survives to the letter.

import { asObject, joinPath } from '../guarantee/reading.ts';
import type { Fault } from '../refusal.ts';
import type { Card } from './card.ts';
import { cardsOf, type PolicyCards, type TermsCards } from './cards.ts';
import { codecs, type Entry } from './codecs.ts';
import { memberOfField, type Field } from './field.ts';
import { isCaseName, isGroup, listOfGroup, type GroupForm } from './node-cards.ts';
import { pathOf, placeOf, valueAt, withValueAt } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';

/** What stands in the form, by the names of its inputs. Inputs that are not there leave their values alone. */
export type Entries = Readonly<Record<string, string>>;

/** The policy as the entries make it, and what in them cannot be read. */
export interface Patched {
  readonly policy: RawPolicy;
  /** By the name of the input. */
  readonly faults: readonly Fault[];
}

/** The name of an input: of a field of a card, and of the part of the field where it has several. */
export function inputName(card: Pick<Card, 'path'>, field: Pick<Field, 'at'>, input: string): string {
  return input === '' ? `${card.path}~${field.at}` : `${card.path}~${field.at}~${input}`;
}

/** Says that a card stood in the form: boxes of it that are not sent are not ticked. */
export const hereName = ({ path }: Pick<Card, 'path'>): string => `${path}~~here`;
/** The JSON of what no field of a card shows; of the whole card where there are no fields. */
export const restName = ({ path }: Pick<Card, 'path'>): string => `${path}~~rest`;
/** How a group joins its rules, and how many of them. */
export const formName = ({ path }: Pick<Card, 'path'>): string => `${path}~~form`;
export const countName = ({ path }: Pick<Card, 'path'>): string => `${path}~~n`;
/** The value of a fact for which rules are asked, as it is to be called. */
export const caseName = ({ path }: Pick<Card, 'path'>, value: string): string => `${path}~~case~${value}`;
/** A further value of a fact, to ask something for. */
export const newCaseName = ({ path }: Pick<Card, 'path'>): string => `${path}~~newcase`;

const membersOf = (raw: unknown): RawPolicy => asObject(raw) ?? {};

/** What stands in the inputs of a field; null where it cannot show the value. */
export function shownIn(card: Card, field: Field): Entry | null {
  return codecs[field.kind].show(valueAt(card.raw, placeOf(field.at)));
}

/** Members of a card that its fields show whole; all others stand as JSON. */
export function shownMembers({ raw, spec, ...card }: Card): ReadonlySet<string> {
  const whole = { ...card, raw, spec };
  const members = new Set(spec.fields.map(memberOfField));
  for (const member of members) {
    const fields = spec.fields.filter((field) => memberOfField(field) === member);
    const isShown = fields.every((field) => shownIn(whole, field) !== null);
    if (!isShown || hasMore(valueAt(raw, [member]), member, fields)) members.delete(member);
  }
  return members;
}

/** Whether a member holds something that is nobody's field: "window" with a note beside its anchor. */
function hasMore(value: unknown, member: string, fields: readonly Field[]): boolean {
  if (value === undefined || fields.some(({ at, kind }) => at === member && kind !== 'presence')) return false;
  const known = fields.map(({ at }) => at.slice(member.length + 1));
  const object = asObject(value);
  return !object || Object.keys(object).some((key) => !known.includes(key));
}

/** What of a card no field shows. */
export function restOf(card: Card): RawPolicy {
  const shown = shownMembers(card);
  const others = Object.entries(membersOf(card.raw)).filter(
    ([key]) => !shown.has(key) && !card.spec.frame.includes(key),
  );
  return Object.fromEntries(others);
}

/** The JSON that stands in a card, "" where there is none. */
export function restText(card: Card): string {
  if (card.kind === 'json') return JSON.stringify(card.raw, null, 2);
  const rest = restOf(card);
  return Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2);
}

/** Everything that stands in the form of a card, untouched; not of those below it. */
export function entriesOfCard(card: Card): Record<string, string> {
  const entries: Record<string, string> = { [hereName(card)]: 'yes', [restName(card)]: restText(card) };
  const shown = shownMembers(card);
  for (const field of card.spec.fields) {
    if (!shown.has(memberOfField(field))) continue;
    for (const [input, text] of Object.entries(shownIn(card, field) ?? {}))
      entries[inputName(card, field, input)] = text;
  }
  if (card.kind === 'group') {
    entries[formName(card)] = card.type;
    entries[countName(card)] = countText(card);
  }
  for (const { value } of card.below) if (value !== '') entries[caseName(card, value)] = value;
  return entries;
}

function countText({ raw }: Card): string {
  const { nOf } = membersOf(raw);
  return nOf === undefined ? '' : String(nOf as string | number);
}

/** The policy with what was changed in the form changed in it, and with nothing else touched. */
export function patched(policy: RawPolicy, entries: Entries): Patched {
  const faults: Fault[] = [];
  const cards = cardsOf(policy);
  let result: unknown = policy;
  for (const card of cardsToPatch(cards)) {
    const changed = patchedCard(card, entries, faults);
    if (changed !== card.raw) result = withValueAt(result, placeOf(card.path), changed);
  }
  // Terms come after their parts, and the policy itself last, as its own JSON may bring parts that were not there before.
  for (const { self } of [...cards.versions, cards]) {
    const place = placeOf(self.path);
    const whole = { ...self, raw: valueAt(result, place) };
    const changed = patchedSelf(whole, entries, faults, restOf(self));
    if (changed !== whole.raw) result = withValueAt(result, place, changed);
  }
  return { policy: membersOf(result), faults };
}

/** The cards that are patched with all below them: each part of the policy, and of the terms inside it. */
function cardsToPatch(cards: PolicyCards): Card[] {
  const parts = ({ assumes, claim, remedies, body, requires }: TermsCards) => [
    assumes,
    claim,
    ...(remedies ?? []),
    body,
    requires,
  ];
  return [cards, ...cards.versions].flatMap(parts).filter((card) => card !== null);
}

function patchedCard(card: Card, entries: Entries, faults: Fault[]): unknown {
  let { raw } = card;
  const own = placeOf(card.path).length;
  for (const below of card.below.flatMap(({ cards }) => cards)) {
    const changed = patchedCard(below, entries, faults);
    if (changed !== below.raw) raw = withValueAt(raw, placeOf(below.path).slice(own), changed);
  }
  if (card.kind === 'json') return patchedJson(card, entries, faults);
  const self = patchedSelf({ ...card, raw }, entries, faults, restOf(card));
  if (card.type === 'variant') return renamed(card, self, entries, faults);
  return card.kind === 'group' ? joined(card, self, entries) : self;
}

/** The cases of a variant under the values that the form gives them, in their order. */
function renamed(card: Card, raw: unknown, entries: Entries, faults: Fault[]): unknown {
  const cases = asObject(membersOf(raw)['cases']) ?? {};
  const names = Object.keys(cases).map((value) => [value, typed(entries, caseName(card, value))?.trim() ?? value]);
  if (names.every(([value, name]) => value === name)) return raw;
  for (const [value = '', name = ''] of names) {
    const others = names.filter(([other]) => other !== value).map(([, called]) => called);
    const message = caseFault(name, others);
    if (message === '') continue;
    faults.push({ path: caseName(card, value), message });
    return raw;
  }
  return withValueAt(raw, ['cases'], Object.fromEntries(names.map(([value = '', name = '']) => [name, cases[value]])));
}

/** What is wrong with the value of a case, beside the others; "" if nothing is. */
export function caseFault(name: string, others: readonly (string | undefined)[]): string {
  if (name === '') return 'Say for which value of the fact these rules are asked.';
  if (!isCaseName(name)) return 'Write the value without dots, brackets and tildes.';
  return others.includes(name) ? 'Each value stands here once. Give another one.' : '';
}

const typed = (entries: Entries, name: string): string | undefined => entries[name]?.replace(/\r\n?/g, '\n');

function patchedSelf(card: Card, entries: Entries, faults: Fault[], rest: RawPolicy): unknown {
  let { raw } = card;
  const shown = shownMembers(card);
  const isHere = entries[hereName(card)] !== undefined;
  const dropped = new Set<string>();
  for (const field of card.spec.fields) {
    if (!shown.has(memberOfField(field)) || dropped.has(field.under)) continue;
    const change = changeOf(card, field, entries, isHere);
    if (!change) continue;
    raw = withoutEmpty(withValueAt(raw, placeOf(field.at), change.value), field, card.spec.fields);
    if (field.kind === 'presence' && change.value === undefined) dropped.add(field.at);
  }
  return withRest(card, raw, rest, entries, faults);
}

/** What a field was changed to; null where it stands as it was. */
function changeOf(card: Card, field: Field, entries: Entries, isHere: boolean): { readonly value: unknown } | null {
  const { inputs, show, read } = codecs[field.kind];
  const before = show(valueAt(card.raw, placeOf(field.at))) ?? {};
  const isBox = field.kind === 'yesNo' || field.kind === 'presence';
  const now = Object.fromEntries(
    inputs.map((input) => {
      const text = typed(entries, inputName(card, field, input));
      return [input, text ?? (isBox && isHere ? '' : (before[input] ?? ''))];
    }),
  );
  return inputs.some((input) => now[input] !== (before[input] ?? '')) ? { value: read(now) } : null;
}

/** An object that has lost its last field goes too, unless its being there says something by itself. */
function withoutEmpty(raw: unknown, field: Field, fields: readonly Field[]): unknown {
  const member = memberOfField(field);
  if (field.at === member || fields.some(({ at, kind }) => at === member && kind === 'presence')) return raw;
  const object = asObject(valueAt(raw, [member]));
  return object && Object.keys(object).length === 0 ? withValueAt(raw, [member], undefined) : raw;
}

function withRest(card: Card, raw: unknown, rest: RawPolicy, entries: Entries, faults: Fault[]): unknown {
  const text = typed(entries, restName(card));
  const before = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2);
  if (text === undefined || text.trim() === before) return raw;
  const given = text.trim() === '' ? {} : objectIn(text, restName(card), faults);
  if (!given) return raw;
  let changed = raw;
  for (const key of Object.keys(rest)) if (!Object.hasOwn(given, key)) changed = withValueAt(changed, [key], undefined);
  for (const [key, value] of Object.entries(given)) {
    if (JSON.stringify(rest[key]) !== JSON.stringify(value)) changed = withValueAt(changed, [key], value);
  }
  return changed;
}

function patchedJson(card: Card, entries: Entries, faults: Fault[]): unknown {
  const text = typed(entries, restName(card));
  if (text === undefined || text.trim() === restText(card)) return card.raw;
  return objectIn(text, restName(card), faults) ?? card.raw;
}

function objectIn(text: string, name: string, faults: Fault[]): RawPolicy | null {
  try {
    const object = asObject(JSON.parse(text));
    if (object) return object;
  } catch {
    // Said below, in the same words.
  }
  faults.push({ path: name, message: 'This is no JSON object: look for a missing comma, quote or bracket.' });
  return null;
}

/** A group joined as the form says: its rules stay, in their place. */
function joined(card: Card, raw: unknown, entries: Entries): unknown {
  const form = typed(entries, formName(card)) ?? card.type;
  const count = typed(entries, countName(card))?.trim() ?? countText(card);
  if (!isGroup(form) || !isGroup(card.type)) return raw;
  if (form === card.type && (form !== 'nOf' || count === countText(card))) return raw;
  return regrouped(membersOf(raw), card.type, form, count);
}

function regrouped(raw: RawPolicy, from: GroupForm, to: GroupForm, count: string): RawPolicy {
  const children = raw[listOfGroup(from)];
  const number = /^\d+$/.test(count) ? Number(count) : count === '' ? 1 : count;
  const members = to === 'nOf' ? [['nOf', number] as const, ['of', children] as const] : [[to, children] as const];
  const place = Object.keys(raw).findIndex((key) => key === from);
  const others = Object.entries(raw).filter(([key]) => key !== from && key !== listOfGroup(from));
  return Object.fromEntries([...others.slice(0, place), ...members, ...others.slice(place)]);
}

/** The button that adds to a list of rules or remedies. */
export const addName = (list: string): string => `${list}~~add`;

/** Where a linter's finding belongs: the input that shows its place, the button that adds to a list, or the card's own JSON. */
export function inputOf(card: Card, path: string): string {
  if (card.below.some(({ list }) => list !== '' && list === path)) return addName(path);
  if (card.kind === 'part' && /(^|\.)remedies$/.test(path)) return addName(path);
  if (card.kind === 'part' && /(^|\.)requires$/.test(path)) return addName(joinPath(path, ['all']));
  const steps = placeOf(path).slice(placeOf(card.path).length);
  const below = pathOf(steps);
  const shown = shownMembers(card);
  const isAt = ({ at }: Field): boolean =>
    below === at || below.startsWith(joinPath(at, [])) || at.startsWith(`${below}.`);
  const found = card.spec.fields.find((field) => shown.has(memberOfField(field)) && below !== '' && isAt(field));
  if (found) return inputName(card, found, codecs[found.kind].inputs[0]!);
  return restName(card);
}
