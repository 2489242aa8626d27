// Standing time accommodations, one document per person; every exam inherits them.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Accommodation } from '../domain/exam/exam.ts';
import { documents } from './documents.ts';

const entry = {
  factor: z.number(),
  extraMinutes: z.number(),
  setBy: z.string(),
  setAt: z.number(),
  reason: z.string(),
};
const shape = z.object({
  id: z.string(),
  platformId: z.string(),
  ...entry,
  history: z.array(z.object(entry)).default([]),
});

export type AccommodationStore = ReturnType<typeof accommodationStore>;

export function accommodationStore(connection: Connection) {
  const accommodations = documents(connection, 'accommodations', shape);
  return {
    prepare: accommodations.prepare,

    find: (personId: string): Promise<(Accommodation & { history: Accommodation[] }) | null> =>
      accommodations.findOne({ _id: personId }),

    findAll: (personIds: readonly string[]) =>
      accommodations.find({ _id: { $in: personIds } }, { limit: Math.max(1, personIds.length) }),

    /** Sets what holds from now on and keeps what held before. */
    set: (personId: string, platformId: string, accommodation: Accommodation) =>
      accommodations.update(
        { _id: personId },
        { $set: { platformId, ...accommodation }, $push: { history: accommodation } },
        { upsert: true },
      ),
  };
}
