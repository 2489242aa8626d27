// Before the clock starts: what the exam is, how long for this person, what counts; and the ways to start it.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.ts';
import type { Briefing, BriefingService } from '../../services/briefing.ts';
import type { Exams } from '../../services/exams.ts';
import type { Sitting } from '../../services/sitting.ts';
import type { Windows } from '../../services/windows.ts';
import { baseOf, pageFor } from '../frame.ts';
import { candidatesOnly } from '../guards.ts';
import { param, readBody } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { beforeStartView, type Refused } from './before-start.view.ts';

export interface BeforeStartNeeds {
  readonly render: Renderer['render'];
  readonly briefing: BriefingService;
  readonly exams: Exams;
  readonly sitting: Sitting;
  readonly windows: Windows;
}

const startBody = z.object({
  examId: z.string().max(64).optional(),
  accessCode: z
    .string()
    .max(64)
    .transform((code) => (code.trim() === '' ? null : code.trim()))
    .nullish(),
});

/** Shows the page for a briefing; the landing shows it too. `refused` is what kept the last try to start from succeeding. */
export function showBeforeStart(
  render: Renderer['render'],
  briefing: Briefing,
  request: Request,
  response: Response,
  refused?: Refused,
): void {
  const page = pageFor(request, response, briefing.exam.settings.title, 'exams');
  const { visitor } = visitOf(request);
  response.send(render('student/before-start', beforeStartView(page, briefing, visitor.zone, refused)));
}

/** The page by exam, and the three ways to start: prepared ahead, in a window of its own, or here in the frame. */
export function beforeStartPage(router: Router, { render, briefing, exams, sitting, windows }: BeforeStartNeeds): void {
  async function examIdOf(request: Request): Promise<string> {
    const { examId } = readBody(request, startBody);
    if (examId) return examId;
    const exam = await exams.ofLink(visitOf(request).visitor);
    if (!exam) throw new Refusal('not-found', 'Your instructor has not chosen an exam here yet.');
    return exam.id;
  }

  router.get('/exams/:exam/before', candidatesOnly, async (request, response) => {
    showBeforeStart(render, await briefing.before(visitOf(request).visitor, param(request, 'exam')), request, response);
  });

  router.post('/exam/prepare', candidatesOnly, async (request, response) => {
    const { accessCode } = readBody(request, startBody);
    const attempt = await sitting.prepare(visitOf(request).visitor, await examIdOf(request), accessCode ?? null);
    response.json({ attemptId: attempt.id, state: attempt.state });
  });

  router.post('/exam/ticket', candidatesOnly, async (request, response) => {
    const { accessCode } = readBody(request, startBody);
    const ticket = await windows.issue(visitOf(request).visitor, await examIdOf(request), accessCode ?? null);
    response.json({ ticket, action: '/window' });
  });

  router.post('/attempts', candidatesOnly, async (request, response) => {
    const { visitor } = visitOf(request);
    const { accessCode } = readBody(request, startBody);
    const examId = await examIdOf(request);
    try {
      const prepared = await sitting.prepare(visitor, examId, accessCode ?? null);
      const attempt = await sitting.start(visitor, prepared.id, null);
      await windows.keepAlive(visitor.launchId, attempt.timing.hardCloseAt);
      response.redirect(303, `${baseOf(request)}/attempts/${attempt.id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason === 'not-found') throw error;
      response.status(error.reason === 'invalid' ? 422 : 409);
      showBeforeStart(render, await briefing.before(visitor, examId), request, response, {
        accessCode: accessCode ?? '',
        message: error.message,
      });
    }
  });
}
