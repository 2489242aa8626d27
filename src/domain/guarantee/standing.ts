// Where a student stands at an instant, and when time alone makes that another.
import type { Day } from '../day.ts';

/** The verdicts of a guarantee, and those of an entitlement. */
export type VerdictName =
  | 'on_track'
  | 'eligible'
  | 'approve'
  | 'needs_review'
  | 'ineligible'
  | 'not_applicable'
  | 'pending'
  | 'available'
  | 'blocked'
  | 'reserved'
  | 'consumed'
  | 'expired'
  | 'void'
  | 'infeasible';

/** Where a student stands. Days are day numbers, instants epoch milliseconds. */
export interface Standing {
  readonly verdict: VerdictName;
  /** The id of the rule that decides, or one of the language's own words such as `all_met`. */
  readonly reason: string;
  /** The last day to claim. */
  readonly claimBy?: Day | undefined;
  readonly remedies?: readonly string[] | undefined;
  readonly refundPct?: number | undefined;
  /** The first instant too late for the exam while a readiness window is running. */
  readonly readyUntil?: number | undefined;
  readonly stage?: number | undefined;
  readonly expires?: Day | undefined;
  readonly usableFrom?: Day | undefined;
  readonly lastUsableDay?: Day | undefined;
}

/** When time alone changes where a student stands, and into what. */
export interface StandingChange {
  readonly at: number;
  readonly to: Standing;
}

/** Whether two standings differ as far as a change counts: verdict, remedies, or the reason of a review. */
export function differ(a: Standing, b: Standing): boolean {
  if (a.verdict !== b.verdict) return true;
  if (a.verdict === 'needs_review' && a.reason !== b.reason) return true;
  if (a.remedies === b.remedies) return false;
  return a.remedies?.length !== b.remedies?.length || a.remedies!.some((type, index) => type !== b.remedies![index]);
}

/** The first of the moments after now at which the standing is another. */
export function firstChange(
  now: number,
  moments: readonly (number | undefined)[],
  standingAt: (instant: number) => Standing,
): StandingChange | undefined {
  const first = standingAt(now);
  const later = moments.filter((at): at is number => at !== undefined && at > now && at < Infinity);
  for (const at of later.sort((a, b) => a - b)) {
    const to = standingAt(at);
    if (differ(first, to)) return { at, to };
  }
  return undefined;
}
