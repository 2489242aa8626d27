// Lead instructors: an administrator names, for one course, the instructors who may publish policies and grant kinder versions.

import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore, Enrollment } from '../../stores/course-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found } from '../surroundings.ts';

/** An instructor of the course. */
export interface InstructorHere {
  readonly personId: string;
  readonly name: string;
  readonly isLead: boolean;
}

const teaching = ['instructor', 'lead'] as const satisfies readonly Enrollment['role'][];

export type LeadInstructors = ReturnType<typeof leadInstructorsService>;

export function leadInstructorsService(needs: {
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly audit: Audit;
}) {
  const { courses, people, audit } = needs;
  return {
    /** The instructors of the visitor's course by name. */
    async list(visitor: Visitor): Promise<InstructorHere[]> {
      demand(visitor, 'name lead instructors');
      const course = found(await courses.find(visitor.courseId, visitor.platformId), 'course');
      const entries = await Promise.all(teaching.map((role) => courses.enrolled(visitor.courseId, role)));
      const known = await people.findAll(entries.flat().map(({ personId }) => personId));
      return known
        .map(({ id, name }) => ({ personId: id, name, isLead: course.leads.includes(id) }))
        .sort((a, b) => a.name.localeCompare(b.name));
    },

    /**
     * Names an instructor of the course, or takes it back; the role holds from their next launch on.
     * @throws Refusal not-found for somebody else, already-done when nothing would change
     */
    async name(visitor: Visitor, personId: string, isLead: boolean, reason: string): Promise<void> {
      demand(visitor, 'name lead instructors');
      const course = found(await courses.find(visitor.courseId, visitor.platformId), 'course');
      const entry = found(await courses.enrollment(visitor.courseId, personId), 'instructor');
      const wasLead = course.leads.includes(personId);
      if (!wasLead && !teaching.some((role) => role === entry.role)) found(null, 'instructor');
      if (wasLead === isLead)
        throw new Refusal(
          'already-done',
          isLead ? 'This person is a lead instructor already.' : 'This person is no lead instructor.',
        );
      await courses.setLead(visitor.courseId, personId, isLead);
      const act = isLead ? 'lead named' : 'lead taken back';
      await audit.note(visitor, { act, subjectId: personId, reason, detail: {} });
    },
  };
}
