// Eligibility: where a student stands, by the policy that is theirs and by what is recorded; the student's page, the board, claims and reminders all ask here.

import { dayText, type Day } from '../../domain/day.ts';
import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import { factsOf, noClaims, type ClaimFacts, type Evidence, type RemedyTaken } from '../../domain/evidence/facts-of.ts';
import { emptyFile, studentFileId, type StudentFile } from '../../domain/evidence/student-file.ts';
import { badgeOf, type Badge } from '../../domain/guarantee/badge.ts';
import { safeDays, whatIf, type DayStretch, type Supposed, type WhatIf } from '../../domain/guarantee/dry-run.ts';
import { evaluate, readFacts, type Verdict } from '../../domain/guarantee/evaluate.ts';
import type { Facts } from '../../domain/guarantee/facts.ts';
import type { CompiledPolicy } from '../../domain/guarantee/policy.ts';
import type { Read } from '../../domain/guarantee/reading.ts';
import { verdictJson, type VerdictJson } from '../../domain/guarantee/verdict-json.ts';
import type { Visitor } from '../../domain/person.ts';
import { dayOfInstant, findZone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ClassStore } from '../../stores/guarantee/class-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { remembered } from './remembered.ts';

/** A published version of a policy, ready to judge by. */
export interface PolicyVersionInForce {
  readonly policyId: string;
  readonly number: number;
  readonly label: string;
  /** `YYYY-MM-DD` */
  readonly effectiveFrom: string;
  readonly text: string;
  readonly compiled: CompiledPolicy;
}

/** Where published policies come from. */
export interface PoliciesInForce {
  version(organizationId: string, policyId: string, number: number): Promise<PolicyVersionInForce | null>;
  /** The version in effect on a day (`YYYY-MM-DD`). */
  inForceOn(organizationId: string, policyId: string, day: string): Promise<PolicyVersionInForce | null>;
}

/** Claims as facts, by person; people without any are left out. At most 500 people are asked for at once. */
export interface ClaimFactsSource {
  factsOf(courseId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, ClaimFacts>>;
}

/** Remedies taken, by person; people without any are left out. */
export interface RemediesSource {
  takenBy(courseId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly RemedyTaken[]>>;
}

/** A student judged. */
export interface JudgedStudent {
  readonly personId: string;
  readonly file: StudentFile;
  readonly version: PolicyVersionInForce;
  /** Whether the version is theirs by acceptance, or only the one in force now. */
  readonly isPinned: boolean;
  readonly facts: Facts;
  /** The facts as they were given to the evaluator, for showing what a finding rests on. */
  readonly rawFacts: Readonly<Record<string, unknown>>;
  readonly verdict: Verdict;
  readonly json: VerdictJson;
  readonly badge: Badge;
  /** Whether their claim has been approved: the verdict says only that it meets the terms. */
  readonly isClaimApproved: boolean;
}

/** What the facts of a student lack to be judged: a defect of what is recorded, told to staff, never held against the student. */
export interface UnjudgedStudent {
  readonly personId: string;
  readonly file: StudentFile;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

export type Judgment =
  | ({ readonly kind: 'judged' } & JudgedStudent)
  | ({ readonly kind: 'unjudged' } & UnjudgedStudent)
  /** The course gives no guarantee, or no version of its policy is in force yet. */
  | { readonly kind: 'no guarantee'; readonly personId: string; readonly file: StudentFile };

/** What is recorded of a student, as the facts that any policy can be tried on. */
export type RecordedStudent = Pick<JudgedStudent, 'file' | 'rawFacts'>;

/** A course with all that is the same for its students. */
export interface CourseGround {
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
}

/** One row of a course: who, and where they stand. */
export interface StandingRow {
  readonly person: Pick<Person, 'id' | 'name' | 'givenName' | 'familyName' | 'email' | 'zone' | 'sourcedId'>;
  readonly judgment: Judgment;
}

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

interface Needs {
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly classes: ClassStore;
  readonly policies: PoliciesInForce;
  readonly claims: ClaimFactsSource;
  readonly retakes: RemediesSource;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

/** Students read and judged between two breaths: some milliseconds, so that nobody's save waits for a large course. */
const studentsPerBreath = 10;
/** Days tried between two breaths. */
const daysPerBreath = 30;
const pageSize = 500;
/** Students whose facts stay read: some large courses' worth, about 20 kB each. */
const studentsRemembered = 5000;
const coursesRemembered = 10_000;

type CourseIds = Pick<CourseGround, 'organizationId' | 'platformId' | 'courseId'>;

export type Eligibility = ReturnType<typeof eligibilityService>;

export function eligibilityService(needs: Needs) {
  const { courses, people, files, plans, classes, policies, claims, retakes, surroundings } = needs;

  /** Courses in which a guarantee was found: a guarantee that ends there leaves its page, which says so. */
  const given = new Set<string>();
  const cases = remembered<StudentCase>(studentsRemembered);

  async function groundOf({ organizationId, platformId, courseId }: CourseIds): Promise<CourseGround> {
    const [plan, held] = await Promise.all([
      plans.find({ id: courseId, organizationId, platformId }),
      classes.ofCourse(courseId, platformId),
    ]);
    return { organizationId, platformId, courseId, plan, classes: held };
  }

  /** The version that counts for a student: the one they accepted, else the one in force today. */
  async function versionFor(
    ground: CourseGround,
    file: StudentFile,
    now: number,
  ): Promise<PolicyVersionInForce | null> {
    const { organizationId } = ground;
    if (file.terms) return policies.version(organizationId, file.terms.policyId, file.terms.number);
    return inForceIn(ground, now);
  }

  /** The version in force in a course today; null without a guarantee. */
  async function inForceIn({ organizationId, plan }: CourseGround, now: number): Promise<PolicyVersionInForce | null> {
    if (plan.policyId === null) return null;
    return policies.inForceOn(organizationId, plan.policyId, dayText(dayOfInstant(now, zoneOf(plan))));
  }

  /**
   * Judges students of one course, in the order given; each by what is recorded at `now`, or as if the files in `supposed` were
   * what is recorded.
   */
  async function judgeAll(
    ground: CourseGround,
    personIds: readonly string[],
    now: number,
    supposed: readonly StudentFile[] = [],
  ): Promise<Judgment[]> {
    const { organizationId, platformId, courseId } = ground;
    const isReal = supposed.length === 0;
    const [claimed, taken, revisions] = await Promise.all([
      claims.factsOf(courseId, personIds),
      retakes.takenBy(courseId, personIds),
      isReal ? files.revisions(courseId, personIds) : new Map<string, number>(),
    ]);
    const groundState = await stateOfGround(ground, now);
    const toldOf = (personId: string): Told => ({
      claims: claimed.get(personId) ?? noClaims,
      remediesTaken: taken.get(personId) ?? [],
    });
    const stateOf = (personId: string, rev: number): string =>
      `${rev} ${JSON.stringify([claimed.get(personId), taken.get(personId)])} ${groundState}`;

    /** The facts of some students: those remembered, and what else is recorded. */
    async function casesOf(some: readonly string[]): Promise<StudentCase[]> {
      const known = new Map<string, StudentCase>();
      if (isReal)
        for (const personId of some) {
          const id = studentFileId(courseId, personId);
          const seen = cases.get(id, stateOf(personId, revisions.get(id) ?? 0));
          if (seen) known.set(personId, seen);
        }
      const missing = some.filter((personId) => !known.has(personId));
      const read = !isReal ? supposed : missing.length === 0 ? [] : await files.findAll(courseId, missing);
      const fileOf = new Map(read.map((file) => [file.personId, file]));
      for (const personId of missing) {
        const file = fileOf.get(personId) ?? emptyFile({ organizationId, platformId, courseId, personId });
        const made = caseOf(ground, file, await versionFor(ground, file, now), toldOf(personId));
        if (isReal) cases.keep(file.id, stateOf(personId, file.rev), made);
        known.set(personId, made);
      }
      return some.map((personId) => known.get(personId)!);
    }

    const judged: Judgment[] = [];
    // Files are large: some at a time, so that reading and judging them never holds up anything else for long.
    for (let from = 0; from < personIds.length; from += studentsPerBreath) {
      const some = await casesOf(personIds.slice(from, from + studentsPerBreath));
      for (const one of some) judged.push(judgmentOf(one, now));
      if (from + studentsPerBreath < personIds.length) await surroundings.breathe();
    }
    return judged;
  }

  /** Everything that the facts of all students of a course depend on, as a text that changes with it. */
  async function stateOfGround(ground: CourseGround, now: number): Promise<string> {
    const { plan, classes: held } = ground;
    const version = await inForceIn(ground, now);
    const inForce = version === null ? 'none' : `${version.policyId}:${version.number}`;
    return `${plan.rev} ${inForce} ${held.map(({ id, rev }) => `${id}:${rev}`).join(' ')}`;
  }

  async function judge(course: CourseIds, personId: string, now = surroundings.now()): Promise<Judgment> {
    return (await judgeAll(await groundOf(course), [personId], now))[0]!;
  }

  /** One page of a course's learners with where they stand, in the order of their ids. */
  async function standingsPage(ground: CourseGround, skip: number, now: number): Promise<StandingsPage> {
    const enrolled = await courses.enrolled(ground.courseId, 'learner', skip);
    const ids = enrolled.map(({ personId }) => personId);
    const known = new Map((await people.findAll(ids)).map((person) => [person.id, person]));
    const judged = await judgeAll(ground, ids, now);
    const rows = judged.flatMap((judgment) => {
      const person = known.get(judgment.personId);
      // The LMS's test student is nobody's guarantee.
      return person && !person.isTestUser ? [{ person, judgment }] : [];
    });
    return { rows, isLast: enrolled.length < pageSize };
  }

  return {
    groundOf,
    judgeAll: (ground: CourseGround, personIds: readonly string[], now: number) => judgeAll(ground, personIds, now),
    judge,

    /** Whether the course gives a guarantee; what was once given is not looked up again. */
    async givesGuarantee(course: CourseIds): Promise<boolean> {
      const { organizationId, platformId, courseId } = course;
      if (given.has(courseId)) return true;
      const { policyId } = await plans.find({ id: courseId, organizationId, platformId });
      if (policyId !== null && given.size < coursesRemembered) given.add(courseId);
      return policyId !== null;
    },

    /** Where a student would stand if this were their file. */
    async supposing(course: CourseIds, file: StudentFile): Promise<Judgment> {
      return (await judgeAll(await groundOf(course), [file.personId], surroundings.now(), [file]))[0]!;
    },

    /** What is recorded of some students (at most 500) as facts, whatever policy counts for them: to try another one on. */
    async recorded(course: CourseIds, personIds: readonly string[]): Promise<RecordedStudent[]> {
      const { organizationId, platformId, courseId } = course;
      const [{ plan, classes: held }, claimed, taken, read] = await Promise.all([
        groundOf(course),
        claims.factsOf(courseId, personIds),
        retakes.takenBy(courseId, personIds),
        files.findAll(courseId, personIds),
      ]);
      const fileOf = new Map(read.map((file) => [file.personId, file]));
      return personIds.map((personId) => {
        const file = fileOf.get(personId) ?? emptyFile({ organizationId, platformId, courseId, personId });
        const told = { claims: claimed.get(personId) ?? noClaims, remediesTaken: taken.get(personId) ?? [] };
        return { file, rawFacts: factsOf({ file, plan, classes: held, ...told }) };
      });
    },

    /** The visitor's own standing. */
    mine: (visitor: Visitor): Promise<Judgment> => judge(visitor, visitor.personId),

    /** One student of the course, as staff see them. @throws Refusal not-found for somebody who is no student of the course */
    async ofStudent(visitor: Visitor, personId: string): Promise<StandingRow> {
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
      for (let skip = 0; ; skip += pageSize) {
        const page = await standingsPage(ground, skip, now);
        rows.push(...page.rows);
        if (page.isLast) return { ground, rows, now };
      }
    },

    /** One page of at most 500 learners with where they stand, for jobs; `skip` counts learners. */
    async page(course: CourseIds, skip: number): Promise<StandingsPage> {
      return standingsPage(await groundOf(course), skip, surroundings.now());
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

/** The zone in which a course's day begins: its own, else UTC. */
export function zoneOf({ zone }: Pick<CoursePlan, 'zone'>) {
  return findZone(zone ?? 'UTC') ?? findZone('UTC')!;
}

/** A student's facts as far as they do not depend on the time. */
interface StudentCase {
  readonly file: StudentFile;
  /** Null where no guarantee is given. */
  readonly version: PolicyVersionInForce | null;
  readonly rawFacts: Readonly<Record<string, unknown>>;
  readonly read: Read<Facts>;
  readonly isClaimApproved: boolean;
}

/** What others tell of a student. */
type Told = Pick<Evidence, 'claims' | 'remediesTaken'>;

function caseOf(
  { plan, classes }: CourseGround,
  file: StudentFile,
  version: PolicyVersionInForce | null,
  told: Told,
): StudentCase {
  const isClaimApproved = told.claims.isApproved ?? false;
  if (!version) return { file, version, rawFacts: {}, read: { ok: false, faults: [] }, isClaimApproved };
  const rawFacts = factsOf({ file, plan, classes, ...told });
  return { file, version, rawFacts, read: readFacts(rawFacts, version.compiled), isClaimApproved };
}

function judgmentOf({ file, version, rawFacts, read, isClaimApproved }: StudentCase, now: number): Judgment {
  const { personId } = file;
  if (!version) return { kind: 'no guarantee', personId, file };
  if (!read.ok) return { kind: 'unjudged', personId, file, faults: read.faults };
  const verdict = evaluate(version.compiled, read.value, now);
  let written: VerdictJson | undefined;
  return {
    kind: 'judged',
    personId,
    file,
    version,
    isPinned: file.terms !== null,
    facts: read.value,
    rawFacts,
    verdict,
    badge: badgeOf(verdict),
    isClaimApproved,
    // Words cost more than the verdict, and a board of thousands shows those of a few.
    get json() {
      written ??= verdictJson(verdict);
      return written;
    },
  };
}
