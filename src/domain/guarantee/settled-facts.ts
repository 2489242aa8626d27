// Facts as checked by the schema turned into what the rules look at: instants settled in a zone, lists sorted.
import type { Day } from '../day.ts';
import { type Zone, dayOfInstant } from '../zone.ts';
import type { Attempt, Booking, Claim, Facts, Measurement, Mock, Relief, Round, Session, Voucher } from './facts.ts';
import type { ExamRead, FactsRead, SessionRead } from './facts-schema.ts';
import { settle } from './reading.ts';

const DEFAULT_SESSION_MINUTES = 60;

/** The facts that have a shape of their own. What the policy names (dates, flags, sessions, parts) is added by the reader. */
export function settledFacts(
  read: FactsRead,
  zone: Zone,
): Omit<Facts, 'pinnedOn' | 'plannedDates' | 'dates' | 'flags' | 'sessions' | 'progressIn' | 'parts' | 'outerRelief'> {
  return {
    mocks: mocksByKind(read, zone),
    attempts: attemptsOf(read.exams, zone),
    progress: (read.progress ?? []).map(measurementOf),
    qbank: read.qbank ?? [],
    relief: reliefByRule(read),
    pauses: approvedPauses(read),
    baselines: read.baselines ?? [],
    coursework: read.coursework,
    activityDays: (read.activity ?? []).map((activity) => activity.on),
    remediesTaken: read.remediesTaken ?? [],
    claimsApprovedOn: (read.priorClaims ?? []).flatMap(({ approvedOn }) =>
      approvedOn === undefined ? [] : approvedOn,
    ),
    priorAttempts: read.priorAttempts ?? 0,
    administrations: read.administrations ?? [],
    claim: claimOf(read, zone),
    rounds: roundsOf(read, zone),
    voucher: voucherOf(read),
    booking: bookingOf(read, zone),
    failedOn: (read.attempts ?? []).flatMap(({ on, result }) => (result === 'fail' ? on : [])).toSorted(ascending),
  };
}

/** A measurement with the lowest of its modules. */
export function measurementOf({ on, pct, modules }: NonNullable<FactsRead['progress']>[number]): Measurement {
  return { on, pct: lowest(modules) ?? pct ?? 0 };
}

/** Mocks by kind, in time order; of mocks at one instant the lower score first, so that the order given changes nothing. */
function mocksByKind(read: FactsRead, zone: Zone): Map<string, Mock[]> {
  const byKind = new Map<string, Mock[]>();
  for (const mock of read.mocks ?? []) {
    if (mock.valid === false) continue;
    const at = settle(mock.at, zone);
    const kind = mock.kind ?? 'mock';
    const known = byKind.get(kind);
    const entry = { at, day: dayOfInstant(at, zone), score: mock.score, passed: mock.passed };
    if (known) known.push(entry);
    else byKind.set(kind, [entry]);
  }
  for (const mocks of byKind.values())
    mocks.sort(
      (a, b) => a.at - b.at || absentFirst(a.score, b.score) || Number(a.passed ?? false) - Number(b.passed ?? false),
    );
  return byKind;
}

function attemptsOf(exams: readonly ExamRead[] | undefined, zone: Zone): Attempt[] {
  const attempts: Attempt[] = [];
  for (const { on, startAt, result, resultReleasedOn, score, version, parts = {} } of exams ?? []) {
    if (result === 'no_show' || result === 'cancelled') continue;
    const releasedOn = result === 'pending' ? undefined : (resultReleasedOn ?? on);
    attempts.push({ on, startAt: startAt && settle(startAt, zone), result, releasedOn, score, version, parts });
  }
  return attempts.sort(inOrderOfSitting);
}

/** By day, then start (none first); the rest only makes the order independent of the order given. */
function inOrderOfSitting(a: Attempt, b: Attempt): number {
  return (
    a.on - b.on ||
    absentFirst(a.startAt, b.startAt) ||
    absentFirst(a.releasedOn, b.releasedOn) ||
    compareText(a.result, b.result) ||
    absentFirst(a.score, b.score) ||
    compareText(String(a.version), String(b.version))
  );
}

/** Lists of sessions by name, in order of days. */
export function sortedSessions(lists: ReadonlyMap<string, readonly Session[] | undefined>): Map<string, Session[]> {
  const sorted = new Map<string, Session[]>();
  for (const [name, list] of lists) sorted.set(name, [...(list ?? [])].sort(inOrderOfDays));
  return sorted;
}

/** A session as the rules look at it. */
export function sessionOf({ on, min, present, late, excused, makeup }: SessionRead): Session {
  const minutes = min ?? DEFAULT_SESSION_MINUTES;
  return {
    on,
    minutes,
    present,
    isLate: late === true,
    isExcused: excused === true,
    makeup: makeup && { on: makeup.on, mode: makeup.mode },
  };
}

/** By day; the rest only makes the order independent of the order given. */
function inOrderOfDays(a: Session, b: Session): number {
  return (
    a.on - b.on || absentFirst(a.present, b.present) || a.minutes - b.minutes || absentFirst(a.makeup?.on, b.makeup?.on)
  );
}

function reliefByRule(read: FactsRead): Map<string, Relief> {
  const byRule = new Map<string, { waivedFrom: Day | undefined; extensions: { grantedOn: Day; until: Day }[] }>();
  for (const { rule, action, until, grantedOn } of read.waivers ?? []) {
    const relief = byRule.get(rule) ?? { waivedFrom: undefined, extensions: [] };
    byRule.set(rule, relief);
    if (action === 'waive') relief.waivedFrom = Math.min(relief.waivedFrom ?? grantedOn, grantedOn);
    else if (until !== undefined) relief.extensions.push({ grantedOn, until });
  }
  return byRule;
}

function approvedPauses(read: FactsRead): { from: Day; to: Day }[] {
  const approved = (read.pauses ?? []).filter((pause) => pause.status === 'approved');
  return approved.map(({ from, to }) => ({ from, to })).sort((a, b) => a.from - b.from || a.to - b.to);
}

function claimOf({ claim }: FactsRead, zone: Zone): Claim | undefined {
  if (!claim) return undefined;
  const { receivedAt, evidence, laterEvidence, choice } = claim;
  return {
    receivedAt: settle(receivedAt, zone),
    evidence: new Set(evidence ?? []),
    laterEvidence: laterEvidence ?? [],
    choice,
  };
}

function roundsOf(read: FactsRead, zone: Zone): Round[] {
  const rounds = (read.rounds ?? []).map(({ classStart, classEnd, attendedAll, exams }) => ({
    classStart,
    classEnd,
    attendedAll,
    attempts: attemptsOf(exams, zone),
  }));
  return rounds.sort((a, b) => a.classStart - b.classStart || a.classEnd - b.classEnd);
}

function voucherOf({ entitlement, events }: FactsRead): Voucher | undefined {
  if (!entitlement) return undefined;
  const { issuedOn, expiresOn, holder } = entitlement;
  return { issuedOn, expiresOn, holder, events: [...(entitlement.events ?? []), ...(events ?? [])] };
}

function bookingOf({ use }: FactsRead, zone: Zone): Booking | undefined {
  if (!use) return undefined;
  return {
    startAt: settle(use.examStartAt, zone),
    cancelledAt: use.cancelledAt && settle(use.cancelledAt, zone),
    holder: use.holder,
    isNoShow: use.result === 'no_show',
  };
}

function lowest(values: readonly number[] | undefined): number | undefined {
  return values?.reduce((least, value) => Math.min(least, value));
}

function ascending(a: number, b: number): number {
  return a - b;
}

function absentFirst(a: number | undefined, b: number | undefined): number {
  return (a ?? Number.NEGATIVE_INFINITY) === (b ?? Number.NEGATIVE_INFINITY) ? 0 : (a ?? -Infinity) - (b ?? -Infinity);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
