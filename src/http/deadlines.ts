// Last days as pages print them: until when exactly, whose clock, and how far away that is.

import { dayInWords, type Day } from '../domain/day.ts';
import { deadlineWords, distanceWords, momentWords } from '../domain/time.ts';
import { dayOfInstant, isStartOfDay, startOfDay, type Zone } from '../domain/zone.ts';
import { momentView, type Moment } from './moments.ts';

/** How a policy's days are counted, as far as a page needs it. */
export interface Counting {
  readonly zone: Zone;
  /** Milliseconds after midnight at which a last day ends; null: with the day. */
  readonly cutoff: number | null;
}

/** The first instant that is too late for a last day. */
export function endOf(day: Day, { zone, cutoff }: Counting): number {
  return cutoff === null ? startOfDay(day + 1, zone) : startOfDay(day, zone) + cutoff;
}

/** "Wed 25 Nov 2026, 23:59 Chicago time, in 2 days", for a last day. */
export function deadlineView(day: Day, counting: Counting, now: number): Moment {
  const { zone, cutoff } = counting;
  const last = endOf(day, counting) - (cutoff === null ? 1 : 0);
  const words = `${deadlineWords(day, cutoff, zone.name)}, ${distanceWords(last, now, zone.name)}`;
  return { ...momentView(last, zone.name), words };
}

/** The moment at which something changes: its day where it is the start of one, else with its time; and how far away it is. */
export function changeView(at: number, zone: Zone, now: number): Moment {
  const words = isStartOfDay(at, zone) ? dayInWords(dayOfInstant(at, zone)) : momentWords(at, zone.name);
  return { ...momentView(at, zone.name), words: `${words}, ${distanceWords(at, now, zone.name)}` };
}

/** "Wed 25 Nov", with the year where it is another than now's. */
export function shortDayWords(day: Day, zone: Zone, now: number): string {
  const words = dayInWords(day);
  const year = words.slice(-5);
  return dayInWords(dayOfInstant(now, zone)).endsWith(year) ? words.slice(0, -5) : words;
}
