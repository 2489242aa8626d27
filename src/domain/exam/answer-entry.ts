// Answer entry: what a browser may send for a slot, as a schema, and whether it makes sense for the item asked there.

import { z } from 'zod';
import type { Answer } from './attempt.ts';
import type { ItemContent } from './item.ts';

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

/** What is impossible about an answer to this item, in words; empty if it makes sense. Impossible answers are wrong, never a crash. */
export function answerFaults(content: ItemContent, answer: Pick<Answer, 'v' | 'struck'>): readonly string[] {
  if (content.kind === 'codes')
    return answer.struck.length > 0 ? ['There are no options to strike out in this question.'] : [];
  const known = new Set(content.options.map((option) => option.id));
  const unknown = [...answer.v, ...answer.struck].filter((id) => !known.has(id));
  const faults = [...new Set(unknown)].map((id) => `This question has no option "${id}".`);
  if (new Set(answer.v).size < answer.v.length) faults.push('An option is chosen twice.');
  return faults;
}
