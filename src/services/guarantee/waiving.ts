// Waivers, extensions and pauses: what staff let one student off, or give more time for; each with its reason, seen by the student, and revocable.

import { z } from 'zod';
import { dayText } from '../../domain/day.ts';
import type { RuleWords } from '../../domain/evidence/asked-facts.ts';
import { dayTextSchema } from '../../domain/evidence/recorded.ts';
import {
  emptyFile,
  type FileOwner,
  type Pause,
  type StudentFile,
  type Waiver,
} from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { zoneOf, type Eligibility, type Judgment } from './eligibility.ts';
import type { MissingDates } from './missing-dates.ts';

const reasonSchema = z
  .string({ error: 'Give a reason: the student reads it.' })
  .trim()
  .min(1, 'Give a reason: the student reads it.')
  .max(500, 'Keep the reason under 500 characters.');
const actIdWords = 'Reload the page, then press the button again.';
const actIdSchema = z.string({ error: actIdWords }).regex(/^[A-Za-z0-9_-]{1,64}$/, actIdWords);
const day = (words: string) => z.string({ error: words }).trim().pipe(dayTextSchema);

/** What staff give when they waive a rule or move its last day. `actId` names the press: pressing twice waives once. */
export const waiverGivenSchema = z
  .object({
    rule: z.string({ error: 'Choose what to waive.' }).min(1, 'Choose what to waive.').max(200),
    action: z.enum(['waive', 'extend'], { error: 'Choose whether to waive it or to give more time.' }),
    until: day('Give the new last day as YYYY-MM-DD.').nullable(),
    reason: reasonSchema,
    fileId: z.string().max(100).nullable().default(null),
    actId: actIdSchema,
  })
  .superRefine(({ action, until }, context) => {
    if (action === 'extend' && until === null)
      context.addIssue({ code: 'custom', path: ['until'], message: 'Give the new last day.' });
  });
export type WaiverGiven = z.input<typeof waiverGivenSchema>;

/** What staff or a student give for a leave of absence; both days belong to it. */
export const pauseGivenSchema = z
  .object({
    from: day('Give the first day as YYYY-MM-DD.'),
    to: day('Give the last day as YYYY-MM-DD.'),
    reason: reasonSchema,
    fileId: z.string().max(100).nullable().default(null),
    actId: actIdSchema,
  })
  .superRefine(({ from, to }, context) => {
    if (to < from)
      context.addIssue({
        code: 'custom',
        path: ['to'],
        message: 'The pause ends before it begins. Give a later last day.',
      });
  });
export type PauseGiven = z.input<typeof pauseGivenSchema>;

/** What a waiver or a pause would do. */
export interface ExceptionPreview {
  readonly before: Judgment;
  readonly after: Judgment;
}

interface Needs {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly missingDates: Pick<MissingDates, 'asked'>;
  readonly eligibility: Pick<Eligibility, 'judge' | 'supposing'>;
  /** Papers that were uploaded for a student. */
  readonly uploads: { attach(owner: FileOwner, uploadId: string, to: string): Promise<unknown> };
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type Waiving = ReturnType<typeof waivingService>;

export function waivingService(needs: Needs) {
  const { files, plans, courses, missingDates, eligibility, uploads, audit, surroundings } = needs;

  async function ownerOf(visitor: Visitor, personId: string): Promise<FileOwner> {
    demand(visitor, 'waive');
    found(await courses.enrollment(visitor.courseId, personId), 'student');
    const { organizationId, platformId, courseId } = visitor;
    return { organizationId, platformId, courseId, personId };
  }

  async function today(visitor: Visitor): Promise<string> {
    const { courseId: id, organizationId, platformId } = visitor;
    return dayText(dayOfInstant(surroundings.now(), zoneOf(await plans.find({ id, organizationId, platformId }))));
  }

  const originOf = (visitor: Visitor) => ({
    source: 'staff' as const,
    by: visitor.personId,
    byName: visitor.name,
    at: surroundings.now(),
  });

  /** The waiver that is meant, for a rule that the student's policy has. @throws Refusal invalid */
  async function waiverOf(
    visitor: Visitor,
    owner: FileOwner,
    given: WaiverGiven,
  ): Promise<{ id: string; waiver: Waiver }> {
    const { actId, until, action, ...rest } = read(waiverGivenSchema, given);
    const rules = (await missingDates.asked(owner, owner.personId))?.rules ?? [];
    if (!rules.some(({ id }) => isRule(id, rest.rule)))
      throw refused([
        { path: 'rule', message: 'The policy of this student has no such rule. Choose one of its rules.' },
      ]);
    const fresh = { revokedAt: null, revokedByName: null, revokedWhy: '' };
    const waiver: Waiver = {
      ...originOf(visitor),
      ...rest,
      ...fresh,
      action,
      until: action === 'extend' ? until : null,
      grantedOn: await today(visitor),
    };
    return { id: actId, waiver };
  }

  async function grant(visitor: Visitor, personId: string, given: WaiverGiven): Promise<boolean> {
    const owner = await ownerOf(visitor, personId);
    const { id, waiver } = await waiverOf(visitor, owner, given);
    const path = `waivers.${id}`;
    const isNews = await files.change(owner, { $set: { [path]: waiver } }, { [path]: { $exists: false } });
    if (!isNews) return false;
    const { rule, action, until, reason } = waiver;
    const act = action === 'waive' ? 'rule waived' : 'deadline extended';
    await audit.note(visitor, { act, subjectId: personId, reason, detail: { waiverId: id, rule, until } });
    return true;
  }

  /** Changes a pause that stands as `from`, in one conditional update. @throws Refusal not-found, already-done */
  async function decide(
    visitor: Visitor,
    personId: string,
    pauseId: string,
    { from, to, why }: { from: Pause['status']; to: Pause['status']; why: string },
  ): Promise<void> {
    const owner = await ownerOf(visitor, personId);
    const path = `pauses.${idOf(pauseId)}`;
    const decided = { by: visitor.personId, byName: visitor.name, at: surroundings.now(), why };
    const update = { $set: { [`${path}.status`]: to, [`${path}.decided`]: decided } };
    const changed = await files.change(owner, update, { [`${path}.status`]: from });
    if (!changed) {
      const pause = found((await files.find(owner))?.pauses[pauseId], 'pause');
      if (pause.status === to) return;
      throw new Refusal('already-done', 'Somebody else has decided on this pause meanwhile. Look at it again.');
    }
    const act = {
      approved: 'pause approved',
      refused: 'pause refused',
      revoked: 'pause revoked',
      asked: 'pause asked for',
    }[to];
    const { from: first, to: last } = changed.pauses[pauseId]!;
    await audit.note(visitor, { act, subjectId: personId, reason: why, detail: { pauseId, from: first, to: last } });
  }

  async function pause(
    visitor: Visitor,
    owner: FileOwner,
    given: PauseGiven,
    status: 'asked' | 'approved',
    source: 'staff' | 'student',
  ) {
    const { actId, ...days } = read(pauseGivenSchema, given);
    const path = `pauses.${actId}`;
    const origin = { ...originOf(visitor), source };
    const { by, byName, at } = origin;
    const decided = status === 'approved' ? { by, byName, at, why: '' } : null;
    const made: Pause = { ...origin, ...days, status, decided };
    const isNews = await files.change(owner, { $set: { [path]: made } }, { [path]: { $exists: false } });
    if (!isNews) return;
    const act = status === 'approved' ? 'pause granted' : 'pause asked for';
    const detail = { pauseId: actId, from: days.from, to: days.to };
    await audit.note(visitor, { act, subjectId: owner.personId, reason: days.reason, detail });
  }

  async function supposing(
    visitor: Visitor,
    owner: FileOwner,
    change: (file: StudentFile) => StudentFile,
  ): Promise<ExceptionPreview> {
    const file = (await files.find(owner)) ?? emptyFile(owner);
    const [before, after] = await Promise.all([
      eligibility.judge(visitor, owner.personId),
      eligibility.supposing(visitor, change(file)),
    ]);
    return { before, after };
  }

  return {
    /** Waives a rule for a student, or moves its last day. Pressing twice does it once. @throws Refusal not-allowed, not-found, invalid */
    waive: async (visitor: Visitor, personId: string, given: WaiverGiven): Promise<void> => {
      await grant(visitor, personId, given);
    },

    /** The same for several students; whoever has it from this press already keeps it. Gives for how many it is new. */
    async waiveForAll(visitor: Visitor, personIds: readonly string[], given: WaiverGiven): Promise<number> {
      demand(visitor, 'waive');
      if (personIds.length === 0) throw refused([{ path: 'students', message: 'Choose at least one student.' }]);
      for (const personId of personIds) await waiverOf(visitor, await ownerOf(visitor, personId), given);
      let granted = 0;
      for (const personId of personIds) if (await grant(visitor, personId, given)) granted += 1;
      return granted;
    },

    /** What a waiver would do. */
    async previewWaiver(visitor: Visitor, personId: string, given: WaiverGiven): Promise<ExceptionPreview> {
      const owner = await ownerOf(visitor, personId);
      const { id, waiver } = await waiverOf(visitor, owner, given);
      return supposing(visitor, owner, (file) => ({ ...file, waivers: { ...file.waivers, [id]: waiver } }));
    },

    /** Takes a waiver back. Doing it again changes nothing. @throws Refusal not-allowed, not-found, invalid without a reason */
    async revokeWaiver(visitor: Visitor, personId: string, waiverId: string, given: string): Promise<void> {
      const reason = readReason(given);
      const owner = await ownerOf(visitor, personId);
      const path = `waivers.${idOf(waiverId)}`;
      const revoked = { revokedAt: surroundings.now(), revokedByName: visitor.name, revokedWhy: reason };
      const set = Object.fromEntries(Object.entries(revoked).map(([name, value]) => [`${path}.${name}`, value]));
      const changed = await files.change(
        owner,
        { $set: set },
        { [`${path}.rule`]: { $exists: true }, [`${path}.revokedAt`]: null },
      );
      if (!changed) return void found((await files.find(owner))?.waivers[waiverId], 'waiver');
      const { rule } = changed.waivers[waiverId]!;
      await audit.note(visitor, { act: 'waiver revoked', subjectId: personId, reason, detail: { waiverId, rule } });
    },

    /** A pause that staff give without being asked. @throws Refusal not-allowed, not-found, invalid */
    async grantPause(visitor: Visitor, personId: string, given: PauseGiven): Promise<void> {
      await pause(visitor, await ownerOf(visitor, personId), given, 'approved', 'staff');
    },

    /** What a pause would do. */
    async previewPause(visitor: Visitor, personId: string, given: PauseGiven): Promise<ExceptionPreview> {
      const owner = await ownerOf(visitor, personId);
      const { actId, ...days } = read(pauseGivenSchema, given);
      const made: Pause = { ...originOf(visitor), ...days, status: 'approved', decided: null };
      return supposing(visitor, owner, (file) => ({ ...file, pauses: { ...file.pauses, [actId]: made } }));
    },

    /** A student asks for leave of absence; staff decide. @throws Refusal not-allowed, invalid */
    async askForPause(visitor: Visitor, given: PauseGiven): Promise<void> {
      if (visitor.role !== 'learner' || visitor.isTestUser)
        throw new Refusal('not-allowed', 'Only students of this course can ask for a pause.');
      const { organizationId, platformId, courseId, personId } = visitor;
      await pause(visitor, { organizationId, platformId, courseId, personId }, given, 'asked', 'student');
    },

    approvePause: (visitor: Visitor, personId: string, pauseId: string, why: string): Promise<void> =>
      decide(visitor, personId, pauseId, { from: 'asked', to: 'approved', why: why.trim().slice(0, 500) }),

    /** @throws Refusal invalid without a reason, not-found, already-done */
    refusePause: (visitor: Visitor, personId: string, pauseId: string, why: string): Promise<void> =>
      decide(visitor, personId, pauseId, { from: 'asked', to: 'refused', why: readReason(why) }),

    /** @throws Refusal invalid without a reason, not-found, already-done */
    revokePause: (visitor: Visitor, personId: string, pauseId: string, why: string): Promise<void> =>
      decide(visitor, personId, pauseId, { from: 'approved', to: 'revoked', why: readReason(why) }),

    /**
     * Lets an uploaded paper of the student belong to a waiver or a pause, which has one at most. Saying it again changes nothing.
     * @throws Refusal not-allowed, not-found; already-done where another paper is there
     */
    async addPaper(
      visitor: Visitor,
      personId: string,
      to: { readonly kind: 'waivers' | 'pauses'; readonly id: string },
      uploadId: string,
    ): Promise<void> {
      const owner = await ownerOf(visitor, personId);
      const path = `${to.kind}.${idOf(to.id)}`;
      const known = found((await files.find(owner))?.[to.kind][to.id], 'entry');
      if (known.fileId === uploadId) return;
      await uploads.attach(owner, uploadId, `${to.kind}:${to.id}`);
      const changed = await files.change(
        owner,
        { $set: { [`${path}.fileId`]: uploadId } },
        { [`${path}.fileId`]: null },
      );
      if (!changed) throw new Refusal('already-done', 'There is a paper already.');
      await audit.note(visitor, {
        act: 'paper added',
        subjectId: personId,
        reason: '',
        detail: { to: to.kind, uploadId },
      });
    },

    /** What can be waived for a student, or for a course. */
    rules: async (visitor: Visitor, personId: string | null = null): Promise<readonly RuleWords[]> =>
      (await missingDates.asked(visitor, personId))?.rules ?? [],
  };
}

/** Rules inside a part bear its name too: a waiver for `AUD.mini` holds in that part, one for `mini` in all. */
function isRule(id: string, asked: string): boolean {
  return asked === id || asked.endsWith(`.${id}`);
}

/** An id as the name of a field in the database. @throws Refusal not-found */
function idOf(id: string): string {
  return found(actIdSchema.safeParse(id).data, 'entry');
}

function readReason(given: string): string {
  const parsed = reasonSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refused(parsed.error.issues.map(({ message }) => ({ path: 'reason', message })));
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refused(parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })));
}

function refused(faults: readonly Fault[]): Refusal {
  return new Refusal('invalid', faults.map(({ message }) => message).join(' '), faults);
}
