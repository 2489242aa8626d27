/** The calendar: weeks, days of the year, and dates as text. Dates here carry local time in their UTC fields. */
import { DatabaseError } from '../errors.ts';

const DAY_MS = 86_400_000;

/** Units of time that are so many months. */
export const calendarUnits: Record<string, number> = { year: 12, quarter: 3, month: 1 };

/** Milliseconds in the units that are always as long. */
export const unitMs: Record<string, number> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

/** From 1 to 366. */
export function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - new Date(date).setUTCMonth(0, 0)) / DAY_MS);
}

/** The Thursday of the ISO week decides which year the week belongs to. */
function thursdayOf(date: Date): Date {
  return new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
}

/** From 1 to 53; weeks begin on Monday, the first is that of the first Thursday. */
export function isoWeek(date: Date): number {
  return Math.floor((dayOfYear(thursdayOf(date)) - 1) / 7) + 1;
}

/** The year that the ISO week belongs to. */
export function isoWeekYear(date: Date): number {
  return thursdayOf(date).getUTCFullYear();
}

/** From 0 to 53; weeks begin on Sunday, days before the first Sunday are in week 0. */
export function week(date: Date): number {
  return Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
].concat('November', 'December');

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60), 2)}${digits(size % 60, 2)}`;
}

/** What each letter after a percent sign stands for. */
const SPECIFIERS: Record<string, (local: Date, offset: number) => string> = {
  Y: (local) => digits(local.getUTCFullYear(), 4),
  m: (local) => digits(local.getUTCMonth() + 1, 2),
  b: (local) => MONTHS[local.getUTCMonth()]!.slice(0, 3),
  B: (local) => MONTHS[local.getUTCMonth()]!,
  d: (local) => digits(local.getUTCDate(), 2),
  H: (local) => digits(local.getUTCHours(), 2),
  M: (local) => digits(local.getUTCMinutes(), 2),
  S: (local) => digits(local.getUTCSeconds(), 2),
  L: (local) => digits(local.getUTCMilliseconds(), 3),
  j: (local) => digits(dayOfYear(local), 3),
  u: (local) => String(local.getUTCDay() || 7),
  w: (local) => String(local.getUTCDay() + 1),
  U: (local) => digits(week(local), 2),
  V: (local) => digits(isoWeek(local), 2),
  G: (local) => digits(isoWeekYear(local), 4),
  z: (_local, offset) => offsetText(offset),
  Z: (_local, offset) => String(offset),
  '%': () => '%',
};

/** A date as text by a format such as `%Y-%m-%d`. `offset` is that of the zone in minutes. Refuses unknown letters (18536). */
export function formatDate(local: Date, offset: number, format: string): string {
  return format.replace(/%(.?)/gs, (_whole, letter: string) => {
    const specifier = Object.hasOwn(SPECIFIERS, letter) ? SPECIFIERS[letter] : undefined;
    if (!specifier) throw new DatabaseError(18536, `Invalid format character '%${letter}' in format string`);
    return specifier(local, offset);
  });
}
