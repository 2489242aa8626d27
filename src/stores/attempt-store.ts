// Attempts: one document per attempt; every change is one conditional update, as `domain/exam/transitions.ts` words it.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Answer, Attempt } from '../domain/exam/attempt.ts';
import { closedStates, openStates, slotNumber } from '../domain/exam/attempt.ts';
import {
  expired,
  lapsed,
  openKeyOf,
  saveAnswer,
  settle,
  type Transition,
  type Whose,
} from '../domain/exam/transitions.ts';
import { documents, Duplicate } from './documents.ts';

const answerShape = z.object({
  q: z.number(),
  v: z.array(z.string()),
  flagged: z.boolean(),
  struck: z.array(z.string()),
  note: z.string(),
  spentMs: z.number(),
});

const timingShape = z.object({
  startedAt: z.number().nullable(),
  baseMs: z.number(),
  limitMs: z.number(),
  factor: z.number(),
  extraMs: z.number(),
  graceMs: z.number(),
  deadlineAt: z.number().nullable(),
  hardCloseAt: z.number().nullable(),
  capAt: z.number().nullable(),
  pausedAt: z.number().nullable(),
  pausedMs: z.number(),
  credits: z.record(z.string(), z.number()),
});

const stateShape = z.enum(['prepared', 'in_progress', 'paused', 'submitted', 'graded', 'voided']);
const endShape = z.object({
  by: z.enum(['user', 'timer', 'sweeper', 'staff']),
  at: z.number(),
  receipt: z.string(),
  digest: z.string(),
});
const voidShape = z.object({ by: z.string(), at: z.number(), reason: z.string(), givesTryBack: z.boolean() });

const summaryFields = {
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  examId: z.string(),
  examVersion: z.number(),
  formId: z.string(),
  number: z.number(),
  isPreview: z.boolean(),
  state: stateShape,
  timing: timingShape,
  slotCount: z.number(),
  epoch: z.number(),
  tab: z.string().nullable(),
  savedAt: z.number().nullable(),
  end: endShape.nullable(),
  voided: voidShape.nullable(),
  scoreVersion: z.number(),
  rev: z.number(),
  createdAt: z.number(),
};
const summaryShape = z.object({ ...summaryFields, late: z.array(z.object({ key: z.string() })) });

const attemptShape = z.object({
  ...summaryFields,
  answers: z.record(z.string(), answerShape),
  late: z.array(z.object({ key: z.string(), slot: z.string(), answer: answerShape, arrivedAt: z.number() })),
  outbox: z.array(z.object({ key: z.string(), at: z.number() })),
});

/** An attempt without its answers: what lists need. */
export type AttemptSummary = Omit<Attempt, 'answers' | 'late' | 'outbox'> & {
  readonly late: readonly { readonly key: string }[];
};

const factsShape = z.object({ id: z.string(), timing: timingShape, epoch: z.number(), slotCount: z.number() });

/** The little that an answer to a save tells beyond the slots. */
export interface AttemptFacts {
  readonly deadlineAt: number | null;
  readonly epoch: number;
  readonly slotCount: number;
}

/** How one slot of a save fared, as far as the single write can tell. */
export type SlotWrite = 'taken' | 'refused';

/** Attempts are large; a page of so many is read without holding up anybody's save. */
const pageSize = 100;

export type AttemptStore = ReturnType<typeof attemptStore>;

export function attemptStore(connection: Connection) {
  // No index on anything a save changes, so that a save writes no index.
  const attempts = documents<Attempt>(connection, 'attempts', attemptShape, [
    [{ openKey: 1 }, { unique: true, partialFilterExpression: { openKey: { $exists: true } } }],
    [{ platformId: 1, personId: 1, examId: 1, isPreview: 1, number: 1 }, { unique: true }],
    [{ state: 1, 'timing.hardCloseAt': 1 }, { partialFilterExpression: { state: 'in_progress' } }],
    [{ state: 1, createdAt: 1 }, { partialFilterExpression: { state: 'prepared' } }],
    [{ courseId: 1, examId: 1, createdAt: 1 }],
    // Who is sitting is asked every few seconds; the state changes at start and end only, never by a save.
    [{ courseId: 1, examId: 1, state: 1 }],
    [{ 'outbox.at': 1 }, { partialFilterExpression: { 'outbox.at': { $gt: 0 } } }],
  ]);
  const summary = [...Object.keys(summaryFields).filter((field) => field !== 'id'), 'late.key'];

  return {
    prepare: attempts.prepare,

    /** Inserts a prepared attempt. Answers which unique index refused it, if one did. */
    async insert(attempt: Attempt): Promise<'inserted' | 'another is open' | 'number taken'> {
      try {
        await attempts.insert({ ...attempt, openKey: openKeyOf(attempt) } as Attempt);
        return 'inserted';
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error;
        return error.fields.includes('openKey') ? 'another is open' : 'number taken';
      }
    },

    find: (id: string) => attempts.findOne({ _id: id }),

    /** A person's own attempt; somebody else's is as absent as none. */
    findOwn: ({ attemptId, personId }: Whose) => attempts.findOne({ _id: attemptId, personId }),

    /** An attempt of a course that staff look after. */
    findInCourse: (id: string, courseId: string) => attempts.findOne({ _id: id, courseId }),

    findOpen: (whose: Pick<Attempt, 'platformId' | 'personId' | 'examId'>) =>
      attempts.findOne({ openKey: openKeyOf(whose), state: { $in: openStates } }),

    /** All attempts of one person at one exam, first to last, previews apart. */
    ofPerson: (whose: Pick<Attempt, 'platformId' | 'personId' | 'examId'>, isPreview = false) =>
      attempts.find(
        { platformId: whose.platformId, personId: whose.personId, examId: whose.examId, isPreview },
        { sort: { number: 1 } },
      ),

    /** One page of an exam's attempts in a course, without answers, oldest first; empty after the last. */
    ofExam: (courseId: string, examId: string, skip = 0): Promise<AttemptSummary[]> =>
      attempts.select({ courseId, examId }, summary, summaryShape, { sort: { createdAt: 1 }, limit: pageSize, skip }),

    /** One page of all attempts in the order of their ids, those after an id, without answers; for jobs. */
    walk: (after: string, limit: number): Promise<AttemptSummary[]> =>
      attempts.select({ _id: { $gt: after } }, summary, summaryShape, { sort: { _id: 1 }, limit }),

    /** One page of those who are sitting this exam now, with their answers; empty after the last. */
    sittingNow: (courseId: string, examId: string, skip = 0) =>
      attempts.find(
        { courseId, examId, state: { $in: ['in_progress', 'paused'] } },
        { sort: { createdAt: 1 }, limit: pageSize, skip },
      ),

    /** Closed attempts of a person over a course's exams, for weak areas and trends. */
    closedOfPerson: (platformId: string, personId: string) =>
      attempts.find({ platformId, personId, isPreview: false, state: { $in: closedStates } }, { sort: { number: 1 } }),

    /** Deadline, epoch and size of an attempt, without its answers. */
    async facts(id: string): Promise<AttemptFacts | null> {
      const [read] = await attempts.select({ _id: id }, ['timing', 'epoch', 'slotCount'], factsShape, { limit: 1 });
      return read ? { deadlineAt: read.timing.deadlineAt, epoch: read.epoch, slotCount: read.slotCount } : null;
    },

    /** How many people have this exam open. */
    countOpen: (courseId: string, examId: string) =>
      attempts.count({ courseId, examId, state: { $in: openStates }, isPreview: false }),

    /** How many attempts at this exam have been handed in and count. */
    countClosed: (courseId: string, examId: string) =>
      attempts.count({ courseId, examId, state: { $in: closedStates }, isPreview: false }),

    /** A person's open attempts on a platform, whatever the exam. */
    openOfPerson: (platformId: string, personId: string) =>
      attempts.find({ platformId, personId, state: { $in: openStates } }),

    /** Runs one transition; the attempt as it is afterwards, or null when its precondition did not hold. */
    apply: ({ filter, update }: Transition) => attempts.findAndUpdate({ ...filter }, { ...update }),

    /** Runs a transition that opens an attempt; refused by the unique open key while another one is open. */
    async applyOpening({ filter, update }: Transition): Promise<Attempt | null | 'another is open'> {
      try {
        return await attempts.findAndUpdate({ ...filter }, { ...update });
      } catch (error) {
        if (error instanceof Duplicate) return 'another is open';
        throw error;
      }
    },

    /** The hot path: one conditional write per slot, unordered, nothing read. Tells which writes matched. */
    async saveAnswers(
      whose: Whose,
      answers: Readonly<Record<string, Answer>>,
      now: number,
    ): Promise<Record<string, SlotWrite>> {
      const slots = Object.keys(answers);
      const results = await Promise.all(
        slots.map(async (slot) => {
          // A name that no form has would become a path of its own; it is refused before it gets near a query.
          if (slotNumber(slot) === null) return [slot, 'refused'] as const;
          const { filter, update } = saveAnswer(whose, slot, answers[slot]!, now);
          const { matchedCount } = await attempts.model.collection.updateOne(filter as never, update as never);
          return [slot, matchedCount === 1 ? 'taken' : 'refused'] as const;
        }),
      );
      return Object.fromEntries(results);
    },

    /** Attempts whose time is over, the longest over first. */
    findExpired: (now: number, limit: number) =>
      attempts.find({ ...expired(now) }, { sort: { 'timing.hardCloseAt': 1 }, limit }),

    /** Prepared attempts that nobody started in time. */
    findLapsed: (now: number, limit: number) => attempts.find({ ...lapsed(now) }, { sort: { createdAt: 1 }, limit }),

    /** Attempts that owe something, oldest first. */
    findOwing: (limit: number) => attempts.find({ 'outbox.at': { $gt: 0 } }, { sort: { 'outbox.at': 1 }, limit }),

    /** Strikes a duty that has been done. */
    settle: async (attemptId: string, key: string): Promise<void> => {
      const { filter, update } = settle(attemptId, key);
      await attempts.update({ ...filter }, { ...update });
    },
  };
}
