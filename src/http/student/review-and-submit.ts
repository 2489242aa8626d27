// Review before submitting: what the server holds, by count and by question, and the one confirmation.

import type { Router } from 'express';
import type { Sitting } from '../../services/sitting.ts';
import { baseOf, pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import { param } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { reviewAndSubmitView } from './review-and-submit.view.ts';

export interface ReviewAndSubmitNeeds {
  readonly render: Renderer['render'];
  readonly sitting: Sitting;
}

/** `GET /attempts/:attempt/review`; an attempt that has ended goes to its result. */
export function reviewAndSubmitPage(router: Router, { render, sitting }: ReviewAndSubmitNeeds): void {
  router.get('/attempts/:attempt/review', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const room = await sitting.room(visitor, param(request, 'attempt'));
    const { attempt, exam } = room;
    if (attempt.state !== 'in_progress' && attempt.state !== 'paused')
      return response.redirect(303, `${baseOf(request)}/attempts/${attempt.id}/result`);
    const page = pageFor(request, response, `Review and submit: ${exam.settings.title}`);
    return response.send(render('student/review-and-submit', reviewAndSubmitView(page, room, visitor.zone)));
  });
}
