// What a student's terms say of claims: the papers, the time to decide, the remedies; also where no terms can be named, so that a person can decide.

import { type Calendar } from '../guarantee/amount.ts';
import type { Facts, FactNames } from '../guarantee/facts.ts';
import { evidenceAt } from '../guarantee/evidence.ts';
import { lastPapersDay, type ClaimTerms } from '../guarantee/claim.ts';
import { termsOn, type CompiledPolicy, type Terms } from '../guarantee/policy.ts';
import type { Remedy } from '../guarantee/remedy.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import type { Day } from '../day.ts';
import { findZone } from '../zone.ts';

/** Everything about claims that a student's terms settle. */
export interface TermsOfClaims {
  readonly calendar: Calendar;
  readonly items: readonly string[];
  readonly decideIn: ClaimTerms['decideIn'];
  readonly isFourEyes: boolean;
  /** In the policy's order. */
  readonly remedies: readonly Remedy[];
  readonly names: Pick<FactNames, 'dates' | 'flags'>;
  /** The last day for the papers of a claim filed at an instant, as of `now`; undefined where the terms name none. */
  readonly papersUntil: (receivedAt: number, now: number) => Day | undefined;
}

/** The terms by which a student's claim is filed and decided. */
export function termsOfClaims(policy: CompiledPolicy, facts: Facts, verdict: Verdict): TermsOfClaims {
  const terms = termsOn(policy, policy.pinOn === undefined ? undefined : facts.dates.get(policy.pinOn));
  if (terms?.kind === 'guarantee')
    return {
      calendar: terms.calendar,
      items: terms.claim.evidence,
      decideIn: terms.claim.decideIn,
      isFourEyes: terms.claim.isFourEyes,
      remedies: terms.remedies,
      names: terms.names,
      papersUntil: (receivedAt, now) => lastPapersDay(terms.claim, evidenceAt(facts, terms.calendar, now), receivedAt),
    };
  return { ...noTermsOfClaims(verdict.calendar), ...namedByVerdict(terms, verdict) };
}

/** Where no terms can be named: no papers, no remedies, and a person who decides. */
export function noTermsOfClaims(calendar: Calendar): TermsOfClaims {
  return {
    calendar,
    items: [],
    decideIn: undefined,
    isFourEyes: false,
    remedies: [],
    names: { dates: new Set(), flags: new Set() },
    papersUntil: () => undefined,
  };
}

/** A calendar of a zone without cut-off or holidays. */
export function plainCalendar(zone: string): Calendar {
  return { zone: findZone(zone) ?? findZone('UTC')!, cutoff: null, holidays: new Set() };
}

/** A ladder names its remedies only in its verdict; its papers are whatever shows the fail. */
function namedByVerdict(terms: Terms | null, verdict: Verdict): Partial<TermsOfClaims> {
  if (terms?.kind !== 'ladder') return {};
  const remedies = (verdict.remedies ?? ladderRemedies).map((type) => plainRemedy(type));
  return { remedies, names: terms.names };
}

const ladderRemedies = ['free_reattendance', 'tuition_refund'];

/** A remedy of which nothing but its type is known. */
export function plainRemedy(type: string): Remedy {
  return {
    type,
    exclusiveWith: [],
    noActivityAfter: undefined,
    onlyIfGainAtMost: undefined,
    pctPerPoint: undefined,
    afterFails: undefined,
    onlyWhen: undefined,
    written: {},
  };
}
