// `GET /classes/new`, `POST /classes` and `POST /classes/series`: adding a class, or a weekly series that can be taken back.

import type { Request, Response, Router } from 'express';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { classBody, firstEntries, seriesBody } from './class-form.ts';
import { newClassesView, type Refused } from './new-classes.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'schedule' | 'surroundings'>;

/** Registers the page and its two forms. */
export function newClassesPage(router: Router, needs: Needs): void {
  const { schedule } = needs;
  const guard = may('plan classes');

  router.get('/classes/new', guard, (request, response) => showForms(needs, request, response, null));

  router.post('/classes', guard, async (request, response) => {
    await orAgain(needs, request, response, 'one', async () => {
      const { id } = await schedule.add(visitOf(request).visitor, readBody(request, classBody));
      response.redirect(303, `${baseOf(request)}/classes?done=class&of=${id}`);
    });
  });

  router.post('/classes/series', guard, async (request, response) => {
    await orAgain(needs, request, response, 'series', async () => {
      const { seriesId } = await schedule.addSeries(visitOf(request).visitor, readBody(request, seriesBody));
      response.redirect(303, `${baseOf(request)}/classes?done=series&of=${seriesId}`);
    });
  });

  router.post('/classes/series/:series/undo', guard, async (request, response) => {
    const count = await schedule.removeSeries(visitOf(request).visitor, param(request, 'series'));
    response.redirect(303, `${baseOf(request)}/classes?done=undone&of=${count}`);
  });
}

/** Does the work, or shows the forms again with what was typed and why it was refused. */
async function orAgain(
  needs: Needs,
  request: Request,
  response: Response,
  form: Refused['form'],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    const { entries, faults } = enteredIn(request, error);
    const { weekdays } = request.body as { weekdays?: string | string[] };
    await showForms(needs, request, response, {
      form,
      faults,
      entries: { ...entries, weekdays: [weekdays ?? []].flat().join(',') },
    });
  }
}

async function showForms(needs: Needs, request: Request, response: Response, refused: Refused | null): Promise<void> {
  const { visitor } = visitOf(request);
  const [zone, classes] = await Promise.all([needs.schedule.zoneOf(visitor), needs.schedule.all(visitor)]);
  const page = pageFor(request, response, 'Add classes', 'classes');
  const first = firstEntries(zone, needs.surroundings.now(), classes.at(-1));
  response.send(needs.render('instructor/guarantee/new-classes', newClassesView(first, refused, page)));
}
