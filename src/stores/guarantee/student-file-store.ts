// Students' files: one document per student and course; every change is one conditional update that also counts `rev` up.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { factsFileSchema, type FactsFile } from '../../domain/evidence/facts-file.ts';
import {
  emptyFile,
  markSchema,
  studentFileId,
  studentFileSchema,
  type FileOwner,
  type MockEvidence,
  type StudentFile,
} from '../../domain/evidence/student-file.ts';
import { documents, type Filter, type Update } from '../documents.ts';

/** What a roll call needs of a file: the marks, with the numbers of their presses, and what a change is conditional on. */
const marksShape = z.object({
  personId: z.string(),
  rev: z.number().default(0),
  marks: z.record(z.string(), markSchema).default({}),
  markOrders: z.record(z.string(), z.number()).default({}),
});
export type MarksOfStudent = z.infer<typeof marksShape>;

const revisionShape = z.object({ id: z.string(), rev: z.number().default(0) });

export type StudentFileStore = ReturnType<typeof studentFileStore>;

export function studentFileStore(connection: Connection) {
  const files = documents<StudentFile>(connection, 'studentFiles', studentFileSchema, [
    // With the order in which pages are read.
    [{ courseId: 1, platformId: 1, _id: 1 }],
    // Who keeps which version of a policy; files without terms stand together at one value.
    [{ organizationId: 1, 'terms.policyId': 1, 'terms.number': 1 }],
    // The sittings that wait to be checked, in the order in which they came.
    [{ courseId: 1, platformId: 1, uncheckedSince: 1 }],
  ]);

  /** Makes the file if there is none yet. */
  async function ensure(owner: FileOwner): Promise<void> {
    await files.insertIfNew(emptyFile(owner));
  }

  /** One conditional update of one student's file, made if it is missing; null when `when` did not hold. */
  async function change(owner: FileOwner, update: Update, when: Filter = {}): Promise<StudentFile | null> {
    const filter = { _id: studentFileId(owner.courseId, owner.personId), platformId: owner.platformId, ...when };
    const counted = { ...update, $inc: { ...(update['$inc'] as object | undefined), rev: 1 } };
    const changed = await files.findAndUpdate(filter, counted);
    if (changed) return changed;
    await ensure(owner);
    return files.findAndUpdate(filter, counted);
  }

  return {
    prepare: files.prepare,
    ensure,
    change,

    /** A student's file; null where nothing is recorded. */
    find: ({ courseId, personId, platformId }: Pick<FileOwner, 'courseId' | 'personId' | 'platformId'>) =>
      files.findOne({ _id: studentFileId(courseId, personId), platformId }),

    /** The files of some people of a course, at most 500. */
    findAll: (courseId: string, personIds: readonly string[]) =>
      files.find(
        { _id: { $in: personIds.map((personId) => studentFileId(courseId, personId)) } },
        { limit: Math.max(1, personIds.length) },
      ),

    /** What of the files of some people of a course becomes facts, at most 500: whole files cost several times as much to read. */
    factsOf: (courseId: string, personIds: readonly string[]): Promise<FactsFile[]> =>
      files.select(
        { _id: { $in: personIds.map((personId) => studentFileId(courseId, personId)) } },
        [],
        factsFileSchema,
        { limit: Math.max(1, personIds.length) },
      ),

    /** Files with sittings that wait to be checked, the longest waiting first; at most 500. */
    unchecked: (courseId: string, platformId: string) =>
      files.find({ courseId, platformId, uncheckedSince: { $gt: 0 } }, { sort: { uncheckedSince: 1 }, limit: 500 }),

    countUnchecked: (courseId: string, platformId: string) =>
      files.count({ courseId, platformId, uncheckedSince: { $gt: 0 } }),

    /** How often each of some people's files was changed (at most 500), by the file's id; without their contents, so it costs little. */
    async revisions(courseId: string, personIds: readonly string[]): Promise<Map<string, number>> {
      const ids = personIds.map((personId) => studentFileId(courseId, personId));
      const found = await files.select({ _id: { $in: ids } }, ['rev'], revisionShape, {
        limit: Math.max(1, ids.length),
      });
      return new Map(found.map(({ id, rev }) => [id, rev]));
    },

    /** How many students have a version of a policy as their own terms. */
    countTerms: (organizationId: string, policyId: string, number: number) =>
      files.count({ organizationId, 'terms.policyId': policyId, 'terms.number': number }),

    /** The marks of some people of a course, at most 500, without the rest of their files; only those of one class where it is named. */
    marksOf: (courseId: string, personIds: readonly string[], classId?: string): Promise<MarksOfStudent[]> =>
      files.select(
        { _id: { $in: personIds.map((personId) => studentFileId(courseId, personId)) } },
        ['personId', 'rev', ...(classId ? [`marks.${classId}`, `markOrders.${classId}`] : ['marks', 'markOrders'])],
        marksShape,
        { limit: Math.max(1, personIds.length) },
      ),

    /** Keeps a mock exam as evidence; an older version of its score changes nothing. Whether it was news. */
    async noteMock(owner: FileOwner, attemptId: string, mock: MockEvidence): Promise<boolean> {
      const path = `mocks.${attemptId}`;
      const isNews = { $or: [{ [path]: { $exists: false } }, { [`${path}.version`]: { $lt: mock.version } }] };
      return (await change(owner, { $set: { [path]: mock } }, isNews)) !== null;
    },

    /** A voided attempt stays on record and counts for nothing. */
    voidMock: (owner: FileOwner, attemptId: string) =>
      change(owner, { $set: { [`mocks.${attemptId}.isValid`]: false } }, { [`mocks.${attemptId}`]: { $exists: true } }),
  };
}
