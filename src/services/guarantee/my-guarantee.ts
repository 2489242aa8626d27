// My guarantee: everything that a student's own page tells, from where they stand to the days on which an exam would keep it.

import { type Day } from '../../domain/day.ts';
import type { Missing } from '../../domain/evidence/asked-facts.ts';
import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import type { DayStretch, WhatIf } from '../../domain/guarantee/dry-run.ts';
import { accountKey, otherAccount, type Join } from '../../domain/evidence/joined-accounts.ts';
import type { Claim } from '../../domain/claims/claim.ts';
import { currentClaim } from '../../domain/claims/open-keys.ts';
import type { Exam } from '../../domain/exam/exam.ts';
import type { Visitor } from '../../domain/person.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ExamStore } from '../../stores/exam-store.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Eligibility, JudgedStudent, JudgmentByFile, PolicyVersionInForce } from './eligibility.ts';
import type { MissingDates } from './missing-dates.ts';
import type { Retake, Retakes } from './retakes.ts';
import type { TermsService } from './terms.ts';

/** A supposed sitting with what it would mean. */
export interface Supposition {
  readonly on: Day;
  readonly meaning: WhatIf;
}

/** An exam of the course that can be sat now or later. */
export interface MockExam {
  readonly id: string;
  readonly title: string;
  readonly countsAs: Exam['settings']['countsAs'];
}

/** The other account of the same person that staff joined with theirs. */
export interface JoinedWith {
  /** The other course; null where it is the same one, or is there no more. */
  readonly courseTitle: string | null;
  readonly byName: string;
  readonly at: number;
}

export interface MyGuarantee {
  readonly judgment: JudgmentByFile;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
  /** The version that is in force today; null without a guarantee. */
  readonly offered: PolicyVersionInForce | null;
  readonly missing: Missing;
  /** Days from today on in stretches that would mean the same; none where an exam changes nothing any more. */
  readonly safe: readonly DayStretch[];
  readonly supposed: Supposition | null;
  /** By title. */
  readonly exams: readonly MockExam[];
  /** The open one, else the newest; null for none. */
  readonly claim: Claim | null;
  readonly retakes: readonly Retake[];
  readonly joined: JoinedWith | null;
  readonly now: number;
}

interface Needs {
  readonly eligibility: Pick<Eligibility, 'groundOf' | 'judge' | 'whatIf' | 'safeDays'>;
  readonly terms: Pick<TermsService, 'offered'>;
  readonly missingDates: Pick<MissingDates, 'needs'>;
  readonly exams: Pick<ExamStore, 'ofCourse'>;
  readonly claims: Pick<ClaimStore, 'ofPerson'>;
  readonly retakes: Pick<Retakes, 'mine'>;
  readonly joined: Pick<JoinedAccountStore, 'of'>;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** How far ahead an exam is booked at most. */
export const daysAhead = 240;

export type MyGuaranteeService = ReturnType<typeof myGuaranteeService>;

export function myGuaranteeService(needs: Needs) {
  const { eligibility, terms, missingDates, exams, claims, retakes, joined, courses, surroundings } = needs;

  /** Exams whose window is not over, "Mock 2" before "Mock 10". */
  async function examsOf(courseId: string, now: number): Promise<MockExam[]> {
    const all = await exams.ofCourse(courseId);
    return all
      .filter(({ settings }) => settings.window.closesAt === null || settings.window.closesAt > now)
      .map(({ id, settings: { title, countsAs } }) => ({ id, title, countsAs }))
      .toSorted((a, b) => a.title.localeCompare(b.title, 'en-US', { numeric: true }));
  }

  async function joinedWith(visitor: Visitor, join: Join | null): Promise<JoinedWith | null> {
    const other = join && otherAccount(join, accountKey(visitor));
    if (!join || !other) return null;
    const { byName, at } = join.joined;
    const course = other.courseId === visitor.courseId ? null : await courses.find(other.courseId, other.platformId);
    return { courseTitle: course?.title ?? null, byName, at };
  }

  return {
    /** The visitor's guarantee; `sitOn` supposes that they sit the official exam on that day. */
    async of(visitor: Visitor, sitOn: Day | null = null): Promise<MyGuarantee> {
      const now = surroundings.now();
      const { organizationId, platformId, courseId, personId } = visitor;
      const [{ plan, classes }, judgment, offered, missing, given, claimed, held, join] = await Promise.all([
        eligibility.groundOf(visitor),
        eligibility.judge(visitor, personId, now),
        terms.offered(visitor),
        missingDates.needs({ organizationId, platformId, courseId, personId }),
        examsOf(courseId, now),
        claims.ofPerson(courseId, platformId, personId),
        retakes.mine(visitor),
        joined.of(visitor),
      ]);
      const judged = judgment.kind === 'judged' && mayStillSit(judgment) ? judgment : null;
      const today = judged && dayOfInstant(now, judged.verdict.calendar.zone);
      const isAhead = today !== null && sitOn !== null && sitOn >= today && sitOn <= today + 2 * daysAhead;
      return {
        judgment,
        plan,
        classes,
        offered,
        missing,
        safe:
          judged && today !== null ? await eligibility.safeDays(judged, { from: today, to: today + daysAhead }) : [],
        supposed: judged && isAhead ? { on: sitOn, meaning: eligibility.whatIf(judged, { examOn: sitOn }) } : null,
        exams: given,
        claim: currentClaim(claimed),
        retakes: held,
        joined: await joinedWith(visitor, join),
        now,
      };
    },
  };
}

/** Whether it still matters on which day the student sits the official exam. */
export function mayStillSit({ verdict }: Pick<JudgedStudent, 'verdict'>): boolean {
  return verdict.verdict === 'on_track' || verdict.verdict === 'needs_review';
}
