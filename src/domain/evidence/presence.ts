// Presence: who was there, class by class and student by student, counted; what is not recorded is counted as that and as nothing else.

import type { CourseClass } from './course-plan.ts';
import type { Mark } from './student-file.ts';

/** What a student was at a class. `planned`: it has not begun; `unmarked`: it has, and nobody has recorded anything. */
export type PresenceState = Mark['status'] | 'unmarked' | 'planned' | 'cancelled';

/** The states of students at one class, or of one student at all classes. */
export interface PresenceCounts {
  readonly present: number;
  readonly late: number;
  readonly absent: number;
  readonly excused: number;
  readonly unmarked: number;
  /** Absences that were made up; they are counted as absent or excused too. */
  readonly madeUp: number;
}

/** One student's presence over a course. Minutes are whole classes where nobody counted them. */
export interface StudentPresence extends PresenceCounts {
  /** Classes that have begun and were not cancelled. */
  readonly held: number;
  readonly planned: number;
  readonly minutesPresent: number;
  /** Minutes of the classes for which something is recorded. */
  readonly minutesRecorded: number;
}

type Timed = Pick<CourseClass, 'id' | 'startsAt' | 'minutes' | 'isCancelled'>;

/** What a student was at a class, at an instant (epoch ms). A mark made before the class began counts already. */
export function presenceState(held: Timed, mark: Pick<Mark, 'status'> | undefined, now: number): PresenceState {
  if (held.isCancelled) return 'cancelled';
  if (mark) return mark.status;
  return held.startsAt > now ? 'planned' : 'unmarked';
}

/** Minutes a student was present at a class of so many minutes; null: nothing is recorded. */
export function minutesPresent({ minutes }: Pick<CourseClass, 'minutes'>, mark: Mark | undefined): number | null {
  if (!mark) return null;
  return mark.minutes ?? (mark.status === 'present' || mark.status === 'late' ? minutes : 0);
}

/** Counts the marks of one class; `marks` holds one entry per student, undefined where nothing is recorded. */
export function presenceOfClass(marks: readonly (Mark | undefined)[]): PresenceCounts {
  const counts = { present: 0, late: 0, absent: 0, excused: 0, unmarked: 0, madeUp: 0 };
  for (const mark of marks) {
    counts[mark?.status ?? 'unmarked'] += 1;
    if (mark?.makeup) counts.madeUp += 1;
  }
  return counts;
}

/** Counts one student's marks over the classes of a course. */
export function presenceOfStudent(
  classes: readonly Timed[],
  marks: Readonly<Record<string, Mark>>,
  now: number,
): StudentPresence {
  const held = classes.filter((one) => !one.isCancelled && (one.startsAt <= now || marks[one.id] !== undefined));
  const recorded = held.filter(({ id }) => marks[id] !== undefined);
  const planned = classes.filter((one) => presenceState(one, marks[one.id], now) === 'planned').length;
  return {
    ...presenceOfClass(held.map(({ id }) => marks[id])),
    held: held.length,
    planned,
    minutesPresent: recorded.reduce((sum, one) => sum + (minutesPresent(one, marks[one.id]) ?? 0), 0),
    minutesRecorded: recorded.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

/** The instant (epoch ms) at which a class ends. */
export function endOfClass({ startsAt, minutes }: Pick<CourseClass, 'startsAt' | 'minutes'>): number {
  return startsAt + minutes * 60_000;
}
