// Days and instants for the independent evaluator: luxon and plain searching, nothing shared with the program.
import { DateTime } from 'luxon';

/** A day as YYYY-MM-DD; such texts compare as days do. */
export type Day = string;

/** One unit with its number: `{"days": 7}`. */
export type Amount = Readonly<Record<string, number>>;

/** How a policy counts. */
export interface Clock {
  readonly zone: string;
  readonly cutoff: string | undefined;
  readonly holidays: readonly Day[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The day that lies an amount after a day. */
export function addAmount(day: Day, amount: Amount, holidays: readonly Day[]): Day {
  const [unit, count] = Object.entries(amount)[0]!;
  const key = unit === 'businessDays' ? `${day} ${count} ${holidays.join(' ')}` : `${day} ${count} ${unit}`;
  return remembered(key, () => sumOf(day, unit, count, holidays));
}

function sumOf(day: Day, unit: string, count: number, holidays: readonly Day[]): Day {
  const from = DateTime.fromISO(day, { zone: 'utc' });
  if (unit !== 'businessDays') return from.plus({ [unit]: count }).toISODate()!;
  let at = from;
  for (let left = Math.abs(count); left > 0;) {
    at = at.plus({ days: Math.sign(count) });
    if (at.weekday <= 5 && !holidays.includes(at.toISODate()!)) left -= 1;
  }
  return at.toISODate()!;
}

/** The amount backwards. */
export function backwards(amount: Amount): Amount {
  return Object.fromEntries(Object.entries(amount).map(([unit, count]) => [unit, -count]));
}

/** The next day. */
export function nextDay(day: Day): Day {
  return addAmount(day, { days: 1 }, []);
}

/** The day of an instant. */
export function dayOf(instant: number, zone: string): Day {
  return remembered(`${instant} ${zone}`, () => DateTime.fromMillis(instant, { zone }).toISODate()!);
}

/** The first instant of a day, sought hour by hour and then quarter by quarter of an hour. */
export function startOfDay(day: Day, zone: string): number {
  return remembered(`${day} ${zone}`, () => searchStart(day, zone));
}

function searchStart(day: Day, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let at = midnight - DateTime.fromMillis(midnight, { zone }).offset * MINUTE - 25 * HOUR;
  const isReached = () => DateTime.fromMillis(at, { zone }).toISODate()! >= day;
  while (!isReached()) at += 6 * HOUR;
  at -= 6 * HOUR;
  while (!isReached()) at += HOUR;
  at -= HOUR;
  while (!isReached()) at += HOUR / 4;
  return at;
}

/** The instant of a local time: the first of two, and moved on by the gap where it is skipped. */
export function instantOfLocal(local: string, zone: string): number {
  return remembered(`${local} local ${zone}`, () => searchLocal(local, zone));
}

function searchLocal(local: string, zone: string): number {
  const asUtc = DateTime.fromISO(local, { zone: 'utc' }).toMillis();
  const offsetAt = (instant: number) => DateTime.fromMillis(instant, { zone }).offset * MINUTE;
  const before = offsetAt(asUtc - 24 * HOUR);
  const after = offsetAt(asUtc + 24 * HOUR);
  const real = [before, after].map((offset) => asUtc - offset).filter((at) => at + offsetAt(at) === asUtc);
  return real.length > 0 ? Math.min(...real) : asUtc - before;
}

/** An instant as it is written: with an offset, without one, or a bare day, which means its noon. */
export function readInstant(text: string, zone: string): number {
  if (text.length === 10) return instantOfLocal(`${text}T12:00:00`, zone);
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(text);
  return hasOffset ? DateTime.fromISO(text).toMillis() : instantOfLocal(text, zone);
}

/** The first instant that is too late for a deadline day. */
export function tooLate(day: Day, { zone, cutoff }: Clock): number {
  if (cutoff === undefined) return startOfDay(nextDay(day), zone);
  return instantOfLocal(`${day}T${cutoff}`, zone) + 1000;
}

/** A moment as it is printed: a date where a day begins with it, else local time with its offset. */
export function momentText(instant: number, zone: string): string {
  const day = dayOf(instant, zone);
  return startOfDay(day, zone) === instant ? day : instantText(instant, zone);
}

/** An instant as local time with its offset. */
export function instantText(instant: number, zone: string): string {
  const local = DateTime.fromMillis(instant, { zone });
  return local.toISO({ suppressMilliseconds: true })!.replace(/Z$/, '+00:00');
}

const known = new Map<string, unknown>();

/** Luxon is slow: answers are kept, so that trying every day stays bearable. */
function remembered<T extends string | number>(key: string, answer: () => T): T {
  const found = known.get(key) as T | undefined;
  if (found !== undefined) return found;
  const made = answer();
  known.set(key, made);
  return made;
}
