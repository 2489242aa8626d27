// The transitions of an attempt, as the conditional single-document updates that stores run word for word and the model check proves.

import { slotNumber, type Answer, type Attempt, type AttemptEnd, type AttemptTiming, type Voiding } from './attempt.ts';

/**
 * One conditional update in MongoDB's notation. The filter carries the whole precondition: if it matches nothing, nothing
 * happened, and the caller reads the attempt to learn why. Only classic operators, so that every back end behaves alike.
 */
export interface Transition {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly update: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Whose attempt: the person is part of every condition a candidate's request meets. */
export interface Whose {
  readonly attemptId: string;
  readonly personId: string;
}

/** What a transition needs of an attempt that was read before; `rev` makes it fail if anything changed since. */
export type AsRead = Pick<Attempt, 'id' | 'state' | 'rev'>;

/** A prepared attempt that nobody starts lapses after this time. */
export const preparedLapsesMs = 24 * 60 * 60 * 1000;
/** So many late answers are kept per attempt. */
export const lateAnswersKept = 99;

/** What a name that is no slot's leads to: it must not become a path, and it changes nothing. */
const nothing: Transition = { filter: { _id: { $in: [] } }, update: { $inc: { rev: 0 } } };

/** The value of `openKey`: unique among attempts, present only while the attempt is open, so one is open at most. */
export function openKeyOf(attempt: Pick<Attempt, 'platformId' | 'personId' | 'examId'>): string {
  return `${attempt.platformId}:${attempt.personId}:${attempt.examId}`;
}

/** Begin the clock of a prepared attempt with the timing that `deadline.ts` computed for this moment. Losers read: it has started already. */
export function start(whose: Whose, timing: AttemptTiming, tab: string | null, now: number): Transition {
  return {
    filter: { ...owned(whose), state: 'prepared', createdAt: { $gt: now - preparedLapsesMs } },
    update: { $set: { state: 'in_progress', timing, tab, epoch: 1 }, $inc: { rev: 1 } },
  };
}

/** Keep one answer: the candidate's own running attempt, before the hard close, a slot of the form, a higher order number. */
export function saveAnswer(whose: Whose, slot: string, answer: Answer, now: number): Transition {
  const number = slotNumber(slot);
  if (number === null) return nothing;
  return {
    filter: {
      ...owned(whose),
      ...running(now),
      slotCount: { $gte: number },
      [`answers.${slot}.q`]: { $not: { $gte: answer.q } },
    },
    update: { $set: { [`answers.${slot}`]: answer, savedAt: now }, $inc: { rev: 1 } },
  };
}

/** Move the lease to another tab or device: its edits outrank all earlier ones. A tab that holds the lease does not match. */
export function takeOver(whose: Whose, tab: string, now: number): Transition {
  return {
    filter: { ...owned(whose), ...running(now), tab: { $ne: tab } },
    update: { $set: { tab }, $inc: { epoch: 1, rev: 1 } },
  };
}

/**
 * Hand in: writes the answers that came with the request (only those newer than what was read, see `mergeAnswers`) and closes,
 * in one update. `end.at` is now. Losers read again: closed already means the same receipt, a higher `rev` means merge anew.
 */
export function submit(
  whose: Whose,
  rev: number,
  newer: Readonly<Record<string, Answer>>,
  end: AttemptEnd,
): Transition {
  const fresh = Object.entries(newer)
    .filter(([slot]) => slotNumber(slot) !== null)
    .map(([slot, answer]) => [`answers.${slot}`, answer] as const);
  const saved = fresh.length > 0 ? { savedAt: end.at } : {};
  return {
    filter: { ...owned(whose), ...running(end.at), rev },
    update: closing({ id: whose.attemptId, rev }, end, end.at, { ...Object.fromEntries(fresh), ...saved }),
  };
}

/**
 * Close an attempt whose time is over; `end.by` is `timer` when somebody touched it, `sweeper` when nobody did. `end.at` is the
 * deadline, not the moment somebody noticed: a server that slept changes nobody's dates.
 */
export function expire(attempt: AsRead, end: AttemptEnd, now: number): Transition {
  return {
    filter: { _id: attempt.id, ...expired(now), rev: attempt.rev },
    update: closing(attempt, end, now),
  };
}

/** Close a running or paused attempt by a decision of staff. */
export function closeByStaff(attempt: AsRead, end: AttemptEnd): Transition {
  return {
    filter: { _id: attempt.id, state: { $in: ['in_progress', 'paused'] }, rev: attempt.rev },
    update: closing(attempt, end, end.at),
  };
}

/**
 * Keep an answer that came after the close, once, and only if it is newer than what was handed in. `rev` stays, because nothing
 * that is scored changed: a last message of a tab must not make the scoring of the attempt start anew.
 */
export function lateSave(whose: Whose, slot: string, answer: Answer, now: number): Transition {
  const number = slotNumber(slot);
  if (number === null) return nothing;
  const key = `${slot}:${answer.q}`;
  return {
    filter: {
      ...owned(whose),
      state: { $in: ['submitted', 'graded'] },
      slotCount: { $gte: number },
      [`answers.${slot}.q`]: { $not: { $gte: answer.q } },
      'late.key': { $ne: key },
      [`late.${lateAnswersKept - 1}`]: { $exists: false },
    },
    update: { $push: { late: { key, slot, answer, arrivedAt: now } } },
  };
}

/** Staff let a late answer count: it becomes the slot's answer, and the attempt is scored again. */
export function applyLate(attempt: AsRead, slot: string, answer: Answer, now: number): Transition {
  const number = slotNumber(slot);
  if (number === null) return nothing;
  const path = `answers.${slot}`;
  return {
    filter: {
      _id: attempt.id,
      state: { $in: ['submitted', 'graded'] },
      rev: attempt.rev,
      slotCount: { $gte: number },
      [`${path}.q`]: { $not: { $gte: answer.q } },
    },
    update: {
      $set: { [path]: answer },
      $pull: { late: { key: `${slot}:${answer.q}` } },
      $push: { outbox: { key: scoreDuty(attempt.id, attempt.rev), at: now } },
      $inc: { rev: 1 },
    },
  };
}

/** Add minutes to an attempt that is under way; `creditId` names the act, so that repeating it adds nothing. */
export function extend(attempt: AsRead, creditId: string, minutes: number, now: number): Transition {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(creditId)) throw new Error(`"${creditId}" cannot name a credit`);
  const path = `timing.credits.${creditId}`;
  const added = minutes * 60_000;
  return {
    filter: { _id: attempt.id, ...underWay(attempt, now), [path]: { $exists: false } },
    update: { $set: { [path]: minutes }, $inc: { 'timing.deadlineAt': added, 'timing.hardCloseAt': added, rev: 1 } },
  };
}

/** Give a person's attempt the timing of a changed accommodation; `timing` as `deadline.ts` computes it from what was read. */
export function retime(attempt: AsRead, timing: AttemptTiming, now: number): Transition {
  return {
    filter: { _id: attempt.id, ...underWay(attempt, now), rev: attempt.rev },
    update: { $set: { timing }, $inc: { rev: 1 } },
  };
}

/** Stop the clock. */
export function pause(attemptId: string, now: number): Transition {
  return {
    filter: { _id: attemptId, ...running(now) },
    update: { $set: { state: 'paused', 'timing.pausedAt': now }, $inc: { rev: 1 } },
  };
}

/** Let the clock run again and return the time it stood still, exactly. `pausedAt` as read: a second resume matches nothing. */
export function resume(attemptId: string, pausedAt: number, now: number): Transition {
  const stood = Math.max(0, now - pausedAt);
  return {
    filter: { _id: attemptId, state: 'paused', 'timing.pausedAt': pausedAt },
    update: {
      $set: { state: 'in_progress', 'timing.pausedAt': null },
      $inc: { 'timing.deadlineAt': stood, 'timing.hardCloseAt': stood, 'timing.pausedMs': stood, rev: 1 },
    },
  };
}

/** Open a closed attempt again under the timing that `deadline.ts` gives; the unique `openKey` refuses if another one is open. */
export function reopen(
  attempt: AsRead & Pick<Attempt, 'platformId' | 'personId' | 'examId'>,
  timing: AttemptTiming,
): Transition {
  return {
    filter: { _id: attempt.id, state: { $in: ['submitted', 'graded'] }, rev: attempt.rev },
    update: {
      $set: { state: 'in_progress', openKey: openKeyOf(attempt), timing, tab: null, end: null },
      $inc: { epoch: 1, rev: 1 },
    },
  };
}

/** Make an attempt count for nothing. The duty `void:<attempt>` recomputes the grade owed and gives the try back if so decided. */
export function voidAttempt(attemptId: string, voided: Voiding): Transition {
  return { filter: { _id: attemptId, state: { $ne: 'voided' } }, update: voiding(attemptId, voided) };
}

/** Drop a prepared attempt that was never started; its try is given back. */
export function lapse(attemptId: string, now: number): Transition {
  const voided = { by: 'system', at: now, reason: 'Prepared, but never started', givesTryBack: true };
  return { filter: { _id: attemptId, ...lapsed(now) }, update: voiding(attemptId, voided) };
}

/**
 * Record that version `v` of the score exists and owe the gradebook its value. `rev` is that of the attempt which was scored: if
 * that changed meanwhile, the score is of something else, and what changed it has left or will leave a duty to score of its own.
 */
export function score(attempt: AsRead, v: number, now: number): Transition {
  return {
    filter: { _id: attempt.id, state: { $in: ['submitted', 'graded'] }, scoreVersion: { $lt: v }, rev: attempt.rev },
    update: {
      $set: { state: 'graded', scoreVersion: v },
      $push: { outbox: { key: `grade:${attempt.id}:${v}`, at: now } },
      $inc: { rev: 1 },
    },
  };
}

/**
 * The version under which the attempt as read is to be scored. It follows from `rev`, so two scorers can use the same version only
 * for the same answers, and a score that was kept under it may be left alone.
 */
export function nextScoreVersion(attempt: Pick<Attempt, 'rev'>): number {
  return attempt.rev + 1;
}

/** Strike a duty that has been done. `rev` stays: nothing about the sitting changed. */
export function settle(attemptId: string, dutyKey: string): Transition {
  return { filter: { _id: attemptId, 'outbox.key': dutyKey }, update: { $pull: { outbox: { key: dutyKey } } } };
}

/** Attempts whose time is over: what the sweeper looks for. */
export function expired(now: number): Transition['filter'] {
  return { state: 'in_progress', 'timing.hardCloseAt': { $lte: now } };
}

/** Prepared attempts that nobody started in time. */
export function lapsed(now: number): Transition['filter'] {
  return { state: 'prepared', createdAt: { $lte: now - preparedLapsesMs } };
}

function owned(whose: Whose): Transition['filter'] {
  return { _id: whose.attemptId, personId: whose.personId };
}

function running(now: number): Transition['filter'] {
  return { state: 'in_progress', 'timing.hardCloseAt': { $gt: now } };
}

/** As it was read: running and not over, or paused (then no time passes). Anything else matches nothing. */
function underWay(attempt: AsRead, now: number): Transition['filter'] {
  return attempt.state === 'paused' ? { state: 'paused' } : running(now);
}

function scoreDuty(attemptId: string, rev: number): string {
  return `score:${attemptId}:${rev}`;
}

function closing(
  attempt: Pick<Attempt, 'id' | 'rev'>,
  end: AttemptEnd,
  now: number,
  answers: Readonly<Record<string, unknown>> = {},
): Transition['update'] {
  return {
    $set: { ...answers, state: 'submitted', end, 'timing.pausedAt': null },
    $unset: { openKey: '' },
    $push: { outbox: { key: scoreDuty(attempt.id, attempt.rev), at: now } },
    $inc: { rev: 1 },
  };
}

function voiding(attemptId: string, voided: Voiding): Transition['update'] {
  return {
    $set: { state: 'voided', voided },
    $unset: { openKey: '' },
    $push: { outbox: { key: `void:${attemptId}`, at: voided.at } },
    $inc: { rev: 1 },
  };
}
