// Scoring: form, keys, answers and pass rule in, score out; pure, exact, and the same every time.

import type { Answer } from './attempt.ts';
import type { PassCondition } from './blueprint.ts';
import type { Form, FormSection, FormSlot } from './form.ts';
import { dividedBy, exact, kept, shownPercent, sum, times } from './fraction.ts';
import type { ItemVersion } from './item.ts';
import { isRight } from './marking.ts';
import { conditionOutcomes, linesOver } from './pass-rule.ts';
import type { Score, SectionScore, SlotScore } from './score.ts';

export interface ScoreOf {
  readonly attemptId: string;
  readonly version: number;
  readonly scoredAt: number;
}

/**
 * The score of a form's answers. A section's share is its points earned over its points to be had; overall is the sum of weight x
 * share over the sum of the weights of the sections that have scored questions; raw is all points earned over all to be had.
 * Unscored questions leave no trace; nothing given earns nothing. The rule is judged on exact values.
 * @param items every item version that the form names, by id; a missing one is a defect and throws
 */
export function score(
  form: Form,
  items: ReadonlyMap<string, Pick<ItemVersion, 'content'>>,
  answers: Readonly<Record<string, Pick<Answer, 'v'>>>,
  passRule: readonly PassCondition[],
  of: ScoreOf,
): Score {
  const slots = Object.fromEntries(form.slots.map((slot) => [slot.slot, slotScore(slot, items, answers)]));
  const sections = form.sections.map((section) => sectionScore(section, form, slots, passRule));
  const judged = sections.filter((section) => section.scored > 0);
  const weighted = mean(judged.map(({ weight, share }) => [weight, share] as const));
  const scored = Object.values(slots).filter((slot) => slot.isScored);
  const raw = share(scored);
  const conditions = conditionOutcomes(passRule, kept(weighted), sections);
  const lines = linesOver(passRule);
  return {
    ...of,
    basis: basisOf(form, passRule),
    isPassed: scored.length > 0 && conditions.every((condition) => condition.isMet),
    weighted: kept(weighted),
    raw: kept(raw),
    shownWeighted: shownPercent(weighted, lines),
    shownRaw: shownPercent(raw, lines),
    passLinePercent: lines[0] ?? null,
    conditions,
    sections,
    slots,
  };
}

/** What a score rests on: the form (which names item versions, and so keys, and weights) and the rule. Equal basis, equal answers, equal score. */
function basisOf(form: Pick<Form, 'id'>, passRule: readonly PassCondition[]): string {
  const conditions = passRule.map((condition) => {
    if (condition.kind === 'overall') return `overall>=${condition.percent}`;
    if (condition.kind === 'sectionMinimum') return `${condition.section}>=${condition.percent}`;
    return `${condition.sections.join('&')}>=${condition.percent}`;
  });
  return [`form ${form.id}`, ...conditions].join('; ');
}

function slotScore(
  slot: FormSlot,
  items: ReadonlyMap<string, Pick<ItemVersion, 'content'>>,
  answers: Readonly<Record<string, Pick<Answer, 'v'>>>,
): SlotScore {
  const item = items.get(slot.itemVersion);
  if (!item) throw new Error(`the form names item version ${slot.itemVersion}, which was not given`);
  const given = answers[slot.slot]?.v ?? [];
  const right = isRight(item.content, given);
  return {
    earned: { of: right ? slot.points : 0, over: 1 },
    points: slot.points,
    isRight: right,
    isAnswered: given.some((part) => part.trim() !== ''),
    isScored: !slot.isPretest,
  };
}

function sectionScore(
  section: FormSection,
  form: Form,
  slots: Readonly<Record<string, SlotScore>>,
  passRule: readonly PassCondition[],
): SectionScore {
  const own = form.slots.filter((slot) => slot.section === section.id).map((slot) => slots[slot.slot]!);
  const scored = own.filter((slot) => slot.isScored);
  const part = share(scored);
  return {
    section: section.id,
    title: section.title,
    weight: section.weight,
    right: scored.filter((slot) => slot.isRight).length,
    scored: scored.length,
    share: kept(part),
    shownPercent: shownPercent(part, linesOver(passRule, section.id)),
  };
}

/** Points earned over points to be had; nothing to be had is nothing earned. */
function share(slots: readonly SlotScore[]) {
  const points = slots.reduce((all, slot) => all + slot.points, 0);
  return points === 0 ? exact(0) : dividedBy(sum(slots.map((slot) => slot.earned)), points);
}

function mean(parts: readonly (readonly [weight: number, share: Score['raw']])[]) {
  const weights = parts.reduce((all, [weight]) => all + weight, 0);
  return weights === 0 ? exact(0) : dividedBy(sum(parts.map(([weight, part]) => times(weight, part))), weights);
}
