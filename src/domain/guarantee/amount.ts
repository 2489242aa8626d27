// Amounts of time in one unit ("7 days", "3 business days"), and the calendar of a policy that counts with them.
import { type Day, DAY_MS, addBusinessDays, addMonths } from '../day.ts';
import { countWords, deadlineWords } from '../time.ts';
import { type Zone, instantOfLocal, startOfDay } from '../zone.ts';
import { z } from 'zod';
import { cure, optional } from './reading.ts';

/** The units of amounts that end on a day. */
const DAY_UNITS = ['days', 'weeks', 'months', 'years', 'businessDays'] as const;

/** An amount that counts days of some kind; it may be negative. */
export interface DayAmount {
  readonly unit: (typeof DAY_UNITS)[number];
  readonly count: number;
}

/** An amount, or elapsed hours. */
export type Amount = DayAmount | { readonly unit: 'hours'; readonly count: number };

/** A hundred years in each unit: what is more is a slip of the pen. */
const MOST = { days: 36_525, weeks: 5_218, months: 1_200, years: 100, businessDays: 26_100, hours: 876_600 } as const;

const NOUNS = {
  days: 'day',
  weeks: 'week',
  months: 'month',
  years: 'year',
  businessDays: 'business day',
  hours: 'hour',
} as const;

/** An amount in days, weeks, months, years or business days. */
export const dayAmountSchema = amountSchemaOf(DAY_UNITS);

/** The same, or in hours. */
export const amountSchema = amountSchemaOf([...DAY_UNITS, 'hours'] as const);

/** "7 days", "1 month". */
export function amountWords(amount: Amount): string {
  return countWords(Math.abs(amount.count), NOUNS[amount.unit]);
}

/** The same amount backwards. */
export function negated(amount: DayAmount): DayAmount {
  return { unit: amount.unit, count: -amount.count };
}

/** How a policy counts days and when its days are over. */
export interface Calendar {
  readonly zone: Zone;
  /** Milliseconds after midnight at which a deadline day ends; null: with the day. */
  readonly cutoff: number | null;
  readonly holidays: ReadonlySet<Day>;
}

/** The day that lies an amount after a day. Months and years keep the day of the month, clamped to the month's end. */
export function addAmount(calendar: Calendar, day: Day, amount: DayAmount): Day {
  switch (amount.unit) {
    case 'days':
      return day + amount.count;
    case 'weeks':
      return day + amount.count * 7;
    case 'months':
      return addMonths(day, amount.count);
    case 'years':
      return addMonths(day, amount.count * 12);
    case 'businessDays':
      return addBusinessDays(day, amount.count, calendar.holidays);
  }
}

/** The first instant that is too late for a deadline day: the next midnight, or one second after the cut-off. */
export function tooLateAfter(calendar: Calendar, day: Day): number {
  if (calendar.cutoff === null) return startOfDay(day + 1, calendar.zone);
  return instantOfLocal(day, calendar.cutoff, calendar.zone) + 1000;
}

/**
 * The first day whose look-back no longer reaches a given day: the smallest D with D - amount > day.
 * Going back by an amount never overtakes itself, so halving an interval finds it.
 */
export function firstDayBeyondLookback(calendar: Calendar, day: Day, amount: DayAmount): Day {
  const back = negated(amount);
  const reaches = (today: Day) => addAmount(calendar, today, back) <= day;
  let [inside, outside] = [addAmount(calendar, day, amount) - 8, addAmount(calendar, day, amount) + 8];
  while (!reaches(inside)) inside -= 32;
  while (reaches(outside)) outside += 32;
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (reaches(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** The last moment of a deadline day for people: "Wed 25 Nov 2026, 23:59 Chicago time". */
export function lastMomentWords(calendar: Calendar, day: Day): string {
  return deadlineWords(day, calendar.cutoff, calendar.zone.name);
}

/** Elapsed milliseconds of an amount in hours. */
export function hoursInMs(hours: number): number {
  return hours * (DAY_MS / 24);
}

function amountSchemaOf<const U extends readonly (keyof typeof MOST)[]>(units: U) {
  const words = `give one amount in one unit, for example {"days": 7}; the units are ${units.join(', ')}`;
  const count = optional(z.number(cure('give a whole number')));
  const shape = Object.fromEntries(units.map((unit) => [unit, count]));
  return z.object(shape, cure(words)).transform((given, context): { unit: U[number]; count: number } => {
    const found = units.filter((unit) => given[unit] !== undefined);
    const unit = found[0];
    if (found.length !== 1 || unit === undefined) {
      context.addIssue({ code: 'custom', message: words });
      return z.NEVER;
    }
    const count = given[unit]!;
    if (!Number.isInteger(count) || Math.abs(count) > MOST[unit]) {
      const bound = `give a whole number of at most ${MOST[unit]} (100 years)`;
      context.addIssue({ code: 'custom', path: [unit], message: bound });
      return z.NEVER;
    }
    return { unit, count };
  });
}
