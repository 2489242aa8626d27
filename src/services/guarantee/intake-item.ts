// One item of what another system records: of whom it tells, where it goes, what became of it.

import type { FileOwner } from '../../domain/evidence/student-file.ts';
import type { Course } from '../../stores/course-store.ts';
import type { Author } from './evidence.ts';
import type { StudentNamed } from './student-search.ts';

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
