// `GET /official-results/:person/:sitting`: one exam result beside its report; confirmed, put right, or the check taken back.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import { sittingBody } from '../../sitting-body.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { officialResultView, type ResultShown } from './official-result.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'officialExam' | 'uploads'>;

const query = z.object({ done: z.string().max(40).catch('') });
const seenBody = z.object({ seenAt: z.coerce.number({ error: 'Load the page again.' }) });
const backWords = 'Say why: the student reads it.';
const backBody = z.object({
  reason: z.string({ error: backWords }).trim().min(1, backWords).max(1000, 'Keep this under 1,000 characters.'),
});

/** Registers the page and its forms. */
export function officialResultPage(router: Router, needs: Needs): void {
  const path = '/official-results/:person/:sitting';
  router.get(path, may('decide claims'), (request, response) => show(needs, request, response, null));

  router.post(path, may('decide claims'), (request, response) =>
    act(needs, request, response, 'verify', async () => {
      const { said, reason } = readBody(request, sittingBody);
      const { seenAt } = readBody(request, seenBody);
      const { visitor } = visitOf(request);
      await needs.officialExam.verify(visitor, param(request, 'person'), param(request, 'sitting'), {
        said,
        seenAt,
        reason,
      });
      return `${baseOf(request)}/claims?done=checked#results`;
    }),
  );

  router.post(`${path}/unverify`, may('decide claims'), (request, response) =>
    act(needs, request, response, 'unverify', async () => {
      const [personId, sittingId] = [param(request, 'person'), param(request, 'sitting')];
      const { reason } = readBody(request, backBody);
      await needs.officialExam.unverify(visitOf(request).visitor, personId, sittingId, reason);
      return `${baseOf(request)}/official-results/${personId}/${sittingId}?done=unverified`;
    }),
  );
}

async function act(
  needs: Needs,
  request: Request,
  response: Response,
  form: string,
  work: () => Promise<string>,
): Promise<void> {
  try {
    response.redirect(303, await work());
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    await show(needs, request, response, { form, ...enteredIn(request, error) });
  }
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: ResultShown['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const found = await needs.officialExam.ofStudent(visitor, param(request, 'person'), param(request, 'sitting'));
  const files = await needs.uploads.known(visitor, found.sitting.fileIds);
  const page = pageFor(request, response, `Exam result of ${found.person.name}`, 'claims');
  const { done } = query.parse(request.query);
  const asked = { found, files, attempted, done, zone: visitor.zone };
  response.send(needs.render('instructor/guarantee/official-result', officialResultView(asked, page)));
}
