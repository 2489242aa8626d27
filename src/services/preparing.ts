// Preparing an attempt before the clock starts: a try is held, the paper is drawn, and asking again gives the same attempt.

import { allowanceId, reserve, type Allowance } from '../domain/exam/allowance.ts';
import { isOver, type Attempt } from '../domain/exam/attempt.ts';
import { cooldownEndsAt, maySit } from '../domain/exam/availability.ts';
import { preparedTiming } from '../domain/exam/deadline.ts';
import type { Exam } from '../domain/exam/exam.ts';
import { preparedLapsesMs } from '../domain/exam/transitions.ts';
import { mayDo, type Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import { momentWords } from '../domain/time.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AllowanceStore } from '../stores/allowance-store.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { Closing } from './closing.ts';
import type { Papers } from './papers.ts';
import { found, type Surroundings } from './surroundings.ts';

/** Tries of an exam without a limit: more than anybody can use, so that one counter serves both kinds. */
const unlimitedTries = 1_000_000;

/** A person's tries at an exam; previews have no allowance. */
export interface Tries {
  readonly earlier: readonly Attempt[];
  readonly allowance: Allowance | null;
  readonly attemptsLeft: number | null;
  readonly nextAt: number;
}

/** Tries a person can still use: those not held, and those held for an attempt that has not come to be. */
function triesLeft(allowance: Allowance, earlier: readonly Pick<Attempt, 'id'>[]): number {
  const made = new Set(earlier.map((attempt) => attempt.id));
  return Math.max(0, allowance.left) + allowance.holds.filter((id) => !made.has(id)).length;
}

/** When the next try may begin: as the allowance says, or as the last attempt's end says where the allowance has not heard of it yet. */
function nextTryAt(allowance: Allowance, earlier: readonly Attempt[], exam: Exam): number {
  const last = earlier.findLast((attempt) => attempt.state !== 'voided') ?? null;
  return Math.max(allowance.nextAt, cooldownEndsAt(last, exam.settings));
}

/** Previews of staff and of the LMS's test student never count. */
function isPreviewOf(visitor: Visitor): boolean {
  return visitor.isTestUser || !mayDo(visitor, 'sit exams');
}

/** @throws Refusal not-allowed to whoever neither sits nor previews exams */
export function mayBeHere(visitor: Visitor): void {
  if (!mayDo(visitor, 'sit exams') && !mayDo(visitor, 'preview exams'))
    throw new Refusal('not-allowed', 'Only students of this course can sit its exams.');
}

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly allowances: AllowanceStore;
  readonly accommodations: AccommodationStore;
  readonly papers: Papers;
  readonly closing: Closing;
  readonly surroundings: Surroundings;
}

export type Preparing = ReturnType<typeof preparingService>;

export function preparingService(needs: Needs) {
  const { attempts, exams, allowances, accommodations, papers, closing, surroundings } = needs;
  const atExam = (visitor: Visitor, examId: string): Pick<Attempt, 'platformId' | 'personId' | 'examId'> => ({
    platformId: visitor.platformId,
    personId: visitor.personId,
    examId,
  });

  /** The allowance with the number of tries that the settings give now. */
  async function allowanceOf(visitor: Visitor, exam: Exam): Promise<Allowance> {
    const granted = exam.settings.attemptsAllowed ?? unlimitedTries;
    const allowance = await allowances.ensure(allowanceId(atExam(visitor, exam.id)), granted);
    const extra = Object.values(allowance.grants).reduce((sum, tries) => sum + tries, 0);
    const difference = granted + extra - allowance.granted;
    if (difference === 0) return allowance;
    await allowances.apply({
      filter: { _id: allowance.id, granted: allowance.granted },
      update: { $inc: { granted: difference, left: difference } },
    });
    return allowances.ensure(allowance.id, granted);
  }

  /** A person's tries at an exam: what they sat, how many are left (null without a limit), and from when the next may begin. */
  async function triesOf(visitor: Visitor, exam: Exam): Promise<Tries> {
    const isPreview = isPreviewOf(visitor);
    const earlier = await attempts.ofPerson(atExam(visitor, exam.id), isPreview);
    if (isPreview) return { earlier, allowance: null, attemptsLeft: null, nextAt: 0 };
    const allowance = await allowanceOf(visitor, exam);
    const isLimited = exam.settings.attemptsAllowed !== null;
    const attemptsLeft = isLimited ? triesLeft(allowance, earlier) : null;
    return { earlier, allowance, attemptsLeft, nextAt: nextTryAt(allowance, earlier, exam) };
  }

  /** The attempt this person has open at an exam; one whose time is over, or that was never started in time, is ended first. */
  async function openAt(visitor: Visitor, exam: Exam): Promise<Attempt | null> {
    const open = await attempts.findOpen(atExam(visitor, exam.id));
    if (!open) return null;
    const now = surroundings.now();
    if (isOver(open, now)) await closing.close(open, 'timer');
    else if (open.state === 'prepared' && open.createdAt <= now - preparedLapsesMs) await closing.drop(open);
    else return open;
    return null;
  }

  /**
   * The id of a person's attempt by its number. Everybody who prepares it at once, and whoever asks again after a crash, comes to the
   * same id, so that one try is held however often it is asked for; nobody else can guess it.
   */
  function attemptIdOf(visitor: Visitor, examId: string, number: number): string {
    const kind = isPreviewOf(visitor) ? 'preview' : 'attempt';
    return surroundings
      .proof(JSON.stringify([kind, visitor.platformId, visitor.personId, examId, number]))
      .slice(0, 32);
  }

  async function prepare(visitor: Visitor, examId: string, accessCode: string | null): Promise<Attempt> {
    mayBeHere(visitor);
    const exam = found(await exams.find(examId, visitor.courseId), 'exam');
    for (let tries = 0; tries < 20; tries += 1) {
      const open = await openAt(visitor, exam);
      if (open) return open;
      const made = await prepareNext(visitor, exam, accessCode);
      if (made) return made;
    }
    throw new Error(`attempt at exam ${examId} could not be prepared`);
  }

  /** One go at preparing the next attempt; null when somebody else's click changed the ground, and it is to be looked at again. */
  async function prepareNext(visitor: Visitor, exam: Exam, accessCode: string | null): Promise<Attempt | null> {
    const isPreview = isPreviewOf(visitor);
    const { earlier, allowance, attemptsLeft, nextAt } = await triesOf(visitor, exam);
    const number = (earlier.at(-1)?.number ?? 0) + 1;
    const id = attemptIdOf(visitor, exam.id, number);
    const now = surroundings.now();
    const request = { settings: exam.settings, now, attemptsLeft, nextAt, open: null, accessCode, isPreview };
    const verdict = maySit(request, (at) => momentWords(at, visitor.zone));
    if (verdict.kind !== 'may start') throw new Refusal('not-allowed', verdict.words);
    if (allowance && !(await holdTry(allowance.id, id))) return null;
    const attempt = await draftOf(visitor, exam, { id, number, isPreview });
    return (await attempts.insert(attempt)) === 'inserted' ? attempt : null;
  }

  /** Holds one try for the attempt; a try that it holds already is fine. False when there is none left any more. */
  async function holdTry(id: string, attemptId: string): Promise<boolean> {
    if (await allowances.apply(reserve(id, attemptId, surroundings.now()))) return true;
    return (await allowances.find(id))?.holds.includes(attemptId) ?? false;
  }

  async function draftOf(
    visitor: Visitor,
    exam: Exam,
    which: Pick<Attempt, 'id' | 'number' | 'isPreview'>,
  ): Promise<Attempt> {
    const [form, accommodation] = await Promise.all([
      papers.draw(exam, visitor.personId, which.id),
      accommodations.find(visitor.personId),
    ]);
    return {
      ...which,
      ...atExam(visitor, exam.id),
      organizationId: visitor.organizationId,
      courseId: visitor.courseId,
      examVersion: exam.version,
      formId: form.id,
      state: 'prepared',
      timing: preparedTiming(exam.settings, accommodation),
      slotCount: form.slots.length,
      epoch: 0,
      tab: null,
      answers: {},
      late: [],
      savedAt: null,
      end: null,
      voided: null,
      scoreVersion: 0,
      outbox: [],
      rev: 0,
      createdAt: surroundings.now(),
    };
  }

  return {
    openAt,
    triesOf,
    attemptIdOf,
    isPreviewOf,

    /**
     * Makes the paper before the clock: reserves one try, draws the form, keeps a prepared attempt. Asking again gives the same one.
     * @throws Refusal not-allowed with the reason a student can act on · invalid when the bank cannot fill the blueprint
     */
    prepare,
  };
}
