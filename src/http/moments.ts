// Moments as pages print them: the words in the reader's zone, and the exact instant for whoever hovers or focuses.

import { distanceWords, momentWords, zoneName } from '../domain/time.ts';

/** Exactly the names that `moment.hbs` prints. */
export interface Moment {
  /** For machines: ISO 8601. */
  readonly iso: string;
  /** "Sun 29 Nov 2026, 23:59 Chicago time, in 6 days" */
  readonly words: string;
  /** "Sunday 29 November 2026, 23:59:59, UTC-06:00" */
  readonly exact: string;
}

/** Whose clock a page follows, and what it shows now (epoch ms). */
export interface Reader {
  readonly zone: string;
  readonly now: number;
}

/** An instant in words; with `now`, how far away it is too. */
export function momentView(at: number, zone: string, now?: number): Moment {
  const distance = now === undefined ? '' : `, ${distanceWords(at, now, zone)}`;
  return { iso: new Date(at).toISOString(), words: `${momentWords(at, zone)}${distance}`, exact: exactWords(at, zone) };
}

/** " (Thu 26 Nov 2026, 06:59 Berlin time)": what the reader's clock shows when another zone's decides; "" where both show the same. */
export function besideWords(at: number, zone: string, reader: string): string {
  const clock = (name: string): string => momentWords(at, name).slice(0, -zoneName(name).length);
  return clock(zone) === clock(reader) ? '' : ` (${momentWords(at, reader)})`;
}

/** The time of day in a zone: "16:02", with seconds "14:41:33". */
export function timeOfDay(at: number, zone: string, withSeconds = false): string {
  const timeStyle = withSeconds ? 'medium' : 'short';
  return new Intl.DateTimeFormat('en-US', { timeStyle, hourCycle: 'h23', timeZone: zone }).format(at);
}

function exactWords(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', 'UTC');
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${timeOfDay(at, zone, true)}, ${offset}`;
}
