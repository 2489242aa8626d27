// Where an entitlement stands: its ledger says what happened, the guarantee's evaluator says what its terms and dates make of it.

import { LAST_DAY, dayText, readDay, type Day } from '../day.ts';
import { compilePolicy } from '../guarantee/compile-policy.ts';
import { evaluate, readFacts, type Verdict } from '../guarantee/evaluate.ts';
import type { CompiledPolicy } from '../guarantee/policy.ts';
import { dayOfInstant, findZone } from '../zone.ts';
import type { Circumstances } from './circumstances.ts';
import type { Booking, Entitlement, EntitlementTerms, Entry } from './entitlement.ts';
import { isSitting, kindOf } from './kind.ts';

export type State =
  | 'pending'
  | 'available'
  | 'blocked'
  | 'reserved'
  | 'consumed'
  | 'expired'
  | 'void'
  | 'infeasible'
  /** A person must look: the exam is booked for a day after the last usable one. */
  | 'needs_review';

export const states: readonly State[] = [
  'available',
  'reserved',
  'blocked',
  'pending',
  'infeasible',
  'needs_review',
  'consumed',
  'expired',
  'void',
];

/** Days are day numbers in the terms' zone, instants epoch milliseconds; null where there is none. */
export interface EntitlementStanding {
  readonly state: State;
  /** A word of the language (`ok`, `waiting_period`, `no_show` ...) or of the ledger (`choose`, `to_give`, `to_approve`, `to_pay`, an outcome). */
  readonly reason: string;
  readonly usableFrom: Day | null;
  readonly lastUsableDay: Day | null;
  readonly lastDay: Day | null;
  /** When time alone changes the state, and into which. */
  readonly change: { readonly at: number; readonly to: State } | null;
}

/** Whether nothing of it can be used any more, whatever the ledger still holds: a retired exam may yet be offered again. */
export function isOver({ state }: Pick<EntitlementStanding, 'state'>): boolean {
  return state === 'consumed' || state === 'expired' || state === 'void';
}

/** Whether staff ended it, whatever came of it since. */
export function wasEndedByStaff({ entries }: { readonly entries: readonly Pick<Entry, 'act'>[] }): boolean {
  return entries.some(({ act }) => act === 'void' || act === 'replace');
}

/** Whether staff ended it and nothing stands in its place: that can be undone. */
export function isVoided({ isOpen, entries }: Pick<Entitlement, 'isOpen' | 'entries'>): boolean {
  return !isOpen && entries.at(-1)?.act === 'void';
}

/** The language wants a last day; what does not expire is given the last one there is, and shows none. */
const never = dayText(LAST_DAY);

/** Where an entitlement stands at an instant. */
export function standingOf(of: Entitlement, circumstances: Circumstances, now: number): EntitlementStanding {
  const last = of.isOpen ? undefined : lastMove(of.entries);
  const verdict = verdictOf(of, circumstances, now, last);
  const dates = {
    usableFrom: dayOrNull(verdict.usableFrom),
    lastUsableDay: dayOrNull(verdict.lastUsableDay),
    lastDay: dayOrNull(verdict.expires ?? lastDayOf(of)),
  };
  if (last) return { ...dates, ...closedBy(last), change: null };
  const state = stateOf(verdict.verdict);
  return { ...dates, state, reason: reasonOf(of, verdict), change: changeOf(verdict) };
}

/** Whether a booking could still be canceled without using the entitlement up. */
export function mayStillCancel({ terms }: Pick<Entitlement, 'terms'>, { startAt }: Booking, now: number): boolean {
  return now < startAt && now <= startAt - terms.cancelNoticeHours * 3_600_000;
}

function verdictOf(
  of: Entitlement,
  { failedOn, examRetiresOn }: Circumstances,
  now: number,
  last: Entry | undefined,
): Verdict {
  const policy = policyOf(of.terms);
  const facts = readFacts(
    {
      entitlement: {
        issuedOn: of.issuedOn,
        expiresOn: of.expiresOn ?? never,
        holder: of.personId,
        events: last ? eventsOf(last, of.terms) : [],
      },
      use: useOf(of, now),
      attempts: isSitting(of.kind) ? failedOn.map((on) => ({ on, result: 'fail' })) : [],
      examRetiresOn: earliest(of.terms.examRetiresOn, kindOf(of.kind).use === 'seat' ? examRetiresOn : null),
    },
    policy,
  );
  if (!facts.ok) throw new Error(`entitlement ${of.id} has facts that cannot be read: ${facts.faults[0]?.path ?? ''}`);
  return evaluate(policy, facts.value, now);
}

const policies = new Map<string, CompiledPolicy>();

/** The terms as a policy of the language, compiled once. */
function policyOf(terms: EntitlementTerms): CompiledPolicy {
  const { timeZone, cutoff, holidays, validFor, waits, waitExclusive, maxIn12Months, cancelNoticeHours } = terms;
  const entitlement = { validFor, waits, waitExclusive, maxIn12Months, cancelNoticeHours };
  const raw = { kind: 'entitlement', timeZone, cutoff, holidays, entitlement };
  const key = JSON.stringify(raw);
  const known = policies.get(key);
  if (known) return known;
  const compiled = compilePolicy(raw);
  if (!compiled.ok) throw new Error(`terms cannot be read: ${compiled.faults[0]?.path ?? ''}`);
  if (policies.size > 1000) policies.clear();
  policies.set(key, compiled.value);
  return compiled.value;
}

function eventsOf({ act, at }: Entry, terms: EntitlementTerms): { type: string; on: string }[] {
  if (act !== 'void' && act !== 'replace') return [];
  return [{ type: act === 'void' ? 'void' : 'replaced', on: dayText(dayOfInstant(at, findZone(terms.timeZone)!)) }];
}

/** The booking that holds a unit; one whose exam has begun counts no more where units are left for another. */
function useOf({ booking, balance }: Entitlement, now: number): Record<string, string> | null {
  if (!booking || booking.outcome !== null) return null;
  if (booking.startAt <= now && balance.free > 0) return null;
  return { examStartAt: new Date(booking.startAt).toISOString().replace('Z', '+00:00') };
}

/** How the last unit of a closed entitlement went, by its ledger alone; null while nothing has gone. */
export function endedBy(
  entries: readonly Pick<Entry, 'act' | 'outcome' | 'moves'>[],
): { readonly state: State; readonly reason: string } | null {
  const last = lastMove(entries);
  return last ? closedBy(last) : null;
}

function lastMove<Of extends Pick<Entry, 'moves'>>(entries: readonly Of[]): Of | undefined {
  return entries.findLast(({ moves }) => moves.some(({ to }) => to === 'used' || to === 'ended'));
}

function closedBy({ act, outcome }: Pick<Entry, 'act' | 'outcome'>): { state: State; reason: string } {
  if (act === 'expire') return { state: 'expired', reason: 'expired' };
  if (act === 'void' || act === 'replace') return { state: 'void', reason: act === 'void' ? 'void' : 'replaced' };
  return { state: 'consumed', reason: outcome ?? 'used' };
}

function stateOf(verdict: Verdict['verdict']): State {
  // A booking that began after the last day: nothing was used, and nothing can be any more.
  if (verdict === 'ineligible') return 'expired';
  return (states as readonly string[]).includes(verdict) ? (verdict as State) : 'needs_review';
}

function reasonOf({ kind, approval }: Entitlement, { verdict, reason }: Verdict): string {
  if (verdict !== 'available') return reason;
  const { use } = kindOf(kind);
  if (use === 'choice') return 'choose';
  if (use === 'thing') return 'to_give';
  if (use !== 'money') return reason;
  return approval.isNeeded && approval.by === null ? 'to_approve' : 'to_pay';
}

/** What does not expire has the last day there is only for the language's sake: its end is no change. */
function changeOf({ change, calendar }: Verdict): EntitlementStanding['change'] {
  if (!change || dayOfInstant(change.at, calendar.zone) > LAST_DAY) return null;
  return { at: change.at, to: stateOf(change.to.verdict) };
}

function lastDayOf({ expiresOn }: Entitlement): Day | undefined {
  return expiresOn === null ? undefined : (readDay(expiresOn) ?? undefined);
}

function dayOrNull(day: Day | undefined): Day | null {
  return day === undefined || day >= LAST_DAY ? null : day;
}

function earliest(a: string | null, b: string | null): string | null {
  return a !== null && b !== null ? (a < b ? a : b) : (a ?? b);
}
