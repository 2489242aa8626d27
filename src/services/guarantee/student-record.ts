// A student's record for staff: where they stand, everything it rests on, what was done and by whom; also as it stood on another day.

import type { Day } from '../../domain/day.ts';
import type { Missing } from '../../domain/evidence/asked-facts.ts';
import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import type { Verdict } from '../../domain/guarantee/evaluate.ts';
import type { Visitor } from '../../domain/person.ts';
import { dayOfInstant, startOfDay } from '../../domain/zone.ts';
import type { AuditEvent } from '../../stores/event-store.ts';
import type { Audit } from '../audit.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Eligibility, StudentStanding } from './eligibility.ts';
import type { Glances, ShownClaim } from './glances.ts';
import type { HeldJoin, Joining } from './joining.ts';
import type { MissingDates } from './missing-dates.ts';
import type { Retake, Retakes } from './retakes.ts';

export interface StudentRecord extends StudentStanding {
  /** The other account that this one is read together with; null for none. */
  readonly joined: HeldJoin | null;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
  /** Those that were filed, the newest first. */
  readonly claims: readonly ShownClaim[];
  readonly retakes: readonly Retake[];
  readonly missing: Missing;
  /** Acts noted about the student, oldest first. */
  readonly events: readonly AuditEvent[];
  /** The verdict at the end of another day; null where none was asked for or nothing can be judged. */
  readonly replay: { readonly on: Day; readonly verdict: Verdict } | null;
  readonly now: number;
}

interface Needs {
  readonly eligibility: Pick<Eligibility, 'groundOf' | 'ofStudent' | 'replay'>;
  readonly missingDates: Pick<MissingDates, 'needs'>;
  readonly glances: Pick<Glances, 'claimsOf'>;
  readonly retakes: Pick<Retakes, 'ofStudent'>;
  readonly joining: Pick<Joining, 'heldFor'>;
  readonly audit: Pick<Audit, 'of'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type StudentRecords = ReturnType<typeof studentRecords>;

export function studentRecords({ eligibility, glances, missingDates, retakes, joining, audit, surroundings }: Needs) {
  return {
    /** @throws Refusal not-allowed, not-found for somebody who is no student of the course */
    async of(visitor: Visitor, personId: string, asOf: Day | null = null): Promise<StudentRecord> {
      const now = surroundings.now();
      const row = await eligibility.ofStudent(visitor, personId);
      const { organizationId, platformId, courseId } = visitor;
      const [{ plan, classes }, claims, granted, missing, events, joined] = await Promise.all([
        eligibility.groundOf(visitor),
        glances.claimsOf({ courseId, platformId, personId }),
        retakes.ofStudent(visitor, personId),
        missingDates.needs({ organizationId, platformId, courseId, personId }),
        audit.of(visitor, personId),
        joining.heldFor(visitor, personId),
      ]);
      const replay = replayOf(row, asOf, now);
      return { ...row, joined, plan, classes, claims, retakes: granted, missing, events, replay, now };
    },
  };

  /** What is recorded now, judged at the end of a day; of today at this moment. */
  function replayOf({ judgment }: StudentStanding, on: Day | null, now: number): StudentRecord['replay'] {
    if (on === null || judgment.kind !== 'judged') return null;
    const { zone } = judgment.verdict.calendar;
    const at = on === dayOfInstant(now, zone) ? now : startOfDay(on + 1, zone) - 1;
    return { on, verdict: eligibility.replay(judgment, at) };
  }
}
