// The classes of courses; what was marked for a student lies in the student's file.

import type { Connection } from 'mongoose';
import { classSchema, type CourseClass } from '../../domain/evidence/course-plan.ts';
import { documents, type Update } from '../documents.ts';

export type ClassStore = ReturnType<typeof classStore>;

export function classStore(connection: Connection) {
  const classes = documents<CourseClass>(connection, 'classes', classSchema, [
    [{ courseId: 1, platformId: 1, startsAt: 1 }],
    [{ courseId: 1, platformId: 1, on: 1 }],
  ]);
  return {
    prepare: classes.prepare,

    insert: (held: CourseClass) => classes.insert(held),

    find: (id: string, courseId: string, platformId: string) => classes.findOne({ _id: id, courseId, platformId }),

    /** All classes of a course by their beginning; at most 500 are held in one course. */
    ofCourse: (courseId: string, platformId: string) =>
      classes.find({ courseId, platformId }, { sort: { startsAt: 1 }, limit: 500 }),

    /** The classes of a course in which students can check in at an instant. */
    openForCheckIn: (courseId: string, platformId: string, now: number) =>
      classes.find(
        // Nobody checks in more than a day before or after a class, so the index on the beginning finds the few.
        { courseId, platformId, startsAt: { $gte: now - 2 * 86_400_000, $lte: now + 86_400_000 } },
        { sort: { startsAt: 1 }, limit: 100 },
      ),

    /** The classes that are held on a day. */
    heldOn: (on: string, courseId: string, platformId: string) => classes.find({ courseId, platformId, on }),

    /** Changes a class as it was read; null when somebody else changed it meanwhile. */
    change: ({ id, courseId, rev }: Pick<CourseClass, 'id' | 'courseId' | 'rev'>, update: Update) =>
      classes.findAndUpdate(
        { _id: id, courseId, rev },
        { ...update, $inc: { ...(update['$inc'] as object | undefined), rev: 1 } },
      ),

    remove: (id: string, courseId: string) => classes.remove({ _id: id, courseId }),
  };
}
