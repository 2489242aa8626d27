// What the provider's other systems record of students: one item at a time, each with the key as its author.

import { keyActor, type ApiKey } from '../../domain/api-key.ts';
import type { Course } from '../../stores/course-store.ts';
import { attendanceIntake, type AttendanceNeeds } from './attendance-intake.ts';
import { factsIntake, type FactsNeeds } from './facts-intake.ts';
import type { Addressed, OfStudent, Outcome, Receipt } from './intake-item.ts';
import { officialResultIntake, type OfficialResultNeeds } from './official-result-intake.ts';
import type { StudentSearch } from './student-search.ts';

/** Which key brings something, for which course. */
export interface Sender {
  readonly key: ApiKey;
  readonly course: Course;
}

type Needs = AttendanceNeeds & FactsNeeds & OfficialResultNeeds & { readonly search: StudentSearch };

export type Intake = ReturnType<typeof intakeService>;

export function intakeService(needs: Needs) {
  const attendance = attendanceIntake(needs);
  const facts = factsIntake(needs);
  const officialResult = officialResultIntake(needs);

  /** Finds the student, then records. */
  const addressed =
    <Item extends OfStudent>(record: (to: Addressed, item: Item) => Promise<Outcome>) =>
    async ({ key, course }: Sender, item: Item): Promise<Receipt> => {
      const { id: personId, sub: userId } = await needs.search.find(course, item.student);
      const { organizationId, platformId, id: courseId } = course;
      const owner = { organizationId, platformId, courseId, personId };
      const outcome = await record({ author: { source: 'api', ...keyActor(key) }, owner, course }, item);
      return { student: { userId }, ...outcome };
    };

  return {
    /** Marks a student at a class. @throws Refusal not-found, invalid, already-done; Ambiguous */
    attendance: addressed(attendance),
    /** A module, or the course, as completed on a day. @throws Refusal not-found, invalid; Ambiguous */
    completion: addressed(facts.completion),
    /** Dates, values and measurements that policies ask for. @throws Refusal not-found, invalid; Ambiguous */
    facts: addressed(facts.facts),
    /** A sitting of the official exam. @throws Refusal not-found, invalid, already-done; Ambiguous */
    officialResult: addressed(officialResult),
  };
}
