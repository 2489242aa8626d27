// `GET /exams/:exam/results.csv`: the results of one exam for a spreadsheet.

import type { Router } from 'express';
import { stringify } from 'csv-stringify/sync';
import { may } from '../guards.ts';
import { param } from '../read.ts';
import { visitOf } from '../session.ts';
import type { InstructorNeeds } from './needs.ts';
import { resultsTable } from './results-table.ts';

/** Registers the download. */
export function resultsCsv(router: Router, { invigilation }: Pick<InstructorNeeds, 'invigilation'>): void {
  router.get('/exams/:exam/results.csv', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const overview = await invigilation.overview(visitor, param(request, 'exam'));
    const rows = resultsTable(overview, visitor.zone);
    response.attachment(fileName(overview.exam.settings.title));
    response.type('text/csv; charset=utf-8');
    // A spreadsheet runs a cell that begins like a formula, and a name may; the mark at the start tells it that this is UTF-8.
    response.send(
      stringify(
        rows.map((row) => [...row]),
        { bom: true, escape_formulas: true, record_delimiter: 'windows' },
      ),
    );
  });
}

/** "results-mock-cpc-exam-2.csv": letters that every file system takes. */
function fileName(title: string): string {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `results-${plain || 'exam'}.csv`;
}
