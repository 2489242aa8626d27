// `GET /exams/:exam`: who is sitting, every result; and more time for everybody who is sitting.

import type { Request, Response, Router } from 'express';
import { Refusal } from '../../domain/refusal.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { param, readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import { minutesBody } from './act-bodies.ts';
import type { Attempted } from './act-form.ts';
import { enteredIn } from './refused-entries.ts';
import { examView } from './exam.view.ts';
import type { InstructorNeeds } from './needs.ts';
import { resultQuerySchema } from './result-query.ts';
import { mayHere } from './rights.ts';
import { sittingPart } from './sitting-part.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'invigilation' | 'surroundings'>;

/** Registers the page, its part that refreshes, and the extension for all. */
export function examPage(router: Router, needs: Needs): void {
  router.get('/exams/:exam', may('see results'), async (request, response) => {
    if (request.query['part'] === 'sitting') return showSittingPart(needs, request, response);
    return showExam(needs, request, response);
  });

  router.post('/exams/:exam/extend-all', may('change attempts'), async (request, response) => {
    const { visitor } = visitOf(request);
    const examId = param(request, 'exam');
    try {
      await needs.invigilation.extendAll(visitor, examId, readBody(request, minutesBody));
      response.redirect(303, `${baseOf(request)}/exams/${examId}?done=extended-all`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      response.status(statuses[error.reason]);
      await showExam(needs, request, response, { act: 'extend-all', ...enteredIn(request, error) });
    }
  });
}

/** The whole page; `attempted` is an act that was refused for what was entered. */
async function showExam(needs: Needs, request: Request, response: Response, attempted: Attempted | null = null) {
  const { visitor } = visitOf(request);
  const overview = await needs.invigilation.overview(visitor, param(request, 'exam'));
  const page = pageFor(request, response, overview.exam.settings.title, 'exams');
  const reader = { zone: visitor.zone, now: overview.now };
  const asked = {
    query: resultQuerySchema.parse(request.query),
    may: mayHere(visitor),
    personId: visitor.personId,
    actId: needs.surroundings.newId(),
    attempted,
  };
  response.send(needs.render('instructor/exam', examView(overview, page, reader, asked)));
}

/** What changes by the second, as a fragment for the script that replaces it in the page. */
async function showSittingPart(needs: Needs, request: Request, response: Response) {
  const { visitor } = visitOf(request);
  const watched = await needs.invigilation.sittingNow(visitor, param(request, 'exam'));
  const page = pageFor(request, response, watched.exam.settings.title, 'exams');
  const asked = { page: resultQuerySchema.parse(request.query).sitting, actId: needs.surroundings.newId() };
  const part = sittingPart(watched, page, { zone: visitor.zone, now: watched.now }, mayHere(visitor), asked);
  response.send(needs.render('instructor/exam-sitting', { part }));
}
