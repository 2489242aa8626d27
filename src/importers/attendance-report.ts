// Attendance from a file: our own table, a Zoom or a Teams report; who was there from when to when, and every complaint with its cure.

import type { ChosenColumns } from '../domain/evidence/attendance-import.ts';
import { plainName } from '../domain/evidence/people-match.ts';
import type { Stay } from '../domain/evidence/stays.ts';
import { asLog } from './comings-and-goings.ts';
import { shortened, type Complaint } from './complaint.ts';
import { columnsChosen, columnsOf, type ColumnName, type Columns } from './report-columns.ts';
import { readMinutes } from './report-durations.ts';
import { readMoment, type MomentSetting } from './report-moments.ts';
import { isSectionTitle, tableLines, type TableLine } from './table-lines.ts';
import { tableText } from './table-text.ts';
import { rowsFrom, unknownTable, type UnknownTable } from './unknown-table.ts';

export type ReportedStatus = 'present' | 'late' | 'absent' | 'excused';

/** One person of a report, whoever that is. */
export interface ReportedPerson {
  /** Where they stand first. */
  readonly line: number;
  readonly name: string;
  /** "" where the report gives none. */
  readonly email: string;
  readonly stays: readonly Stay[];
  /** Minutes where the report counts them: all there is to know without stays, else no more than these. */
  readonly minutes: number | null;
  /** Where the file says so itself. */
  readonly status: ReportedStatus | null;
  readonly note: string;
}

export interface AttendanceReport {
  readonly kind: 'own' | 'zoom' | 'teams';
  readonly people: readonly ReportedPerson[];
  readonly complaints: readonly Complaint[];
  /** Where no heading is known: the table about which staff may say which column is which. */
  readonly unknown: (UnknownTable & { readonly text: string }) | null;
}

/** A table whose columns staff have chosen, by the number of its first line. */
export interface ChosenTable {
  readonly line: number;
  readonly columns: ChosenColumns;
}

/** What must be known to read a report: the class's hours, and how its times are meant. */
export interface ReportSetting extends MomentSetting {
  readonly hours: Stay;
}

/** A course has no more. */
const mostPeople = 2000;
const mostStays = 200;

const missingColumns =
  'No line names the columns. Needed are a name or an e-mail, and one of: join and leave time, duration, or status. Download the report of participants, or take the template.';

/** Reads a report; by the columns that staff have chosen, where its headings are not known. Never throws, whatever the bytes are. */
export function readAttendanceReport(
  bytes: Uint8Array,
  setting: ReportSetting,
  by: ChosenTable | null = null,
): AttendanceReport {
  const nothing = { kind: 'own', people: [], unknown: null } as const;
  const read = tableText(bytes);
  if (!read.ok) return { ...nothing, complaints: [{ line: null, message: read.message }] };
  const { lines, complaints } = tableLines(read.text);
  const tables = by ? [chosenTable(by, lines, setting)] : tablesOf(lines);
  if (read.encoding === 'Windows-1252')
    complaints.push({
      line: null,
      message:
        'The file is not in UTF-8; letters with accents may be wrong. Save it as CSV UTF-8 where names look odd.',
    });
  const chosen = chosenTables(tables);
  if (chosen.length === 0) {
    const unknown = by ? null : unknownTable(lines, setting);
    return {
      ...nothing,
      complaints: [...complaints, { line: null, message: missingColumns }],
      unknown: unknown && { ...unknown, text: read.text },
    };
  }
  const people = gathered(chosen, setting, complaints);
  if (people.length === 0)
    complaints.push({ line: null, message: 'The report names nobody. Choose the report of participants.' });
  if (people.length > mostPeople)
    complaints.push({
      line: null,
      message: `Only the first ${mostPeople} people are taken. Choose the report of one class.`,
    });
  const kind = tables.map(({ columns }) => columns.kind).find((one) => one !== 'own') ?? 'own';
  return { kind, people: people.slice(0, mostPeople), complaints: shortened(complaints), unknown: null };
}

function chosenTable({ line, columns }: ChosenTable, lines: readonly TableLine[], setting: ReportSetting): Table {
  const rows = rowsFrom(lines, line, columns, setting);
  const chosen = columnsChosen(columns);
  return { columns: asLog(chosen, rows) ?? chosen, lines: rows };
}

interface Table {
  readonly columns: Columns;
  readonly lines: TableLine[];
}

/** A report may hold several tables, each with a line of headings; titles and summaries between them are passed over. */
function tablesOf(lines: readonly TableLine[]): Table[] {
  const tables: Table[] = [];
  let open: Table | null = null;
  for (const line of lines) {
    const columns = columnsOf(line.cells);
    if (columns) {
      open = { columns, lines: [] };
      tables.push(open);
    } else if (isSectionTitle(line)) open = null;
    else open?.lines.push(line);
  }
  return tables.filter(({ lines: body }) => body.length > 0);
}

/** Every join counts where the report lists them; the summary of first joins and last leaves only where it does not. */
function chosenTables(tables: readonly Table[]): Table[] {
  const exact = tables.filter(({ columns: { at, isSpan } }) => (at.join >= 0 && !isSpan) || at.action >= 0);
  return exact.length > 0 ? exact : [...tables];
}

/** Rows of a table put together by person. */
function gathered(tables: readonly Table[], setting: ReportSetting, complaints: Complaint[]): ReportedPerson[] {
  const people = new Map<string, ReportedPerson>();
  for (const { columns, lines } of tables) {
    const rows =
      columns.at.action >= 0
        ? pairedActions(columns, lines, setting, complaints)
        : lines.flatMap((line) => rowOf(line, columns, setting, complaints));
    for (const row of rows) {
      const key = row.email === '' ? `name ${plainName(row.name)}` : `email ${row.email}`;
      const known = people.get(key);
      people.set(key, known ? together(known, row) : row);
    }
  }
  return [...people.values()].toSorted((a, b) => a.line - b.line);
}

function together(known: ReportedPerson, row: ReportedPerson): ReportedPerson {
  const minutes = known.minutes === null && row.minutes === null ? null : (known.minutes ?? 0) + (row.minutes ?? 0);
  return {
    ...known,
    name: known.name || row.name,
    stays: [...known.stays, ...row.stays].slice(0, mostStays),
    minutes,
    status: row.status ?? known.status,
    note: [known.note, row.note]
      .filter((note) => note !== '')
      .join(' ')
      .slice(0, 500),
  };
}

function cellsBy({ at }: Columns, { cells }: TableLine): (name: ColumnName) => string {
  return (name) => (at[name] < 0 ? '' : (cells[at[name]] ?? ''));
}

function whoIs(cell: (name: ColumnName) => string): { name: string; email: string } | null {
  const both = [cell('givenName'), cell('familyName')].filter((part) => part !== '').join(' ');
  const name = cell('name') || both;
  const given = cell('email') || cell('upn');
  const email = /^[^\s@]+@[^\s@]+$/.test(given) ? given.toLowerCase() : '';
  return name === '' && email === '' ? null : { name: name || email, email };
}

/** A cell that a spreadsheet would run when the file is opened there; here it is a text like any other, but nobody's name. */
const looksLikeFormula = (text: string): boolean => /^[=@]|^[+-]\D/.test(text);

function rowOf(line: TableLine, columns: Columns, setting: ReportSetting, complaints: Complaint[]): ReportedPerson[] {
  const cell = cellsBy(columns, line);
  const complain = (message: string): [] => {
    complaints.push({ line: line.line, message });
    return [];
  };
  const who = whoIs(cell);
  if (!who) return complain('This line names nobody. Give a name or an e-mail, or take the line out.');
  if (looksLikeFormula(who.name))
    return complain('The name begins like a formula of a spreadsheet. Write the person’s name, or take the line out.');
  if (isYes(cell('waiting'))) return [];
  const statusText = cell('status');
  const status = statusText === '' ? null : statusOf(statusText);
  if (status === undefined)
    return complain(
      `“${statusText.slice(0, 40)}” is no mark. Write present, late, absent or excused, or leave it empty.`,
    );
  const stay = stayOf(cell, columns, setting, complain);
  const minutes = minutesOfCell(cell('duration'), columns, complain);
  if (stay === 'faulty' || minutes === 'faulty') return [];
  const counts = columns.isSpan || stay === null ? minutes : null;
  if (status === null && stay === null && counts === null) return [];
  return [
    { line: line.line, ...who, stays: stay ? [stay] : [], minutes: counts, status, note: cell('note').slice(0, 500) },
  ];
}

function isYes(text: string): boolean {
  return /^(yes|sí|si|sì|sim|ja|oui)$/i.test(text);
}

type Complain = (message: string) => [];

function stayOf(
  cell: (name: ColumnName) => string,
  { at }: Columns,
  setting: ReportSetting,
  complain: Complain,
): Stay | null | 'faulty' {
  const [joinText, leaveText] = [cell('join'), cell('leave')];
  if (at.join < 0 || (joinText === '' && leaveText === '')) return null;
  const from = joinText === '' ? setting.hours.from : readMoment(joinText, setting);
  const to = leaveText === '' ? setting.hours.to : readMoment(leaveText, setting);
  const wrong = from === null ? joinText : to === null ? leaveText : '';
  if (from === null || to === null) {
    complain(`“${wrong.slice(0, 40)}” is no date with a time. Write it like 2026-11-24 18:05.`);
    return 'faulty';
  }
  if (to < from) {
    complain('The leave time lies before the join time. Put the two right, or take the line out.');
    return 'faulty';
  }
  if (leaveText === '') complain('No leave time: this person is counted until the end of the class.');
  return { from, to };
}

function minutesOfCell(text: string, { isInSeconds }: Columns, complain: Complain): number | null | 'faulty' {
  if (text === '') return null;
  const minutes = readMinutes(text, isInSeconds);
  if (minutes !== null) return minutes;
  complain(`“${text.slice(0, 40)}” is no length of time. Write minutes, such as 112, or 1h 52m.`);
  return 'faulty';
}

/** Undefined: it is none. */
function statusOf(text: string): ReportedStatus | undefined {
  const known: Readonly<Record<string, ReportedStatus>> = {
    present: 'present',
    p: 'present',
    yes: 'present',
    late: 'late',
    l: 'late',
    absent: 'absent',
    a: 'absent',
    no: 'absent',
    excused: 'excused',
    e: 'excused',
  };
  return Object.hasOwn(known, text.toLowerCase()) ? known[text.toLowerCase()] : undefined;
}

/** The oldest Teams lists write one line for each coming and going. */
function pairedActions(
  columns: Columns,
  lines: readonly TableLine[],
  setting: ReportSetting,
  complaints: Complaint[],
): ReportedPerson[] {
  const open = new Map<string, { row: ReportedPerson; from: number | null }>();
  const rows: ReportedPerson[] = [];
  for (const line of lines) {
    const cell = cellsBy(columns, line);
    const who = whoIs(cell);
    const at = readMoment(cell('time'), setting);
    if (!who || at === null) {
      const message = who
        ? `“${cell('time').slice(0, 40)}” is no date with a time. Write it like 2026-11-24 18:05.`
        : 'This line names nobody. Give a name, or take the line out.';
      complaints.push({ line: line.line, message });
      continue;
    }
    const key = who.email || plainName(who.name);
    const held = open.get(key) ?? {
      row: { line: line.line, ...who, stays: [], minutes: null, status: null, note: '' },
      from: null,
    };
    const action = cell('action');
    const isLeaving = columns.leaving?.has(action.toLowerCase()) ?? /^left/i.test(action);
    if (isLeaving && held.from !== null)
      rows.push({ ...held.row, stays: [{ from: held.from, to: Math.max(held.from, at) }] });
    open.set(key, { row: held.row, from: isLeaving ? null : (held.from ?? at) });
  }
  for (const { row, from } of open.values())
    if (from !== null) rows.push({ ...row, stays: [{ from, to: Math.max(from, setting.hours.to) }] });
  return rows;
}
