// What the rules with a deadline share: something done on or before a last day, counted from an anchor.
import { type Day, dayInWords } from '../../day.ts';
import { lowerFirst } from '../../phrases.ts';
import { type Calendar, lastMomentWords, tooLateAfter } from '../amount.ts';
import { type Window, windowWords } from '../anchor.ts';
import { type AnchorDay, type Evidence, type Granted, anchorDay, dayAfter, extended } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import { type Judgement, type Result, type Telling, judgedOver } from '../rule.ts';

/** A deadline about to be judged: what was done when, and until when it could be. */
export interface Deadline {
  /** The day of the rule's own fact. */
  readonly own: AnchorDay | undefined;
  readonly anchor: AnchorDay | undefined;
  /** The last day, once the anchor is known. */
  readonly lastDay: Day | undefined;
  /** The result while the own fact is there and the anchor is not. */
  readonly withoutAnchor: Result;
}

/** Pauses that move a deadline; without `maxDays` there is no limit. */
export interface Pausable {
  readonly maxDays?: number | undefined;
}

/** A window's deadline: anchor + amount, moved by approved pauses and by staff. */
export function windowDeadline(
  evidence: Evidence,
  own: AnchorDay | undefined,
  rule: { readonly window: Window; readonly pausable?: Pausable | undefined },
  granted: Granted,
): Deadline {
  const anchor = anchorDay(evidence, rule.window.anchor);
  if (anchor === undefined) return { own, anchor, lastDay: undefined, withoutAnchor: 'unknown' };
  const asWritten = dayAfter(evidence, anchor.day, rule.window.amount);
  const moved = rule.pausable ? movedByPauses(evidence.facts, anchor.day, asWritten, rule.pausable) : asWritten;
  return { own, anchor, lastDay: extended(moved, granted), withoutAnchor: 'unknown' };
}

/** Met or failed once the own fact is there; while it is not, open through the last day and failed after it. */
export function judgeDeadline(evidence: Evidence, deadline: Deadline): Judgement {
  const { own, anchor, lastDay, withoutAnchor } = deadline;
  if (anchor === undefined || lastDay === undefined) {
    const resultAt = (instant: number) => (own && own.knownFrom <= instant ? withoutAnchor : 'not_yet');
    return judgedOver(evidence.now, [own?.knownFrom], resultAt);
  }
  const tooLate = tooLateAfter(evidence.calendar, lastDay);
  const resultAt = (instant: number): Result => {
    const isDone = own !== undefined && own.knownFrom <= instant;
    if (anchor.knownFrom > instant) return isDone ? withoutAnchor : 'not_yet';
    if (isDone) return own.day <= lastDay ? 'met' : 'failed';
    return instant < tooLate ? 'not_yet' : 'failed';
  };
  const judged = judgedOver(evidence.now, [own?.knownFrom, anchor.knownFrom, tooLate], resultAt);
  return anchor.knownFrom <= evidence.now ? { ...judged, lastDay } : judged;
}

/**
 * A deadline moved by pauses: in order of their first day, each that begins on or before the deadline as moved so far
 * adds its days from the anchor day on. A day counts once, and `maxDays` in all.
 */
function movedByPauses(facts: Facts, anchor: Day, deadline: Day, { maxDays = Infinity }: Pausable): Day {
  let moved = deadline;
  let firstUncounted = anchor;
  for (const { from, to } of facts.pauses) {
    if (from > moved) break;
    const days = Math.max(0, to - Math.max(from, firstUncounted) + 1);
    moved = Math.min(moved + days, deadline + maxDays);
    firstUncounted = Math.max(firstUncounted, to + 1);
  }
  return moved;
}

/** How a rule with a deadline is said. */
export interface DeadlineWords {
  /** "Opt in to the guarantee" */
  readonly order: string;
  /** "opted in" */
  readonly done: string;
  /** "within 7 days of enrolling" */
  readonly within: string;
}

/** The sentences of a rule with a deadline. */
export function tellDeadline(
  evidence: Evidence,
  words: DeadlineWords,
  own: AnchorDay | undefined,
  judgement: Judgement,
): Telling {
  const doneOn = own && own.knownFrom <= evidence.now ? own.day : undefined;
  const need =
    judgement.lastDay === undefined ? words.within : `by ${lastMomentWords(evidence.calendar, judgement.lastDay)}`;
  const have = doneOn === undefined ? 'not yet' : dayInWords(doneOn);
  return { need, have, ...sentences(words, judgement.result, need, doneOn) };
}

function sentences(words: DeadlineWords, result: Result, need: string, doneOn: Day | undefined) {
  const day = doneOn === undefined ? '' : ` on ${dayInWords(doneOn)}`;
  switch (result) {
    case 'met':
      return { student: `You ${words.done}${day}, in time.`, staff: `The student ${words.done}${day}, in time.` };
    case 'not_yet':
      return { student: `${words.order} ${need}.`, staff: `Still open: ${lowerFirst(words.order)} ${need}.` };
    case 'unknown':
      return {
        student: `You ${words.done}${day}; the date that the deadline counts from is missing, and staff have been told.`,
        staff: `The student ${words.done}${day}; record the date that the deadline counts from (${words.within}).`,
      };
    case 'failed':
      return doneOn === undefined
        ? { student: `This had to be done ${need}: ${lowerFirst(words.order)}.`, staff: `Not done ${need}.` }
        : {
            student: `You ${words.done}${day}; this had to be done ${need}.`,
            staff: `The student ${words.done}${day}, not ${need}.`,
          };
  }
}

/** The terms of a rule with a deadline: "Opt in to the guarantee within 7 days of enrolling." */
export function deadlineTerms(order: string, window: Window, calendar: Calendar, pausable?: Pausable): string {
  const pause =
    pausable === undefined
      ? ''
      : pausable.maxDays === undefined
        ? ' Leave that staff approve moves this date.'
        : ` Leave that staff approve moves this date, by up to ${pausable.maxDays} days.`;
  const fixed = window.anchor.kind === 'date' ? dayAfterFixed(window, calendar) : undefined;
  return `${order} ${fixed === undefined ? windowWords(window) : `by ${fixed}`}.${pause}`;
}

function dayAfterFixed({ anchor, amount }: Window, calendar: Calendar): string | undefined {
  if (anchor.kind !== 'date' || amount.count !== 0) return undefined;
  return lastMomentWords(calendar, anchor.day);
}
