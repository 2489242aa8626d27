// `GET` and `POST /classes/:class/import`: a meeting's report is chosen and read; and a table of the course to fill in.

import { stringify } from 'csv-stringify/sync';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { isZone } from '../../../domain/time.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { smallFileIn } from '../../multipart.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { lateMinutesSchema } from './late-minutes.ts';
import { attendanceImportView, type ImportAsked } from './attendance-import.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'schedule' | 'attendance' | 'attendanceImports' | 'surroundings'>;

/** What importers of reports take at most, in bytes. */
const largestReport = 2_000_000;
const body = z.object({
  zone: z.string({ error: 'Choose a time zone of the list.' }).refine(isZone, 'Choose a time zone of the list.'),
  late: lateMinutesSchema,
});

/** Registers the page, its form and the template. */
export function attendanceImportPage(router: Router, needs: Needs): void {
  const guard = may('take roll call');

  router.get('/classes/:class/import', guard, (request, response) => showForm(needs, request, response, null));

  router.get('/classes/:class/import/template.csv', guard, async (request, response) => {
    const { rows } = await needs.attendance.rollCall(visitOf(request).visitor, param(request, 'class'));
    const table = [
      ['email', 'name', 'status', 'minutes', 'note'],
      ...rows.map(({ learner, mark }) => [
        learner.email ?? '',
        learner.name,
        mark?.status ?? '',
        mark?.minutes ?? '',
        '',
      ]),
    ];
    response.attachment('attendance.csv');
    response.type('text/csv; charset=utf-8');
    response.send(stringify(table, { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
  });

  router.post('/classes/:class/import', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const classId = param(request, 'class');
    try {
      await needs.schedule.get(visitor, classId);
      const { zone, late } = readBody(request, body);
      const file = await smallFileIn(request, largestReport);
      if (!file) throw missingFile();
      const given = { fileName: file.name, bytes: file.bytes, zone, lateAfterMinutes: late };
      const { id } = await needs.attendanceImports.read(visitor, classId, given);
      response.redirect(303, `${baseOf(request)}/classes/${classId}/import/${id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showForm(needs, request, response, enteredIn(request, error));
    }
  });
}

function missingFile(): Refusal {
  const message = 'Choose the report that Zoom or Teams gave you, or a table of your own.';
  return new Refusal('invalid', message, [{ path: 'file', message }]);
}

async function showForm(
  needs: Needs,
  request: Request,
  response: Response,
  refused: ImportAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const classId = param(request, 'class');
  const held = await needs.schedule.get(visitor, classId);
  const earlier = await needs.attendanceImports.newest(visitor, classId);
  const page = pageFor(request, response, `Import attendance, ${held.title}`, 'classes');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const view = attendanceImportView({ held, earlier, refused }, page, reader);
  response.send(needs.render('instructor/guarantee/attendance-import', view));
}
