// Money: whole minor units and an ISO 4217 currency; read from what people type and written for them, never as floats.

import { z } from 'zod';

export const moneySchema = z.object({
  /** Cents, pence ...: the smallest unit of the currency. */
  minor: z.number().int().min(0).max(100_000_000_000),
  /** Three letters of ISO 4217: "USD". */
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof moneySchema>;

/** Currencies that a form offers first; any other code of three letters is taken too. */
export const usualCurrencies = ['USD', 'CAD', 'EUR', 'GBP', 'AUD'] as const;

/** How many digits a currency's minor unit has: 2 for USD, 0 for JPY. */
function digitsOf(currency: string): number {
  const style = { style: 'currency', currency } as const;
  return new Intl.NumberFormat('en-US', style).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Reads "290", "290.50" or "1,290.50"; null when it is no amount of the currency. */
export function readMoney(text: string, currency: string): Money | null {
  if (!/^[A-Z]{3}$/.test(currency)) return null;
  const digits = digitsOf(currency);
  const match = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d+))?$/.exec(text.trim());
  if (!match || (match[2]?.length ?? 0) > digits) return null;
  const whole = (match[1] ?? '').replaceAll(',', '');
  return { minor: Number(whole + (match[2] ?? '').padEnd(digits, '0')), currency };
}

/** The amount without its currency, as a form shows it: "290.50". */
export function amountText({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** "USD 290.50", "USD 1,290.00": how money is written on every page, in every mail and in the terms. */
export function moneyWords(money: Money): string {
  const [whole = '', fraction] = amountText(money).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${money.currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** The sums by currency, in the order of the currencies' names. */
export function totalsOf(all: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { minor, currency } of all) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor }));
}
