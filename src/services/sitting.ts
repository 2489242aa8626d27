// Sitting an exam: start, save, take over, hand in; every verb is safe to repeat, and the server's clock decides.

import { hasSlot, type Answer, type Attempt } from '../domain/exam/attempt.ts';
import { remainingMs, startTiming } from '../domain/exam/deadline.ts';
import type { Exam } from '../domain/exam/exam.ts';
import { classifySave, maySubmit, mergeAnswers, type SaveRefusal } from '../domain/exam/saving.ts';
import { start, submit, takeOver, type Whose } from '../domain/exam/transitions.ts';
import type { Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AttemptFacts, AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { Closing } from './closing.ts';
import type { Duties } from './duties.ts';
import type { Paper, Papers } from './papers.ts';
import { mayBeHere, type Preparing } from './preparing.ts';
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
  readonly accommodations: AccommodationStore;
  readonly papers: Papers;
  readonly closing: Closing;
  readonly preparing: Preparing;
  readonly duties: Duties;
  readonly surroundings: Surroundings;
}

const factsLifeMs = 10_000;

export type Sitting = ReturnType<typeof sittingService>;

export function sittingService(needs: Needs) {
  const { attempts, exams, accommodations, papers, closing, preparing, duties, surroundings } = needs;
  const { own, keepLate, endOf } = closing;
  const whoseOf = (visitor: Visitor, attemptId: string): Whose => ({ attemptId, personId: visitor.personId });
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

  /** The exam as this attempt was started with. */
  async function examOf(attempt: Attempt): Promise<Exam> {
    return found(await exams.version(attempt.examId, attempt.examVersion), 'exam');
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
    ...preparing,
    closeExpired: closing.closeExpired,
    lapsePrepared: closing.lapsePrepared,

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
  };
}
