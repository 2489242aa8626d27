// The deadline: one place that turns limit, accommodation, window, credits and pauses into the moments at which an attempt ends.

import type { AttemptTiming } from './attempt.ts';
import type { Accommodation, ExamSettings } from './exam.ts';

type TimeSettings = Pick<ExamSettings, 'allowedMinutes' | 'graceSeconds' | 'window'>;
/** What an accommodation does to the clock; null is none. */
type TimeGiven = Pick<Accommodation, 'factor' | 'extraMinutes'> | null;

const minute = 60_000;

/** What the page shows before Start, in epoch milliseconds. */
export interface Outlook {
  /** The exam's limit for everybody. */
  readonly baseMs: number;
  /** The limit of this person. */
  readonly limitMs: number;
  /** When the paper would close if the person started now. */
  readonly closesAt: number;
  /** Until when the person may start; null if there is no end. */
  readonly startUntil: number | null;
  /** True if the end of the window takes time away from somebody who starts now. */
  readonly isCutByWindow: boolean;
}

/** The timing of an attempt that is prepared: everything is known but the start. */
export function preparedTiming(settings: TimeSettings, given: TimeGiven): AttemptTiming {
  const { window } = settings;
  const timing: AttemptTiming = {
    startedAt: null,
    baseMs: settings.allowedMinutes * minute,
    limitMs: 0,
    factor: 1,
    extraMs: 0,
    graceMs: settings.graceSeconds * 1000,
    deadlineAt: null,
    hardCloseAt: null,
    capAt: window.policy === 'endBy' ? window.closesAt : null,
    pausedAt: null,
    pausedMs: 0,
    credits: {},
  };
  return retimed(timing, given);
}

/** The timing of an attempt that starts now. */
export function startTiming(settings: TimeSettings, given: TimeGiven, now: number): AttemptTiming {
  return computed({ ...preparedTiming(settings, given), startedAt: now });
}

/** The limit in milliseconds that an exam of so many minutes has for a person. */
export function limitMsOf(allowedMinutes: number, given: TimeGiven): number {
  return Math.round(allowedMinutes * minute * (given?.factor ?? 1)) + (given?.extraMinutes ?? 0) * minute;
}

/** The timing under a changed accommodation; an attempt that runs gets its new deadline. */
export function retimed(timing: AttemptTiming, given: TimeGiven): AttemptTiming {
  const limitMs = limitMsOf(timing.baseMs / minute, given);
  return computed({ ...timing, factor: given?.factor ?? 1, extraMs: (given?.extraMinutes ?? 0) * minute, limitMs });
}

/** The timing with minutes added by staff under the id of their act; an act that has been counted adds nothing. */
export function extended(timing: AttemptTiming, creditId: string, minutes: number): AttemptTiming {
  if (creditId in timing.credits) return timing;
  return computed({ ...timing, credits: { ...timing.credits, [creditId]: minutes } });
}

/** The timing with the clock stopped. */
export function stopped(timing: AttemptTiming, now: number): AttemptTiming {
  return { ...timing, pausedAt: timing.pausedAt ?? now };
}

/** The timing with the clock running again; the time it stood still is returned to the millisecond. */
export function continued(timing: AttemptTiming, now: number): AttemptTiming {
  if (timing.pausedAt === null) return timing;
  const stood = Math.max(0, now - timing.pausedAt);
  return computed({ ...timing, pausedAt: null, pausedMs: timing.pausedMs + stood });
}

/**
 * The timing of an attempt that is opened again: the person has `minutes` minutes, or what was left when the attempt ended if that
 * is more. The time it was closed counts as time the clock stood still.
 */
export function reopenedTiming(timing: AttemptTiming, minutes: number, now: number, endedAt: number): AttemptTiming {
  if (timing.deadlineAt === null) throw new Error('an attempt that was never started cannot be reopened');
  const ranUntil = Math.min(endedAt, timing.deadlineAt);
  const left = timing.deadlineAt - ranUntil;
  const added = now - ranUntil + Math.max(0, minutes * minute - left);
  return computed({ ...timing, pausedAt: null, pausedMs: timing.pausedMs + Math.max(0, added) });
}

/** Milliseconds until the shown deadline: the whole limit before the start, unchanged while the clock is stopped, never below 0. */
export function remainingMs(timing: AttemptTiming, now: number): number {
  if (timing.deadlineAt === null) return timing.limitMs;
  return Math.max(0, timing.deadlineAt - (timing.pausedAt ?? now));
}

/** What starting now would mean for this person. */
export function wouldCloseAt(settings: TimeSettings, given: TimeGiven, now: number): Outlook {
  const timing = startTiming(settings, given, now);
  const closesAt = timing.deadlineAt!;
  return {
    baseMs: timing.baseMs,
    limitMs: timing.limitMs,
    closesAt,
    startUntil: settings.window.closesAt,
    isCutByWindow: closesAt < now + timing.limitMs,
  };
}

/**
 * The rule itself: start + limit x factor + extra, capped by the window's end only where the paper closes with it; then what staff
 * added and the time the clock stood still. Those two come after the cap: whoever adds ten minutes means ten minutes.
 */
function computed(timing: AttemptTiming): AttemptTiming {
  if (timing.startedAt === null) return timing;
  const regular = Math.min(timing.startedAt + timing.limitMs, timing.capAt ?? Infinity);
  const added = Object.values(timing.credits).reduce((sum, minutes) => sum + minutes * minute, 0);
  const deadlineAt = regular + added + timing.pausedMs;
  return { ...timing, deadlineAt, hardCloseAt: deadlineAt + timing.graceMs };
}
