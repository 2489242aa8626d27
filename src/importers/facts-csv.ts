// People's facts from a table as text: who each row is about, and what each column says of them; every complaint with its line and its cure.

import { parse } from 'csv-parse/sync';
import { readDay } from '../domain/day.ts';
import { dayText, dayOfCivil, daysInMonth, isKnownDay } from '../domain/day.ts';
import type { EntryGiven } from '../domain/evidence/entry.ts';

/** A date, a stored value or a module that a column may name. */
export interface KnownColumn {
  readonly kind: 'date' | 'value' | 'module';
  /** The fact's name, or the module's id. */
  readonly name: string;
  /** As pages call it; a heading may say either. */
  readonly label: string;
  /** The values that a policy names; empty for dates and modules. */
  readonly options: readonly (string | number | boolean)[];
}

/** How a row says whom it is about; the first that is given is looked for first. */
export interface RowPerson {
  readonly email: string;
  readonly userId: string;
  readonly sourcedId: string;
  readonly name: string;
}

export interface FactsRow {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  readonly person: RowPerson;
  readonly entries: readonly EntryGiven[];
  readonly faults: readonly string[];
}

export interface FactsTable {
  readonly rows: readonly FactsRow[];
  /** Headings that name nothing known: these columns are left out. */
  readonly ignored: readonly string[];
  /** Why the file as a whole cannot be used; empty when it can. */
  readonly faults: readonly string[];
}

/** More is no list of one course's people. */
export const mostCharacters = 1_000_000;
export const mostRows = 2000;
const mostColumns = 60;
const mostInCell = 500;

/** Reads a table. Never throws, whatever the text is. */
export function readFactsCsv(text: string, known: readonly KnownColumn[]): FactsTable {
  if (text.length > mostCharacters) return unusable('The file is larger than 1 MB. Cut it into several.');
  const cells = cellsOf(text);
  if (typeof cells === 'string') return unusable(cells);
  const [head, ...body] = cells;
  if (!head || head.cells.length === 0) return unusable('The file is empty. Its first line names the columns.');
  if (head.cells.length > mostColumns) return unusable(`The file has more than ${mostColumns} columns.`);
  if (body.length > mostRows) return unusable(`The file has more than ${mostRows} rows. Cut it into several.`);
  const columns = head.cells.map((heading) => columnOf(heading, known));
  if (!columns.some((column) => column?.kind === 'person'))
    return unusable('No column says whom a row is about. Name one "email", "user id", "student id" or "name".');
  const twice = repeated(head.cells, columns);
  if (twice !== null) return unusable(`Two columns say the same: ${twice}. Take one out.`);
  const ignored = head.cells.filter((heading, at) => heading !== '' && columns[at] === null);
  if (!columns.some((column) => column?.kind === 'fact'))
    return {
      rows: [],
      ignored,
      faults: [`No column names a date or a value that is asked for here. Known are: ${listed(known)}.`],
    };
  return { rows: body.map((row) => rowOf(row, head.cells, columns)), ignored, faults: [] };
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The cells of the text by line, or why there are none. The separator is the one that the first line uses most. */
function cellsOf(text: string): Line[] | string {
  if (text.includes('\u0000')) return 'This is no text. Save the table as CSV (UTF-8) and choose it again.';
  if (text.includes('\uFFFD')) return 'Some letters cannot be read. Save the table as CSV (UTF-8) and choose it again.';
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: false,
      skip_empty_lines: true,
      trim: true,
    });
    const records = parsed as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    return records
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    const line =
      typeof error === 'object' && error !== null && 'lines' in error ? ` near line ${String(error.lines)}` : '';
    return `The file cannot be read${line}: a quotation mark is opened and not closed, or stands inside a cell. Save the table as CSV again.`;
  }
}

function delimiterOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text.replace(/^\uFEFF/, '').trimStart())![0].replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => [mark, first.split(mark).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

type Column =
  | { readonly kind: 'person'; readonly part: keyof RowPerson | 'givenName' | 'familyName' }
  | { readonly kind: 'fact'; readonly known: KnownColumn };

/** Headings under which exports of learning systems name people. */
const personHeadings: Readonly<Record<string, Extract<Column, { kind: 'person' }>['part']>> = {
  email: 'email',
  emailaddress: 'email',
  mail: 'email',
  userid: 'userId',
  lmsuserid: 'userId',
  sub: 'userId',
  studentid: 'sourcedId',
  sourcedid: 'sourcedId',
  sisuserid: 'sourcedId',
  sisid: 'sourcedId',
  idnumber: 'sourcedId',
  name: 'name',
  student: 'name',
  fullname: 'name',
  studentname: 'name',
  firstname: 'givenName',
  givenname: 'givenName',
  lastname: 'familyName',
  familyname: 'familyName',
  surname: 'familyName',
};

function columnOf(heading: string, known: readonly KnownColumn[]): Column | null {
  const plain = plainOf(heading);
  const part = Object.hasOwn(personHeadings, plain) ? personHeadings[plain] : undefined;
  if (part) return { kind: 'person', part };
  const exact = known.find(({ name, label }) => name === heading || label === heading);
  const found = exact ?? known.find(({ name, label }) => plainOf(name) === plain || plainOf(label) === plain);
  return found && plain !== '' ? { kind: 'fact', known: found } : null;
}

/** A heading without case, accents, spaces and marks: "Enrolled on" and "enrolled_on" are one. */
function plainOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function repeated(headings: readonly string[], columns: readonly (Column | null)[]): string | null {
  const keys = columns.map(
    (column) => column && (column.kind === 'person' ? column.part : `${column.known.kind}:${column.known.name}`),
  );
  const at = keys.findIndex((key, index) => key !== null && keys.indexOf(key) !== index);
  return at < 0 ? null : `“${headings[keys.indexOf(keys[at]!)]}” and “${headings[at]}”`;
}

function rowOf({ line, cells }: Line, headings: readonly string[], columns: readonly (Column | null)[]): FactsRow {
  const said: Partial<Record<keyof RowPerson | 'givenName' | 'familyName', string>> = {};
  const entries: EntryGiven[] = [];
  const faults: string[] = [];
  if (cells.length > headings.length && cells.slice(headings.length).some((cell) => cell !== ''))
    faults.push('The row has more cells than there are headings. Put cells with a separator in quotation marks.');
  for (const [at, column] of columns.entries()) {
    const cell = cells[at] ?? '';
    if (!column || cell === '') continue;
    if (cell.length > mostInCell) faults.push(`“${headings[at]}” is longer than ${mostInCell} characters.`);
    else if (column.kind === 'person') said[column.part] = cell;
    else {
      const read = entryOf(column.known, cell);
      if (typeof read === 'string') faults.push(`“${headings[at]}”: ${read}`);
      else entries.push(read);
    }
  }
  const { email = '', userId = '', sourcedId = '', givenName = '', familyName = '' } = said;
  const name = said.name ?? `${givenName} ${familyName}`.trim();
  if (email + userId + sourcedId + name === '') faults.push('The row does not say whom it is about.');
  return { line, person: { email, userId, sourcedId, name }, entries, faults };
}

function entryOf({ kind, name, options }: KnownColumn, cell: string): EntryGiven | string {
  if (kind === 'value') {
    const value = valueOf(cell, options);
    return value === null ? valueWords(options) : { kind, name, value };
  }
  const on = dayOf(cell);
  if (typeof on !== 'object') return on;
  return kind === 'date' ? { kind, name, on: on.day } : { kind, module: name, on: on.day };
}

/** A day as YYYY-MM-DD or, as in the US, month/day/year; a time of day behind it is left out. Otherwise the cure. */
function dayOf(cell: string): { readonly day: string } | string {
  const text = cell.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?$/i, '');
  const cure = `“${shortened(cell)}” is no day. Write 2026-10-31 or 10/31/2026.`;
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) {
    const [year, month, date] = text.split('-');
    const iso = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`;
    return readDay(iso) === null ? cure : { day: iso };
  }
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!us) return cure;
  const [month, date, year] = [Number(us[1]), Number(us[2]), Number(us[3])];
  if (month > 12 && date <= 12)
    return `“${shortened(cell)}” has no such month: dates with slashes are month/day/year. Write it as 2026-10-31.`;
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return cure;
  const day = dayOfCivil(year, month, date);
  return isKnownDay(day) ? { day: dayText(day) } : cure;
}

const yesNo: Readonly<Record<string, boolean>> = {
  yes: true,
  y: true,
  true: true,
  x: true,
  '1': true,
  no: false,
  n: false,
  false: false,
  '0': false,
};

/** A stored value: one of those that the policy names where it names it, in its own type; null where it cannot be. */
function valueOf(cell: string, options: readonly (string | number | boolean)[]): string | number | boolean | null {
  const plain = cell.toLowerCase();
  const same = options.find((option) => String(option).toLowerCase() === plain);
  if (same !== undefined) return same;
  if (options.some((option) => typeof option === 'boolean')) return Object.hasOwn(yesNo, plain) ? yesNo[plain]! : null;
  if (options.length > 0 && options.every((option) => typeof option === 'number')) {
    const number = Number(cell);
    return /^-?\d+(\.\d+)?$/.test(cell) && Number.isFinite(number) ? number : null;
  }
  return cell.length <= 200 ? cell : null;
}

function valueWords(options: readonly (string | number | boolean)[]): string {
  if (options.some((option) => typeof option === 'boolean')) return 'write yes or no.';
  if (options.length > 0 && options.every((option) => typeof option === 'number')) return 'write a number.';
  return 'write at most 200 characters.';
}

function listed(known: readonly KnownColumn[]): string {
  return known.map(({ name, label, kind }) => (kind === 'module' ? label : name)).join(', ') || 'none yet';
}

function shortened(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)} ...` : cell;
}

function unusable(fault: string): FactsTable {
  return { rows: [], ignored: [], faults: [fault] };
}
