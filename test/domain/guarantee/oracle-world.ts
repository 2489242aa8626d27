// The world of the independent evaluator: raw policy and facts, and which facts exist at the instant of judging.
import { type Amount, type Clock, type Day, dayOf, readInstant, startOfDay } from './oracle-calendar.ts';

export type Result = 'met' | 'not_yet' | 'failed' | 'unknown';

/** A rule or a combinator, as written. */
export interface RawNode {
  readonly [key: string]: unknown;
  readonly id?: string;
  readonly rule?: string;
  readonly all?: readonly RawNode[];
  readonly any?: readonly RawNode[];
  readonly nOf?: number;
  readonly of?: readonly RawNode[];
}

/** A policy, as written. */
export interface RawPolicy {
  readonly [key: string]: unknown;
}

/** Facts, as written. */
export interface RawFacts {
  readonly [key: string]: unknown;
}

/** An attempt that exists. */
export interface Attempt {
  readonly on: Day;
  readonly startAt: number | undefined;
  readonly result: 'pass' | 'fail' | 'pending';
  readonly releasedOn: Day;
  readonly score: number | undefined;
  readonly version: unknown;
}

/** What is there at the instant of judging; the clock runs on in this world without new facts. */
export interface World {
  readonly facts: RawFacts;
  readonly clock: Clock;
  readonly asOf: number;
  readonly today: Day;
  readonly pinnedOn: string | undefined;
  readonly attempts: readonly Attempt[];
}

export const KNOWN_IN_ADVANCE = ['courseStart', 'courseEnd', 'courseEndPlanned', 'accessEndsOn', 'examRetiresOn'];

/** The world at an instant. */
export function worldAt(facts: RawFacts, clock: Clock, asOf: number, pinnedOn: string | undefined): World {
  const today = dayOf(asOf, clock.zone);
  return { facts, clock, asOf, today, pinnedOn, attempts: attemptsIn(facts['exams'], clock, asOf, today) };
}

interface RawExam {
  readonly on: Day;
  readonly startAt?: string | null;
  readonly result: string;
  readonly resultReleasedOn?: Day | null;
  readonly score?: number | null;
  readonly version?: unknown;
}

/** The attempts among some exams that exist: sat by now, with a result of pass, fail or pending. */
export function attemptsIn(exams: unknown, clock: Clock, asOf: number, today: Day): Attempt[] {
  return ((exams ?? []) as RawExam[])
    .filter(({ result }) => ['pass', 'fail', 'pending'].includes(result))
    .map((exam) => ({
      on: exam.on,
      startAt: exam.startAt ? readInstant(exam.startAt, clock.zone) : undefined,
      result: exam.result as Attempt['result'],
      releasedOn: exam.resultReleasedOn ?? exam.on,
      score: exam.score ?? undefined,
      version: exam.version ?? undefined,
    }))
    .filter(({ on, startAt }) => (startAt === undefined ? on <= today : startAt <= asOf))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : (a.startAt ?? -Infinity) - (b.startAt ?? -Infinity) || 0));
}

/** Whether the result of an attempt is out. */
export function isReleased(world: World, attempt: Attempt, at: number): boolean {
  return attempt.result !== 'pending' && at >= startOfDay(attempt.releasedOn, world.clock.zone);
}

/** A date fact that exists. */
export function dateFact({ facts, today, pinnedOn }: World, name: string): Day | undefined {
  const day = (facts[name] ?? undefined) as Day | undefined;
  if (day === undefined || day <= today || name === pinnedOn || KNOWN_IN_ADVANCE.includes(name)) return day;
  return undefined;
}

/** The day of an anchor, as far as it is known at an instant. */
export function anchorDay(world: World, anchor: string, at: number): Day | undefined {
  if (/^\d{4}-/.test(anchor)) return anchor;
  const numbered = /^(exam|result)(\d+)$/.exec(anchor);
  if (!numbered) return dateFact(world, anchor);
  const attempt = world.attempts[Number(numbered[2]) - 1];
  if (!attempt) return undefined;
  if (numbered[1] === 'exam') return attempt.on;
  return isReleased(world, attempt, at) ? attempt.releasedOn : undefined;
}

/** The list of a name among the facts, without entries dated after today. */
export function listUntilToday<T extends object>({ facts, today }: World, name: string, dateKey: keyof T): T[] {
  return ((facts[name] ?? []) as T[]).filter((each) => {
    const day = each[dateKey] as string | null | undefined;
    return day === null || day === undefined || day <= today;
  });
}

interface RawWaiver {
  readonly rule: string;
  readonly action: 'waive' | 'extend';
  readonly until?: Day | null;
  readonly grantedOn: Day;
}

/** Whether staff waived a rule by now. */
export function isWaived(world: World, id: string): boolean {
  return listUntilToday<RawWaiver>(world, 'waivers', 'grantedOn').some(
    ({ rule, action }) => rule === id && action === 'waive',
  );
}

/** A deadline as staff extended it: the latest counts, if it is later. */
export function extended(world: World, id: string, deadline: Day): Day {
  const days = listUntilToday<RawWaiver>(world, 'waivers', 'grantedOn')
    .filter(({ rule, action }) => rule === id && action === 'extend')
    .map(({ until }) => until!);
  return [deadline, ...days].sort().at(-1)!;
}

export type { Amount };
