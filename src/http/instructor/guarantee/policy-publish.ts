// `GET` and `POST /policies/:policy/publish`: from which day, what changes, which warnings are meant; then it stands for good.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import type { PolicyRecord } from '../../../domain/policies/policy-record.ts';
import { draftOf } from '../../../domain/policies/raw-policy.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { policyPublishView, type PublishAsked } from './policy-publish.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'surroundings'>;

const dayCure = 'Give a day, such as 2026-12-01.';
const labelCure = 'Keep the label under 40 characters.';
const noteCure = 'Say why, for the record: whoever reads the versions later sees it.';
const body = z.object({
  rev: z.coerce.number().int().min(1),
  effectiveFrom: z
    .string({ error: dayCure })
    .trim()
    .refine((day) => readDay(day) !== null, dayCure),
  label: z.string().trim().max(40, labelCure).default(''),
  note: z.string({ error: noteCure }).trim().min(1, noteCure).max(500, 'Keep the reason under 500 characters.'),
  acknowledged: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
});

/** Registers the page. */
export function policyPublishPage(router: Router, needs: Needs): void {
  router.get('/policies/:policy/publish', may('publish policies'), async (request, response) => {
    const policy = await needs.policies.get(visitOf(request).visitor, param(request, 'policy'));
    await showPublish(needs, request, response, policy, { entries: null, acknowledged: [], faults: [] });
  });

  router.post('/policies/:policy/publish', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    try {
      const version = await needs.policies.publish(visitor, policy.id, readBody(request, body));
      response.redirect(303, `${baseOf(request)}/policies/${policy.id}/versions/${version.number}?done=published`);
    } catch (error) {
      if (!(error instanceof Refusal) || (error.reason !== 'invalid' && error.reason !== 'already-done')) throw error;
      response.status(statuses[error.reason]);
      const { entries, faults } = enteredIn(request, error);
      const given: unknown = (request.body as { acknowledged?: unknown }).acknowledged;
      const acknowledged = [given].flat().filter((key): key is string => typeof key === 'string');
      const newest = await needs.policies.get(visitor, policy.id);
      await showPublish(needs, request, response, newest, { entries, acknowledged, faults });
    }
  });
}

async function showPublish(
  needs: Needs,
  request: Request,
  response: Response,
  policy: PolicyRecord,
  again: Pick<PublishAsked, 'entries' | 'acknowledged' | 'faults'>,
): Promise<void> {
  const { visitor } = visitOf(request);
  const draft = draftOf(policy);
  const versions = await needs.policies.versions(visitor, policy.id);
  const [newest] = versions;
  const kept = await Promise.all(versions.map(({ number }) => needs.policies.keptBy(visitor, policy.id, number)));
  const today = needs.policies.todayOf(visitor, draft);
  const asked: PublishAsked = {
    ...again,
    policy,
    draft,
    newest: newest ?? null,
    keptByCount: kept[0] ?? 0,
    kept: versions.map(({ label }, index) => ({ label, students: kept[index] ?? 0 })),
    findings: needs.policies.check(visitor, draft, again.entries?.['effectiveFrom'] ?? today),
    today,
  };
  const page = pageFor(request, response, `Publish: ${policy.name}`, 'policies');
  response.send(needs.render('instructor/guarantee/policy-publish', policyPublishView(asked, page)));
}
