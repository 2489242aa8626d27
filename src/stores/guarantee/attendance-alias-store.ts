// What staff have said once: under which name or address of a meeting tool a student of a course appears.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from '../documents.ts';

const shape = z.object({
  /** `<course>:<digest of the name or address>`. */
  id: z.string(),
  courseId: z.string(),
  platformId: z.string(),
  /** Null: this is nobody of the course. */
  personId: z.string().nullable(),
});
export type AttendanceAlias = z.infer<typeof shape>;

export type AttendanceAliasStore = ReturnType<typeof attendanceAliasStore>;

export function attendanceAliasStore(connection: Connection) {
  const aliases = documents<AttendanceAlias>(connection, 'attendanceAliases', shape);
  return {
    prepare: aliases.prepare,

    /** Remembers; what was said later counts. */
    remember: ({ id, ...alias }: AttendanceAlias) => aliases.update({ _id: id }, { $set: alias }, { upsert: true }),

    /** Forgets; whether there was anything. */
    forget: async (id: string) => (await aliases.remove({ _id: id })) > 0,

    /** Those of some names that are known, at most 500. */
    findAll: (ids: readonly string[]) => aliases.find({ _id: { $in: ids } }, { limit: Math.max(1, ids.length) }),
  };
}
