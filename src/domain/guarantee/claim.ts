// The claim: its window, its evidence, and what becomes of a student who has met every requirement.
import { z } from 'zod';
import type { Day } from '../day.ts';
import { dayOfInstant } from '../zone.ts';
import { type DayAmount, addAmount, dayAmountSchema, tooLateAfter } from './amount.ts';
import { type Window, windowSchema } from './anchor.ts';
import { type Evidence, anchorDay, extended, grantedFor } from './evidence.ts';
import type { Claim } from './facts.ts';
import { listSchema, looseObjectSchema, optional, textSchema } from './reading.ts';
import { type Remedy, failReleases, openRemedies, refundPct } from './remedy.ts';
import type { Standing } from './standing.ts';

/** What a policy says of claims. Without a window there is no deadline. */
export interface ClaimTerms {
  readonly window: Window | undefined;
  /** Which day of a claim counts, for its words: staff record that day. */
  readonly satisfiedBy: 'received' | 'sent' | 'postmarked';
  readonly evidence: readonly string[];
  readonly evidenceGrace: DayAmount | undefined;
  /** How long staff take to decide, and whether two of them do. Neither changes a verdict. */
  readonly decideIn: DayAmount | undefined;
  readonly isFourEyes: boolean;
  /** Everything the policy says of claims, for their words. */
  readonly written: Readonly<Record<string, unknown>>;
}

/** Reads what a policy says of claims. */
export const claimSchema = optional(
  looseObjectSchema({
    window: optional(windowSchema),
    satisfiedBy: z.unknown().optional(),
    evidence: optional(listSchema(textSchema('an item of evidence'))),
    evidenceGrace: optional(dayAmountSchema),
    decideIn: dayAmountSchema.optional().catch(undefined),
    fourEyes: z.unknown().optional(),
  }),
).transform((claim): ClaimTerms => ({
  window: claim?.window,
  satisfiedBy: claim?.satisfiedBy === 'sent' || claim?.satisfiedBy === 'postmarked' ? claim.satisfiedBy : 'received',
  evidence: claim?.evidence ?? [],
  evidenceGrace: claim?.evidenceGrace,
  decideIn: claim?.decideIn,
  isFourEyes: claim?.fourEyes === true,
  written: claim ?? {},
}));

/** A claim about to be judged: filed or not, with its deadlines. */
export interface ClaimCase {
  /** Instants after now at which time alone may change what becomes of it. */
  readonly moments: readonly (number | undefined)[];
  readonly standingAt: (instant: number) => Standing;
}

/** The gain of a score-based policy, and from when on it is known (Infinity: never). */
export interface KnownGain {
  readonly points: number | undefined;
  readonly knownFrom: number;
}

/** The case of one student's claim, filed or still to be filed. */
export function claimCase(
  terms: ClaimTerms,
  remedies: readonly Remedy[],
  evidence: Evidence,
  gain: KnownGain | undefined,
): ClaimCase {
  const { calendar, facts, now, today } = evidence;
  const claim = facts.claim && facts.claim.receivedAt <= now ? facts.claim : undefined;
  const filedOn = claim && dayOfInstant(claim.receivedAt, calendar.zone);
  const window = claimDeadline(terms, evidence);
  const tooLate = window.lastDay === undefined ? Infinity : tooLateAfter(calendar, window.lastDay);
  const releases = failReleases(evidence);
  const open = (instant: number) => {
    const points = gain && instant >= gain.knownFrom ? gain.points : undefined;
    const fails = releases.filter((at) => at <= instant).length;
    const list = openRemedies(remedies, evidence, { judgedOn: filedOn ?? today, gain: points, fails });
    return { list, points };
  };
  if (!claim || filedOn === undefined) {
    const standingAt = (instant: number): Standing => {
      if (instant < window.knownFrom) return { verdict: 'on_track', reason: 'claim_anchor' };
      if (instant >= tooLate) return { verdict: 'ineligible', reason: 'claim_window' };
      const { list, points } = open(instant);
      if (list.length === 0) return notAvailable(list, points);
      return { verdict: 'eligible', reason: 'all_met', claimBy: window.lastDay, ...listed(list, points) };
    };
    return { moments: [window.knownFrom, tooLate, gain?.knownFrom, ...releases], standingAt };
  }
  const lastEvidenceDay = evidenceDeadline(terms, evidence, filedOn, window.lastDay);
  const evidenceTooLate = tooLateAfter(calendar, lastEvidenceDay);
  const isComplete = terms.evidence.every((item) => isThere(item, claim, lastEvidenceDay, today));
  const standingAt = (instant: number): Standing => {
    if (instant < window.knownFrom) return { verdict: 'on_track', reason: 'claim_anchor' };
    if (claim.receivedAt >= tooLate) return { verdict: 'ineligible', reason: 'claim_window' };
    if (!isComplete) return { verdict: instant < evidenceTooLate ? 'needs_review' : 'ineligible', reason: 'evidence' };
    const { list, points } = open(instant);
    const chosen = claim.choice === undefined ? list : list.filter(({ type }) => type === claim.choice).slice(0, 1);
    if (chosen.length === 0) return notAvailable(list, points);
    return { verdict: 'approve', reason: 'all_met', ...listed(chosen, points) };
  };
  return { moments: [window.knownFrom, evidenceTooLate, gain?.knownFrom, ...releases], standingAt };
}

/** The last day of the claim window, and from when on its anchor is known (Infinity: not by time alone). */
function claimDeadline({ window }: ClaimTerms, evidence: Evidence): { lastDay: Day | undefined; knownFrom: number } {
  if (!window) return { lastDay: undefined, knownFrom: -Infinity };
  const anchor = anchorDay(evidence, window.anchor);
  if (!anchor) return { lastDay: undefined, knownFrom: Infinity };
  const lastDay = addAmount(evidence.calendar, anchor.day, window.amount);
  return { lastDay: extended(lastDay, grantedFor(evidence, 'claim_window')), knownFrom: anchor.knownFrom };
}

/** The last day for the papers of a claim that is or would be filed at an instant. */
export function lastPapersDay(terms: ClaimTerms, evidence: Evidence, receivedAt: number): Day {
  const filedOn = dayOfInstant(receivedAt, evidence.calendar.zone);
  return evidenceDeadline(terms, evidence, filedOn, claimDeadline(terms, evidence).lastDay);
}

/** The later of the claim's last day and the day it was filed + grace, as staff extended it. */
function evidenceDeadline(terms: ClaimTerms, evidence: Evidence, filedOn: Day, lastDay: Day | undefined): Day {
  const grace = terms.evidenceGrace ? addAmount(evidence.calendar, filedOn, terms.evidenceGrace) : filedOn;
  return extended(Math.max(grace, lastDay ?? grace), grantedFor(evidence, 'evidence'));
}

function isThere(item: string, { evidence, laterEvidence }: Claim, lastDay: Day, today: Day): boolean {
  return (
    evidence.has(item) || laterEvidence.some((later) => later.item === item && later.on <= Math.min(lastDay, today))
  );
}

function listed(remedies: readonly Remedy[], gain: number | undefined): Pick<Standing, 'remedies' | 'refundPct'> {
  return { remedies: remedies.map(({ type }) => type), refundPct: refundPct(remedies, gain) };
}

function notAvailable(remedies: readonly Remedy[], gain: number | undefined): Standing {
  return { verdict: 'ineligible', reason: 'remedy_not_available', ...listed(remedies, gain) };
}
