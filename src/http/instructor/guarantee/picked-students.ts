// The students that were ticked on the board, as every form for several of them sends them.

import { z } from 'zod';

/** A form holds one student as a text and several as a list; at most 500, each once. */
export const pickedSchema = z
  .union([z.string(), z.array(z.string()).max(500)])
  .default([])
  .transform((given) => [...new Set([given].flat())].filter((id) => id.length <= 100));
