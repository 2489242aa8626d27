// `GET /eligibility/chosen` and `POST /eligibility/waive|excuse|grant`: one act for several students, asked on a page of its own.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { bulkActsView, bulkTitles, type BulkAct, type BulkAttempt } from './bulk-acts.view.ts';
import { freshEntries, grantEntriesSchema, grantOf } from './grant-form.ts';
import { pickedSchema } from './picked-students.ts';
import { waiverBody } from './waive.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'waiving' | 'attendance' | 'eligibility' | 'retakes' | 'surroundings'>;

const query = z.object({ act: z.enum(['waive', 'excuse', 'grant']).catch('waive'), pick: pickedSchema.catch([]) });
const pickBody = z.object({ pick: pickedSchema });
const classWords = 'Choose the class.';
const reasonWords = 'Give a reason: the students read it.';
const excuseBody = z.object({
  classId: z.string({ error: classWords }).min(1, classWords).max(100, classWords),
  reason: z.string({ error: reasonWords }).trim().min(1, reasonWords).max(500, 'Keep the reason under 500 characters.'),
});

/** Names the press of the button: pressed twice, each student has it once. */
const pressed = z.object({
  actId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Reload the page, then press the button again.'),
});

/** Registers the page and its three forms. */
export function bulkActsPage(router: Router, needs: Needs): void {
  router.get('/eligibility/chosen', may('waive'), async (request, response) => {
    const { act, pick } = query.parse(request.query);
    if (act === 'grant' && !mayDo(visitOf(request).visitor, 'decide claims'))
      throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
    await show(needs, request, response, act, pick, null);
  });

  router.post('/eligibility/waive', may('waive'), (request, response) =>
    carryOut(needs, request, response, 'waive', async (personIds) => {
      const { given } = readBody(request, waiverBody);
      return needs.waiving.waiveForAll(visitOf(request).visitor, personIds, given);
    }),
  );

  router.post('/eligibility/excuse', may('waive'), (request, response) =>
    carryOut(needs, request, response, 'excuse', async (personIds) => {
      const { classId, reason } = readBody(request, excuseBody);
      const mark = { status: 'excused', minutes: null, makeup: null, note: reason, number: null } as const;
      const marks = personIds.map((personId) => ({ ...mark, personId, onlyUnmarked: false }));
      const results = await needs.attendance.mark(visitOf(request).visitor, classId, marks);
      return results.filter(({ kind }) => kind !== 'refused').length;
    }),
  );

  router.post('/eligibility/grant', may('decide claims'), (request, response) =>
    carryOut(needs, request, response, 'grant', async (personIds) => {
      const { visitor } = visitOf(request);
      const { actId } = readBody(request, pressed);
      const { kind, units, expiresOn, reason } = readBody(request, grantEntriesSchema);
      const entries = { ...freshEntries, kind, units, expiresOn, reason };
      const zone = await needs.retakes.zoneOf(visitor);
      const grants = personIds.map((personId) => {
        const read = grantOf(entries, personId, zone);
        if (read.kind === 'faults') throw new Refusal('invalid', 'Look at what was entered.', read.faults);
        return read;
      });
      // Each is one insert under a unique key of student and press: whoever comes again completes what was interrupted.
      for (const { grant, reason: why } of grants)
        await needs.retakes.desk.grant(visitor, grant, { reason: why, actId });
      return grants.length;
    }),
  );
}

async function carryOut(
  needs: Needs,
  request: Request,
  response: Response,
  act: BulkAct,
  work: (personIds: readonly string[]) => Promise<number>,
): Promise<void> {
  const { pick } = readBody(request, pickBody);
  try {
    if (pick.length === 0)
      throw new Refusal('invalid', 'Choose at least one student.', [
        { path: 'pick', message: 'Choose at least one student on the board.' },
      ]);
    response.redirect(303, `${baseOf(request)}/eligibility?done=${act}-${await work(pick)}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    await show(needs, request, response, act, pick, enteredIn(request, error));
  }
}

async function show(
  { render, waiving, eligibility, surroundings }: Needs,
  request: Request,
  response: Response,
  act: BulkAct,
  picked: readonly string[],
  attempted: BulkAttempt | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const [students, rules, { classes }] = await Promise.all([
    eligibility.named(visitor, picked),
    act === 'waive' ? waiving.rules(visitor) : [],
    eligibility.groundOf(visitor),
  ]);
  const page = pageFor(request, response, bulkTitles[act], 'eligibility');
  const asked = { act, students, rules, classes, attempted, actId: surroundings.newId() };
  response.send(render('instructor/guarantee/bulk-acts', bulkActsView(asked, page)));
}
