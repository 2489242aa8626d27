// Claims for tests: a course whose guarantee can be claimed, a student who may, and the staff who decide.

import type { Visitor } from '../../src/domain/person.ts';
import type { RawPolicy } from '../../src/domain/policies/raw-policy.ts';
import { openTestApplication, type TestApplication } from './application.ts';
import { arrive, people } from './candidates.ts';
import { giveGuarantee } from './guarantee.ts';

/** Sit once after enrolling, fail, claim within 30 days of the result with the score report: the fee back, or a voucher. */
export const claimPolicy: RawPolicy = {
  id: 'claimable',
  timeZone: 'America/Chicago',
  requires: {
    all: [
      { id: 'exam', rule: 'exam_taken', window: { anchor: 'enrolledOn', amount: { days: 60 } } },
      { id: 'failed', rule: 'outcome' },
    ],
  },
  claim: {
    window: { anchor: 'result1', amount: { days: 30 } },
    evidence: ['official_report_1'],
    evidenceGrace: { days: 14 },
    satisfiedBy: 'received',
    decideIn: { businessDays: 5 },
    decidedBy: 'the course team',
  },
  remedies: [{ type: 'retake_voucher', validFor: { months: 10 } }],
};

/** The same with a refund, which needs a second person. */
export const refundPolicy: RawPolicy = {
  ...claimPolicy,
  remedies: [{ type: 'exam_fee_refund', amount: 290, currency: 'USD' }],
};

/** The same with a choice between two that exclude each other. */
export const choicePolicy: RawPolicy = {
  ...claimPolicy,
  remedies: [
    { type: 'retake_voucher', validFor: { months: 10 }, exclusiveWith: ['access_extension'] },
    { type: 'access_extension', amount: { months: 6 } },
  ],
};

export interface Claimants {
  readonly all: TestApplication;
  /** Two students of the course. */
  readonly ana: Visitor;
  readonly ben: Visitor;
  /** Two who decide. */
  readonly ines: Visitor;
  readonly marcus: Visitor;
  /** Records the enrollment and a checked fail of yesterday. */
  fail(student: Visitor): Promise<string>;
  /** Uploads a small PDF; gives its id. */
  paper(student: Visitor, name?: string): Promise<string>;
}

/** A course with a guarantee, two students, and two people who decide. */
export async function claimants(policy: RawPolicy = claimPolicy): Promise<Claimants> {
  const all = await openTestApplication();
  const { canvas } = people;
  const ines = await arrive(all, 'canvas', canvas.instructor);
  const ana = await arrive(all, 'canvas', canvas.students[0]);
  const ben = await arrive(all, 'canvas', canvas.students[1]);
  await giveGuarantee(all, ines, policy);
  const marcus: Visitor = { ...ines, personId: 'marcus', name: 'Marcus Oyelaran' };
  const { courses } = all.application.stores;
  const enrollment = { courseId: ines.courseId, personId: 'marcus', role: 'instructor', isActive: true } as const;
  await courses.enroll({ ...enrollment, source: 'launch' }, all.clock.now());
  const { evidence, officialExam, uploads } = all.application.services;
  return {
    all,
    ana,
    ben,
    ines,
    marcus,
    async fail(student) {
      await evidence.recordFor(ines, student.personId, {
        kind: 'date',
        name: 'enrolledOn',
        on: '2026-11-01',
        reason: '',
      });
      const said = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: '2026-11-22' } as const;
      const more = { score: 66, place: 'Chicago', version: null };
      return (await officialExam.enterFor(ines, student.personId, { ...said, ...more }, 'Seen the report')).id;
    },
    async paper(student, name = 'report.pdf') {
      return (await uploads.keep(student, { name, bytes: bytesOf(pdf) })).id;
    },
  };
}

/** The smallest file that is a PDF to whoever looks at its beginning. */
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

/** Bytes as they come in, in pieces. */
export async function* bytesOf(whole: Uint8Array, pieces = 3): AsyncGenerator<Uint8Array> {
  const length = Math.max(1, Math.ceil(whole.length / pieces));
  for (let at = 0; at < whole.length; at += length) yield whole.subarray(at, at + length);
}
