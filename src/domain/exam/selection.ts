// Selection: which items a form asks, exactly as many per leaf and difficulty as the blueprint wants, the freshest first, never two enemies.

import type { Blueprint, BlueprintSection } from './blueprint.ts';
import { cheapestFlow, type Pipe } from './flow.ts';
import type { ItemVersion } from './item.ts';
import { leafTitle, type TaxonomyPlaces } from './taxonomy.ts';

/** What selection and shuffling need to know of an item; the pool holds one version per item. */
export interface ItemSummary {
  readonly versionId: string;
  readonly itemId: string;
  readonly places: TaxonomyPlaces;
  readonly edition: string;
  readonly enemies: readonly string[];
  readonly difficulty: 'easy' | 'medium' | 'hard';
  /** In the authored order; empty for items whose codes are typed. */
  readonly options: readonly { readonly id: string; readonly pinned: boolean }[];
  readonly fixedOrder: boolean;
}

/** How a person fared with an item when they last met it; an item they never met has no history. */
export interface ItemHistory {
  readonly seen: 'wrong' | 'right';
  readonly wasInLastForm: boolean;
}

/** By item id. */
export type History = ReadonlyMap<string, ItemHistory>;

export interface Shortage {
  /** The leaf that is short, or the section where the mix of difficulties cannot be met. */
  readonly leaf: string;
  readonly needed: number;
  readonly available: number;
  /** "Anesthesia: 4 needed, 3 in the bank for 2026". */
  readonly words: string;
}

export type Selection =
  | {
      readonly kind: 'selected';
      /** The chosen items of each section, in blueprint order. */
      readonly sections: readonly (readonly ItemSummary[])[];
      readonly cost: number;
      /** False if there were so many enemies that the search for the very cheapest choice was cut short. */
      readonly isCheapest: boolean;
    }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/** So many draws may be spent on the cheapest way around enemies, and so many more on any way at all. */
const drawsForCheapest = 60;
const drawsForAny = 400;
/** Above any possible sum of item costs: meeting the smallest number of a difficulty goes before freshness. */
const missedBandCost = 100_000;

/** The summary of an item version. */
export function summaryOf(version: ItemVersion): ItemSummary {
  const { content } = version;
  return {
    versionId: version.id,
    itemId: version.item,
    places: version.places,
    edition: version.edition,
    enemies: version.enemies,
    difficulty: content.difficulty,
    options: content.kind === 'choice' ? content.options.map(({ id, pinned }) => ({ id, pinned })) : [],
    fixedOrder: content.kind === 'choice' && content.fixedOrder,
  };
}

/** What it costs to ask an item: nothing while unseen, 2 after a wrong and 5 after a right answer, 8 more if it was in the last form. */
export function costOf(history: ItemHistory | undefined): number {
  if (!history) return 0;
  return (history.seen === 'wrong' ? 2 : 5) + (history.wasInLastForm ? 8 : 0);
}

/** Chooses the items of a form. Items that cost the same are taken in the order of `items`: shuffle them first. */
export function selectItems(blueprint: Blueprint, items: readonly ItemSummary[], history: History): Selection {
  const usable = items.filter((item) => item.edition === blueprint.edition);
  const desks = blueprint.sections.map((section) => deskOf(blueprint, section, usable, history));
  const first = desks.map((desk) => draw(desk, new Set()));
  const shortages = desks.flatMap((desk, at) => (first[at] === null ? shortagesOf(blueprint, desk) : []));
  if (shortages.length > 0) return { kind: 'short', shortages };
  const root: Draft = { excluded: new Set(), sections: first.map((drawn) => drawn!) };
  return withoutEnemies(desks, root) ?? { kind: 'short', shortages: [enmity(blueprint, root)] };
}

/** A section with the items it may ask, grouped so that all items of a group are worth the same to it. */
interface Desk {
  readonly section: BlueprintSection;
  readonly groups: readonly Group[];
}

interface Group {
  readonly leaf: string;
  readonly difficulty: ItemSummary['difficulty'];
  readonly cost: number;
  readonly items: ItemSummary[];
}

interface Drawn {
  readonly items: readonly ItemSummary[];
  readonly cost: number;
}

/** A full choice that may still hold enemies; items that lost to an enemy are excluded. */
interface Draft {
  readonly excluded: ReadonlySet<string>;
  readonly sections: readonly Drawn[];
}

function deskOf(
  blueprint: Blueprint,
  section: BlueprintSection,
  items: readonly ItemSummary[],
  history: History,
): Desk {
  const leaves = new Set(section.quotas.map((quota) => quota.leaf));
  const groups = new Map<string, Group>();
  for (const item of items) {
    const leaf = item.places[blueprint.taxonomy];
    if (!leaves.has(leaf)) continue;
    const { difficulty } = item;
    const cost = costOf(history.get(item.itemId));
    const name = `${leaf} ${difficulty} ${cost}`;
    const group = groups.get(name) ?? { leaf, difficulty, cost, items: [] };
    group.items.push(item);
    groups.set(name, group);
  }
  return { section, groups: [...groups.values()] };
}

/**
 * The cheapest choice for one section, or null if there is none: a flow from the quotas (source to leaf) through groups of items
 * (leaf to difficulty) and the bounds per difficulty (difficulty to sink).
 */
function draw({ section, groups }: Desk, excluded: ReadonlySet<string>): Drawn | null {
  const [source, sink] = [0, 1];
  const bands = section.bands ?? [];
  const leafNode = new Map(section.quotas.map((quota, at) => [quota.leaf, 2 + at]));
  const bandNode = new Map(bands.map((band, at) => [band.difficulty, 2 + section.quotas.length + at]));
  const pools = groups.map((group) => group.items.filter((item) => !excluded.has(item.itemId)));
  const ofGroups = groups.map((group, at): Pipe => {
    const to = bandNode.get(group.difficulty) ?? sink;
    return { from: leafNode.get(group.leaf)!, to, capacity: pools[at]!.length, cost: group.cost };
  });
  const ofQuotas = section.quotas.map((quota): Pipe => {
    return { from: source, to: leafNode.get(quota.leaf)!, capacity: quota.count, cost: 0 };
  });
  const ofBands = bands.flatMap(({ difficulty, min, max }): Pipe[] => {
    const from = bandNode.get(difficulty)!;
    return [
      { from, to: sink, capacity: min, cost: -missedBandCost },
      { from, to: sink, capacity: max - min, cost: 0 },
    ];
  });

  const nodes = 2 + section.quotas.length + bands.length;
  const flow = cheapestFlow(nodes, [...ofGroups, ...ofQuotas, ...ofBands], source, sink);
  const wanted = section.quotas.reduce((sum, quota) => sum + quota.count, 0);
  const leastOfBands = bands.reduce((sum, band) => sum + band.min, 0);
  const cost = flow.cost + leastOfBands * missedBandCost;
  if (flow.amount < wanted || cost >= missedBandCost) return null;
  return { items: pools.flatMap((pool, at) => pool.slice(0, flow.through[at])), cost };
}

/**
 * Best-first search: the cheapest draft is taken up; if two enemies stand in it, one of them must go, so it branches into a draft
 * without the one and a draft without the other. The first draft without enemies is the cheapest there is. When that takes too
 * long, the search goes on with the draft from which most enemies have been removed.
 */
function withoutEnemies(desks: readonly Desk[], root: Draft): Selection | null {
  const open = [root];
  for (let step = 0; step < drawsForCheapest + drawsForAny && open.length > 0; step += 1) {
    const isExact = step < drawsForCheapest;
    open.sort((a, b) => (isExact ? costOfDraft(b) - costOfDraft(a) : 0) || a.excluded.size - b.excluded.size);
    const draft = open.pop()!;
    const enemies = firstEnemies(draft);
    if (enemies === null)
      return {
        kind: 'selected',
        sections: draft.sections.map((drawn) => drawn.items),
        cost: costOfDraft(draft),
        isCheapest: isExact,
      };
    for (const enemy of enemies) {
      const without = redraw(desks, draft, enemy);
      if (without) open.push(without);
    }
  }
  return null;
}

function costOfDraft(draft: Draft): number {
  return draft.sections.reduce((sum, drawn) => sum + drawn.cost, 0);
}

function redraw(desks: readonly Desk[], draft: Draft, loser: ItemSummary): Draft | null {
  const excluded = new Set([...draft.excluded, loser.itemId]);
  const at = draft.sections.findIndex((drawn) => drawn.items.includes(loser));
  const drawn = draw(desks[at]!, excluded);
  return drawn && { excluded, sections: draft.sections.with(at, drawn) };
}

function firstEnemies(draft: Draft): readonly [ItemSummary, ItemSummary] | null {
  const chosen = new Map(draft.sections.flatMap((drawn) => drawn.items.map((item) => [item.itemId, item] as const)));
  for (const item of chosen.values())
    for (const enemy of item.enemies) {
      const other = chosen.get(enemy);
      if (other && other !== item) return [item, other];
    }
  return null;
}

function shortagesOf(blueprint: Blueprint, { section, groups }: Desk): Shortage[] {
  const inLeaf = (leaf: string): number =>
    groups.filter((group) => group.leaf === leaf).reduce((sum, group) => sum + group.items.length, 0);
  const short = section.quotas
    .map(({ leaf, count }) => ({ leaf, needed: count, available: inLeaf(leaf) }))
    .filter(({ needed, available }) => available < needed)
    .map((shortage) => ({ ...shortage, words: shortageWords(blueprint, shortage) }));
  if (short.length > 0) return short;
  const needed = section.quotas.reduce((sum, quota) => sum + quota.count, 0);
  const available = groups.reduce((sum, group) => sum + group.items.length, 0);
  const words = `${section.title}: the bank for ${blueprint.edition} has too few questions of the difficulties asked for`;
  return [{ leaf: section.id, needed, available, words }];
}

function shortageWords({ taxonomy, edition }: Blueprint, shortage: Omit<Shortage, 'words'>): string {
  const title = leafTitle(taxonomy, shortage.leaf);
  return `${title}: ${shortage.needed} needed, ${shortage.available} in the bank for ${edition}`;
}

function enmity(blueprint: Blueprint, root: Draft): Shortage {
  const [enemy] = firstEnemies(root)!;
  const leaf = enemy.places[blueprint.taxonomy];
  const needed = blueprint.sections.flatMap((section) => section.quotas).find((quota) => quota.leaf === leaf)!.count;
  const title = leafTitle(blueprint.taxonomy, leaf);
  const words = `${title}: ${needed} needed, but too many of the questions in the bank for ${blueprint.edition} exclude one another`;
  return { leaf, needed, available: needed - 1, words };
}
