// What a card says itself, without what stands below it and has cards of its own.

import { asObject } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { withValueAt } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';

/** Whether other cards hold a part of its value. */
function hasOthers({ below, type }: Card): boolean {
  return below.length > 0 || type === 'policy' || type === 'terms';
}

/** The whole value of a card, or of one that others stand below its own members. */
export function ownWords(card: Card): unknown {
  if (!hasOthers(card)) return card.raw;
  const own = Object.entries(asObject(card.raw) ?? {}).filter(([key]) => !card.spec.frame.includes(key));
  return Object.fromEntries(own);
}

/** The value of a card that says something else itself; what stands below it stays as it is. */
export function withOwnWords(card: Card, words: unknown): unknown {
  if (!hasOthers(card)) return words;
  const [now, said] = [asObject(card.raw) ?? {}, asObject(words) ?? {}] as [RawPolicy, RawPolicy];
  const keys = [...new Set([...Object.keys(now), ...Object.keys(said)])];
  const own = keys.filter((key) => !card.spec.frame.includes(key));
  return own.reduce<unknown>((raw, key) => withValueAt(raw, [key], said[key]), card.raw);
}
