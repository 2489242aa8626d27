// Attendance that another system records: which class is meant, and what becomes of the student's mark there.

import type { CourseClass } from '../../domain/evidence/course-plan.ts';
import { isSameMark, press, type HeldMark, type NewMark, type Pressed } from '../../domain/evidence/marking.ts';
import type { Mark } from '../../domain/evidence/student-file.ts';
import { Ambiguous, Refusal } from '../../domain/refusal.ts';
import type { Course } from '../../stores/course-store.ts';
import type { ClassStore } from '../../stores/guarantee/class-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Addressed, OfStudent, Outcome } from './intake-item.ts';
import { writeMark } from './mark-writing.ts';

export interface AttendanceItem extends OfStudent {
  readonly class: {
    readonly id?: string | null;
    /** `YYYY-MM-DD` */
    readonly on?: string | null;
    readonly title?: string | null;
    readonly list?: string | null;
  };
  readonly status?: Mark['status'] | null;
  readonly minutesPresent?: number | null;
  readonly makeup?: { readonly on: string; readonly mode?: string | null } | null;
  readonly note?: string | null;
}

export interface AttendanceNeeds {
  readonly classes: Pick<ClassStore, 'find' | 'heldOn'>;
  readonly files: StudentFileStore;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const handWords = 'Staff marked this student by hand; their mark stands.';

/** Records one mark. */
export function attendanceIntake({ classes, files, audit, surroundings }: AttendanceNeeds) {
  async function classesNamed({ id: courseId, platformId }: Course, { id, on }: AttendanceItem['class']) {
    if (!id) return classes.heldOn(on ?? '', courseId, platformId);
    const held = await classes.find(id, courseId, platformId);
    return held ? [held] : [];
  }

  return async ({ author, owner, course }: Addressed, item: AttendanceItem): Promise<Outcome> => {
    const held = classMeant(await classesNamed(course, item.class), item.class);
    const now = surroundings.now();
    const decide = (state: HeldMark): Pressed => {
      const mark: NewMark = { ...author, at: now, ...said(item, held, state.mark) };
      if (isSameMark(state.mark, mark)) return { kind: 'kept' };
      return press(state, { number: null, mark, only: 'not by hand', batch: null }, now);
    };
    const { kind, before, after } = await writeMark(files, owner, held.id, decide);
    if (kind !== 'written') {
      const isByHand =
        before !== null && before.source === 'staff' && !isSameMark(before, { ...before, ...said(item, held, before) });
      return { changed: false, note: isByHand ? handWords : '' };
    }
    const { id: classId, title, on } = held;
    await audit.note(
      { courseId: course.id, personId: author.by, name: author.byName },
      {
        act: before ? 'changed attendance' : 'recorded attendance',
        subjectId: owner.personId,
        reason: item.note ?? '',
        detail: { classId, title, on, before: told(before), after: told(after), source: author.source },
      },
    );
    return { changed: true, note: '' };
  };
}

/** The class that is meant. @throws Refusal not-found, already-done; Ambiguous */
function classMeant(named: readonly CourseClass[], { title, list }: AttendanceItem['class']): CourseClass {
  const isMeant = (held: CourseClass): boolean =>
    (!title || plain(held.title) === plain(title)) && (!list || held.list === list);
  const meant = named.filter(isMeant);
  const open = meant.filter(({ isCancelled }) => !isCancelled);
  if (open.length > 1) {
    const candidates = open.map(({ id: classId, title: name }) => ({ id: classId, name }));
    throw new Ambiguous('Several classes are held then. Name one of the candidates by id.', 'class', candidates);
  }
  if (open[0]) return open[0];
  if (meant.length > 0) throw refusal('already-done', 'This class is cancelled: it counts for nobody.');
  throw refusal('not-found', 'There is no such class in this course. Staff plan classes on its page of attendance.');
}

/** What the item says, filled up with what is held. @throws Refusal invalid */
function said({ status, minutesPresent, makeup, note }: AttendanceItem, held: CourseClass, was: Mark | null) {
  const minutes = minutesPresent ?? null;
  const fromMinutes = minutes === null ? null : minutes > 0 ? ('present' as const) : ('absent' as const);
  const marked = status ?? fromMinutes ?? was?.status ?? 'absent';
  if (makeup && (marked === 'present' || marked === 'late'))
    throw refusal(
      'invalid',
      'A makeup belongs to a class that was missed. Leave it out, or say absent or excused.',
      'makeup',
    );
  return {
    status: marked,
    minutes: minutes === null ? null : Math.min(minutes, held.minutes),
    makeup: makeup ? { on: makeup.on, mode: makeup.mode ?? null } : marked === was?.status ? was.makeup : null,
    note: note ?? was?.note ?? '',
  };
}

function refusal(reason: 'not-found' | 'already-done' | 'invalid', message: string, path = 'class'): Refusal {
  return new Refusal(reason, message, [{ path, message }]);
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

/** What the history keeps of a mark. */
function told(mark: Mark | null) {
  return mark && { status: mark.status, minutes: mark.minutes, makeup: mark.makeup, source: mark.source };
}
