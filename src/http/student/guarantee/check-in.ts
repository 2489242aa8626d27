// `GET` and `POST /check-in`: a student in class types the code that is shown, or has scanned it.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { codeWords, readCode } from '../../../domain/evidence/check-in.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import type { CheckingIn } from '../../../services/guarantee/checking-in.ts';
import { scannedCode } from '../../check-in-address.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may, personPace } from '../../guards.ts';
import { readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { checkInView } from './check-in.view.ts';

export interface CheckInNeeds {
  readonly render: Renderer['render'];
  readonly checkingIn: Pick<CheckingIn, 'checkIn' | 'isOpen'>;
}

const query = z.object({ code: z.string().max(20).catch('') });
const body = z.object({
  code: z.string({ error: 'Type the code that is shown in class.' }).max(40, 'A code has six letters and digits.'),
});

/** Registers the page. Ten tries in five minutes are more than anybody needs to type a code, and too few to guess one. */
export function checkInPage(router: Router, needs: CheckInNeeds): void {
  const guard = may('check in');

  router.get('/check-in', guard, (request, response) => {
    const given = readCode(query.parse(request.query).code) ?? scannedCode(request.headers.cookie ?? '');
    return showForm(needs, request, response, given === '' ? '' : codeWords(given));
  });

  router.post('/check-in', guard, personPace(10, 300), async (request, response) => {
    try {
      const { code } = readBody(request, body);
      const { held } = await needs.checkingIn.checkIn(visitOf(request).visitor, code);
      response.redirect(303, `${baseOf(request)}/attendance?done=${held.id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const { code } = (request.body ?? {}) as { code?: unknown };
      await showForm(needs, request, response, typeof code === 'string' ? code.slice(0, 40) : '', error.faults);
    }
  });
}

async function showForm(
  { render, checkingIn }: CheckInNeeds,
  request: Request,
  response: Response,
  code: string,
  faults: readonly Fault[] = [],
): Promise<void> {
  const isOpen = await checkingIn.isOpen(visitOf(request).visitor);
  const page = pageFor(request, response, 'Check in', 'attendance');
  response.send(render('student/guarantee/check-in', checkInView({ code, isOpen, faults }, page)));
}
