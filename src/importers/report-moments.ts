// Dates and times as meeting tools write them, in the order of days and months of whoever downloaded the report.

import { dayOfCivil, daysInMonth, isKnownDay, type Day } from '../domain/day.ts';
import { instantOfLocal, type Zone } from '../domain/zone.ts';

/** What a report does not say by itself. */
export interface MomentSetting {
  /** In which its times are written. */
  readonly zone: Zone;
  /** The day of the class: of two readings of 03/04 the nearer one is meant. */
  readonly near: Day;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const numbers = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})[,T\s]*(.*)$/;
const monthFirst = /^(?:[a-z]{2,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})[,\s]*(?:at\s+)?(.*)$/i;
const dayFirst = /^(?:[a-z]{2,9},?\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})[,\s]*(?:at\s+)?(.*)$/i;
const clock =
  /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;

/** The instant (epoch ms) that a text names; null when it is none. */
export function readMoment(text: string, { zone, near }: MomentSetting): number | null {
  const split = splitDate(text.trim(), near);
  if (!split) return null;
  const time = readClock(split.rest);
  if (!time) return null;
  if (time.offset !== null) return split.day * 86_400_000 + time.ms - time.offset;
  return instantOfLocal(split.day, time.ms, zone);
}

function splitDate(text: string, near: Day): { day: Day; rest: string } | null {
  const plain = numbers.exec(text);
  if (plain) {
    const [, first = '', second = '', third = '', rest = ''] = plain;
    const day = nearest(readings(first, second, third), near);
    return day === null ? null : { day, rest };
  }
  const named = monthFirst.exec(text);
  const turned = dayFirst.exec(text);
  const [month, date, year, rest] = named
    ? [named[1], named[2], named[3], named[4]]
    : turned
      ? [turned[2], turned[1], turned[3], turned[4]]
      : [];
  const number = months.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1;
  const day = number === 0 ? null : dayIfReal(Number(year), number, Number(date));
  return day === null ? null : { day, rest: rest ?? '' };
}

/** Every day that three numbers may mean: year first, month first, or day first. */
function readings(first: string, second: string, third: string): Day[] {
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  if (first.length > 2) return real([dayIfReal(a, b, c)]);
  if (third.length === 3) return [];
  const year = third.length <= 2 ? 2000 + c : c;
  return real([dayIfReal(year, a, b), dayIfReal(year, b, a)]);
}

function real(days: readonly (Day | null)[]): Day[] {
  return days.filter((day): day is Day => day !== null);
}

function dayIfReal(year: number, month: number, date: number): Day | null {
  if (!(month >= 1 && month <= 12 && date >= 1 && year >= 1900) || date > daysInMonth(year, month)) return null;
  const day = dayOfCivil(year, month, date);
  return isKnownDay(day) ? day : null;
}

function nearest(days: readonly Day[], near: Day): Day | null {
  return days.reduce<Day | null>(
    (best, day) => (best === null || Math.abs(day - near) < Math.abs(best - near) ? day : best),
    null,
  );
}

/** Milliseconds after midnight, and the offset from UTC where one is written. */
function readClock(text: string): { ms: number; offset: number | null } | null {
  const match = clock.exec(text.trim());
  if (!match) return null;
  const [, hourText = '', minuteText = '', secondText = '0', half, zone] = match;
  const [written, minutes, seconds] = [Number(hourText), Number(minuteText), Number(secondText)];
  if (minutes > 59 || seconds > 59 || written > 23 || (half && (written < 1 || written > 12))) return null;
  const hours = half ? (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : written;
  return { ms: ((hours * 60 + minutes) * 60 + seconds) * 1000, offset: zone ? offsetOf(zone) : null };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const ms = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === '-' ? -ms : ms;
}
