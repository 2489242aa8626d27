// A class in words: when it is held for its reader, and what a mark says.

import { dayWords, timeOfDayWords, zoneName } from '../domain/time.ts';
import type { CourseClass } from '../domain/evidence/course-plan.ts';
import { endOfClass } from '../domain/evidence/presence.ts';
import type { BareMark } from '../domain/evidence/student-file.ts';
import { DAY_MS } from '../domain/day.ts';
import { findZone } from '../domain/zone.ts';
import type { Reader } from './instructor/table-moments.ts';

type Timed = Pick<CourseClass, 'startsAt' | 'minutes' | 'zone'>;

/** "Mon 23 Nov, 18:00 to 20:00", with the year where it is not this one. */
export function shortTimeOfClass(held: Timed, reader: Reader): string {
  return `${shortDayOfClass(held, reader)}, ${clock(held.startsAt, reader.zone)} to ${clock(endOfClass(held), reader.zone)}`;
}

/** "Mon 23 Nov", with the year where it is not this one. */
export function shortDayOfClass({ startsAt }: Pick<CourseClass, 'startsAt'>, { zone, now }: Reader): string {
  const day = dayWords(startsAt, zone);
  return dayWords(now, zone).endsWith(day.slice(-5)) ? day.slice(0, -5) : day;
}

/**
 * "Mon 23 Nov 2026, 18:00 to 20:00 Chicago time". Where the class is held by another clock, that one stands behind it:
 * ", which is 19:00 New York time in class".
 */
export function timeOfClass(held: Timed, reader: Pick<Reader, 'zone'>): string {
  const { zone } = reader;
  const words = `${dayWords(held.startsAt, zone)}, ${clock(held.startsAt, zone)} to ${clock(endOfClass(held), zone)} ${zoneName(zone)}`;
  if (offset(held.startsAt, zone) === offset(held.startsAt, held.zone)) return words;
  return `${words}, which is ${clock(held.startsAt, held.zone)} ${zoneName(held.zone)} in class`;
}

/** What else a mark says: "112 of 120 min", "makeup on 2026-11-24 by recording", "checked in at 18:03". */
export function markFacts(mark: BareMark, held: Timed, zone: string): string[] {
  return [
    mark.source === 'student' ? `checked in at ${clock(mark.at, zone)}` : '',
    mark.minutes === null ? '' : `${Math.round(mark.minutes)} of ${held.minutes} min`,
    mark.makeup ? `made up on ${dayOfText(mark.makeup.on)}${makeupWords(mark.makeup.mode)}` : '',
  ].filter((words) => words !== '');
}

/** Ways of making up a class, as forms offer them. */
export const makeupModes = [
  { value: 'recording', label: 'Watched the recording' },
  { value: 'other_class', label: 'Came to another class' },
  { value: 'tutoring', label: 'Tutoring' },
  { value: 'assignment', label: 'Assignment' },
] as const;

/** Time of day at an instant: "18:00". */
export function clock(at: number, zone: string): string {
  const local = at + offset(at, zone);
  return timeOfDayWords(Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000) * 60_000);
}

/** `YYYY-MM-DD` as "Tue 24 Nov 2026". */
export function dayOfText(text: string): string {
  return dayWords(Date.parse(`${text}T12:00:00Z`), 'UTC');
}

function makeupWords(mode: string | null): string {
  const known = makeupModes.find(({ value }) => value === mode);
  if (known) return `, ${known.label.toLowerCase()}`;
  return mode ? `, ${mode}` : '';
}

function offset(at: number, zone: string): number {
  return findZone(zone)?.offsetAt(at) ?? 0;
}
