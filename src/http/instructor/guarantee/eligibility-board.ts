// `GET /eligibility`, `/eligibility.csv` and `/eligibility/print`: where every student of the course stands; on a page, as a table, on paper.

import type { Router } from 'express';
import { stringify } from 'csv-stringify/sync';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { visitOf } from '../../session.ts';
import type { CourseStandings } from '../../../services/guarantee/eligibility.ts';
import type { InstructorNeeds } from '../needs.ts';
import { glanceColumns } from './board-glances.ts';
import { boardEntry, boardQuerySchema, chosenEntries, type BoardEntry } from './board-query.ts';
import { boardTable } from './board-table.ts';
import { eligibilityBoardView } from './eligibility-board.view.ts';
import { printedBoardView, printedRows } from './printed-board.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'eligibility' | 'glances' | 'audit' | 'surroundings'>;

/** Rows written between two breaths, and students sorted into their heaps. */
const rowsPerBreath = 50;
const entriesPerBreath = 500;

/** Registers the board and its two other forms. */
export function eligibilityBoardPage(
  router: Router,
  { render, eligibility, glances, audit, surroundings }: Needs,
): void {
  async function entriesOf(visitor: Visitor, { rows }: CourseStandings): Promise<BoardEntry[]> {
    const ids = rows.map(({ person }) => person.id);
    const glanceOf = await glances.ofStudents(visitor, ids);
    const entries: BoardEntry[] = [];
    for (const [index, row] of rows.entries()) {
      if (index % entriesPerBreath === 0) await surroundings.breathe();
      entries.push(boardEntry(row, glanceOf.get(row.person.id)));
    }
    return entries;
  }

  router.get('/eligibility', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const query = boardQuerySchema.parse(request.query);
    const standings = await eligibility.ofCourse(visitor);
    const entries = await entriesOf(visitor, standings);
    const chosen = chosenEntries(entries, query);
    await surroundings.breathe();
    const isThere = standings.rows.some(({ person }) => person.id === query.student);
    const asked = {
      query,
      entries,
      chosen,
      open: isThere ? await eligibility.ofStudent(visitor, query.student) : null,
      mayWaive: mayDo(visitor, 'waive'),
      mayGrant: mayDo(visitor, 'decide claims'),
      mayRecord: mayDo(visitor, 'record evidence'),
      maySetUp: mayDo(visitor, 'change exam settings'),
      events: isThere ? await audit.of(visitor, query.student) : [],
      reader: { zone: visitor.zone, now: standings.now },
    };
    const page = pageFor(request, response, 'Eligibility', 'eligibility');
    response.send(render('instructor/guarantee/eligibility-board', eligibilityBoardView(standings, page, asked)));
  });

  router.get('/eligibility.csv', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const standings = await eligibility.ofCourse(visitor);
    const entries = chosenEntries(await entriesOf(visitor, standings), boardQuerySchema.parse(request.query));
    const { head, rowOf } = boardTable(entries, visitor.zone);
    response.attachment('eligibility.csv');
    response.type('text/csv; charset=utf-8');
    // A spreadsheet runs a cell that begins like a formula, and a name may; the mark at the start tells it that this is UTF-8.
    const plain = { escape_formulas: true, record_delimiter: 'windows' } as const;
    response.write(stringify([head], { ...plain, bom: true }));
    for (let from = 0; from < entries.length; from += rowsPerBreath) {
      response.write(stringify(entries.slice(from, from + rowsPerBreath).map(rowOf), plain));
      await surroundings.breathe();
    }
    response.end();
  });

  router.get('/eligibility/print', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const standings = await eligibility.ofCourse(visitor);
    const query = boardQuerySchema.parse(request.query);
    const all = await entriesOf(visitor, standings);
    const entries = chosenEntries(all, query);
    const columns = glanceColumns(all);
    const page = pageFor(request, response, 'Eligibility, to print', 'eligibility');
    const parts: string[] = [];
    for (let from = 0; from < entries.length; from += rowsPerBreath) {
      const rows = printedRows(entries.slice(from, from + rowsPerBreath), columns, standings.now);
      parts.push(render('instructor/guarantee/printed-rows', { rows }));
      await surroundings.breathe();
    }
    const view = printedBoardView(
      { entries, query, glances: columns, parts, now: standings.now, zone: visitor.zone },
      page,
    );
    response.send(render('instructor/guarantee/printed-board', view));
  });
}
