// `GET` and `POST /students/:person/waive`, and `POST /students/:person/waivers/:waiver/revoke`: letting one student off a rule.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import type { WaiverGiven } from '../../../services/guarantee/waiving.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { paperRoute } from './paper-of.ts';
import { waiveView, type WaiveAsked } from './waive.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'waiving' | 'uploads' | 'eligibility' | 'surroundings'>;

const text = z.string().max(2000).default('');
/** What the form sends; the service says what is wrong with it, and how to cure it. */
export const waiverBody = z
  .object({
    rule: text,
    action: text,
    until: text,
    reason: text,
    actId: text,
    act: z.enum(['save', 'preview']).catch('save'),
  })
  .transform(({ act, until, ...given }) => ({
    isPreview: act === 'preview',
    // The schema of the service reads the action; what is neither is refused there.
    given: { ...given, until: until === '' ? null : until } as WaiverGiven,
  }));

const query = z.object({ rule: z.string().max(200).catch(''), done: z.enum(['given', 'revoked', '']).catch('') });
const doneWords = { given: 'It is given, and the student reads it.', revoked: 'It is taken back.', '': '' } as const;

/** Registers the page and its forms. */
export function waivePage(router: Router, needs: Needs): void {
  router.get('/students/:person/waive', may('waive'), (request, response) => show(needs, request, response, {}));

  router.post('/students/:person/waive', may('waive'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    const { isPreview, given } = readBody(request, waiverBody);
    try {
      if (isPreview) {
        const preview = await needs.waiving.previewWaiver(visitor, personId, given);
        const { entries } = enteredIn(request, new Refusal('invalid', ''));
        return await show(needs, request, response, { attempted: { entries, faults: [], preview } });
      }
      await needs.waiving.waive(visitor, personId, given);
      response.redirect(303, `${baseOf(request)}/students/${personId}/waive?done=given`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, { attempted: { ...enteredIn(request, error), preview: null } });
    }
  });

  paperRoute(router, needs, { kind: 'waivers', page: 'waive' }, (request, response, paperFaults) =>
    show(needs, request, response, { paperFaults }),
  );

  router.post('/students/:person/waivers/:waiver/revoke', may('waive'), async (request, response) => {
    const { visitor } = visitOf(request);
    const [personId, id] = [param(request, 'person'), param(request, 'waiver')];
    const { reason } = readBody(request, z.object({ reason: text }));
    try {
      await needs.waiving.revokeWaiver(visitor, personId, id, reason);
      response.redirect(303, `${baseOf(request)}/students/${personId}/waive?done=revoked`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, {
        revoking: { id, attempted: { act: 'revoke', ...enteredIn(request, error) } },
      });
    }
  });
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  {
    attempted = null,
    revoking = null,
    paperFaults = [],
  }: Partial<Pick<WaiveAsked, 'attempted' | 'revoking' | 'paperFaults'>>,
): Promise<void> {
  const { visitor } = visitOf(request);
  const personId = param(request, 'person');
  const [student, rules] = await Promise.all([
    needs.eligibility.ofStudent(visitor, personId),
    needs.waiving.rules(visitor, personId),
  ]);
  const { rule: chosen, done } = query.parse(request.query);
  const page = pageFor(request, response, `Waive a rule for ${student.person.name}`, 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const actId = needs.surroundings.newId();
  const asked = { student, rules, chosen, attempted, revoking, paperFaults, actId, done: doneWords[done] };
  response.send(needs.render('instructor/guarantee/waive', waiveView(asked, page, reader)));
}
