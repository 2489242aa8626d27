// Ending attempts: when time is over, when nobody came, and what still arrives afterwards.

import { isOver, type Answer, type Attempt, type AttemptEnd, type EndedBy } from '../domain/exam/attempt.ts';
import { answersDigest, receiptNumber } from '../domain/exam/receipt.ts';
import { expire, lapse, lateSave, type Whose } from '../domain/exam/transitions.ts';
import type { Visitor } from '../domain/person.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { Duties } from './duties.ts';
import { found, type Surroundings } from './surroundings.ts';

interface Needs {
  readonly attempts: AttemptStore;
  readonly duties: Duties;
  readonly surroundings: Surroundings;
}

export type Closing = ReturnType<typeof closingService>;

export function closingService({ attempts, duties, surroundings }: Needs) {
  /** Closes an attempt whose time is over and settles what follows; gives the attempt as it then is. */
  async function close(attempt: Attempt, by: EndedBy): Promise<Attempt> {
    const now = surroundings.now();
    const end = endOf(attempt.answers, attempt, by, attempt.timing.deadlineAt ?? now);
    const closed = await attempts.apply(expire(attempt, end, now));
    if (closed) await duties.settle(closed);
    return found(await attempts.find(attempt.id), 'attempt');
  }

  /** How these answers of an attempt end: receipt and digest made, nothing stored. */
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
    const attempt = found(await attempts.findOwn({ attemptId, personId: visitor.personId }), 'attempt');
    return isOver(attempt, surroundings.now()) ? close(attempt, 'timer') : attempt;
  }

  /** Drops a prepared attempt that nobody started in time; its try goes back. */
  async function drop(attempt: Attempt): Promise<void> {
    const lapsed = await attempts.apply(lapse(attempt.id, surroundings.now()));
    if (lapsed) await duties.settle(lapsed);
  }

  /** Keeps answers that came after the close; answers how many. */
  async function keepLate(whose: Whose, answers: Readonly<Record<string, Answer>>): Promise<number> {
    const now = surroundings.now();
    const kept = await Promise.all(
      Object.entries(answers).map(([slot, answer]) => attempts.apply(lateSave(whose, slot, answer, now))),
    );
    return kept.filter(Boolean).length;
  }

  return {
    close,
    endOf,
    own,
    drop,
    keepLate,

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
