// `GET` and `POST /students/:person/pause`, and `POST /students/:person/pauses/:pause/approve|refuse|revoke`: leave of absence.

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
import { paperRoute } from './paper-of.ts';
import { pauseView, type PauseAsked } from './pause.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'waiving' | 'uploads' | 'eligibility' | 'surroundings'>;

const text = z.string().max(2000).default('');
const pauseBody = z
  .object({ from: text, to: text, reason: text, actId: text, act: z.enum(['save', 'preview']).catch('save') })
  .transform(({ act, ...given }) => ({ isPreview: act === 'preview', given }));
const done = z.object({ done: z.enum(['given', 'approve', 'refuse', 'revoke', '']).catch('') });
const doneWords = {
  given: 'The pause is given, and the student reads it.',
  approve: 'The pause is approved.',
  refuse: 'The pause is refused.',
  revoke: 'The pause is taken back.',
  '': '',
} as const;

/** Registers the page and its forms. */
export function pausePage(router: Router, needs: Needs): void {
  router.get('/students/:person/pause', may('waive'), (request, response) => show(needs, request, response, {}));

  router.post('/students/:person/pause', may('waive'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    const { isPreview, given } = readBody(request, pauseBody);
    try {
      if (isPreview) {
        const preview = await needs.waiving.previewPause(visitor, personId, given);
        const { entries } = enteredIn(request, new Refusal('invalid', ''));
        return await show(needs, request, response, { attempted: { entries, faults: [], preview } });
      }
      await needs.waiving.grantPause(visitor, personId, given);
      response.redirect(303, `${baseOf(request)}/students/${personId}/pause?done=given`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, { attempted: { ...enteredIn(request, error), preview: null } });
    }
  });

  paperRoute(router, needs, { kind: 'pauses', page: 'pause' }, (request, response, paperFaults) =>
    show(needs, request, response, { paperFaults }),
  );

  const decisions = {
    approve: needs.waiving.approvePause,
    refuse: needs.waiving.refusePause,
    revoke: needs.waiving.revokePause,
  } as const;
  for (const [act, decide] of Object.entries(decisions))
    router.post(`/students/:person/pauses/:pause/${act}`, may('waive'), async (request, response) => {
      const { visitor } = visitOf(request);
      const [personId, id] = [param(request, 'person'), param(request, 'pause')];
      const { reason } = readBody(request, z.object({ reason: text }));
      try {
        await decide(visitor, personId, id, reason);
        response.redirect(303, `${baseOf(request)}/students/${personId}/pause?done=${act}`);
      } catch (error) {
        if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
        response.status(statuses.invalid);
        await show(needs, request, response, { deciding: { id, attempted: { act, ...enteredIn(request, error) } } });
      }
    });
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  {
    attempted = null,
    deciding = null,
    paperFaults = [],
  }: Partial<Pick<PauseAsked, 'attempted' | 'deciding' | 'paperFaults'>>,
): Promise<void> {
  const { visitor } = visitOf(request);
  const student = await needs.eligibility.ofStudent(visitor, param(request, 'person'));
  const page = pageFor(request, response, `Pause for ${student.person.name}`, 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const words = doneWords[done.parse(request.query).done];
  const asked = { student, attempted, deciding, paperFaults, actId: needs.surroundings.newId(), done: words };
  response.send(needs.render('instructor/guarantee/pause', pauseView(asked, page, reader)));
}
