// What the dialogs about one retake send: read into plain data, or refused with the fault and its cure by field.

import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import { readMoney } from '../../../domain/money.ts';

const again = 'Reload the page, then press the button again.';
const reasonWords = 'Give a reason: it is kept in the ledger, and the student reads it.';
const dayWords = 'Give a day, as YYYY-MM-DD.';
const startWords = 'Give the day and the time at which it begins.';
const unitsWords = 'Give a whole number, from 1 to 1000.';
const amountWords = 'Give an amount, such as 290.00.';
const referenceWords = 'Give the number under which the payment is found again.';
const codeWords = 'Give the code as it was issued, from 4 to 100 characters.';

export const day = z
  .string({ error: dayWords })
  .trim()
  .refine((text) => readDay(text) !== null, dayWords);
/** A day, or null where the field was left empty. */
export const dayOrNone = z
  .string()
  .trim()
  .default('')
  .transform((text) => (text === '' ? null : text))
  .refine((text) => text === null || readDay(text) !== null, dayWords);
export const units = z
  .string({ error: unitsWords })
  .trim()
  .regex(/^[1-9]\d{0,2}$|^1000$/, unitsWords)
  .transform(Number);

export const reasoned = {
  reason: z.string({ error: reasonWords }).trim().min(1, reasonWords).max(500, 'Keep the reason under 500 characters.'),
  actId: z.string({ error: again }).regex(/^[A-Za-z0-9_-]{1,64}$/, again),
};
const reference = z.string().trim().max(100, 'Keep it under 100 characters.').default('');

export const plainBody = z.object(reasoned);
export const bookBody = z.object({
  ...reasoned,
  startAt: z.string({ error: startWords }).trim().min(1, startWords).max(40, startWords),
  place: z.string().trim().max(120, 'Keep it under 120 characters.').default(''),
});
export const useBody = z.object({
  ...reasoned,
  outcome: z.enum(['used', 'no_show', 'late_cancel'], { error: 'Choose one of these.' }).optional(),
  units: units.default(1),
  on: dayOrNone,
  reference,
});
export const codeBody = z.object({
  ...reasoned,
  code: z
    .string({ error: codeWords })
    .trim()
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]{2,98})[\x21-\x7e]$/, codeWords),
});
export const extendBody = z.object({ ...reasoned, expiresOn: day });
export const replaceBody = z.object({ ...reasoned, expiresOn: dayOrNone });

export const payBody = z
  .object({
    ...reasoned,
    amount: z.string({ error: amountWords }).trim().min(1, amountWords).max(20, amountWords),
    currency: z
      .string({ error: 'Give the currency as three letters: USD.' })
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{3}$/, 'Give the currency as three letters: USD.'),
    on: day,
    reference: z
      .string({ error: referenceWords })
      .trim()
      .min(1, referenceWords)
      .max(100, 'Keep it under 100 characters.'),
  })
  .transform(({ amount, currency, ...rest }, context) => {
    const money = readMoney(amount, currency);
    if (money) return { ...rest, money };
    context.addIssue({ code: 'custom', path: ['amount'], message: amountWords });
    return z.NEVER;
  });
