// `GET` and `POST /official-results`: staff enter a sitting of the official exam for a student, from a report they have seen.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import { sittingBody } from '../../sitting-body.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { officialResultsView, type ResultsEntered } from './official-results.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'claimDecisions' | 'officialExam'>;

const query = z.object({ person: z.string().max(200).catch('') });
const personBody = z.object({ person: z.string({ error: 'Choose a student.' }).min(1, 'Choose a student.').max(200) });
const reasonWords = 'Say what you have seen: it is kept with the entry.';

/** Registers the page and its form. */
export function officialResultsPage(router: Router, needs: Needs): void {
  router.get('/official-results', may('decide claims'), (request, response) => show(needs, request, response, null));

  router.post('/official-results', may('decide claims'), async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const { person } = readBody(request, personBody);
      const { said, reason } = readBody(request, sittingBody);
      if (reason === '') throw new Refusal('invalid', reasonWords, [{ path: 'reason', message: reasonWords }]);
      const { id } = await needs.officialExam.enterFor(visitor, person, said, reason);
      response.redirect(303, `${baseOf(request)}/official-results/${person}/${id}?done=entered`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, enteredIn(request, error));
    }
  });
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: ResultsEntered['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const students = await needs.claimDecisions.students(visitor);
  const page = pageFor(request, response, 'Enter an exam result', 'claims');
  const { person } = query.parse(request.query);
  const view = officialResultsView({ students, person, attempted, zone: visitor.zone }, page);
  response.send(needs.render('instructor/guarantee/official-results', view));
}
