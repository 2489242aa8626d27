// `GET` and `POST /classes/:class/code` and `/code/close`: the code that is shown in class, brought up to date by `/code/now`.

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
import { checkInCodeView, codeView, type CodeAsked } from './check-in-code.view.ts';
import { lateMinutesSchema } from './late-minutes.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'checkingIn' | 'publicUrl'>;

const body = z.object({
  step: z.enum(['1', '5', 'none'], { error: 'Choose one of these.' }),
  late: lateMinutesSchema,
  open: z.enum(['15', '30', 'class'], { error: 'Choose one of these.' }),
});

/** Registers the page, its forms and what its script asks. */
export function checkInCodePage(router: Router, needs: Needs): void {
  const { checkingIn, publicUrl } = needs;
  const guard = may('take roll call');

  router.get('/classes/:class/code', guard, (request, response) => showCode(needs, request, response, null));

  router.get('/classes/:class/code/now', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const found = await checkingIn.shown(visitor, param(request, 'class'));
    const reader = { zone: visitor.zone, now: found.now };
    response.json({ code: found.shown && codeView(found, publicUrl, reader) });
  });

  router.post('/classes/:class/code', guard, async (request, response) => {
    try {
      const { step, late, open } = readBody(request, body);
      await checkingIn.open(visitOf(request).visitor, param(request, 'class'), {
        stepMinutes: step === 'none' ? null : Number(step),
        lateAfterMinutes: late,
        openMinutes: open === 'class' ? null : Number(open),
      });
      response.redirect(303, `${baseOf(request)}/classes/${param(request, 'class')}/code`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const { entries, faults } = enteredIn(request, error);
      const ofField = error.faults.length > 0 ? faults : [{ path: 'open', message: error.message }];
      await showCode(needs, request, response, { entries, faults: ofField });
    }
  });

  router.post('/classes/:class/code/close', guard, async (request, response) => {
    await checkingIn.close(visitOf(request).visitor, param(request, 'class'));
    response.redirect(303, `${baseOf(request)}/classes/${param(request, 'class')}`);
  });
}

async function showCode(
  { render, checkingIn, publicUrl }: Needs,
  request: Request,
  response: Response,
  refused: CodeAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const found = await checkingIn.shown(visitor, param(request, 'class'));
  const page = pageFor(request, response, `Code for ${found.held.title}`, 'classes');
  const view = checkInCodeView({ found, publicUrl, refused }, page, { zone: visitor.zone, now: found.now });
  response.send(render('instructor/guarantee/check-in-code', view));
}
