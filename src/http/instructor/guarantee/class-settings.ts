// `GET` and `POST /classes/:class/edit`, `/cancel` and `/restore`: changing one class, and whether it is held at all.

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
import { classChangeBody } from './class-form.ts';
import { classSettingsView, type SettingsAsked } from './class-settings.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'schedule'>;

const why = 'Give a reason: students read it.';
const cancelBody = z.object({
  reason: z.string({ error: why }).trim().min(1, why).max(500, 'Keep the reason under 500 characters.'),
});

/** Registers the page and its forms. */
export function classSettingsPage(router: Router, needs: Needs): void {
  const { schedule } = needs;
  const guard = may('plan classes');

  router.get('/classes/:class/edit', guard, (request, response) => showSettings(needs, request, response));

  router.post('/classes/:class/edit', guard, async (request, response) => {
    try {
      const { rev, ...given } = readBody(request, classChangeBody);
      await schedule.change(visitOf(request).visitor, param(request, 'class'), rev, given);
      response.redirect(303, `${baseOf(request)}/classes?done=changed&of=${param(request, 'class')}`);
    } catch (error) {
      const refused = refusedEntries(request, error);
      response.status(statuses[(error as Refusal).reason]);
      await showSettings(needs, request, response, { refused });
    }
  });

  router.post('/classes/:class/cancel', guard, async (request, response) => {
    try {
      const { reason } = readBody(request, cancelBody);
      await schedule.cancel(visitOf(request).visitor, param(request, 'class'), reason);
      response.redirect(303, `${baseOf(request)}/classes?done=cancelled&of=${param(request, 'class')}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showSettings(needs, request, response, { attempted: { act: 'cancel', ...enteredIn(request, error) } });
    }
  });

  router.post('/classes/:class/restore', guard, async (request, response) => {
    await schedule.restore(visitOf(request).visitor, param(request, 'class'));
    response.redirect(303, `${baseOf(request)}/classes?done=restored&of=${param(request, 'class')}`);
  });
}

/** What was typed, where it was refused for what it says or because somebody else was faster. */
function refusedEntries(request: Request, error: unknown): SettingsAsked['refused'] {
  if (!(error instanceof Refusal) || (error.reason !== 'invalid' && error.reason !== 'already-done')) throw error;
  const { entries, faults } = enteredIn(request, error);
  return { entries, faults: error.reason === 'already-done' ? [{ path: 'title', message: error.message }] : faults };
}

async function showSettings(
  needs: Needs,
  request: Request,
  response: Response,
  more: Partial<SettingsAsked> = {},
): Promise<void> {
  const held = await needs.schedule.get(visitOf(request).visitor, param(request, 'class'));
  const page = pageFor(request, response, `Change ${held.title}`, 'classes');
  const asked = { held, refused: null, attempted: null, ...more };
  response.send(needs.render('instructor/guarantee/class-settings', classSettingsView(asked, page)));
}
