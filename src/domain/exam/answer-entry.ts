// Answer entry: what a browser may send for a slot, as a schema.

import { z } from 'zod';

const optionIds = z.array(z.string().max(40));

/** One edit of one slot. Whoever leaves flag, strikes, note or time out has none. */
export const answerSchema = z.object({
  q: z.number().int().nonnegative(),
  v: z.array(z.string().max(40)).max(12),
  flagged: z.boolean().default(false),
  struck: optionIds.max(12).default([]),
  note: z.string().max(2000).default(''),
  spentMs: z
    .number()
    .nonnegative()
    .max(7 * 24 * 60 * 60 * 1000)
    .transform(Math.round)
    .default(0),
});

/**
 * The unsaved slots of one save, by slot name. A name that no form has passes here: the store takes nothing for it, and the reply
 * says UNKNOWN_SLOT.
 */
export const answersSchema = z
  .record(z.string().min(1).max(40), answerSchema)
  .refine((answers) => Object.keys(answers).length <= 1000, 'more slots than any exam has');
