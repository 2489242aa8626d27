// Evidence: everything that is recorded of a student passes here, from pages, files and other systems alike; corrections keep what was.

import { readEntry, type Entry, type EntryGiven } from '../../domain/evidence/entry.ts';
import { completionReached } from '../../domain/evidence/completion.ts';
import type { CoursePlan } from '../../domain/evidence/course-plan.ts';
import { updateBy, withChanges, type FieldChange } from '../../domain/evidence/field-change.ts';
import { changeBy, isSame } from '../../domain/evidence/file-change.ts';
import type { Origin } from '../../domain/evidence/recorded.ts';
import { emptyFile, studentFileId, type FileOwner, type StudentFile } from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Claims } from './claims.ts';
import type { Eligibility, Judgment } from './eligibility.ts';

/** Who records something; the time is the service's. */
export type Author = Omit<Origin, 'at'>;

/** What recording an entry came to. */
export interface RecordedEntry {
  /** False where the file said the same already. */
  readonly isNews: boolean;
  /** What was changed; the entry's own change first. */
  readonly changes: readonly FieldChange[];
}

/** What an entry would do. */
export interface EvidencePreview {
  readonly entry: Entry;
  readonly changes: readonly FieldChange[];
  readonly before: Judgment;
  readonly after: Judgment;
}

interface Needs {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly eligibility: Pick<Eligibility, 'judge' | 'supposing'>;
  /** What is recorded may be what a claim waits for. */
  readonly claims: Pick<Claims, 'reconsider'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

/** Two writers meet on one student's file seldom; but another system may send all it knows of one at once, 600 things in a minute. More is a defect. */
const triesAllowed = 1000;

export type Evidence = ReturnType<typeof evidenceService>;

export function evidenceService({ files, plans, courses, eligibility, claims, audit, surroundings }: Needs) {
  const planOf = ({ courseId, organizationId, platformId }: FileOwner) =>
    plans.find({ id: courseId, organizationId, platformId });

  async function fileOf(owner: FileOwner): Promise<StudentFile> {
    return (await files.find(owner)) ?? emptyFile(owner);
  }

  /** Notes what was changed, with what it was; of a module also its title, by which people know it. */
  function note(
    { courseId, personId }: FileOwner,
    author: Author,
    { room, key, before, after }: FieldChange,
    reason: string,
    { modules }: Pick<CoursePlan, 'modules'>,
  ) {
    const act = before === null ? 'evidence recorded' : after === null ? 'evidence cleared' : 'evidence changed';
    const title = room === 'modules' ? modules.find(({ id }) => id === key)?.title : undefined;
    const detail = { room, key, before, after, source: author.source, ...(title === undefined ? {} : { title }) };
    return audit.note(
      { courseId, personId: author.by, name: author.byName },
      { act, subjectId: personId, reason, detail },
    );
  }

  /** Reads, decides, and writes on condition that nobody wrote in between; then again, from the reading on. */
  async function settle(
    author: Author,
    owner: FileOwner,
    decide: (file: StudentFile, origin: Origin) => Promise<readonly FieldChange[]>,
    reason: string,
    plan: Pick<CoursePlan, 'modules'>,
  ): Promise<RecordedEntry> {
    const origin = { ...author, at: surroundings.now() };
    for (let tries = 0; tries < triesAllowed; tries += 1) {
      const file = await fileOf(owner);
      const changes = await decide(file, origin);
      if (changes.length === 0) return { isNews: false, changes };
      if (await files.change(owner, updateBy(changes), { rev: file.rev })) {
        for (const [index, change] of changes.entries())
          await note(owner, index === 0 ? author : itself, change, index === 0 ? reason : '', plan);
        await claims.reconsider(owner, owner.personId);
        return { isNews: true, changes };
      }
    }
    throw new Error(`the file ${studentFileId(owner.courseId, owner.personId)} could not be written`);
  }

  /**
   * Records an entry of any source. Saying again what is recorded changes nothing; a correction leaves the earlier value in the
   * history. The last required module completes the course in the same write.
   * @throws Refusal invalid, with path, fault and cure of everything wrong
   */
  async function record(author: Author, owner: FileOwner, given: EntryGiven): Promise<RecordedEntry> {
    const entry = entryOf(given);
    const plan = await planOf(owner);
    const decide = (file: StudentFile, origin: Origin) => Promise.resolve(changesOf(file, plan, entry, origin));
    return settle(author, owner, decide, entry.reason, plan);
  }

  const ownerOf = ({ organizationId, platformId, courseId }: Visitor, personId: string): FileOwner => ({
    organizationId,
    platformId,
    courseId,
    personId,
  });

  async function demandStudent(visitor: Visitor, personId: string): Promise<FileOwner> {
    demand(visitor, 'record evidence');
    found(await courses.enrollment(visitor.courseId, personId), 'student');
    return ownerOf(visitor, personId);
  }

  return {
    record,

    /** Puts back fields as they were, where they still are as `changes` left them. Gives those put back. */
    async putBack(author: Author, owner: FileOwner, changes: readonly FieldChange[], reason: string) {
      const decide = (file: StudentFile) =>
        Promise.resolve(
          changes
            .filter((change) => isAsLeft(file, change))
            .map(({ room, key, before, after }) => ({ room, key, before: after, after: before })),
        );
      return settle(author, owner, decide, reason, await planOf(owner));
    },

    /** A student's file for staff. @throws Refusal not-allowed, not-found */
    async file(visitor: Visitor, personId: string): Promise<StudentFile> {
      demand(visitor, 'see results');
      found(await courses.enrollment(visitor.courseId, personId), 'student');
      return fileOf(ownerOf(visitor, personId));
    },

    /**
     * Records what a member of staff gives. Changing or taking back what is recorded needs a reason.
     * @throws Refusal not-allowed, not-found, invalid
     */
    async recordFor(visitor: Visitor, personId: string, given: EntryGiven): Promise<RecordedEntry> {
      const owner = await demandStudent(visitor, personId);
      return record(staffAuthor(visitor), owner, given);
    },

    /** What an entry would change, and where the student would stand with it. @throws Refusal not-allowed, not-found, invalid */
    async preview(visitor: Visitor, personId: string, given: EntryGiven): Promise<EvidencePreview> {
      const owner = await demandStudent(visitor, personId);
      const entry = entryOf(given);
      const [file, plan] = await Promise.all([fileOf(owner), planOf(owner)]);
      const changes = changesOf(file, plan, entry, { ...staffAuthor(visitor), at: surroundings.now() });
      const after = await eligibility.supposing(visitor, withChanges(file, changes));
      return { entry, changes, before: await eligibility.judge(visitor, personId), after };
    },

    /**
     * Completes the course for everybody who has done every required module, after the plan came to ask for less.
     * May run twice. Gives how many it was.
     */
    async settleCompletions(course: Pick<FileOwner, 'organizationId' | 'platformId' | 'courseId'>): Promise<number> {
      const plan = await planOf({ ...course, personId: '' });
      let completed = 0;
      for (let skip = 0; ; skip += 500) {
        const page = await courses.enrolled(course.courseId, 'learner', skip);
        const known = await files.findAll(
          course.courseId,
          page.map(({ personId }) => personId),
        );
        for (const { personId } of known) {
          const decide = (file: StudentFile, { at }: Origin) => {
            const reached = completionReached(file, plan, at);
            return Promise.resolve(reached ? [reached] : []);
          };
          if ((await settle(itself, { ...course, personId }, decide, '', plan)).isNews) completed += 1;
        }
        if (page.length < 500) return completed;
        await surroundings.breathe();
      }
    },
  };
}

/** Resit itself, where it saw something happen. */
const itself: Author = { source: 'system', by: 'resit', byName: 'Resit' };

/** A member of staff as the author of an entry. */
export function staffAuthor({ personId, name }: Pick<Visitor, 'personId' | 'name'>): Author {
  return { source: 'staff', by: personId, byName: name };
}

function entryOf(given: EntryGiven): Entry {
  const read = readEntry(given);
  if (read.ok) return read.entry;
  throw new Refusal('invalid', read.faults.map(({ path, message }) => `${path}: ${message}`).join('; '), read.faults);
}

/** @throws Refusal invalid */
function changesOf(
  file: StudentFile,
  plan: Parameters<typeof changeBy>[1],
  entry: Entry,
  origin: Origin,
): readonly FieldChange[] {
  // A module that was done is taken back by a person who says why, whatever way it comes in.
  const isTakenBack = entry.kind === 'module' && entry.on === null;
  const change = changeBy(file, plan, entry, origin, origin.source === 'staff' || isTakenBack);
  if (change.kind === 'fault') throw new Refusal('invalid', change.fault.message, [change.fault]);
  return change.kind === 'changes' ? change.changes : [];
}

/** Whether a field still holds what a change put there. */
function isAsLeft(file: StudentFile, { room, key, after }: FieldChange): boolean {
  const now = key === null ? file[room] : (file[room] as Record<string, unknown>)[key];
  return isSame(now ?? null, after);
}
