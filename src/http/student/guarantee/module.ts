// The page of a completion link: what was marked and when, or a button that says it is done; and `POST /modules/:module/confirm`.

import type { Request, Response, Router } from 'express';
import type { CompletionLink } from '../../../domain/evidence/completion-link.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Completion } from '../../../services/guarantee/completion.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { moduleView } from './module.view.ts';

export interface ModuleNeeds {
  readonly render: Renderer['render'];
  readonly completion: Completion;
}

/** Registers the button; the page itself is where the link leads. */
export function modulePage(router: Router, { completion }: ModuleNeeds): void {
  router.post('/modules/:module/confirm', may('sit exams'), async (request, response) => {
    await completion.markByLink(visitOf(request).visitor, param(request, 'module'));
    response.redirect(303, `${baseOf(request)}/?done=1`);
  });
}

/** What a student finds behind a completion link. */
export async function showModule(
  { render, completion }: ModuleNeeds,
  request: Request,
  response: Response,
  link: CompletionLink,
): Promise<void> {
  const { visitor } = visitOf(request);
  const found = await completion.byLink(visitor, link.module).catch((error: unknown) => {
    if (error instanceof Refusal && error.reason === 'not-found') return null;
    throw error;
  });
  const page = pageFor(request, response, found?.module.title ?? link.title, 'guarantee');
  const isNew = request.query['done'] === '1';
  response.send(
    render('student/guarantee/module', moduleView({ link, found, isNew, isTest: visitor.isTestUser }, page)),
  );
}
