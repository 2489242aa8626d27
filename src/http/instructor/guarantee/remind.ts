// `GET` and `POST /eligibility/remind`: reminds chosen students of their next step, with words of one's own.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { pickedSchema } from './picked-students.ts';
import { remindView, type RemindAttempt } from './remind.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'eligibility' | 'reminders' | 'surroundings'>;

const query = z.object({ pick: pickedSchema.catch([]) });
const body = z.object({ pick: pickedSchema, words: z.string().max(5000).default('') });

/** Registers the page and its form. */
export function remindPage(router: Router, needs: Needs): void {
  router.get('/eligibility/remind', may('remind'), (request, response) =>
    show(needs, request, response, query.parse(request.query).pick, null),
  );

  router.post('/eligibility/remind', may('remind'), async (request, response) => {
    const { pick, words } = readBody(request, body);
    try {
      const { reminded } = await needs.reminders.remind(visitOf(request).visitor, pick, words);
      response.redirect(303, `${baseOf(request)}/eligibility?done=remind-${reminded}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, pick, enteredIn(request, error));
    }
  });
}

async function show(
  { render, eligibility, surroundings }: Needs,
  request: Request,
  response: Response,
  picked: readonly string[],
  attempted: RemindAttempt | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const students = await eligibility.named(visitor, picked);
  const ground = await eligibility.groundOf(visitor);
  const ids = students.map(({ id }) => id);
  const judgments = await eligibility.judgeAll(ground, ids, surroundings.now());
  const page = pageFor(request, response, 'Remind', 'eligibility');
  response.send(render('instructor/guarantee/remind', remindView({ students, judgments, attempted }, page)));
}
