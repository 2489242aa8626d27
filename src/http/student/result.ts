// The result: passed or not and why, sections against the line, what to work on, and where the grade went.

import type { Router } from 'express';
import type { Passback } from '../../services/passback.ts';
import type { Results } from '../../services/results.ts';
import { baseOf, pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import { param } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { resultView } from './result.view.ts';

export interface ResultNeeds {
  readonly render: Renderer['render'];
  readonly results: Results;
  readonly passback: Passback;
}

/** `GET /attempts/:attempt/result`, and "send again" for one's own grade. */
export function resultPage(router: Router, { render, results, passback }: ResultNeeds): void {
  router.get('/attempts/:attempt/result', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const result = await results.of(visitor, param(request, 'attempt'));
    const page = pageFor(request, response, `Result: ${result.exam.settings.title}`, 'results');
    response.send(render('student/result', resultView(page, result, visitor.zone)));
  });

  router.post('/attempts/:attempt/send-grade', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const attemptId = param(request, 'attempt');
    const { exam } = await results.of(visitor, attemptId);
    await passback.sendAgain(visitor, exam.id, visitor.personId);
    response.redirect(303, `${baseOf(request)}/attempts/${attemptId}/result#gradebook`);
  });
}
