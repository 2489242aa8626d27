// The witness of the model check: remembers what really happened to each attempt, without looking at the protocol's numbers.

import { openStates, type Answer, type Attempt } from '../../../src/domain/exam/attempt.ts';

/** Something that must always be true is not. */
export class Violation extends Error {}

export function demand(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Violation(otherwise);
}

/** An edit as its author means it: `lease` counts takeovers as they happened, `edit` the author's own edits. */
interface Meaning {
  readonly lease: number;
  readonly edit: number;
}

/** An answer on its way, with what its author means by it. Stores keep the meaning without knowing it. */
export interface Sent extends Answer {
  readonly meaning: Meaning;
}

interface Memory {
  isOpen: boolean;
  takeovers: number;
  closings: number;
  scores: number;
  /** By slot, the latest answer that was delivered in time. */
  best: Map<string, Sent>;
  /** Answers and end as they were at the close. */
  frozen: string | null;
  timing: Attempt['timing'];
}

export class Witness {
  readonly memory = new Map<string, Memory>();

  began(id: string, timing: Attempt['timing']): void {
    const nothing = { takeovers: 1, closings: 0, scores: 0, best: new Map(), frozen: null };
    this.memory.set(id, { isOpen: true, timing, ...nothing });
  }

  tookOver(id: string): void {
    this.of(id).takeovers += 1;
  }

  /** How many takeovers there have been; null before the attempt began. */
  leaseOf(id: string): number | null {
    return this.memory.get(id)?.takeovers ?? null;
  }

  /** An answer reached the attempt as it stood `before`; if that was in time, it counts, and it must not be taken otherwise. */
  delivered(before: Attempt, slot: string, answer: Sent, isTaken: boolean, now: number): void {
    const isInTime = before.timing.hardCloseAt! > now;
    if (isTaken) demand(isInTime, 'an answer was accepted after the hard close');
    if (before.state !== 'in_progress' || !isInTime) return;
    const { best } = this.of(before.id);
    const known = best.get(slot);
    if (!known || isLater(answer.meaning, known.meaning)) best.set(slot, answer);
  }

  submitted(before: Attempt, after: Attempt, answers: Readonly<Record<string, Sent>>, now: number): void {
    demand(openStates.includes(before.state), 'an attempt was closed twice');
    for (const [slot, answer] of Object.entries(answers)) this.delivered(before, slot, answer, true, now);
    this.closed(after);
  }

  closed(after: Attempt): void {
    const memory = this.of(after.id);
    const timing = { ...memory.timing, pausedAt: null };
    const closings = memory.closings + 1;
    Object.assign(memory, { isOpen: false, closings, frozen: answersAndEnd(after), timing });
  }

  reopened(id: string, timing: Attempt['timing']): void {
    Object.assign(this.of(id), { isOpen: true, frozen: null, timing, takeovers: this.of(id).takeovers + 1 });
  }

  retimed(id: string, rule: (timing: Attempt['timing']) => Attempt['timing']): void {
    this.of(id).timing = rule(this.of(id).timing);
  }

  scored(read: Attempt, now: Attempt): void {
    this.of(read.id).scores += 1;
    demand(JSON.stringify(read.answers) === JSON.stringify(now.answers), 'a score is not of the answers that are held');
  }

  /** What must be true of an attempt at any time. */
  check(attempt: Attempt): void {
    const memory = this.memory.get(attempt.id);
    if (!memory) return demand(['prepared', 'voided'].includes(attempt.state), 'an attempt began unseen');
    const isOpen = openStates.includes(attempt.state);
    demand(memory.isOpen === isOpen, 'an attempt is not as open as it should be');
    demand(isOpen === 'openKey' in attempt, 'the open key does not tell whether the attempt is open');
    for (const slot of new Set([...memory.best.keys(), ...Object.keys(attempt.answers)])) {
      const held = attempt.answers[slot] as Sent | undefined;
      const isBest = isSame(held?.meaning, memory.best.get(slot)?.meaning);
      demand(isBest, `${slot} does not hold the latest answer that was delivered`);
    }
    if (!isOpen) demand(memory.frozen === answersAndEnd(attempt), 'something changed after the close');
    demand(JSON.stringify(attempt.timing) === JSON.stringify(memory.timing), 'the clock is not what the rule says');
    const late = attempt.late.map((entry) => entry.key);
    demand(new Set(late).size === late.length, 'a late answer was kept twice');
  }

  /** What must be true of an attempt when everything has settled down. */
  checkSettled(attempt: Attempt, duties: readonly string[]): void {
    demand(attempt.outbox.length === 0, 'a duty was never done');
    const memory = this.memory.get(attempt.id);
    demand(attempt.state === (memory ? 'graded' : 'voided'), `an attempt ended up ${attempt.state}`);
    if (!memory) return;
    const scoring = duties.filter((duty) => duty.startsWith(`score:${attempt.id}:`)).length;
    demand(scoring === memory.closings, `${memory.closings} closings led to ${scoring} scoring jobs`);
    const grading = duties.filter((duty) => duty.startsWith(`grade:${attempt.id}:`)).length;
    demand(grading === memory.scores, `${memory.scores} scores led to ${grading} passback jobs`);
  }

  private of(id: string): Memory {
    return this.memory.get(id)!;
  }
}

function answersAndEnd({ answers, end }: Attempt): string {
  return JSON.stringify([answers, end]);
}

function isLater(a: Meaning, b: Meaning): boolean {
  return a.lease > b.lease || (a.lease === b.lease && a.edit > b.edit);
}

function isSame(a: Meaning | undefined, b: Meaning | undefined): boolean {
  return a?.lease === b?.lease && a?.edit === b?.edit;
}
