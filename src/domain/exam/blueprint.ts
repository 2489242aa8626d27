// A blueprint: how many items of which leaves make up a form, how the sections weigh, how long it takes and what passes. Data, not code.

import { z } from 'zod';
import { leavesOf } from './taxonomy.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const percent = z.number().min(0).max(100);

/** One condition of a pass rule; every condition of the rule must hold. Percentages are of the weighted or section score. */
const passConditionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overall'), percent }),
  z.object({ kind: z.literal('everySection'), percent, sections: z.array(id).min(1) }),
  z.object({ kind: z.literal('sectionMinimum'), section: id, percent }),
]);

/** How many of a section's questions may be of one difficulty. */
const bandSchema = z
  .object({
    difficulty: z.enum(['easy', 'medium', 'hard']),
    min: z.number().int().min(0),
    max: z.number().int().min(0),
  })
  .refine((band) => band.min <= band.max, 'the smallest number of a difficulty is above the largest');

const sectionSchema = z.object({
  id,
  title: z.string().min(1),
  /** Relative weight in the overall score; weights are renormalized over the sections that have scored items. */
  weight: z.number().int().positive(),
  /** Exact counts per leaf of the blueprint's taxonomy. */
  quotas: z.array(z.object({ leaf: id, count: z.number().int().positive() })).min(1),
  /** Bounds per difficulty over the whole section; without them any mix will do. */
  bands: z.array(bandSchema).optional(),
});

const blueprintShape = z.object({
  id,
  version: z.number().int().positive(),
  title: z.string().min(1),
  description: z.string(),
  taxonomy: z.enum(['aapc', 'seed', 'subtopic']),
  edition: z.string(),
  allowedMinutes: z.number().int().positive(),
  /** What an exam made from this blueprint counts as unless its settings say otherwise (contract: demo, half and practice count only if set so). */
  countsAs: z.enum(['mock', 'half', 'demo', 'practice']),
  sections: z.array(sectionSchema).min(1),
  passRule: z.array(passConditionSchema).min(1),
  notes: z.array(z.string()).default([]),
});

export const blueprintSchema = blueprintShape.superRefine((blueprint, context) => {
  for (const fault of faultsOf(blueprint)) context.addIssue({ code: 'custom', ...fault });
});

export type Blueprint = z.infer<typeof blueprintSchema>;
export type BlueprintSection = z.infer<typeof sectionSchema>;
export type PassCondition = z.infer<typeof passConditionSchema>;

/** How many questions a section asks. */
export function questionsOf(section: Pick<BlueprintSection, 'quotas'>): number {
  return section.quotas.reduce((sum, quota) => sum + quota.count, 0);
}

/** How many questions a form of this blueprint has. */
export function questionCount(blueprint: Pick<Blueprint, 'sections'>): number {
  return blueprint.sections.reduce((sum, section) => sum + questionsOf(section), 0);
}

interface BlueprintFault {
  readonly path: (string | number)[];
  readonly message: string;
}

function faultsOf(blueprint: z.infer<typeof blueprintShape>): BlueprintFault[] {
  return [...repeated(blueprint), ...unknownNames(blueprint), ...inexact(blueprint)];
}

function repeated({ sections }: z.infer<typeof blueprintShape>): BlueprintFault[] {
  const ids = sections.map((section) => section.id);
  const leaves = sections.flatMap((section) => section.quotas.map((quota) => quota.leaf));
  const twice = (names: readonly string[]) => new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [
    ...[...twice(ids)].map((id) => ({ path: ['sections'], message: `two sections have the id "${id}"` })),
    ...[...twice(leaves)].map((leaf) => ({ path: ['sections'], message: `"${leaf}" is asked for in two places` })),
  ];
}

function unknownNames({ sections, taxonomy, passRule }: z.infer<typeof blueprintShape>): BlueprintFault[] {
  const known = new Set(leavesOf(taxonomy).map((leaf) => leaf.id));
  const ids = new Set(sections.map((section) => section.id));
  const leaves = sections.flatMap((section, at) =>
    section.quotas
      .filter((quota) => !known.has(quota.leaf))
      .map((quota) => ({ path: ['sections', at], message: `the taxonomy "${taxonomy}" has no leaf "${quota.leaf}"` })),
  );
  const bound = passRule.flatMap((condition, at) =>
    sectionsNamedBy(condition)
      .filter((id) => !ids.has(id))
      .map((id) => ({ path: ['passRule', at], message: `there is no section "${id}"` })),
  );
  return [...leaves, ...bound];
}

function sectionsNamedBy(condition: PassCondition): readonly string[] {
  if (condition.kind === 'everySection') return condition.sections;
  return condition.kind === 'sectionMinimum' ? [condition.section] : [];
}

/** Scores are exact fractions of whole numbers that JSON must carry, so their denominator has to stay below 2^53. */
function inexact({ sections }: z.infer<typeof blueprintShape>): BlueprintFault[] {
  const weights = sections.reduce((sum, section) => sum + section.weight, 0);
  const common = sections.reduce((least, section) => leastCommonMultiple(least, BigInt(questionsOf(section))), 1n);
  if (common * BigInt(weights) * 100n <= BigInt(Number.MAX_SAFE_INTEGER)) return [];
  return [{ path: ['sections'], message: 'these counts and weights make scores too fine to be kept exactly' }];
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
