// Everything a student has sat in the course, exam by exam, with the way from attempt to attempt.

import type { Router } from 'express';
import type { BriefingService } from '../../services/briefing.ts';
import { pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { attemptsView } from './attempts.view.ts';

export interface AttemptsNeeds {
  readonly render: Renderer['render'];
  readonly briefing: BriefingService;
}

/** `GET /results`. */
export function attemptsPage(router: Router, { render, briefing }: AttemptsNeeds): void {
  router.get('/results', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const exams = await briefing.everything(visitor);
    const page = pageFor(request, response, 'Results', 'results');
    response.send(render('student/attempts', attemptsView(page, exams, visitor.zone)));
  });
}
