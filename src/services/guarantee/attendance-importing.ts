// Importing attendance from a meeting's report: read, matched, shown, put right by hand, applied once, undone.

import { readDay } from '../../domain/day.ts';
import {
  attendanceImportSchema,
  attendanceRowSchema,
  complaintWords,
  faultsOfColumns,
  importEffect,
  keptMakeup,
  reportedMark,
  rowsByPerson,
  type AttendanceImport,
  type AttendanceRow,
  type ChosenColumns,
  type ImportEffect,
  type Reported,
  type UnreadTable,
} from '../../domain/evidence/attendance-import.ts';
import { attendeeMatcher } from '../../domain/evidence/attendee-match.ts';
import type { CourseClass } from '../../domain/evidence/course-plan.ts';
import { markNumber, press, undone, type NewMark } from '../../domain/evidence/marking.ts';
import { plainName } from '../../domain/evidence/people-match.ts';
import { endOfClass } from '../../domain/evidence/presence.ts';
import type { Stay } from '../../domain/evidence/stays.ts';
import type { Mark } from '../../domain/evidence/student-file.ts';
import type { Role, Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { findZone, type Zone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { AttendanceAliasStore } from '../../stores/guarantee/attendance-alias-store.ts';
import type { AttendanceImportStore } from '../../stores/guarantee/attendance-import-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Attendance, RollRow } from './attendance.ts';
import { byPages, type Learner } from './class-roster.ts';
import type { ClassSchedule } from './class-schedule.ts';
import { writeMark } from './mark-writing.ts';

/** What a reader of reports makes of a file; `src/importers/attendance-report.ts` fits. */
export type ReadReport = (
  bytes: Uint8Array,
  setting: { readonly zone: Zone; readonly near: number; readonly hours: Stay },
  /** The columns that staff have chosen, and the line on which their table begins. */
  by?: { readonly line: number; readonly columns: ChosenColumns },
) => {
  readonly kind: AttendanceImport['kind'];
  readonly people: readonly (Pick<AttendanceRow, 'line' | 'name' | 'email' | 'minutes' | 'status' | 'note'> & {
    readonly stays: readonly Stay[];
  })[];
  readonly complaints: readonly { readonly line: number | null; readonly message: string }[];
  /** The table about which staff may say which column is which, where no heading is known. */
  readonly unknown:
    | (Pick<UnreadTable, 'text' | 'line' | 'guess'> & {
        readonly headings: readonly string[];
        readonly samples: readonly (readonly string[])[];
      })
    | null;
};

export interface ReportGiven {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** In which the report's times are written. */
  readonly zone: string;
  readonly lateAfterMinutes: number | null;
}

/** An import whose columns are to be chosen. */
export interface ImportToRead {
  readonly held: CourseClass;
  readonly imported: AttendanceImport;
  readonly unread: UnreadTable;
}

/** How staff want an import applied. */
export type Applying = Pick<AttendanceImport, 'replacesHand' | 'marksRestAbsent'>;

/** One student as an import would mark them. */
export interface ImportedStudent {
  readonly learner: Learner;
  readonly lines: readonly AttendanceRow[];
  readonly reported: Reported;
  readonly mark: Mark | null;
  readonly effect: ImportEffect;
}

/** An import with what it would do, or has done. */
export interface ImportPreview {
  readonly held: CourseClass;
  readonly imported: AttendanceImport;
  readonly students: readonly ImportedStudent[];
  /** Lines about which somebody must say whom they are about, by their place in the import. */
  readonly unsure: readonly { readonly at: number; readonly row: AttendanceRow }[];
  readonly leftOut: readonly { readonly at: number; readonly row: AttendanceRow }[];
  /** Students who are not in the report and have no mark. */
  readonly missing: readonly Learner[];
  readonly learners: readonly Learner[];
}

interface Needs {
  readonly schedule: ClassSchedule;
  readonly attendance: Pick<Attendance, 'rollCall'>;
  readonly courses: Pick<CourseStore, 'enrolled'>;
  readonly people: Pick<PersonStore, 'findAll'>;
  readonly files: StudentFileStore;
  readonly imports: AttendanceImportStore;
  readonly aliases: AttendanceAliasStore;
  readonly readReport: ReadReport;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId' | 'digest'>;
}

const staffRoles: readonly Role[] = ['assistant', 'instructor', 'lead', 'administrator'];

export type AttendanceImporting = ReturnType<typeof attendanceImportingService>;

export function attendanceImportingService(needs: Needs) {
  const { schedule, attendance, files, imports, aliases, audit, surroundings } = needs;

  function whose(visitor: Visitor, classId: string, id: string) {
    return { id, classId, courseId: visitor.courseId, platformId: visitor.platformId };
  }

  async function staffOf(courseId: string): Promise<Learner[]> {
    const enrolled = await Promise.all(staffRoles.map((role) => needs.courses.enrolled(courseId, role)));
    return needs.people.findAll(enrolled.flat().map(({ personId }) => personId));
  }

  /** The key under which staff's word about a name or an address is remembered. */
  function aliasId(courseId: string, { name, email }: Pick<AttendanceRow, 'name' | 'email'>): string {
    return `${courseId}:${surroundings.digest(email === '' ? `name ${plainName(name)}` : `email ${email}`)}`;
  }

  /** Each line with whom it is about: what staff have said before, then the students, then the staff, who are left out. */
  async function matched(
    visitor: Visitor,
    rows: readonly AttendanceRow[],
    learners: readonly Learner[],
  ): Promise<AttendanceRow[]> {
    const { courseId } = visitor;
    const ids = rows.map((row) => aliasId(courseId, row));
    const known = new Map((await byPages(ids, aliases.findAll)).map((alias) => [alias.id, alias]));
    const here = new Set(learners.map(({ id }) => id));
    const ofStudents = attendeeMatcher(learners);
    const ofStaff = attendeeMatcher(await staffOf(courseId));
    return rows.map((row, at) => {
      const alias = known.get(ids[at]!);
      if (alias?.personId === null) return { ...row, isLeftOut: true, by: 'memory' };
      if (alias?.personId && here.has(alias.personId)) return { ...row, personId: alias.personId, by: 'memory' };
      const match = ofStudents(row);
      if (match.kind === 'one') return { ...row, personId: match.personId, by: match.by };
      if (ofStaff(row).kind === 'one') return { ...row, isLeftOut: true };
      return { ...row, candidates: [...match.candidates] };
    });
  }

  async function find(visitor: Visitor, classId: string, importId: string): Promise<AttendanceImport> {
    return found(await imports.find(whose(visitor, classId, importId)), 'import');
  }

  function previewOf(imported: AttendanceImport, held: CourseClass, roll: readonly RollRow[]): ImportPreview {
    const lines = rowsByPerson(imported.rows);
    const students = roll.flatMap(({ learner, mark }): ImportedStudent[] => {
      const own = lines.get(learner.id);
      if (!own) return [];
      const reported = reportedMark(own, held, imported);
      return [{ learner, lines: own, reported, mark, effect: importEffect(reported, mark, imported.replacesHand) }];
    });
    const placed = imported.rows.map((row, at) => ({ row, at }));
    return {
      held,
      imported,
      students,
      unsure: placed.filter(({ row }) => row.personId === null && !row.isLeftOut),
      leftOut: placed.filter(({ row }) => row.isLeftOut),
      missing: roll
        .filter(({ learner, mark }) => mark === null && !lines.has(learner.id))
        .map(({ learner }) => learner),
      learners: roll.map(({ learner }) => learner),
    };
  }

  async function preview(visitor: Visitor, classId: string, importId: string): Promise<ImportPreview> {
    const [{ held, rows }, imported] = await Promise.all([
      attendance.rollCall(visitor, classId),
      find(visitor, classId, importId),
    ]);
    return previewOf(imported, held, rows);
  }

  function ownerOf({ organizationId, platformId, courseId }: Visitor, personId: string) {
    return { organizationId, platformId, courseId, personId };
  }

  /** Writes what an applied import says; whatever is written already, or was changed since, stays as it is. */
  async function write(visitor: Visitor, { held, imported, students, learners }: ImportPreview): Promise<number> {
    const { id: batch, order, by, byName, replacesHand } = imported;
    const now = surroundings.now();
    const origin = { source: 'csv', by, byName, at: imported.appliedAt ?? now } as const;
    let count = 0;
    for (const { learner, reported } of students) {
      if (reported === 'outside') continue;
      const only = replacesHand ? ('all' as const) : ('not by hand' as const);
      const outcome = await writeMark(files, ownerOf(visitor, learner.id), held.id, (state) => {
        const mark: NewMark = { ...origin, ...reported, makeup: keptMakeup(reported, state.mark) };
        return press(state, { number: order, mark, only, batch }, now);
      });
      if (outcome.kind === 'written') count += 1;
    }
    if (!imported.marksRestAbsent) return count;
    const named = new Set(students.map(({ learner }) => learner.id));
    const absent: NewMark = { ...origin, status: 'absent', minutes: null, makeup: null, note: '' };
    for (const { id } of learners.filter((learner) => !named.has(learner.id))) {
      const outcome = await writeMark(files, ownerOf(visitor, id), held.id, (state) =>
        press(state, { number: order, mark: absent, only: 'unmarked', batch }, now),
      );
      if (outcome.kind === 'written') count += 1;
    }
    return count;
  }

  /** Takes back what an import wrote and nobody changed since; how many marks. */
  async function takeBack(visitor: Visitor, classId: string, importId: string) {
    const now = surroundings.now();
    const { held, rows } = await attendance.rollCall(visitor, classId);
    let count = 0;
    for (const { learner } of rows.filter(({ mark }) => mark?.batch === importId)) {
      const owner = ownerOf(visitor, learner.id);
      const outcome = await writeMark(files, owner, classId, (state) => undone(state, importId, now));
      if (outcome.kind === 'written') count += 1;
    }
    return { held, count };
  }

  /** An import whose columns are to be chosen. @throws Refusal not-found, already-done once they are */
  async function toRead(visitor: Visitor, classId: string, importId: string): Promise<ImportToRead> {
    demand(visitor, 'take roll call');
    const [held, imported] = await Promise.all([schedule.get(visitor, classId), find(visitor, classId, importId)]);
    if (!imported.unread)
      throw new Refusal('already-done', 'The columns of this report are chosen. Import it again to choose others.');
    return { held, imported, unread: imported.unread };
  }

  return {
    preview,

    /**
     * Reads a report and keeps it as a draft; where its headings are not known, one that waits for its columns.
     * @throws Refusal invalid where it holds nobody
     */
    async read(visitor: Visitor, classId: string, given: ReportGiven): Promise<AttendanceImport> {
      demand(visitor, 'take roll call');
      const { held, rows: roll } = await attendance.rollCall(visitor, classId);
      const zone = findZone(given.zone);
      if (!zone) throw invalid('zone', 'Choose a time zone of the list.');
      const hours = hoursOf(held);
      const report = needs.readReport(given.bytes, { zone, near: readDay(held.on)!, hours });
      const { unknown } = report;
      if (report.people.length === 0 && !unknown)
        throw invalid('file', report.complaints.map(complaintWords).join(' ') || 'The report names nobody.');
      const { organizationId, platformId, courseId, personId: by, name: byName } = visitor;
      const learners = roll.map(({ learner }) => learner);
      const draft = attendanceImportSchema.parse({
        id: surroundings.newId(),
        organizationId,
        platformId,
        courseId,
        classId,
        fileName: given.fileName.slice(0, 120),
        kind: report.kind,
        createdAt: surroundings.now(),
        by,
        byName,
        lateAfterMinutes: given.lateAfterMinutes,
        zone: given.zone,
        state: unknown ? 'columns' : 'open',
        unread: unknown,
        rows: report.people,
        complaints: report.complaints,
      });
      const made = { ...draft, rows: await matched(visitor, draft.rows, learners) };
      await imports.insert(made);
      return made;
    },

    toRead,

    /** Says which column is which, and reads the report by it. @throws Refusal invalid where nobody can be read so, already-done */
    async chooseColumns(visitor: Visitor, classId: string, importId: string, columns: ChosenColumns): Promise<void> {
      const { held, imported, unread } = await toRead(visitor, classId, importId);
      const faults = faultsOfColumns(columns, unread);
      if (faults.length > 0) throw new Refusal('invalid', 'These columns do not say who was there.', faults);
      const setting = { zone: findZone(imported.zone)!, near: readDay(held.on)!, hours: hoursOf(held) };
      const bytes = new TextEncoder().encode(unread.text);
      const report = needs.readReport(bytes, setting, { line: unread.line, columns });
      if (report.people.length === 0)
        throw invalid('name', report.complaints.map(complaintWords).slice(0, 3).join(' ') || 'Nobody can be read so.');
      const { rows: roll } = await attendance.rollCall(visitor, classId);
      const learners = roll.map(({ learner }) => learner);
      const people = report.people.map((person) => attendanceRowSchema.parse(person));
      const rows = await matched(visitor, people, learners);
      const set = { state: 'open' as const, unread: null, rows, complaints: [...report.complaints] };
      // Somebody else has chosen meanwhile: theirs is shown.
      await imports.turn(whose(visitor, classId, importId), 'columns', set);
    },

    /** The newest imports of a class. */
    newest: (visitor: Visitor, classId: string) =>
      imports.newest({ courseId: visitor.courseId, platformId: visitor.platformId, classId }, 10),

    /**
     * Says whom a line is about, or that it is nobody of the course (`null`); remembered for the next report of this course.
     * `undefined` takes that back. @throws Refusal not-found, already-done
     */
    async assign(
      visitor: Visitor,
      classId: string,
      importId: string,
      at: number,
      personId: string | null | undefined,
    ): Promise<void> {
      const { imported, learners } = await preview(visitor, classId, importId);
      const row = found(imported.rows[at], 'line');
      if (personId) found(learners.find(({ id }) => id === personId) ?? null, 'student');
      const said = {
        personId: personId ?? null,
        by: personId === undefined ? null : ('hand' as const),
        isLeftOut: personId === null,
      };
      if (!(await imports.assign(whose(visitor, classId, importId), at, said)))
        throw new Refusal('already-done', 'This import has been applied already. Undo it first, then import again.');
      const { courseId, platformId } = visitor;
      const id = aliasId(courseId, row);
      if (personId === undefined) await aliases.forget(id);
      else await aliases.remember({ id, courseId, platformId, personId });
    },

    /** Applies an import: once, however often it is asked. How many marks were written now. */
    async apply(visitor: Visitor, classId: string, importId: string, how: Applying): Promise<number> {
      demand(visitor, 'take roll call');
      const held = await schedule.get(visitor, classId);
      if (held.isCancelled) throw new Refusal('already-done', 'This class is canceled: it counts for nobody.');
      const now = surroundings.now();
      const before = await preview(visitor, classId, importId);
      if (before.imported.state === 'open' && how.marksRestAbsent && before.unsure.length > 0)
        throw invalid(
          'marksRestAbsent',
          'First say whom each name in the queue belongs to: one of them may be a student who would be absent otherwise.',
        );
      const turned = await imports.turn(whose(visitor, classId, importId), 'open', {
        ...how,
        state: 'applied',
        appliedAt: now,
        // After every press of this very moment.
        order: markNumber(now, 999),
        by: visitor.personId,
        byName: visitor.name,
      });
      const imported = turned ?? (await find(visitor, classId, importId));
      // Undone, or applied to the end already.
      if (imported.state !== 'applied' || imported.finishedAt !== null) return 0;
      const { rows } = await attendance.rollCall(visitor, classId);
      const count = await write(visitor, previewOf(imported, held, rows));
      if (await imports.finish(whose(visitor, classId, importId), surroundings.now())) {
        const { title, on } = held;
        const { fileName, kind } = imported;
        const detail = { importId, classId, title, on, fileName, kind, count, ...how };
        await audit.note(visitor, { act: 'imported attendance', subjectId: classId, reason: '', detail });
        return count;
      }
      // Undone while it was being written: what was written after that goes too.
      const { state } = await find(visitor, classId, importId);
      return state === 'undone' ? count - (await takeBack(visitor, classId, importId)).count : count;
    },

    /** Takes an applied import back; marks that somebody changed since stay. How many were taken back. */
    async undo(visitor: Visitor, classId: string, importId: string): Promise<number> {
      demand(visitor, 'take roll call');
      const turned = await imports.turn(whose(visitor, classId, importId), 'applied', {
        state: 'undone',
        undoneAt: surroundings.now(),
      });
      const imported = turned ?? (await find(visitor, classId, importId));
      if (imported.state !== 'undone') return 0;
      const { held, count } = await takeBack(visitor, classId, importId);
      if (turned) {
        const { title, on } = held;
        const detail = { importId, classId, title, on, count };
        await audit.note(visitor, { act: 'took an import of attendance back', subjectId: classId, reason: '', detail });
      }
      return count;
    },
  };
}

function hoursOf(held: CourseClass): Stay {
  return { from: held.startsAt, to: endOfClass(held) };
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid', message, [{ path, message }]);
}
