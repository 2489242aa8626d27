// The rules of the language once more, each straight from the sentence of section 8 that defines it.
import {
  type Amount,
  type Day,
  addAmount,
  backwards,
  dayOf,
  nextDay,
  readInstant,
  tooLate,
} from './oracle-calendar.ts';
import {
  type Attempt,
  type RawNode,
  type Result,
  type World,
  KNOWN_IN_ADVANCE,
  anchorDay,
  dateFact,
  extended,
  isReleased,
  isWaived,
  listUntilToday,
} from './oracle-world.ts';

/** The result of a rule at an instant, in the world of the judging. */
export function resultOfRule(rule: RawNode, world: World, at: number): Result {
  if (isWaived(world, rule.id!)) return 'met';
  return RULES[rule.rule!]!(rule, world, at);
}

type Judge = (rule: RawNode, world: World, at: number) => Result;

interface Window {
  readonly anchor: string;
  readonly amount: Amount;
}

const RULES: Readonly<Record<string, Judge>> = {
  opt_in: (rule, world, at) => windowRule(rule, (rule['fact'] as string) ?? 'optInOn', world, at),
  course_complete: (rule, world, at) => windowRule(rule, (rule['fact'] as string) ?? 'completedOn', world, at),
  exam_taken: (rule, world, at) => windowRule(rule, `exam${attemptNumber(rule)}`, world, at),
  on_or_before: onOrBefore,
  flag,
  coursework,
  attendance,
  mock,
  exam_after_readiness: examAfterReadiness,
  progress,
  outcome,
  attempt_number: (_, { facts }) => (((facts['priorAttempts'] as number) ?? 0) > 0 ? 'failed' : 'met'),
  version,
  min_lead: minLead,
  reported,
  administration,
  rate_limit: rateLimit,
  baseline,
  gain,
};

function attemptNumber(rule: RawNode): number {
  return (rule['attempt'] as number | undefined) ?? 1;
}

function attemptFor(rule: RawNode, world: World): Attempt | undefined {
  return world.attempts[attemptNumber(rule) - 1];
}

function shift(world: World, day: Day, amount: Amount): Day {
  return addAmount(day, amount, world.clock.holidays);
}

/** A deadline that is still open with nothing filed is not_yet. */
function byDeadline(world: World, own: Day | undefined, deadline: Day, at: number): Result {
  if (own !== undefined) return own <= deadline ? 'met' : 'failed';
  return at < tooLate(deadline, world.clock) ? 'not_yet' : 'failed';
}

function windowRule(rule: RawNode, fact: string, world: World, at: number): Result {
  const { anchor, amount } = rule['window'] as Window;
  const own = anchorDay(world, fact, at);
  const from = anchorDay(world, anchor, at);
  if (from === undefined) return own === undefined ? 'not_yet' : 'unknown';
  const pausable = rule['pausable'] as { maxDays?: number } | undefined;
  const written = shift(world, from, amount);
  const moved = pausable ? movedByPauses(world, from, written, pausable.maxDays ?? Infinity) : written;
  return byDeadline(world, own, extended(world, rule.id!, moved), at);
}

function movedByPauses(world: World, anchor: Day, deadline: Day, maxDays: number): Day {
  const pauses = (world.facts['pauses'] ?? []) as { from: Day; to: Day; status?: string }[];
  const approved = pauses.filter(({ status }) => status === 'approved').sort((a, b) => (a.from < b.from ? -1 : 1));
  const counted = new Set<Day>();
  for (const { from, to } of approved) {
    if (from > shift(world, deadline, { days: counted.size })) continue;
    for (let day = from; day <= to; day = nextDay(day)) {
      if (day >= anchor && counted.size < maxDays) counted.add(day);
    }
  }
  return shift(world, deadline, { days: counted.size });
}

function onOrBefore(rule: RawNode, world: World, at: number): Result {
  const anchor = rule['anchor'] as string;
  const own = anchorDay(world, rule['fact'] as string, at);
  const from = anchorDay(world, anchor, at);
  if (from === undefined) {
    if (own === undefined) return 'not_yet';
    return KNOWN_IN_ADVANCE.includes(anchor) ? 'unknown' : 'met';
  }
  const deadline = shift(world, from, (rule['amount'] as Amount | undefined) ?? { days: 0 });
  return byDeadline(world, own, extended(world, rule.id!, deadline), at);
}

function flag(rule: RawNode, { facts, today }: World): Result {
  let value: unknown = facts[rule['fact'] as string] ?? undefined;
  if (typeof value === 'object' && value !== null) {
    const dated = value as { value: unknown; from: Day; before?: unknown };
    value = dated.from <= today ? dated.value : (dated.before ?? undefined);
  }
  if (value === undefined) return 'unknown';
  if (value === rule['equals']) return 'met';
  return rule['curable'] === true ? 'not_yet' : 'failed';
}

function coursework(rule: RawNode, world: World): Result {
  const stored = (world.facts['coursework'] ?? {}) as Record<string, number | boolean | undefined>;
  const { done, total, grade, late } = stored as Record<string, number | undefined>;
  const lateMax = rule['lateMax'] as number | undefined;
  if (lateMax !== undefined && (late ?? 0) > lateMax) return stored['outageLogged'] === true ? 'unknown' : 'failed';
  const pct = (rule['pct'] as number | undefined) ?? 100;
  const gradeMin = rule['gradeMin'] as number | undefined;
  const isStored = done !== undefined && total !== undefined && (gradeMin === undefined || grade !== undefined);
  const isShort =
    (done !== undefined && total !== undefined && total !== 0 && done * 100 < pct * total) ||
    (gradeMin !== undefined && grade !== undefined && grade < gradeMin);
  if (isStored && !isShort) return 'met';
  if (dateFact(world, 'completedOn') === undefined && world.attempts.length === 0) return 'not_yet';
  return isShort ? 'failed' : 'unknown';
}

interface RawSession {
  readonly on: Day;
  readonly min?: number | null;
  readonly present?: number | null;
  readonly late?: boolean | null;
  readonly excused?: boolean | null;
  readonly makeup?: { on: Day; mode?: string } | null;
}

interface RawMakeup {
  readonly max?: number;
  readonly within?: Amount;
  readonly excusedWithin?: Amount;
  readonly excusedDoesNotCount?: boolean;
  readonly modes?: readonly string[];
}

function attendance(rule: RawNode, world: World, at: number): Result {
  const stored = (world.facts[(rule['sessions'] as string) ?? 'sessions'] ?? []) as RawSession[];
  if (stored.length === 0) return 'unknown';
  const sessions = stored.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const makeup = (rule['makeup'] ?? undefined) as RawMakeup | undefined;
  let [missed, planned, unrecorded, absent, worst] = [0, 0, 0, 0, 0];
  let makeupsDone = 0;
  const waiting: boolean[] = [];
  for (const session of sessions) {
    const minutes = session.min ?? 60;
    const usesUp = !(makeup?.excusedDoesNotCount === true && session.excused === true);
    if (rule['excused'] === 'countsAsPresent' && session.excused === true) continue;
    const hasRecord = typeof session.present === 'number';
    if (session.on > world.today || !hasRecord) {
      worst += minutes;
      if (session.on >= world.today) planned += 1;
      else unrecorded += 1;
      continue;
    }
    absent += Math.max(0, minutes - session.present!);
    const isPresent = (session.present! * 100) / minutes >= ((rule['minPresencePct'] as number) ?? 100);
    if (isPresent && session.late !== true) continue;
    if (!makeup) {
      missed += 1;
      continue;
    }
    const within = session.excused === true ? (makeup.excusedWithin ?? makeup.within) : makeup.within;
    const deadline = within && extended(world, rule.id!, shift(world, session.on, within));
    const done = session.makeup ?? undefined;
    const isDone =
      done !== undefined &&
      done.on <= world.today &&
      (deadline === undefined || done.on <= deadline) &&
      (makeup.modes === undefined || makeup.modes.includes(done.mode!));
    if (isDone) {
      if (!usesUp) continue;
      if (makeupsDone < (makeup.max ?? Infinity)) makeupsDone += 1;
      else missed += 1;
    } else if (deadline === undefined || at < tooLate(deadline, world.clock)) waiting.push(usesUp);
    else missed += 1;
  }
  let makeupsLeft = (makeup?.max ?? Infinity) - makeupsDone;
  for (const usesUp of waiting) {
    if (!usesUp) planned += 1;
    else if (makeupsLeft > 0) {
      makeupsLeft -= 1;
      planned += 1;
    } else missed += 1;
  }
  const isKept = keeps(rule['require'] as Record<string, number>, sessions.length);
  if (!isKept(missed, absent)) return 'failed';
  if (isKept(missed + planned + unrecorded, absent + worst)) return 'met';
  return unrecorded > 0 ? 'unknown' : 'not_yet';
}

function keeps(require: Record<string, number>, total: number): (missed: number, absent: number) => boolean {
  const { missMax, pct, maxAbsentMinutes } = require;
  if (missMax !== undefined) return (missed) => missed <= missMax;
  if (pct !== undefined) return (missed) => (total - missed) * 100 >= pct * total;
  if (maxAbsentMinutes !== undefined) return (_, absent) => absent <= maxAbsentMinutes;
  return (missed) => missed === 0;
}

interface Mock {
  readonly at: number;
  readonly day: Day;
  readonly score: number | undefined;
}

/** Mocks of a kind that exist, in time order; of two at one instant the lower score first. */
function mocksOf(rule: RawNode, { facts, clock, asOf }: World): Mock[] {
  const kind = (rule['kind'] as string | undefined) ?? 'mock';
  const raw = (facts['mocks'] ?? []) as { at: string; score?: number; kind?: string; valid?: boolean }[];
  return raw
    .filter((mock) => mock.valid !== false && (mock.kind ?? 'mock') === kind)
    .map(({ at, score }) => ({ at: readInstant(at, clock.zone), score: score ?? undefined }))
    .filter(({ at }) => at <= asOf)
    .map(({ at, score }) => ({ at, score, day: dayOf(at, clock.zone) }))
    .sort((a, b) => a.at - b.at || (a.score ?? -Infinity) - (b.score ?? -Infinity) || 0);
}

function isGood(mock: Mock, rule: RawNode): boolean {
  return mock.score !== undefined && mock.score >= ((rule['minScore'] as number | undefined) ?? 0);
}

/**
 * The mocks that may have come before an attempt. Without a start time the exam may have started before, between or
 * after the mocks of its day, so that there are several possibilities.
 */
function possiblyBefore(mocks: readonly Mock[], attempt: Attempt): Mock[][] {
  if (attempt.startAt !== undefined) return [mocks.filter((mock) => mock.at < attempt.startAt!)];
  const earlier = mocks.filter(({ day }) => day < attempt.on);
  const sameDay = mocks.filter(({ day }) => day === attempt.on);
  return Array.from({ length: sameDay.length + 1 }, (_, some) => [...earlier, ...sameDay.slice(0, some)]);
}

function mock(rule: RawNode, world: World, at: number): Result {
  const all = mocksOf(rule, world);
  const maxAttempts = (rule['maxAttempts'] as number | undefined) ?? Infinity;
  const kept = all.slice(0, maxAttempts);
  const attempt = rule['before'] === 'exam' ? attemptFor(rule, world) : undefined;
  const lookback = rule['lookback'] as Amount | undefined;
  const reference = attempt ? attempt.on : dayOf(at, world.clock.zone);
  const floor = lookback ? shift(world, reference, backwards(lookback)) : '';
  const possibilities = attempt ? possiblyBefore(kept, attempt) : [kept];
  const answers = possibilities.map((mocks) =>
    isEnough(
      rule,
      mocks.filter(({ day }) => day >= floor),
    ),
  );
  if (answers.includes(true) && answers.includes(false)) return 'unknown';
  if (answers[0]) return 'met';
  return attempt || all.length >= maxAttempts ? 'failed' : 'not_yet';
}

function isEnough(rule: RawNode, mocks: readonly Mock[]): boolean {
  const count = (rule['count'] as number | undefined) ?? 1;
  const good = mocks.map((each) => isGood(each, rule));
  switch (rule['mode']) {
    case 'taken':
      return mocks.length >= count;
    case 'best':
      return good.filter(Boolean).length >= count;
    case 'each':
      return mocks.length >= count && good.slice(-count).every(Boolean);
    case 'consecutive':
      return good.some((_, from) => from + count <= good.length && good.slice(from, from + count).every(Boolean));
    default: {
      const scores = mocks.flatMap(({ score }) => (score === undefined ? [] : [thousandths(score)]));
      const sum = scores.reduce((total, score) => total + score, 0);
      return scores.length >= count && sum >= thousandths((rule['minScore'] as number) ?? 0) * scores.length;
    }
  }
}

/** The last of some mocks that completes or prolongs a run of `count` good scores. */
function lastOpener(rule: RawNode, mocks: readonly Mock[]): Mock | undefined {
  const count = (rule['count'] as number | undefined) ?? 1;
  return mocks.findLast(
    (_, index) => index + 1 >= count && mocks.slice(index + 1 - count, index + 1).every((each) => isGood(each, rule)),
  );
}

function examAfterReadiness(rule: RawNode, world: World): Result {
  const attempt = attemptFor(rule, world);
  if (!attempt) return 'not_yet';
  const within = rule['within'] as Amount;
  const answers = possiblyBefore(mocksOf(rule, world), attempt).map((mocks): Result => {
    const opener = lastOpener(rule, mocks);
    if (!opener) return 'failed';
    if (attempt.on <= extended(world, rule.id!, '0000-00-00')) return 'met';
    if (within['hours'] === undefined) return attempt.on <= shift(world, opener.day, within) ? 'met' : 'failed';
    if (attempt.startAt === undefined) return 'unknown';
    return attempt.startAt - opener.at <= within['hours'] * 3_600_000 ? 'met' : 'failed';
  });
  return answers.every((answer) => answer === answers[0]) ? answers[0]! : 'unknown';
}

/** The end of the readiness window that is running at an instant, if there is one. */
export function readyUntil(rule: RawNode, world: World, at: number): number | undefined {
  if (rule.rule !== 'exam_after_readiness' || isWaived(world, rule.id!) || attemptFor(rule, world)) return undefined;
  const opener = lastOpener(rule, mocksOf(rule, world));
  if (!opener) return undefined;
  const within = rule['within'] as Amount;
  const written =
    within['hours'] === undefined
      ? tooLate(shift(world, opener.day, within), world.clock)
      : opener.at + within['hours'] * 3_600_000;
  const until = extended(world, rule.id!, '0000-00-00');
  const end = until === '0000-00-00' ? written : Math.max(written, tooLate(until, world.clock));
  return at < end ? end : undefined;
}

function progress(rule: RawNode, world: World, at: number): Result {
  const measured = listUntilToday<{ on: Day; pct?: number; modules?: number[] }>(world, 'progress', 'on');
  const good = measured.filter(
    ({ pct, modules }) => (modules ? Math.min(...modules) : pct!) >= (rule['pct'] as number),
  );
  const attempt = rule['before'] === 'exam' ? attemptFor(rule, world) : undefined;
  const lookback = rule['lookback'] as Amount | undefined;
  const reference = attempt ? attempt.on : dayOf(at, world.clock.zone);
  const floor = lookback ? shift(world, reference, backwards(lookback)) : '';
  if (good.some(({ on }) => on >= floor && (!attempt || on <= attempt.on))) return 'met';
  return attempt ? 'failed' : 'not_yet';
}

function outcome(rule: RawNode, world: World, at: number): Result {
  const attempt = attemptFor(rule, world);
  if (!attempt || !isReleased(world, attempt, at)) return 'not_yet';
  if (attempt.result === 'pass') return 'failed';
  const nearMiss = rule['nearMiss'] as number | undefined;
  if (nearMiss === undefined) return 'met';
  if (attempt.score === undefined) return 'unknown';
  return attempt.score >= nearMiss ? 'met' : 'failed';
}

function version(rule: RawNode, world: World): Result {
  const attempt = attemptFor(rule, world);
  if (!attempt) return 'not_yet';
  if (attempt.version === undefined) return 'unknown';
  return (rule['allowed'] as unknown[]).includes(attempt.version) ? 'met' : 'failed';
}

function minLead(rule: RawNode, world: World, at: number): Result {
  const attempt = attemptFor(rule, world);
  if (!attempt) return 'not_yet';
  const from = anchorDay(world, rule['fact'] as string, at);
  if (from === undefined) return 'unknown';
  return shift(world, from, rule['amount'] as Amount) <= attempt.on ? 'met' : 'failed';
}

function reported(rule: RawNode, world: World): Result {
  const attempt = attemptFor(rule, world);
  const on = dateFact(world, 'examReportedOn');
  if (!attempt) return on === undefined ? 'not_yet' : 'met';
  return on !== undefined && on <= attempt.on ? 'met' : 'failed';
}

function administration(rule: RawNode, world: World, at: number): Result {
  const courseEnd = dateFact(world, 'courseEnd');
  if (courseEnd === undefined) return 'unknown';
  const sittings = ((world.facts['administrations'] ?? []) as Day[]).filter((day) => day > courseEnd).sort();
  if (sittings[0] === undefined) return 'unknown';
  const deadline = extended(world, rule.id!, sittings[0]);
  const attempt = attemptFor(rule, world);
  if (attempt && attempt.on <= courseEnd) return 'failed';
  return byDeadline(world, attempt?.on, deadline, at);
}

function rateLimit(rule: RawNode, world: World, at: number): Result {
  const claims = listUntilToday<{ approvedOn?: Day }>(world, 'priorClaims', 'approvedOn');
  const approved = claims.flatMap(({ approvedOn }) => approvedOn ?? []).sort();
  const lifetime = rule['lifetime'] as number | undefined;
  if (lifetime !== undefined && approved.length >= lifetime) return 'failed';
  const last = approved.at(-1);
  const per = rule['per'] as Amount | undefined;
  if (last === undefined || per === undefined) return 'met';
  return dayOf(at, world.clock.zone) >= shift(world, last, per) ? 'met' : 'not_yet';
}

interface RawBaseline {
  readonly kind: string;
  readonly on: Day;
  readonly score: number;
}

function baselineScore(rule: RawNode, world: World): number | undefined {
  const courseStart = dateFact(world, 'courseStart');
  if (courseStart === undefined) return undefined;
  const kinds = (rule['kinds'] as string[] | undefined) ?? ['official', 'diagnostic'];
  const maxAge = rule['maxAge'] as Amount | undefined;
  const before = listUntilToday<RawBaseline>(world, 'baselines', 'on').filter(
    ({ kind, on }) => on <= courseStart && kinds.includes(kind),
  );
  const official = before.filter(
    ({ kind, on }) => kind === 'official' && (!maxAge || shift(world, on, maxAge) >= courseStart),
  );
  const usable = official.length > 0 ? official : before.filter(({ kind }) => kind === 'diagnostic');
  return usable.length === 0 ? undefined : Math.max(...usable.map(({ score }) => score));
}

function baseline(rule: RawNode, world: World, at: number): Result {
  if (baselineScore(rule, world) !== undefined) return 'met';
  const courseStart = dateFact(world, 'courseStart');
  return courseStart === undefined ? 'unknown' : byDeadline(world, undefined, courseStart, at);
}

function gain(rule: RawNode, world: World, at: number): Result {
  const attempt = attemptFor(rule, world);
  if (!attempt || !isReleased(world, attempt, at) || attempt.score === undefined) return 'not_yet';
  const points = gainKnown(rule, world, at);
  if (points === undefined) return 'unknown';
  return points < thousandths(rule['target'] as number) ? 'met' : 'failed';
}

/** The gain in thousandths of a point, once it is known. */
export function gainKnown(rule: RawNode, world: World, at: number): number | undefined {
  const attempt = attemptFor(rule, world);
  const from = baselineScore(rule, world);
  if (from === undefined || attempt?.score === undefined || !isReleased(world, attempt, at)) return undefined;
  return thousandths(attempt.score) - thousandths(from);
}

/** Scores have at most three decimals here, so whole thousandths add up exactly. */
export function thousandths(score: number): number {
  return Math.round(score * 1000);
}
