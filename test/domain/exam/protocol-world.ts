// The world of the model check: a candidate with two tabs, a network that loses, repeats and reorders, a clock, and staff.

import { closedStates, openStates, orderNumber } from '../../../src/domain/exam/attempt.ts';
import { granted, Server, slots, type Fault, type Handler, type Reply, type Saving } from './protocol-server.ts';
import { demand, type Sent } from './protocol-witness.ts';

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

type Request =
  { readonly kind: 'start' | 'take over'; readonly tab: string } | ({ readonly kind: 'save' | 'submit' } & Saving);

interface Tab {
  readonly name: string;
  attemptId: string | null;
  epoch: number;
  ordinal: number;
  edits: number;
  unsaved: Record<string, Sent>;
}

export class World {
  readonly server: Server;
  now = 1_000_000;
  private readonly tabs: readonly Tab[] = ['first tab', 'second tab'].map(newTab);
  private requests: Request[] = [];
  private handlers: Handler[] = [];
  /** Edits that a tab forgot because the server said it need not send them again. */
  private readonly confirmed: { readonly attemptId: string; readonly slot: string; readonly q: number }[] = [];
  /** Handlers that died since the holds were last compared with the attempts. */
  private deaths = 0;

  constructor(fault: Fault | null) {
    this.server = new Server(fault);
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
        this.requests.push({ kind: act, tab: tab.name });
        return;
      case 'deliver':
        return this.deliver(taken(this.requests, pick));
      case 'duplicate':
        return this.deliver(this.requests[pick % this.requests.length]);
      case 'lose':
        taken(this.requests, pick);
        return;
      case 'answer':
        return this.receive(taken(this.server.replies, pick));
      case 'lose answer':
        taken(this.server.replies, pick);
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
    for (const attempt of this.server.all())
      if (attempt.state === 'paused') this.handlers.push(this.server.resume(attempt.id, this.now));
    this.drain();
    for (const tab of this.tabs) this.send(tab, 'save');
    this.drain();
    this.now += 24 * 60 * 60 * 1000;
    this.handlers.push(this.server.sweep(this.now));
    this.drain();
    for (const tab of this.tabs) this.send(tab, 'save');
    this.drain();
    for (let round = 0; round < 3; round += 1) {
      this.handlers.push(this.server.work(this.now));
      this.drain();
    }
    this.reconcile();
  }

  /** What must be true after every step. Throws a violation where it is not. */
  check(): void {
    const all = this.server.all();
    const open = all.filter((attempt) => openStates.includes(attempt.state));
    demand(open.length <= 1, 'two attempts are open at once');
    const { left, holds } = this.server.allowance();
    demand(left >= 0 && granted - left === holds.length, 'the counter and its holds disagree');
    const counting = all.filter((attempt) => attempt.state !== 'voided');
    demand(counting.length <= granted, 'more attempts than were granted');
    for (const attempt of all) this.server.witness.check(attempt);
  }

  /** What must be true once everything has settled down. */
  checkSettled(): void {
    this.check();
    const all = this.server.all();
    const counting = all.filter((attempt) => attempt.state !== 'voided');
    demand(this.server.allowance().holds.length === counting.length, 'a try is held by no attempt');
    const duties = this.server.jobs.map((job) => job.duty);
    for (const attempt of all) this.server.witness.checkSettled(attempt, duties);
    for (const tab of this.tabs)
      demand(Object.keys(tab.unsaved).length === 0, 'an answer was neither taken nor kept as late');
    for (const { attemptId, slot, q } of this.confirmed) {
      const attempt = all.find((one) => one.id === attemptId)!;
      const isHeld =
        (attempt.answers[slot]?.q ?? -1) >= q || attempt.late.some((entry) => entry.key === `${slot}:${q}`);
      demand(isHeld, 'an answer that was confirmed is nowhere');
    }
  }

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
    this.requests.push({ kind, tab: tab.name, attemptId: tab.attemptId, answers: { ...tab.unsaved } });
  }

  private receive(reply: Reply | undefined): void {
    if (!reply) return;
    const tab = this.tabs.find((one) => one.name === reply.tab)!;
    if (reply.lease && (tab.attemptId !== reply.attemptId || reply.lease.epoch > tab.epoch)) {
      // A new lease or attempt is a fresh page: what was not sent under the old one is sent once more as it was.
      this.send(tab, 'save');
      if (tab.attemptId !== reply.attemptId) Object.assign(tab, { unsaved: {}, attemptId: reply.attemptId });
      Object.assign(tab, { epoch: reply.lease.epoch, ordinal: reply.lease.ordinal });
    }
    if (tab.attemptId !== reply.attemptId) return;
    for (const [slot, q] of Object.entries(reply.settled)) {
      const sent = tab.unsaved[slot];
      if (!sent || sent.q > q) continue;
      this.confirmed.push({ attemptId: reply.attemptId, slot, q: sent.q });
      delete tab.unsaved[slot];
    }
  }

  private deliver(request: Request | undefined): void {
    if (!request) return;
    const { server, now } = this;
    if (request.kind === 'save') this.handlers.push(server.save(request, now));
    else if (request.kind === 'submit') this.handlers.push(server.submit(request, now));
    else if (request.kind === 'start') this.handlers.push(server.start(request.tab, now));
    else this.handlers.push(server.takeOver(request.tab, now));
  }

  private step(pick: number): void {
    const handler = this.handlers[pick % this.handlers.length];
    if (handler?.next().done) this.handlers = this.handlers.filter((other) => other !== handler);
  }

  private drain(): void {
    const { replies } = this.server;
    while (this.handlers.length + this.requests.length + replies.length > 0) {
      while (this.handlers.length > 0) {
        this.step(0);
        this.check();
      }
      this.deliver(this.requests.shift());
      this.receive(replies.shift());
    }
  }

  private staffOrJob(act: Happening['act'], other: number): Handler {
    const { server, now } = this;
    const open = server.all().find((attempt) => openStates.includes(attempt.state));
    const closed = server.all().find((attempt) => closedStates.includes(attempt.state));
    if (act === 'work') return server.work(now);
    if (act === 'reopen' && closed && other % 2 === 0) return server.reopen(closed.id, now);
    if (act === 'sweep' || !open) return server.sweep(now);
    if (act === 'pause') return server.pause(open.id, now);
    if (act === 'resume') return server.resume(open.id, now);
    return server.extend(open.id, `credit-${other % 3}`, now);
  }

  /** Runs when nothing is under way. */
  private reconcile(): void {
    if (this.handlers.length > 0) return;
    this.server.reconcile(this.deaths);
    this.deaths = 0;
  }
}

function newTab(name: string): Tab {
  return { name, attemptId: null, epoch: 0, ordinal: 0, edits: 0, unsaved: {} };
}

function taken<T>(list: T[], pick: number): T | undefined {
  return list.splice(pick % Math.max(1, list.length), 1)[0];
}
