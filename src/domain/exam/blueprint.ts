// A blueprint: how many items of which leaves make up a form, how the sections weigh, how long it takes and what passes. Data, not code.

import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const percent = z.number().min(0).max(100);

/** One condition of a pass rule; every condition of the rule must hold. Percentages are of the weighted or section score. */
export const passConditionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overall'), percent }),
  z.object({ kind: z.literal('everySection'), percent, sections: z.array(id).min(1) }),
  z.object({ kind: z.literal('sectionMinimum'), section: id, percent }),
]);

export const sectionSchema = z.object({
  id,
  title: z.string().min(1),
  /** Relative weight in the overall score; weights are renormalised over the sections that have scored items. */
  weight: z.number().int().positive(),
  /** Exact counts per leaf of the blueprint's taxonomy. */
  quotas: z.array(z.object({ leaf: id, count: z.number().int().positive() })).min(1),
});

export const blueprintSchema = z.object({
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

export type Blueprint = z.infer<typeof blueprintSchema>;
export type BlueprintSection = z.infer<typeof sectionSchema>;
export type PassCondition = z.infer<typeof passConditionSchema>;
