// `GET /module-link` and `POST /module-link/add`: what a completion link does, and adding its module where a copied course lacks it.

import type { Request, Response, Router } from 'express';
import { mayDo } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { moduleLinkView } from './module-link.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'completion' | 'coursePlans'>;

/** Registers the page and its button. */
export function moduleLinkPage(router: Router, needs: Needs): void {
  router.get('/module-link', may('see results'), (request, response) => show(needs, request, response, ''));

  router.post('/module-link/add', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { link } = await needs.completion.linkOverview(visitor);
    try {
      const title = link.title === '' ? 'Module' : link.title;
      // With the id that the link names: every copy of the link then completes it.
      await needs.coursePlans.changeModules(visitor, { act: 'add', id: link.module, title, isRequired: true });
      response.redirect(303, `${baseOf(request)}/module-link?done=1`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, error.message);
    }
  });
}

async function show(needs: Needs, request: Request, response: Response, fault: string): Promise<void> {
  const { visitor } = visitOf(request);
  const overview = await needs.completion.linkOverview(visitor);
  const page = pageFor(request, response, overview.module?.title ?? overview.link.title, 'completion');
  const mayPlan = mayDo(visitor, 'change exam settings');
  const isNew = request.query['done'] === '1';
  response.send(
    needs.render('instructor/guarantee/module-link', moduleLinkView({ overview, mayPlan, isNew, fault }, page)),
  );
}
