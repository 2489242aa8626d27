// The official exam: booked, sat and reported by the student, with what it means for the guarantee before it is saved; checked by staff.

import {
  isStudentsToChange,
  isToCheck,
  sittingFaults,
  uncheckedSince,
  withSitting,
  type SittingSaid,
} from '../../domain/claims/official-sitting.ts';
import { dayText } from '../../domain/day.ts';
import {
  emptyFile,
  officialSittingSchema,
  type FileOwner,
  type OfficialSitting,
  type StudentFile,
} from '../../domain/evidence/student-file.ts';
import type { CoursePlan } from '../../domain/evidence/course-plan.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Claims } from './claims.ts';
import { zoneOf, type Eligibility, type Judgment } from './eligibility.ts';
import type { Uploads } from './uploads.ts';

/** Where a student stands, and would stand with something saved; staff have still to check what students report. */
export interface SittingPreview {
  readonly before: Judgment;
  readonly after: Judgment;
}

/** A student's official exam. */
export interface OfficialExam {
  readonly now: number;
  readonly plan: CoursePlan;
  readonly file: StudentFile;
  readonly judgment: Judgment;
}

/** A sitting with whose it is. */
export interface SittingOf {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly file: StudentFile;
  readonly sitting: OfficialSitting;
}

interface Needs {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly eligibility: Pick<Eligibility, 'judge' | 'supposing'>;
  readonly uploads: Uploads;
  readonly claims: Pick<Claims, 'reconsider'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

const triesOnConflict = 10;
const mostSittings = 30;
const mostFiles = 6;

export type OfficialExamService = ReturnType<typeof officialExamService>;

export function officialExamService(needs: Needs) {
  const { files, plans, courses, people, eligibility, uploads, claims, audit, surroundings } = needs;

  const ownerOf = ({ organizationId, platformId, courseId }: Visitor, personId: string): FileOwner => ({
    organizationId,
    platformId,
    courseId,
    personId,
  });

  async function fileOf(owner: FileOwner): Promise<StudentFile> {
    return (await files.find(owner)) ?? emptyFile(owner);
  }

  const planOf = ({ courseId, organizationId, platformId }: FileOwner): Promise<CoursePlan> =>
    plans.find({ id: courseId, organizationId, platformId });

  const sittingIn = (file: StudentFile, id: string): OfficialSitting =>
    found(Object.hasOwn(file.sittings, id) ? file.sittings[id] : null, 'exam date');

  /** What a visitor says, as an entry of the file; `said` over what was there. */
  function entryOf(visitor: Visitor, source: 'student' | 'staff', said: SittingSaid, before: OfficialSitting | null) {
    const { personId: by, name: byName } = visitor;
    const at = surroundings.now();
    return officialSittingSchema.parse({
      ...before,
      ...said,
      id: before?.id ?? surroundings.newId(),
      source,
      by,
      byName,
      at,
      verified: source === 'staff' ? { by, byName, at } : null,
    });
  }

  /** @throws Refusal invalid, with every fault */
  function demandSound(said: SittingSaid, plan: CoursePlan): void {
    const faults = sittingFaults(said, dayOfInstant(surroundings.now(), zoneOf(plan)));
    if (faults.length > 0) throw new Refusal('invalid', faults.map(({ message }) => message).join(' '), faults);
  }

  /** Reads, decides, and writes on condition that nobody wrote in between; then again, from the reading on. */
  async function change(
    owner: FileOwner,
    decide: (file: StudentFile) => OfficialSitting,
    more: (file: StudentFile) => Readonly<Record<string, unknown>> = () => ({}),
  ): Promise<{ before: OfficialSitting | null; after: OfficialSitting; file: StudentFile }> {
    for (let tries = 0; tries < triesOnConflict; tries += 1) {
      const file = await fileOf(owner);
      const after = decide(file);
      const before = Object.hasOwn(file.sittings, after.id) ? file.sittings[after.id]! : null;
      const next = withSitting(file, after);
      if (Object.keys(next.sittings).length > mostSittings)
        throw new Refusal('invalid', `At most ${mostSittings} exam dates are kept.`);
      const set = {
        [`sittings.${after.id}`]: after,
        uncheckedSince: uncheckedSince(next, surroundings.now()),
        ...more(file),
      };
      const changed = await files.change(owner, { $set: set }, { rev: file.rev });
      if (changed) return { before, after, file: changed };
    }
    throw new Error('the student’s file could not be written');
  }

  /** The day on which the exam was reported to the provider counts once, whoever asks later. */
  const reportedOn = (visitor: Visitor, plan: CoursePlan) => (file: StudentFile) => {
    if (file.dates['examReportedOn']) return {};
    const at = surroundings.now();
    const value = dayText(dayOfInstant(at, zoneOf(plan)));
    const source = file.personId === visitor.personId ? 'student' : 'staff';
    return {
      'dates.examReportedOn': {
        source: source === 'student' ? 'system' : source,
        by: visitor.personId,
        byName: visitor.name,
        at,
        value,
      },
    };
  };

  function demandStudentsOwn(file: StudentFile, sittingId: string): OfficialSitting {
    const sitting = sittingIn(file, sittingId);
    if (!isStudentsToChange(sitting))
      throw new Refusal(
        'already-done',
        'Staff have checked this exam. If something is wrong with it, ask them to correct it.',
      );
    return sitting;
  }

  const decideFor = (visitor: Visitor, sittingId: string | null, said: SittingSaid) => (file: StudentFile) =>
    entryOf(visitor, 'student', said, sittingId === null ? null : demandStudentsOwn(file, sittingId));

  async function note(
    visitor: Visitor,
    personId: string,
    act: string,
    reason: string,
    detail: Record<string, unknown>,
  ) {
    await audit.note(visitor, { act: `official exam: ${act}`, subjectId: personId, reason, detail });
  }

  async function demandStudent(visitor: Visitor, personId: string): Promise<FileOwner> {
    demand(visitor, 'decide claims');
    found(await courses.enrollment(visitor.courseId, personId), 'student');
    return ownerOf(visitor, personId);
  }

  return {
    /** The visitor's own. */
    async mine(visitor: Visitor): Promise<OfficialExam> {
      const owner = ownerOf(visitor, visitor.personId);
      const [plan, file, judgment] = await Promise.all([
        planOf(owner),
        fileOf(owner),
        eligibility.judge(visitor, visitor.personId),
      ]);
      return { now: surroundings.now(), plan, file, judgment };
    },

    /**
     * What saving this would mean, once staff have checked it. Nothing is saved. @throws Refusal invalid, not-found, already-done
     */
    async suppose(visitor: Visitor, sittingId: string | null, said: SittingSaid): Promise<SittingPreview> {
      const owner = ownerOf(visitor, visitor.personId);
      const [plan, file] = await Promise.all([planOf(owner), fileOf(owner)]);
      demandSound(said, plan);
      const entry = decideFor(visitor, sittingId, said)(file);
      const checked = { ...entry, verified: { by: 'resit', byName: 'Resit', at: surroundings.now() } };
      const [before, after] = await Promise.all([
        eligibility.judge(visitor, visitor.personId),
        eligibility.supposing(visitor, withSitting(file, checked)),
      ]);
      return { before, after };
    },

    /**
     * Keeps what the student says of a sitting: a new one, or one that staff have not checked.
     * @throws Refusal invalid, not-found, already-done
     */
    async report(visitor: Visitor, sittingId: string | null, said: SittingSaid): Promise<OfficialSitting> {
      const owner = ownerOf(visitor, visitor.personId);
      const plan = await planOf(owner);
      demandSound(said, plan);
      const { after } = await change(owner, decideFor(visitor, sittingId, said), reportedOn(visitor, plan));
      return after;
    },

    /** Forgets a booking: nothing was sat, so nothing is to be kept. @throws Refusal already-done for anything but a booking */
    async dropBooking(visitor: Visitor, sittingId: string): Promise<void> {
      const owner = ownerOf(visitor, visitor.personId);
      for (let tries = 0; tries < triesOnConflict; tries += 1) {
        const file = await fileOf(owner);
        if (sittingIn(file, sittingId).result !== 'booked')
          throw new Refusal('already-done', 'This exam is no booking any more. Report how it went instead.');
        if (await files.change(owner, { $unset: { [`sittings.${sittingId}`]: '' } }, { rev: file.rev })) return;
      }
      throw new Error('the student’s file could not be written');
    },

    /** Adds an uploaded report to the visitor's sitting. Also to one that was checked: a report never takes anything away. */
    async addReport(
      visitor: Visitor,
      sittingId: string,
      fileId: string,
      forPerson = visitor.personId,
    ): Promise<OfficialSitting> {
      const owner =
        forPerson === visitor.personId ? ownerOf(visitor, forPerson) : await demandStudent(visitor, forPerson);
      const { fileIds } = sittingIn(await fileOf(owner), sittingId);
      if (fileIds.length >= mostFiles) {
        const message = `A sitting holds at most ${mostFiles} files.`;
        throw new Refusal('invalid', message, [{ path: 'file', message }]);
      }
      await uploads.attach(owner, fileId, `sitting:${sittingId}`);
      const { after } = await change(owner, (file) => {
        const sitting = sittingIn(file, sittingId);
        return { ...sitting, fileIds: [...new Set([...sitting.fileIds, fileId])] };
      });
      return after;
    },

    /** The sittings that wait to be checked, the longest waiting first. @throws Refusal not-allowed */
    async toCheck(visitor: Visitor): Promise<SittingOf[]> {
      demand(visitor, 'decide claims');
      const waiting = await files.unchecked(visitor.courseId, visitor.platformId);
      const known = new Map(
        (await people.findAll(waiting.map(({ personId }) => personId))).map((one) => [one.id, one]),
      );
      return waiting.flatMap((file) =>
        Object.values(file.sittings)
          .filter(isToCheck)
          .map((sitting) => ({
            person: known.get(file.personId) ?? { id: file.personId, name: 'Unknown' },
            file,
            sitting,
          })),
      );
    },

    /** One sitting of a student, for staff. @throws Refusal not-allowed, not-found */
    async ofStudent(
      visitor: Visitor,
      personId: string,
      sittingId: string,
    ): Promise<SittingOf & { judgment: Judgment; plan: CoursePlan }> {
      const owner = await demandStudent(visitor, personId);
      const [file, plan, person, judgment] = await Promise.all([
        fileOf(owner),
        planOf(owner),
        people.find(personId),
        eligibility.judge(visitor, personId),
      ]);
      return { file, plan, judgment, person: found(person, 'student'), sitting: sittingIn(file, sittingId) };
    },

    /**
     * Staff confirm a sitting as it was reported, or put it right; then it counts as a fact. Changing it needs a reason.
     * @throws Refusal invalid, not-found, already-done when the student changed it since
     */
    async verify(
      visitor: Visitor,
      personId: string,
      sittingId: string,
      { said, seenAt, reason }: { readonly said: SittingSaid; readonly seenAt: number; readonly reason: string },
    ): Promise<OfficialSitting> {
      const owner = await demandStudent(visitor, personId);
      demandSound(said, await planOf(owner));
      const { before, after } = await change(owner, (file) => {
        const sitting = sittingIn(file, sittingId);
        if (sitting.at !== seenAt)
          throw new Refusal('already-done', 'This exam was changed since you opened it. Look at it again.');
        if (isChanged(sitting, said) && reason === '') {
          const message = 'Say why you change what was reported: the student reads it.';
          throw new Refusal('invalid', message, [{ path: 'reason', message }]);
        }
        const { source, by, byName, at } = isChanged(sitting, said)
          ? { source: 'staff' as const, by: visitor.personId, byName: visitor.name, at: surroundings.now() }
          : sitting;
        const verified = { by: visitor.personId, byName: visitor.name, at: surroundings.now() };
        return { ...sitting, ...said, source, by, byName, at, verified };
      });
      await note(visitor, personId, 'checked', reason, { sittingId, before, after });
      await claims.reconsider(visitor, personId);
      return after;
    },

    /** Takes a check back: the sitting is pending again. @throws Refusal invalid without a reason */
    async unverify(visitor: Visitor, personId: string, sittingId: string, reason: string): Promise<OfficialSitting> {
      const owner = await demandStudent(visitor, personId);
      const { before, after } = await change(owner, (file) => ({ ...sittingIn(file, sittingId), verified: null }));
      await note(visitor, personId, 'check taken back', reason, { sittingId, before, after });
      return after;
    },

    /** Staff enter a sitting for a student, as checked. @throws Refusal not-allowed, not-found, invalid */
    async enterFor(visitor: Visitor, personId: string, said: SittingSaid, reason: string): Promise<OfficialSitting> {
      const owner = await demandStudent(visitor, personId);
      const plan = await planOf(owner);
      demandSound(said, plan);
      const decide = () => entryOf(visitor, 'staff', said, null);
      const first = decide();
      const { after } = await change(owner, () => first, reportedOn(visitor, plan));
      await note(visitor, personId, 'entered', reason, { sittingId: after.id, after });
      await claims.reconsider(visitor, personId);
      return after;
    },

    /** How many students' sittings wait to be checked; 0 for whoever may not check them. */
    count: async (visitor: Visitor): Promise<number> =>
      mayDo(visitor, 'decide claims') ? files.countUnchecked(visitor.courseId, visitor.platformId) : 0,
  };
}

/** Whether staff say something else than what is recorded. */
function isChanged(sitting: OfficialSitting, said: SittingSaid): boolean {
  return (Object.keys(said) as (keyof SittingSaid)[]).some((key) => sitting[key] !== said[key]);
}
