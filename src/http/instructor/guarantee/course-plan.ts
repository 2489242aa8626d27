// `GET` and `POST /course-plan`, and `POST /course-plan/modules`: the guarantee settings of a course.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { dayText } from '../../../domain/day.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { ModuleRequest } from '../../../services/guarantee/course-plans.ts';
import { zoneOfPlan } from '../../course-zone.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { planBody, planEntriesOf, planOf, type PlanEntries } from './course-plan-form.ts';
import { coursePlanView, type CoursePlanAsked } from './course-plan.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'coursePlans' | 'surroundings'>;

const moduleBody = z.object({
  act: z.enum(['add', 'change', 'up', 'down', 'remove', 'restore'], { error: 'Choose what to do.' }),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Reload the page, then try again.'),
  title: z.string().max(1000).default(''),
  isRequired: z
    .literal('yes')
    .optional()
    .transform((ticked) => ticked === 'yes'),
});

const query = z.object({ done: z.enum(['saved', 'add', 'change', 'up', 'down', 'remove', 'restore', '']).catch('') });
const doneWords = {
  saved: 'The settings are saved.',
  add: 'The module is added.',
  change: 'The module is changed.',
  up: '',
  down: '',
  remove: 'The module is taken out. What students have done in it is kept; below you can put it back.',
  restore: 'The module is back.',
  '': '',
} as const;

interface Refused {
  readonly entries: PlanEntries | null;
  readonly faults: readonly Fault[];
  readonly isStale: boolean;
  readonly module: CoursePlanAsked['module'];
}
const nothingRefused: Refused = { entries: null, faults: [], isStale: false, module: null };

/** Registers the page and its forms. */
export function coursePlanPage(router: Router, needs: Needs): void {
  router.get('/course-plan', may('change exam settings'), (request, response) =>
    show(needs, request, response, nothingRefused),
  );

  router.post('/course-plan', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { rev, policyId, ...typed } = readBody(request, planBody);
    // Whoever may not choose the policy sends none, and leaves it as it is.
    const chosen = policyId ?? (await needs.coursePlans.plan(visitor)).policyId ?? '';
    const entries = { ...typed, policyId: chosen };
    const read = planOf(entries);
    if (read.kind === 'faults') {
      response.status(statuses.invalid);
      return show(needs, request, response, { ...nothingRefused, entries, faults: read.faults });
    }
    try {
      await needs.coursePlans.change(visitor, rev, read.settings);
      return response.redirect(303, `${baseOf(request)}/course-plan?done=saved`);
    } catch (error) {
      if (!(error instanceof Refusal) || (error.reason !== 'invalid' && error.reason !== 'already-done')) throw error;
      response.status(statuses[error.reason]);
      const isStale = error.reason === 'already-done';
      return show(needs, request, response, { ...nothingRefused, entries, faults: error.faults, isStale });
    }
  });

  router.post('/course-plan/modules', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const body = readBody(request, moduleBody);
    try {
      await needs.coursePlans.changeModules(visitor, requestOf(body));
      response.redirect(303, `${baseOf(request)}/course-plan?done=${body.act}#modules`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, { ...nothingRefused, faults: error.faults, module: body });
    }
  });
}

function requestOf({ act, id, title, isRequired }: z.output<typeof moduleBody>): ModuleRequest {
  return act === 'add' || act === 'change' ? { act, id, title, isRequired } : { act, id };
}

async function show(needs: Needs, request: Request, response: Response, refused: Refused): Promise<void> {
  const { visitor } = visitOf(request);
  const editing = await needs.coursePlans.get(visitor);
  const now = needs.surroundings.now();
  const page = pageFor(request, response, 'Guarantee settings', 'course plan');
  const view = coursePlanView(
    {
      editing,
      ...refused,
      entries: refused.entries ?? planEntriesOf(editing.plan),
      today: dayText(dayOfInstant(now, zoneOfPlan(editing.plan))),
      newModuleId: needs.surroundings.newId(),
      done: doneWords[query.parse(request.query).done],
    },
    page,
    { zone: visitor.zone, now },
  );
  response.send(needs.render('instructor/guarantee/course-plan', view));
}
