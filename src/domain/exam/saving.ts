// Saving and submitting: why a save was not taken, who may hand in, and which of two answers stands.

import {
  closedStates,
  epochOf,
  hasSlot,
  isOver,
  type Answer,
  type Attempt,
  type AttemptEnd,
  type AttemptState,
} from './attempt.ts';

/**
 * Why no slot of a save was taken. `CLOSED`: the attempt has ended or not begun; `EXPIRED`: time is up; `LEASE`: another tab goes on
 * with this attempt; `UNKNOWN_SLOT`: the form has no such slot; `NOT_NOW`: keep the answers and send them again (the clock is
 * stopped, or the attempt changed in this very moment).
 */
export type SaveRefusal = 'CLOSED' | 'EXPIRED' | 'LEASE' | 'UNKNOWN_SLOT' | 'NOT_NOW';

export type SaveReading =
  { readonly kind: 'all newer' } | { readonly kind: 'refused'; readonly code: SaveRefusal; readonly words: string };

/**
 * Explains a save of which nothing was taken, from the attempt as read afterwards. `tab` is the sender's, null if it named none.
 * A late duplicate is no failure: if every slot already holds this edit or a newer one, all is well.
 */
export function classifySave(
  attempt: Attempt,
  sent: Readonly<Record<string, Pick<Answer, 'q'>>>,
  tab: string | null,
  now: number,
): SaveReading {
  const refused = (code: SaveRefusal, words: string): SaveReading => ({ kind: 'refused', code, words });
  const slots = Object.entries(sent);
  if (attempt.state === 'prepared') return refused('CLOSED', 'This exam has not been started yet.');
  if (attempt.state === 'voided') return refused('CLOSED', 'This attempt has been voided by your instructor.');
  if (isOver(attempt, now) || endedByTime(attempt)) return refused('EXPIRED', 'Your time is up. This exam is closed.');
  if (closedStates.includes(attempt.state)) return refused('CLOSED', 'This exam has been submitted.');
  if (slots.some(([slot]) => !hasSlot(attempt, slot)))
    return refused('UNKNOWN_SLOT', 'This exam has no such question. Reload the page.');
  if (slots.every(([slot, { q }]) => (attempt.answers[slot]?.q ?? -1) >= q)) {
    const isFromHere = tab === null || attempt.tab === null || tab === attempt.tab;
    const isCurrent = slots.every(([, { q }]) => epochOf(q) >= attempt.epoch);
    if (isFromHere || isCurrent) return { kind: 'all newer' };
    return refused('LEASE', 'This exam is open in another window or on another device.');
  }
  if (attempt.state === 'paused')
    return refused('NOT_NOW', 'Your instructor has stopped the clock. Your answers are sent when it goes on.');
  return refused('NOT_NOW', 'Your answers could not be taken at this moment. They are sent again.');
}

function endedByTime(attempt: Attempt): boolean {
  return closedStates.includes(attempt.state) && (attempt.end?.by === 'timer' || attempt.end?.by === 'sweeper');
}

/** What the candidate's submit means for an attempt as read. */
export type SubmitReading =
  | { readonly kind: 'may submit' }
  | { readonly kind: 'already closed'; readonly end: AttemptEnd }
  | { readonly kind: 'refused'; readonly code: 'EXPIRED' | 'NOT_NOW' | 'CLOSED'; readonly words: string };

/** Whether a candidate may hand in now. Closed already is no failure: the same receipt answers again. */
export function maySubmit(attempt: Attempt, now: number): SubmitReading {
  if (isOver(attempt, now)) return { kind: 'refused', code: 'EXPIRED', words: 'Your time is up. This exam is closed.' };
  if (attempt.state === 'in_progress') return { kind: 'may submit' };
  if (closedStates.includes(attempt.state) && attempt.end) return { kind: 'already closed', end: attempt.end };
  const words: Partial<Record<AttemptState, string>> = {
    prepared: 'This exam has not been started yet.',
    paused: 'Your instructor has stopped the clock. You can submit when it goes on.',
  };
  const code = attempt.state === 'paused' ? 'NOT_NOW' : 'CLOSED';
  return { kind: 'refused', code, words: words[attempt.state] ?? 'This attempt has been voided by your instructor.' };
}

export interface Merged {
  /** Those of the sent answers that outrank what the attempt holds; slots the form does not have are left out. */
  readonly newer: Readonly<Record<string, Answer>>;
  /** Everything the attempt holds once they are written. */
  readonly merged: Readonly<Record<string, Answer>>;
}

/** Puts sent answers over those of the attempt, slot by slot; the higher `q` stands, whatever came first. */
export function mergeAnswers(
  attempt: Pick<Attempt, 'answers' | 'slotCount'>,
  sent: Readonly<Record<string, Answer>>,
): Merged {
  const outranks = ([slot, answer]: [string, Answer]): boolean =>
    hasSlot(attempt, slot) && answer.q > (attempt.answers[slot]?.q ?? -1);
  const newer = Object.fromEntries(Object.entries(sent).filter(outranks));
  return { newer, merged: { ...attempt.answers, ...newer } };
}
