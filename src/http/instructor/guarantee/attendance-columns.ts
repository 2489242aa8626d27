// `GET` and `POST /classes/:class/import/:import/columns`: a report whose headings are not known; staff say which column is which.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { attendanceColumnsView, type ColumnsAsked } from './attendance-columns.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'attendanceImports'>;

const place = z
  .string()
  .regex(/^\d{0,2}$/, 'Choose a column of the list.')
  .default('')
  .transform((text) => (text === '' ? null : Number(text)));
const body = z.object({ name: place, email: place, join: place, leave: place, minutes: place });

/** Registers the page and its form. */
export function attendanceColumnsPage(router: Router, needs: Needs): void {
  const guard = may('take roll call');
  const path = '/classes/:class/import/:import/columns';

  router.get(path, guard, (request, response) => showColumns(needs, request, response, null));

  router.post(path, guard, async (request, response) => {
    const [classId, importId] = [param(request, 'class'), param(request, 'import')];
    try {
      await needs.attendanceImports.chooseColumns(visitOf(request).visitor, classId, importId, readBody(request, body));
      response.redirect(303, `${baseOf(request)}/classes/${classId}/import/${importId}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showColumns(needs, request, response, enteredIn(request, error));
    }
  });
}

async function showColumns(
  needs: Needs,
  request: Request,
  response: Response,
  refused: ColumnsAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const [classId, importId] = [param(request, 'class'), param(request, 'import')];
  const found = await needs.attendanceImports.toRead(visitor, classId, importId);
  const page = pageFor(request, response, `Columns of a report, ${found.held.title}`, 'classes');
  response.send(
    needs.render('instructor/guarantee/attendance-columns', attendanceColumnsView({ ...found, refused }, page)),
  );
}
