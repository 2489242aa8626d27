// The facts that exist at an instant: what rules look at, so that a fact dated later never decides anything.
import type { Day } from '../day.ts';
import { dayOfInstant, startOfDay } from '../zone.ts';
import { type Calendar, type DayAmount, addAmount } from './amount.ts';
import type { Anchor } from './anchor.ts';
import { type Attempt, type Facts, KNOWN_IN_ADVANCE, type Mock, type Relief, type Session } from './facts.ts';

/** A day that a deadline counts from, and the instant from which it is known (-Infinity: known already). */
export interface AnchorDay {
  readonly day: Day;
  readonly knownFrom: number;
}

/** What staff granted for a rule by now. */
export interface Granted {
  readonly isWaived: boolean;
  readonly extendedTo: Day | undefined;
}

/** The facts of one student as they stand at one instant, under one policy. */
export interface Evidence {
  readonly facts: Facts;
  readonly calendar: Calendar;
  readonly now: number;
  readonly today: Day;
  /** Attempts at the official exam so far, in order of sitting. */
  readonly attempts: readonly Attempt[];
  /** The part whose facts these are ("AUD"), where a policy asks the same of several. */
  readonly part: string | undefined;
}

const NOTHING_GRANTED: Granted = { isWaived: false, extendedTo: undefined };

/** The evidence of some facts at an instant (epoch ms). */
export function evidenceAt(facts: Facts, calendar: Calendar, now: number, part?: string): Evidence {
  const today = dayOfInstant(now, calendar.zone);
  return { facts, calendar, now, today, attempts: attemptsUntil(facts.attempts, now, today), part };
}

/** The attempts that exist: from `startAt`, or from the start of their day. */
export function attemptsUntil(attempts: readonly Attempt[], now: number, today: Day): readonly Attempt[] {
  const exists = ({ startAt, on }: Attempt) => (startAt === undefined ? on <= today : startAt <= now);
  return attempts.every(exists) ? attempts : attempts.filter(exists);
}

/** The k-th attempt, counted from 1. */
export function attemptOf(evidence: Evidence, attempt: number): Attempt | undefined {
  return evidence.attempts[attempt - 1];
}

/** Whether the result of an attempt counts at an instant; it does from the start of its release day. */
export function releaseInstant(attempt: Attempt, calendar: Calendar): number {
  return attempt.releasedOn === undefined ? Infinity : startOfDay(attempt.releasedOn, calendar.zone);
}

/** Whether the result of an attempt is out today. */
export function isReleased(attempt: Attempt, evidence: Evidence): boolean {
  return attempt.releasedOn !== undefined && attempt.releasedOn <= evidence.today;
}

/** The day of a named date fact, if it exists today. Some dates are known in advance. */
export function dateFact(evidence: Evidence, name: string): Day | undefined {
  const day = evidence.facts.dates.get(name);
  if (day === undefined || day <= evidence.today) return day;
  return isKnownInAdvance(evidence.facts, name) || evidence.facts.pinnedOn === name ? day : undefined;
}

/** Whether a date is known before its day comes, by the language or by the policy. */
export function isKnownInAdvance(facts: Facts, name: string): boolean {
  return KNOWN_IN_ADVANCE.has(name) || facts.plannedDates.has(name);
}

/** The day of an anchor: now, or from the instant at which time alone will make it known; undefined if it may never be. */
export function anchorDay(evidence: Evidence, anchor: Anchor): AnchorDay | undefined {
  switch (anchor.kind) {
    case 'date':
      return known(anchor.day);
    case 'exam':
      return known(attemptOf(evidence, anchor.attempt)?.on);
    case 'fact':
      return known(dateFact(evidence, anchor.name));
    case 'result': {
      const attempt = attemptOf(evidence, anchor.attempt);
      if (attempt?.releasedOn === undefined) return undefined;
      if (isReleased(attempt, evidence)) return known(attempt.releasedOn);
      return { day: attempt.releasedOn, knownFrom: releaseInstant(attempt, evidence.calendar) };
    }
  }
}

/** The day of an anchor if it is known now. */
export function anchorDayNow(evidence: Evidence, anchor: Anchor): Day | undefined {
  const found = anchorDay(evidence, anchor);
  return found && found.knownFrom <= evidence.now ? found.day : undefined;
}

/** The value of a flag today. */
export function flagNow(evidence: Evidence, name: string): string | number | boolean | undefined {
  const flag = evidence.facts.flags.get(name);
  if (!flag?.since || flag.since.from <= evidence.today) return flag?.value;
  return flag.since.before;
}

/** The mocks of a kind taken so far, in time order. */
export function mocksSoFar(evidence: Evidence, kind: string): readonly Mock[] {
  const mocks = evidence.facts.mocks.get(kind) ?? [];
  const last = mocks.at(-1);
  return last === undefined || last.at <= evidence.now ? mocks : mocks.filter((mock) => mock.at <= evidence.now);
}

/** All sessions of a list, the planned ones too. */
export function sessionsOf(evidence: Evidence, list: string): readonly Session[] {
  return evidence.facts.sessions.get(list) ?? [];
}

/** A rule's id in findings, reasons and waivers: inside a part it bears the part's name ("AUD.mini_exams"). */
export function idWithin(evidence: Evidence, ruleId: string): string {
  return evidence.part === undefined ? ruleId : `${evidence.part}.${ruleId}`;
}

/** What staff granted for a rule (or `claim_window`, `evidence`) by today; inside a part also what holds for all parts. */
export function grantedFor(evidence: Evidence, ruleId: string): Granted {
  const { facts, today, part } = evidence;
  const inPart = grantedBy(facts.relief.get(ruleId), today);
  if (part === undefined || !facts.outerRelief) return inPart;
  const forAll = grantedBy(facts.outerRelief.get(ruleId), today);
  const forThis = grantedBy(facts.outerRelief.get(idWithin(evidence, ruleId)), today);
  return merged(merged(inPart, forAll), forThis);
}

function grantedBy(relief: Relief | undefined, today: Day): Granted {
  if (!relief) return NOTHING_GRANTED;
  let extendedTo: Day | undefined;
  for (const { grantedOn, until } of relief.extensions) {
    if (grantedOn <= today && (extendedTo === undefined || until > extendedTo)) extendedTo = until;
  }
  return { isWaived: relief.waivedFrom !== undefined && relief.waivedFrom <= today, extendedTo };
}

function merged(a: Granted, b: Granted): Granted {
  const days = [a.extendedTo, b.extendedTo].filter((day) => day !== undefined);
  return { isWaived: a.isWaived || b.isWaived, extendedTo: days.length === 0 ? undefined : Math.max(...days) };
}

/** A deadline as staff extended it: the later of the two days. */
export function extended(deadline: Day, granted: Granted): Day {
  return granted.extendedTo === undefined ? deadline : Math.max(deadline, granted.extendedTo);
}

/** The day that lies an amount after a day, in the policy's calendar. */
export function dayAfter(evidence: Evidence, day: Day, amount: DayAmount): Day {
  return addAmount(evidence.calendar, day, amount);
}

function known(day: Day | undefined): AnchorDay | undefined {
  return day === undefined ? undefined : { day, knownFrom: -Infinity };
}
