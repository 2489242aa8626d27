// Which students of the eligibility board are asked for: filter, search, order and page, as they stand in the page's address.

import { z } from 'zod';
import { isOpenClaim } from '../../../domain/claims/claim-glance.ts';
import type { VerdictName } from '../../../domain/guarantee/standing.ts';
import { noRetakes } from '../../../domain/retakes/tally.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { Judgment, StandingRow } from '../../../services/guarantee/eligibility.ts';
import type { Glance } from '../../../services/guarantee/glances.ts';
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

export const boardFilters = ['all', ...boardStates, 'soon', 'claim', 'retake', 'unaccepted'] as const;
export type BoardFilter = (typeof boardFilters)[number];
const boardOrders = ['urgency', 'name', 'changes', 'claim'] as const;
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
  /** What was filed by them and granted to them. */
  readonly glance: Glance;
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

const noGlance: Glance = { claim: null, retakes: noRetakes };

/** A row with its heap, and with the student's claim and retakes. */
export function boardEntry(row: StandingRow, glance: Glance = noGlance): BoardEntry {
  const { judgment } = row;
  const hasAccepted = judgment.file.terms !== null;
  if (judgment.kind !== 'judged') {
    const state = judgment.kind === 'unjudged' ? 'unjudged' : 'none';
    return { row, glance, state, changesAt: null, isSoon: false, hasAccepted };
  }
  const { verdict, badge, isClaimApproved, isClaimDenied } = judgment;
  const heap = ofVerdict[verdict.verdict] ?? 'other';
  // A decided claim leaves nothing to decide.
  const settled = heap === 'approve' && (isClaimApproved || isClaimDenied) ? 'closed' : heap;
  const state = badge === 'at_risk' ? 'at-risk' : settled;
  return { row, glance, state, changesAt: verdict.change?.at ?? null, isSoon: changesSoon(judgment), hasAccepted };
}

function changesSoon({ verdict }: Extract<Judgment, { kind: 'judged' }>): boolean {
  const { change, asOf, calendar } = verdict;
  return change !== undefined && dayOfInstant(change.at, calendar.zone) - dayOfInstant(asOf, calendar.zone) <= soonDays;
}

/** Whether a student belongs to a filter. */
export function isShown(filter: BoardFilter, entry: BoardEntry): boolean {
  if (filter === 'all') return true;
  if (filter === 'soon') return entry.isSoon;
  if (filter === 'claim') return entry.glance.claim !== null && isOpenClaim(entry.glance.claim);
  if (filter === 'retake') return mayUseRetake(entry);
  if (filter === 'unaccepted') return !entry.hasAccepted && entry.state !== 'none';
  return entry.state === filter;
}

/** Whether anything granted is still to be had by the student's own doing. */
function mayUseRetake({ glance: { retakes } }: BoardEntry): boolean {
  return retakes.usable + retakes.toChoose > 0;
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
  const byClaim = (a: BoardEntry, b: BoardEntry): number => compareLate(claimDueAt(a), claimDueAt(b), direction);
  switch (query.sort) {
    case 'name':
      return chosen.toSorted((a, b) => direction * byName(a, b));
    case 'changes':
      return chosen.toSorted((a, b) => byChange(a, b) || byName(a, b));
    case 'claim':
      return chosen.toSorted((a, b) => byClaim(a, b) || byName(a, b));
    case 'urgency':
      return chosen.toSorted(
        (a, b) =>
          direction * (urgency[a.state] - urgency[b.state] || compareLate(a.changesAt, b.changesAt, 1) || byName(a, b)),
      );
  }
}

/** By when somebody has to act on the open claim; null without one. */
function claimDueAt({ glance: { claim } }: BoardEntry): number | null {
  return claim && isOpenClaim(claim) ? claim.dueAt : null;
}

const urgency = Object.fromEntries(boardStates.map((state, index) => [state, index])) as Record<BoardState, number>;

/** Moments in order; what never changes comes last whichever way the order runs. */
function compareLate(a: number | null, b: number | null, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return direction * (a - b);
}
