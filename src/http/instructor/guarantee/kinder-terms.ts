// `GET` and `POST /students/:person/terms`: another version of the terms for one student, looked at before it is given.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { kinderTermsView, type AttemptedTerms } from './kinder-terms.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'eligibility' | 'terms' | 'surroundings'>;

const versionWords = 'Choose a version.';
const reasonWords = 'Give a reason: the student reads it.';
const versionField = z
  .string({ error: versionWords })
  .regex(/^[^:]{1,100}:\d{1,6}$/, versionWords)
  .transform((text) => {
    const [policyId = '', number = ''] = text.split(':');
    return { policyId, number: Number(number) };
  });
const previewBody = z.object({ version: versionField });
const grantBody = z.object({
  version: versionField,
  reason: z.string({ error: reasonWords }).trim().min(1, reasonWords).max(500, 'Keep the reason under 500 characters.'),
  isWeighed: z.literal('yes').optional(),
});

/** Registers the page and its form. */
export function kinderTermsPage(router: Router, needs: Needs): void {
  const { terms } = needs;

  router.get('/students/:person/terms', may('grant kinder version'), (request, response) =>
    show(needs, request, response, null),
  );

  router.post('/students/:person/terms', may('grant kinder version'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    const isPreview = (request.body as { act?: unknown } | undefined)?.act === 'preview';
    try {
      if (isPreview) {
        const { version } = readBody(request, previewBody);
        const preview = await terms.weighing(visitor, personId, version);
        const { entries } = enteredIn(request, new Refusal('invalid', ''));
        return await show(needs, request, response, { entries, faults: [], preview });
      }
      const { version, reason, isWeighed } = readBody(request, grantBody);
      await terms.grant(visitor, personId, { ...version, reason, isWeighed: isWeighed === 'yes' });
      response.redirect(303, `${baseOf(request)}/students/${personId}?done=terms`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      // What speaks against the version stands beside the refusal.
      const chosen = previewBody.safeParse(request.body);
      const preview = chosen.success ? await terms.weighing(visitor, personId, chosen.data.version) : null;
      await show(needs, request, response, { ...enteredIn(request, error), preview });
    }
  });
}

async function show(needs: Needs, request: Request, response: Response, attempted: AttemptedTerms | null) {
  const { visitor } = visitOf(request);
  const [student, versions] = await Promise.all([
    needs.eligibility.ofStudent(visitor, param(request, 'person')),
    needs.terms.grantable(visitor),
  ]);
  const page = pageFor(request, response, `Other terms for ${student.person.name}`, 'eligibility');
  response.send(
    needs.render('instructor/guarantee/kinder-terms', kinderTermsView({ student, versions, attempted }, page)),
  );
}
