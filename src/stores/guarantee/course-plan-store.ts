// Courses' plans for their guarantee: one document per course.

import type { Connection } from 'mongoose';
import { coursePlanSchema, emptyPlan, type CoursePlan } from '../../domain/evidence/course-plan.ts';
import { documents, type Update } from '../documents.ts';

type CourseIds = Pick<CoursePlan, 'id' | 'organizationId' | 'platformId'>;

export type CoursePlanStore = ReturnType<typeof coursePlanStore>;

export function coursePlanStore(connection: Connection) {
  const plans = documents<CoursePlan>(connection, 'coursePlans', coursePlanSchema, [
    [{ organizationId: 1, policyId: 1 }],
  ]);
  return {
    prepare: plans.prepare,

    /** The plan of a course; an empty one where nothing was planned. */
    async find(course: CourseIds): Promise<CoursePlan> {
      return (await plans.findOne({ _id: course.id, platformId: course.platformId })) ?? emptyPlan(course);
    },

    /** One page of the courses in which a guarantee is given, at most 500, in the order of their ids. */
    withGuarantee: (organizationId: string, skip: number) =>
      plans.find({ organizationId, policyId: { $gt: '' } }, { sort: { policyId: 1 }, limit: 500, skip }),

    /** The courses in which a policy holds. */
    ofPolicy: (organizationId: string, policyId: string) => plans.find({ organizationId, policyId }),

    /** Changes a plan as it was read; null when somebody else changed it meanwhile. */
    async change(course: CourseIds, rev: number, update: Update): Promise<CoursePlan | null> {
      await plans.insertIfNew(emptyPlan(course));
      return plans.findAndUpdate(
        { _id: course.id, platformId: course.platformId, rev },
        { ...update, $inc: { ...(update['$inc'] as object | undefined), rev: 1 } },
      );
    },
  };
}
