// The students of a course as its classes list them: by name, without the LMS's test student.

import type { CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';

/** A student as roll calls and imports know them. */
export type Learner = Pick<Person, 'id' | 'name' | 'givenName' | 'familyName' | 'email'>;

interface Needs {
  readonly courses: Pick<CourseStore, 'enrolled'>;
  readonly people: Pick<PersonStore, 'findAll'>;
}

const pageSize = 500;

/** Every student of a course, in the order of their names. */
export async function learnersOf({ courses, people }: Needs, courseId: string): Promise<Learner[]> {
  const learners: Learner[] = [];
  for (let skip = 0; ; skip += pageSize) {
    const ids = (await courses.enrolled(courseId, 'learner', skip)).map(({ personId }) => personId);
    const known = await people.findAll(ids);
    for (const { id, name, givenName, familyName, email, isTestUser } of known)
      if (!isTestUser) learners.push({ id, name, givenName, familyName, email });
    if (ids.length < pageSize) break;
  }
  return learners.toSorted((a, b) => a.name.localeCompare(b.name, 'en-US'));
}

/** Calls `read` with at most 500 people at a time and puts the answers together. */
export async function byPages<T>(
  ids: readonly string[],
  read: (page: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let at = 0; at < ids.length; at += pageSize) all.push(...(await read(ids.slice(at, at + pageSize))));
  return all;
}
