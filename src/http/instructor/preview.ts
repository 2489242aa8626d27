// `POST /exams/:exam/preview`: staff go where a student would begin; what they sit there never counts.

import type { Router } from 'express';
import { baseOf } from '../frame.ts';
import { may } from '../guards.ts';
import { param } from '../read.ts';
import { visitOf } from '../session.ts';
import type { InstructorNeeds } from './needs.ts';

/** Registers the button's address. */
export function preview(router: Router, { exams }: Pick<InstructorNeeds, 'exams'>): void {
  router.post('/exams/:exam/preview', may('preview exams'), async (request, response) => {
    const exam = await exams.get(visitOf(request).visitor, param(request, 'exam'));
    response.redirect(303, `${baseOf(request)}/exams/${exam.id}/before`);
  });
}
