// The dates of a retake in words: each in the zone of its terms, the reader's beside it where that differs, with the distance.

import { dayInWords, type Day } from '../domain/day.ts';
import { boundsOf, cutoffMs } from '../domain/retakes/calendar.ts';
import type { EntitlementTerms } from '../domain/retakes/entitlement.ts';
import { deadlineWords, momentWords } from '../domain/time.ts';
import { dayOfInstant, findZone } from '../domain/zone.ts';
import { besideWords, momentView, type Moment, type Reader } from './moments.ts';

export type { Reader };

/** The day it is now in the zone of the terms. */
export function todayOf({ timeZone }: Pick<EntitlementTerms, 'timeZone'>, now: number): Day {
  return dayOfInstant(now, findZone(timeZone)!);
}

/** "today", "tomorrow", "in 9 days", "3 days ago". */
export function daysAway(day: Day, today: Day): string {
  const days = day - today;
  if (days === 0) return 'today';
  if (Math.abs(days) === 1) return days > 0 ? 'tomorrow' : 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** A last day to its last moment: "Thu 23 Sep 2027, 23:59 Chicago time, in 304 days". */
export function lastMoment(terms: EntitlementTerms, day: Day, { zone, now }: Reader): Moment {
  const { before } = boundsOf(terms, null, day);
  const at = before - 1000;
  const words = `${deadlineWords(day, cutoffMs(terms), terms.timeZone)}, ${daysAway(day, todayOf(terms, now))}`;
  return { ...momentView(at, zone), words: `${words}${besideWords(at, terms.timeZone, zone)}` };
}

/** A first day: "Mon 21 Dec 2026, in 28 days". */
export function firstMoment(terms: EntitlementTerms, day: Day, { zone, now }: Reader): Moment {
  const { from } = boundsOf(terms, day, null);
  return { ...momentView(from, zone), words: `${dayInWords(day)}, ${daysAway(day, todayOf(terms, now))}` };
}

/** When something begins: in the zone of the terms, with the distance. */
export function startMoment(terms: EntitlementTerms, at: number, { zone, now }: Reader): Moment {
  const day = dayOfInstant(at, findZone(terms.timeZone)!);
  const words = `${momentWords(at, terms.timeZone)}, ${daysAway(day, todayOf(terms, now))}${besideWords(at, terms.timeZone, zone)}`;
  return { ...momentView(at, zone), words };
}
