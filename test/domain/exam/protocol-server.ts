// The server of the model check: the services' steps over the real transitions; at each `yield` anything else may happen, or the process may die.

import { allowanceId, firstAllowance, release, reserve, type Allowance } from '../../../src/domain/exam/allowance.ts';
import {
  closedStates,
  isOver,
  openStates,
  type Attempt,
  type AttemptEnd,
  type EndedBy,
} from '../../../src/domain/exam/attempt.ts';
import {
  continued,
  extended,
  preparedTiming,
  reopenedTiming,
  startTiming,
  stopped,
} from '../../../src/domain/exam/deadline.ts';
import { answersDigest } from '../../../src/domain/exam/receipt.ts';
import { classifySave, maySubmit, mergeAnswers } from '../../../src/domain/exam/saving.ts';
import * as transitions from '../../../src/domain/exam/transitions.ts';
import type { Transition } from '../../../src/domain/exam/transitions.ts';
import { Documents, DuplicateKey, type Document } from './document-interpreter.ts';
import { Witness, demand, type Sent } from './protocol-witness.ts';

/** The mistakes that the check must find. Each is one line of the protocol left out. */
export const faults = [
  'no sequence compare',
  'save after close',
  'save after hard close',
  'no unique key',
  'unchecked counter',
  'no release on failure',
  'unconditional submit',
  'random job key',
  'takeover without new epoch',
  'submit with late answers',
  'blind overwrite in submit',
  'partial save taken on trust',
] as const;
export type Fault = (typeof faults)[number];

/** A save or a submit as it arrives. */
export interface Saving {
  readonly tab: string;
  readonly attemptId: string;
  readonly answers: Readonly<Record<string, Sent>>;
}

export interface Reply {
  readonly tab: string;
  readonly attemptId: string;
  /** Given to the tab that holds the lease. */
  readonly lease?: { readonly epoch: number; readonly ordinal: number };
  /** Slots that need not be sent again, with the order number that settled them. */
  readonly settled: Readonly<Record<string, number>>;
}

export type Handler = Generator<void, void, void>;

export const slots = ['s1', 's2', 's3'];
export const granted = 2;
const whose = { platformId: 'campus', personId: 'ada', examId: 'mock' };
const allowance = allowanceId(whose);
const settings = {
  allowedMinutes: 10,
  graceSeconds: 30,
  window: { opensAt: null, closesAt: null, policy: 'startBy' as const },
};

export class Server {
  readonly witness = new Witness();
  readonly attempts: Documents;
  readonly allowances = new Documents();
  /** Work that a worker took over from outboxes, by the id it gave it. */
  readonly jobs: { readonly id: string; readonly duty: string }[] = [];
  replies: Reply[] = [];
  private ids = 0;
  private readonly fault: Fault | null;

  constructor(fault: Fault | null) {
    this.fault = fault;
    const number = ['personId', 'examId', 'number'];
    this.attempts = new Documents(fault === 'no unique key' ? [number] : [['openKey'], number]);
    const { id: _id, ...rest } = firstAllowance(allowance, granted);
    this.allowances.insert({ _id, ...rest });
  }

  all(): Attempt[] {
    return this.attempts.find({}).map(asAttempt);
  }

  allowance(): Allowance {
    return this.allowances.find({ _id: allowance })[0] as unknown as Allowance;
  }

  *start(tab: string, now: number): Handler {
    yield;
    let attempt = this.findOpen();
    if (attempt && isOver(attempt, now)) {
      yield* this.expire(attempt, 'timer', now);
      attempt = this.findOpen();
    }
    if (!attempt) attempt = yield* this.prepare(now);
    if (!attempt) return;
    yield;
    const timing = startTiming(settings, null, now);
    if (this.attempts.run(transitions.start(ids(attempt.id), timing, tab, now))) this.witness.began(attempt.id, timing);
    yield;
    this.replyLease(tab, attempt.id);
  }

  private *prepare(now: number): Generator<void, Attempt | null, void> {
    const id = `attempt ${(this.ids += 1)}`;
    const claim = reserve(allowance, id, now);
    yield;
    if (!this.allowances.run(this.fault === 'unchecked counter' ? without(claim, 'left') : claim))
      return this.findOpen();
    for (;;) {
      yield;
      const number = Math.max(0, ...this.all().map((attempt) => attempt.number)) + 1;
      yield;
      try {
        this.attempts.insert(prepared(id, number, now));
        return this.attempt(id);
      } catch (error) {
        if (!(error instanceof DuplicateKey)) throw error;
        if (!error.message.includes('openKey')) continue;
        yield;
        if (this.fault !== 'no release on failure') this.allowances.run(release(allowance, id));
        return this.findOpen();
      }
    }
  }

  *takeOver(tab: string, now: number): Handler {
    yield;
    const attempt = this.findOpen();
    if (!attempt) return;
    yield;
    const move = transitions.takeOver(ids(attempt.id), tab, now);
    const { epoch: _, ...noEpoch } = move.update.$inc!;
    const moved =
      this.fault === 'takeover without new epoch' ? { ...move, update: { ...move.update, $inc: noEpoch } } : move;
    if (this.attempts.run(moved)) this.witness.tookOver(attempt.id);
    // The reply is of the same moment: a store answers a conditional update with the document as it then is.
    this.replyLease(tab, attempt.id);
  }

  private replyLease(tab: string, id: string): void {
    const { epoch, tab: holder } = this.attempt(id);
    const ordinal = this.witness.leaseOf(id);
    if (ordinal === null || holder !== tab) return;
    this.replies.push({ tab, attemptId: id, lease: { epoch, ordinal }, settled: {} });
  }

  *save(request: Saving, now: number): Handler {
    const settled: Record<string, number> = {};
    const entries = Object.entries(request.answers);
    for (const [slot, answer] of entries) {
      yield;
      if (this.write(request.attemptId, slot, answer, now)) settled[slot] = answer.q;
    }
    if (Object.keys(settled).length === 0) Object.assign(settled, yield* this.refused(request, now));
    else Object.assign(settled, yield* this.held(request));
    this.replies.push({ tab: request.tab, attemptId: request.attemptId, settled });
  }

  /** Something was taken: the rest is newer already, unless the attempt was closed between two of the writes. */
  private *held({ attemptId, answers }: Saving): Generator<void, Record<string, number>, void> {
    yield;
    const attempt = this.attempt(attemptId);
    const isTrusted = this.fault === 'partial save taken on trust';
    const held = Object.entries(answers).filter(([slot, { q }]) => isTrusted || (attempt.answers[slot]?.q ?? -1) >= q);
    return Object.fromEntries(held.map(([slot, { q }]) => [slot, q]));
  }

  private write(id: string, slot: string, answer: Sent, now: number): boolean {
    let change = transitions.saveAnswer(ids(id), slot, answer, now);
    if (this.fault === 'no sequence compare') change = without(change, `answers.${slot}.q`);
    if (this.fault === 'save after close') change = without(change, 'state');
    if (this.fault === 'save after hard close') change = without(change, 'timing.hardCloseAt');
    const before = this.attempt(id);
    const isTaken = this.attempts.run(change);
    this.witness.delivered(before, slot, answer, isTaken, now);
    return isTaken;
  }

  /** Nothing was taken: say why, close what is over, keep what came late. */
  private *refused(request: Saving, now: number): Generator<void, Record<string, number>, void> {
    yield;
    const read = this.attempt(request.attemptId);
    if (isOver(read, now)) yield* this.expire(read, 'timer', now);
    const reading = classifySave(this.attempt(read.id), request.answers, request.tab, now);
    if (reading.kind !== 'refused' || (reading.code !== 'CLOSED' && reading.code !== 'EXPIRED'))
      return yield* this.held(request);
    const kept: Record<string, number> = {};
    for (const [slot, answer] of Object.entries(request.answers)) {
      yield;
      this.attempts.run(transitions.lateSave(ids(read.id), slot, answer, now));
      if (isKept(this.attempt(read.id), slot, answer)) kept[slot] = answer.q;
    }
    return kept;
  }

  *submit(request: Saving, now: number): Handler {
    for (;;) {
      yield;
      const attempt = this.attempt(request.attemptId);
      const reading = maySubmit(attempt, now);
      if (reading.kind === 'refused' && reading.code === 'EXPIRED' && this.fault !== 'submit with late answers') {
        yield* this.expire(attempt, 'timer', now);
        continue;
      }
      if (!closedStates.includes(attempt.state) && attempt.state !== 'in_progress') return;
      const isBlind = this.fault === 'unconditional submit';
      if (reading.kind === 'already closed' && !isBlind) return yield* this.save(request, now);
      yield;
      if (this.close(attempt, request.answers, now)) {
        const settled = Object.fromEntries(Object.entries(request.answers).map(([slot, { q }]) => [slot, q]));
        this.replies.push({ tab: request.tab, attemptId: attempt.id, settled });
        return;
      }
    }
  }

  private close(read: Attempt, sent: Record<string, Sent>, now: number): boolean {
    const { newer, merged } = mergeAnswers(read, sent);
    const end = ending(read, merged, 'user', now);
    const written = this.fault === 'blind overwrite in submit' ? sent : newer;
    let change = transitions.submit(ids(read.id), read.rev, written, end);
    if (this.fault === 'submit with late answers') change = without(change, 'timing.hardCloseAt');
    if (this.fault === 'unconditional submit') change = { ...change, filter: { _id: read.id } };
    const before = this.attempt(read.id);
    if (!this.attempts.run(change)) return false;
    this.witness.submitted(before, this.attempt(read.id), sent, now);
    return true;
  }

  private *expire(read: Attempt, by: EndedBy, now: number): Handler {
    yield;
    const end = ending(read, read.answers, by, read.timing.deadlineAt!);
    if (this.attempts.run(transitions.expire(read, end, now))) this.witness.closed(this.attempt(read.id));
  }

  *sweep(now: number): Handler {
    yield;
    for (const found of this.attempts.find(transitions.expired(now)))
      yield* this.expire(asAttempt(found), 'sweeper', now);
    for (const found of this.attempts.find(transitions.lapsed(now))) {
      yield;
      this.attempts.run(transitions.lapse(found._id, now));
    }
  }

  *work(now: number): Handler {
    yield;
    for (const attempt of this.all())
      for (const { key } of attempt.outbox) {
        yield;
        this.takeJob(key);
        if (key.startsWith('void:')) this.allowances.run(release(allowance, attempt.id));
        if (key.startsWith('score:')) yield* this.score(attempt.id, now);
        yield;
        this.attempts.run(transitions.settle(attempt.id, key));
      }
  }

  /** A worker copies a duty to the jobs under an id that is the duty's own, so that copying it twice makes one job. */
  private takeJob(duty: string): void {
    const id = this.fault === 'random job key' ? `${duty} ${(this.ids += 1)}` : duty;
    if (!this.jobs.some((job) => job.id === id)) this.jobs.push({ id, duty });
  }

  /** The duty is struck afterwards in any case: whatever made this scoring obsolete owes another one. */
  private *score(id: string, now: number): Handler {
    yield;
    const read = this.attempt(id);
    if (!closedStates.includes(read.state)) return;
    yield;
    if (!this.attempts.run(transitions.score(read, transitions.nextScoreVersion(read), now))) return;
    this.witness.scored(read, this.attempt(id));
  }

  *pause(id: string, now: number): Handler {
    yield;
    if (this.attempts.run(transitions.pause(id, now))) this.witness.retimed(id, (timing) => stopped(timing, now));
  }

  *resume(id: string, now: number): Handler {
    yield;
    const { pausedAt } = this.attempt(id).timing;
    if (pausedAt === null) return;
    yield;
    if (this.attempts.run(transitions.resume(id, pausedAt, now)))
      this.witness.retimed(id, (timing) => continued(timing, now));
  }

  *extend(id: string, creditId: string, now: number): Handler {
    yield;
    const read = this.attempt(id);
    yield;
    if (this.attempts.run(transitions.extend(read, creditId, 2, now)))
      this.witness.retimed(id, (timing) => extended(timing, creditId, 2));
  }

  *reopen(id: string, now: number): Handler {
    yield;
    const read = this.attempt(id);
    if (!read.end) return;
    const timing = reopenedTiming(read.timing, 5, now, read.end.at);
    yield;
    try {
      if (!this.attempts.run(transitions.reopen(read, timing))) return;
    } catch (error) {
      if (error instanceof DuplicateKey) return;
      throw error;
    }
    this.witness.reopened(id, timing);
  }

  /** Gives back tries whose attempt was never made, of which there can be one for each process that died. */
  reconcile(deaths: number): void {
    const orphans = this.allowance().holds.filter((id) => !this.attempts.byId.has(id));
    demand(orphans.length <= deaths, 'a try was not given back though no process died');
    for (const id of orphans) this.allowances.run(release(allowance, id));
  }

  private attempt(id: string): Attempt {
    return asAttempt(this.attempts.find({ _id: id })[0]!);
  }

  private findOpen(): Attempt | null {
    return this.all().find((attempt) => openStates.includes(attempt.state)) ?? null;
  }
}

function ids(attemptId: string): transitions.Whose {
  return { attemptId, personId: whose.personId };
}

function prepared(id: string, number: number, now: number): Document {
  return {
    _id: id,
    ...whose,
    openKey: transitions.openKeyOf(whose),
    number,
    state: 'prepared',
    timing: preparedTiming(settings, null),
    slotCount: slots.length,
    epoch: 0,
    tab: null,
    answers: {},
    late: [],
    savedAt: null,
    end: null,
    scoreVersion: 0,
    outbox: [],
    rev: 0,
    createdAt: now,
  };
}

function ending(read: Attempt, answers: Attempt['answers'], by: EndedBy, at: number): AttemptEnd {
  return { by, at, receipt: `receipt of ${read.rev}`, digest: answersDigest({ id: read.id, answers }) };
}

function asAttempt({ _id: id, ...rest }: Document): Attempt {
  return { id, ...rest } as unknown as Attempt;
}

function isKept(attempt: Attempt, slot: string, { q }: Sent): boolean {
  return (attempt.answers[slot]?.q ?? -1) >= q || attempt.late.some((entry) => entry.key === `${slot}:${q}`);
}

function without(change: Transition, field: string): Transition {
  return { ...change, filter: Object.fromEntries(Object.entries(change.filter).filter(([name]) => name !== field)) };
}
