// Finding a student of a course by what another system calls them: the LTI user, the id of the student information system, or the e-mail address.

import { personIdOf } from '../../domain/identity.ts';
import { Ambiguous, Refusal } from '../../domain/refusal.ts';
import type { Course, CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';

/** How another system names a student: by exactly one of these. */
export interface StudentNamed {
  readonly userId?: string | null;
  readonly sourcedId?: string | null;
  readonly email?: string | null;
}

interface Needs {
  readonly courses: Pick<CourseStore, 'enrollment'>;
  readonly people: Pick<PersonStore, 'find' | 'withEmail' | 'withSourcedId'>;
}

export type StudentSearch = ReturnType<typeof studentSearch>;

export function studentSearch({ courses, people }: Needs) {
  async function called({ platformId }: Course, named: StudentNamed): Promise<Person[]> {
    if (named.userId) {
      const person = await people.find(personIdOf(platformId, named.userId));
      return person ? [person] : [];
    }
    if (named.sourcedId) return people.withSourcedId(platformId, named.sourcedId);
    return named.email ? people.withEmail(platformId, named.email) : [];
  }

  async function isStudent(course: Course, { id, isTestUser }: Person): Promise<boolean> {
    return !isTestUser && (await courses.enrollment(course.id, id))?.role === 'learner';
  }

  return {
    /**
     * The student of the course who is named so; people of other courses are as unknown as nobody. Somebody who has left the course
     * is found, because what they did there still counts.
     * @throws Refusal not-found; Ambiguous with the candidates of this course
     */
    async find(course: Course, named: StudentNamed): Promise<Person> {
      const here: Person[] = [];
      for (const person of await called(course, named)) if (await isStudent(course, person)) here.push(person);
      const [first] = here;
      if (here.length > 1) {
        const candidates = here.map(({ sub, name }) => ({ id: sub, name }));
        throw new Ambiguous(
          'Several students of this course are called so. Name one of the candidates by userId.',
          'student',
          candidates,
        );
      }
      if (first) return first;
      const message =
        'No student of this course is called so. Students are known once they have opened Resit or the LMS has listed them.';
      throw new Refusal('not-found', message, [{ path: 'student', message }]);
    },
  };
}
