// The review of an ended attempt: one's answers, and as far as released the keys, the reasons and where to look them up.

import type { Router } from 'express';
import type { Results } from '../../services/results.ts';
import { pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import { param } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { answersReviewView } from './answers-review.view.ts';

export interface AnswersReviewNeeds {
  readonly render: Renderer['render'];
  readonly results: Results;
}

/** `GET /attempts/:attempt/answers?show=missed`. */
export function answersReviewPage(router: Router, { render, results }: AnswersReviewNeeds): void {
  router.get('/attempts/:attempt/answers', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const review = await results.review(visitor, param(request, 'attempt'));
    const page = pageFor(request, response, `Answers: ${review.exam.settings.title}`, 'results');
    const show = typeof request.query['show'] === 'string' ? request.query['show'] : 'all';
    response.send(render('student/answers-review', answersReviewView(page, review, visitor.zone, show)));
  });
}
