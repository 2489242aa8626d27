// `GET /retakes-ledger` and `GET /retakes-ledger.csv`: every retake of the course.

import type { RequestHandler, Router } from 'express';
import { stringify } from 'csv-stringify/sync';
import { mayDo } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { pageFor } from '../../frame.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { ledgerTable } from './ledger-table.ts';
import { ledgerQuerySchema, rowsFor } from './ledger-query.ts';
import { retakesLedgerView } from './retakes-ledger.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'retakes' | 'surroundings'>;

/** Lets whoever decides claims or pays refunds look at the ledger. */
export const seesLedger: RequestHandler = (request, _response, next) => {
  const { visitor } = visitOf(request);
  if (!mayDo(visitor, 'decide claims') && !mayDo(visitor, 'refund'))
    throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
  next();
};

/** Registers the list and its download. */
export function retakesLedgerPage(router: Router, { render, retakes, surroundings }: Needs): void {
  router.get('/retakes-ledger', seesLedger, async (request, response) => {
    const { visitor } = visitOf(request);
    const rows = await retakes.ofCourse(visitor);
    const page = pageFor(request, response, 'Retakes', 'retakes');
    const asked = { rows, mayGrant: mayDo(visitor, 'decide claims'), ...ledgerQuerySchema.parse(request.query) };
    const reader = { zone: visitor.zone, now: surroundings.now() };
    response.send(render('instructor/guarantee/retakes-ledger', retakesLedgerView(asked, page, reader)));
  });

  router.get('/retakes-ledger.csv', seesLedger, async (request, response) => {
    const { visitor } = visitOf(request);
    const asked = ledgerQuerySchema.parse(request.query);
    const rows = rowsFor(await retakes.ofCourse(visitor), asked, surroundings.now());
    response.attachment('retakes.csv');
    response.type('text/csv; charset=utf-8');
    // A spreadsheet runs a cell that begins like a formula, and a name may; the mark at the start tells it that this is UTF-8.
    response.send(stringify(ledgerTable(rows), { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
  });
}
