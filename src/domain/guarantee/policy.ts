// Policies: what they are once read, and the terms in force for one student when a policy has several versions.
import type { Day } from '../day.ts';
import type { Calendar } from './amount.ts';
import type { ClaimTerms } from './claim.ts';
import type { EntitlementTerms } from './entitlement.ts';
import type { FactNames } from './facts.ts';
import type { LadderTerms } from './ladder.ts';
import type { Remedy } from './remedy.ts';
import type { Requirement } from './requirement.ts';

/** A policy ready to judge by: read once, used for any number of students. */
export interface CompiledPolicy {
  readonly id: string | undefined;
  /** Versions by the day each takes effect, earliest first; a policy without versions has one that always applies. */
  readonly versions: readonly PolicyVersion[];
  /** The date fact that settles the version; undefined where there is only one. */
  readonly pinOn: string | undefined;
}

/** One version of a policy. */
export interface PolicyVersion {
  readonly effectiveFrom: Day;
  readonly terms: Terms;
}

/** What one version says. */
export type Terms = GuaranteeTerms | LadderOfTerms | VoucherTerms;

interface CommonTerms {
  readonly version: string | undefined;
  readonly calendar: Calendar;
  readonly names: FactNames;
}

/** Requirements, then a claim, then remedies. */
export interface GuaranteeTerms extends CommonTerms {
  readonly kind: 'guarantee';
  readonly isScoreBased: boolean;
  readonly requires: Requirement;
  readonly claim: ClaimTerms;
  readonly remedies: readonly Remedy[];
}

/** Class, exam, repeat, refund. */
export interface LadderOfTerms extends CommonTerms {
  readonly kind: 'ladder';
  readonly ladder: LadderTerms;
}

/** The life of one voucher. */
export interface VoucherTerms extends CommonTerms {
  readonly kind: 'entitlement';
  readonly entitlement: EntitlementTerms;
}

/** The terms that count for a student: the latest version in effect on the pinned day, for ever; null if there is none. */
export function termsOn(policy: CompiledPolicy, pinnedDay: Day | undefined): Terms | null {
  if (policy.pinOn === undefined) return policy.versions[0]?.terms ?? null;
  if (pinnedDay === undefined) return null;
  return policy.versions.findLast(({ effectiveFrom }) => effectiveFrom <= pinnedDay)?.terms ?? null;
}
