// Readiness: the chance of passing an exam, and the score to be expected, from what is believed of a person's level in each leaf.

import { chancesOfRight, type Beta } from './beta.ts';
import { questionsOf, type Blueprint, type BlueprintSection, type PassCondition } from './blueprint.ts';
import { approximately, compare, dividedBy, percentOf, sum, times } from './fraction.ts';
import type { Fraction } from './score.ts';

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

/** Scores finer than this many steps are counted in `coarseUnits`: near enough for a chance, and fast for any blueprint. */
const finestUnits = 20_000n;
const coarseUnits = 2_000;

/** The chance of each score from 0 to `units`, which is the whole. */
interface Outlook {
  readonly units: number;
  readonly chances: Float64Array;
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
  const bindsSections = passRule.some((condition) => condition.kind !== 'overall');
  const good = bindsSections ? scoresOf(blueprint, levels, (section, share) => meets(passRule, section, share)) : all;
  const lines = passRule.filter((condition) => condition.kind === 'overall').map((condition) => condition.percent);
  const line = Math.max(0, ...lines.map((percent) => unitsFor(percent, good.units)));
  const chanceOfPassing = good.chances.slice(line).reduce((total, chance) => total + chance, 0);
  return { chanceOfPassing: Math.min(1, chanceOfPassing), ...spreadOf(all) };
}

/** "About 80 in 100" from 0.79: a chance in words that promises no more than it knows. */
export function chanceWords(chance: number): string {
  if (chance > 0.95) return 'More than 95 in 100';
  if (chance < 0.05) return 'Less than 5 in 100';
  return `About ${Math.round(chance * 20) * 5} in 100`;
}

/** Whether an outcome in one section does not fail the rule by itself. */
function meets(passRule: readonly PassCondition[], section: BlueprintSection, share: Fraction): boolean {
  return passRule.every((condition) => {
    if (condition.kind === 'overall') return true;
    const isBound =
      condition.kind === 'everySection' ? condition.sections.includes(section.id) : condition.section === section.id;
    return !isBound || compare(percentOf(share), condition.percent) >= 0;
  });
}

/** The lowest whole number of units that reaches a percentage. */
function unitsFor(percent: number, units: number): number {
  const needed = dividedBy(times(percent, units), 100);
  return Number((needed.of + needed.over - 1n) / needed.over);
}

function scoresOf(
  { sections }: Pick<Blueprint, 'sections'>,
  levels: ReadonlyMap<string, Beta>,
  isGood: (section: BlueprintSection, share: Fraction) => boolean,
): Outlook {
  const weights = sum(sections.map((section) => section.weight));
  const steps = sections.map((section) => dividedBy(dividedBy(section.weight, questionsOf(section)), weights));
  // One unit is the largest part of the whole of which every right answer is worth a whole number, down to the finest we count.
  const exactUnits = steps.reduce((common, step) => common * (step.over / greatestDivisor(common, step.over)), 1n);
  const units = exactUnits <= finestUnits ? Number(exactUnits) : coarseUnits;
  let chances = new Float64Array(units + 1);
  chances[0] = 1;
  sections.forEach((section, at) => {
    const step = Math.round(approximately(times(steps[at]!, units)));
    const rights = rightsOf(section, levels).map((chance, right) => {
      const isCounted = isGood(section, { of: right, over: questionsOf(section) });
      return [right * step, isCounted ? chance : 0] as const;
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

function convolved(chances: Float64Array, further: readonly (readonly [number, number])[]) {
  const together = new Float64Array(chances.length);
  const whole = chances.length - 1;
  chances.forEach((chance, score) => {
    if (chance === 0) return;
    for (const [more, other] of further) together[Math.min(whole, score + more)]! += chance * other;
  });
  return together;
}

function spreadOf({ units, chances }: Outlook): Omit<Readiness, 'chanceOfPassing'> {
  const quantile = (p: number): number => {
    let reached = 0;
    const score = chances.findIndex((chance) => {
      reached += chance;
      return reached >= p - 1e-9;
    });
    return (score / units) * 100;
  };
  return { median: quantile(0.5), low: quantile(0.1), high: quantile(0.9) };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
