// `GET` and `POST /exams/choose`: what the activity leads to, chosen without any script.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../domain/person.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import { chooseView } from './choose.view.ts';
import { showExams } from './exams.ts';
import type { InstructorNeeds } from './needs.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'exams' | 'surroundings'>;

const nothingChosen = 'Choose one of these exams first.';
const body = z.object({
  choice: z
    .string()
    .regex(/^(exam|blueprint):.+$/)
    .nullable()
    .catch(null),
  act: z.enum(['choose', 'cancel']).default('choose'),
});

/** Registers the chooser. Whoever came by no activity, or may not choose, finds the list of exams in its place. */
export function choosePage(router: Router, needs: Needs): void {
  router.get('/exams/choose', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    if (!mayDo(visitor, 'change exam settings') || !visitor.linkId) return showExams(needs, request, response);
    return showChooser(needs, request, response, '', []);
  });

  router.post('/exams/choose', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { choice, act } = readBody(request, body);
    if (act === 'cancel') return response.redirect(303, `${baseOf(request)}/exams`);
    if (choice === null) {
      response.status(statuses.invalid);
      return showChooser(needs, request, response, '', [{ path: 'choice', message: nothingChosen }]);
    }
    const [kind, id] = [choice.slice(0, choice.indexOf(':')), choice.slice(choice.indexOf(':') + 1)];
    try {
      const exam = await needs.exams.choose(visitor, kind === 'exam' ? { examId: id } : { blueprintId: id });
      return response.redirect(303, `${baseOf(request)}/exams/${exam.id}?done=chosen`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      return showChooser(needs, request, response, choice, [{ path: 'choice', message: error.message }]);
    }
  });
}

async function showChooser(
  needs: Needs,
  request: Request,
  response: Response,
  chosen: string,
  faults: readonly Fault[],
) {
  const { visitor } = visitOf(request);
  const [exams, offers] = await Promise.all([needs.exams.list(visitor), needs.exams.offers(visitor)]);
  const page = pageFor(request, response, 'Choose an exam', 'exams');
  response.send(needs.render('instructor/choose', chooseView({ exams, offers, chosen, faults }, page)));
}
