// `GET /classes/:class/import/:import` and its forms: saying whose a name is, applying, taking back.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { attendancePreviewView } from './attendance-preview.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'attendanceImports' | 'surroundings'>;

const query = z.object({ done: z.string().max(16).catch('') });
const ticked = z
  .literal('yes')
  .optional()
  .transform((given) => given === 'yes');
const applyBody = z.object({ replacesHand: ticked, marksRestAbsent: ticked });
const whoWords = 'Choose a student, or “Nobody of this course”.';
const assignBody = z.object({
  at: z.coerce.number().int().min(0).max(5000),
  /** A person's id, `nobody`, or `again` to take back what was said. */
  who: z.string({ error: whoWords }).min(1, whoWords).max(64),
});

/** Registers the page and its forms. */
export function attendancePreviewPage(router: Router, needs: Needs): void {
  const { attendanceImports } = needs;
  const guard = may('take roll call');
  const path = '/classes/:class/import/:import';

  router.get(path, guard, (request, response) => showPreview(needs, request, response));

  router.post(`${path}/assign`, guard, async (request, response) => {
    await orShown(needs, request, response, async () => {
      const { at, who } = readBody(request, assignBody);
      const { visitor } = visitOf(request);
      const personId = who === 'nobody' ? null : who === 'again' ? undefined : who;
      await attendanceImports.assign(visitor, param(request, 'class'), param(request, 'import'), at, personId);
      response.redirect(303, `${hereOf(request)}?done=${who === 'again' ? '' : 'said'}#queue`);
    });
  });

  router.post(`${path}/apply`, guard, async (request, response) => {
    await orShown(needs, request, response, async () => {
      const how = readBody(request, applyBody);
      const { visitor } = visitOf(request);
      const count = await attendanceImports.apply(visitor, param(request, 'class'), param(request, 'import'), how);
      response.redirect(303, `${hereOf(request)}?done=applied-${count}`);
    });
  });

  router.post(`${path}/undo`, guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const count = await attendanceImports.undo(visitor, param(request, 'class'), param(request, 'import'));
    response.redirect(303, `${hereOf(request)}?done=undone-${count}`);
  });
}

function hereOf(request: Request): string {
  return `${baseOf(request)}/classes/${param(request, 'class')}/import/${param(request, 'import')}`;
}

/** Does the work, or shows the import again with what is to be put right first. */
async function orShown(needs: Needs, request: Request, response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    await showPreview(needs, request, response, error.faults);
  }
}

async function showPreview(
  needs: Needs,
  request: Request,
  response: Response,
  faults: readonly Fault[] = [],
): Promise<void> {
  const { visitor } = visitOf(request);
  const found = await needs.attendanceImports.preview(visitor, param(request, 'class'), param(request, 'import'));
  if (found.imported.state === 'columns') return response.redirect(303, `${hereOf(request)}/columns`);
  const page = pageFor(request, response, `Import for ${found.held.title}`, 'classes');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const view = attendancePreviewView({ found, faults, ...query.parse(request.query) }, page, reader);
  response.send(needs.render('instructor/guarantee/attendance-preview', view));
}
