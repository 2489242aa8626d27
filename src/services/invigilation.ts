// Looking after an exam while it is sat and afterwards: who is sitting, results, and the acts of staff, each with its reason.

import type { Answer, Attempt } from '../domain/exam/attempt.ts';
import { closedStates, isOver } from '../domain/exam/attempt.ts';
import { answersDigest, receiptNumber } from '../domain/exam/receipt.ts';
import { remainingMs, reopenedTiming } from '../domain/exam/deadline.ts';
import type { Accommodation, Exam } from '../domain/exam/exam.ts';
import type { Score } from '../domain/exam/score.ts';
import {
  applyLate,
  closeByStaff,
  extend,
  pause,
  reopen,
  resume,
  voidAttempt,
  type Transition,
} from '../domain/exam/transitions.ts';
import type { Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AttemptStore, AttemptSummary } from '../stores/attempt-store.ts';
import type { CourseStore } from '../stores/course-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { Person, PersonStore } from '../stores/person-store.ts';
import type { ScoreStore, ScoreSummary } from '../stores/score-store.ts';
import type { Audit } from './audit.ts';
import type { Duties } from './duties.ts';
import type { GradeStatus, Passback } from './passback.ts';
import { demand, found, type Surroundings } from './surroundings.ts';

/** Somebody who is sitting now. */
export interface SittingRow {
  readonly attemptId: string;
  readonly personId: string;
  readonly name: string;
  readonly isPreview: boolean;
  readonly isPaused: boolean;
  readonly remainingMs: number;
  readonly deadlineAt: number | null;
  readonly answered: number;
  readonly questions: number;
  readonly savedAt: number | null;
  /** When the room was last heard of: its start, a save, or its clock reading. */
  readonly heardAt: number | null;
  readonly factor: number;
  readonly extraMs: number;
  /** Minutes that staff have added to this attempt. */
  readonly addedMinutes: number;
}

/** A finished attempt. */
export interface ResultRow {
  readonly attempt: AttemptSummary;
  readonly name: string;
  readonly score: ScoreSummary | null;
  readonly grade: GradeStatus | null;
  readonly lateAnswers: number;
}

/** Who is sitting an exam at this moment. */
export interface SittingNow {
  readonly exam: Exam;
  readonly now: number;
  readonly sitting: readonly SittingRow[];
}

export interface ExamOverview extends SittingNow {
  readonly results: readonly ResultRow[];
  /** Learners of the roster who have not finished an attempt; the LMS's test student never does. */
  readonly yetToFinish: readonly { readonly personId: string; readonly name: string }[];
  /** Why no grade of this exam can reach the gradebook, or null where the way is open. */
  readonly gradebookProblem: string | null;
  readonly rosterProblem: string | null;
}

/** One attempt as staff see it, with everything that was done to it. */
export interface AttemptFile {
  readonly attempt: Attempt;
  readonly exam: Exam;
  readonly name: string;
  readonly score: Score | null;
  readonly grade: GradeStatus;
  readonly accommodation: Accommodation | null;
  readonly events: Awaited<ReturnType<Audit['of']>>;
  readonly now: number;
}

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly scores: ScoreStore;
  readonly people: PersonStore;
  readonly courses: CourseStore;
  readonly accommodations: AccommodationStore;
  readonly duties: Duties;
  readonly passback: Passback;
  readonly audit: Audit;
  readonly surroundings: Surroundings;
}

export type Invigilation = ReturnType<typeof invigilationService>;

export function invigilationService(needs: Needs) {
  const { attempts, exams, scores, people, courses, accommodations, duties, passback, audit, surroundings } = needs;
  // When each room was last heard of: of this process only, a neutral fact for staff and never a condition of anything.
  const heard = new Map<string, number>();

  /** Reads page after page until one is empty. */
  async function everyPage<T>(read: (skip: number) => Promise<T[]>): Promise<T[]> {
    const all: T[] = [];
    for (;;) {
      const page = await read(all.length);
      all.push(...page);
      if (page.length === 0) return all;
    }
  }

  const everyAttempt = ({ courseId, id }: Exam): Promise<AttemptSummary[]> =>
    everyPage((skip) => attempts.ofExam(courseId, id, skip));
  const everySitting = ({ courseId, id }: Pick<Exam, 'courseId' | 'id'>): Promise<Attempt[]> =>
    everyPage((skip) => attempts.sittingNow(courseId, id, skip));

  async function sittingNow(visitor: Visitor, examId: string): Promise<SittingNow> {
    demand(visitor, 'see results');
    const exam = found(await exams.find(examId, visitor.courseId), 'exam');
    const now = surroundings.now();
    const open = await everySitting(exam);
    const known = await peopleOf([...new Set(open.map((attempt) => attempt.personId))]);
    const sitting = open.map((attempt) => ({
      ...sittingRow(attempt, now),
      name: known.get(attempt.personId)?.name ?? 'Unknown',
      heardAt: latest([heard.get(attempt.id), attempt.savedAt, attempt.timing.startedAt]),
    }));
    return { exam, now, sitting };
  }

  async function peopleOf(ids: readonly string[]): Promise<Map<string, Person>> {
    const known = new Map<string, Person>();
    for (let from = 0; from < ids.length; from += 500)
      for (const person of await people.findAll(ids.slice(from, from + 500))) known.set(person.id, person);
    return known;
  }

  async function scoresOf(all: readonly AttemptSummary[]): Promise<Map<string, ScoreSummary>> {
    const scored = all.filter((attempt) => attempt.scoreVersion > 0);
    const byAttempt = new Map<string, ScoreSummary>();
    for (let from = 0; from < scored.length; from += 500)
      for (const score of await scores.summaries(scored.slice(from, from + 500))) byAttempt.set(score.attemptId, score);
    return byAttempt;
  }

  async function inCourse(visitor: Visitor, attemptId: string): Promise<Attempt> {
    return found(await attempts.findInCourse(attemptId, visitor.courseId), 'attempt');
  }

  /** Runs an act on the attempt as just read, again when something changed in between. */
  async function act(
    visitor: Visitor,
    attemptId: string,
    note: { act: string; reason: string; detail?: Record<string, unknown> },
    decide: (attempt: Attempt) => Transition,
  ): Promise<Attempt> {
    demand(visitor, 'change attempts');
    if (!note.reason.trim())
      throw new Refusal('invalid', 'Please give a reason.', [
        { path: 'reason', message: 'A reason is needed: it is kept with the attempt.' },
      ]);
    for (let tries = 0; tries < 20; tries += 1) {
      const attempt = await inCourse(visitor, attemptId);
      const changed = await attempts.applyOpening(decide(attempt));
      must(changed !== 'another is open', 'This student has another attempt open. Close that one first.');
      if (changed === null || changed === 'another is open') continue;
      await audit.note(visitor, {
        act: note.act,
        subjectId: attemptId,
        reason: note.reason,
        detail: note.detail ?? {},
      });
      await duties.settle(changed);
      return inCourse(visitor, attemptId);
    }
    throw new Refusal('already-done', 'The attempt changed while you were deciding. Look again, then repeat.');
  }

  return {
    /** Notes that the room of an attempt is in contact. */
    hear(attemptId: string): void {
      if (heard.size > 20_000) heard.clear();
      heard.set(attemptId, surroundings.now());
    },

    /** Who is sitting the exam now: the part of the overview that changes by the second. */
    sittingNow,

    /** One exam at a glance: who is sitting, every result, who is still to come. */
    async overview(visitor: Visitor, examId: string): Promise<ExamOverview> {
      const { exam, now, sitting } = await sittingNow(visitor, examId);
      const [all, learners, grades, gradebookProblem, course] = await Promise.all([
        everyAttempt(exam),
        everyPage((skip) => courses.enrolled(visitor.courseId, 'learner', skip)),
        passback.statusOfAll(exam),
        passback.problemOf(exam),
        courses.find(visitor.courseId, visitor.platformId),
      ]);
      const finished = all.filter(isFinished);
      const ids = [...all.map((attempt) => attempt.personId), ...learners.map((entry) => entry.personId)];
      const [known, marks] = await Promise.all([peopleOf([...new Set(ids)]), scoresOf(finished)]);
      const nameOf = (id: string): string => known.get(id)?.name ?? 'Unknown';
      const done = new Set(finished.filter((attempt) => attempt.state !== 'voided').map((attempt) => attempt.personId));
      return {
        exam,
        now,
        sitting,
        results: finished.map((attempt) => ({
          attempt,
          name: nameOf(attempt.personId),
          score: marks.get(attempt.id) ?? null,
          grade: attempt.isPreview ? null : (grades.get(attempt.personId) ?? null),
          lateAnswers: attempt.late.length,
        })),
        yetToFinish: learners
          .filter((entry) => !done.has(entry.personId) && !known.get(entry.personId)?.isTestUser)
          .map((entry) => ({ personId: entry.personId, name: nameOf(entry.personId) })),
        gradebookProblem,
        rosterProblem: course?.roster.problem ?? null,
      };
    },

    /** One attempt with its score, its grade and everything that was done to it. */
    async file(visitor: Visitor, attemptId: string): Promise<AttemptFile> {
      demand(visitor, 'see results');
      const attempt = await inCourse(visitor, attemptId);
      const exam = found(await exams.find(attempt.examId, visitor.courseId), 'exam');
      const [person, score, grade, accommodation, events] = await Promise.all([
        people.find(attempt.personId),
        attempt.scoreVersion > 0 ? scores.find(attempt.id, attempt.scoreVersion) : null,
        passback.statusOf(exam, attempt.personId),
        accommodations.find(attempt.personId),
        audit.of(visitor, attemptId),
      ]);
      return {
        attempt,
        exam,
        name: person?.name ?? 'Unknown',
        score,
        grade,
        accommodation,
        events,
        now: surroundings.now(),
      };
    },

    /** Adds minutes to one attempt under way. `actId` names the press of the button: pressed twice, it counts once. */
    async extend(
      visitor: Visitor,
      attemptId: string,
      given: { minutes: number; reason: string; actId: string },
    ): Promise<Attempt> {
      const { minutes, reason, actId } = given;
      demand(visitor, 'change attempts');
      const attempt = await inCourse(visitor, attemptId);
      if (isCounted(attempt, actId)) return attempt;
      try {
        return await act(visitor, attemptId, { act: 'extended', reason, detail: { minutes } }, (read) => {
          must(
            isUnderWay(read, surroundings.now()) && !isCounted(read, actId),
            'This attempt is not under way any more. Reopen it to give more time.',
          );
          return extend(read, actId, minutes, surroundings.now());
        });
      } catch (error) {
        // The other press of a double press may have come in between.
        const read = await inCourse(visitor, attemptId);
        if (isCounted(read, actId)) return read;
        throw error;
      }
    },

    /**
     * Adds minutes to everybody who is sitting, after an outage for instance; pressed twice, it counts once for each. Answers how
     * many have the minutes; whoever hands in meanwhile is passed over.
     */
    async extendAll(
      visitor: Visitor,
      examId: string,
      given: { minutes: number; reason: string; actId: string },
    ): Promise<number> {
      demand(visitor, 'change attempts');
      const exam = found(await exams.find(examId, visitor.courseId), 'exam');
      let extendedCount = 0;
      for (const { id } of await everySitting(exam))
        try {
          await this.extend(visitor, id, given);
          extendedCount += 1;
        } catch (error) {
          if (!(error instanceof Refusal && error.reason === 'already-done')) throw error;
        }
      return extendedCount;
    },

    pause: (visitor: Visitor, attemptId: string, reason: string) =>
      act(visitor, attemptId, { act: 'paused', reason }, (read) => {
        must(read.state === 'in_progress', 'Only an attempt that is running can be paused.');
        return pause(read.id, surroundings.now());
      }),

    resume: (visitor: Visitor, attemptId: string, reason: string) =>
      act(visitor, attemptId, { act: 'resumed', reason }, (read) => {
        must(read.state === 'paused' && read.timing.pausedAt !== null, 'This attempt is not paused.');
        return resume(read.id, read.timing.pausedAt ?? 0, surroundings.now());
      }),

    /** Ends an attempt now; what the server holds is scored. */
    close: (visitor: Visitor, attemptId: string, reason: string) =>
      act(visitor, attemptId, { act: 'closed', reason }, (read) => {
        must(read.state === 'in_progress' || read.state === 'paused', 'This attempt has ended already.');
        const receipt = receiptNumber(surroundings.randomBytes(8));
        const digest = surroundings.digest(answersDigest(read));
        return closeByStaff(read, { by: 'staff', at: surroundings.now(), receipt, digest });
      }),

    /** Opens an ended attempt again for `minutes`; the earlier score stays on record until it is handed in again. */
    reopen: (visitor: Visitor, attemptId: string, given: { minutes: number; reason: string }): Promise<Attempt> =>
      act(visitor, attemptId, { act: 'reopened', reason: given.reason, detail: { minutes: given.minutes } }, (read) => {
        must(read.state === 'submitted' || read.state === 'graded', 'Only an attempt that has ended can be reopened.');
        const now = surroundings.now();
        return reopen(read, reopenedTiming(read.timing, given.minutes, now, read.end?.at ?? now));
      }),

    /** Makes an attempt count for nothing; it stays to be seen. */
    void: (visitor: Visitor, attemptId: string, given: { reason: string; givesTryBack: boolean }) =>
      act(
        visitor,
        attemptId,
        { act: 'voided', reason: given.reason, detail: { givesTryBack: given.givesTryBack } },
        (read) => {
          must(read.state !== 'voided', 'This attempt is void already.');
          return voidAttempt(read.id, {
            by: visitor.personId,
            at: surroundings.now(),
            reason: given.reason,
            givesTryBack: given.givesTryBack,
          });
        },
      ),

    /** Lets one late answer count; the attempt is scored again. */
    applyLate: (visitor: Visitor, attemptId: string, slot: string, reason: string) =>
      act(visitor, attemptId, { act: 'late answer applied', reason, detail: { slot } }, (read) => {
        const late = newestLate(read, slot);
        must(late !== null, 'There is no late answer to apply for this question.');
        return applyLate(read, slot, late!, surroundings.now());
      }),
  };
}

/** Ended by itself, by staff, or voided after it had begun; a paper that was prepared and never started is no attempt to look at. */
function isFinished({ state, timing }: Pick<Attempt, 'state' | 'timing'>): boolean {
  return closedStates.includes(state) || (state === 'voided' && timing.startedAt !== null);
}

function isUnderWay(attempt: Attempt, now: number): boolean {
  return attempt.state === 'paused' || (attempt.state === 'in_progress' && !isOver(attempt, now));
}

function isCounted(attempt: Attempt, actId: string): boolean {
  return attempt.timing.credits[actId] !== undefined;
}

function latest(moments: readonly (number | null | undefined)[]): number | null {
  const known = moments.filter((moment) => typeof moment === 'number');
  return known.length > 0 ? Math.max(...known) : null;
}

function newestLate(attempt: Attempt, slot: string): Answer | null {
  const ofSlot = attempt.late.filter((late) => late.slot === slot).map((late) => late.answer);
  return ofSlot.toSorted((a, b) => b.q - a.q)[0] ?? null;
}

function sittingRow(attempt: Attempt, now: number): Omit<SittingRow, 'name' | 'heardAt'> {
  const answered = Object.values(attempt.answers).filter((answer) => answer.v.length > 0).length;
  return {
    attemptId: attempt.id,
    personId: attempt.personId,
    isPreview: attempt.isPreview,
    isPaused: attempt.state === 'paused',
    remainingMs: remainingMs(attempt.timing, now),
    deadlineAt: attempt.timing.deadlineAt,
    answered,
    questions: attempt.slotCount,
    savedAt: attempt.savedAt,
    factor: attempt.timing.factor,
    extraMs: attempt.timing.extraMs,
    addedMinutes: Object.values(attempt.timing.credits).reduce((sum, minutes) => sum + minutes, 0),
  };
}

function must(isSo: boolean, words: string): void {
  if (!isSo) throw new Refusal('already-done', words);
}
