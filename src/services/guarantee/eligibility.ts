// Eligibility: where a student stands, by the policy that is theirs and by what is recorded; the student's page, the board, claims and reminders all ask here.

import type { Day } from '../../domain/day.ts';
import { safeDays, whatIf, type DayStretch, type Supposed, type WhatIf } from '../../domain/guarantee/dry-run.ts';
import { evaluate, type Verdict } from '../../domain/guarantee/evaluate.ts';
import type { Visitor } from '../../domain/person.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, found } from '../surroundings.ts';
import { judging, type CourseIds, type JudgingNeeds } from './judging.ts';
import type { CourseGround, JudgedByFile, JudgedStudent, Judgment, JudgmentByFile } from './judgment.ts';

export { zoneOf } from './judgment.ts';
export type {
  CourseGround,
  JudgedByFile,
  JudgedStudent,
  Judgment,
  JudgmentByFile,
  PolicyVersionInForce,
} from './judgment.ts';
export type { ClaimFactsSource, PoliciesInForce, RecordedStudent, RemediesSource } from './judging.ts';

/** One row of a course: who, and where they stand. */
export interface StandingRow<Judged extends JudgedStudent = JudgedStudent> {
  readonly person: Pick<Person, 'id' | 'name' | 'givenName' | 'familyName' | 'email' | 'zone' | 'sourcedId'>;
  readonly judgment: Judgment<Judged>;
}

/** One student, judged by their whole file. */
export type StudentStanding = StandingRow<JudgedByFile>;

/** One page of a course; `isLast` says that no learner comes after it. */
export interface StandingsPage {
  readonly rows: readonly StandingRow[];
  readonly isLast: boolean;
}

/** A course with all of its students. */
export interface CourseStandings {
  readonly ground: CourseGround;
  readonly rows: readonly StandingRow[];
  readonly now: number;
}

interface Needs extends JudgingNeeds {
  readonly courses: CourseStore;
  readonly people: PersonStore;
}

/** Learners whose names are read at once: some milliseconds of work. */
const learnersAtOnce = 200;
/** Days tried between two breaths. */
const daysPerBreath = 30;
const pageSize = 500;
const coursesRemembered = 10_000;

export type Eligibility = ReturnType<typeof eligibilityService>;

/** Who may know it, in pages of a course; and what would come of another day. */
export function eligibilityService(needs: Needs) {
  const { courses, people, plans, surroundings } = needs;
  const judges = judging(needs);
  const { groundOf, judgeAll, judge } = judges;

  /** Courses in which a guarantee was found: a guarantee that ends there leaves its page, which says so. */
  const given = new Set<string>();

  /** A page of learners with where they stand. */
  async function pageOf(course: CourseIds, learners: readonly { readonly personId: string }[]): Promise<StandingsPage> {
    const isLast = learners.length < pageSize;
    if (learners.length === 0) return { rows: [], isLast };
    const ids = learners.map(({ personId }) => personId);
    return { rows: await rowsOf(await groundOf(course), ids, surroundings.now()), isLast };
  }

  /** Where some learners of a course stand, in the order given. */
  async function rowsOf(ground: CourseGround, personIds: readonly string[], now: number): Promise<StandingRow[]> {
    const known = new Map((await people.findAll(personIds)).map((person) => [person.id, person]));
    const judged = await judgeAll(ground, personIds, now);
    return judged.flatMap((judgment) => {
      const person = known.get(judgment.personId);
      // The LMS's test student is nobody's guarantee.
      return person && !person.isTestUser ? [{ person, judgment }] : [];
    });
  }

  return {
    ...judges,

    /** Whether the course gives a guarantee; what was once given is not looked up again. */
    async givesGuarantee(course: CourseIds): Promise<boolean> {
      const { organizationId, platformId, courseId } = course;
      if (given.has(courseId)) return true;
      const { policyId } = await plans.find({ id: courseId, organizationId, platformId });
      if (policyId !== null && given.size < coursesRemembered) given.add(courseId);
      return policyId !== null;
    },

    /** The visitor's own standing. */
    mine: (visitor: Visitor): Promise<JudgmentByFile> => judge(visitor, visitor.personId),

    /** One student of the course, as staff see them. @throws Refusal not-found for somebody who is no student of the course */
    async ofStudent(visitor: Visitor, personId: string): Promise<StudentStanding> {
      demand(visitor, 'see results');
      const enrollment = await courses.enrollment(visitor.courseId, personId);
      const person = enrollment?.role === 'learner' ? await people.find(personId) : null;
      // The LMS's test student has no file.
      return { person: found(person?.isTestUser ? null : person, 'student'), judgment: await judge(visitor, personId) };
    },

    /** Of some people (at most 500) those who are students of the visitor's course, in the order of their names. @throws Refusal not-allowed */
    async named(visitor: Visitor, personIds: readonly string[]): Promise<Person[]> {
      demand(visitor, 'see results');
      const asked = personIds.slice(0, pageSize);
      const enrollments = await Promise.all(asked.map((personId) => courses.enrollment(visitor.courseId, personId)));
      const ids = enrollments.flatMap((enrollment) => (enrollment?.role === 'learner' ? [enrollment.personId] : []));
      const known = ids.length === 0 ? [] : await people.findAll(ids);
      return known.filter(({ isTestUser }) => !isTestUser).toSorted((a, b) => a.name.localeCompare(b.name));
    },

    /** Every learner of the course with where they stand. @throws Refusal not-allowed */
    async ofCourse(visitor: Visitor): Promise<CourseStandings> {
      demand(visitor, 'see results');
      const now = surroundings.now();
      const ground = await groundOf(visitor);
      const rows: StandingRow[] = [];
      for (let after = ''; ;) {
        const enrolled = await courses.enrolledAfter(ground.courseId, 'learner', after, learnersAtOnce);
        const ids = enrolled.map(({ personId }) => personId);
        rows.push(...(await rowsOf(ground, ids, now)));
        if (ids.length < learnersAtOnce) return { ground, rows, now };
        after = ids.at(-1)!;
      }
    },

    /** One page of at most 500 learners with where they stand, for jobs; `skip` counts learners. */
    async page(course: CourseIds, skip: number): Promise<StandingsPage> {
      return pageOf(course, await courses.enrolled(course.courseId, 'learner', skip));
    },

    /** As `page`, of those whom a later roster dropped: what they were promised goes on. */
    async droppedPage(course: CourseIds, skip: number): Promise<StandingsPage> {
      return pageOf(course, await courses.dropped(course.courseId, 'learner', skip));
    },

    /** Where a student who is judged stood, or will stand, at another instant (epoch ms), by what is recorded now. */
    replay: ({ version, facts }: JudgedStudent, at: number): Verdict => evaluate(version.compiled, facts, at),

    /** What sitting the official exam on a supposed day would mean for a student who is judged. */
    whatIf: ({ version, facts, verdict }: JudgedStudent, supposed: Supposed): WhatIf =>
      whatIf(version.compiled, facts, verdict.asOf, supposed),

    /** Which days of a range would keep the guarantee, in stretches. */
    async safeDays(
      { version, facts, verdict }: JudgedStudent,
      { from, to }: { readonly from: Day; readonly to: Day },
    ): Promise<readonly DayStretch[]> {
      const found: DayStretch[] = [];
      for (let first = from; first <= to; first += daysPerBreath) {
        if (first > from) await surroundings.breathe();
        const range = { from: first, to: Math.min(to, first + daysPerBreath - 1) };
        for (const stretch of safeDays(version.compiled, facts, verdict.asOf, range)) {
          const last = found.at(-1);
          const goesOn = last?.outcome === stretch.outcome && last.reason === stretch.reason;
          if (last && goesOn) found[found.length - 1] = { ...last, to: stretch.to };
          else found.push(stretch);
        }
      }
      return found;
    },
  };
}
