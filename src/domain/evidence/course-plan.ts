// A course's plan for its guarantee: which policy holds there, its dates, its modules; and the classes that are held.

import { z } from 'zod';
import { isZone } from '../time.ts';
import { dayTextSchema } from './recorded.ts';

/** A part of the course that can be completed. */
export const courseModuleSchema = z.object({
  id: z.string(),
  title: z.string().trim().min(1).max(160),
  /** Whether the course is completed only with it. */
  isRequired: z.boolean().default(true),
});
export type CourseModule = z.infer<typeof courseModuleSchema>;

export const coursePlanSchema = z.object({
  /** The course's id. */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  rev: z.number().default(0),
  /** The policy that holds in this course; null where no guarantee is given. */
  policyId: z.string().nullable().default(null),
  /** The zone in which classes are held; null: the course's. */
  zone: z.string().refine(isZone, 'Choose a time zone of the list.').nullable().default(null),
  /** "CPC exam", as students know it. */
  examName: z.string().trim().max(120).default('official exam'),
  /** Course dates by their names in the language; all of them are known in advance. */
  dates: z
    .object({
      courseStart: dayTextSchema.nullable().default(null),
      courseEnd: dayTextSchema.nullable().default(null),
      courseEndPlanned: dayTextSchema.nullable().default(null),
      accessEndsOn: dayTextSchema.nullable().default(null),
      examRetiresOn: dayTextSchema.nullable().default(null),
    })
    .prefault({}),
  /** Days on which the official exam is held, where it is held on fixed days. */
  administrations: z.array(dayTextSchema).default([]),
  modules: z.array(courseModuleSchema).default([]),
  /** Modules that were taken out, the newest first, with the place they had: they can be put back. */
  removedModules: z
    .array(courseModuleSchema.extend({ place: z.number(), removedAt: z.number(), removedByName: z.string() }))
    .default([]),
  /** Whether a claim may be approved without a person when everything is proved by records of ours. */
  approvesByItself: z.boolean().default(false),
});
export type CoursePlan = z.infer<typeof coursePlanSchema>;

/** How many modules a course may have; how many administrations. */
export const mostModules = 60;
export const mostAdministrations = 60;

export const classSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  rev: z.number().default(0),
  /** The list of the language it belongs to: `sessions`, or another that a policy names (`reviews`, `labs` ...). */
  list: z.string().default('sessions'),
  title: z.string().trim().min(1).max(160),
  startsAt: z.number(),
  minutes: z.number().int().min(1).max(1440),
  zone: z.string(),
  /** The day it is held on, in its zone. */
  on: dayTextSchema,
  /** Where it is held, in words: "Room 4 and online". */
  place: z.string().trim().max(160).default(''),
  /** The weekly series it was planned with; null where it was planned alone. */
  seriesId: z.string().nullable().default(null),
  /** A cancelled class counts for nobody. */
  isCancelled: z.boolean().default(false),
  cancelledWhy: z.string().default(''),
  /** Lets students check in by themselves while it lasts (`check-in.ts`). No code is stored, only what it is derived from. */
  checkIn: z
    .object({
      seed: z.string(),
      /** How long each code is shown before the next; null: one code from beginning to end. */
      stepMs: z.number().nullable(),
      opensAt: z.number(),
      closesAt: z.number(),
      /** From this moment on a student who checks in is late; null: never. */
      lateFrom: z.number().nullable(),
    })
    .nullable()
    .default(null),
});
export type CourseClass = z.infer<typeof classSchema>;

/** The plan of a course for which nothing was planned yet. */
export function emptyPlan(course: Pick<CoursePlan, 'id' | 'organizationId' | 'platformId'>): CoursePlan {
  const { id, organizationId, platformId } = course;
  return coursePlanSchema.parse({ id, organizationId, platformId });
}
