// Attendance: the roll call of a class and what it makes of each student's presence; offline phones, two phones and undoing included.

import { dayText, readDay } from '../../domain/day.ts';
import type { CourseClass } from '../../domain/evidence/course-plan.ts';
import { isSameMark, press, undone, type NewMark } from '../../domain/evidence/marking.ts';
import { presenceOfClass, presenceOfStudent, type PresenceCounts } from '../../domain/evidence/presence.ts';
import type { Mark } from '../../domain/evidence/student-file.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant, findZone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { MarksOfStudent, StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { byPages, learnersOf, type Learner } from './class-roster.ts';
import type { ClassSchedule } from './class-schedule.ts';
import { writeMark, type MarkOutcome } from './mark-writing.ts';

/** What staff mark. `status: null` takes the mark away: nothing is recorded then. */
export interface MarkGiven {
  readonly personId: string;
  readonly status: Mark['status'] | null;
  /** Minutes present where they were counted. */
  readonly minutes: number | null;
  readonly makeup: Mark['makeup'];
  readonly note: string;
  /** The number of the press (`markNumber`); null: pressed now, on a page that shows what is held. */
  readonly number: number | null;
  /** The press was meant for whoever has no mark yet. */
  readonly onlyUnmarked: boolean;
}

/** A student in a roll call. */
export interface RollRow {
  readonly learner: Learner;
  readonly mark: Mark | null;
  /** What was marked at the class before this one. */
  readonly markBefore: Mark | null;
}

export interface RollCall {
  readonly held: CourseClass;
  /** The class held before it; null for the first. */
  readonly heldBefore: CourseClass | null;
  readonly rows: readonly RollRow[];
  readonly counts: PresenceCounts;
  readonly now: number;
}

/** What became of one press. */
export interface MarkResult {
  readonly personId: string;
  /** `refused`: not a student here, or an act that the role does not allow; `words` says why. */
  readonly kind: MarkOutcome['kind'] | 'refused';
  readonly mark: Mark | null;
  readonly words: string;
}

interface Needs {
  readonly schedule: ClassSchedule;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly files: StudentFileStore;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

export type Attendance = ReturnType<typeof attendanceService>;

export function attendanceService({ schedule, courses, people, files, audit, surroundings }: Needs) {
  const learners = (courseId: string): Promise<Learner[]> => learnersOf({ courses, people }, courseId);

  async function marksOf(courseId: string, ids: readonly string[], classId?: string) {
    const read = await byPages(ids, (page) => files.marksOf(courseId, page, classId));
    return new Map(read.map((student) => [student.personId, student]));
  }

  /** Marks made after the day of the class are noted one by one: until then the roll call is still being taken. */
  function isAfterwards({ on, zone }: CourseClass, now: number): boolean {
    return dayText(dayOfInstant(now, findZone(zone) ?? findZone('UTC')!)) > on;
  }

  async function noteOne(visitor: Visitor, held: CourseClass, personId: string, outcome: MarkOutcome, now: number) {
    const { before, after } = outcome;
    if (isSameMark(before, after)) return;
    const isExcuse = after?.status === 'excused' && before?.status !== 'excused';
    const isMakeup = before?.makeup?.on !== after?.makeup?.on || before?.makeup?.mode !== after?.makeup?.mode;
    if (!isExcuse && !isMakeup && !isAfterwards(held, now)) return;
    const act = isExcuse
      ? 'excused an absence'
      : isMakeup
        ? after?.makeup
          ? 'recorded a makeup'
          : 'took a makeup back'
        : 'changed attendance';
    const { id: classId, title, on } = held;
    const detail = { classId, title, on, before: said(before), after: said(after) };
    await audit.note(visitor, { act, subjectId: personId, reason: after?.note ?? '', detail });
  }

  async function markOne(
    visitor: Visitor,
    held: CourseClass,
    given: MarkGiven,
    known: MarksOfStudent | undefined,
  ): Promise<MarkResult> {
    const { personId } = given;
    const now = surroundings.now();
    const was = known?.marks[held.id] ?? null;
    const fault = faultOf(visitor, given, was);
    if (fault !== '') return { personId, kind: 'refused', mark: was, words: fault };
    const { status, number, note } = given;
    const minutes = given.minutes === null ? null : Math.min(given.minutes, held.minutes);
    const mark = status && staffMark(visitor, { ...given, status, minutes, note: note.trim() }, now);
    const only = given.onlyUnmarked ? 'unmarked' : 'all';
    // "The rest are present" is no look at each of them: a report that counted minutes may say it better.
    const batch = given.onlyUnmarked ? `rest-${number ?? now}` : null;
    const pressed = { number, mark, only, batch } as const;
    const owner = ownerOf(visitor, personId);
    const outcome = await writeMark(files, owner, held.id, (state) => press(state, pressed, now), known);
    if (outcome.kind === 'written') await noteOne(visitor, held, personId, outcome, now);
    return { personId, kind: outcome.kind, mark: outcome.after, words: '' };
  }

  /** Marks of many people; whoever is no student of the course is refused. */
  async function mark(visitor: Visitor, classId: string, given: readonly MarkGiven[]): Promise<MarkResult[]> {
    demand(visitor, 'take roll call');
    const held = await schedule.get(visitor, classId);
    refuseCancelled(held);
    const ids = [...new Set(given.map(({ personId }) => personId))];
    const here = new Set((await learners(visitor.courseId)).map(({ id }) => id));
    const known = await marksOf(
      visitor.courseId,
      ids.filter((id) => here.has(id)),
      classId,
    );
    const results: MarkResult[] = [];
    for (const one of given) {
      if (!here.has(one.personId)) {
        const words = 'This person is no student of the course.';
        results.push({ personId: one.personId, kind: 'refused', mark: null, words });
        continue;
      }
      results.push(await markOne(visitor, held, one, known.get(one.personId)));
      // Somebody may be marked twice in one message: the second press is read anew.
      known.delete(one.personId);
    }
    return results;
  }

  async function rollCall(visitor: Visitor, classId: string): Promise<RollCall> {
    demand(visitor, 'take roll call');
    const [held, classes, all] = await Promise.all([
      schedule.get(visitor, classId),
      schedule.all(visitor),
      learners(visitor.courseId),
    ]);
    const heldBefore =
      classes.findLast(
        ({ startsAt, isCancelled, list }) => startsAt < held.startsAt && !isCancelled && list === held.list,
      ) ?? null;
    const ids = all.map(({ id }) => id);
    const [known, knownBefore] = await Promise.all([
      marksOf(visitor.courseId, ids, classId),
      heldBefore ? marksOf(visitor.courseId, ids, heldBefore.id) : new Map<string, MarksOfStudent>(),
    ]);
    const rows = all.map((learner) => ({
      learner,
      mark: known.get(learner.id)?.marks[classId] ?? null,
      markBefore: heldBefore && (knownBefore.get(learner.id)?.marks[heldBefore.id] ?? null),
    }));
    const counts = presenceOfClass(rows.map((row) => row.mark ?? undefined));
    return { held, heldBefore, rows, counts, now: surroundings.now() };
  }

  return {
    mark,
    rollCall,

    /** One student in a roll call. @throws Refusal not-found */
    async ofStudent(
      visitor: Visitor,
      classId: string,
      personId: string,
    ): Promise<Pick<RollRow, 'learner' | 'mark'> & { held: CourseClass }> {
      demand(visitor, 'take roll call');
      const [held, enrollment] = await Promise.all([
        schedule.get(visitor, classId),
        courses.enrollment(visitor.courseId, personId),
      ]);
      const learner = found(enrollment?.role === 'learner' ? await people.find(personId) : null, 'student');
      const [known] = await files.marksOf(visitor.courseId, [personId], classId);
      return { held, learner, mark: known?.marks[classId] ?? null };
    },

    /** Marks one student from a page. @throws Refusal invalid where the mark is refused, with the words why */
    async markOne(visitor: Visitor, classId: string, given: Omit<MarkGiven, 'number' | 'onlyUnmarked'>): Promise<void> {
      const [result] = await mark(visitor, classId, [{ ...given, number: null, onlyUnmarked: false }]);
      if (result?.kind !== 'refused') return;
      const path = given.status === 'excused' ? 'note' : 'status';
      throw new Refusal('invalid', result.words, [{ path, message: result.words }]);
    },

    /** Marks everybody who has no mark yet, and nobody else. How many, and the batch by which it can be undone. */
    async markRest(
      visitor: Visitor,
      classId: string,
      status: 'present' | 'absent',
    ): Promise<{ count: number; batch: string }> {
      const { held, rows } = await rollCall(visitor, classId);
      refuseCancelled(held);
      const batch = surroundings.newId();
      const now = surroundings.now();
      const newMark = staffMark(visitor, { status, minutes: null, makeup: null, note: '' }, now);
      let count = 0;
      for (const { learner } of rows.filter((row) => row.mark === null)) {
        const outcome = await writeMark(files, ownerOf(visitor, learner.id), classId, (state) =>
          press(state, { number: null, mark: newMark, only: 'unmarked', batch }, now),
        );
        if (outcome.kind === 'written') count += 1;
      }
      if (count > 0 && isAfterwards(held, now)) {
        const { title, on } = held;
        const act = `marked the rest ${status}`;
        await audit.note(visitor, { act, subjectId: classId, reason: '', detail: { classId, title, on, count } });
      }
      return { count, batch };
    },

    /** Takes a student's last mark back: the one before it is there again. */
    async undoMark(visitor: Visitor, classId: string, personId: string): Promise<void> {
      demand(visitor, 'take roll call');
      const [held, enrollment] = await Promise.all([
        schedule.get(visitor, classId),
        courses.enrollment(visitor.courseId, personId),
      ]);
      found(enrollment, 'student');
      const now = surroundings.now();
      const outcome = await writeMark(files, ownerOf(visitor, personId), classId, (state) => {
        const isExcuse = state.mark?.status === 'excused' || state.mark?.before?.status === 'excused';
        if (isExcuse && !mayDo(visitor, 'waive')) throw new Refusal('not-allowed', excuseWords);
        return undone(state, null, now);
      });
      if (outcome.kind === 'written') await noteOne(visitor, held, personId, outcome, now);
    },

    /** Takes an act back that marked many; marks that somebody changed since stay. How many were taken back. */
    async undoBatch(visitor: Visitor, classId: string, batch: string): Promise<number> {
      const { rows } = await rollCall(visitor, classId);
      const now = surroundings.now();
      let count = 0;
      for (const { learner } of rows.filter((row) => row.mark?.batch === batch)) {
        const outcome = await writeMark(files, ownerOf(visitor, learner.id), classId, (state) =>
          undone(state, batch, now),
        );
        if (outcome.kind === 'written') count += 1;
      }
      return count;
    },

    /** The whole course: every class with its counts, and every student's marks. */
    async overview(visitor: Visitor) {
      demand(visitor, 'take roll call');
      const [classes, all] = await Promise.all([schedule.all(visitor), learners(visitor.courseId)]);
      const known = await marksOf(
        visitor.courseId,
        all.map(({ id }) => id),
      );
      const now = surroundings.now();
      const marks = new Map(all.map(({ id }) => [id, known.get(id)?.marks ?? {}]));
      return {
        now,
        classes: classes.map((held) => ({
          held,
          counts: presenceOfClass(all.map(({ id }) => marks.get(id)?.[held.id])),
        })),
        students: all.map((learner) => {
          const own = marks.get(learner.id) ?? {};
          return { learner, marks: own, presence: presenceOfStudent(classes, own, now) };
        }),
      };
    },

    /** A student's own attendance. */
    async mine(visitor: Visitor) {
      demand(visitor, 'check in');
      const [classes, [own]] = await Promise.all([
        schedule.all(visitor),
        files.marksOf(visitor.courseId, [visitor.personId]),
      ]);
      const now = surroundings.now();
      const marks = own?.marks ?? {};
      return { now, classes, marks, presence: presenceOfStudent(classes, marks, now) };
    },
  };
}

const excuseWords = 'Excusing an absence and recording a makeup is for instructors of this course.';

function refuseCancelled({ isCancelled }: CourseClass): void {
  if (isCancelled)
    throw new Refusal(
      'already-done',
      'This class is canceled: it counts for nobody. Take the cancellation back first.',
    );
}

/** Why a mark is refused, in words; "" where it is not. */
function faultOf(visitor: Visitor, { status, makeup, note }: MarkGiven, was: Mark | null): string {
  const touchesExcuse = status === 'excused' || was?.status === 'excused';
  const touchesMakeup = makeup !== null || (was !== null && was.makeup !== null);
  if ((touchesExcuse || touchesMakeup) && !mayDo(visitor, 'waive')) return excuseWords;
  if (status === 'excused' && note.trim() === '') return 'Give a reason for the excuse: the student reads it.';
  if (makeup && status !== 'absent' && status !== 'excused')
    return 'A makeup belongs to a class that was missed. Mark absent or excused, or leave the makeup out.';
  if (makeup && readDay(makeup.on) === null) return 'Give the day of the makeup, such as 2026-11-24.';
  return '';
}

type Said = Pick<MarkGiven, 'minutes' | 'makeup' | 'note'> & { readonly status: Mark['status'] };

/** A mark as staff make it at an instant. */
function staffMark(
  { personId: by, name: byName }: Visitor,
  { status, minutes, makeup, note }: Said,
  at: number,
): NewMark {
  return { source: 'staff', by, byName, at, status, minutes, makeup, note };
}

function ownerOf({ organizationId, platformId, courseId }: Visitor, personId: string) {
  return { organizationId, platformId, courseId, personId };
}

/** What the history keeps of a mark. */
function said(mark: Mark | null) {
  return mark && { status: mark.status, minutes: mark.minutes, makeup: mark.makeup, source: mark.source };
}
