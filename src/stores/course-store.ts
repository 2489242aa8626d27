// Courses (LTI contexts) and who is in them: the roster as launches and the platform's roster service tell it.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { courseIdOf } from '../domain/identity.ts';
import { documents, Duplicate } from './documents.ts';

const courseShape = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  contextId: z.string(),
  title: z.string(),
  label: z.string().nullable().default(null),
  zone: z.string().nullable().default(null),
  /** People whom an administrator named lead instructors. */
  leads: z.array(z.string()).default([]),
  roster: z
    .object({
      url: z.string().nullable(),
      /** Set by an instructor's launch: a roster read is owed from then on. */
      dueAt: z.number().nullable(),
      leaseUntil: z.number().default(0),
      readAt: z.number().nullable(),
      problem: z.string().nullable(),
    })
    .default({ url: null, dueAt: null, leaseUntil: 0, readAt: null, problem: null }),
});
export type Course = z.infer<typeof courseShape>;

const enrollmentShape = z.object({
  id: z.string(),
  courseId: z.string(),
  personId: z.string(),
  role: z.enum(['learner', 'assistant', 'instructor', 'lead', 'administrator', 'none']),
  /** False once the roster no longer lists them; their data stay. */
  isActive: z.boolean().default(true),
  /** From a launch or from the roster; a launch is the better word on roles. */
  source: z.enum(['launch', 'roster']),
  firstSeenAt: z.number(),
});
export type Enrollment = z.infer<typeof enrollmentShape>;

export type CourseStore = ReturnType<typeof courseStore>;

export function courseStore(connection: Connection) {
  const courses = documents(connection, 'courses', courseShape, [
    [{ organizationId: 1, _id: 1 }],
    [{ organizationId: 1, contextId: 1 }],
    [{ 'roster.dueAt': 1 }, { partialFilterExpression: { 'roster.dueAt': { $gt: 0 } } }],
  ]);
  const enrollments = documents(connection, 'enrollments', enrollmentShape, [
    // With the order in which pages are read, so that a page reads only itself.
    [{ courseId: 1, isActive: 1, role: 1, _id: 1 }],
    [{ personId: 1 }],
  ]);
  return {
    prepare: () => Promise.all([courses.prepare(), enrollments.prepare()]),

    /** Notes a course that a launch came from. */
    async note(
      course: Pick<Course, 'organizationId' | 'platformId' | 'contextId' | 'title' | 'label'>,
    ): Promise<Course> {
      const id = courseIdOf(course.platformId, course.contextId);
      const fresh = { roster: { url: null, dueAt: null, leaseUntil: 0, readAt: null, problem: null }, leads: [] };
      const update = { $set: course, $setOnInsert: fresh };
      return (await courses.findAndUpdate({ _id: id }, update, { upsert: true }))!;
    },

    /** One page of all courses, at most 500. */
    all: (skip: number) => courses.find({}, { sort: { _id: 1 }, limit: 500, skip }),

    find: (id: string, platformId: string) => courses.findOne({ _id: id, platformId }),

    /** Some courses of an organization, at most 500. */
    findAll: (organizationId: string, ids: readonly string[]) =>
      courses.find({ _id: { $in: ids }, organizationId }, { limit: 500 }),

    /** The courses of an organization that an LMS calls by this id: several where several LMSs do. */
    ofContext: (organizationId: string, contextId: string) =>
      courses.find({ organizationId, contextId }, { limit: 20 }),

    /** The courses of an organization in the order of their ids, from the one after `afterId` on. */
    ofOrganization: (organizationId: string, afterId: string, limit: number) =>
      courses.find({ organizationId, _id: { $gt: afterId } }, { sort: { _id: 1 }, limit }),

    /** Names or un-names a lead instructor. */
    setLead: (id: string, personId: string, isLead: boolean) =>
      courses.update({ _id: id }, isLead ? { $addToSet: { leads: personId } } : { $pull: { leads: personId } }),

    setZone: (id: string, zone: string) => courses.update({ _id: id }, { $set: { zone } }),

    async enroll(entry: Omit<Enrollment, 'id' | 'firstSeenAt'>, now: number): Promise<void> {
      const id = `${entry.courseId}:${entry.personId}`;
      const { role, source, ...rest } = entry;
      // The roster may call a non-editing teacher a learner; what a launch said of the role stands.
      const filter = source === 'launch' ? { _id: id } : { _id: id, source: 'roster' };
      try {
        await enrollments.update(
          filter,
          { $set: { ...rest, role, source }, $setOnInsert: { firstSeenAt: now } },
          { upsert: true },
        );
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error;
        await enrollments.update({ _id: id }, { $set: { isActive: entry.isActive } });
      }
    },

    /** Everybody the roster did not list any more is inactive from now on; nothing is removed. */
    dropAllBut: (courseId: string, personIds: readonly string[]) =>
      enrollments.updateMany(
        { courseId, personId: { $nin: personIds }, source: 'roster' },
        { $set: { isActive: false } },
      ),

    /** One page of a course's people, at most 500. */
    enrolled: (courseId: string, role?: Enrollment['role'], skip = 0) =>
      enrollments.find({ courseId, isActive: true, ...(role ? { role } : {}) }, { sort: { _id: 1 }, limit: 500, skip }),

    /** One page of those whom a later roster does not list any more, at most 500. */
    dropped: (courseId: string, role: Enrollment['role'], skip: number) =>
      enrollments.find({ courseId, isActive: false, role }, { sort: { _id: 1 }, limit: 500, skip }),

    /** A course's people of a role in the order of their ids, from the one after `afterPersonId` on. */
    enrolledAfter: (courseId: string, role: Enrollment['role'], afterPersonId: string, limit: number) =>
      enrollments.find(
        { courseId, isActive: true, role, _id: { $gt: `${courseId}:${afterPersonId}` } },
        { sort: { _id: 1 }, limit },
      ),

    enrollment: (courseId: string, personId: string) => enrollments.findOne({ _id: `${courseId}:${personId}` }),

    /** In which courses a person is, also where they have left; at most 100. */
    ofPerson: (personId: string) => enrollments.find({ personId }, { limit: 100 }),

    /** A roster read is owed from `now` on (an instructor has launched). */
    oweRoster: (id: string, url: string, now: number) =>
      courses.update({ _id: id }, { $set: { 'roster.url': url, 'roster.dueAt': now } }),

    /** Claims one owed roster read by lease, oldest first; none of platforms that are `busy`. */
    claimRoster: (now: number, leaseMs: number, busy: readonly string[] = []) =>
      courses.findAndUpdate(
        { 'roster.dueAt': { $gt: 0, $lte: now }, 'roster.leaseUntil': { $lte: now }, platformId: { $nin: busy } },
        { $set: { 'roster.leaseUntil': now + leaseMs } },
        { sort: { 'roster.dueAt': 1 } },
      ),

    /** Settles a claimed read: done, or failed with a problem and tried again at `dueAt`. */
    settleRoster: (id: string, outcome: { readAt?: number; problem: string | null; dueAt: number | null }) =>
      courses.update(
        { _id: id },
        {
          $set: {
            'roster.problem': outcome.problem,
            'roster.dueAt': outcome.dueAt,
            'roster.leaseUntil': 0,
            ...(outcome.readAt ? { 'roster.readAt': outcome.readAt } : {}),
          },
        },
      ),
  };
}
