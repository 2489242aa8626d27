// The clock of a claim: by when its papers are due, by when staff decide, and by when a question is to be answered.

import { dayText, readDay, type Day } from '../day.ts';
import { addAmount, tooLateAfter, type Calendar, type DayAmount } from '../guarantee/amount.ts';
import { dayOfInstant } from '../zone.ts';

/** Staff decide within so long where the policy does not say. */
export const usualDecideIn: DayAmount = { unit: 'businessDays', count: 10 };

/** A question may be answered within so many days at least. */
export const leastAnswerDays = 7;

/** The last instant of a day, with the policy's cut-off. */
export function lastInstantOf(calendar: Calendar, day: Day): number {
  return tooLateAfter(calendar, day) - 1;
}

/**
 * By when staff decide a claim that came to them at `now`: the policy's time to decide, and not after the papers' last day, so that
 * a student whose paper cannot be used can still cure it. Set once when the claim comes in; it stands still from then on.
 */
export function decideBy(
  calendar: Calendar,
  decideIn: DayAmount | undefined,
  papersUntil: Day | undefined,
  now: number,
): number {
  const today = dayOfInstant(now, calendar.zone);
  const promised = addAmount(calendar, today, decideIn ?? usualDecideIn);
  const isEarlier = papersUntil !== undefined && papersUntil > today && papersUntil < promised;
  return lastInstantOf(calendar, isEarlier ? papersUntil : promised);
}

/**
 * The last day to answer what staff ask now: a week at least, and never less than what was left for the papers when the claim came to
 * staff, because the time that it lay with them is not the student's.
 */
export function answerBy(
  calendar: Calendar,
  papersUntil: Day | undefined,
  handedInAt: number,
  now: number,
): { readonly day: string; readonly dueAt: number } {
  const today = dayOfInstant(now, calendar.zone);
  const stoodStill = Math.max(0, today - dayOfInstant(handedInAt, calendar.zone));
  const left = papersUntil === undefined ? today : papersUntil + stoodStill;
  const day = Math.max(today + leastAnswerDays, left);
  return { day: dayText(day), dueAt: lastInstantOf(calendar, day) };
}

/** The last instant of a day as it is stored. */
export function lastInstantOfText(calendar: Calendar, day: string): number {
  return lastInstantOf(calendar, readDay(day)!);
}
