// A series of classes from a weekly pattern: the same time on the wall, also when the clocks change in between.

import { dayText, weekday, type Day } from '../day.ts';
import { instantOfLocal, type Zone } from '../zone.ts';

/** Every so many weeks on some weekdays, from a day to a day. */
export interface WeeklyPattern {
  readonly from: Day;
  /** The last day that may hold a class. */
  readonly to: Day;
  /** 0 is Sunday, 6 is Saturday. */
  readonly weekdays: readonly number[];
  /** 1: every week; 2: every other week, counted from the week of the first day. Weeks begin on Monday. */
  readonly everyWeeks: number;
  /** Days on which there is none. */
  readonly except: readonly Day[];
  /** Milliseconds after midnight, on the wall. */
  readonly startsAt: number;
  readonly zone: Zone;
}

/** When one class of a series is held. */
export interface ClassTime {
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** `YYYY-MM-DD`, in the zone. */
  readonly on: string;
}

/** More classes than this are refused at once; a course of a year with two evenings a week has about 100. */
export const mostOfSeries = 200;

/** The classes of a pattern, in order, cut after one more than `mostOfSeries`, so that a caller can tell that there are too many. */
export function classTimes({ from, to, weekdays, everyWeeks, except, startsAt, zone }: WeeklyPattern): ClassTime[] {
  const days = new Set(weekdays);
  const left = new Set(except);
  const firstWeek = weekOf(from);
  const times: ClassTime[] = [];
  for (let day = from; day <= to && times.length <= mostOfSeries; day += 1) {
    if (!days.has(weekday(day)) || left.has(day) || (weekOf(day) - firstWeek) % everyWeeks !== 0) continue;
    times.push(classTime(day, startsAt, zone));
  }
  return times;
}

/** A class on a day at a time on the wall (ms after midnight). A time that the clocks skip moves on by the gap. */
export function classTime(day: Day, startsAt: number, zone: Zone): ClassTime {
  return { startsAt: instantOfLocal(day, startsAt, zone), on: dayText(day) };
}

/** Number of the week, which begins on Monday: day 0 was a Thursday. */
function weekOf(day: Day): number {
  return Math.floor((day + 3) / 7);
}
