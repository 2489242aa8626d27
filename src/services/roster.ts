// The roster: who is in a course, as the platform's roster service tells it; read soon after staff launch, page by page.

import { personIdOf } from '../domain/identity.ts';
import { roleIn } from '../domain/person.ts';
import type { Course, CourseStore } from '../stores/course-store.ts';
import type { PersonStore } from '../stores/person-store.ts';
import type { Surroundings } from './surroundings.ts';

/** One member as the roster names them. */
export interface Member {
  readonly sub: string;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly sourcedId: string | null;
  readonly roles: { readonly course: readonly string[]; readonly isTestUser: boolean };
  readonly isActive: boolean;
}

/** The platform's roster service, as far as it is needed here; `lti/roster.ts` fits. */
export interface RosterSource {
  read(
    platformId: string,
    url: string,
  ): Promise<{ ok: true; members: readonly Member[] } | { ok: false; words: string; waitMs: number | null }>;
}

const leaseMs = 2 * 60_000;
const retryMs = 10 * 60_000;

interface Needs {
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly source: RosterSource;
  readonly surroundings: Surroundings;
}

export type RosterService = ReturnType<typeof rosterService>;

export function rosterService({ courses, people, source, surroundings }: Needs) {
  async function noteMember(course: Course, member: Member): Promise<void> {
    const { roles, isActive, ...said } = member;
    await people.note({ platformId: course.platformId, ...said, isTestUser: roles.isTestUser });
    const has = (role: string): boolean => roles.course.includes(role);
    const id = personIdOf(course.platformId, member.sub);
    const role = roleIn(
      {
        isAdministrator: has('administrator'),
        isInstructor: has('instructor'),
        isAssistant: has('teaching-assistant'),
        isLearner: has('learner'),
      },
      course.leads.includes(id),
    );
    await courses.enroll({ courseId: course.id, personId: id, role, source: 'roster', isActive }, surroundings.now());
  }

  async function readOne(course: Course): Promise<void> {
    const read = await source.read(course.platformId, course.roster.url ?? '');
    const now = surroundings.now();
    if (!read.ok) {
      await courses.settleRoster(course.id, { problem: read.words, dueAt: now + (read.waitMs ?? retryMs) });
      return;
    }
    for (const member of read.members) await noteMember(course, member);
    await courses.dropAllBut(
      course.id,
      read.members.map((member) => personIdOf(course.platformId, member.sub)),
    );
    await courses.settleRoster(course.id, { readAt: now, problem: null, dueAt: null });
  }

  // Platforms whose rosters are being read: one that answers slowly, or not at all, must not take every lane.
  const busy = new Set<string>();

  return {
    /**
     * Reads the rosters that are owed, at most `limit`; a course is claimed by lease, so two processes never read it at once. Several
     * calls may run side by side: each takes up a platform that no other is reading.
     */
    async readDue(limit: number): Promise<number> {
      for (let read = 0; read < limit; read += 1) {
        const course = await courses.claimRoster(surroundings.now(), leaseMs, [...busy]);
        if (!course) return read;
        busy.add(course.platformId);
        try {
          await readOne(course);
        } finally {
          busy.delete(course.platformId);
        }
      }
      return limit;
    },
  };
}
