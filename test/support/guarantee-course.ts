// A course of the school on Moodle for tests of its records: an instructor, who is lead where it takes one, and two students.

import type { Visitor } from '../../src/domain/person.ts';
import { openTestApplication, type TestApplication } from './application.ts';
import { arrive, people } from './candidates.ts';

export interface GuaranteeCourse {
  readonly all: TestApplication;
  readonly dana: Visitor;
  /** Dana again, as somebody whom an administrator named. */
  readonly lead: Visitor;
  readonly ana: Visitor;
  readonly bo: Visitor;
}

/** Opens an application in which the three have arrived; no guarantee is given yet. */
export async function openGuaranteeCourse(): Promise<GuaranteeCourse> {
  const all = await openTestApplication();
  const dana = await arrive(all, 'moodle', people.moodle.instructor);
  const ana = await arrive(all, 'moodle', people.moodle.students[0]);
  const bo = await arrive(all, 'moodle', people.moodle.students[1]);
  return { all, dana, lead: { ...dana, role: 'lead' }, ana, bo };
}
