// Reads a student's facts for one policy: checks every shape, settles instants in the policy's zone, and sorts.
import { z } from 'zod';
import type { Day } from '../day.ts';
import { type Zone, dayOfInstant } from '../zone.ts';
import type {
  Attempt,
  Booking,
  Claim,
  FactNames,
  Facts,
  FlagValue,
  Mock,
  Relief,
  Round,
  Session,
  Voucher,
} from './facts.ts';
import { type ExamRead, type FactsRead, type SessionRead, factsSchema, sessionSchema } from './facts-schema.ts';
import {
  type Fault,
  type Read,
  asObject,
  cure,
  daySchema,
  listSchema,
  memberOf,
  optional,
  readBy,
  refuse,
  settle,
} from './reading.ts';

type RawFacts = Readonly<Record<string, unknown>>;

/** Dates that the language names itself: they are checked and read whatever the policy asks. */
const COMMON_DATES = [
  'enrolledOn',
  'optInOn',
  'completedOn',
  'courseStart',
  'courseEnd',
  'courseEndPlanned',
  'accessEndsOn',
  'examRetiresOn',
  'examReportedOn',
];
const DEFAULT_SESSION_MINUTES = 60;
const plainValueSchema = z.union(
  [z.string(), z.number(), z.boolean()],
  cure('give a text, a number, true or false; or {"value": ..., "from": a day, "before": ...}'),
);
const datedValueSchema = z.object({ value: plainValueSchema, from: daySchema, before: optional(plainValueSchema) });
const sessionListSchema = optional(listSchema(sessionSchema));

/** Reads raw facts for the names that a policy uses; refuses with every fault and its path. */
export function readFactsFor(raw: unknown, names: FactNames, zone: Zone, pinnedOn?: string): Read<Facts> {
  const given = asObject(raw);
  if (given === null) return refuse('', 'give the facts as an object: { ... }');
  const faults: Fault[] = [];
  const keep = <T>(read: Read<T>): T | undefined => {
    if (read.ok) return read.value;
    for (const fault of read.faults) faults.push(fault);
    return undefined;
  };
  const shaped = keep(readBy(factsSchema, given, ''));
  const dates = readNamed(
    given,
    new Set([...COMMON_DATES, ...names.dates, ...(pinnedOn === undefined ? [] : [pinnedOn])]),
    daySchema,
    keep,
  );
  const flags = readFlags(given, names.flags, keep);
  const sessions = readNamed(given, names.sessionLists, sessionListSchema, keep);
  if (shaped === undefined || faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    value: { ...settledFacts(shaped, zone), pinnedOn, dates, flags, sessions: sortedSessions(sessions) },
  };
}

type Keep = <T>(read: Read<T>) => T | undefined;

function readNamed<T>(given: RawFacts, names: ReadonlySet<string>, schema: z.ZodType<T>, keep: Keep): Map<string, T> {
  const found = new Map<string, T>();
  for (const name of names) {
    const value = memberOf(given, name);
    if (value === undefined) continue;
    const read = keep(readBy(schema, value, name));
    if (read !== undefined) found.set(name, read);
  }
  return found;
}

function readFlags(given: RawFacts, names: ReadonlySet<string>, keep: Keep): Map<string, FlagValue> {
  const found = new Map<string, FlagValue>();
  for (const name of names) {
    const value = memberOf(given, name);
    if (value === undefined) continue;
    if (asObject(value) === null) {
      const plain = keep(readBy(plainValueSchema, value, name));
      if (plain !== undefined) found.set(name, { value: plain, since: undefined });
    } else {
      const dated = keep(readBy(datedValueSchema, value, name));
      if (dated) found.set(name, { value: dated.value, since: { from: dated.from, before: dated.before } });
    }
  }
  return found;
}

function settledFacts(read: FactsRead, zone: Zone): Omit<Facts, 'pinnedOn' | 'dates' | 'flags' | 'sessions'> {
  return {
    mocks: mocksByKind(read, zone),
    attempts: attemptsOf(read.exams, zone),
    progress: (read.progress ?? []).map(({ on, pct, modules }) => ({ on, pct: lowest(modules) ?? pct ?? 0 })),
    questionBank: read.questionBank ?? [],
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

/** Mocks by kind, in time order; of mocks at one instant the lower score first, so that the order given changes nothing. */
function mocksByKind(read: FactsRead, zone: Zone): Map<string, Mock[]> {
  const byKind = new Map<string, Mock[]>();
  for (const mock of read.mocks ?? []) {
    if (mock.valid === false) continue;
    const at = settle(mock.at, zone);
    const kind = mock.kind ?? 'mock';
    const known = byKind.get(kind);
    const entry = { at, day: dayOfInstant(at, zone), score: mock.score };
    if (known) known.push(entry);
    else byKind.set(kind, [entry]);
  }
  for (const mocks of byKind.values()) mocks.sort((a, b) => a.at - b.at || absentFirst(a.score, b.score));
  return byKind;
}

function attemptsOf(exams: readonly ExamRead[] | undefined, zone: Zone): Attempt[] {
  const attempts: Attempt[] = [];
  for (const { on, startAt, result, resultReleasedOn, score, version } of exams ?? []) {
    if (result === 'no_show' || result === 'cancelled') continue;
    const releasedOn = result === 'pending' ? undefined : (resultReleasedOn ?? on);
    attempts.push({ on, startAt: startAt && settle(startAt, zone), result, releasedOn, score, version });
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

function sortedSessions(lists: ReadonlyMap<string, readonly SessionRead[] | undefined>): Map<string, Session[]> {
  const sorted = new Map<string, Session[]>();
  for (const [name, list] of lists) sorted.set(name, (list ?? []).map(sessionOf).sort(inOrderOfDays));
  return sorted;
}

function sessionOf({ on, min, present, late, excused, makeup }: SessionRead): Session {
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
