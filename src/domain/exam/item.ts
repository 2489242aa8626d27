// An item: one question with its key, its rationale and its places in the taxonomies; a sitting refers to one immutable version of it.

import { z } from 'zod';
import type { TaxonomyPlaces } from './taxonomy.ts';

const text = z.string().trim().min(1);

/** The shared record (a discharge summary, an operative note) that a question is asked about. */
const recordSchema = z.object({
  title: text,
  facts: z.array(z.tuple([text, text])),
  sections: z.array(z.object({ heading: text, text })),
});

const optionSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9]{0,7}$/),
  text,
  why: text,
  pinned: z.boolean().default(false),
});

const commonShape = {
  stem: text,
  record: recordSchema.nullable().default(null),
  rationale: text,
  citation: z.object({ source: text, locator: text }),
  topic: text,
  difficulty: z.enum(['easy', 'medium', 'hard']),
};

/** What a version of an item says. `choice`: pick as many options as the key has. `codes`: type the codes; order counts if `ordered`. */
export const itemContentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('choice'),
    ...commonShape,
    options: z.array(optionSchema).min(2).max(10),
    key: z.array(z.string()).min(1),
    /** True keeps the authored order of the options (numbers in order, dates in order). */
    fixedOrder: z.boolean().default(false),
  }),
  z.object({
    kind: z.literal('codes'),
    ...commonShape,
    /** Codes in the order of the key. */
    key: z.array(text).min(1).max(12),
    /** Other complete answers that earn full credit. */
    accept: z.array(z.array(text).min(1)).default([]),
    ordered: z.boolean().default(true),
  }),
]);

export type ItemContent = z.infer<typeof itemContentSchema>;
export type CaseRecord = z.infer<typeof recordSchema>;

/** One immutable version: `id` is `<item>:<version>`. */
export interface ItemVersion {
  readonly id: string;
  readonly item: string;
  readonly version: number;
  readonly organizationId: string;
  readonly places: TaxonomyPlaces;
  /** Code-set edition the item is right for, such as "2026". */
  readonly edition: string;
  /** Items that must never stand in one form with this one. */
  readonly enemies: readonly string[];
  readonly content: ItemContent;
}
