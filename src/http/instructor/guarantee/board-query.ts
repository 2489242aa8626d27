// Which students of the eligibility board are asked for: filter, search, order and page, as they stand in the page's address.

import { z } from 'zod';
import type { VerdictName } from '../../../domain/guarantee/standing.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { Judgment, StandingRow } from '../../../services/guarantee/eligibility.ts';
import { isNamed } from '../paging.ts';

/** Where students stand, as the board sorts them into heaps; each student lies in one. In the order of what needs staff first. */
export const boardStates = [
  'unjudged',
  'at-risk',
  'review',
  'approve',
  'eligible',
  'on-track',
  'other',
  'none',
  'closed',
  'lost',
] as const;
export type BoardState = (typeof boardStates)[number];

export const boardFilters = ['all', ...boardStates, 'soon', 'unaccepted'] as const;
export type BoardFilter = (typeof boardFilters)[number];
const boardOrders = ['urgency', 'name', 'changes'] as const;
export type BoardOrder = (typeof boardOrders)[number];

/** The query of the board. Whatever is not understood is as if it had not been said. */
export const boardQuerySchema = z.object({
  show: z.enum(boardFilters).catch('all'),
  sort: z.enum(boardOrders).catch('urgency'),
  order: z.enum(['asc', 'desc']).catch('asc'),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  /** Whose side sheet is open; "" for nobody's. */
  student: z.string().max(100).catch(''),
  done: z.string().max(60).catch(''),
});
export type BoardQuery = z.infer<typeof boardQuerySchema>;

/** A student of the board with what filters and orders look at. */
export interface BoardEntry {
  readonly row: StandingRow;
  readonly state: BoardState;
  /** When time alone changes where they stand (epoch ms); null where nothing will. */
  readonly changesAt: number | null;
  /** That is within 14 days. */
  readonly isSoon: boolean;
  readonly hasAccepted: boolean;
}

const soonDays = 14;
const ofVerdict: Readonly<Partial<Record<VerdictName, BoardState>>> = {
  on_track: 'on-track',
  eligible: 'eligible',
  approve: 'approve',
  needs_review: 'review',
  ineligible: 'lost',
  not_applicable: 'closed',
};

/** A row with its heap. */
export function boardEntry(row: StandingRow): BoardEntry {
  const { judgment } = row;
  const hasAccepted = judgment.file.terms !== null;
  if (judgment.kind !== 'judged') {
    const state = judgment.kind === 'unjudged' ? 'unjudged' : 'none';
    return { row, state, changesAt: null, isSoon: false, hasAccepted };
  }
  const { verdict, badge, isClaimApproved } = judgment;
  const heap = ofVerdict[verdict.verdict] ?? 'other';
  // An approved claim leaves nothing to decide.
  const settled = heap === 'approve' && isClaimApproved ? 'closed' : heap;
  const state = badge === 'at_risk' ? 'at-risk' : settled;
  return { row, state, changesAt: verdict.change?.at ?? null, isSoon: changesSoon(judgment), hasAccepted };
}

function changesSoon({ verdict }: Extract<Judgment, { kind: 'judged' }>): boolean {
  const { change, asOf, calendar } = verdict;
  return change !== undefined && dayOfInstant(change.at, calendar.zone) - dayOfInstant(asOf, calendar.zone) <= soonDays;
}

/** Whether a student belongs to a filter. */
export function isShown(filter: BoardFilter, entry: BoardEntry): boolean {
  if (filter === 'all') return true;
  if (filter === 'soon') return entry.isSoon;
  if (filter === 'unaccepted') return !entry.hasAccepted && entry.state !== 'none';
  return entry.state === filter;
}

/** How many students belong to each filter. */
export type BoardCounts = Readonly<Record<BoardFilter, number>>;

export function countsOf(entries: readonly BoardEntry[]): BoardCounts {
  const counts = Object.fromEntries(boardFilters.map((filter) => [filter, 0])) as Record<BoardFilter, number>;
  for (const entry of entries) for (const filter of boardFilters) if (isShown(filter, entry)) counts[filter] += 1;
  return counts;
}

/** Compares many names much faster than each name by itself does. */
const names = new Intl.Collator('en-US');

/** The students that were asked for, in order. By urgency: what cannot be judged first, then whoever loses something next. */
export function chosenEntries(entries: readonly BoardEntry[], query: BoardQuery): BoardEntry[] {
  const chosen = entries.filter((entry) => isShown(query.show, entry) && isNamed(entry.row.person.name, query.q));
  const direction = query.order === 'desc' ? -1 : 1;
  const byName = (a: BoardEntry, b: BoardEntry): number => names.compare(a.row.person.name, b.row.person.name);
  const byChange = (a: BoardEntry, b: BoardEntry): number => compareLate(a.changesAt, b.changesAt, direction);
  switch (query.sort) {
    case 'name':
      return chosen.toSorted((a, b) => direction * byName(a, b));
    case 'changes':
      return chosen.toSorted((a, b) => byChange(a, b) || byName(a, b));
    case 'urgency':
      return chosen.toSorted(
        (a, b) =>
          direction * (urgency[a.state] - urgency[b.state] || compareLate(a.changesAt, b.changesAt, 1) || byName(a, b)),
      );
  }
}

const urgency = Object.fromEntries(boardStates.map((state, index) => [state, index])) as Record<BoardState, number>;

/** Moments in order; what never changes comes last whichever way the order runs. */
function compareLate(a: number | null, b: number | null, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return direction * (a - b);
}
