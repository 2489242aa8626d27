// `GET` and `POST /students/:person/waive`, and `POST /students/:person/waivers/:id/revoke`: letting one student off a rule.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { WaiverGiven } from '../../../services/guarantee/waiving.ts';
import { pageFor } from '../../frame.ts';
import { param } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { decidingForm, formText as text, givingForm, type ExceptionShown } from './exception-forms.ts';
import { paperRoute } from './paper-of.ts';
import { waiveView } from './waive.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'waiving' | 'uploads' | 'eligibility' | 'surroundings'>;

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

const query = z.object({ rule: z.string().max(200).catch(''), done: z.enum(['given', 'revoke', '']).catch('') });
const doneWords = { given: 'It is given, and the student reads it.', revoke: 'It is taken back.', '': '' } as const;

/** Registers the page and its forms. */
export function waivePage(router: Router, needs: Needs): void {
  const { waiving } = needs;
  const again = (request: Request, response: Response, shown: ExceptionShown): Promise<void> =>
    show(needs, request, response, shown);
  givingForm(router, { page: 'waive', body: waiverBody, preview: waiving.previewWaiver, give: waiving.waive }, again);
  paperRoute(router, needs, { kind: 'waivers', page: 'waive' }, (request, response, paperFaults) =>
    again(request, response, { paperFaults }),
  );
  decidingForm(router, { kind: 'waivers', page: 'waive', act: 'revoke', decide: waiving.revokeWaiver }, again);
}

async function show(needs: Needs, request: Request, response: Response, shown: ExceptionShown): Promise<void> {
  const { visitor } = visitOf(request);
  const personId = param(request, 'person');
  const [student, rules] = await Promise.all([
    needs.eligibility.ofStudent(visitor, personId),
    needs.waiving.rules(visitor, personId),
  ]);
  const { rule: chosen, done } = query.parse(request.query);
  const page = pageFor(request, response, `Waive a rule for ${student.person.name}`, 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const asked = { student, rules, chosen, ...shown, actId: needs.surroundings.newId(), done: doneWords[done] };
  response.send(needs.render('instructor/guarantee/waive', waiveView(asked, page, reader)));
}
