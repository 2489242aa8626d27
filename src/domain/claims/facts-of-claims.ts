// From a student's claims to the facts that the evaluator reads: the claim that counts, and the days of earlier approvals.

import { z } from 'zod';
import { dayText } from '../day.ts';
import type { ClaimFacts } from '../evidence/facts-of.ts';
import { dayOfInstant, findZone } from '../zone.ts';
import { claimPaperSchema, claimQuestionSchema, claimSchema, decisionOf, usablePapers } from './claim.ts';
import { isApproved, isDenied, isFiled } from './moves.ts';

const decidedSchema = z.object({ at: z.number(), second: z.object({ at: z.number() }).nullable().default(null) });

/** What is read of a claim where it becomes a fact; words, files and history stay where they are. */
export const claimForFactsSchema = claimSchema
  .pick({ personId: true, state: true, createdAt: true, receivedAt: true, zone: true, choice: true, chosen: true })
  .extend({
    papers: z.array(claimPaperSchema.pick({ item: true, on: true, at: true, refused: true })).default([]),
    questions: z.array(claimQuestionSchema.pick({ at: true, answerBy: true })).default([]),
    decision: decidedSchema.nullable().default(null),
    appealDecision: decidedSchema.nullable().default(null),
  });
export type ClaimForFacts = z.infer<typeof claimForFactsSchema>;

/**
 * What claims of one student, oldest first, are as facts. The claim that counts is the last one filed and not withdrawn. A paper that
 * came in with the filing is evidence; one that came later bears its day. While staff ask and wait, the papers' last day moves with
 * the day to answer.
 */
export function claimFactsOf(claims: readonly ClaimForFacts[]): ClaimFacts {
  const filed = claims.filter(({ state }) => isFiled(state));
  const current = filed.at(-1);
  const earlier = filed.slice(0, -1);
  return {
    claim: current ? claimOf(current) : null,
    isApproved: current !== undefined && isApproved(current.state),
    isDenied: current !== undefined && isDenied(current.state),
    approvedOn: earlier.filter(({ state }) => isApproved(state)).flatMap(decidedOn),
    deniedOn: earlier.filter(({ state }) => isDenied(state)).flatMap(decidedOn),
    papersUntil: extensionOf(current),
  };
}

/** The same as if the student were about to file another claim: what was approved before has its place among earlier ones. */
export function claimFactsBeforeFiling(claims: readonly ClaimForFacts[]): ClaimFacts {
  return { claim: null, approvedOn: claims.filter(({ state }) => isApproved(state)).flatMap(decidedOn) };
}

function claimOf(claim: ClaimForFacts): ClaimFacts['claim'] {
  const receivedAt = claim.receivedAt!;
  const papers = usablePapers(claim);
  const withFiling = papers.filter(({ at }) => at <= receivedAt);
  const later = papers.filter(({ at }) => at > receivedAt);
  const choice = claim.chosen?.length === 1 ? claim.chosen[0]! : claim.choice;
  return {
    receivedAt,
    evidence: [...new Set(withFiling.map(({ item }) => item))],
    laterEvidence: later.map(({ item, on }) => ({ item, on })),
    choice,
  };
}

/** The last day to answer that staff gave, if any: the papers' last day moves there. */
function extensionOf(claim: ClaimForFacts | undefined): ClaimFacts['papersUntil'] {
  const last = claim?.questions.at(-1);
  if (!claim || !last) return null;
  return { until: last.answerBy, grantedOn: dayIn(claim.zone, last.at) };
}

function decidedOn(claim: ClaimForFacts): string[] {
  const decision = decisionOf(claim);
  return decision ? [dayIn(claim.zone, decision.second?.at ?? decision.at)] : [];
}

function dayIn(zone: string, at: number): string {
  return dayText(dayOfInstant(at, findZone(zone) ?? findZone('UTC')!));
}
