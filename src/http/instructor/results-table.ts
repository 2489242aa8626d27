// The results of an exam as rows for a spreadsheet: plain columns, units in the heads, every attempt that is no preview.

import type { ExamOverview, ResultRow } from '../../services/invigilation.ts';
import { isOwed, usedMs } from './result-query.ts';
import { isoInZone } from './table-moments.ts';

export type CsvRow = readonly string[];

/** Head and rows, students in the order of their names. Moments are ISO 8601 on the clock of `zone`. */
export function resultsTable({ exam, results }: ExamOverview, zone: string): CsvRow[] {
  const counted = results
    .filter((row) => !row.attempt.isPreview)
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.attempt.number - b.attempt.number);
  const sections = sectionsOf(counted);
  const head = [
    'Student',
    'Exam',
    'Attempt',
    'Result',
    'Passed',
    'Weighted (%)',
    'Raw (%)',
    ...[...sections.values()].map((title) => `${title} (%)`),
    'Time used (minutes)',
    'Limit (minutes)',
    'Started at',
    'Submitted at',
    'Ended by',
    'Late answers',
    'Gradebook',
    'Note',
  ];
  return [head, ...counted.map((row) => cellsOf(row, exam.settings.title, [...sections.keys()], zone))];
}

function sectionsOf(rows: readonly ResultRow[]): Map<string, string> {
  const titles = new Map<string, string>();
  for (const { score } of rows)
    for (const { section, title } of score?.sections ?? []) if (!titles.has(section)) titles.set(section, title);
  return titles;
}

function cellsOf(row: ResultRow, examTitle: string, sections: readonly string[], zone: string): CsvRow {
  const { attempt, score } = row;
  const { timing, end, voided } = attempt;
  const used = usedMs(attempt);
  return [
    row.name,
    examTitle,
    String(attempt.number),
    resultWords(row),
    voided || score === null ? '' : score.isPassed ? 'yes' : 'no',
    score?.shownWeighted ?? '',
    score?.shownRaw ?? '',
    ...sections.map((id) => score?.sections.find((section) => section.section === id)?.shownPercent ?? ''),
    used === null ? '' : minutesWords(used),
    minutesWords(timing.limitMs),
    timing.startedAt === null ? '' : isoInZone(timing.startedAt, zone),
    end === null ? '' : isoInZone(end.at, zone),
    end === null ? '' : endWords[end.by],
    String(row.lateAnswers),
    gradeWords(row),
    voided ? `Void: ${voided.reason}` : '',
  ];
}

function resultWords({ attempt, score }: ResultRow): string {
  if (attempt.state === 'voided') return 'void';
  if (score === null) return 'being scored';
  return score.isPassed ? 'passed' : 'not passed';
}

const endWords: Readonly<Record<NonNullable<ResultRow['attempt']['end']>['by'], string>> = {
  user: 'student',
  timer: 'time was up',
  sweeper: 'time was up',
  staff: 'staff',
};

function gradeWords(row: ResultRow): string {
  const { attempt, grade } = row;
  if (attempt.state === 'voided' || grade === null) return 'not sent';
  if (!isOwed(row)) return 'another attempt counts';
  return grade.problem === null ? grade.state : `${grade.state}: ${grade.problem}`;
}

/** Minutes with two decimals: "187.25". */
function minutesWords(ms: number): string {
  return (ms / 60_000).toFixed(2);
}
