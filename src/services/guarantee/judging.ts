// Judging: reads what is recorded of students, by whole files or by what becomes facts only, and judges it. Many are read in short turns.

import { dayText } from '../../domain/day.ts';
import { listed, type FactsFile, type ListedFile } from '../../domain/evidence/facts-file.ts';
import { factsOf, noClaims, type ClaimFacts, type RemedyTaken } from '../../domain/evidence/facts-of.ts';
import { classesTogether, filesTogether } from '../../domain/evidence/files-together.ts';
import type { Account } from '../../domain/evidence/joined-accounts.ts';
import { emptyFile, studentFileId, type StudentFile } from '../../domain/evidence/student-file.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { ClassStore } from '../../stores/guarantee/class-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Surroundings } from '../surroundings.ts';
import {
  caseOf,
  judgmentOf,
  withRawFacts,
  zoneOf,
  type CourseGround,
  type Judgment,
  type JudgmentByFile,
  type PolicyVersionInForce,
  type RawFacts,
  type StudentCase,
  type ToldFacts,
} from './judgment.ts';
import { pacer } from './pace.ts';
import { remembered } from './remembered.ts';

/** Where published policies come from. */
export interface PoliciesInForce {
  version(organizationId: string, policyId: string, number: number): Promise<PolicyVersionInForce | null>;
  /** The version in effect on a day (`YYYY-MM-DD`). */
  inForceOn(organizationId: string, policyId: string, day: string): Promise<PolicyVersionInForce | null>;
}

/** With which account those of some people are joined; the others are left out. */
export type OtherAccounts = ReadonlyMap<string, Account>;

/** Claims as facts, by person, with those of their other accounts; people without any are left out. At most 500 people at once. */
export interface ClaimFactsSource {
  factsOf(
    courseId: string,
    personIds: readonly string[],
    others: OtherAccounts,
  ): Promise<ReadonlyMap<string, ClaimFacts>>;
}

/** Remedies taken, by person, with those of their other accounts; people without any are left out. */
export interface RemediesSource {
  takenBy(
    courseId: string,
    personIds: readonly string[],
    others: OtherAccounts,
  ): Promise<ReadonlyMap<string, readonly RemedyTaken[]>>;
}

/** What is recorded of a student, as the facts that any policy can be tried on. */
export interface RecordedStudent {
  readonly file: ListedFile;
  readonly rawFacts: RawFacts;
}

/** What judging stands on. */
export interface JudgingNeeds {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly classes: ClassStore;
  readonly joined: Pick<JoinedAccountStore, 'othersOf'>;
  readonly policies: PoliciesInForce;
  readonly claims: ClaimFactsSource;
  readonly retakes: RemediesSource;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

/** Which course is meant. */
export type CourseIds = Pick<CourseGround, 'organizationId' | 'platformId' | 'courseId'>;

/** Files read at once: some milliseconds of work. */
const filesAtOnce = 40;
/** Work goes on for so long between two breaths, so that nobody's save waits for a large course. */
const breathMs = 8;
/** Students whose facts stay read: some large courses' worth, about 5 kB each. */
const studentsRemembered = 5000;

/** What others tell of a student, and the account of theirs that is joined to this one. */
type Told = ToldFacts & { readonly other: Account | null };

/** Judges students of a course; who may ask is the caller's to check. */
export function judging(needs: JudgingNeeds) {
  const { files, plans, classes, joined, policies, claims, retakes, surroundings } = needs;

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

  /** What others tell of some students; `supposed` are joins that do not hold. */
  async function toldOf(
    courseId: string,
    personIds: readonly string[],
    supposed?: OtherAccounts,
  ): Promise<(personId: string) => Told> {
    const others = supposed ?? (await joined.othersOf(courseId, personIds));
    const [claimed, taken] = await Promise.all([
      claims.factsOf(courseId, personIds, others),
      retakes.takenBy(courseId, personIds, others),
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

  /** The same for a student of whom only the facts were read: whole files are read of those alone who have another account. */
  async function factsTogether(
    ground: CourseGround,
    personId: string,
    read: FactsFile | undefined,
    other: Account | null,
  ): Promise<{ readonly ground: CourseGround; readonly file: FactsFile }> {
    const own = { ...ground, personId };
    return other
      ? together(ground, (await files.find(own)) ?? emptyFile(own), other)
      : { ground, file: read ?? emptyFile(own) };
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
        const { ground: shared, file } = await factsTogether(ground, personId, fileOf.get(personId), other);
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

  return {
    groundOf,
    judgeAll,
    judgeByFiles,
    judge,

    /** Where a student would stand if this were their file. */
    async supposing(course: CourseIds, file: StudentFile): Promise<JudgmentByFile> {
      const told = await toldOf(course.courseId, [file.personId]);
      return judgeFile(await groundOf(course), file, told, surroundings.now());
    },

    /** Where a student would stand if their account were joined with another one. */
    async supposingJoined(course: CourseIds, personId: string, other: Account): Promise<JudgmentByFile> {
      const [ground, told, file] = await Promise.all([
        groundOf(course),
        toldOf(course.courseId, [personId], new Map([[personId, other]])),
        files.find({ ...course, personId }),
      ]);
      return judgeFile(ground, file ?? emptyFile({ ...ground, personId }), told, surroundings.now());
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
        const { ground: shared, file } = await factsTogether(ground, personId, fileOf.get(personId), other);
        const { plan, classes: held } = shared;
        all.push({ file: listed(file), rawFacts: factsOf({ file, plan, classes: held, ...rest }) });
      }
      return all;
    },
  };
}

function byPerson<File extends { readonly personId: string }>(files: readonly File[]): Map<string, File> {
  return new Map(files.map((file) => [file.personId, file]));
}
