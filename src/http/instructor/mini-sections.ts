// Sections of many papers at a glance: small bars against the pass line for each student, and their twin as a table.

import { approximately, compare, percentOf } from '../../domain/exam/fraction.ts';
import type { ResultRow } from '../../services/invigilation.ts';

type ScoreSummary = NonNullable<ResultRow['score']>;

const width = 106;
const height = 24;

/** Exactly the names that `mini-sections.hbs` prints. */
export interface MiniSections {
  readonly label: string;
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly isUnder: boolean;
  }[];
  readonly line: { readonly y: number } | false;
}

/** The sections of one paper; a bar under the line is hatched. Judged on exact shares. */
export function miniSections({ sections, passLinePercent }: ScoreSummary): MiniSections {
  const gap = sections.length <= 6 ? 6 : 1;
  const each = round((width + gap) / Math.max(1, sections.length) - gap);
  return {
    label: sections.map((section) => `${section.title} ${section.shownPercent} %`).join(', '),
    bars: sections.map((section, index) => {
      const tall = round(Math.max(0.5, height * approximately(section.share)));
      const isUnder = passLinePercent !== null && compare(percentOf(section.share), passLinePercent) < 0;
      return { x: round(index * (each + gap)), y: round(height - tall), width: each, height: tall, isUnder };
    }),
    line: passLinePercent === null ? false : { y: round(height * (1 - passLinePercent / 100)) },
  };
}

/** "Sections, line at 70 %", or without the line where the papers have none or different ones. */
export function sectionsHead(scores: readonly ScoreSummary[]): string {
  const lines = [...new Set(scores.map((score) => score.passLinePercent))];
  return lines.length === 1 && lines[0] !== null ? `Sections, line at ${lines[0]} %` : 'Sections';
}

/** The same figures as the partial `twin` prints them: one row a student, one column a section. */
export function sectionTwin(
  caption: string,
  rows: readonly { readonly label: string; readonly score: ScoreSummary }[],
) {
  const titles = new Map<string, string>();
  for (const { score } of rows) for (const { section, title } of score.sections) titles.set(section, title);
  return {
    caption,
    columns: [
      { label: 'Student', isNumber: false },
      ...[...titles.values()].map((label) => ({ label, isNumber: true })),
    ],
    rows: rows.map(({ label, score }) => ({
      label,
      cells: [...titles.keys()].map((id) => {
        const section = score.sections.find((one) => one.section === id);
        return { words: section ? `${section.shownPercent} %` : 'none', isNumber: true };
      }),
    })),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
