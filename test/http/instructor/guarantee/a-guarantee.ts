// A course with a guarantee and modules, for tests of the pages on which staff record evidence.

import type { Visitor } from '../../../../src/domain/person.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { staffAtWork, type StaffAtWork } from '../staff-at-work.ts';

export interface GuaranteedCourse extends StaffAtWork {
  readonly dana: Visitor;
  readonly anaId: string;
  readonly benId: string;
  readonly policyId: string;
}

/** The staff's course with the small policy in force and two required modules, `m1` and `m2`. */
export async function guaranteedCourse(): Promise<GuaranteedCourse> {
  const course = await staffAtWork();
  const dana = await course.visitorOf(course.instructor);
  const policyId = await giveGuarantee(course.all, dana);
  const { coursePlans } = course.all.application.services;
  for (const [id, title] of Object.entries({ m1: 'Anatomy', m2: 'Modifiers' }))
    await coursePlans.changeModules(dana, { act: 'add', id, title, isRequired: true });
  const [ana, ben] = [await course.visitorOf(course.ana), await course.visitorOf(course.ben)];
  return { ...course, dana, anaId: ana.personId, benId: ben.personId, policyId };
}
