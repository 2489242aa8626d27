// Terms: the version of the policy that a student accepts, or is granted by staff; theirs for good, with the text as it was read.

import { dayText } from '../../domain/day.ts';
import type { FileOwner, StudentFile } from '../../domain/evidence/student-file.ts';
import { emptyFile } from '../../domain/evidence/student-file.ts';
import type { CompiledPolicy } from '../../domain/guarantee/policy.ts';
import { rulesOf } from '../../domain/guarantee/requirement.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import type { PublishedVersion } from '../../domain/policies/policy-record.ts';
import { isWorse, toWeigh, weigh, type Weighed } from '../../domain/policies/kindness.ts';
import { storedPolicy } from '../../domain/policies/raw-policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { zoneOf, type Eligibility, type JudgmentByFile, type PolicyVersionInForce } from './eligibility.ts';
import type { PoliciesInForce, VersionInForce } from './policies-in-force.ts';
import type { Policies } from './policies.ts';

/** What staff grant: a version of the course's policy, and why. */
export interface GrantedTerms {
  readonly policyId: string;
  readonly number: number;
  readonly reason: string;
  /** Whether somebody has read what is not plainly kinder, and means it so. */
  readonly isWeighed: boolean;
}

/** What a version would be to a student: where they would stand, and each difference from what they have. */
export interface TermsWeighed {
  readonly before: JudgmentByFile;
  readonly after: JudgmentByFile;
  readonly points: readonly Weighed[];
  /** Whether they would stand worse today: never granted. */
  readonly isWorse: boolean;
}

interface Needs {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly inForce: PoliciesInForce;
  readonly policies: Pick<Policies, 'mayGrant' | 'grantable'>;
  readonly eligibility: Pick<Eligibility, 'judge' | 'supposing'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** Two writers meet on one student's file seldom; who loses so often in a row meets a defect. */
const triesAllowed = 20;

export type TermsService = ReturnType<typeof termsService>;

export function termsService({ files, plans, courses, inForce, policies, eligibility, audit, surroundings }: Needs) {
  const planOf = ({ organizationId, platformId, courseId: id }: Visitor | FileOwner) =>
    plans.find({ id, organizationId, platformId });

  const ownerOf = ({ organizationId, platformId, courseId }: Visitor, personId: string): FileOwner => ({
    organizationId,
    platformId,
    courseId,
    personId,
  });

  /** The version in force today in the visitor's course; null without a guarantee. */
  async function newest(visitor: Visitor): Promise<{ version: VersionInForce; today: string } | null> {
    const plan = await planOf(visitor);
    if (plan.policyId === null) return null;
    const today = dayText(dayOfInstant(surroundings.now(), zoneOf(plan)));
    const version = await inForce.inForceOn(visitor.organizationId, plan.policyId, today);
    return version && { version, today };
  }

  async function studentIn(visitor: Visitor, personId: string): Promise<FileOwner> {
    const enrollment = await courses.enrollment(visitor.courseId, personId);
    found(enrollment?.role === 'learner' ? enrollment : null, 'student');
    return ownerOf(visitor, personId);
  }

  /** The version that is a student's own, else the one in force; null without a guarantee. */
  async function versionOf(visitor: Visitor, { terms }: StudentFile): Promise<VersionInForce | null> {
    if (terms) return inForce.version(visitor.organizationId, terms.policyId, terms.number);
    return (await newest(visitor))?.version ?? null;
  }

  async function weighing(
    visitor: Visitor,
    personId: string,
    { policyId, number }: Pick<GrantedTerms, 'policyId' | 'number'>,
  ): Promise<TermsWeighed> {
    const owner = await studentIn(visitor, personId);
    const version = await policies.mayGrant(visitor, (await planOf(visitor)).policyId, policyId, number);
    const file = (await files.find(owner)) ?? emptyFile(owner);
    const [before, after, theirs] = await Promise.all([
      eligibility.judge(visitor, personId),
      eligibility.supposing(visitor, { ...file, terms: termsOf(visitor, version, '', surroundings.now()) }),
      versionOf(visitor, file),
    ]);
    const points = theirs ? weigh(storedPolicy(theirs.json), storedPolicy(version.json)) : [];
    const isJudged = before.kind === 'judged' && after.kind === 'judged';
    return { before, after, points, isWorse: isJudged && isWorse(before.verdict.verdict, after.verdict.verdict) };
  }

  return {
    /** The version that a student of the visitor's course accepts today; null without a guarantee. */
    async offered(visitor: Visitor): Promise<PolicyVersionInForce | null> {
      return (await newest(visitor))?.version ?? null;
    },

    /**
     * Accepts the terms as the student has read them. Accepting again changes nothing: the first acceptance stands. Where the
     * policy asks for an opt-in, accepting is it.
     * @throws Refusal not-allowed for anybody but students; not-found without a guarantee; already-done when newer terms came
     * into force since the page was shown
     */
    async accept(visitor: Visitor, read: { readonly policyId: string; readonly number: number }): Promise<void> {
      if (!mayDo(visitor, 'sit exams') || visitor.isTestUser)
        throw new Refusal('not-allowed', 'Only students of this course can accept its guarantee.');
      const owner = ownerOf(visitor, visitor.personId);
      for (let tries = 0; tries < triesAllowed; tries += 1) {
        const file = (await files.find(owner)) ?? emptyFile(owner);
        if (file.terms) return;
        const { version, today } = found(await newest(visitor), 'guarantee');
        if (version.policyId !== read.policyId || version.number !== read.number)
          throw new Refusal(
            'already-done',
            'Newer terms have come into force since you opened this page. Read them first.',
          );
        const origin = {
          source: 'student',
          by: visitor.personId,
          byName: visitor.name,
          at: surroundings.now(),
        } as const;
        const { policyId, number, text, label } = version;
        const terms = { ...origin, policyId, number, text, reason: '' };
        const optsIn = asksOptIn(version.compiled) && !Object.hasOwn(file.dates, 'optInOn');
        const optIn = optsIn ? { 'dates.optInOn': { ...origin, value: today } } : {};
        if (await files.change(owner, { $set: { terms, ...optIn } }, { rev: file.rev })) {
          const detail = { policyId, number, label, optInOn: optsIn ? today : null };
          await audit.note(visitor, { act: 'terms accepted', subjectId: visitor.personId, reason: '', detail });
          return;
        }
      }
      throw new Error(`the terms of ${owner.courseId}:${owner.personId} could not be written`);
    },

    /** The versions that staff may grant in this course, newest first. @throws Refusal not-allowed */
    async grantable(visitor: Visitor): Promise<PublishedVersion[]> {
      return policies.grantable(visitor, (await planOf(visitor)).policyId);
    },

    /** What another version would be to a student, to judge by before it is granted. @throws Refusal as `grant` */
    weighing,

    /**
     * Gives a student another version than the one they have, kinder to them. What they had is kept. Granting what they have
     * changes nothing.
     * @throws Refusal not-allowed without the right, not-found for a student or version that is none of this course's; invalid
     * for terms under which the student would stand worse, and for points that are not plainly kinder and nobody has weighed
     */
    async grant(visitor: Visitor, personId: string, granted: GrantedTerms): Promise<void> {
      demand(visitor, 'grant kinder version');
      const { policyId, number, reason } = granted;
      const weighed = await weighing(visitor, personId, granted);
      refuseUnkind(weighed, granted.isWeighed);
      const owner = await studentIn(visitor, personId);
      const version = await policies.mayGrant(visitor, (await planOf(visitor)).policyId, policyId, number);
      for (let tries = 0; tries < triesAllowed; tries += 1) {
        const file = (await files.find(owner)) ?? emptyFile(owner);
        const { terms: before } = file;
        if (before?.policyId === policyId && before.number === number) return;
        const kept = before ? { $push: { earlierTerms: before } } : {};
        const terms = termsOf(visitor, version, reason, surroundings.now());
        if (await files.change(owner, { $set: { terms }, ...kept }, { rev: file.rev })) {
          const stricter = toWeigh(weighed.points).length;
          const detail = { policyId, number, label: version.label, before: before?.number ?? null, stricter };
          await audit.note(visitor, { act: 'kinder version granted', subjectId: personId, reason, detail });
          return;
        }
      }
      throw new Error(`the terms of ${owner.courseId}:${owner.personId} could not be written`);
    },
  };
}

function refuseUnkind({ isWorse: isUnkind, points }: TermsWeighed, isWeighed: boolean): void {
  if (isUnkind) {
    const message = 'Under this version the student would stand worse than now. Choose a kinder one.';
    throw new Refusal('invalid', message, [{ path: 'version', message }]);
  }
  if (isWeighed || toWeigh(points).length === 0) return;
  const message = 'Not everything in this version is kinder. Read the points below, and tick that you mean it so.';
  throw new Refusal('invalid', message, [{ path: 'isWeighed', message }]);
}

function termsOf(visitor: Visitor, { policyId, number, text }: PolicyVersionInForce, reason: string, at: number) {
  return { source: 'staff' as const, by: visitor.personId, byName: visitor.name, at, policyId, number, text, reason };
}

/** Whether a policy has a rule that the student opts in by a day. */
function asksOptIn({ versions }: CompiledPolicy): boolean {
  return versions.some(
    ({ terms }) =>
      terms.kind === 'guarantee' &&
      rulesOf(terms.requires).some(({ rule, uses }) => rule === 'opt_in' && (uses.dates ?? []).includes('optInOn')),
  );
}
