// After how many minutes somebody is late, as forms ask it: whole minutes, or nothing where nobody is to be late.

import { z } from 'zod';

const words = 'Give whole minutes, from 0 to 600, or nothing.';

/** Null for nothing. */
export const lateMinutesSchema = z
  .string()
  .trim()
  .regex(/^\d{0,3}$/, words)
  .default('')
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((minutes) => minutes === null || minutes <= 600, words);
