// The exam room: the page with the whole paper, and what its scripts ask while the clock runs.

import type { Request, Router } from 'express';
import { z } from 'zod';
import { answersSchema } from '../../domain/exam/answer-entry.ts';
import type { Attempt } from '../../domain/exam/attempt.ts';
import type { Invigilation } from '../../services/invigilation.ts';
import type { Saved, Sitting } from '../../services/sitting.ts';
import { baseOf, pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import { param, readBody } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { deadlineSentence, examRoomView } from './exam-room.view.ts';

export interface ExamRoomNeeds {
  readonly render: Renderer['render'];
  readonly sitting: Sitting;
  readonly invigilation: Pick<Invigilation, 'hear'>;
}

const tab = z.string().min(1).max(64);
const saveBody = z.object({ tab: tab.nullish(), slots: answersSchema.default({}) });
const takeOverBody = z.object({ tab });

/** Whether a script or a plain form asks. */
const isScript = (request: Request): boolean => request.is('application/json') === 'application/json';

/** Registers the room and its conversation. */
export function examRoomPage(router: Router, { render, sitting, invigilation }: ExamRoomNeeds): void {
  const resultUrl = (request: Request, attemptId: string): string => `${baseOf(request)}/attempts/${attemptId}/result`;

  router.get('/attempts/:attempt', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const room = await sitting.room(visitor, param(request, 'attempt'));
    const { attempt, exam } = room;
    if (attempt.state === 'prepared')
      return response.redirect(303, `${baseOf(request)}/exams/${attempt.examId}/before`);
    if (attempt.state !== 'in_progress' && attempt.state !== 'paused')
      return response.redirect(303, resultUrl(request, attempt.id));
    invigilation.hear(attempt.id);
    const page = pageFor(request, response, exam.settings.title);
    return response.send(render('student/exam-room', examRoomView(page, room, visitor.zone)));
  });

  router.put('/attempts/:attempt/answers', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const attemptId = param(request, 'attempt');
    const body = readBody(request, saveBody);
    invigilation.hear(attemptId);
    const saved = await sitting.saveAnswers(visitor, attemptId, body.slots, body.tab ?? null);
    if (saved.kind === 'refused') return response.status(409).json(refusedSave(saved, resultUrl(request, attemptId)));
    const { kind: _kind, ...reply } = saved;
    return response.json(reply);
  });

  router.get('/attempts/:attempt/clock', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const attemptId = param(request, 'attempt');
    const asked = request.query['tab'];
    invigilation.hear(attemptId);
    const { deadlineAt, ...reading } = await sitting.clock(
      visitor,
      attemptId,
      typeof asked === 'string' ? asked : null,
    );
    const deadlineWords = deadlineSentence(deadlineAt, visitor.zone);
    response.json({ ...reading, deadlineWords, notice: null });
  });

  router.post('/attempts/:attempt/takeover', candidatesOnly, async (request, response) => {
    const attempt = await sitting.takeOver(
      visitOf(request).visitor,
      param(request, 'attempt'),
      readBody(request, takeOverBody).tab,
    );
    const { remainingMs } = await sitting.clock(visitOf(request).visitor, attempt.id, attempt.tab);
    response.json({ epoch: attempt.epoch, answers: attempt.answers, state: attempt.state, remainingMs });
  });

  router.post('/attempts/:attempt/submit', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const attemptId = param(request, 'attempt');
    const last = isScript(request) ? readBody(request, saveBody).slots : {};
    const attempt = await sitting.submit(visitor, attemptId, last);
    if (!isScript(request)) return response.redirect(303, resultUrl(request, attemptId));
    return response.json({ receipt: attempt.end?.receipt ?? '', resultUrl: resultUrl(request, attemptId) });
  });
}

/** A refused save: why, in a code and in words, and the state that counts. */
function refusedSave(saved: Extract<Saved, { kind: 'refused' }>, resultUrl: string) {
  const { attempt, code, message, keptLate, remainingMs } = saved;
  const state: Pick<Attempt, 'state' | 'epoch' | 'answers'> & Record<string, unknown> = {
    state: attempt.state,
    epoch: attempt.epoch,
    remainingMs,
    answers: attempt.answers,
    resultUrl,
    keptLate,
  };
  return { error: { reason: code, message }, state };
}
