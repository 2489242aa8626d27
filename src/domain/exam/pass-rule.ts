// The pass rule at work: each condition met or not, on exact values, with the words in which a result page says so.

import type { PassCondition } from './blueprint.ts';
import { compare, percentOf, shownPercent } from './fraction.ts';
import type { ConditionOutcome, Fraction, SectionScore } from './score.ts';

/** What a condition needs to know of a section. */
type SectionLike = Pick<SectionScore, 'section' | 'title' | 'scored' | 'share'>;

/**
 * The outcome of every condition; a condition on several sections gives one outcome per section, by the section's name. A section
 * without scored questions is not held against anybody.
 */
export function conditionOutcomes(
  rule: readonly PassCondition[],
  weighted: Fraction,
  sections: readonly SectionLike[],
): ConditionOutcome[] {
  return rule.flatMap((condition) => {
    if (condition.kind === 'overall') return [overallOutcome(weighted, condition.percent)];
    const bound = condition.kind === 'everySection' ? condition.sections : [condition.section];
    return sections
      .filter((section) => bound.includes(section.section))
      .map((section) => sectionOutcome(section, condition.percent));
  });
}

/** The percentages that may not be crossed by rounding: those that bind the section, or else (and overall) the overall line. */
export function linesOver(rule: readonly PassCondition[], section?: string): readonly number[] {
  const binding = rule.filter(
    (condition) =>
      (condition.kind === 'everySection' && condition.sections.some((id) => id === section)) ||
      (condition.kind === 'sectionMinimum' && condition.section === section),
  );
  const overall = rule.filter((condition) => condition.kind === 'overall');
  const lines = (binding.length > 0 ? binding : overall).map((condition) => condition.percent);
  return lines.toSorted((a, b) => b - a);
}

/** "70 %" from 70, "66.5 %" from 66.5. */
export function percentWords(percent: number): string {
  return `${percent} %`;
}

function overallOutcome(weighted: Fraction, percent: number): ConditionOutcome {
  return {
    isMet: compare(percentOf(weighted), percent) >= 0,
    words: `Overall at least ${percentWords(percent)}`,
    have: `You have ${shownPercent(weighted, [percent])} %`,
  };
}

function sectionOutcome(section: SectionLike, percent: number): ConditionOutcome {
  const words = `${section.title} at least ${percentWords(percent)}`;
  if (section.scored === 0) return { isMet: true, words, have: 'This section has no scored questions' };
  return {
    isMet: compare(percentOf(section.share), percent) >= 0,
    words,
    have: `You have ${shownPercent(section.share, [percent])} %`,
  };
}
