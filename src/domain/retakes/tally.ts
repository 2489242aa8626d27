// A student's retakes counted by what became of them, from the ledger alone: as much as a list of many students shows.

import { z } from 'zod';
import { entitlementSchema, entrySchema } from './entitlement.ts';
import { choiceKind, kindOf } from './kind.ts';
import { endedBy } from './standing.ts';

/** What is read of an entitlement. */
export const ledgerGlanceSchema = entitlementSchema
  .pick({ id: true, personId: true, kind: true, balance: true, isOpen: true })
  .extend({ entries: z.array(entrySchema.pick({ act: true, outcome: true, moves: true })) });
export type LedgerGlance = z.infer<typeof ledgerGlanceSchema>;

/** The heaps, what can still be had first; money and things are owed by staff. What was made void or replaced by another lies in none. */
export const retakeHeaps = ['usable', 'toChoose', 'toPay', 'toGive', 'booked', 'used', 'paid', 'expired'] as const;
export type RetakeHeap = (typeof retakeHeaps)[number];

/** How many entitlements lie in each heap. */
export type RetakeTally = Readonly<Record<RetakeHeap, number>>;

/** Nothing granted. */
export const noRetakes: RetakeTally = {
  usable: 0,
  toChoose: 0,
  toPay: 0,
  toGive: 0,
  booked: 0,
  used: 0,
  paid: 0,
  expired: 0,
};

/** The heap in which an entitlement lies; null where it counts for nobody any more. Waits and dates are not looked at. */
export function retakeHeap({
  kind,
  balance,
  isOpen,
  entries,
}: Omit<LedgerGlance, 'id' | 'personId'>): RetakeHeap | null {
  const { use } = kindOf(kind);
  const isMoney = use === 'money';
  if (isOpen) {
    if (balance.held > 0) return 'booked';
    if (isMoney) return 'toPay';
    if (use === 'thing') return 'toGive';
    return kind === choiceKind ? 'toChoose' : 'usable';
  }
  const state = endedBy(entries)?.state;
  if (state === 'consumed') return isMoney ? 'paid' : 'used';
  return state === 'expired' ? 'expired' : null;
}

/** All entitlements of one student, counted. */
export function tallyOf(all: readonly Omit<LedgerGlance, 'id' | 'personId'>[]): RetakeTally {
  const tally = { ...noRetakes };
  for (const one of all) {
    const heap = retakeHeap(one);
    if (heap) tally[heap] += 1;
  }
  return tally;
}
