// Results: a scored attempt as the tables and drawings of a result page want it: sections, topics, time, and the way so far.

import type { Answer } from './attempt.ts';
import { rangeAfter, type Range } from './beta.ts';
import type { PassCondition } from './blueprint.ts';
import type { Form } from './form.ts';
import { approximately, compare, dividedBy, exact, percentOf, shownPercent, times } from './fraction.ts';
import type { ItemVersion } from './item.ts';
import { linesOver } from './pass-rule.ts';
import type { Fraction, Score, SectionScore, SlotScore } from './score.ts';
import { leafTitle, leavesOf, type TaxonomyName } from './taxonomy.ts';

/** A section beside the line it is measured by. */
export interface SectionBar extends SectionScore {
  /** The line of the pass rule: the section's own, else the overall one; null if the rule has none. */
  readonly linePercent: number | null;
  /** True if the rule makes this section a condition; otherwise the line is for orientation only. */
  readonly isBound: boolean;
  readonly isAtLine: boolean;
  /** Share for drawing, 0 to 1. */
  readonly length: number;
  /** The range that holds the true level with a chance of 80 %, on these answers alone. */
  readonly range: Range;
}

export interface BreakdownRow {
  readonly id: string;
  readonly title: string;
  readonly right: number;
  readonly scored: number;
  readonly shownPercent: string;
  /** Share for drawing, 0 to 1. */
  readonly length: number;
  readonly range: Range;
}

export interface SlotPace {
  readonly slot: string;
  readonly section: string;
  readonly spentMs: number;
  readonly pace: 'not opened' | 'rushed' | 'in time' | 'stuck';
}

export interface Pacing {
  /** The time there is for one question. */
  readonly budgetMs: number;
  readonly slots: readonly SlotPace[];
  readonly sections: readonly {
    readonly section: string;
    readonly title: string;
    readonly spentMs: number;
    readonly budgetMs: number;
    readonly questions: number;
  }[];
}

export interface TrendPoint {
  readonly attemptId: string;
  readonly number: number;
  readonly at: number;
  readonly shownPercent: string;
  readonly isPassed: boolean;
  /** Share for drawing, 0 to 1. */
  readonly length: number;
  readonly range: Range;
  /** Against the attempt before, in points with a sign: "+4.20"; null for the first. */
  readonly change: string | null;
}

/** Below a quarter of its budget a question was rushed; above twice of it, it held the person up. */
const rushedBelow = 0.25;
const stuckAbove = 2;

/** The sections of a score, each against its line. */
export function sectionBars(score: Pick<Score, 'sections'>, passRule: readonly PassCondition[]): SectionBar[] {
  return score.sections.map((section) => {
    const [line] = linesOver(passRule, section.section);
    return {
      ...section,
      linePercent: line ?? null,
      isBound: passRule.some((condition) => condition.kind !== 'overall' && bindsSection(condition, section.section)),
      isAtLine: line === undefined || compare(percentOf(section.share), line) >= 0,
      length: approximately(section.share),
      range: rangeAfter(section.right, section.scored),
    };
  });
}

/** Right and asked per leaf of a taxonomy, or per topic; leaves in the taxonomy's order, topics by name. Only what was asked is listed. */
export function breakdown(
  form: Form,
  score: Pick<Score, 'slots'>,
  items: ReadonlyMap<string, Pick<ItemVersion, 'places' | 'content'>>,
  by: TaxonomyName | 'topic',
): BreakdownRow[] {
  const groups = new Map<string, SlotScore[]>();
  for (const slot of form.slots) {
    const item = items.get(slot.itemVersion);
    const mark = score.slots[slot.slot];
    if (!item || !mark?.isScored) continue;
    const id = by === 'topic' ? item.content.topic : item.places[by];
    groups.set(id, [...(groups.get(id) ?? []), mark]);
  }
  const order = by === 'topic' ? [...groups.keys()].sort() : leavesOf(by).map((leaf) => leaf.id);
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...groups]
    .map(([id, marks]) => breakdownRow(id, by === 'topic' ? id : leafTitle(by, id), marks))
    .toSorted((a, b) => place(a.id) - place(b.id));
}

/** Time per question and section against what the limit allows, all questions given the same time. */
export function pacing(
  form: Pick<Form, 'slots' | 'sections'>,
  answers: Readonly<Record<string, Pick<Answer, 'spentMs'>>>,
  limitMs: number,
): Pacing {
  const budgetMs = form.slots.length === 0 ? 0 : limitMs / form.slots.length;
  const slots = form.slots.map(({ slot, section }): SlotPace => {
    const spentMs = answers[slot]?.spentMs ?? 0;
    return { slot, section, spentMs, pace: paceOf(spentMs, budgetMs) };
  });
  const sections = form.sections.map(({ id, title }) => {
    const own = slots.filter((slot) => slot.section === id);
    const spentMs = own.reduce((sum, slot) => sum + slot.spentMs, 0);
    return { section: id, title, spentMs, budgetMs: budgetMs * own.length, questions: own.length };
  });
  return { budgetMs, slots, sections };
}

/** Scored attempts in order of their number, each against the one before. */
export function trend(
  attempts: readonly {
    readonly attemptId: string;
    readonly number: number;
    readonly at: number;
    readonly score: Pick<Score, 'weighted' | 'shownWeighted' | 'isPassed' | 'sections'>;
  }[],
): TrendPoint[] {
  const ordered = attempts.toSorted((a, b) => a.number - b.number);
  return ordered.map(({ attemptId, number, at, score }, index) => {
    const before = ordered[index - 1];
    const right = score.sections.reduce((sum, section) => sum + section.right, 0);
    const scored = score.sections.reduce((sum, section) => sum + section.scored, 0);
    return {
      attemptId,
      number,
      at,
      shownPercent: score.shownWeighted,
      isPassed: score.isPassed,
      length: approximately(score.weighted),
      range: rangeAfter(right, scored),
      change: before ? changeWords(before.score.weighted, score.weighted) : null,
    };
  });
}

function bindsSection(condition: Exclude<PassCondition, { kind: 'overall' }>, section: string): boolean {
  return condition.kind === 'everySection' ? condition.sections.includes(section) : condition.section === section;
}

function breakdownRow(id: string, title: string, marks: readonly SlotScore[]): BreakdownRow {
  const right = marks.filter((mark) => mark.isRight).length;
  const share = dividedBy(right, marks.length);
  const range = rangeAfter(right, marks.length);
  return {
    id,
    title,
    right,
    scored: marks.length,
    shownPercent: shownPercent(share),
    length: approximately(share),
    range,
  };
}

function paceOf(spentMs: number, budgetMs: number): SlotPace['pace'] {
  if (spentMs === 0) return 'not opened';
  if (spentMs < budgetMs * rushedBelow) return 'rushed';
  return spentMs > budgetMs * stuckAbove ? 'stuck' : 'in time';
}

function changeWords(before: Fraction, now: Fraction): string {
  const [x, y] = [exact(before), exact(now)];
  const rise = { of: y.of * x.over - x.of * y.over, over: x.over * y.over };
  const isFall = rise.of < 0n;
  return `${isFall ? '-' : '+'}${shownPercent(isFall ? times(rise, -1) : rise)}`;
}
