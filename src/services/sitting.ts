// Sitting an exam: prepare, start, save, take over, hand in; every verb is safe to repeat, and the server's clock decides.

import { cooldownEndsAt, maySit } from '../domain/exam/availability.ts';
import { allowanceId, reserve, type Allowance } from '../domain/exam/allowance.ts';
import { isOver, hasSlot, type Answer, type Attempt, type AttemptEnd, type EndedBy } from '../domain/exam/attempt.ts';
import { answersDigest, receiptNumber } from '../domain/exam/receipt.ts';
import { classifySave, maySubmit, mergeAnswers, type SaveRefusal } from '../domain/exam/saving.ts';
import { preparedTiming, remainingMs, startTiming } from '../domain/exam/deadline.ts';
import type { Exam } from '../domain/exam/exam.ts';
import {
  expire,
  lapse,
  lateSave,
  preparedLapsesMs,
  start,
  submit,
  takeOver,
  type Whose,
} from '../domain/exam/transitions.ts';
import { mayDo, type Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import { momentWords } from '../domain/time.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AllowanceStore } from '../stores/allowance-store.ts';
import type { AttemptFacts, AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { Duties } from './duties.ts';
import type { Paper, Papers } from './papers.ts';
import { found, type Surroundings } from './surroundings.ts';

/** Everything the exam room shows when it opens, on any device. */
export interface Room {
  readonly attempt: Attempt;
  readonly exam: Exam;
  readonly paper: Paper;
  readonly remainingMs: number;
}

/** What a running exam room asks every few seconds. */
export interface ClockReading {
  readonly state: Attempt['state'];
  readonly remainingMs: number;
  readonly deadlineAt: number | null;
  readonly epoch: number;
  readonly holdsLease: boolean;
  readonly savedAt: number | null;
}

/** A save as it went: taken slot by slot, or refused as a whole with the state that counts. */
export type Saved =
  | {
      readonly kind: 'saved';
      readonly slots: Readonly<Record<string, 'taken' | 'newer'>>;
      readonly remainingMs: number;
      readonly savedAt: number;
      readonly epoch: number;
    }
  | {
      readonly kind: 'refused';
      readonly code: SaveRefusal;
      readonly message: string;
      readonly attempt: Attempt;
      readonly keptLate: number;
      readonly remainingMs: number;
    };

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly allowances: AllowanceStore;
  readonly accommodations: AccommodationStore;
  readonly papers: Papers;
  readonly duties: Duties;
  readonly surroundings: Surroundings;
}

const factsLifeMs = 10_000;

/** Tries of an exam without a limit: more than anybody can use, so that one counter serves both kinds. */
export const unlimitedTries = 1_000_000;

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

export type Sitting = ReturnType<typeof sittingService>;

export function sittingService(needs: Needs) {
  const { attempts, exams, allowances, accommodations, papers, duties, surroundings } = needs;
  const whoseOf = (visitor: Visitor, attemptId: string): Whose => ({ attemptId, personId: visitor.personId });
  const atExam = (visitor: Visitor, examId: string): Pick<Attempt, 'platformId' | 'personId' | 'examId'> => ({
    platformId: visitor.platformId,
    personId: visitor.personId,
    examId,
  });
  /** Previews of staff and of the LMS's test student never count. */
  const isPreviewOf = (visitor: Visitor): boolean => visitor.isTestUser || !mayDo(visitor, 'sit exams');

  function mayBeHere(visitor: Visitor): void {
    if (!mayDo(visitor, 'sit exams') && !mayDo(visitor, 'preview exams'))
      throw new Refusal('not-allowed', 'Only students of this course can sit its exams.');
  }

  // A save reads nothing; the deadline it reports may be this old. A change by staff is seen sooner, at the room's next clock reading.
  const facts = new Map<string, { readonly at: number; readonly facts: AttemptFacts }>();
  async function factsOf(attemptId: string): Promise<AttemptFacts> {
    const now = surroundings.now();
    const kept = facts.get(attemptId);
    if (kept && now - kept.at < factsLifeMs) return kept.facts;
    if (facts.size > 20_000) facts.clear();
    const read = found(await attempts.facts(attemptId), 'attempt');
    facts.set(attemptId, { at: now, facts: read });
    return read;
  }

  /** Closes an attempt whose time is over and settles what follows; gives the attempt as it then is. */
  async function close(attempt: Attempt, by: EndedBy): Promise<Attempt> {
    const now = surroundings.now();
    const end = endOf(attempt.answers, attempt, by, attempt.timing.deadlineAt ?? now);
    const closed = await attempts.apply(expire(attempt, end, now));
    facts.delete(attempt.id);
    if (closed) await duties.settle(closed);
    return found(await attempts.find(attempt.id), 'attempt');
  }

  function endOf(
    answers: Readonly<Record<string, Answer>>,
    attempt: Pick<Attempt, 'id'>,
    by: EndedBy,
    at: number,
  ): AttemptEnd {
    const receipt = receiptNumber(surroundings.randomBytes(8));
    return { by, at, receipt, digest: surroundings.digest(answersDigest({ id: attempt.id, answers })) };
  }

  /** The person's own attempt, closed first if its time is over: there is no state in which anybody is stuck. */
  async function own(visitor: Visitor, attemptId: string): Promise<Attempt> {
    const attempt = found(await attempts.findOwn(whoseOf(visitor, attemptId)), 'attempt');
    return isOver(attempt, surroundings.now()) ? close(attempt, 'timer') : attempt;
  }

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
    if (isOver(open, now)) await close(open, 'timer');
    else if (open.state === 'prepared' && open.createdAt <= now - preparedLapsesMs) await drop(open);
    else return open;
    return null;
  }

  async function drop(attempt: Attempt): Promise<void> {
    const lapsed = await attempts.apply(lapse(attempt.id, surroundings.now()));
    if (lapsed) await duties.settle(lapsed);
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

  /** The exam as this attempt was started with. */
  async function examOf(attempt: Attempt): Promise<Exam> {
    return found(await exams.version(attempt.examId, attempt.examVersion), 'exam');
  }

  async function keepLate(whose: Whose, answers: Readonly<Record<string, Answer>>): Promise<number> {
    const now = surroundings.now();
    const kept = await Promise.all(
      Object.entries(answers).map(([slot, answer]) => attempts.apply(lateSave(whose, slot, answer, now))),
    );
    return kept.filter(Boolean).length;
  }

  async function refuseSave(
    visitor: Visitor,
    attemptId: string,
    answers: Readonly<Record<string, Answer>>,
    tab: string | null,
  ): Promise<Saved> {
    const attempt = await own(visitor, attemptId);
    const now = surroundings.now();
    const reading = classifySave(attempt, answers, tab, now);
    const left = remainingMs(attempt.timing, now);
    if (reading.kind === 'all newer') {
      const slots = Object.fromEntries(Object.keys(answers).map((slot) => [slot, 'newer' as const]));
      return { kind: 'saved', slots, remainingMs: left, savedAt: attempt.savedAt ?? now, epoch: attempt.epoch };
    }
    const isOverNow = reading.code === 'CLOSED' || reading.code === 'EXPIRED';
    const known = Object.fromEntries(Object.entries(answers).filter(([slot]) => hasSlot(attempt, slot)));
    const keptLate = isOverNow ? await keepLate(whoseOf(visitor, attemptId), known) : 0;
    return { kind: 'refused', code: reading.code, message: reading.words, attempt, keptLate, remainingMs: left };
  }

  /**
   * What may be told of a save of which only some was taken. A slot that was not is named only if the server really holds this edit or
   * a newer one: the attempt may have closed between two writes, and what is not named stays in the browser's queue.
   */
  async function confirmed(
    visitor: Visitor,
    attemptId: string,
    answers: Readonly<Record<string, Answer>>,
    written: Readonly<Record<string, 'taken' | 'refused'>>,
  ): Promise<Record<string, 'taken' | 'newer'>> {
    const attempt = found(await attempts.findOwn(whoseOf(visitor, attemptId)), 'attempt');
    const holds = (slot: string): boolean => (attempt.answers[slot]?.q ?? -1) >= answers[slot]!.q;
    return Object.fromEntries(
      Object.entries(written).flatMap(([slot, write]): [string, 'taken' | 'newer'][] => {
        if (write === 'taken') return [[slot, 'taken']];
        return holds(slot) ? [[slot, 'newer']] : [];
      }),
    );
  }

  return {
    own,
    examOf,
    openAt,
    triesOf,
    attemptIdOf,
    isPreviewOf,

    /**
     * Makes the paper before the clock: reserves one try, draws the form, keeps a prepared attempt. Asking again gives the same one.
     * @throws Refusal not-allowed with the reason a student can act on · invalid when the bank cannot fill the blueprint
     */
    prepare,

    /** Starts the clock of a prepared attempt. A second start, a reload, another device: the running attempt, unchanged. */
    async start(visitor: Visitor, attemptId: string, tab: string | null): Promise<Attempt> {
      mayBeHere(visitor);
      const attempt = await own(visitor, attemptId);
      if (attempt.state !== 'prepared') return attempt;
      const [exam, accommodation] = await Promise.all([examOf(attempt), accommodations.find(visitor.personId)]);
      const now = surroundings.now();
      const { window } = exam.settings;
      const isOutside =
        (window.opensAt !== null && now < window.opensAt) || (window.closesAt !== null && now >= window.closesAt);
      if (isOutside && !attempt.isPreview)
        throw new Refusal('too-late', 'The window of this exam is not open now. Your attempt has not been used.');
      const timing = startTiming(exam.settings, accommodation, now);
      const started = await attempts.apply(start(whoseOf(visitor, attemptId), timing, tab, now));
      return started ?? own(visitor, attemptId);
    },

    /** Opens the room of a running attempt: the whole paper without keys, what the server holds, the time left. */
    async room(visitor: Visitor, attemptId: string): Promise<Room> {
      const attempt = await own(visitor, attemptId);
      const [exam, form] = await Promise.all([examOf(attempt), papers.form(attempt.formId)]);
      const paper = await papers.paperOf(form);
      return { attempt, exam, paper, remainingMs: remainingMs(attempt.timing, surroundings.now()) };
    },

    /**
     * Saves all unconfirmed answers: one conditional write per slot and nothing read. Only when no write matched is the
     * attempt read, to say why; answers that came after the close are kept as late ones.
     */
    async saveAnswers(
      visitor: Visitor,
      attemptId: string,
      answers: Readonly<Record<string, Answer>>,
      tab: string | null,
    ): Promise<Saved> {
      const now = surroundings.now();
      const written = await attempts.saveAnswers(whoseOf(visitor, attemptId), answers, now);
      if (!Object.values(written).includes('taken')) return refuseSave(visitor, attemptId, answers, tab);
      const slots = Object.values(written).includes('refused')
        ? await confirmed(visitor, attemptId, answers, written)
        : (written as Record<string, 'taken'>);
      const { deadlineAt, epoch } = await factsOf(attemptId);
      return { kind: 'saved', slots, remainingMs: Math.max(0, (deadlineAt ?? now) - now), savedAt: now, epoch };
    },

    /** Moves the lease to this tab. The other tab learns of it at its next answer. */
    async takeOver(visitor: Visitor, attemptId: string, tab: string): Promise<Attempt> {
      const moved = await attempts.apply(takeOver(whoseOf(visitor, attemptId), tab, surroundings.now()));
      facts.delete(attemptId);
      return moved ?? own(visitor, attemptId);
    },

    /** The time left and who writes. */
    async clock(visitor: Visitor, attemptId: string, tab: string | null): Promise<ClockReading> {
      const attempt = await own(visitor, attemptId);
      return {
        state: attempt.state,
        remainingMs: remainingMs(attempt.timing, surroundings.now()),
        deadlineAt: attempt.timing.deadlineAt,
        epoch: attempt.epoch,
        holdsLease: attempt.tab === null || attempt.tab === tab,
        savedAt: attempt.savedAt,
      };
    },

    /** Hands in: the last answers and the close are one update. Handing in twice gives the same receipt. */
    async submit(visitor: Visitor, attemptId: string, last: Readonly<Record<string, Answer>>): Promise<Attempt> {
      for (;;) {
        const attempt = await own(visitor, attemptId);
        const reading = maySubmit(attempt, surroundings.now());
        if (reading.kind === 'already closed') {
          await keepLate(whoseOf(visitor, attemptId), last);
          return attempt;
        }
        if (reading.kind === 'refused') {
          if (reading.code === 'EXPIRED') continue;
          throw new Refusal('too-late', reading.words);
        }
        const { newer, merged } = mergeAnswers(attempt, last);
        const end = endOf(merged, attempt, 'user', surroundings.now());
        const closed = await attempts.apply(submit(whoseOf(visitor, attemptId), attempt.rev, newer, end));
        if (!closed) continue;
        await duties.settle(closed);
        return found(await attempts.findOwn(whoseOf(visitor, attemptId)), 'attempt');
      }
    },

    /** Closes what has run out of time; answers how many. Bounded, and safe to run in two processes at once. */
    async closeExpired(limit: number): Promise<number> {
      const over = await attempts.findExpired(surroundings.now(), limit);
      for (const attempt of over) await close(attempt, 'sweeper');
      return over.length;
    },

    /** Drops prepared attempts that nobody started within a day; their tries go back. */
    async lapsePrepared(limit: number): Promise<number> {
      const stale = await attempts.findLapsed(surroundings.now(), limit);
      for (const attempt of stale) await drop(attempt);
      return stale.length;
    },
  };
}
