// Writing a mark: read what is held, let the domain decide, and change the file as it was read; anew when somebody was faster.

import type { HeldMark, Pressed } from '../../domain/evidence/marking.ts';
import type { FileOwner, Mark } from '../../domain/evidence/student-file.ts';
import type { MarksOfStudent, StudentFileStore } from '../../stores/guarantee/student-file-store.ts';

/** What became of a press, and the mark before and after it. */
export interface MarkOutcome {
  readonly kind: Pressed['kind'];
  readonly before: Mark | null;
  /** What is held now, whoever wrote it. */
  readonly after: Mark | null;
}

/** Nobody loses so often against others unless something is broken. */
const mostTries = 20;

/** What is held of a student at a class. */
export function heldAt(student: MarksOfStudent | undefined, classId: string): HeldMark {
  return { mark: student?.marks[classId] ?? null, order: student?.markOrders[classId] ?? 0 };
}

/**
 * Lets `decide` say what becomes of a student's mark at a class, and writes it. Each try is one update, conditional on the file
 * being as it was read. `known` is what was read already.
 */
export async function writeMark(
  files: Pick<StudentFileStore, 'change' | 'marksOf'>,
  owner: FileOwner,
  classId: string,
  decide: (held: HeldMark) => Pressed,
  known?: MarksOfStudent,
): Promise<MarkOutcome> {
  const { courseId, personId } = owner;
  let student = known;
  for (let tries = 0; tries < mostTries; tries += 1) {
    student ??= (await files.marksOf(courseId, [personId], classId))[0];
    const held = heldAt(student, classId);
    const decided = decide(held);
    if (decided.kind !== 'written') return { kind: decided.kind, before: held.mark, after: held.mark };
    const { mark, order } = decided;
    const update = {
      $set: { [`markOrders.${classId}`]: order, ...(mark ? { [`marks.${classId}`]: mark } : {}) },
      ...(mark ? {} : { $unset: { [`marks.${classId}`]: '' } }),
    };
    const changed = await files.change(owner, update, { rev: student?.rev ?? 0 });
    if (changed) return { kind: 'written', before: held.mark, after: mark };
    student = undefined;
  }
  throw new Error('a mark could not be written: the file changed at every try');
}
