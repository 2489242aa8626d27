// The calendar of an entitlement's terms: its zone, when its days are over, and its holidays.

import { readDay, type Day } from '../day.ts';
import { tooLateAfter, type Calendar } from '../guarantee/amount.ts';
import { findZone, startOfDay } from '../zone.ts';
import type { EntitlementTerms } from './entitlement.ts';

type Dates = Pick<EntitlementTerms, 'timeZone' | 'cutoff' | 'holidays'>;

/** The calendar that days of these terms are counted in. */
export function calendarOf({ timeZone, cutoff, holidays }: Dates): Calendar {
  const days = new Set(holidays.flatMap((day) => readDay(day) ?? []));
  return { zone: findZone(timeZone)!, cutoff: cutoffMs({ cutoff }), holidays: days };
}

/** Milliseconds after midnight at which a last day is over; null: with the day. */
export function cutoffMs({ cutoff }: Pick<Dates, 'cutoff'>): number | null {
  if (cutoff === null) return null;
  const [hours = 0, minutes = 0, seconds = 0] = cutoff.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The first instant of a first day, and the first that is too late for a last one. */
export function boundsOf(
  terms: Dates,
  first: Day | null,
  last: Day | null,
): { readonly from: number; readonly before: number } {
  const calendar = calendarOf(terms);
  return {
    from: first === null ? -Infinity : startOfDay(first, calendar.zone),
    before: last === null ? Infinity : tooLateAfter(calendar, last),
  };
}
