// A card: a part of a policy that is looked at and changed by itself, with its place, its fields and the cards below it.

import type { CardSpec } from './field.ts';

/** Cards that stand below a card. */
export interface Below {
  /** What is said above them: "Only if this holds"; or "". */
  readonly label: string;
  /** The list they stand in, to which cards can be added ("requires.all"); "" for a single place. */
  readonly list: string;
  /** The value of a fact for which they are asked, where it can be named otherwise; or "". */
  readonly value: string;
  readonly cards: readonly Card[];
}

export interface Card {
  /** Its place in the policy; "" is the policy itself. */
  readonly path: string;
  readonly kind: 'rule' | 'group' | 'wrap' | 'part' | 'json';
  /** The rule's name, the combinator, or the name of the part: "claim", "remedy", "policy", "terms". */
  readonly type: string;
  readonly spec: CardSpec;
  readonly raw: unknown;
  readonly below: readonly Below[];
}
