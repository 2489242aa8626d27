// Readiness: the chance of passing an exam, and the score to be expected, from what is believed of a person's level in each leaf.

import { chancesOfRight, type Beta } from './beta.ts';
import type { Blueprint, BlueprintSection, PassCondition } from './blueprint.ts';
import { compare, dividedBy, exact, sum, times, type Exact } from './fraction.ts';

export interface Readiness {
  /** 0 to 1. */
  readonly chanceOfPassing: number;
  /** Percentages: half of the scores to be expected lie below the median, 80 % of them from `low` to `high`. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What is believed where nothing is known: four answers' worth of a borderline candidate. */
const unknownLevel: Beta = { a: 2.8, b: 1.2 };

/** Chances by score; scores are exact and count in `units` of the whole. */
interface Outlook {
  readonly units: bigint;
  readonly chances: ReadonlyMap<bigint, number>;
}

/**
 * Convolves the beta-binomial distributions of all leaves over the blueprint's counts. The pass line is met exactly, as in scoring;
 * conditions on sections count only outcomes in which those sections meet them.
 */
export function readinessOf(
  blueprint: Pick<Blueprint, 'sections'>,
  passRule: readonly PassCondition[],
  levels: ReadonlyMap<string, Beta>,
): Readiness {
  const all = scoresOf(blueprint, levels, () => true);
  const good = scoresOf(blueprint, levels, (section, share) =>
    passRule.every((condition) => bindsNot(condition, section.id) || reaches(share, condition.percent)),
  );
  const overall = passRule.filter((condition) => condition.kind === 'overall');
  const isPassing = (score: bigint): boolean =>
    overall.every((condition) => reaches({ of: score, over: good.units }, condition.percent));
  return {
    chanceOfPassing: Math.min(1, total([...good.chances].filter(([score]) => isPassing(score)))),
    median: quantile(all, 0.5),
    low: quantile(all, 0.1),
    high: quantile(all, 0.9),
  };
}

/** "About 8 in 10" from 0.79: a chance in words that promises no more than it knows. */
export function chanceWords(chance: number): string {
  if (chance > 0.95) return 'More than 95 in 100';
  if (chance < 0.05) return 'Less than 5 in 100';
  return `About ${Math.round(chance * 20) * 5} in 100`;
}

function bindsNot(condition: PassCondition, section: string): boolean {
  if (condition.kind === 'overall') return true;
  return condition.kind === 'everySection' ? !condition.sections.includes(section) : condition.section !== section;
}

function reaches(share: Exact, percent: number): boolean {
  return compare(times(share, 100), percent) >= 0;
}

function scoresOf(
  { sections }: Pick<Blueprint, 'sections'>,
  levels: ReadonlyMap<string, Beta>,
  isGood: (section: BlueprintSection, share: Exact) => boolean,
): Outlook {
  const weights = sum(sections.map((section) => section.weight));
  const steps = sections.map((section) => dividedBy(dividedBy(section.weight, questions(section)), weights));
  // One unit is the largest part of the whole of which every right answer is worth a whole number.
  const units = steps.reduce((common, step) => common * (step.over / greatestDivisor(common, step.over)), 1n);
  let chances = new Map<bigint, number>([[0n, 1]]);
  sections.forEach((section, at) => {
    const step = times(steps[at]!, { of: units, over: 1n }).of;
    const rights = rightsOf(section, levels).map((chance, right) => {
      const share = exact({ of: right, over: questions(section) });
      return [BigInt(right) * step, isGood(section, share) ? chance : 0] as const;
    });
    chances = convolved(chances, rights);
  });
  return { units, chances };
}

/** Chances of each number of right answers in a section, over all its leaves. */
function rightsOf(section: BlueprintSection, levels: ReadonlyMap<string, Beta>): number[] {
  return section.quotas.reduce<number[]>(
    (so, { leaf, count }) => {
      const chances = chancesOfRight(levels.get(leaf) ?? unknownLevel, count);
      const together = Array.from({ length: so.length + count }, () => 0);
      so.forEach((chance, right) =>
        chances.forEach((further, more) => {
          together[right + more]! += chance * further;
        }),
      );
      return together;
    },
    [1],
  );
}

function convolved(chances: ReadonlyMap<bigint, number>, further: readonly (readonly [bigint, number])[]) {
  const together = new Map<bigint, number>();
  for (const [score, chance] of chances)
    for (const [more, other] of further)
      if (other > 0) together.set(score + more, (together.get(score + more) ?? 0) + chance * other);
  return together;
}

function quantile({ units, chances }: Outlook, p: number): number {
  const ordered = [...chances].sort(([a], [b]) => (a < b ? -1 : 1));
  let sofar = 0;
  for (const [score, chance] of ordered) {
    sofar += chance;
    if (sofar >= p - 1e-12) return (Number(score) / Number(units)) * 100;
  }
  return 100;
}

function questions(section: BlueprintSection): number {
  return section.quotas.reduce((all, quota) => all + quota.count, 0);
}

function total(chances: readonly (readonly [bigint, number])[]): number {
  return chances.reduce((all, [, chance]) => all + chance, 0);
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
