// `GET` and `POST /policies`: every policy of the organization, where to begin one, and who besides administrators may publish.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../../domain/person.ts';
import { readPolicy } from '../../../domain/policies/raw-policy.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { Attempted } from '../act-form.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { policiesView } from './policies.view.ts';
import { policyStartView, type StartAsked } from './policy-start.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'leads' | 'surroundings'>;

const query = z.object({
  show: z.enum(['', 'archived']).catch(''),
  done: z.string().max(64).catch(''),
});

const nameWords = 'Give the policy a name of at most 120 characters; staff see it in lists.';
const startBody = z.object({
  name: z.string({ error: nameWords }).trim().min(1, nameWords).max(120, nameWords),
  from: z.string().max(100).default('blank'),
  json: z.string().default(''),
});

const reasonWords = 'Give a reason: whoever looks after the course reads it.';
const reason = z
  .string({ error: reasonWords })
  .trim()
  .min(1, reasonWords)
  .max(500, 'Keep the reason under 500 characters.');
const leadBody = z.object({ isLead: z.enum(['yes', 'no']), reason });
const archiveBody = z.object({ isArchived: z.enum(['yes', 'no']), reason });

/** Registers the list, the beginning of a policy, putting one away, and naming lead instructors. */
export function policiesPage(router: Router, needs: Needs): void {
  router.get('/policies', may('publish policies'), (request, response) => showPolicies(needs, request, response));

  router.get('/policies/new', may('publish policies'), (request, response) => {
    const from = typeof request.query['from'] === 'string' ? request.query['from'] : 'blank';
    showStart(needs, request, response, { from, entries: {}, faults: [] });
  });

  router.post('/policies', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const { name, from, json } = readBody(request, startBody);
      const policy = await needs.policies.create(visitor, name, from === 'json' ? broughtAlong(json) : { start: from });
      response.redirect(303, `${baseOf(request)}/policies/${policy.id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const again = enteredIn(request, error);
      showStart(needs, request, response, { from: again.entries['from'] ?? 'blank', ...again });
    }
  });

  router.post('/policies/leads/:person', may('name lead instructors'), (request, response) =>
    act(needs, request, response, { act: 'lead', of: param(request, 'person') }, async () => {
      const { isLead, reason: why } = readBody(request, leadBody);
      await needs.leads.name(visitOf(request).visitor, param(request, 'person'), isLead === 'yes', why);
      return isLead === 'yes' ? 'lead-named' : 'lead-taken';
    }),
  );

  router.post('/policies/:policy/archive', may('publish policies'), (request, response) =>
    act(needs, request, response, { act: 'archive', of: param(request, 'policy') }, async () => {
      const { isArchived, reason: why } = readBody(request, archiveBody);
      await needs.policies.archive(visitOf(request).visitor, param(request, 'policy'), isArchived === 'yes', why);
      return isArchived === 'yes' ? 'archived' : 'brought-back';
    }),
  );
}

/** A policy as JSON that somebody pasted. @throws Refusal invalid */
function broughtAlong(json: string) {
  const read = readPolicy(json);
  if (!read.ok) throw new Refusal('invalid', read.fault.message, [read.fault]);
  return { policy: read.policy };
}

/** Does an act of the list and comes back to it; refused, the list shows its form again. */
async function act(
  needs: Needs,
  request: Request,
  response: Response,
  on: { readonly act: string; readonly of: string },
  work: () => Promise<string>,
): Promise<void> {
  try {
    response.redirect(303, `${baseOf(request)}/policies?done=${await work()}`);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.reason !== 'invalid' && error.reason !== 'already-done')) throw error;
    response.status(statuses[error.reason]);
    await showPolicies(needs, request, response, { ...on, attempted: { act: on.act, ...enteredIn(request, error) } });
  }
}

async function showPolicies(
  needs: Needs,
  request: Request,
  response: Response,
  again: { readonly act: string; readonly of: string; readonly attempted: Attempted } | null = null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const mayName = mayDo(visitor, 'name lead instructors') && visitor.courseId !== '';
  const [policies, instructors] = await Promise.all([
    needs.policies.list(visitor),
    mayName ? needs.leads.list(visitor) : null,
  ]);
  const page = pageFor(request, response, 'Policies', 'policies');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const asked = { policies, instructors, again, ...query.parse(request.query) };
  response.send(needs.render('instructor/guarantee/policies', policiesView(asked, page, reader)));
}

function showStart(needs: Needs, request: Request, response: Response, asked: StartAsked): void {
  const page = pageFor(request, response, 'Begin a policy', 'policies');
  response.send(needs.render('instructor/guarantee/policy-start', policyStartView(asked, page)));
}
