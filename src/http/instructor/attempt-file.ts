// `GET /attempts/:attempt/file` and the acts on one attempt; each act ends where it began, with a notice.

import type { Request, Response, Router } from 'express';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { param, readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import { applyLateBody, minutesBody, reasonBody, reopenBody, voidBody } from './act-bodies.ts';
import type { Attempted } from './act-form.ts';
import { attemptFileView } from './attempt-file.view.ts';
import type { ActName } from './attempt-acts.ts';
import type { InstructorNeeds } from './needs.ts';
import { enteredIn } from './refused-entries.ts';
import { mayHere } from './rights.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'invigilation' | 'passback' | 'surroundings'>;
type Act = (visitor: Visitor, attemptId: string, request: Request) => Promise<unknown>;

/** What each act does with what its dialog sent. */
function actsOf({ invigilation }: Needs): Record<ActName, Act> {
  return {
    extend: (visitor, id, request) => invigilation.extend(visitor, id, readBody(request, minutesBody)),
    pause: (visitor, id, request) => invigilation.pause(visitor, id, readBody(request, reasonBody).reason),
    resume: (visitor, id, request) => invigilation.resume(visitor, id, readBody(request, reasonBody).reason),
    close: (visitor, id, request) => invigilation.close(visitor, id, readBody(request, reasonBody).reason),
    reopen: (visitor, id, request) => invigilation.reopen(visitor, id, readBody(request, reopenBody)),
    void: (visitor, id, request) => invigilation.void(visitor, id, readBody(request, voidBody)),
    'apply-late': (visitor, id, request) => {
      const { slot, reason } = readBody(request, applyLateBody);
      return invigilation.applyLate(visitor, id, slot, reason);
    },
  };
}

/** Registers the page, its acts, and "Send again". */
export function attemptFilePage(router: Router, needs: Needs): void {
  router.get('/attempts/:attempt/file', may('see results'), (request, response) => showFile(needs, request, response));

  for (const [name, act] of Object.entries(actsOf(needs)))
    router.post(`/attempts/:attempt/${name}`, may('change attempts'), async (request, response) => {
      try {
        await act(visitOf(request).visitor, param(request, 'attempt'), request);
      } catch (error) {
        return showRefused(needs, request, response, name, error);
      }
      await goBack(needs, request, response, name);
    });

  router.post('/attempts/:attempt/grade-again', may('resend grades'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { attempt } = await needs.invigilation.file(visitor, param(request, 'attempt'));
    await needs.passback.sendAgain(visitor, attempt.examId, attempt.personId);
    await goBack(needs, request, response, 'grade-again');
  });
}

async function showFile(needs: Needs, request: Request, response: Response, attempted: Attempted | null = null) {
  const { visitor } = visitOf(request);
  const file = await needs.invigilation.file(visitor, param(request, 'attempt'));
  const page = pageFor(request, response, `${file.name}: ${file.exam.settings.title}`, 'exams');
  const done = typeof request.query['done'] === 'string' ? request.query['done'] : '';
  const asked = { may: mayHere(visitor), actId: needs.surroundings.newId(), done, attempted };
  const view = attemptFileView(file, page, { zone: visitor.zone, now: file.now }, asked);
  response.send(needs.render('instructor/attempt-file', view));
}

/** Entries that were refused, or an attempt that changed meanwhile: the page again, with all that was typed. */
async function showRefused(needs: Needs, request: Request, response: Response, act: string, error: unknown) {
  if (!(error instanceof Refusal) || error.reason === 'not-found' || error.reason === 'not-allowed') throw error;
  response.status(statuses[error.reason]);
  await showFile(needs, request, response, { act, ...enteredIn(request, error) });
}

/** To the page on which the button was: the exam's, or the attempt's own. */
async function goBack(needs: Needs, request: Request, response: Response, done: string) {
  const body: unknown = request.body;
  const isFromExam = typeof body === 'object' && body !== null && 'back' in body && body.back === 'exam';
  const base = baseOf(request);
  const attemptId = param(request, 'attempt');
  if (!isFromExam) return response.redirect(303, `${base}/attempts/${attemptId}/file?done=${done}`);
  const { attempt } = await needs.invigilation.file(visitOf(request).visitor, attemptId);
  return response.redirect(303, `${base}/exams/${attempt.examId}?done=${done}`);
}
