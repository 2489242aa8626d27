// Amounts compared as spans: how many days one lasts at least and at most, whatever the month or the holidays.
import { type Amount, amountSchema } from '../amount.ts';

/** An amount with the fewest and the most days that it can last. */
export interface Span {
  readonly amount: Amount;
  readonly least: number;
  readonly most: number;
}

/** Reads an amount as written; undefined if it is none. */
export function spanOf(raw: unknown): Span | undefined {
  const read = amountSchema.safeParse(raw);
  if (!read.success) return undefined;
  const amount: Amount = read.data;
  const [a, b] = bounds(amount);
  return { amount, least: Math.min(a, b), most: Math.max(a, b) };
}

/** Whether one span is shorter than another on every calendar. */
export function isSurelyShorter(a: Span, b: Span): boolean {
  return sameUnit(a, b) ? a.amount.count < b.amount.count : a.most < b.least;
}

/** Whether one span lasts at least as long as another on every calendar. */
export function isSurelyAsLong(a: Span, b: Span): boolean {
  return sameUnit(a, b) ? a.amount.count >= b.amount.count : a.least >= b.most;
}

function sameUnit(a: Span, b: Span): boolean {
  return a.amount.unit === b.amount.unit;
}

function bounds({ unit, count }: Amount): [number, number] {
  switch (unit) {
    case 'hours':
      return [count / 24, count / 24];
    case 'days':
      return [count, count];
    case 'weeks':
      return [count * 7, count * 7];
    case 'months':
      // No run of months is shorter than 28 days for the first and 30 for each further one, nor longer than 31 each.
      return [count - Math.sign(count) * 2 + count * 29, count * 31];
    case 'years':
      return [count * 365, count * 366];
    case 'businessDays':
      // Five of seven days at the most; with a few holidays and weekends at both ends at the least.
      return [count, count * 1.4 + Math.sign(count) * 14];
  }
}
