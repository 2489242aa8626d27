// The courses that an API key opens, by our id or by the LMS's.

import { opensCourse, type ApiKey } from '../../domain/api-key.ts';
import { Ambiguous } from '../../domain/refusal.ts';
import type { Course, CourseStore } from '../../stores/course-store.ts';
import { found } from '../surroundings.ts';

type Needs = { readonly courses: Pick<CourseStore, 'findAll' | 'ofContext' | 'ofOrganization'> };

/** Before an LMS's own id of a course. */
const lmsPrefix = 'lms:';

export type KeyCourses = ReturnType<typeof keyCourses>;

export function keyCourses({ courses }: Needs) {
  return {
    /**
     * The course at an address: our id, or `lms:` and the id of the LMS's context where only one of the key's courses has it.
     * @throws Refusal not-found, also for a course that the key does not open; Ambiguous
     */
    async find(key: ApiKey, address: string): Promise<Course> {
      const { organizationId } = key;
      const named = address.startsWith(lmsPrefix)
        ? await courses.ofContext(organizationId, address.slice(lmsPrefix.length))
        : await courses.findAll(organizationId, [address]);
      const open = named.filter((course) => opensCourse(key, course));
      if (open.length > 1) {
        const candidates = open.map(({ id, title }) => ({ id, name: title }));
        throw new Ambiguous('Several courses have this id in their LMS. Name one by its own id.', 'course', candidates);
      }
      return found(open[0], 'course');
    },

    /** The courses of a key in the order of their ids, from the one after `afterId` on. */
    async list(key: ApiKey, afterId: string, limit: number): Promise<Course[]> {
      if (key.courseIds === null) return courses.ofOrganization(key.organizationId, afterId, limit);
      const ids = key.courseIds.filter((id) => id > afterId).toSorted();
      const all = await courses.findAll(key.organizationId, ids.slice(0, limit));
      return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
