// A field of a rule card: where its value stands in the card, how it is shown, and what it is called.

import type { FieldKind } from './codecs.ts';

/** A value and the words for it in a list to choose from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One field of a card. */
export interface Field {
  /** The place of its value in the card: "window.amount". */
  readonly at: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly help: string;
  /** What can be chosen, for a field of the kind `choice`. */
  readonly choices: readonly Choice[];
  /** What follows the number: "%", "minutes"; or "". */
  readonly unit: string;
  /** The `presence` field that must be ticked for this one to count, or "". */
  readonly under: string;
  /** Seldom needed: it stands folded away. */
  readonly isRare: boolean;
}

/** What a card is made of. */
export interface CardSpec {
  readonly title: string;
  /** When one wants it, in a sentence. */
  readonly about: string;
  readonly fields: readonly Field[];
  /** Members that give the card its form; no field shows them and nobody edits them as JSON. */
  readonly frame: readonly string[];
}

/** A field with what it needs beyond the usual. */
export function field(
  at: string,
  kind: FieldKind,
  label: string,
  more: Partial<Omit<Field, 'at' | 'kind' | 'label'>> = {},
): Field {
  return { at, kind, label, help: '', choices: [], unit: '', under: '', isRare: false, ...more };
}

/** The member of the card that a field's value belongs to: "window" for "window.amount". */
export function memberOfField({ at }: Pick<Field, 'at'>): string {
  return at.split('.')[0]!;
}
