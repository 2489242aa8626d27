// `GET /policies/:policy/try`: the draft tried on a student, a situation or the whole course, beside the version in force; it reads and never writes.

import type { Router } from 'express';
import { z } from 'zod';
import type { Visitor } from '../../../domain/person.ts';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { policyTryView, type TryResult } from './policy-try.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'policyTrials' | 'surroundings'>;

/** Who it is tried on: "student:<id>", "situation:<id>" or "course". Anything else asks again. */
const query = z.object({
  on: z
    .string()
    .regex(/^(course|student:.{1,200}|situation:[a-z-]{1,40})$/)
    .catch(''),
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .catch(''),
});

/** Registers the page. */
export function policyTryPage(router: Router, needs: Needs): void {
  router.get('/policies/:policy/try', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const { on, day } = query.parse(request.query);
    const students = await needs.policyTrials.students(visitor);
    const result = on === '' ? null : await resultOf(needs, visitor, policy.id, on, day);
    const page = pageFor(request, response, `Try: ${policy.name}`, 'policies');
    const asked = { policy, students, on, day, result, now: needs.surroundings.now(), zone: visitor.zone };
    response.send(needs.render('instructor/guarantee/policy-try', policyTryView(asked, page)));
  });
}

async function resultOf(
  { policyTrials }: Needs,
  visitor: Visitor,
  policyId: string,
  on: string,
  day: string,
): Promise<TryResult> {
  const [kind = '', ...rest] = on.split(':');
  const id = rest.join(':');
  if (kind === 'course') return { kind: 'course', trial: await policyTrials.onCourse(visitor, policyId, day) };
  if (kind === 'situation') {
    const trial = await policyTrials.onSituation(visitor, policyId, id, day);
    return { kind: 'one', trial, person: null };
  }
  const { person, ...trial } = await policyTrials.onStudent(visitor, policyId, id, day);
  return { kind: 'one', trial, person };
}
