// Exams put into courses, with the versions of their settings; an attempt keeps naming the version it was started with.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { examSettingsSchema, type Exam } from '../domain/exam/exam.ts';
import { documents } from './documents.ts';

const examShape = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  version: z.number(),
  settings: examSettingsSchema,
});
const versionShape = examShape.extend({ setBy: z.string(), setAt: z.number() });

export type ExamStore = ReturnType<typeof examStore>;

export function examStore(connection: Connection) {
  const exams = documents<Exam>(connection, 'exams', examShape, [
    [{ courseId: 1 }],
    [{ gradesOwedAt: 1 }, { partialFilterExpression: { gradesOwedAt: { $gt: 0 } } }],
  ]);
  const versions = documents(connection, 'examVersions', versionShape, []);
  const keep = (exam: Exam, setBy: string, setAt: number): Promise<unknown> =>
    versions.update(
      { _id: `${exam.id}:${exam.version}` },
      { $setOnInsert: { ...withoutId(exam), setBy, setAt } },
      { upsert: true },
    );
  return {
    prepare: () => Promise.all([exams.prepare(), versions.prepare()]),

    /** Puts an exam into a course; one with this id that is there already is left alone. */
    async insert(exam: Exam, setBy: string, setAt: number): Promise<void> {
      await keep(exam, setBy, setAt);
      await exams.insertIfNew(exam);
    },

    find: (id: string, courseId: string) => exams.findOne({ _id: id, courseId }),
    /** An exam of the platform by its stable id, whichever course it is in: for links copied with their custom parameters. */
    findOnPlatform: (id: string, platformId: string) => exams.findOne({ _id: id, platformId }),
    ofCourse: (courseId: string) => exams.find({ courseId }, { sort: { _id: 1 } }),

    /** The exam as it was in one version: what an attempt was started with. */
    async version(id: string, version: number): Promise<Exam | null> {
      const kept = await versions.findOne({ _id: `${id}:${version}` });
      // The newest version is kept a moment after the exam itself has it.
      return kept ? { ...kept, id } : exams.findOne({ _id: id, version });
    },

    /** Changes the settings if nobody else did since `exam` was read; false means look again. */
    async change(exam: Exam, settings: Exam['settings'], setBy: string, setAt: number): Promise<boolean> {
      const next = { ...exam, version: exam.version + 1, settings };
      // Another attempt may count from now on, so every grade of this exam is owed anew.
      const owed = settings.attemptPolicy === exam.settings.attemptPolicy ? {} : { gradesOwedAt: setAt };
      const filter = { _id: exam.id, courseId: exam.courseId, version: exam.version };
      await keep(exam, setBy, setAt);
      const changed = await exams.update(filter, { $set: { version: next.version, settings, ...owed } });
      if (changed) await keep(next, setBy, setAt);
      return changed;
    },

    /** An exam whose grades are all owed anew, claimed until `now + leaseMs`. */
    claimOwingGrades: (now: number, leaseMs: number) =>
      exams.findAndUpdate({ gradesOwedAt: { $gt: 0, $lte: now } }, { $set: { gradesOwedAt: now + leaseMs } }),

    /** They are all noted, unless the policy was changed once more meanwhile. */
    settleOwingGrades: (exam: Exam) =>
      exams.update({ _id: exam.id, version: exam.version }, { $set: { gradesOwedAt: 0 } }),
  };
}

function withoutId({ id: _id, ...rest }: Exam): Omit<Exam, 'id'> {
  return rest;
}
