// The lines of a text as cells, each with its number in the file: separated by commas, semicolons or tabs, whichever the text uses.

import { parse } from 'csv-parse/sync';
import type { Complaint } from './complaint.ts';

export interface TableLine {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** More lines than any report of one class has. */
export const mostLines = 5000;
const mostCells = 60;
const mostInCell = 500;

/** Lines that hold something, cut to what one can work with. Never throws. */
export function tableLines(text: string): { lines: TableLine[]; complaints: Complaint[] } {
  const delimiter = delimiterOf(text);
  const { lines, complaints } = delimiter === '\t' ? tabbed(text) : quoted(text, delimiter);
  const kept = lines.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (kept.length > mostLines)
    complaints.push({
      line: mostLines,
      message: `Only the first ${mostLines} lines are read. Choose the report of one class.`,
    });
  return { lines: kept.slice(0, mostLines), complaints };
}

/** "3. In-Meeting Activities" */
export function isSectionTitle({ cells }: TableLine): boolean {
  const [first = '', ...rest] = cells;
  return /^\d{1,2}\.\s+\p{L}/u.test(first) && rest.every((cell) => cell === '');
}

/** The separator that most lines have, counted outside of quotation marks. */
function delimiterOf(text: string): string {
  const sample = text.slice(0, 20_000).replace(/"[^"\r\n]*"/g, '');
  const counts = ['\t', ',', ';'].map((mark) => [mark, sample.split(mark).length] as const);
  // A report with tabs holds commas in its dates; one that is separated by commas holds no tab.
  const tabs = counts[0]![1];
  if (tabs > 2 && tabs * 4 >= counts[1]![1]) return '\t';
  return counts.slice(1).reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** Text with tabs has no quotation marks but those that a spreadsheet put around a whole cell. */
function tabbed(text: string): { lines: TableLine[]; complaints: Complaint[] } {
  return { lines: naive(text, '\t'), complaints: [] };
}

function quoted(text: string, delimiter: string): { lines: TableLine[]; complaints: Complaint[] } {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: mostLines + 1,
      max_record_size: 200_000,
    });
    const records = parsed as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    // The parser counts the line on which a record ends; cells over several lines are rare enough.
    return {
      lines: records.map(({ record, info }) => ({ line: info.lines, cells: cleaned(record) })),
      complaints: [],
    };
  } catch {
    const message =
      'A quotation mark is opened and not closed. The lines were read without quotation marks; look at the names closely.';
    return { lines: naive(text, delimiter), complaints: [{ line: null, message }] };
  }
}

function naive(text: string, delimiter: string): TableLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .slice(0, mostLines + 1)
    .map((line, at) => ({
      line: at + 1,
      cells: cleaned(
        line.split(delimiter).map((cell) =>
          cell
            .trim()
            .replace(/^"(.*)"$/, '$1')
            .replaceAll('""', '"'),
        ),
      ),
    }));
}

function cleaned(cells: readonly string[]): string[] {
  return cells.slice(0, mostCells).map((cell) =>
    cell
      // Reports put a narrow space before AM and PM, and marks of direction around names.
      .replace(/[\u00A0\u202F\u2007]/g, ' ')
      .replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
      .trim()
      .slice(0, mostInCell),
  );
}
