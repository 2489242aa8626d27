// Last days as pages print them: until when exactly by the clock that decides, how far away that is, and what the reader's own clock shows then.

import { dayInWords, type Day } from '../domain/day.ts';
import { deadlineWords, distanceWords, momentWords } from '../domain/time.ts';
import { dayOfInstant, isStartOfDay, startOfDay, type Zone } from '../domain/zone.ts';
import { besideWords, momentView, type Moment, type Reader } from './moments.ts';

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

/** "Wed 25 Nov 2026, 23:59 Chicago time, in 2 days (Thu 26 Nov 2026, 06:59 Berlin time)", for a last day. */
export function deadlineView(day: Day, counting: Counting, reader: Reader): Moment {
  const { zone, cutoff } = counting;
  const last = endOf(day, counting) - (cutoff === null ? 1 : 0);
  const words = `${deadlineWords(day, cutoff, zone.name)}, ${distanceWords(last, reader.now, zone.name)}`;
  return { ...momentView(last, zone.name), words: `${words}${besideWords(last, zone.name, reader.zone)}` };
}

/** The moment at which something changes: its day where it is the start of one, else with its time; and how far away it is. */
export function changeView(at: number, zone: Zone, reader: Reader): Moment {
  const words = isStartOfDay(at, zone) ? dayInWords(dayOfInstant(at, zone)) : momentWords(at, zone.name);
  return {
    ...momentView(at, zone.name),
    words: `${words}, ${distanceWords(at, reader.now, zone.name)}${besideWords(at, zone.name, reader.zone)}`,
  };
}

/** "Wed 25 Nov", with the year where it is another than now's. */
export function shortDayWords(day: Day, zone: Zone, now: number): string {
  const words = dayInWords(day);
  const year = words.slice(-5);
  return dayInWords(dayOfInstant(now, zone)).endsWith(year) ? words.slice(0, -5) : words;
}
