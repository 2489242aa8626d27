// Digests: on Monday morning of the course, what needs its instructors, by mail; nothing in a quiet week.

import { digestDue, digestMail } from '../../domain/reminders/digest.ts';
import { daysLeft, lastDayOf, type Loss } from '../../domain/reminders/loss.ts';
import { findZone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { GradeStore } from '../../stores/grade-store.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { MailStore } from '../../stores/guarantee/mail-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { StandingRow } from './eligibility.ts';
import type { Mailing } from './mailing.ts';

/** A student with what they would lose, the nearest first. */
export interface Threatened {
  readonly row: StandingRow;
  readonly losses: readonly Loss[];
}

/** What staff owe students of a course. */
export interface Owed {
  readonly toPay: number;
  readonly toGive: number;
}

interface DigestedCourse {
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly title: string;
  readonly zone: string | null;
}

interface Needs {
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly grades: Pick<GradeStore, 'countFailed'>;
  readonly claimRecords: Pick<ClaimStore, 'countWaiting'>;
  readonly mails: MailStore;
  readonly mailing: Mailing;
  readonly surroundings: Surroundings;
}

const dayMs = 86_400_000;
const riskDays = 14;

export type Digests = ReturnType<typeof digestsService>;

export function digestsService({ courses, people, grades, claimRecords, mails, mailing, surroundings }: Needs) {
  async function instructorsOf(courseId: string) {
    const roles = ['instructor', 'lead'] as const;
    const enrolled = (await Promise.all(roles.map((role) => courses.enrolled(courseId, role)))).flat();
    return people.findAll(enrolled.map(({ personId }) => personId));
  }

  return {
    /** Sends the digest of a course to its instructors where its time has come, once each; answers how many were queued. */
    async send(course: DigestedCourse, students: readonly Threatened[], owed: Owed): Promise<number> {
      const now = surroundings.now();
      const { title, zone: zoneName, ...ids } = course;
      const { courseId, platformId } = ids;
      const monday = digestDue(now, findZone(zoneName ?? 'UTC') ?? findZone('UTC')!);
      if (monday === null) return 0;
      const [claimsWaiting, gradesFailed, failed] = await Promise.all([
        claimRecords.countWaiting(courseId, platformId),
        grades.countFailed(courseId),
        mails.failedSince(courseId, now - 7 * dayMs),
      ]);
      const unreached = await people.findAll([...new Set(failed.map(({ personId }) => personId))]);
      const atRisk = students.flatMap(({ row, losses: [first] }) =>
        first && daysLeft(first, now) <= riskDays
          ? [{ name: row.person.name, lastDay: lastDayOf(first), todo: first.todo }]
          : [],
      );
      const digest = {
        courseTitle: title,
        atRisk: atRisk.toSorted((a, b) => a.lastDay - b.lastDay),
        lostCount: students.filter(({ row: { judgment } }) => judgment.kind === 'judged' && judgment.badge === 'lost')
          .length,
        claimsWaiting,
        ...owed,
        gradesFailed,
        unreached: unreached.map(({ name }) => name),
      };
      let queued = 0;
      for (const { id: personId, givenName, name } of await instructorsOf(courseId)) {
        const content = digestMail(digest, givenName ?? name);
        if (!content) return 0;
        const mail = { ...ids, personId, kind: 'digest', content, opens: 'nothing' } as const;
        const key = `digest ${courseId} ${personId} ${monday}`;
        if (await mailing.queue({ ...mail, key, staleAt: now + 3 * dayMs })) queued += 1;
      }
      return queued;
    },
  };
}
