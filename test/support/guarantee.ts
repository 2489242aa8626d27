// A guarantee for tests: a small policy published today and put in force in a course, and what is recorded of a student since.

import type { Visitor } from '../../src/domain/person.ts';
import { findingKey } from '../../src/domain/policies/warnings.ts';
import type { RawPolicy } from '../../src/domain/policies/raw-policy.ts';
import { draftOf } from '../../src/domain/policies/raw-policy.ts';
import type { TestApplication } from './application.ts';

/** Course in 5 months of enrolling, opted in within 7 days, named a real coder by staff, exam within 30 days of completing. */
export const smallPolicy: RawPolicy = {
  id: 'small',
  timeZone: 'America/Chicago',
  requires: {
    all: [
      { id: 'opt_in', rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 7 } } },
      { id: 'done', rule: 'course_complete', window: { anchor: 'enrolledOn', amount: { months: 5 } }, pausable: {} },
      { id: 'identity', rule: 'flag', fact: 'identityMatch', equals: true, decidedBy: 'staff', curable: true },
      { id: 'exam', rule: 'exam_taken', window: { anchor: 'completedOn', amount: { days: 30 } } },
      { id: 'failed', rule: 'outcome' },
    ],
  },
  claim: { window: { anchor: 'result1', amount: { days: 30 } }, evidence: ['score_report'], satisfiedBy: 'received' },
  remedies: [{ type: 'retake_voucher' }],
};

/** Publishes a policy that holds from today on, and puts it in force in the visitor's course. Gives the policy's id. */
export async function giveGuarantee(
  { application }: TestApplication,
  visitor: Visitor,
  policy: RawPolicy = smallPolicy,
  effectiveFrom = '2026-11-23',
): Promise<string> {
  const { policies } = application.services;
  const lead: Visitor = { ...visitor, role: 'lead' };
  const begun = await policies.create(lead, 'Pass guarantee', { policy });
  await policies.publish(lead, begun.id, {
    rev: begun.draftRev,
    effectiveFrom,
    label: '',
    note: 'First terms',
    acknowledged: policies.check(lead, draftOf(begun)).map(findingKey),
  });
  const { courseId: id, organizationId, platformId } = visitor;
  const { plans } = application.stores;
  const { rev } = await plans.find({ id, organizationId, platformId });
  await plans.change({ id, organizationId, platformId }, rev, { $set: { policyId: begun.id } });
  return begun.id;
}
