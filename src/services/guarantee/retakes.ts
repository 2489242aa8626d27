// Retake entitlements: the activities of students, staff and time over one ledger, and everything that others ask of it.

import { dayText } from '../../domain/day.ts';
import type { RemedyTaken } from '../../domain/evidence/facts-of.ts';
import { studentFileId, type StudentFile } from '../../domain/evidence/student-file.ts';
import type { Account } from '../../domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { circumstancesOf } from '../../domain/retakes/circumstances.ts';
import type { Actor, Entitlement } from '../../domain/retakes/entitlement.ts';
import { standingOf, type EntitlementStanding } from '../../domain/retakes/standing.ts';
import { remedyTaken, type TakenFrom } from '../../domain/retakes/taken.ts';
import { dayOfInstant, findZone } from '../../domain/zone.ts';
import type { AllowanceStore } from '../../stores/allowance-store.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ExamStore } from '../../stores/exam-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { grantingService, type CodeSealing, type Grant } from './granting.ts';
import { redeemingService } from './redeeming.ts';
import { retakeChanges, type CourseIds } from './retake-changes.ts';
import { retakeDesk } from './retake-desk.ts';
import type { RetakeTelling } from './retake-news.ts';
import { retakeSweep } from './retake-sweep.ts';

/** An entitlement with where it stands now. */
export interface Retake {
  readonly entitlement: Entitlement;
  readonly standing: EntitlementStanding;
}

/** One of a course, with whose it is. */
export interface RetakeRow extends Retake {
  readonly name: string;
}

/** An exam whose attempts can be added to. */
export interface OpenableExam {
  readonly id: string;
  readonly title: string;
}

interface Needs {
  readonly entitlements: EntitlementStore;
  readonly exams: ExamStore;
  readonly allowances: AllowanceStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly joined: Pick<JoinedAccountStore, 'otherOf' | 'othersOf'>;
  readonly sealing: CodeSealing;
  readonly news: RetakeTelling;
  readonly audit: Audit;
  readonly surroundings: Surroundings;
}

/** Entitlements looked at between two breaths, and read at once where a whole course is read: some milliseconds of work. */
const perBreath = 25;
const readAtOnce = 100;
const pageSize = 500;
const utc = findZone('UTC')!;

export type Retakes = ReturnType<typeof retakesService>;

export function retakesService(needs: Needs) {
  const { entitlements, exams, courses, people, files, plans, joined, audit, surroundings } = needs;
  const changes = retakeChanges(needs);
  const granting = grantingService({ ...needs, changes });
  const redeeming = redeemingService({ ...needs, changes, granting });
  const desk = retakeDesk({ ...needs, changes, granting, redeeming });
  const sweep = retakeSweep({ ...needs, changes, granting });

  /** A page of a course's entitlements, each with where it stands. */
  async function withStandings(course: CourseIds, page: readonly Entitlement[]): Promise<Retake[]> {
    const { organizationId, platformId, courseId } = course;
    const ids = [...new Set(page.map(({ personId }) => personId))];
    const [known, plan, others] = await Promise.all([
      files.factsOf(courseId, ids),
      plans.find({ id: courseId, organizationId, platformId }),
      joined.othersOf(courseId, ids),
    ]);
    const fileOf = new Map(known.map((file) => [file.id, file]));
    const theirs = await filesOf(others);
    const now = surroundings.now();
    const retakes: Retake[] = [];
    for (const [index, entitlement] of page.entries()) {
      if (index % perBreath === perBreath - 1) await surroundings.breathe();
      const file = fileOf.get(studentFileId(courseId, entitlement.personId)) ?? null;
      const circumstances = circumstancesOf([file, theirs.get(entitlement.personId) ?? null], plan);
      retakes.push({ entitlement, standing: standingOf(entitlement, circumstances, now) });
    }
    return retakes;
  }

  /** The files of the accounts that some people's are joined with. */
  async function filesOf(others: ReadonlyMap<string, Account>): Promise<ReadonlyMap<string, StudentFile | null>> {
    const found = [...others].map(async ([personId, other]) => [personId, await files.find(other)] as const);
    return new Map(await Promise.all(found));
  }

  /** A person's, the newest first; with those of the account that theirs is joined with, each of which is one document still. */
  async function ofPerson(course: CourseIds, personId: string): Promise<Retake[]> {
    const own = await withStandings(course, await entitlements.ofPerson(course.courseId, personId));
    const other = await joined.otherOf({ courseId: course.courseId, personId });
    if (!other) return own;
    const { organizationId } = course;
    const granted = await entitlements.ofPerson(other.courseId, other.personId);
    const theirs = await withStandings({ organizationId, ...other }, granted);
    return [...own, ...theirs].toSorted((a, b) => b.entitlement.entries[0]!.at - a.entitlement.entries[0]!.at);
  }

  function demandLedger(visitor: Visitor): void {
    if (!desk.maySee(visitor)) throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
  }

  async function named(retakes: readonly Retake[]): Promise<RetakeRow[]> {
    const ids = [...new Set(retakes.map(({ entitlement }) => entitlement.personId))];
    const known = new Map((await people.findAll(ids)).map(({ id, name }) => [id, name]));
    return retakes.map((retake) => ({ ...retake, name: known.get(retake.entitlement.personId) ?? 'Unknown' }));
  }

  return {
    ...redeeming,
    desk,
    sweep,
    /** Why a grant could not be used if it were made now; "" when it could. */
    feasibility: granting.feasibility,

    /**
     * Grants for a decided claim or for a purchase, once, and notes it. Who may decide is for whoever calls to settle, the second
     * person too (`needsSecondPerson`).
     * @throws Refusal invalid with what would make it feasible
     */
    async grant(course: CourseIds, given: Grant, actor: Actor): Promise<Entitlement> {
      const { entitlement, isNew } = await granting.grant(course, given, actor);
      const { id, kind, personId, expiresOn, source } = entitlement;
      const who = { courseId: course.courseId, personId: actor.by, name: actor.byName };
      const detail = { entitlementId: id, kind, expiresOn, source };
      if (isNew) await audit.note(who, { act: 'retake granted', subjectId: personId, reason: given.why ?? '', detail });
      return entitlement;
    },

    /** Time alone: for the job. */
    lapseDue: sweep.lapseDue,

    /** The visitor's own, the newest first. */
    mine: (visitor: Visitor): Promise<Retake[]> => ofPerson(visitor, visitor.personId),

    /** Whether the visitor has any, used or not. */
    async hasAny({ courseId, personId }: Visitor): Promise<boolean> {
      if (await entitlements.hasAny(courseId, personId)) return true;
      const other = await joined.otherOf({ courseId, personId });
      return other !== null && (await entitlements.hasAny(other.courseId, other.personId));
    },

    /** One of the visitor's own. @throws Refusal not-found */
    async myOne(visitor: Visitor, id: string): Promise<Retake> {
      const own = await changes.own(visitor, id);
      return (await withStandings(own, [own]))[0]!;
    },

    /** A student's, for whoever may see the student; the caller has asked that. */
    ofStudent: ofPerson,

    /** What a claim of the course was granted, and whatever took the place of that, the oldest first; the caller has read the claim. */
    async ofClaim(course: CourseIds, { id, personId }: { readonly id: string; readonly personId: string }) {
      const own = (await entitlements.ofPerson(course.courseId, personId)).toReversed();
      const theirs = own.filter(({ source }) => source.type === 'claim' && source.id === id);
      for (const of of theirs) theirs.push(...own.filter(({ replaces }) => replaces === of.id));
      return withStandings(course, theirs);
    },

    /** Those of some people of a course, by person; people without any are left out. At most 500 people at once. */
    async ofPeople(course: CourseIds, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly Retake[]>> {
      const byPerson = new Map<string, Retake[]>();
      for (const retake of await withStandings(course, await entitlements.ofPeople(course.courseId, personIds))) {
        const { personId } = retake.entitlement;
        byPerson.set(personId, [...(byPerson.get(personId) ?? []), retake]);
      }
      return byPerson;
    },

    /** One page of a course's, in the order of their ids, those after an id; at most 500. */
    async page(course: CourseIds, after: string, limit = pageSize): Promise<Retake[]> {
      return withStandings(course, await entitlements.ofCourse(course.courseId, after, limit));
    },

    /** All of a course with the students' names, for staff. @throws Refusal not-allowed */
    async ofCourse(visitor: Visitor): Promise<RetakeRow[]> {
      demandLedger(visitor);
      const rows: RetakeRow[] = [];
      for (let after = ''; ;) {
        const page = await entitlements.ofCourse(visitor.courseId, after, readAtOnce);
        rows.push(...(await named(await withStandings(visitor, page))));
        if (page.length < readAtOnce) return rows;
        after = page.at(-1)!.id;
      }
    },

    /** One of the course, for staff. @throws Refusal not-found, not-allowed */
    async one(visitor: Visitor, id: string): Promise<RetakeRow> {
      demandLedger(visitor);
      const of = await changes.read(id, visitor.courseId);
      return (await named(await withStandings(visitor, [of])))[0]!;
    },

    /** The students of the course by name, for choosing whom to grant something. @throws Refusal not-allowed */
    async students(visitor: Visitor): Promise<{ readonly personId: string; readonly name: string }[]> {
      demand(visitor, 'decide claims');
      const all: { personId: string; name: string }[] = [];
      for (let skip = 0; ; skip += pageSize) {
        const page = await courses.enrolled(visitor.courseId, 'learner', skip);
        const known = await people.findAll(page.map(({ personId }) => personId));
        all.push(...known.filter(({ isTestUser }) => !isTestUser).map(({ id, name }) => ({ personId: id, name })));
        if (page.length < pageSize) return all.toSorted((a, b) => a.name.localeCompare(b.name));
      }
    },

    /** The zone in which days of a new grant are counted: the course's own for its guarantee, else the visitor's. */
    async zoneOf(visitor: Visitor): Promise<string> {
      const { courseId: id, organizationId, platformId } = visitor;
      return (await plans.find({ id, organizationId, platformId })).zone ?? visitor.zone;
    },

    /** A student of the course by name, for the form that grants. @throws Refusal not-found */
    async studentOf(visitor: Visitor, personId: string): Promise<{ readonly personId: string; readonly name: string }> {
      const enrollment = await courses.enrollment(visitor.courseId, personId);
      const person = enrollment?.role === 'learner' ? await people.find(personId) : null;
      const { name } = found(person, 'student');
      return { personId, name };
    },

    /** Exams of the course whose attempts are limited, by title: what extra attempts can be for. */
    async openableExams(visitor: Visitor): Promise<OpenableExam[]> {
      return (await exams.ofCourse(visitor.courseId))
        .filter(({ settings }) => settings.attemptsAllowed !== null)
        .map(({ id, settings }) => ({ id, title: settings.title }))
        .toSorted((a, b) => a.title.localeCompare(b.title, 'en-US', { numeric: true }));
    },

    /** Remedies that count as taken, by person, with those of the accounts that theirs are joined with. */
    async takenBy(
      courseId: string,
      personIds: readonly string[],
      others: ReadonlyMap<string, Account>,
    ): Promise<ReadonlyMap<string, readonly RemedyTaken[]>> {
      const taken = new Map<string, RemedyTaken[]>();
      const note = (personId: string, entitlement: TakenFrom): void => {
        const remedy = remedyTaken(entitlement);
        if (remedy) taken.set(personId, [...(taken.get(personId) ?? []), remedy]);
      };
      for (const entitlement of await entitlements.takenBy(courseId, personIds))
        note(entitlement.personId, entitlement);
      for (const [personId, other] of others)
        for (const entitlement of await entitlements.ofPerson(other.courseId, other.personId))
          note(personId, entitlement);
      return taken;
    },

    /**
     * Open entitlements of all courses whose last day lies within so many days, the earliest first: page 0, 1, ... of at most 500.
     * Yesterday is looked at too, for zones in which it is not over.
     */
    expiringWithin(days: number, page: number): Promise<Entitlement[]> {
      const today = dayOfInstant(surroundings.now(), utc);
      return entitlements.expiringBetween(dayText(today - 1), dayText(today + days), page * pageSize);
    },
  };
}
