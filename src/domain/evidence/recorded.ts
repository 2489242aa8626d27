// A recorded value: what is known, and who said so, how and when; nothing about a student is kept without that.

import { z } from 'zod';
import { readDay } from '../day.ts';

/** How a value came in. `launch`: the LMS told it; `system`: Resit saw it happen itself. */
export const sourceSchema = z.enum(['staff', 'student', 'csv', 'api', 'launch', 'system']);
export type Source = z.infer<typeof sourceSchema>;

/** A day as it is stored and as the evaluator reads it: `YYYY-MM-DD`. */
export const dayTextSchema = z
  .string()
  .refine((text) => readDay(text) !== null, 'Give a day as YYYY-MM-DD, between the years 1900 and 2200.');

/** Who recorded something: a person of the platform, an API key, or Resit itself. */
export const originSchema = z.object({
  source: sourceSchema,
  /** A person's id, `key:<id>` for an API key, `resit` for the program. */
  by: z.string(),
  byName: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Origin = z.infer<typeof originSchema>;

/** The shape of a value of some kind with its origin. */
export function recordedSchema<T extends z.ZodType>(value: T) {
  return originSchema.extend({ value });
}

/** A value with its origin. */
export type Recorded<T> = Origin & { readonly value: T };
