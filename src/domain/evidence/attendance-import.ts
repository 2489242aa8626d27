// An import of attendance: what a report said, whom each line is about, and the mark that follows; nothing is marked before staff say so.

import { z } from 'zod';
import { endOfClass } from './presence.ts';
import { isSameMark, type NewMark } from './marking.ts';
import type { CourseClass } from './course-plan.ts';
import { minutesOf, staysWithin } from './stays.ts';
import type { Mark } from './student-file.ts';

export const attendanceRowSchema = z.object({
  line: z.number(),
  name: z.string(),
  email: z.string(),
  stays: z.array(z.object({ from: z.number(), to: z.number() })),
  minutes: z.number().nullable(),
  status: z.enum(['present', 'late', 'absent', 'excused']).nullable(),
  note: z.string(),
  /** People it may be about, where that is not certain. */
  candidates: z.array(z.string()).default([]),
  /** Whom it is about; null while nobody knows. */
  personId: z.string().nullable().default(null),
  /** How that is known; `memory`: staff said so at an earlier import. */
  by: z.enum(['email', 'name', 'memory', 'hand']).nullable().default(null),
  /** It is nobody of the course: staff, a guest, an interpreter. */
  isLeftOut: z.boolean().default(false),
});
export type AttendanceRow = z.infer<typeof attendanceRowSchema>;

/** The columns of a table by their places, from 0; null: there is none. */
export const chosenColumnsSchema = z.object({
  name: z.number().nullable(),
  email: z.number().nullable(),
  join: z.number().nullable(),
  leave: z.number().nullable(),
  minutes: z.number().nullable(),
});
export type ChosenColumns = z.infer<typeof chosenColumnsSchema>;

/** A file whose headings are not known, kept until staff have said which column is which. */
export const unreadTableSchema = z.object({
  text: z.string(),
  /** The line on which the table begins. */
  line: z.number(),
  headings: z.array(z.string()),
  /** Its first rows. */
  samples: z.array(z.array(z.string())),
  guess: chosenColumnsSchema,
});
export type UnreadTable = z.infer<typeof unreadTableSchema>;

export const attendanceImportSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  classId: z.string(),
  fileName: z.string(),
  kind: z.enum(['own', 'zoom', 'teams']),
  createdAt: z.number(),
  by: z.string(),
  byName: z.string(),
  /** `columns`: nobody has said yet which column is which, so no line has been read. */
  state: z.enum(['columns', 'open', 'applied', 'undone']).default('open'),
  /** In which the report's times are written. */
  zone: z.string().default('UTC'),
  unread: unreadTableSchema.nullable().default(null),
  /** Whoever joins later than so many minutes after the beginning is late; null: nobody is. */
  lateAfterMinutes: z.number().nullable(),
  /** Whether marks that staff made by hand give way. */
  replacesHand: z.boolean().default(false),
  /** Whether everybody who is not in the report and has no mark is absent. */
  marksRestAbsent: z.boolean().default(false),
  rows: z.array(attendanceRowSchema).default([]),
  complaints: z.array(z.object({ line: z.number().nullable(), message: z.string() })).default([]),
  /** The number under which its marks are pressed (`markNumber`); null until it is applied. */
  order: z.number().nullable().default(null),
  appliedAt: z.number().nullable().default(null),
  /** Null while applying is under way or was cut off: asking again completes it. */
  finishedAt: z.number().nullable().default(null),
  undoneAt: z.number().nullable().default(null),
});
export type AttendanceImport = z.infer<typeof attendanceImportSchema>;

/** Why columns cannot be chosen so, by field; empty when they can. */
export function faultsOfColumns(
  chosen: ChosenColumns,
  { headings }: Pick<UnreadTable, 'headings'>,
): { readonly path: string; readonly message: string }[] {
  const { name, email, join, leave, minutes } = chosen;
  const faults = [];
  if (name === null && email === null)
    faults.push({ path: 'name', message: 'Say in which column the name is, or the e-mail.' });
  if (join === null && minutes === null)
    faults.push({ path: 'join', message: 'Say in which column people join, or how many minutes they were there.' });
  if (join === null && leave !== null)
    faults.push({ path: 'join', message: 'Say in which column people join, too: a leave alone says nothing.' });
  const places = [name, email, join, leave, minutes].filter((place) => place !== null);
  if (places.some((place) => place >= headings.length))
    faults.push({ path: 'name', message: 'The report has no such column. Choose one of the list.' });
  if (new Set(places).size < places.length)
    faults.push({ path: 'name', message: 'One column is chosen twice. Choose another for one of them.' });
  return faults;
}

/** What the lines about one person come to. `outside`: they were there, but not during the class. */
export type Reported = Pick<NewMark, 'status' | 'minutes' | 'note'> | 'outside';

/** The mark that the lines about one person make. */
export function reportedMark(
  rows: readonly AttendanceRow[],
  held: Pick<CourseClass, 'startsAt' | 'minutes'>,
  { lateAfterMinutes }: Pick<AttendanceImport, 'lateAfterMinutes'>,
): Reported {
  const note = rows
    .map((row) => row.note)
    .filter((text) => text !== '')
    .join(' ');
  const said = rows.find(({ status }) => status !== null);
  const counted = rows.every(({ minutes }) => minutes === null)
    ? null
    : rows.reduce((sum, row) => sum + (row.minutes ?? 0), 0);
  const atMost = counted === null ? null : Math.min(Math.round(counted), held.minutes);
  if (said?.status) {
    const isThere = said.status === 'present' || said.status === 'late';
    return { status: said.status, minutes: isThere ? atMost : null, note };
  }
  const hours = { from: held.startsAt, to: endOfClass(held) };
  const stays = rows.flatMap((row) => row.stays);
  if (stays.length === 0)
    return atMost === null || atMost === 0 ? 'outside' : { status: 'present', minutes: atMost, note };
  const within = staysWithin(stays, hours);
  const minutes = Math.min(minutesOf(within), atMost ?? Infinity);
  if (within.length === 0 || minutes === 0) return 'outside';
  const isLate = lateAfterMinutes !== null && within[0]!.from > held.startsAt + lateAfterMinutes * 60_000;
  return { status: isLate ? 'late' : 'present', minutes, note };
}

/** What applying would do to somebody. `hand`: staff marked them by hand, and that stands. */
export type ImportEffect = 'new' | 'changed' | 'same' | 'hand' | 'outside';

/** What applying would do, given the mark that is held. */
export function importEffect(reported: Reported, held: Mark | null, replacesHand: boolean): ImportEffect {
  if (reported === 'outside') return 'outside';
  if (held === null) return 'new';
  if (isSameMark(held, { ...held, ...reported, makeup: keptMakeup(reported, held) })) return 'same';
  return held.source === 'staff' && held.batch === null && !replacesHand ? 'hand' : 'changed';
}

/** A makeup stays with an absence that the report confirms. */
export function keptMakeup(reported: Exclude<Reported, 'outside'>, held: Mark | null): Mark['makeup'] {
  const isMissed = reported.status === 'absent' || reported.status === 'excused';
  return isMissed ? (held?.makeup ?? null) : null;
}

/** The lines of an import by the person they are about. */
export function rowsByPerson(rows: readonly AttendanceRow[]): Map<string, AttendanceRow[]> {
  const people = new Map<string, AttendanceRow[]>();
  for (const row of rows) {
    if (row.personId === null || row.isLeftOut) continue;
    const known = people.get(row.personId);
    if (known) known.push(row);
    else people.set(row.personId, [row]);
  }
  return people;
}

/** "Line 4: the leave time lies before the join time." */
export function complaintWords({ line, message }: AttendanceImport['complaints'][number]): string {
  return line === null ? message : `Line ${line}: ${message}`;
}
