// `GET /eligibility`: where every student of the course stands.

import type { Router } from 'express';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { boardQuerySchema } from './board-query.ts';
import { eligibilityBoardView } from './eligibility-board.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'eligibility'>;

/** Registers the board. */
export function eligibilityBoardPage(router: Router, { render, eligibility }: Needs): void {
  router.get('/eligibility', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const standings = await eligibility.ofCourse(visitor);
    const page = pageFor(request, response, 'Eligibility', 'eligibility');
    const view = eligibilityBoardView(standings, page, boardQuerySchema.parse(request.query));
    response.send(render('instructor/guarantee/eligibility-board', view));
  });
}
