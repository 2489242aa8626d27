// `GET /policies/:policy/versions...`: all versions, one of them as it was accepted, as JSON to take along, and any two compared.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { policyDifferenceView } from './policy-difference.view.ts';
import { policyVersionView } from './policy-version.view.ts';
import { policyVersionsView } from './policy-versions.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'surroundings'>;

const numberOf = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Refusal('not-found', 'There is no such version here.');
  return Number(text);
};

/** Versions by number; the draft by the word. Anything else: the newest two. */
const compared = z.object({
  from: z
    .string()
    .regex(/^(draft|[1-9]\d{0,5})$/)
    .catch(''),
  to: z
    .string()
    .regex(/^(draft|[1-9]\d{0,5})$/)
    .catch(''),
});

/** Registers the pages of versions. */
export function policyVersionPage(router: Router, needs: Needs): void {
  const guard = may('publish policies');
  goingBack(router, needs);
  router.get('/policies/:policy/versions', guard, (request, response) => showVersions(needs, request, response));
  router.get('/policies/:policy/difference', guard, (request, response) => showDifference(needs, request, response));

  router.get('/policies/:policy/versions/:number/policy.json', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const version = await needs.policies.versionOf(
      visitor,
      param(request, 'policy'),
      numberOf(param(request, 'number')),
    );
    response.attachment(`policy-${version.number}.json`).type('application/json').send(version.json);
  });

  router.get('/policies/:policy/versions/:number', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const policyId = param(request, 'policy');
    const policy = await needs.policies.get(visitor, policyId);
    const version = await needs.policies.versionOf(visitor, policyId, numberOf(param(request, 'number')));
    const page = pageFor(request, response, `${policy.name}, version ${version.label}`, 'policies');
    const keptByCount = await needs.policies.keptBy(visitor, policyId, version.number);
    const reader = { zone: visitor.zone, now: needs.surroundings.now() };
    const isDone = request.query['done'] === 'published';
    const view = policyVersionView({ policy, version, keptByCount, isDone }, page, reader);
    response.send(needs.render('instructor/guarantee/policy-version', view));
  });
}

const backBody = z.object({ rev: z.coerce.number().int().min(1) });

/** Registers going back: the draft is begun anew from a version. */
function goingBack(router: Router, needs: Needs): void {
  router.post('/policies/:policy/versions/:number/draft', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    const [policyId, number] = [param(request, 'policy'), numberOf(param(request, 'number'))];
    const { rev } = readBody(request, backBody);
    await needs.policies.goBackTo(visitor, policyId, rev, number);
    response.redirect(303, `${baseOf(request)}/policies/${policyId}?back=${number}`);
  });
}

async function showVersions(needs: Needs, request: Request, response: Response): Promise<void> {
  const { visitor } = visitOf(request);
  const policy = await needs.policies.get(visitor, param(request, 'policy'));
  const versions = await needs.policies.versions(visitor, policy.id);
  const kept = await Promise.all(versions.map(({ number }) => needs.policies.keptBy(visitor, policy.id, number)));
  const page = pageFor(request, response, `Versions: ${policy.name}`, 'policies');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  response.send(
    needs.render('instructor/guarantee/policy-versions', policyVersionsView({ policy, versions, kept }, page, reader)),
  );
}

async function showDifference(needs: Needs, request: Request, response: Response): Promise<void> {
  const { visitor } = visitOf(request);
  const policy = await needs.policies.get(visitor, param(request, 'policy'));
  const versions = await needs.policies.versions(visitor, policy.id);
  const page = pageFor(request, response, `Compare: ${policy.name}`, 'policies');
  const asked = { policy, versions, ...compared.parse(request.query) };
  response.send(needs.render('instructor/guarantee/policy-difference', policyDifferenceView(asked, page)));
}
