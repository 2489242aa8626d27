// The allowance: how many attempts at one exam a person has been granted and has left, and the conditional updates that change it.

import type { Attempt } from './attempt.ts';
import type { Transition } from './transitions.ts';

/** Invariant: granted - left = holds.length. Exams without a limit on attempts have no allowance. */
export interface Allowance {
  /** `<platform>:<person>:<exam>`. */
  readonly id: string;
  readonly granted: number;
  readonly left: number;
  /** The attempts that have used a try, by name, so that each can be given back once. */
  readonly holds: readonly string[];
  /** Tries granted beyond the exam's own number, by the id of the act. */
  readonly grants: Readonly<Record<string, number>>;
  /** No attempt may be reserved before this moment. */
  readonly nextAt: number;
}

/** The id of a person's allowance for an exam. */
export function allowanceId(whose: Pick<Attempt, 'platformId' | 'personId' | 'examId'>): string {
  return `${whose.platformId}:${whose.personId}:${whose.examId}`;
}

/** A person's first allowance for an exam; inserted once, a second insert of the same id is to be ignored. */
export function firstAllowance(id: string, granted: number): Allowance {
  return { id, granted, left: granted, holds: [], grants: {}, nextAt: 0 };
}

/** Take one try for this attempt, before the attempt exists. Losers read: held already, none left, or not before `nextAt`. */
export function reserve(id: string, attemptId: string, now: number): Transition {
  return {
    filter: { _id: id, left: { $gte: 1 }, holds: { $ne: attemptId }, nextAt: { $lte: now } },
    update: { $inc: { left: -1 }, $push: { holds: attemptId } },
  };
}

/** Give back the try that this attempt holds; a second time matches nothing. */
export function release(id: string, attemptId: string): Transition {
  return { filter: { _id: id, holds: attemptId }, update: { $inc: { left: 1 }, $pull: { holds: attemptId } } };
}

/** Grant more tries; `actId` names the act, so that repeating it grants nothing. */
export function grantTries(id: string, actId: string, tries: number): Transition {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(actId)) throw new Error(`"${actId}" cannot name a grant`);
  return {
    filter: { _id: id, [`grants.${actId}`]: { $exists: false } },
    update: { $inc: { granted: tries, left: tries }, $set: { [`grants.${actId}`]: tries } },
  };
}

/** Hold the next attempt back until a moment; only ever later. */
export function coolDown(id: string, nextAt: number): Transition {
  return { filter: { _id: id, nextAt: { $lt: nextAt } }, update: { $set: { nextAt } } };
}
