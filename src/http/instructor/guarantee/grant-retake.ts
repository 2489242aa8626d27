// `GET /retakes-ledger/grant` and `POST /retakes-ledger/grant`: a retake granted by staff, to one student.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../../domain/person.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { freshEntries, grantEntriesSchema, grantOf, type GrantEntries } from './grant-form.ts';
import { grantRetakeView } from './grant-retake.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'retakes' | 'surroundings'>;

const query = z.object({
  person: z.string().max(200).catch(''),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});
const again = 'Reload the page, then press the button again.';
const whom = z.object({
  person: z.string({ error: again }).min(1, again).max(200, again),
  actId: z.string({ error: again }).regex(/^[A-Za-z0-9_-]{1,64}$/, again),
});

/** Registers the page and its form. */
export function grantRetakePage(router: Router, needs: Needs): void {
  router.get('/retakes-ledger/grant', may('decide claims'), (request, response) =>
    show(needs, request, response, { personId: query.parse(request.query).person, entries: freshEntries, faults: [] }),
  );

  router.post('/retakes-ledger/grant', may('decide claims'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { person, actId } = readBody(request, whom);
    const entries = readBody(request, grantEntriesSchema);
    const student = await needs.retakes.studentOf(visitor, person);
    const read = grantOf(entries, student.personId, await needs.retakes.zoneOf(visitor));
    const again = async (faults: readonly Fault[]): Promise<void> => {
      response.status(statuses.invalid);
      await show(needs, request, response, { personId: student.personId, entries, faults });
    };
    if (read.kind === 'faults') return again(read.faults);
    try {
      const { id } = await needs.retakes.desk.grant(visitor, read.grant, {
        reason: read.reason,
        actId,
        order: read.order,
      });
      response.redirect(303, `${baseOf(request)}/retakes-ledger/${id}?done=granted`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      await again(error.faults);
    }
  });
}

async function show(
  { render, retakes, surroundings }: Needs,
  request: Request,
  response: Response,
  given: { readonly personId: string; readonly entries: GrantEntries; readonly faults: readonly Fault[] },
): Promise<void> {
  const { visitor } = visitOf(request);
  const { personId, entries, faults } = given;
  const student = personId === '' ? null : await retakes.studentOf(visitor, personId);
  const [students, exams, timeZone] = await Promise.all([
    student ? [] : retakes.students(visitor),
    retakes.openableExams(visitor),
    retakes.zoneOf(visitor),
  ]);
  const page = pageFor(request, response, 'Grant a retake', 'retakes');
  const { q, page: number } = query.parse(request.query);
  const actId = surroundings.newId();
  const mayRefund = mayDo(visitor, 'refund');
  const asked = { student, students, q, page: number, exams, timeZone, mayRefund, actId, entries, faults };
  response.send(render('instructor/guarantee/grant-retake', grantRetakeView(asked, page)));
}
