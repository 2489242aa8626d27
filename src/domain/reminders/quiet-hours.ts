// Quiet hours: when no mail is to arrive that nobody asked for, by the clock on the reader's wall, also on days when clocks change.

import { DAY_MS } from '../day.ts';
import { dayOfInstant, instantOfLocal, type Zone } from '../zone.ts';

const HOUR_MS = 3_600_000;

/** Whole hours of the day; from 21 to 8 spans midnight. Equal hours mean that no hour is quiet. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** What holds until somebody chooses otherwise. */
export const usualQuietHours: QuietHours = { from: 21, to: 8 };

/** The first moment at or after `instant` that is not quiet in the zone. */
export function afterQuietHours(instant: number, quiet: QuietHours, zone: Zone): number {
  const day = dayOfInstant(instant, zone);
  const local = instant + zone.offsetAt(instant) - day * DAY_MS;
  if (!isQuiet(local / HOUR_MS, quiet)) return instant;
  const isOvernight = quiet.from > quiet.to && local >= quiet.from * HOUR_MS;
  // Never before the instant itself: where the hour that ends the quiet occurs twice, its first occurrence may be over.
  return Math.max(instant, instantOfLocal(isOvernight ? day + 1 : day, quiet.to * HOUR_MS, zone));
}

/** "9 pm to 8 am" as pages say it: "21:00 to 08:00". */
export function quietHoursWords({ from, to }: QuietHours): string {
  return from === to ? 'none' : `${hourWords(from)} to ${hourWords(to)}`;
}

/** "08:00" */
export function hourWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function isQuiet(hour: number, { from, to }: QuietHours): boolean {
  if (from === to) return false;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
