// `GET` and `POST /policies/:policy/drafts/:draft`: two people saved at once; both drafts are here, and one of them goes on.

import type { Router } from 'express';
import { z } from 'zod';
import { draftOf, storedPolicy } from '../../../domain/policies/raw-policy.ts';
import { plainTextOf } from '../../../domain/policies/student-text.ts';
import type { PolicyRecord, SetAside } from '../../../domain/policies/policy-record.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { policyDraftView } from './policy-draft.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'surroundings'>;

const body = z.object({
  rev: z.coerce.number().int().min(1),
  act: z.enum(['take', 'drop'], { error: 'Choose which draft goes on.' }),
});

/** Registers the page. */
export function policyDraftsPage(router: Router, needs: Needs): void {
  const guard = may('publish policies');
  router.get('/policies/:policy/drafts/:draft', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const aside = asideOf(policy, param(request, 'draft'));
    const [theirs, mine] = [draftOf(policy), storedPolicy(aside.json)];
    const page = pageFor(request, response, `Two drafts: ${policy.name}`, 'policies');
    const reader = { zone: visitor.zone, now: needs.surroundings.now() };
    const texts = { theirs: plainTextOf(theirs), mine: plainTextOf(mine) };
    const asked = { policy, aside, theirs, mine, texts, isMine: aside.by === visitor.personId };
    response.send(needs.render('instructor/guarantee/policy-draft', policyDraftView(asked, page, reader)));
  });

  router.post('/policies/:policy/drafts/:draft', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const [policyId, draftId] = [param(request, 'policy'), param(request, 'draft')];
    const { act, rev } = readBody(request, body);
    const path = `${baseOf(request)}/policies/${policyId}`;
    if (act === 'drop') {
      await needs.policies.dropAside(visitor, policyId, draftId);
      return response.redirect(303, path);
    }
    const saved = await needs.policies.takeAside(visitor, policyId, rev, draftId);
    // Somebody saved once more: the page shows the drafts as they are now.
    return response.redirect(303, saved.kind === 'saved' ? path : `${path}/drafts/${draftId}`);
  });
}

function asideOf(policy: PolicyRecord, id: string): SetAside {
  const aside = policy.setAside.find((each) => each.id === id);
  if (!aside) throw new Refusal('not-found', 'This draft is not kept any more: somebody has chosen already.');
  return aside;
}
