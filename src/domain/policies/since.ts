// A draft against the version in force: what each changed field was, and one rule or all of a part made again as it is in force.

import { asObject } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { changesOf, type FieldChange } from './difference.ts';
import { knownCards, titleOfKnown, type KnownCard } from './known-cards.ts';
import { ownWords, withOwnWords } from './own-words.ts';
import { placeOf, valueAt } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';
import { putIntoList } from './removing.ts';
import { seatOf, withAt, type Rearranged } from './rearrange.ts';

/** A card of the draft against the same card in force. */
export interface Since {
  readonly kind: 'new' | 'changed';
  /** By the place of the field in the card ("makeup.max"): what it was, in words. "" is where the rule stands. */
  readonly was: ReadonlyMap<string, string>;
}

/** A card that is in force and that the draft has no more. */
export interface Gone {
  /** Where it stands in the version in force. */
  readonly path: string;
  readonly title: string;
}

/** The cards of a draft that are new or changed, by their places. */
export function changedSince(draft: RawPolicy, inForce: RawPolicy): ReadonlyMap<string, Since> {
  const before = knownCards(inForce);
  const entries = [...knownCards(draft)].map(
    ([key, known]) => [known.card.path, sinceOf(before.get(key), known)] as const,
  );
  return new Map(entries.filter((entry): entry is readonly [string, Since] => entry[1] !== null));
}

function sinceOf(before: KnownCard | undefined, after: KnownCard): Since | null {
  if (!before) return isEmptyPart(after.card) ? null : { kind: 'new', was: new Map() };
  const changes = changesOf(before, after);
  return changes.length === 0 ? null : { kind: 'changed', was: new Map(changes.map(wasOf)) };
}

const isEmptyPart = ({ kind, raw }: Card): boolean => kind === 'part' && Object.keys(asObject(raw) ?? {}).length === 0;

const wasOf = ({ at, from }: FieldChange): readonly [string, string] => [at, from];

/** What the draft has no more of the version in force, in the order of that version. */
export function goneSince(draft: RawPolicy, inForce: RawPolicy): readonly Gone[] {
  const now = knownCards(draft);
  return [...knownCards(inForce)]
    .filter(([key, { card }]) => !now.has(key) && !isEmptyPart(card))
    .map(([, known]) => ({ path: known.card.path, title: titleOfKnown(known) }));
}

/** Makes a card of the draft again as it is in force; it stays where it stands. */
export function backToForce(draft: RawPolicy, inForce: RawPolicy, path: string): Rearranged {
  const before = knownCards(inForce);
  const [key, known] = [...knownCards(draft)].find(([, { card }]) => card.path === path) ?? [];
  const earlier = key === undefined ? undefined : before.get(key);
  if (!known || !earlier) return { policy: draft, path };
  const raw = withOwnWords(known.card, ownWords(earlier.card));
  return { policy: withAt(draft, placeOf(path), raw), path };
}

/** Puts a card that is in force, and that the draft has no more, back into the draft. */
export function bringBack(draft: RawPolicy, inForce: RawPolicy, path: string): Rearranged {
  const value = valueAt(inForce, placeOf(path));
  const isGone = goneSince(draft, inForce).some((gone) => gone.path === path);
  if (value === undefined || !isGone) return { policy: draft, path: '' };
  if (seatOf(path)) return putIntoList(draft, path, value);
  const around = placeOf(path).slice(0, -1);
  if (!asObject(valueAt(draft, around))) return { policy: draft, path: '' };
  return { policy: withAt(draft, placeOf(path), value), path };
}
