// Cards added, moved and grouped: each act gives the policy as it is afterwards, and the card to go on with.

import { asObject, joinPath } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { cardAt, cardsOf, everyCard } from './cards.ts';
import { combinatorOf } from './combinator-catalog.ts';
import { pathOf, placeOf, valueAt, withValueAt, type Place } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';
import { ruleKindOf } from './rule-catalog.ts';

/** The policy after an act, and the place of the card that it was about. */
export interface Rearranged {
  readonly policy: RawPolicy;
  readonly path: string;
}

/** What can be done with a card by a button. */
export type CardAct = 'up' | 'down' | 'group' | 'join' | 'ungroup' | 'remove';

/** The list in which a card stands and its number there; null for a card that stands alone. */
export function seatOf(path: string): { readonly list: Place; readonly index: number } | null {
  const place = placeOf(path);
  const index = place.at(-1);
  return typeof index === 'number' ? { list: place.slice(0, -1), index } : null;
}

/** The list at a place; an empty one where there is none. */
export function listAt(policy: RawPolicy, list: Place): readonly unknown[] {
  const value = valueAt(policy, list);
  return Array.isArray(value) ? value : [];
}

/** Where the terms begin in which a place lies: "versions[1]" for terms inside the policy, "" for the policy's own. */
export function termsAround(path: string): string {
  return /^versions\[\d+\]/.exec(path)?.[0] ?? '';
}

/** The policy with another value at a place; `undefined` takes a member away. */
export function withAt(policy: RawPolicy, place: Place, value: unknown): RawPolicy {
  return asObject(withValueAt(policy, place, value)) ?? policy;
}

/** Adds a rule of a kind, or a group or condition of a form, with an id of its own, at the end of a list. */
export function addRule(policy: RawPolicy, list: string, name: string): Rearranged {
  const node = newNode(policy, list, name);
  return node ? addNode(policy, list, node) : { policy, path: list };
}

/** Whether a place is a list that rules can be added to; the top of the requirements is one before anything is asked. */
export function isListOfRules(policy: RawPolicy, path: string): boolean {
  const cards = cardsOf(policy);
  const lists = everyCard(cards).flatMap(({ below }) => below.map(({ list }) => list));
  const tops = [cards, ...cards.versions]
    .filter(({ requires }) => !requires)
    .map((terms) => joinPath(terms.path, ['requires', 'all']));
  return path !== '' && (lists.includes(path) || tops.includes(path));
}

function newNode(policy: RawPolicy, list: string, name: string): RawPolicy | null {
  const id = (wanted: string): string => freshId(policy, list, wanted);
  const kind = ruleKindOf(name);
  if (kind) return { id: id(name), rule: name, ...kind.starter };
  const combinator = combinatorOf(name);
  if (!combinator) return null;
  const { form, starter, isNamed } = combinator;
  // The condition of "only for some" is a rule, and every rule has a name.
  if (form === 'onlyWhen') {
    const condition = asObject(starter['onlyWhen']) ?? {};
    return { ...starter, onlyWhen: { id: id('condition'), ...condition } };
  }
  return isNamed ? { id: id(form), ...starter } : starter;
}

/** Adds a remedy at the end of a list ("remedies"). */
export function addRemedy(policy: RawPolicy, list = 'remedies'): Rearranged {
  const place = placeOf(list);
  const remedies = listAt(policy, place);
  const path = joinPath(list, [remedies.length]);
  return { policy: withAt(policy, place, [...remedies, { type: 'exam_fee_refund' }]), path };
}

/** Puts a rule, a group or a remedy into a list, at a number or at its end. */
export function addNode(policy: RawPolicy, list: string, node: unknown, index = Infinity): Rearranged {
  const place = placeOf(list);
  if (Array.isArray(valueAt(policy, place))) {
    const items = listAt(policy, place);
    const at = Math.min(index, items.length);
    return { policy: withAt(policy, place, items.toSpliced(at, 0, node)), path: joinPath(list, [at]) };
  }
  // Nothing is asked yet, or one thing alone: both become a list.
  const root = joinPath(termsAround(list), ['requires']);
  const requires = asObject(valueAt(policy, placeOf(root)));
  const all = requires && Object.keys(requires).length > 0 ? [requires, node] : [node];
  const added = withAt(policy, placeOf(root), { all });
  return { policy: added, path: joinPath(root, ['all', all.length - 1]) };
}

/** "exam_taken", "exam_taken_2": an id that no rule of these terms has. Other terms may ask the same under the same name. */
function freshId(policy: RawPolicy, list: string, name: string): string {
  const taken = new Set(idsIn(valueAt(policy, placeOf(joinPath(termsAround(list), ['requires'])))));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(id)) return id;
  }
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  const object = asObject(value);
  if (!object) return [];
  const below = Object.values(object).flatMap(idsIn);
  return typeof object['id'] === 'string' ? [object['id'], ...below] : below;
}

/** A card taken out, and where it goes in what remains. */
interface Step {
  readonly remaining: RawPolicy;
  readonly list: Place;
  readonly index: number;
}

/** One step up or down: past its neighbor, into a group beside it, or out of its own group; null where there is none. */
function stepOf(policy: RawPolicy, path: string, direction: 'up' | 'down'): Step | null {
  const seat = seatOf(path);
  if (!seat) return null;
  const items = listAt(policy, seat.list);
  const remaining = withAt(policy, seat.list, items.toSpliced(seat.index, 1));
  const isUp = direction === 'up';
  if (seat.index === (isUp ? 0 : items.length - 1)) {
    const outside = seatAround(seat.list);
    return outside && { remaining, list: outside.list, index: outside.index + (isUp ? 0 : 1) };
  }
  const neighbor = isUp ? seat.index - 1 : seat.index;
  const inside = groupListAt(remaining, [...seat.list, neighbor]);
  if (inside) return { remaining, list: inside, index: isUp ? listAt(remaining, inside).length : 0 };
  return { remaining, list: seat.list, index: isUp ? neighbor : neighbor + 1 };
}

/** The seat of the card around a list, past conditions that hold one thing; null at the top of the requirements. */
function seatAround(list: Place): { readonly list: Place; readonly index: number } | null {
  const top = list.lastIndexOf('requires');
  for (let length = list.length - 1; top >= 0 && length > top + 1; length -= 1) {
    const seat = seatOf(pathOf(list.slice(0, length)));
    if (seat) return seat;
  }
  return null;
}

/** The card that stands at a place; null where none begins there. */
function cardIn(policy: RawPolicy, place: Place): Card | null {
  const path = pathOf(place);
  const card = cardAt(cardsOf(policy), path);
  return card.path === path ? card : null;
}

/** The list that a card moves into beside it: a group's own, or that of what a condition applies to. */
function groupListAt(policy: RawPolicy, place: Place): Place | null {
  const listOf = (card: Card | null | undefined): string => {
    if (card?.kind === 'group') return card.below[0]?.list ?? '';
    return card?.kind === 'wrap' ? listOf(innerOf(card)) : '';
  };
  const list = listOf(cardIn(policy, place));
  return list === '' ? null : placeOf(list);
}

/** What a condition is about: the rules that apply, not the condition itself; of several cases the first. */
function innerOf({ type, below }: Card): Card | undefined {
  return below.at(type === 'variant' ? 0 : -1)?.cards[0];
}

/** The acts that a card allows: what would change nothing is not offered. */
export function actsOf(policy: RawPolicy, card: Pick<Card, 'path' | 'kind' | 'type'>): readonly CardAct[] {
  const isInRules = placeOf(card.path).includes('requires');
  const isInList = seatOf(card.path) !== null;
  const isLone = isInRules && !isInList;
  const isLoneGroup = isLone && card.kind === 'group';
  const acts: readonly (readonly [CardAct, boolean])[] = [
    ['up', stepOf(policy, card.path, 'up') !== null],
    ['down', stepOf(policy, card.path, 'down') !== null],
    ['group', isInRules && isInList],
    ['join', isLone && !isLoneGroup],
    ['ungroup', isInRules && isInList && (card.kind === 'group' || (card.kind === 'wrap' && card.type !== 'variant'))],
    ['ungroup', isLoneGroup && onlyMemberOf(policy, card.path) !== null],
    ['remove', isInList || isCase(card.path)],
  ];
  return acts.filter(([, isAllowed]) => isAllowed).map(([act]) => act);
}

/** What a group alone in its place holds, if it is one thing. */
function onlyMemberOf(policy: RawPolicy, path: string): unknown {
  const list = cardIn(policy, placeOf(path))?.below[0]?.list ?? '';
  const members = list === '' ? [] : listAt(policy, placeOf(list));
  return members.length === 1 ? members[0] : null;
}

/** Whether a place is what a variant asks for one value of its fact, or for all others. */
function isCase(path: string): boolean {
  return /\.cases\.[^.[\]]+$|\.else$/.test(path);
}

/** Moves a card one step; a group that it leaves empty goes. */
export function moveCard(policy: RawPolicy, path: string, direction: 'up' | 'down'): Rearranged {
  const seat = seatOf(path);
  const step = stepOf(policy, path, direction);
  if (!seat || !step) return { policy, path };
  const { remaining, list, index } = step;
  const node = valueAt(policy, placeOf(path));
  const moved = withAt(remaining, list, listAt(remaining, list).toSpliced(index, 0, node));
  const tidy = listAt(remaining, seat.list).length === 0 ? withoutGroupOf(moved, seat.list, list, index) : moved;
  return { policy: tidy, path: pathOfNode(tidy, node) ?? path };
}

/** Takes out the group that was left empty, which moved on by one if the card now stands before it. */
function withoutGroupOf(policy: RawPolicy, emptied: Place, list: Place, index: number): RawPolicy {
  const group = seatOf(pathOf(emptied.slice(0, -1)));
  if (!group) return policy;
  const at = pathOf(group.list) === pathOf(list) && index <= group.index ? group.index + 1 : group.index;
  return withAt(policy, group.list, listAt(policy, group.list).toSpliced(at, 1));
}

/** Where a node stands now, found by its being the same object. */
function pathOfNode(policy: RawPolicy, node: unknown): string | null {
  return everyCard(cardsOf(policy)).find(({ raw }) => raw === node)?.path ?? null;
}

/** Puts a card and the one after it, if there is one, into a group of which one is enough. */
export function groupCard(policy: RawPolicy, path: string): Rearranged {
  const seat = seatOf(path);
  if (!seat) return { policy, path };
  const items = listAt(policy, seat.list);
  const members = items.slice(seat.index, seat.index + 2);
  return { policy: withAt(policy, seat.list, items.toSpliced(seat.index, members.length, { any: members })), path };
}

/** Makes a card that stands alone, such as a condition, a group that others can be added to. */
export function joinCard(policy: RawPolicy, path: string): Rearranged {
  const place = placeOf(path);
  const node = valueAt(policy, place);
  if (seatOf(path) || node === undefined) return { policy, path };
  return { policy: withAt(policy, place, { all: [node] }), path };
}

/** Dissolves a group: its rules stand where it stood. Of a condition, what it was about stays. */
export function ungroupCard(policy: RawPolicy, path: string): Rearranged {
  const seat = seatOf(path);
  const card = cardIn(policy, placeOf(path));
  if (!card) return { policy, path };
  if (!seat) {
    const only = onlyMemberOf(policy, path);
    return only ? { policy: withAt(policy, placeOf(path), only), path } : { policy, path };
  }
  const inner = card.kind === 'wrap' && card.type !== 'variant' ? innerOf(card) : undefined;
  const left = inner ? [inner.raw] : card.kind === 'group' ? listAt(policy, placeOf(card.below[0]!.list)) : [card.raw];
  return { policy: withAt(policy, seat.list, listAt(policy, seat.list).toSpliced(seat.index, 1, ...left)), path };
}

/** The value of a fact, and what is asked for it, added to a variant; "" is any other value. */
export function addCase(policy: RawPolicy, path: string, value: string): Rearranged {
  const at = value === '' ? joinPath(path, ['else']) : joinPath(path, ['cases', value]);
  if (valueAt(policy, placeOf(at)) !== undefined) return { policy, path: at };
  return { policy: withAt(policy, placeOf(at), { all: [] }), path: at };
}
