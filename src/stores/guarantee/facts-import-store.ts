// Imports of people's facts: one document per file, from its first look to its undoing.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { factsImportSchema, type FactsImport, type ImportRow } from '../../domain/evidence/facts-import.ts';
import { documents } from '../documents.ts';

/** An import as lists show it, without its rows. */
const headSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  createdAt: z.number(),
  byName: z.string(),
  state: factsImportSchema.shape.state,
});
export type ImportHead = z.infer<typeof headSchema>;

type Whose = Pick<FactsImport, 'id' | 'courseId' | 'platformId'>;

export type FactsImportStore = ReturnType<typeof factsImportStore>;

export function factsImportStore(connection: Connection) {
  const imports = documents<FactsImport>(connection, 'factsImports', factsImportSchema, [
    [{ courseId: 1, platformId: 1, createdAt: -1 }],
  ]);
  const one = ({ id, courseId, platformId }: Whose) => ({ _id: id, courseId, platformId });
  return {
    prepare: imports.prepare,

    insert: (made: FactsImport) => imports.insert(made),

    find: (whose: Whose) => imports.findOne(one(whose)),

    /** The newest imports of a course. */
    newest: (courseId: string, platformId: string, limit: number): Promise<ImportHead[]> =>
      imports.select({ courseId, platformId }, ['fileName', 'createdAt', 'byName', 'state'], headSchema, {
        sort: { createdAt: -1 },
        limit,
      }),

    /** Says whom a row is about, while nothing has been recorded yet. */
    choose: (whose: Whose, row: number, chosen: Pick<ImportRow, 'personId' | 'by'>) =>
      imports.update(
        { ...one(whose), state: 'open' },
        { $set: { [`rows.${row}.personId`]: chosen.personId, [`rows.${row}.by`]: chosen.by } },
      ),

    /** Goes over to the next state; null when it was not in the one before. */
    turn: (whose: Whose, from: FactsImport['state'], set: Partial<FactsImport>) =>
      imports.findAndUpdate({ ...one(whose), state: from }, { $set: { ...set, finishedAt: null } }),

    /** Keeps what a row changed, beside what it changed before: two processes may share the work of one import. Not once it was undone. */
    keepChanges: (whose: Whose, row: number, changes: readonly unknown[]) =>
      imports.update({ ...one(whose), state: 'applied' }, { $push: { [`rows.${row}.changes`]: { $each: changes } } }),

    /** Notes that the work of a state is done: recorded to the end, or put back. */
    finish: (whose: Whose, state: FactsImport['state'], finishedAt: number) =>
      imports.update({ ...one(whose), state }, { $set: { finishedAt } }),
  };
}
