// Which results are asked for: filter, search, order and page, as they stand in the page's address.

import { z } from 'zod';
import type { ResultRow } from '../../services/invigilation.ts';
import { approximately } from '../../domain/exam/fraction.ts';
import { isNamed } from './paging.ts';

export const resultFilters = ['all', 'passed', 'failed', 'unsent', 'late', 'void', 'preview'] as const;
export type ResultFilter = (typeof resultFilters)[number];
const resultOrders = ['name', 'weighted', 'raw', 'time'] as const;
export type ResultOrder = (typeof resultOrders)[number];

const number = z.coerce.number().int().min(1).catch(1);

/** The query of an exam's page. Whatever is not understood is as if it had not been said. */
export const resultQuerySchema = z.object({
  show: z.enum(resultFilters).catch('all'),
  sort: z.enum(resultOrders).catch('weighted'),
  order: z.enum(['asc', 'desc']).nullable().catch(null),
  q: z.string().trim().max(100).catch(''),
  page: number,
  /** Page of the list of those who are sitting. */
  sitting: number,
  part: z.enum(['sitting']).nullable().catch(null),
  done: z.string().max(40).catch(''),
});
export type ResultQuery = z.infer<typeof resultQuerySchema>;

/** Names run from A, figures from the highest, unless the address says otherwise. */
export function isDescending({ sort, order }: Pick<ResultQuery, 'sort' | 'order'>): boolean {
  return order === null ? sort !== 'name' : order === 'desc';
}

/** Compares many names much faster than each name by itself does. */
const names = new Intl.Collator('en-US');

/** Whether a result belongs to a filter. Previews are in their own only. */
export function isIn(filter: ResultFilter, { attempt, score, grade, lateAnswers }: ResultRow): boolean {
  if (attempt.isPreview) return filter === 'preview';
  const isVoid = attempt.state === 'voided';
  switch (filter) {
    case 'all':
      return true;
    case 'passed':
      return !isVoid && score?.isPassed === true;
    case 'failed':
      return !isVoid && score?.isPassed === false;
    case 'unsent':
      return !isVoid && (grade?.state === 'failed' || grade?.state === 'waiting') && isOwed({ attempt, grade });
    case 'late':
      return lateAnswers > 0;
    case 'void':
      return isVoid;
    case 'preview':
      return false;
  }
}

/** Whether this attempt is the one (or one of those) whose value the gradebook cell is owed. */
export function isOwed({ attempt, grade }: Pick<ResultRow, 'attempt' | 'grade'>): boolean {
  return grade !== null && (grade.attemptId === null || grade.attemptId === attempt.id);
}

/** The rows that were asked for, in order; rows without a value come last whichever way the order runs. */
export function chosenResults(rows: readonly ResultRow[], query: ResultQuery): ResultRow[] {
  const chosen = rows.filter((row) => isIn(query.show, row) && isNamed(row.name, query.q));
  const direction = isDescending(query) ? -1 : 1;
  const byName = (a: ResultRow, b: ResultRow): number =>
    names.compare(a.name, b.name) || a.attempt.number - b.attempt.number;
  if (query.sort === 'name') return chosen.toSorted((a, b) => direction * byName(a, b));
  const keyed = chosen.map((row) => ({ row, key: keyOf(row, query.sort) }));
  return keyed
    .toSorted((a, b) => {
      if (a.key === null || b.key === null)
        return Number(a.key === null) - Number(b.key === null) || byName(a.row, b.row);
      return direction * (a.key - b.key) || byName(a.row, b.row);
    })
    .map(({ row }) => row);
}

function keyOf(row: ResultRow, order: ResultOrder): number | null {
  // What is void counts for nothing, so it stands below everything that counts.
  if (order === 'time') return usedMs(row.attempt);
  if (row.score === null || row.attempt.state === 'voided') return null;
  return approximately(order === 'raw' ? row.score.raw : row.score.weighted);
}

/** How long the clock of an attempt ran, in milliseconds; null while it has not ended. */
export function usedMs({ timing, end, voided }: ResultRow['attempt']): number | null {
  const endedAt = end?.at ?? voided?.at ?? null;
  if (timing.startedAt === null || endedAt === null) return null;
  return Math.max(0, endedAt - timing.startedAt - timing.pausedMs);
}
