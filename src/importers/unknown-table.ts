// A table whose headings say nothing to us: where it stands in the file, and which column is probably which, by what its cells look like.

import type { ChosenColumns } from '../domain/evidence/attendance-import.ts';
import { readMinutes } from './report-durations.ts';
import { readMoment, type MomentSetting } from './report-moments.ts';
import { isSectionTitle, type TableLine } from './table-lines.ts';

export interface UnknownTable {
  /** Of its first line, from 1. */
  readonly line: number;
  /** What its columns are called; where its first line is no heading already, by their places. */
  readonly headings: readonly string[];
  /** Cells of its first rows. */
  readonly samples: readonly (readonly string[])[];
  readonly guess: ChosenColumns;
}

const samplesShown = 3;
const columnsShown = 30;
/** So many of the cells that hold something must look alike. */
const mostOf = 0.8;

/** The longest table of a file in which somebody comes and goes, or minutes or e-mails are told; null where there is none. */
export function unknownTable(lines: readonly TableLine[], setting: MomentSetting): UnknownTable | null {
  let best: { readonly rows: number; readonly table: UnknownTable } | null = null;
  for (const run of runsOf(lines)) {
    const [first, ...rest] = run;
    if (!first || rest.length === 0 || first.cells.length < 2) continue;
    const guess = guessOf(rest, first.cells.length, setting);
    if (guess.name === null && guess.email === null) continue;
    if (guess.join === null && guess.minutes === null) continue;
    // The last of two equals: meetings are summed up first and told join by join below.
    if (best && best.rows > run.length) continue;
    const hasHeadings = isHeading(first, guess, setting);
    const body = hasHeadings ? rest : run;
    const headings = first.cells.map((cell, at) => (hasHeadings && cell !== '' ? cell : `Column ${at + 1}`));
    const samples = body.slice(0, samplesShown).map(({ cells }) => cells.slice(0, columnsShown));
    best = { rows: run.length, table: { line: first.line, headings: headings.slice(0, columnsShown), samples, guess } };
  }
  return best?.table ?? null;
}

/** The rows of a table that begins at a line, without its headings. */
export function rowsFrom(
  lines: readonly TableLine[],
  line: number,
  chosen: ChosenColumns,
  setting: MomentSetting,
): TableLine[] {
  const [first, ...rest] = runsOf(lines).find((run) => run[0]?.line === line) ?? [];
  if (!first) return [];
  return isHeading(first, chosen, setting) ? rest : [first, ...rest];
}

/** Lines one after the other that have as many cells as each other. */
function runsOf(lines: readonly TableLine[]): TableLine[][] {
  const runs: TableLine[][] = [];
  for (const line of lines) {
    const open = runs.at(-1);
    const isNext = open?.[0]?.cells.length === line.cells.length && !isSectionTitle(line);
    if (isNext) open.push(line);
    else runs.push(isSectionTitle(line) ? [] : [line]);
  }
  return runs;
}

/** Whether a line names columns: it holds neither a time nor an e-mail where the others do. */
function isHeading({ cells }: TableLine, { join, email, minutes }: ChosenColumns, setting: MomentSetting): boolean {
  const cell = (at: number | null): string => (at === null ? '' : (cells[at] ?? ''));
  return readMoment(cell(join), setting) === null && !isEmail(cell(email)) && readMinutes(cell(minutes)) === null;
}

function guessOf(rows: readonly TableLine[], width: number, setting: MomentSetting): ChosenColumns {
  const columns = Array.from({ length: width }, (_, at) => rows.map(({ cells }) => cells[at] ?? ''));
  const places = (looksLike: (cell: string) => boolean): number[] =>
    columns.flatMap((cells, at) => (areMostly(cells, looksLike) ? [at] : []));
  const moments = places((cell) => readMoment(cell, setting) !== null);
  const minutes = places((cell) => readMinutes(cell) !== null);
  const emails = places(isEmail);
  const taken = new Set([...moments, ...minutes, ...emails]);
  const name = places((cell) => /\p{L}{2}/u.test(cell)).find((at) => !taken.has(at));
  const [join = null, leave = null] = moments;
  return { name: name ?? null, email: emails[0] ?? null, join, leave, minutes: minutes[0] ?? null };
}

function areMostly(cells: readonly string[], looksLike: (cell: string) => boolean): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length * 2 >= cells.length && filled.filter(looksLike).length >= filled.length * mostOf;
}

function isEmail(cell: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(cell);
}
