// Checking in: staff open a class for a while and show its code; students who are there type it, and are present or late by the clock.

import { checkedIn, type HeldMark, type NewMark, type Pressed } from '../../domain/evidence/marking.ts';
import { codeAt, isGoodCode, isOpenForCheckIn, readCode, statusOfCheckIn } from '../../domain/evidence/check-in.ts';
import type { CourseClass } from '../../domain/evidence/course-plan.ts';
import { endOfClass } from '../../domain/evidence/presence.ts';
import type { Mark } from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ClassStore } from '../../stores/guarantee/class-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import { demand, type Surroundings } from '../surroundings.ts';
import type { Attendance } from './attendance.ts';
import type { ClassSchedule } from './class-schedule.ts';
import { writeMark } from './mark-writing.ts';

/** How staff open a class for checking in. */
export interface OpeningGiven {
  /** Minutes after which another code is shown; null: one code for the whole time. */
  readonly stepMinutes: number | null;
  /** Minutes after the beginning of the class from which a student is late; null: nobody is. */
  readonly lateAfterMinutes: number | null;
  /** For so many minutes from now; null: until the class ends, and at least for 15. */
  readonly openMinutes: number | null;
}

/** The code as it is shown now. */
export interface ShownCode {
  readonly code: string;
  /** When the next takes its place, epoch ms. */
  readonly until: number;
  readonly closesAt: number;
  readonly lateFrom: number | null;
}

interface Needs {
  readonly schedule: ClassSchedule;
  readonly attendance: Pick<Attendance, 'rollCall'>;
  readonly classes: ClassStore;
  readonly files: StudentFileStore;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId' | 'proof'>;
}

const minuteMs = 60_000;
const leastOpenMs = 15 * minuteMs;
/** Nobody needs to check in earlier than this before a class begins. */
const earliestMs = 60 * minuteMs;
const wrongWords =
  'This code is not good, or not any more. Look at the screen again: codes change while the class goes on.';

export type CheckingIn = ReturnType<typeof checkingInService>;

export function checkingInService({ schedule, attendance, classes, files, surroundings }: Needs) {
  async function change(held: CourseClass, checkIn: CourseClass['checkIn']): Promise<CourseClass> {
    const changed = await classes.change(held, { $set: { checkIn } });
    if (changed) return changed;
    throw new Refusal('already-done', 'Somebody else changed this class meanwhile. Look at it again.');
  }

  function closing(held: CourseClass, openMinutes: number | null, now: number): number {
    if (openMinutes !== null) return now + openMinutes * minuteMs;
    return Math.max(endOfClass(held), now + leastOpenMs);
  }

  return {
    /** Opens a class from now on. Opened again, it has new codes. @throws Refusal not-allowed, already-done */
    async open(visitor: Visitor, classId: string, given: OpeningGiven): Promise<void> {
      demand(visitor, 'take roll call');
      const held = await schedule.get(visitor, classId);
      const now = surroundings.now();
      if (held.isCancelled) throw new Refusal('already-done', 'This class is canceled: nobody can check in.');
      if (now < held.startsAt - earliestMs)
        throw new Refusal('invalid', 'Checking in can be opened an hour before the class begins, not earlier.');
      const { stepMinutes, lateAfterMinutes, openMinutes } = given;
      await change(held, {
        seed: surroundings.newId(),
        stepMs: stepMinutes === null ? null : stepMinutes * minuteMs,
        opensAt: now,
        closesAt: closing(held, openMinutes, now),
        lateFrom: lateAfterMinutes === null ? null : held.startsAt + lateAfterMinutes * minuteMs,
      });
    },

    /** Closes it: no code is good any more. */
    async close(visitor: Visitor, classId: string): Promise<void> {
      demand(visitor, 'take roll call');
      const held = await schedule.get(visitor, classId);
      if (held.checkIn) await change(held, null);
    },

    /** The class, its code where it is open, and who has checked in so far. */
    async shown(visitor: Visitor, classId: string) {
      const { held, rows, now } = await attendance.rollCall(visitor, classId);
      const { checkIn } = held;
      const isOpen = checkIn !== null && isOpenForCheckIn(held, now);
      const shown: ShownCode | null = isOpen
        ? {
            ...codeAt(classId, checkIn, now, surroundings.proof),
            closesAt: checkIn.closesAt,
            lateFrom: checkIn.lateFrom,
          }
        : null;
      const byCode = rows.filter(({ mark }) => mark?.source === 'student').length;
      return { held, shown, byCode, total: rows.length, now };
    },

    /** Whether a class of the course is open for checking in now. */
    async isOpen(visitor: Visitor): Promise<boolean> {
      const now = surroundings.now();
      const near = await classes.openForCheckIn(visitor.courseId, visitor.platformId, now);
      return near.some((held) => isOpenForCheckIn(held, now));
    },

    /**
     * Checks the visitor in by a code they typed; doing it again changes nothing, and what staff have marked stands.
     * @throws Refusal invalid where the code is none or not good any more
     */
    async checkIn(visitor: Visitor, typed: string): Promise<{ held: CourseClass; mark: Mark }> {
      demand(visitor, 'check in');
      const now = surroundings.now();
      const code = readCode(typed);
      const near = code === null ? [] : await classes.openForCheckIn(visitor.courseId, visitor.platformId, now);
      const held = near.find(
        (one) =>
          one.checkIn !== null &&
          isOpenForCheckIn(one, now) &&
          isGoodCode(one.id, one.checkIn, code!, now, surroundings.proof),
      );
      if (!held?.checkIn) {
        const message = code === null ? 'A code has six letters and digits, such as K7M 2QX.' : wrongWords;
        throw new Refusal('invalid', message, [{ path: 'code', message }]);
      }
      const status = statusOfCheckIn(held.checkIn, now);
      const { personId: by, name: byName } = visitor;
      const own: NewMark = { source: 'student', by, byName, at: now, status, minutes: null, makeup: null, note: '' };
      const decide = (state: HeldMark): Pressed => checkedIn(state, own);
      const { organizationId, platformId, courseId } = visitor;
      const outcome = await writeMark(files, { organizationId, platformId, courseId, personId: by }, held.id, decide);
      return { held, mark: outcome.after! };
    },
  };
}
