// The sums of an approval: what the terms name, or what its reviewer settles within them, before a second person confirms it.

import { moneyWords, readMoney, type Money } from '../money.ts';
import type { Fault } from '../refusal.ts';
import type { Remedy } from '../guarantee/remedy.ts';
import { kindOf } from '../retakes/kind.ts';

/** A sum as it was typed. */
export interface EnteredSum {
  readonly amount: string;
  readonly currency: string;
}

type Paid = Pick<Remedy, 'type' | 'written'>;

/** Whether a remedy is money that is paid to the student. */
export function isPaid({ type }: Pick<Remedy, 'type'>): boolean {
  return kindOf(type).use === 'money';
}

/** The sum that the terms name: `amount` and `currency`; null where it is a share of something, or nothing is said. */
export function namedSum({ written: { amount, currency } }: Pick<Remedy, 'written'>): Money | null {
  return typeof amount === 'number' && typeof currency === 'string' ? readMoney(String(amount), currency) : null;
}

/** The most that the terms allow: the sum they name, else their `cap`; null where they set no limit in money. */
export function mostOf(remedy: Pick<Remedy, 'written'>): Money | null {
  const { cap, currency } = remedy.written;
  const limit = typeof cap === 'number' && typeof currency === 'string' ? readMoney(String(cap), currency) : null;
  return namedSum(remedy) ?? limit;
}

/** The field in which the sum of a remedy is entered. */
export function sumField({ type }: Pick<Remedy, 'type'>): string {
  return `amount_${type}`;
}

/**
 * The sum of each remedy that is money, by its type: as it was entered, else as the terms name it. Faults name the field: nothing is
 * approved whose sum nobody has said, and nothing above what the terms allow.
 */
export function settleSums(
  remedies: readonly Paid[],
  entered: ReadonlyMap<string, EnteredSum>,
): { readonly sums: Readonly<Record<string, Money>>; readonly faults: readonly Fault[] } {
  const sums: Record<string, Money> = {};
  const faults: Fault[] = [];
  for (const remedy of remedies.filter(isPaid)) {
    const settled = settle(remedy, entered.get(remedy.type));
    if (typeof settled === 'string') faults.push({ path: sumField(remedy), message: settled });
    else sums[remedy.type] = settled;
  }
  return { sums, faults };
}

/** The sum, or what is wrong with it and how to cure that. */
function settle(remedy: Paid, entered: EnteredSum | undefined): Money | string {
  const most = mostOf(remedy);
  const amount = entered?.amount.trim() ?? '';
  if (amount === '') return namedSum(remedy) ?? 'Give the amount to be paid, such as 290.00.';
  const currency = entered?.currency.trim().toUpperCase() ?? '';
  if (!/^[A-Z]{3}$/.test(currency)) return 'Give the currency as three letters: USD.';
  const money = readMoney(amount, currency);
  if (!money || money.minor === 0) return 'Give an amount above zero, such as 290.00.';
  if (most && (most.currency !== money.currency || money.minor > most.minor))
    return `The terms allow ${moneyWords(most)} at most.`;
  return money;
}
