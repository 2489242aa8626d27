// Weak areas: what a person's answers over all their attempts say about each leaf, and when they do not say enough.

import { chanceBelow, likelyRange, meanOf, type Beta, type Range } from './beta.ts';
import type { Form } from './form.ts';
import type { ItemVersion } from './item.ts';
import type { Score } from './score.ts';
import { leafTitle, leavesOf, type TaxonomyName } from './taxonomy.ts';

/** One answered question. A `repeat` is one the person had met before in practice. */
export interface Evidence {
  readonly leaf: string;
  readonly isRight: boolean;
  readonly at: number;
  readonly source: 'mock' | 'practice' | 'repeat';
}

export interface Area {
  readonly leaf: string;
  readonly title: string;
  readonly right: number;
  readonly answered: number;
  /** What is believed of the true level: prior and weighed evidence. */
  readonly level: Beta;
  readonly mean: number;
  /** The range that holds the true level with a chance of 80 %. */
  readonly range: Range;
  /** How many fresh mock answers the evidence is worth. */
  readonly evidence: number;
  readonly chanceBelowTarget: number;
  readonly verdict: 'weak' | 'near the line' | 'strong' | 'not enough evidence';
  /** Further answers needed for a verdict; 0 if there is one. */
  readonly answerMore: number;
  /** Where study time pays most: share of the exam x chance of being below the target x distance from it. */
  readonly priority: number;
}

export interface AreaQuestion {
  readonly taxonomy: TaxonomyName;
  readonly evidence: readonly Evidence[];
  readonly now: number;
  /** The level to be reached, 0 to 1. */
  readonly target: number;
  /** Each leaf's share of the exam; leaves not named weigh nothing. Without it all weigh the same. */
  readonly shares?: ReadonlyMap<string, number>;
  /** The cohort's mean per leaf, 0 to 1, where one is known; else the target itself, which speaks neither for nor against. */
  readonly cohort?: ReadonlyMap<string, number>;
}

/** The cohort counts as much as this many answers of one's own. */
const priorStrength = 4;
const halfLifeMs = 21 * 24 * 60 * 60 * 1000;
const sourceWeight = { mock: 1, practice: 0.8, repeat: 0.3 } as const;
/** A verdict needs so much evidence, or else so much certainty. */
const evidenceNeeded = 8;
const certaintyNeeded = 0.9;
const likely = 0.8;

/**
 * Every leaf of the taxonomy, the most rewarding to study first; those without a verdict come after those with one. Each answer
 * counts by its source and loses half its weight in three weeks (Beta posterior with shrinkage to the cohort).
 */
export function areas(question: AreaQuestion): Area[] {
  const known = leavesOf(question.taxonomy).map((leaf) => leaf.id);
  const leaves = new Set([...known, ...question.evidence.map((answer) => answer.leaf)]);
  const all = [...leaves].map((leaf) => areaOf(leaf, question));
  const isOpen = (area: Area): number => (area.verdict === 'not enough evidence' ? 1 : 0);
  return all.toSorted((a, b) => isOpen(a) - isOpen(b) || b.priority - a.priority || a.mean - b.mean);
}

/**
 * The scored questions of an attempt as evidence. One left open counts as not known, as it does in the score: whoever hands in a blank
 * paper must not be told that they are likely to pass.
 */
export function evidenceOf(
  form: Form,
  score: Pick<Score, 'slots'>,
  items: ReadonlyMap<string, Pick<ItemVersion, 'places'>>,
  taxonomy: TaxonomyName,
  at: number,
): Evidence[] {
  return form.slots.flatMap((slot) => {
    const mark = score.slots[slot.slot];
    const leaf = items.get(slot.itemVersion)?.places[taxonomy];
    if (!mark?.isScored || leaf === undefined) return [];
    return [{ leaf, isRight: mark.isRight, at, source: 'mock' as const }];
  });
}

function areaOf(leaf: string, question: AreaQuestion): Area {
  const { taxonomy, now, target, shares, cohort } = question;
  const own = question.evidence.filter((answer) => answer.leaf === leaf);
  const weightOf = (answer: Evidence): number =>
    sourceWeight[answer.source] * 0.5 ** (Math.max(0, now - answer.at) / halfLifeMs);
  const total = (answers: readonly Evidence[]): number => answers.reduce((sum, answer) => sum + weightOf(answer), 0);
  const right = own.filter((answer) => answer.isRight);
  const prior = within(cohort?.get(leaf) ?? target, 0.05, 0.95) * priorStrength;
  const level = { a: prior + total(right), b: priorStrength - prior + total(own) - total(right) };
  const mean = meanOf(level);
  const below = chanceBelow(level, target);
  const evidence = total(own);
  const verdict = verdictOf(evidence, below);
  return {
    leaf,
    title: leafTitle(taxonomy, leaf),
    right: right.length,
    answered: own.length,
    level,
    mean,
    range: likelyRange(level),
    evidence,
    chanceBelowTarget: below,
    verdict,
    answerMore: verdict === 'not enough evidence' ? Math.max(1, Math.ceil(evidenceNeeded - evidence - 1e-9)) : 0,
    priority: (shares ? (shares.get(leaf) ?? 0) : 1) * below * Math.max(0, target - mean),
  };
}

function verdictOf(evidence: number, below: number): Area['verdict'] {
  const isCertain = below >= certaintyNeeded || below <= 1 - certaintyNeeded;
  if (evidence < evidenceNeeded && !isCertain) return 'not enough evidence';
  if (below >= likely) return 'weak';
  return below <= 1 - likely ? 'strong' : 'near the line';
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
