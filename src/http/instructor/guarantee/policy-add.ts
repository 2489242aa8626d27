// `GET` and `POST /policies/:policy/add`: everything that can be added to a list of rules, in groups and searchable; one press adds it.

import type { Router } from 'express';
import { z } from 'zod';
import { draftOf } from '../../../domain/policies/raw-policy.ts';
import { addRule, isListOfRules } from '../../../domain/policies/rearrange.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { policyAddView } from './policy-add.view.ts';
import { cardId } from './policy-card.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies'>;

const query = z.object({
  to: z.string().max(400).catch('requires.all'),
  q: z.string().trim().max(80).catch(''),
});

const body = z.object({
  rev: z.coerce.number().int().min(1),
  to: z.string().max(400),
  rule: z.string({ error: 'Choose what to add.' }).max(60),
});

/** Registers the page. */
export function policyAddPage(router: Router, needs: Needs): void {
  const guard = may('publish policies');
  router.get('/policies/:policy/add', guard, async (request, response) => {
    const policy = await needs.policies.get(visitOf(request).visitor, param(request, 'policy'));
    const { to, q } = query.parse(request.query);
    const page = pageFor(request, response, `Add a rule: ${policy.name}`, 'policies');
    const view = policyAddView({ policy, draft: draftOf(policy), to: placeIn(policy, to), search: q }, page);
    response.send(needs.render('instructor/guarantee/policy-add', view));
  });

  router.post('/policies/:policy/add', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const { rev, to, rule } = readBody(request, body);
    const added = addRule(draftOf(policy), placeIn(policy, to), rule);
    // If somebody else saved meanwhile, their draft with the rule in it is kept aside, to be taken or dropped.
    const saved = await needs.policies.save(visitor, policy.id, { rev, policy: added.policy });
    const path = `${baseOf(request)}/policies/${policy.id}`;
    if (saved.kind === 'overtaken') return response.redirect(303, `${path}/drafts/${saved.asideId}`);
    const at = new URLSearchParams({ at: added.path }).toString();
    return response.redirect(303, `${path}?${at}#${cardId(added.path)}`);
  });
}

/** The list that a rule is added to. @throws Refusal not-found for a place that holds no rules */
function placeIn(policy: Parameters<typeof draftOf>[0], to: string): string {
  if (isListOfRules(draftOf(policy), to)) return to;
  throw new Refusal(
    'not-found',
    'The group that you were adding to is not in the draft any more. Open the policy again.',
  );
}
