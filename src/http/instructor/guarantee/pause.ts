// `GET` and `POST /students/:person/pause`, and `POST /students/:person/pauses/:id/approve|refuse|revoke`: leave of absence.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { pageFor } from '../../frame.ts';
import { param } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { decidingForm, formText as text, givingForm, type ExceptionShown } from './exception-forms.ts';
import { paperRoute } from './paper-of.ts';
import { pauseView } from './pause.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'waiving' | 'uploads' | 'eligibility' | 'surroundings'>;

const body = z
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
  const { waiving } = needs;
  const again = (request: Request, response: Response, shown: ExceptionShown): Promise<void> =>
    show(needs, request, response, shown);
  givingForm(router, { page: 'pause', body, preview: waiving.previewPause, give: waiving.grantPause }, again);
  paperRoute(router, needs, { kind: 'pauses', page: 'pause' }, (request, response, paperFaults) =>
    again(request, response, { paperFaults }),
  );
  const decisions = { approve: waiving.approvePause, refuse: waiving.refusePause, revoke: waiving.revokePause };
  for (const [act, decide] of Object.entries(decisions))
    decidingForm(router, { kind: 'pauses', page: 'pause', act, decide }, again);
}

async function show(needs: Needs, request: Request, response: Response, shown: ExceptionShown): Promise<void> {
  const { visitor } = visitOf(request);
  const student = await needs.eligibility.ofStudent(visitor, param(request, 'person'));
  const page = pageFor(request, response, `Pause for ${student.person.name}`, 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const words = doneWords[done.parse(request.query).done];
  const asked = { student, ...shown, actId: needs.surroundings.newId(), done: words };
  response.send(needs.render('instructor/guarantee/pause', pauseView(asked, page, reader)));
}
