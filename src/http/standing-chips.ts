// The chip of where a student stands: the same word, icon and color on the board, in the file and on the student's own page.

import type { Badge } from '../domain/guarantee/badge.ts';
import type { Verdict } from '../domain/guarantee/evaluate.ts';
import type { VerdictName } from '../domain/guarantee/standing.ts';
import type { Judgment } from '../services/guarantee/eligibility.ts';
import { chips, type Chip } from './chips.ts';

const closed: Chip = { state: 'na', icon: 'na', word: 'Closed' };

const approved: Chip = { ...chips.met, word: 'Approved' };

const denied: Chip = { ...chips.failed, word: 'Claim denied' };

/** The chip of each verdict by itself; a risk is told by the badge. */
const ofVerdict: Readonly<Record<VerdictName, Chip>> = {
  on_track: { state: 'track', icon: 'track', word: 'On track' },
  eligible: { state: 'eligible', icon: 'eligible', word: 'Eligible' },
  approve: { state: 'met', icon: 'check', word: 'To approve' },
  needs_review: chips.needsReview,
  ineligible: { state: 'lost', icon: 'lost', word: 'Lost' },
  not_applicable: closed,
  pending: { state: 'na', icon: 'clock', word: 'Not issued' },
  available: { state: 'met', icon: 'met', word: 'Usable' },
  blocked: { state: 'na', icon: 'clock', word: 'Waiting' },
  reserved: { state: 'track', icon: 'track', word: 'Booked' },
  consumed: { state: 'na', icon: 'check', word: 'Used' },
  expired: { state: 'void', icon: 'void', word: 'Expired' },
  void: { state: 'void', icon: 'void', word: 'Void' },
  infeasible: { state: 'lost', icon: 'lost', word: 'Too late' },
};

/** Where a student stands, in one chip. What cannot be judged waits for staff; it is never a no. */
export function standingChip(judgment: Judgment): Chip {
  if (judgment.kind === 'unjudged') return { ...chips.needsReview, word: 'Another look' };
  if (judgment.kind === 'no guarantee') return { ...chips.notApplicable, word: 'No guarantee' };
  if (judgment.verdict.verdict === 'approve' && judgment.isClaimApproved) return approved;
  if (judgment.verdict.verdict === 'approve' && judgment.isClaimDenied) return denied;
  return verdictChip(judgment.verdict, judgment.badge);
}

/** The chip of a verdict that nobody has acted on yet. */
export function verdictChip({ verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>, badge: Badge): Chip {
  if (badge === 'at_risk') return chips.atRisk;
  return verdict === 'not_applicable' && reason === 'passed' ? chips.passed : ofVerdict[verdict];
}

/** The word of a verdict inside a sentence: "lost", "needs review". */
export function verdictWord(verdict: VerdictName): string {
  return ofVerdict[verdict].word.toLowerCase();
}
