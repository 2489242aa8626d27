// `GET` and `POST /students/:person/join`, `POST /students/:person/unjoin`: the other account of a student found, looked at, joined, parted again.

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
import { joinAccountsView, type RefusedJoin } from './join-accounts.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'joining'>;

const query = z.object({ q: z.string().max(200).catch(''), with: z.string().max(100).catch('') });
const reasonWords = 'Give a reason: it is kept with both accounts.';
const reason = z
  .string({ error: reasonWords })
  .trim()
  .min(1, reasonWords)
  .max(500, 'Keep the reason under 500 characters.');
const joinBody = z.object({ with: z.string({ error: 'Choose an account.' }).max(100, 'Choose an account.'), reason });
const undoBody = z.object({ reason });

/** Registers the page and its two forms. */
export function joinAccountsPage(router: Router, needs: Needs): void {
  const { joining } = needs;

  router.get('/students/:person/join', may('join accounts'), (request, response) =>
    show(needs, request, response, null),
  );

  router.post('/students/:person/join', may('join accounts'), (request, response) =>
    orShow(needs, request, response, async (personId) => {
      const body = readBody(request, joinBody);
      await joining.join(visitOf(request).visitor, personId, body.with, body.reason);
      return 'joined';
    }),
  );

  router.post('/students/:person/unjoin', may('join accounts'), (request, response) =>
    orShow(needs, request, response, async (personId) => {
      await joining.undo(visitOf(request).visitor, personId, readBody(request, undoBody).reason);
      return 'undone';
    }),
  );
}

/** Does it and leads to the student's file; what is refused stands on the page with what was typed. */
async function orShow(
  needs: Needs,
  request: Request,
  response: Response,
  act: (personId: string) => Promise<string>,
): Promise<void> {
  const personId = param(request, 'person');
  try {
    const done = await act(personId);
    response.redirect(303, `${baseOf(request)}/students/${personId}?done=${done}`);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.reason !== 'invalid' && error.reason !== 'already-done')) throw error;
    response.status(statuses[error.reason]);
    const { entries, faults } = enteredIn(request, error);
    const shown = faults.length > 0 ? faults : [{ path: 'reason', message: error.message }];
    await show(needs, request, response, { entries, faults: shown });
  }
}

async function show(
  { render, joining }: Needs,
  request: Request,
  response: Response,
  refused: RefusedJoin | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const personId = param(request, 'person');
  const { own, joined } = await joining.of(visitor, personId);
  const asked = query.parse(request.query);
  const key = refused?.entries['with'] ?? asked.with;
  // The same address or number is the likeliest sign, so the page begins with it.
  const q = asked.q === '' && key === '' ? (own.person.email ?? own.person.sourcedId ?? '') : asked.q;
  const preview = joined || key === '' ? null : await joining.preview(visitor, personId, key);
  const candidates = joined || preview ? [] : await joining.candidates(visitor, personId, q);
  const page = pageFor(request, response, `Accounts of ${own.person.name}`, 'eligibility');
  const view = joinAccountsView({ own, joined, preview, candidates, q, refused, zone: visitor.zone }, page);
  response.send(render('instructor/guarantee/join-accounts', view));
}
