// Classes as a row of small drawings: present, late, absent, excused, not recorded, planned; each with its word for whoever cannot see it.

import { dayInWords, readDay } from '../domain/day.ts';
import type { CourseClass } from '../domain/evidence/course-plan.ts';
import { makeupOf } from '../domain/evidence/makeups.ts';
import type { Mark, StudentFile } from '../domain/evidence/student-file.ts';
import type { Verdict } from '../domain/guarantee/evaluate.ts';
import { makeupInShort } from './makeup-words.ts';

interface MarkLook {
  readonly state: string;
  readonly drawing: string;
  readonly word: string;
}

const looks = {
  present: { state: '', drawing: 'present', word: 'Present' },
  late: { state: '', drawing: 'late', word: 'Late' },
  absent: { state: 'lost', drawing: 'absent', word: 'Absent' },
  madeUp: { state: 'met', drawing: 'present', word: 'Made up' },
  excused: { state: 'na', drawing: 'excused', word: 'Excused' },
  unrecorded: { state: 'review', drawing: 'planned', word: 'Not recorded' },
  planned: { state: '', drawing: 'planned', word: 'Planned' },
} as const satisfies Record<string, MarkLook>;

/** Exactly the names that `attendance-marks.hbs` prints; false where no class is planned. */
export interface AttendanceMarks {
  readonly words: string;
  readonly marks: readonly { readonly state: string; readonly drawing: string; readonly words: string }[];
  /** What the drawings mean, of those that are there. */
  readonly legend: readonly MarkLook[];
  readonly twin: {
    readonly caption: string;
    readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
    readonly rows: readonly {
      readonly label: string;
      readonly cells: readonly { readonly words: string; readonly isNumber: boolean }[];
    }[];
  };
}

/** The classes of the course with what is marked for one student, and by when what was missed can be made up; `verdict` null: unknown. */
export function attendanceMarks(
  classes: readonly CourseClass[],
  { marks }: Pick<StudentFile, 'marks'>,
  verdict: Pick<Verdict, 'rules'> | null,
  now: number,
): AttendanceMarks | false {
  const list = 'sessions';
  const held = classes.filter((one) => one.list === list && !one.isCancelled);
  if (held.length === 0) return false;
  const seen = held.map((one) => ({ one, mark: marks[one.id], look: lookOf(one, marks[one.id], now) }));
  const there = seen.filter(({ look }) => look.word === 'Present' || look.word === 'Late' || look.word === 'Made up');
  const over = seen.filter(({ look }) => look.word !== 'Planned');
  return {
    words: `${there.length} of ${over.length} so far, ${held.length} in all`,
    marks: seen.map(({ one, look }) => ({ ...drawn(look), words: `${look.word}: ${one.title}, ${dayOf(one)}` })),
    legend: Object.values(looks).filter(({ word }) => seen.some(({ look }) => look.word === word)),
    twin: {
      caption: 'Classes and attendance',
      columns: [
        { label: 'Class', isNumber: false },
        { label: 'Day', isNumber: false },
        { label: 'Attendance', isNumber: false },
        { label: 'Recorded', isNumber: false },
      ],
      rows: seen.map(({ one, mark, look }) => ({
        label: one.title,
        cells: [
          { words: dayOf(one), isNumber: false },
          { words: `${attendanceWords(look, mark, one)}${toMakeUp(one, mark, verdict, now)}`, isNumber: false },
          { words: mark ? `by ${mark.byName}` : '', isNumber: false },
        ],
      })),
    },
  };
}

function drawn({ state, drawing }: MarkLook) {
  return { state, drawing };
}

function dayOf({ on }: Pick<CourseClass, 'on'>): string {
  return dayInWords(readDay(on)!);
}

function lookOf({ startsAt, minutes }: CourseClass, mark: Mark | undefined, now: number): MarkLook {
  if (!mark) return startsAt + minutes * 60_000 > now ? looks.planned : looks.unrecorded;
  if (mark.makeup && mark.status !== 'present') return looks.madeUp;
  return looks[mark.status];
}

/** ", to make up by Wed 25 Nov". */
function toMakeUp(held: CourseClass, mark: Mark | undefined, verdict: Pick<Verdict, 'rules'> | null, now: number) {
  const makeup = mark && verdict ? makeupOf(held, mark, verdict) : null;
  return makeup ? `, ${makeupInShort(makeup, now)}` : '';
}

function attendanceWords({ word }: MarkLook, mark: Mark | undefined, { minutes }: CourseClass): string {
  const counted = mark?.minutes === null || mark === undefined ? '' : `, ${Math.round(mark.minutes)} of ${minutes} min`;
  const makeup = mark?.makeup ? `, made up on ${dayInWords(readDay(mark.makeup.on)!)}` : '';
  return `${word}${counted}${makeup}${mark?.note ? `: ${mark.note}` : ''}`;
}
