// Imports of attendance: one document per report, from its preview to its undoing.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import {
  attendanceImportSchema,
  type AttendanceImport,
  type AttendanceRow,
} from '../../domain/evidence/attendance-import.ts';
import { documents } from '../documents.ts';

/** An import as lists show it, without its rows. */
const headShape = z.object({
  id: z.string(),
  fileName: z.string(),
  kind: attendanceImportSchema.shape.kind,
  createdAt: z.number(),
  byName: z.string(),
  state: attendanceImportSchema.shape.state,
});
export type AttendanceImportHead = z.infer<typeof headShape>;

type Whose = Pick<AttendanceImport, 'id' | 'classId' | 'courseId' | 'platformId'>;

export type AttendanceImportStore = ReturnType<typeof attendanceImportStore>;

export function attendanceImportStore(connection: Connection) {
  const imports = documents<AttendanceImport>(connection, 'attendanceImports', attendanceImportSchema, [
    [{ courseId: 1, platformId: 1, classId: 1, createdAt: -1 }],
  ]);
  const one = ({ id, classId, courseId, platformId }: Whose) => ({ _id: id, classId, courseId, platformId });
  return {
    prepare: imports.prepare,

    insert: (made: AttendanceImport) => imports.insert(made),

    find: (whose: Whose) => imports.findOne(one(whose)),

    /** The newest imports of a class. */
    newest: ({ courseId, platformId, classId }: Omit<Whose, 'id'>, limit: number): Promise<AttendanceImportHead[]> =>
      imports.select(
        { courseId, platformId, classId },
        ['fileName', 'kind', 'createdAt', 'byName', 'state'],
        headShape,
        { sort: { createdAt: -1 }, limit },
      ),

    /** Says whom a row is about, while nothing has been marked yet. Whether it still could be said. */
    assign: (whose: Whose, row: number, said: Pick<AttendanceRow, 'personId' | 'by' | 'isLeftOut'>) =>
      imports.update(
        { ...one(whose), state: 'open', [`rows.${row}`]: { $exists: true } },
        {
          $set: {
            [`rows.${row}.personId`]: said.personId,
            [`rows.${row}.by`]: said.by,
            [`rows.${row}.isLeftOut`]: said.isLeftOut,
          },
        },
      ),

    /** Goes over to the next state; null when it was not in the one before. */
    turn: (whose: Whose, from: AttendanceImport['state'], set: Partial<AttendanceImport>) =>
      imports.findAndUpdate({ ...one(whose), state: from }, { $set: { ...set, finishedAt: null } }),

    /** Notes that everything was written. Whether this was the first to say so, and nobody has undone it. */
    finish: (whose: Whose, finishedAt: number) =>
      imports.update({ ...one(whose), state: 'applied', finishedAt: null }, { $set: { finishedAt } }),
  };
}
