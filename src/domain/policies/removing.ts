// Cards taken out and put back: nothing that was removed is lost, and what it would stand in the way of is kept in turn.

import { asObject, joinPath } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { cardAt, cardsOf, everyCard } from './cards.ts';
import { ownWords, withOwnWords } from './own-words.ts';
import { pathOf, placeOf, valueAt } from './place.ts';
import type { RemovedCard } from './policy-record.ts';
import type { RawPolicy } from './raw-policy.ts';
import { addNode, listAt, seatOf, termsAround, withAt, type Rearranged } from './rearrange.ts';
import { titleOf } from './sentences.ts';

/** The policy afterwards, with everything that can be put back, newest last. */
export type Removing = Rearranged & { readonly removed: readonly RemovedCard[] };

const MOST_KEPT = 20;

/** Takes out what stands at a place and remembers it: a card of a list, a case, or a part that terms say themselves. */
export function removeCard(policy: RawPolicy, path: string, removed: readonly RemovedCard[]): Removing {
  const value = valueAt(policy, placeOf(path));
  if (value === undefined || path === '') return { policy, path, removed };
  const kept = [...removed, rememberedAt(policy, path, value)].slice(-MOST_KEPT);
  const seat = seatOf(path);
  if (!seat) {
    const place = placeOf(path);
    return { policy: withoutAt(policy, path), path: pathOf(place.slice(0, -1)), removed: kept };
  }
  const items = listAt(policy, seat.list).toSpliced(seat.index, 1);
  // A list of terms that holds none is no list of terms: the policy is one that keeps none inside.
  if (items.length === 0 && pathOf(seat.list) === 'versions')
    return { policy: withoutAt(policy, 'versions'), path: '', removed: kept };
  const next = Math.min(seat.index, items.length - 1);
  return {
    policy: withAt(policy, seat.list, items),
    path: next < 0 ? pathOf(seat.list.slice(0, -1)) : pathOf([...seat.list, next]),
    removed: kept,
  };
}

/** Puts a removed card back where it stood, or at the end of the rules where that place is gone. */
export function restoreCard(policy: RawPolicy, index: number, removed: readonly RemovedCard[]): Removing {
  const card = removed[index];
  if (!card) return { policy, path: '', removed };
  const left = removed.toSpliced(index, 1);
  if (card.kind === 'change') return restoreChange(policy, card, left);
  const node: unknown = JSON.parse(card.json);
  if (seatOf(card.path)) return { ...putIntoList(policy, card.path, node), removed: left };
  const around = valueAt(policy, placeOf(card.path).slice(0, -1));
  // The terms or the variant that it was a part of are gone: it cannot be put anywhere.
  if (!asObject(around)) return { policy, path: '', removed };
  const there = valueAt(policy, placeOf(card.path));
  const put = withAt(policy, placeOf(card.path), node);
  const kept = there === undefined ? left : [...left, rememberedAt(policy, card.path, there)];
  return { policy: put, path: card.path, removed: kept };
}

/** What a card said, said again by the same card, wherever it stands now; what it says meanwhile is kept in turn. */
function restoreChange(policy: RawPolicy, { path, title, json }: RemovedCard, left: readonly RemovedCard[]): Removing {
  const said: unknown = JSON.parse(json);
  const card = sameCard(policy, path, said);
  if (!card) return { policy, path: '', removed: left };
  const kept = { kind: 'change', path: card.path, title, json: JSON.stringify(ownWords(card)) } as const;
  const changed = withAt(policy, placeOf(card.path), withOwnWords(card, said));
  return { policy: changed, path: card.path, removed: [...left, kept] };
}

/** The card at a place, or where rules have moved the one of the same name. */
function sameCard(policy: RawPolicy, path: string, said: unknown): Card | undefined {
  const id = asObject(said)?.['id'];
  const isSame = ({ raw }: Card): boolean => asObject(raw)?.['id'] === id;
  const all = everyCard(cardsOf(policy));
  return all.find((card) => card.path === path && isSame(card)) ?? (id === undefined ? undefined : all.find(isSame));
}

/** Remembers what a card says, before it says something else. */
export function withChangeKept(
  policy: RawPolicy,
  path: string,
  removed: readonly RemovedCard[],
): readonly RemovedCard[] {
  const card = everyCard(cardsOf(policy)).find((each) => each.path === path);
  if (!card) return removed;
  const kept = { kind: 'change', path, title: titleOf(card), json: JSON.stringify(ownWords(card)) } as const;
  return [...removed, kept].slice(-MOST_KEPT);
}

/** Puts a card into the list of its place, or where that list is gone at the end of the one it belongs to. */
export function putIntoList(policy: RawPolicy, path: string, node: unknown): Rearranged {
  const seat = seatOf(path);
  const list = pathOf(seat?.list ?? []);
  const isThere = Array.isArray(valueAt(policy, placeOf(list)));
  if (isThere) return addNode(policy, list, node, seat?.index ?? 0);
  if (/(^|\.)(remedies|versions)$/.test(list)) {
    return { policy: withAt(policy, placeOf(list), [node]), path: joinPath(list, [0]) };
  }
  return addNode(policy, rootList(policy, termsAround(path)), node);
}

/** The list at the top of the requirements of terms. */
function rootList(policy: RawPolicy, terms: string): string {
  const cards = cardsOf(policy);
  const { requires } = cards.versions.find(({ path }) => path === terms) ?? cards;
  return requires?.below[0]?.list || joinPath(terms, ['requires', 'all']);
}

function rememberedAt(policy: RawPolicy, path: string, value: unknown): RemovedCard {
  const card = cardAt(cardsOf(policy), path);
  return {
    kind: 'card',
    path,
    title: card.path === path ? titleOf(card) : (partTitles[lastWord(path)] ?? 'A part'),
    json: JSON.stringify(value),
  };
}

const lastWord = (path: string): string => /[^.[\]]+$/.exec(path)?.[0] ?? '';

/** Parts that have no card of their own, by the member that holds them. */
const partTitles: Readonly<Record<string, string>> = { remedies: 'Remedies', versions: 'Terms' };

function withoutAt(policy: RawPolicy, path: string): RawPolicy {
  return withAt(policy, placeOf(path), undefined);
}
