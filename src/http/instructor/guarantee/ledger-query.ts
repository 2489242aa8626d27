// What the list of a course's retakes is asked for, and which rows that means.

import { z } from 'zod';
import type { RetakeRow } from '../../../services/guarantee/retakes.ts';
import { isOwedByStaff, kindOf } from '../../../domain/retakes/kind.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { soonDays } from '../../retake-chip.ts';
import { todayOf } from '../../retake-dates.ts';
import { isNamed } from '../paging.ts';

/** The heaps a row may lie in; a row lies in every heap that fits. */
export const heaps = [
  '',
  'to-pay',
  'to-give',
  'look',
  'soon',
  'usable',
  'booked',
  'waiting',
  'used',
  'expired',
  'void',
] as const;
export type Heap = (typeof heaps)[number];

export const ledgerQuerySchema = z.object({
  show: z.enum(heaps).catch(''),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  done: z.string().max(64).catch(''),
});
export type LedgerQuery = z.infer<typeof ledgerQuerySchema>;

/** Whether a row lies in a heap. */
export function liesIn({ entitlement, standing }: RetakeRow, heap: Heap, now: number): boolean {
  const { state, lastUsableDay } = standing;
  switch (heap) {
    case '':
      return true;
    case 'usable':
      return state === 'available' && !isOwedByStaff(entitlement.kind);
    case 'booked':
      return state === 'reserved';
    case 'waiting':
      return state === 'blocked' || state === 'pending';
    case 'soon':
      return (
        !isOver(standing) &&
        state !== 'reserved' &&
        lastUsableDay !== null &&
        lastUsableDay - todayOf(entitlement.terms, now) <= soonDays
      );
    case 'look':
      return state === 'infeasible' || state === 'needs_review';
    case 'to-pay':
      return !isOver(standing) && kindOf(entitlement.kind).use === 'money';
    case 'to-give':
      return !isOver(standing) && kindOf(entitlement.kind).use === 'thing';
    case 'used':
      return state === 'consumed';
    default:
      return state === heap;
  }
}

// Made once: comparing by a locale anew for each pair takes longer than everything else here.
const byName = new Intl.Collator('en-US');

/** The rows that were asked for, those that run out first on top, what is over below. */
export function rowsFor(
  all: readonly RetakeRow[],
  { show, q }: Pick<LedgerQuery, 'show' | 'q'>,
  now: number,
): RetakeRow[] {
  return all
    .filter((row) => liesIn(row, show, now) && isNamed(row.name, q))
    .toSorted(
      (a, b) =>
        Number(isOver(a.standing)) - Number(isOver(b.standing)) ||
        lastDayOf(a) - lastDayOf(b) ||
        byName.compare(a.name, b.name),
    );
}

function lastDayOf({ standing }: RetakeRow): number {
  return standing.lastUsableDay ?? standing.lastDay ?? 1e9;
}
