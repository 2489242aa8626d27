// Whether an entitlement could be used at all, asked before it is issued; and if not, what would make it so.

import { dayInWords, dayText } from '../day.ts';
import { addAmount, dayAmountSchema } from '../guarantee/amount.ts';
import { dayOfInstant } from '../zone.ts';
import { calendarOf } from './calendar.ts';
import type { Circumstances } from './circumstances.ts';
import type { Entitlement, EntitlementTerms } from './entitlement.ts';
import { standingOf } from './standing.ts';

/** The first and the last day of an entitlement issued now: the last one given, else as long as the terms say; null: none. */
export function daysOf(
  terms: EntitlementTerms,
  given: string | null,
  now: number,
): { readonly issuedOn: string; readonly expiresOn: string | null } {
  const calendar = calendarOf(terms);
  const today = dayOfInstant(now, calendar.zone);
  const amount = dayAmountSchema.safeParse(terms.validFor);
  const last = given ?? (amount.success ? dayText(addAmount(calendar, today, amount.data)) : null);
  return { issuedOn: dayText(today), expiresOn: last };
}

/** Why an entitlement could not be used if it stood as given, and what would change that; "" when it can be. */
export function infeasibleWords(of: Entitlement, circumstances: Circumstances, now: number): string {
  const { state, usableFrom, lastUsableDay, lastDay } = standingOf(of, circumstances, now);
  if (state === 'expired')
    return `Its last day, ${dayInWords(lastDay ?? 0)}, would be over already. Give a last day that is still to come.`;
  if (state === 'void')
    return 'The exam is not offered any more. Grant it for the exam that took its place, or change the day on which the exam retires.';
  if (state !== 'infeasible') return '';
  const from = dayInWords(usableFrom ?? 0);
  const cause =
    lastUsableDay !== null && lastUsableDay !== lastDay
      ? `the exam retires on ${dayInWords(lastUsableDay)}. Grant it for the exam that takes its place.`
      : `its last day would be ${dayInWords(lastUsableDay ?? 0)}. A last day of ${from} or later makes it usable.`;
  return `It could never be used: the student may sit again from ${from} on, but ${cause}`;
}
