// The ledger's arithmetic: units move between accounts, and the balance is the sum of all moves.

import type { Balance, Entitlement, Move } from './entitlement.ts';

const nothing: Balance = { free: 0, held: 0, used: 0, ended: 0 };

/** The balance that entries lead to. */
export function balanceOf(entries: readonly { readonly moves: readonly Move[] }[]): Balance {
  const balance = { ...nothing };
  for (const { from, to, units } of entries.flatMap(({ moves }) => moves)) {
    if (from !== 'issued') balance[from] -= units;
    if (to !== 'issued') balance[to] += units;
  }
  return balance;
}

/** Whether an entitlement's balance is what its entries say, and nothing in it is below zero. */
export function isBalanced({ entries, balance }: Pick<Entitlement, 'entries' | 'balance'>): boolean {
  const counted = balanceOf(entries);
  const names = Object.keys(nothing) as (keyof Balance)[];
  return names.every((name) => counted[name] === balance[name] && balance[name] >= 0);
}

/** What moves do to the stored balance, as the operand of `$inc`. */
export function increments(moves: readonly Move[]): Record<string, number> {
  const change = balanceOf([{ moves }]);
  return Object.fromEntries(
    Object.entries(change)
      .filter(([, units]) => units !== 0)
      .map(([account, units]) => [`balance.${account}`, units]),
  );
}

/** All units ever granted. */
export function granted({ free, held, used, ended }: Balance): number {
  return free + held + used + ended;
}
