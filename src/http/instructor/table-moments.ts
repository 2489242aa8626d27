// Moments and lengths of time as staff read them in tables: short where the day is near, exact on hover and focus.

import { dayWords, momentWords, timeOfDayWords } from '../../domain/time.ts';
import { DAY_MS } from '../../domain/day.ts';
import { findZone } from '../../domain/zone.ts';
import type { Moment } from '../moments.ts';

export type { Moment };

/** Whose clock a page follows, and what it shows now (epoch ms). */
export interface Reader {
  readonly zone: string;
  readonly now: number;
}

const minuteMs = 60_000;

/** "16:02" today, "Sun 22 Nov, 16:40" in this year, "Sun 22 Nov 2026, 16:40" in another. */
export function momentOf(at: number, reader: Reader): Moment {
  return { iso: isoOf(at), words: shortWords(at, clockWords(at, reader.zone), reader), exact: exactWords(at, reader) };
}

/** As `momentOf`, to the second: for what has just happened. */
export function secondOf(at: number, reader: Reader): Moment {
  return { iso: isoOf(at), words: shortWords(at, secondWords(at, reader.zone), reader), exact: exactWords(at, reader) };
}

/** "Sun 29 Nov", with the year where it is not this one. */
export function shortDay(at: number, { zone, now }: Reader): string {
  const day = dayWords(at, zone);
  const year = day.slice(-5);
  return dayWords(now, zone).endsWith(year) ? day.slice(0, -5) : day;
}

/** Time of day: "16:02". */
export function clockWords(at: number, zone: string): string {
  return timeOfDayWords(Math.floor(msOfDay(at, zone) / minuteMs) * minuteMs);
}

/** Time of day to the second: "12:03:22". */
export function secondWords(at: number, zone: string): string {
  const seconds = Math.floor(msOfDay(at, zone) / 1000) % 60;
  return `${clockWords(at, zone)}:${pad(seconds)}`;
}

/** Time left as on a clock: "3:58:36". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** An instant in ISO 8601 with the zone's offset: "2026-11-22T16:40:05-06:00". */
export function isoInZone(at: number, zone: string): string {
  const offset = findZone(zone)?.offsetAt(at) ?? 0;
  const local = new Date(at + offset).toISOString().slice(0, 19);
  const minutes = Math.abs(Math.round(offset / minuteMs));
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function shortWords(at: number, clock: string, reader: Reader): string {
  const isToday = dayWords(at, reader.zone) === dayWords(reader.now, reader.zone);
  return isToday ? clock : `${shortDay(at, reader)}, ${clock}`;
}

function exactWords(at: number, { zone }: Reader): string {
  return momentWords(at, zone).replace(/, \d\d:\d\d /, `, ${secondWords(at, zone)} `);
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

function msOfDay(at: number, zone: string): number {
  const local = at + (findZone(zone)?.offsetAt(at) ?? 0);
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
