// The evaluator: a policy, a student's facts and an instant in; the verdict and when time alone changes it out.
import type { Calendar } from './amount.ts';
import { judgeEntitlement, voucherFaults } from './entitlement.ts';
import { evidenceAt } from './evidence.ts';
import type { Facts } from './facts.ts';
import { judgeGuarantee } from './guarantee.ts';
import type { JudgedRule } from './judged.ts';
import { judgeLadder } from './ladder.ts';
import { type CompiledPolicy, type Terms, termsOn } from './policy.ts';
import { readFactsFor } from './read-facts.ts';
import { type Read, asObject, daySchema, memberOf, optional, readBy } from './reading.ts';
import type { Standing, StandingChange } from './standing.ts';

/** Everything an evaluation gives. */
export interface Verdict extends Standing {
  readonly change: StandingChange | undefined;
  /** The rules of a guarantee with what each found, in policy order. */
  readonly rules: readonly JudgedRule[];
  /** The calendar that the verdict's days and instants are written in. */
  readonly calendar: Calendar;
  readonly asOf: number;
}

/**
 * Judges facts by a policy at an instant (epoch ms). Pure: no clock, no I/O. The facts must have been read for this policy
 * by `readFacts`. Days in the answer are day numbers, instants epoch milliseconds; `verdictJson` writes them out.
 */
export function evaluate(policy: CompiledPolicy, facts: Facts, asOf: number): Verdict {
  const terms = termsFor(policy, facts);
  const { calendar } = terms ?? anyTerms(policy);
  if (!terms) {
    const stage = anyTerms(policy).kind === 'ladder' ? { stage: 1 } : {};
    return { verdict: 'needs_review', reason: 'version', ...stage, change: undefined, rules: [], calendar, asOf };
  }
  const evidence = evidenceAt(facts, calendar, asOf);
  switch (terms.kind) {
    case 'guarantee': {
      const { standing, change, rules } = judgeGuarantee(terms, evidence);
      return { ...standing, change, rules, calendar, asOf };
    }
    case 'ladder': {
      const { standing, change } = judgeLadder(terms.ladder, evidence);
      return { ...standing, change, rules: [], calendar, asOf };
    }
    case 'entitlement': {
      const { standing, change } = judgeEntitlement(terms.entitlement, facts.voucher!, evidence);
      return { ...standing, change, rules: [], calendar, asOf };
    }
  }
}

/** Reads a student's facts for a policy, in the zone and by the names of the version that counts for this student. */
export function readFacts(raw: unknown, policy: CompiledPolicy): Read<Facts> {
  const pinned = readPinnedDay(raw, policy);
  if (!pinned.ok) return pinned;
  const terms = termsOn(policy, pinned.value);
  const { calendar, names } = terms ?? anyTerms(policy);
  const facts = readFactsFor(raw, names, calendar.zone, policy.pinOn);
  if (!facts.ok || terms?.kind !== 'entitlement') return facts;
  const faults = voucherFaults(terms.entitlement, facts.value.voucher);
  return faults.length === 0 ? facts : { ok: false, faults };
}

function readPinnedDay(raw: unknown, { pinOn }: CompiledPolicy): Read<number | undefined> {
  const given = asObject(raw);
  if (pinOn === undefined || !given) return { ok: true, value: undefined };
  return readBy(optional(daySchema), memberOf(given, pinOn), pinOn);
}

/** The calendar of the terms that count for a student. */
export function calendarFor(policy: CompiledPolicy, facts: Facts): Calendar {
  return (termsFor(policy, facts) ?? anyTerms(policy)).calendar;
}

function termsFor(policy: CompiledPolicy, facts: Facts): Terms | null {
  return termsOn(policy, policy.pinOn === undefined ? undefined : facts.dates.get(policy.pinOn));
}

/** The earliest version's terms, where none applies: for the calendar to write dates in. */
function anyTerms(policy: CompiledPolicy): Terms {
  return policy.versions[0]!.terms;
}
