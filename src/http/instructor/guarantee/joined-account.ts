// That an account is read together with another one: with whose, since when, by whom, why, and the way to part them again.

import type { HeldJoin } from '../../../services/guarantee/joining.ts';
import type { NamedAccount } from '../../../services/guarantee/known-accounts.ts';
import { momentOf, type Reader } from '../table-moments.ts';

/** Where an account is, as pages say it. */
export function accountCourse({ courseTitle, isHere }: Pick<NamedAccount, 'courseTitle' | 'isHere'>): string {
  return isHere ? 'this course' : `“${courseTitle}”`;
}

/** Everything `joined-account.hbs` prints; `students` is the address of the course's students, `undoHref` "" where the reader may not undo. */
export function joinedAccount({ join, other }: HeldJoin, students: string, undoHref: string, reader: Reader) {
  const { at, byName, reason } = join.joined;
  return {
    name: other.person.name,
    // The file of another course is no page of this one.
    href: other.isHere ? `${students}/${other.person.id}` : '',
    course: accountCourse(other),
    since: momentOf(at, reader),
    byName,
    reason,
    undoHref,
  };
}
