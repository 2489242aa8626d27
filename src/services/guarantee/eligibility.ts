// Eligibility: where a student stands, by the policy that is theirs and by what is recorded; the student's page, the board, claims and reminders all ask here.

import { dayText, type Day } from '../../domain/day.ts';
import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import { listed, type FactsFile, type ListedFile } from '../../domain/evidence/facts-file.ts';
import { factsOf, noClaims, type ClaimFacts, type Evidence, type RemedyTaken } from '../../domain/evidence/facts-of.ts';
import { classesTogether, filesTogether } from '../../domain/evidence/files-together.ts';
import type { Account } from '../../domain/evidence/joined-accounts.ts';
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
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { pacer } from './pace.ts';
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
  readonly file: ListedFile;
  readonly version: PolicyVersionInForce;
  /** Whether the version is theirs by acceptance, or only the one in force now. */
  readonly isPinned: boolean;
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly json: VerdictJson;
  readonly badge: Badge;
  /** Whether their claim has been approved: the verdict says only that it meets the terms. */
  readonly isClaimApproved: boolean;
}

/** A student judged by their whole file. */
export interface JudgedByFile extends JudgedStudent {
  readonly file: StudentFile;
  /** The facts as they were given to the evaluator, for showing what a finding rests on. */
  readonly rawFacts: RawFacts;
}

/** Where a student stands, or why nothing can be said. */
export type Judgment<Judged extends JudgedStudent = JudgedStudent> =
  | ({ readonly kind: 'judged' } & Judged)
  /** What is recorded does not fit together: a defect, told to staff, never held against the student. */
  | {
      readonly kind: 'unjudged';
      readonly personId: string;
      readonly file: Judged['file'];
      readonly faults: readonly { readonly path: string; readonly message: string }[];
    }
  /** The course gives no guarantee, or no version of its policy is in force yet. */
  | { readonly kind: 'no guarantee'; readonly personId: string; readonly file: Judged['file'] };

export type JudgmentByFile = Judgment<JudgedByFile>;

/** What is recorded of a student, as the facts that any policy can be tried on. */
export interface RecordedStudent {
  readonly file: ListedFile;
  readonly rawFacts: RawFacts;
}

/** A course with all that is the same for its students. */
export interface CourseGround {
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
}

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

interface Needs {
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly classes: ClassStore;
  readonly joined: Pick<JoinedAccountStore, 'othersOf'>;
  readonly policies: PoliciesInForce;
  readonly claims: ClaimFactsSource;
  readonly retakes: RemediesSource;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

/** Files read at once, and learners whose names and revisions are: some milliseconds of work. */
const filesAtOnce = 40;
const learnersAtOnce = 200;
/** Work goes on for so long between two breaths, so that nobody's save waits for a large course. */
const breathMs = 8;
/** Days tried between two breaths. */
const daysPerBreath = 30;
const pageSize = 500;
/** Students whose facts stay read: some large courses' worth, about 5 kB each. */
const studentsRemembered = 5000;
const coursesRemembered = 10_000;

type CourseIds = Pick<CourseGround, 'organizationId' | 'platformId' | 'courseId'>;

export type Eligibility = ReturnType<typeof eligibilityService>;

export function eligibilityService(needs: Needs) {
  const { courses, people, files, plans, classes, joined, policies, claims, retakes, surroundings } = needs;

  /** Courses in which a guarantee was found: a guarantee that ends there leaves its page, which says so. */
  const given = new Set<string>();
  const cases = remembered<StudentCase<ListedFile>>(studentsRemembered);

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
    { terms }: ListedFile,
    now: number,
  ): Promise<PolicyVersionInForce | null> {
    const { organizationId } = ground;
    if (terms) return policies.version(organizationId, terms.policyId, terms.number);
    return inForceIn(ground, now);
  }

  /** The version in force in a course today; null without a guarantee. */
  async function inForceIn({ organizationId, plan }: CourseGround, now: number): Promise<PolicyVersionInForce | null> {
    if (plan.policyId === null) return null;
    return policies.inForceOn(organizationId, plan.policyId, dayText(dayOfInstant(now, zoneOf(plan))));
  }

  /** What others tell of some students. */
  async function toldOf(courseId: string, personIds: readonly string[]): Promise<(personId: string) => Told> {
    const [others, claimed, taken] = await Promise.all([
      joined.othersOf(courseId, personIds),
      claims.factsOf(courseId, personIds),
      retakes.takenBy(courseId, personIds),
    ]);
    return (personId) => ({
      claims: claimed.get(personId) ?? noClaims,
      remediesTaken: taken.get(personId) ?? [],
      other: others.get(personId) ?? null,
    });
  }

  /** The one place where joined accounts become one record: a student's file and classes, with those of their other account. */
  async function together(ground: CourseGround, file: StudentFile, other: Account | null) {
    const theirs = other && (await files.find(other));
    if (!theirs) return { ground, file };
    const isElsewhere = theirs.courseId !== ground.courseId;
    const held = isElsewhere ? await classes.ofCourse(theirs.courseId, theirs.platformId) : [];
    const shared = { ...ground, classes: classesTogether(ground.classes, held, theirs) };
    return { ground: shared, file: filesTogether(file, theirs) };
  }

  /** The same for a student of whom only the facts were read. */
  async function wholeTogether(ground: CourseGround, personId: string, other: Account) {
    const own = { ...ground, personId };
    return together(ground, (await files.find(own)) ?? emptyFile(own), other);
  }

  /** Judges some students of one course by their whole files, in the order given. */
  async function judgeByFiles(
    ground: CourseGround,
    personIds: readonly string[],
    now: number,
  ): Promise<JudgmentByFile[]> {
    const told = await toldOf(ground.courseId, personIds);
    const judged: JudgmentByFile[] = [];
    for (let from = 0; from < personIds.length; from += filesAtOnce) {
      if (from > 0) await surroundings.breathe();
      const some = personIds.slice(from, from + filesAtOnce);
      const fileOf = byPerson(await files.findAll(ground.courseId, some));
      for (const personId of some)
        judged.push(await judgeFile(ground, fileOf.get(personId) ?? emptyFile({ ...ground, personId }), told, now));
    }
    return judged;
  }

  async function judgeFile(
    ground: CourseGround,
    own: StudentFile,
    told: (personId: string) => Told,
    now: number,
  ): Promise<JudgmentByFile> {
    const { ground: shared, file } = await together(ground, own, told(own.personId).other);
    const { rawFacts, ...read } = caseOf(shared, file, await versionFor(ground, file, now), told(file.personId));
    const judgment = judgmentOf({ ...read, file }, now);
    return judgment.kind === 'judged' ? withRawFacts(judgment, rawFacts) : judgment;
  }

  /**
   * Judges students of one course, in the order given. Facts are read once and remembered for as long as nothing is recorded anew;
   * only what they are made of is read of a file.
   */
  async function judgeAll(ground: CourseGround, personIds: readonly string[], now: number): Promise<Judgment[]> {
    const { courseId } = ground;
    const isKnown = (personId: string): boolean => cases.has(studentFileId(courseId, personId));
    const [told, revisions, groundState] = await Promise.all([
      toldOf(courseId, personIds),
      files.revisions(courseId, personIds.filter(isKnown)),
      stateOfGround(ground, now),
    ]);
    const stateOf = (personId: string, rev: number): string =>
      `${rev} ${JSON.stringify(told(personId))} ${groundState}`;
    const breather = pacer(surroundings, breathMs);

    /** The facts of students of whom nothing good is remembered. */
    async function readCases(some: readonly string[]): Promise<void> {
      const fileOf = byPerson(await files.factsOf(courseId, some));
      for (const personId of some) {
        const { other } = told(personId);
        const own = { ground, file: fileOf.get(personId) ?? emptyFile({ ...ground, personId }) };
        const { ground: shared, file } = other ? await wholeTogether(ground, personId, other) : own;
        const version = await versionFor(ground, file, now);
        const { rawFacts: _raw, ...made } = caseOf(shared, file, version, told(personId));
        // What the other account's file says is not in the state of this one.
        if (!other) cases.keep(file.id, stateOf(personId, file.rev), made);
        found.set(personId, made);
        await breather();
      }
    }

    const found = new Map<string, StudentCase<ListedFile>>();
    const unread: string[] = [];
    for (const personId of personIds) {
      const id = studentFileId(courseId, personId);
      const seen = cases.get(id, stateOf(personId, revisions.get(id) ?? 0));
      if (seen) found.set(personId, seen);
      else unread.push(personId);
    }
    for (let from = 0; from < unread.length; from += filesAtOnce)
      await readCases(unread.slice(from, from + filesAtOnce));
    const judged: Judgment[] = [];
    for (const personId of personIds) {
      judged.push(judgmentOf(found.get(personId)!, now));
      await breather();
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

  async function judge(course: CourseIds, personId: string, now = surroundings.now()): Promise<JudgmentByFile> {
    return (await judgeByFiles(await groundOf(course), [personId], now))[0]!;
  }

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
    groundOf,
    judgeAll,
    judgeByFiles,
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
    async supposing(course: CourseIds, file: StudentFile): Promise<JudgmentByFile> {
      const told = await toldOf(course.courseId, [file.personId]);
      return judgeFile(await groundOf(course), file, told, surroundings.now());
    },

    /** What is recorded of some students (at most 500) as facts, whatever policy counts for them: to try another one on. */
    async recorded(course: CourseIds, personIds: readonly string[]): Promise<RecordedStudent[]> {
      const [ground, told, read] = await Promise.all([
        groundOf(course),
        toldOf(course.courseId, personIds),
        files.factsOf(course.courseId, personIds),
      ]);
      const fileOf = byPerson(read);
      const all: RecordedStudent[] = [];
      for (const personId of personIds) {
        const { other, ...rest } = told(personId);
        const own = { ground, file: fileOf.get(personId) ?? emptyFile({ ...ground, personId }) };
        const { ground: shared, file } = other ? await wholeTogether(ground, personId, other) : own;
        const { plan, classes: held } = shared;
        all.push({ file: listed(file), rawFacts: factsOf({ file, plan, classes: held, ...rest }) });
      }
      return all;
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

/** The zone in which a course's day begins: its own, else UTC. */
export function zoneOf({ zone }: Pick<CoursePlan, 'zone'>) {
  return findZone(zone ?? 'UTC') ?? findZone('UTC')!;
}

/** A student's facts as far as they do not depend on the time. */
interface StudentCase<File> {
  readonly file: File;
  /** Null where no guarantee is given. */
  readonly version: PolicyVersionInForce | null;
  readonly read: Read<Facts>;
  readonly isClaimApproved: boolean;
}

type RawFacts = Readonly<Record<string, unknown>>;

/** What others tell of a student. */
type Told = Pick<Evidence, 'claims' | 'remediesTaken'> & { readonly other: Account | null };

function byPerson<File extends { readonly personId: string }>(files: readonly File[]): Map<string, File> {
  return new Map(files.map((file) => [file.personId, file]));
}

function caseOf(
  { plan, classes }: CourseGround,
  file: FactsFile,
  version: PolicyVersionInForce | null,
  told: Told,
): StudentCase<ListedFile> & { readonly rawFacts: RawFacts } {
  const kept = { file: listed(file), version, isClaimApproved: told.claims.isApproved ?? false };
  if (!version) return { ...kept, rawFacts: {}, read: { ok: false, faults: [] } };
  const rawFacts = factsOf({ file, plan, classes, ...told });
  return { ...kept, rawFacts, read: readFacts(rawFacts, version.compiled) };
}

function judgmentOf<File extends ListedFile>(
  { file, version, read, isClaimApproved }: StudentCase<File>,
  now: number,
): Judgment<JudgedStudent & { readonly file: File }> {
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

/** Of one student the words are read anyway. */
function withRawFacts<Judged extends { readonly kind: 'judged' } & JudgedStudent>(
  judgment: Judged,
  rawFacts: RawFacts,
) {
  return { ...judgment, rawFacts };
}
