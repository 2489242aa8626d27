// Assembly: from blueprint, bank, history and seed to a frozen form, or to the names of what the bank lacks.

import type { Blueprint } from './blueprint.ts';
import type { Form, FormSlot } from './form.ts';
import { selectItems, type History, type ItemSummary, type Shortage } from './selection.ts';
import { shufflerOf, type Shuffler } from './shuffle.ts';

export type { ItemHistory, ItemSummary, Shortage } from './selection.ts';

export interface AssemblyOrder {
  readonly blueprint: Blueprint;
  /** The bank: one version per item. Its order makes no difference. */
  readonly items: readonly ItemSummary[];
  /** How the person fared with items they met before, by item id. */
  readonly history: History;
  /** A whole number; the same order with the same seed gives the same form. */
  readonly seed: number;
}

/** A form that has not been given its id yet. */
export type Paper = Omit<Form, 'id' | 'organizationId'>;

export type Assembly =
  | { readonly kind: 'form'; readonly form: Paper; readonly isCheapest: boolean }
  | { readonly kind: 'shortages'; readonly shortages: readonly Shortage[] };

/**
 * Makes a form: exact counts, unseen items before wrong ones before right ones, sections in blueprint order and shuffled inside,
 * options shuffled around pinned ones. It fails only if no form exists, never by an unlucky draw.
 */
export function assemble(order: AssemblyOrder): Assembly {
  const shuffle = shufflerOf(order.seed);
  const selection = selectItems(order.blueprint, shuffle(order.items.toSorted(byVersionId)), order.history);
  if (selection.kind === 'short') return { kind: 'shortages', shortages: selection.shortages };

  const places = order.blueprint.sections.flatMap((section, at) =>
    shuffle(selection.sections[at]!).map((item) => ({ item, section: section.id })),
  );
  const slots = places.map(({ item, section }, at): FormSlot => ({
    slot: `s${at + 1}`,
    itemVersion: item.versionId,
    optionOrder: optionOrder(item, shuffle),
    section,
    leaf: item.places[order.blueprint.taxonomy],
    points: 1,
    isPretest: false,
  }));
  const form: Paper = {
    blueprint: { id: order.blueprint.id, version: order.blueprint.version },
    seed: order.seed,
    sections: order.blueprint.sections.map(({ id, title, weight }) => ({ id, title, weight })),
    slots,
  };
  return { kind: 'form', form, isCheapest: selection.isCheapest };
}

/** What keeps a blueprint from being built from these items; empty if a form exists. */
export function feasibility(blueprint: Blueprint, items: readonly ItemSummary[]): readonly Shortage[] {
  const selection = selectItems(blueprint, items, new Map());
  return selection.kind === 'short' ? selection.shortages : [];
}

/** The order in which options are shown: pinned ones keep their place, the others change places among themselves. */
function optionOrder(item: ItemSummary, shuffle: Shuffler): readonly string[] {
  if (item.fixedOrder) return item.options.map((option) => option.id);
  const free = shuffle(item.options.filter((option) => !option.pinned));
  let next = 0;
  return item.options.map((option) => (option.pinned ? option.id : free[next++]!.id));
}

function byVersionId(a: ItemSummary, b: ItemSummary): number {
  return a.versionId < b.versionId ? -1 : 1;
}
