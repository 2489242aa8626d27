// `GET` and `POST /policies/:policy/json`: the draft as JSON, to take along or to replace; faults by their places.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { PolicyRecord } from '../../../domain/policies/policy-record.ts';
import { draftOf, readPolicy, writtenPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { policyJsonView } from './policy-json.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies'>;

const body = z.object({
  rev: z.coerce.number().int().min(1),
  json: z.string().default(''),
  act: z.enum(['save', 'check']).default('save'),
});

/** Registers the page and the file. */
export function policyJsonPage(router: Router, needs: Needs): void {
  const guard = may('publish policies');
  router.get('/policies/:policy/policy.json', guard, async (request, response) => {
    const policy = await needs.policies.get(visitOf(request).visitor, param(request, 'policy'));
    response
      .attachment('policy-draft.json')
      .type('application/json')
      .send(writtenPolicy(draftOf(policy)));
  });

  router.get('/policies/:policy/json', guard, async (request, response) => {
    const policy = await needs.policies.get(visitOf(request).visitor, param(request, 'policy'));
    const draft = draftOf(policy);
    showJson(needs, request, response, policy, {
      text: writtenPolicy(draft),
      read: draft,
      rev: policy.draftRev,
      faults: [],
    });
  });

  router.post('/policies/:policy/json', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const { rev, json, act } = readBody(request, body);
    const read = readPolicy(json);
    if (!read.ok || act === 'check') {
      if (!read.ok) response.status(statuses.invalid);
      const shown = { text: json, rev, read: read.ok ? read.policy : null, faults: read.ok ? [] : [read.fault] };
      return showJson(needs, request, response, policy, shown);
    }
    const saved = await needs.policies.save(visitor, policy.id, { rev, policy: read.policy });
    const path = `${baseOf(request)}/policies/${policy.id}`;
    return response.redirect(303, saved.kind === 'saved' ? `${path}#checks` : `${path}/drafts/${saved.asideId}`);
  });
}

function showJson(
  needs: Needs,
  request: Request,
  response: Response,
  policy: PolicyRecord,
  shown: { text: string; rev: number; read: RawPolicy | null; faults: readonly Fault[] },
): void {
  const { visitor } = visitOf(request);
  const findings = shown.read ? needs.policies.check(visitor, shown.read) : [];
  const page = pageFor(request, response, `JSON: ${policy.name}`, 'policies');
  response.send(needs.render('instructor/guarantee/policy-json', policyJsonView({ policy, findings, ...shown }, page)));
}
