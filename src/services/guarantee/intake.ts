// What the provider's other systems record of students: one item at a time, each with the key as its author.

import { keyActor, type ApiKey } from '../../domain/api-key.ts';
import type { FileOwner } from '../../domain/evidence/student-file.ts';
import type { Course } from '../../stores/course-store.ts';
import { attendanceIntake, type AttendanceNeeds } from './attendance-intake.ts';
import type { Author } from './evidence.ts';
import { factsIntake, type FactsNeeds } from './facts-intake.ts';
import { officialResultIntake, type OfficialResultNeeds } from './official-result-intake.ts';
import type { StudentNamed, StudentSearch } from './student-search.ts';

/** Which key brings something, for which course. */
export interface Sender {
  readonly key: ApiKey;
  readonly course: Course;
}

/** An item says of whom it tells. */
export interface OfStudent {
  readonly student: StudentNamed;
}

/** Where an item goes and who is its author. */
export interface Addressed {
  readonly author: Author;
  readonly owner: FileOwner;
  readonly course: Course;
}

/** What became of an item. */
export interface Receipt {
  /** The student as the LMS knows them. */
  readonly student: { readonly userId: string };
  /** False where the same was recorded already, or where something stronger stands. */
  readonly changed: boolean;
  /** Why nothing was changed, where that is not because it was the same; or "". */
  readonly note: string;
}

/** What an item came to, before the student is named in the receipt. */
export type Outcome = Omit<Receipt, 'student'>;

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
