// Every card of a policy that says something by itself, by what it is known by from one version to the next.

import type { Calendar } from '../guarantee/amount.ts';
import { asObject } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import { cardsOf, type TermsCards } from './cards.ts';
import type { RawPolicy } from './raw-policy.ts';
import { calendarOf, titleOf } from './sentences.ts';

export interface KnownCard {
  readonly card: Card;
  readonly calendar: Calendar;
  /** The groups and conditions that it stands in, the nearest first: "one of these, within all of these"; "" for a part. */
  readonly asked: string;
  /** The terms inside the policy to which it belongs ("Terms from Mon 31 Mar 2025"), or "". */
  readonly terms: string;
}

/** The cards of a policy in the order of its text: a rule by its name in records, a remedy by its kind. */
export function knownCards(policy: RawPolicy): ReadonlyMap<string, KnownCard> {
  const known = new Map<string, KnownCard>();
  const keep = (key: string, card: KnownCard): void => {
    for (let number = 1; ; number += 1) {
      const unique = number === 1 ? key : `${key} ${number}`;
      if (known.has(unique)) continue;
      known.set(unique, card);
      return;
    }
  };
  const cards = cardsOf(policy);
  const keepAll = (terms: TermsCards, calendar: Calendar, prefix: string, title: string): void => {
    const as = (card: Card, asked = ''): KnownCard => ({ card, calendar, asked, terms: title });
    for (const { card, asked } of rulesIn(terms)) keep(`${prefix}rule ${nameIn(card)}`, as(card, asked));
    for (const card of partsIn(terms)) keep(`${prefix}${card.type}`, as(card));
    for (const card of terms.remedies ?? []) keep(`${prefix}remedy ${String(asObject(card.raw)?.['type'])}`, as(card));
  };
  keepAll(cards, calendarOf(policy), '', '');
  for (const terms of cards.versions) {
    const raw = asObject(terms.self.raw) ?? {};
    // Terms are known by what they are called, so that another day is a change of them.
    const prefix = `terms ${String(raw['version'] ?? raw['effectiveFrom'])} `;
    keepAll(terms, calendarOf({ ...policy, ...raw }), prefix, titleOf(terms.self));
  }
  return known;
}

/** What a card is called, with the terms inside the policy that it belongs to, where it does. */
export function titleOfKnown({ card, terms }: KnownCard): string {
  return terms === '' || card.type === 'terms' ? titleOf(card) : `${terms}: ${titleOf(card)}`;
}

function partsIn({ self, assumes, claim, body }: TermsCards): Card[] {
  return [claim, body, self, assumes].filter((card) => card !== null);
}

const nameIn = ({ raw, type }: Card): string => String(asObject(raw)?.['id'] ?? type);

/** Rules, and what is written as JSON among them, each with the groups it stands in. */
function rulesIn({ requires }: TermsCards): { readonly card: Card; readonly asked: string }[] {
  const walk = (card: Card, asked: readonly string[]): { card: Card; asked: string }[] => {
    const isPlain = card.kind === 'rule' || card.kind === 'json';
    const own = isPlain || card.spec.fields.length > 0 ? [{ card, asked: asked.join(', within ') }] : [];
    const here = isPlain ? asked : [titleOf(card).toLowerCase(), ...asked];
    return [...own, ...card.below.flatMap(({ cards }) => cards.flatMap((each) => walk(each, here)))];
  };
  return requires ? walk(requires, []) : [];
}
