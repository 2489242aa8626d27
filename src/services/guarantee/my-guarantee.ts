// My guarantee: everything that a student's own page tells, from where they stand to the days on which an exam would keep it.

import { type Day } from '../../domain/day.ts';
import type { Missing } from '../../domain/evidence/asked-facts.ts';
import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import type { DayStretch, WhatIf } from '../../domain/guarantee/dry-run.ts';
import type { Visitor } from '../../domain/person.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Eligibility, JudgedStudent, JudgmentByFile, PolicyVersionInForce } from './eligibility.ts';
import type { MissingDates } from './missing-dates.ts';
import type { TermsService } from './terms.ts';

/** A supposed sitting with what it would mean. */
export interface Supposition {
  readonly on: Day;
  readonly meaning: WhatIf;
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
  readonly now: number;
}

interface Needs {
  readonly eligibility: Pick<Eligibility, 'groundOf' | 'judge' | 'whatIf' | 'safeDays'>;
  readonly terms: Pick<TermsService, 'offered'>;
  readonly missingDates: Pick<MissingDates, 'needs'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** How far ahead an exam is booked at most. */
export const daysAhead = 240;

export type MyGuaranteeService = ReturnType<typeof myGuaranteeService>;

export function myGuaranteeService({ eligibility, terms, missingDates, surroundings }: Needs) {
  return {
    /** The visitor's guarantee; `sitOn` supposes that they sit the official exam on that day. */
    async of(visitor: Visitor, sitOn: Day | null = null): Promise<MyGuarantee> {
      const now = surroundings.now();
      const { organizationId, platformId, courseId, personId } = visitor;
      const [{ plan, classes }, judgment, offered, missing] = await Promise.all([
        eligibility.groundOf(visitor),
        eligibility.judge(visitor, personId, now),
        terms.offered(visitor),
        missingDates.needs({ organizationId, platformId, courseId, personId }),
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
        now,
      };
    },
  };
}

/** Whether it still matters on which day the student sits the official exam. */
export function mayStillSit({ verdict }: Pick<JudgedStudent, 'verdict'>): boolean {
  return verdict.verdict === 'on_track' || verdict.verdict === 'needs_review';
}
