// The model of an exam being sat: two tabs, a bad network, a server that may crash between any two writes, and a witness who remembers.

import { allowanceId, firstAllowance, release, reserve, type Allowance } from '../../../src/domain/exam/allowance.ts';
import {
  closedStates,
  isOver,
  openStates,
  orderNumber,
  type Answer,
  type Attempt,
  type AttemptEnd,
  type EndedBy,
} from '../../../src/domain/exam/attempt.ts';
import { answersDigest } from '../../../src/domain/exam/receipt.ts';
import { classifySave, maySubmit, mergeAnswers } from '../../../src/domain/exam/saving.ts';
import {
  continued,
  extended,
  preparedTiming,
  reopenedTiming,
  startTiming,
  stopped,
} from '../../../src/domain/exam/deadline.ts';
import * as transitions from '../../../src/domain/exam/transitions.ts';
import type { Transition } from '../../../src/domain/exam/transitions.ts';
import { Documents, DuplicateKey, type Document } from './document-interpreter.ts';

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
] as const;
export type Fault = (typeof faults)[number];

/** Something that must always be true is not. */
export class Violation extends Error {}

/** What may happen next; `pick` and `other` choose among what there is to choose from. */
export interface Happening {
  readonly act: keyof typeof acts;
  readonly pick: number;
  readonly other: number;
}

/** Everything that can happen, and how often it does compared with the rest. */
export const acts = {
  edit: 4,
  resend: 1,
  start: 2,
  'take over': 1,
  submit: 2,
  deliver: 5,
  duplicate: 1,
  lose: 1,
  answer: 3,
  'lose answer': 1,
  step: 10,
  crash: 1,
  tick: 2,
  sweep: 1,
  work: 2,
  pause: 1,
  resume: 2,
  extend: 1,
  reopen: 1,
  reconcile: 1,
} as const;

const settings = {
  allowedMinutes: 10,
  graceSeconds: 30,
  window: { opensAt: null, closesAt: null, policy: 'startBy' as const },
};
const whose = { platformId: 'campus', personId: 'ada', examId: 'mock' };
const allowance = allowanceId(whose);
const slots = ['s1', 's2', 's3'];
const granted = 2;

/** An edit as its author means it: `lease` counts takeovers as they happened, `edit` the author's own edits. */
interface Meaning {
  readonly lease: number;
  readonly edit: number;
}

interface Sent extends Answer {
  readonly meaning: Meaning;
}

type Request =
  | { readonly kind: 'start' | 'take over'; readonly tab: number }
  | {
      readonly kind: 'save' | 'submit';
      readonly tab: number;
      readonly attemptId: string;
      readonly answers: Record<string, Sent>;
    };

interface Reply {
  readonly tab: number;
  readonly attemptId: string;
  /** Given to the tab that holds the lease. */
  readonly lease?: { readonly epoch: number; readonly ordinal: number };
  /** Slots that need not be sent again, with the order number that settled them. */
  readonly settled: Record<string, number>;
}

interface Tab {
  readonly name: string;
  attemptId: string | null;
  epoch: number;
  ordinal: number;
  edits: number;
  unsaved: Record<string, Sent>;
}

/** What really happened to an attempt, noted down without looking at the protocol's numbers. */
interface Memory {
  isOpen: boolean;
  takeovers: number;
  closings: number;
  scores: number;
  best: Map<string, Sent>;
  frozen: string | null;
  timing: Attempt['timing'];
}

type Handler = Generator<void, void, void>;

export class World {
  now = 1_000_000;
  readonly attempts: Documents;
  readonly allowances = new Documents();
  /** Work that a worker took over from outboxes, by the id it gave it. */
  readonly jobs: { readonly id: string; readonly duty: string }[] = [];
  readonly memory = new Map<string, Memory>();
  readonly tabs: readonly Tab[] = [0, 1].map((at) => newTab(`tab ${at}`));
  requests: Request[] = [];
  replies: Reply[] = [];
  handlers: Handler[] = [];
  /** Handlers that died since the holds were last compared with the attempts. */
  private deaths = 0;
  private ids = 0;
  private readonly fault: Fault | null;

  constructor(fault: Fault | null = null) {
    this.fault = fault;
    const number = ['personId', 'examId', 'number'];
    this.attempts = new Documents(fault === 'no unique key' ? [number] : [['openKey'], number]);
    const { id: _id, ...rest } = firstAllowance(allowance, granted);
    this.allowances.insert({ _id, ...rest });
  }

  /** Lets one thing happen; what cannot happen now does not. */
  happen({ act, pick, other }: Happening): void {
    const tab = this.tabs[pick % 2]!;
    switch (act) {
      case 'edit':
        return this.edit(tab, slots[other % slots.length]!);
      case 'resend':
        return this.send(tab, 'save');
      case 'submit':
        return this.send(tab, 'submit');
      case 'start':
      case 'take over':
        this.requests.push({ kind: act, tab: pick % 2 });
        return;
      case 'deliver':
        return this.deliver(taken(this.requests, pick));
      case 'duplicate':
        return this.deliver(this.requests[pick % this.requests.length]);
      case 'lose':
        taken(this.requests, pick);
        return;
      case 'answer':
        return this.receive(taken(this.replies, pick));
      case 'lose answer':
        taken(this.replies, pick);
        return;
      case 'step':
        for (let steps = 0; steps <= other % 4; steps += 1) this.step(pick);
        return;
      case 'crash':
        if (taken(this.handlers, pick)) this.deaths += 1;
        return;
      case 'tick':
        this.now += 1 + (other % 300) * 1000;
        return;
      case 'reconcile':
        return this.reconcile();
      default:
        this.handlers.push(this.staffOrJob(act, other));
    }
  }

  /** The network heals, the candidate comes back once more, the time runs out, and the night staff finishes its work. */
  settleDown(): void {
    this.drain();
    for (const attempt of this.all()) if (attempt.state === 'paused') this.handlers.push(this.resume(attempt.id));
    this.drain();
    for (const tab of this.tabs) this.send(tab, 'save');
    this.drain();
    this.now += 24 * 60 * 60 * 1000;
    this.handlers.push(this.sweep());
    this.drain();
    for (const tab of this.tabs) this.send(tab, 'save');
    this.drain();
    for (let round = 0; round < 3; round += 1) {
      this.handlers.push(this.work());
      this.drain();
    }
    this.reconcile();
  }

  /** What must be true after every step. Throws a sentence where it is not. */
  check(): void {
    const all = this.all();
    const open = all.filter((attempt) => openStates.includes(attempt.state));
    demand(open.length <= 1, 'two attempts are open at once');
    const { left, holds } = this.allowance();
    demand(left >= 0 && granted - left === holds.length, 'the counter and its holds disagree');
    const counting = all.filter((attempt) => attempt.state !== 'voided');
    demand(counting.length <= granted, 'more attempts than were granted');
    for (const attempt of all) this.checkAttempt(attempt);
  }

  /** What must be true once everything has settled down. */
  checkSettled(): void {
    this.check();
    const all = this.all();
    const counting = all.filter((attempt) => attempt.state !== 'voided');
    demand(this.allowance().holds.length === counting.length, 'a try is held by no attempt');
    for (const attempt of all) {
      demand(attempt.outbox.length === 0, 'a duty was never done');
      const memory = this.memory.get(attempt.id);
      demand(attempt.state === (memory ? 'graded' : 'voided'), `an attempt ended up ${attempt.state}`);
      if (!memory) continue;
      const scoring = this.jobs.filter((job) => job.duty.startsWith(`score:${attempt.id}:`));
      demand(scoring.length === memory.closings, `${memory.closings} closings led to ${scoring.length} scoring jobs`);
      const grading = this.jobs.filter((job) => job.duty.startsWith(`grade:${attempt.id}:`));
      demand(grading.length === memory.scores, `${memory.scores} scores led to ${grading.length} passback jobs`);
    }
    for (const tab of this.tabs)
      demand(Object.keys(tab.unsaved).length === 0, 'an answer was neither taken nor kept as late');
  }

  private checkAttempt(attempt: Attempt): void {
    const memory = this.memory.get(attempt.id);
    if (!memory) return demand(['prepared', 'voided'].includes(attempt.state), 'an attempt began unseen');
    const isOpen = openStates.includes(attempt.state);
    demand(memory.isOpen === isOpen, 'an attempt is not as open as it should be');
    demand(isOpen === 'openKey' in attempt, 'the open key does not tell whether the attempt is open');
    for (const slot of slots) {
      const held = attempt.answers[slot] as Sent | undefined;
      const best = memory.best.get(slot);
      demand(sameMeaning(held?.meaning, best?.meaning), `${slot} does not hold the latest answer that was delivered`);
    }
    if (!isOpen) demand(memory.frozen === answersAndEnd(attempt), 'something changed after the close');
    demand(JSON.stringify(attempt.timing) === JSON.stringify(memory.timing), 'the clock is not what the rule says');
    const late = attempt.late.map((entry) => entry.key);
    demand(new Set(late).size === late.length, 'a late answer was kept twice');
  }

  private all(): Attempt[] {
    return this.attempts.find({}).map(asAttempt);
  }

  private allowance(): Allowance {
    return this.allowances.find({ _id: allowance })[0] as unknown as Allowance;
  }

  // The candidate's side.

  private edit(tab: Tab, slot: string): void {
    if (tab.attemptId === null) return;
    tab.edits += 1;
    const meaning = { lease: tab.ordinal, edit: tab.edits };
    const q = orderNumber(tab.epoch, tab.edits);
    const v = [`${tab.name}, edit ${tab.edits}`];
    tab.unsaved[slot] = { q, v, flagged: false, struck: [], note: '', spentMs: 0, meaning };
    this.send(tab, 'save');
  }

  private send(tab: Tab, kind: 'save' | 'submit'): void {
    if (tab.attemptId === null || (kind === 'save' && Object.keys(tab.unsaved).length === 0)) return;
    this.requests.push({ kind, tab: this.tabs.indexOf(tab), attemptId: tab.attemptId, answers: { ...tab.unsaved } });
  }

  private receive(reply: Reply | undefined): void {
    if (!reply) return;
    const tab = this.tabs[reply.tab]!;
    if (reply.lease && (tab.attemptId !== reply.attemptId || reply.lease.epoch > tab.epoch)) {
      // A new lease or attempt is a fresh page: what was not sent under the old one is sent once more as it was.
      this.send(tab, 'save');
      if (tab.attemptId !== reply.attemptId) Object.assign(tab, { unsaved: {}, attemptId: reply.attemptId });
      Object.assign(tab, { epoch: reply.lease.epoch, ordinal: reply.lease.ordinal });
    }
    if (tab.attemptId !== reply.attemptId) return;
    for (const [slot, q] of Object.entries(reply.settled))
      if ((tab.unsaved[slot]?.q ?? Infinity) <= q) delete tab.unsaved[slot];
  }

  // The server's side: each `yield` is a moment in which anything else may happen, or the process may die.

  private deliver(request: Request | undefined): void {
    if (!request) return;
    const { now } = this;
    if ('answers' in request)
      this.handlers.push(request.kind === 'save' ? this.save(request, now) : this.submit(request, now));
    else this.handlers.push(request.kind === 'start' ? this.start(request.tab, now) : this.takeOver(request.tab, now));
  }

  private step(pick: number): void {
    const handler = this.handlers[pick % this.handlers.length];
    if (handler?.next().done) this.handlers = this.handlers.filter((other) => other !== handler);
  }

  private drain(): void {
    while (this.handlers.length + this.requests.length + this.replies.length > 0) {
      while (this.handlers.length > 0) {
        this.step(0);
        this.check();
      }
      this.deliver(this.requests.shift());
      this.receive(this.replies.shift());
    }
  }

  private *start(tab: number, now: number): Handler {
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
    const name = this.tabs[tab]!.name;
    if (this.attempts.run(transitions.start(ids(attempt.id), timing, name, now)))
      this.memory.set(attempt.id, {
        isOpen: true,
        takeovers: 1,
        closings: 0,
        scores: 0,
        best: new Map(),
        frozen: null,
        timing,
      });
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

  private *takeOver(tab: number, now: number): Handler {
    yield;
    const attempt = this.findOpen();
    if (!attempt) return;
    yield;
    const move = transitions.takeOver(ids(attempt.id), this.tabs[tab]!.name, now);
    const { epoch: _, ...noEpoch } = move.update.$inc!;
    const moved =
      this.fault === 'takeover without new epoch' ? { ...move, update: { ...move.update, $inc: noEpoch } } : move;
    if (this.attempts.run(moved)) this.memory.get(attempt.id)!.takeovers += 1;
    // The reply is of the same moment: a store answers a conditional update with the document as it then is.
    this.replyLease(tab, attempt.id);
  }

  private replyLease(tab: number, id: string): void {
    const attempt = this.attempt(id);
    const memory = this.memory.get(id);
    if (!memory || attempt.tab !== this.tabs[tab]!.name) return;
    const lease = { epoch: attempt.epoch, ordinal: memory.takeovers };
    this.replies.push({ tab, attemptId: id, lease, settled: {} });
  }

  private *save(request: Extract<Request, { answers: unknown }>, now: number): Handler {
    const settled: Record<string, number> = {};
    const entries = Object.entries(request.answers);
    for (const [slot, answer] of entries) {
      yield;
      if (this.write(request.attemptId, slot, answer, now)) settled[slot] = answer.q;
    }
    if (Object.keys(settled).length > 0) {
      // Something matched: the rest is newer already, unless the attempt was closed between two of the writes.
      yield;
      const attempt = this.attempt(request.attemptId);
      for (const [slot, { q }] of entries) if ((attempt.answers[slot]?.q ?? -1) >= q) settled[slot] = q;
    } else Object.assign(settled, yield* this.refused(request, now));
    this.replies.push({ tab: request.tab, attemptId: request.attemptId, settled });
  }

  private write(id: string, slot: string, answer: Sent, now: number): boolean {
    let change = transitions.saveAnswer(ids(id), slot, answer, now);
    if (this.fault === 'no sequence compare') change = without(change, `answers.${slot}.q`);
    if (this.fault === 'save after close') change = without(change, 'state');
    if (this.fault === 'save after hard close') change = without(change, 'timing.hardCloseAt');
    const before = this.attempt(id);
    const isTaken = this.attempts.run(change);
    if (isTaken) demand(before.timing.hardCloseAt! > now, 'an answer was accepted after the hard close');
    const isInTime = before.state === 'in_progress' && before.timing.hardCloseAt! > now;
    if (isInTime) this.remember(id, slot, answer);
    return isTaken;
  }

  /** Nothing was taken: say why, close what is over, keep what came late. */
  private *refused(
    request: Extract<Request, { answers: unknown }>,
    now: number,
  ): Generator<void, Record<string, number>, void> {
    yield;
    let attempt = this.attempt(request.attemptId);
    if (isOver(attempt, now)) yield* this.expire(attempt, 'timer', now);
    attempt = this.attempt(request.attemptId);
    const reading = classifySave(attempt, request.answers, this.tabs[request.tab]!.name, now);
    const settled: Record<string, number> = {};
    if (reading.kind === 'refused' && (reading.code === 'CLOSED' || reading.code === 'EXPIRED'))
      for (const [slot, answer] of Object.entries(request.answers)) {
        yield;
        this.attempts.run(transitions.lateSave(ids(attempt.id), slot, answer, now));
        if (isKept(this.attempt(attempt.id), slot, answer)) settled[slot] = answer.q;
      }
    else
      for (const [slot, { q }] of Object.entries(request.answers))
        if ((attempt.answers[slot]?.q ?? -1) >= q) settled[slot] = q;
    return settled;
  }

  private *submit(request: Extract<Request, { answers: unknown }>, now: number): Handler {
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
      if (reading.kind === 'already closed' && !isBlind) return yield* this.save({ ...request, kind: 'save' }, now);
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
    demand(openStates.includes(before.state), 'an attempt was closed twice');
    demand(before.timing.hardCloseAt! > now, 'an answer was accepted after the hard close');
    for (const [slot, answer] of Object.entries(sent)) this.remember(read.id, slot, answer);
    this.noteClosed(read.id);
    return true;
  }

  private *expire(read: Attempt, by: EndedBy, now: number): Handler {
    yield;
    const end = ending(read, read.answers, by, read.timing.deadlineAt!);
    if (this.attempts.run(transitions.expire(read, end, now))) this.noteClosed(read.id);
  }

  private *sweep(): Handler {
    const { now } = this;
    yield;
    for (const found of this.attempts.find(transitions.expired(now)))
      yield* this.expire(asAttempt(found), 'sweeper', now);
    for (const found of this.attempts.find(transitions.lapsed(now))) {
      yield;
      this.attempts.run(transitions.lapse(found._id, now));
    }
  }

  private *work(): Handler {
    const { now } = this;
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
    this.memory.get(id)!.scores += 1;
    demand(answersDigest(read) === answersDigest(this.attempt(id)), 'a score is not of the answers that are held');
  }

  private staffOrJob(act: Happening['act'], other: number): Handler {
    const [open] = this.all().filter((attempt) => openStates.includes(attempt.state));
    const [closed] = this.all().filter((attempt) => closedStates.includes(attempt.state));
    if (act === 'sweep') return this.sweep();
    if (act === 'work') return this.work();
    if (act === 'reopen' && closed && other % 2 === 0) return this.reopen(closed.id);
    if (!open) return this.sweep();
    if (act === 'pause') return this.pause(open.id);
    if (act === 'resume') return this.resume(open.id);
    return this.extend(open.id, `credit-${other % 3}`);
  }

  private *pause(id: string): Handler {
    const { now } = this;
    yield;
    if (this.attempts.run(transitions.pause(id, now))) this.retime(id, (timing) => stopped(timing, now));
  }

  private *resume(id: string): Handler {
    const { now } = this;
    yield;
    const { pausedAt } = this.attempt(id).timing;
    if (pausedAt === null) return;
    yield;
    if (this.attempts.run(transitions.resume(id, pausedAt, now))) this.retime(id, (timing) => continued(timing, now));
  }

  private *extend(id: string, creditId: string): Handler {
    const { now } = this;
    yield;
    const read = this.attempt(id);
    yield;
    if (this.attempts.run(transitions.extend(read, creditId, 2, now)))
      this.retime(id, (timing) => extended(timing, creditId, 2));
  }

  private *reopen(id: string): Handler {
    const { now } = this;
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
    const memory = this.memory.get(id)!;
    Object.assign(memory, { isOpen: true, frozen: null, timing, takeovers: memory.takeovers + 1 });
  }

  /** Gives back tries whose attempt was never made because a process died; it runs when nothing is under way. */
  private reconcile(): void {
    if (this.handlers.length > 0) return;
    const orphans = this.allowance().holds.filter((id) => !this.attempts.byId.has(id));
    demand(orphans.length <= this.deaths, 'a try was not given back though no process died');
    for (const id of orphans) this.allowances.run(release(allowance, id));
    this.deaths = 0;
  }

  // The witness.

  private remember(id: string, slot: string, answer: Sent): void {
    const { best } = this.memory.get(id)!;
    const known = best.get(slot);
    if (!known || isLater(answer.meaning, known.meaning)) best.set(slot, answer);
  }

  private noteClosed(id: string): void {
    const memory = this.memory.get(id)!;
    const timing = { ...memory.timing, pausedAt: null };
    const frozen = answersAndEnd(this.attempt(id));
    Object.assign(memory, { isOpen: false, closings: memory.closings + 1, frozen, timing });
  }

  private retime(id: string, rule: (timing: Attempt['timing']) => Attempt['timing']): void {
    const memory = this.memory.get(id)!;
    memory.timing = rule(memory.timing);
  }

  private attempt(id: string): Attempt {
    return asAttempt(this.attempts.find({ _id: id })[0]!);
  }

  private findOpen(): Attempt | null {
    return this.all().find((attempt) => openStates.includes(attempt.state)) ?? null;
  }
}

function newTab(name: string): Tab {
  return { name, attemptId: null, epoch: 0, ordinal: 0, edits: 0, unsaved: {} };
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

function answersAndEnd({ answers, end }: Attempt): string {
  return JSON.stringify([answers, end]);
}

function isKept(attempt: Attempt, slot: string, { q }: Sent): boolean {
  return (attempt.answers[slot]?.q ?? -1) >= q || attempt.late.some((entry) => entry.key === `${slot}:${q}`);
}

function isLater(a: Meaning, b: Meaning): boolean {
  return a.lease > b.lease || (a.lease === b.lease && a.edit > b.edit);
}

function sameMeaning(a: Meaning | undefined, b: Meaning | undefined): boolean {
  return a?.lease === b?.lease && a?.edit === b?.edit;
}

function without(change: Transition, field: string): Transition {
  return { ...change, filter: Object.fromEntries(Object.entries(change.filter).filter(([name]) => name !== field)) };
}

function taken<T>(list: T[], pick: number): T | undefined {
  return list.splice(pick % Math.max(1, list.length), 1)[0];
}

function demand(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Violation(otherwise);
}
