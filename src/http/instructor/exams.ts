// `GET` and `POST /exams`: every exam of the course, and a new one from a blueprint.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../domain/person.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import { examsView } from './exams.view.ts';
import type { InstructorNeeds } from './needs.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'exams' | 'surroundings'>;

const body = z.object({
  choice: z
    .string({ error: 'Choose one of these blueprints first.' })
    .regex(/^blueprint:.+$/, 'Choose one of these blueprints first.'),
});

/** Registers the list and the making of a new exam, which leads to its settings. */
export function examsPage(router: Router, needs: Needs): void {
  router.get(['/exams', '/exams/'], may('see results'), (request, response) => showExams(needs, request, response));

  router.post('/exams', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const { choice } = readBody(request, body);
      const exam = await needs.exams.create(visitor, choice.slice('blueprint:'.length));
      response.redirect(303, `${baseOf(request)}/exams/${exam.id}/settings`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const faults = error.faults.length > 0 ? error.faults : [{ path: 'choice', message: error.message }];
      await showExams(needs, request, response, faults);
    }
  });
}

/** The list as a page; whoever may make exams finds the blueprints below it. */
export async function showExams(
  needs: Needs,
  request: Request,
  response: Response,
  faults: readonly Fault[] = [],
): Promise<void> {
  const { visitor } = visitOf(request);
  const mayMake = mayDo(visitor, 'change exam settings');
  const [exams, offers] = await Promise.all([needs.exams.list(visitor), mayMake ? needs.exams.offers(visitor) : null]);
  const page = pageFor(request, response, 'Exams', 'exams');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const asked = { exams, offers, hasLink: visitor.linkId !== null, chosen: '', faults };
  response.send(needs.render('instructor/exams', examsView(asked, page, reader)));
}
