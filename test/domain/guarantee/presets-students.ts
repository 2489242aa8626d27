// Students made for a policy: one who does all that it asks, found by trying timelines, and some who break one thing each.
import { type Day, dayText, readDay } from '../../../src/domain/day.ts';
import { attemptIn, outlineOf, textIn, windowIn } from '../../../src/domain/guarantee/lint/outline.ts';
import { type Bag, type Outline, type RuleSite, numberIn } from '../../../src/domain/guarantee/lint/outline.ts';
import { judge } from '../../../src/domain/guarantee/judge.ts';

type RawFacts = Readonly<Record<string, unknown>>;

/** What a student met. */
export interface Told {
  readonly verdict: string;
  readonly reason: string;
}

/** When things happen: days after the start, and whether exams are passed. */
interface Timeline {
  readonly start: Day;
  readonly courseDays: number;
  readonly examAfter: number;
  readonly gap: number;
  readonly result: 'fail' | 'pass';
}

const COURSE_DAYS = [5, 20, 60, 110];
const EXAM_AFTER = [2, 7, 25];
const GAPS = [3, 10, 25];
const CLOCK = 'T10:00:00Z';

/** The facts of a student who does all that a policy asks, the day after, and what the evaluator says. */
export function goodStudent(policy: unknown): { facts: RawFacts; asOf: string; verdict: Told } {
  let best: { facts: RawFacts; asOf: string; verdict: Told } | undefined;
  for (const timeline of timelines(policy)) {
    const made = studentOf(policy, timeline);
    const verdict = verdictOf(policy, made.facts, made.asOf);
    best = { ...made, verdict };
    if (['eligible', 'available'].includes(verdict.verdict)) return best;
  }
  return best!;
}

/** What becomes of students who differ from the good one in one thing each. */
export function failingVerdicts(policy: unknown): Told[] {
  const { facts, asOf } = goodStudent(policy);
  const without = (...keys: string[]) =>
    Object.fromEntries(Object.entries(facts).filter(([key]) => !keys.includes(key)));
  const flipped = Object.keys(facts).filter(
    (key) => typeof facts[key] === 'boolean' || key === 'package' || key === 'plan',
  );
  const changed = [
    ...flipped.map((key) => ({ ...facts, [key]: typeof facts[key] === 'boolean' ? !facts[key] : 'other' })),
    without('mocks'),
    without('progress'),
    { ...facts, priorAttempts: 1 },
    ...(isDay(facts['courseStart']) ? spoiled(facts, facts['courseStart']) : []),
    ...Object.keys(facts).flatMap((key) => (isDay(facts[key]) ? movedLater(facts, key) : [])),
  ];
  const late = verdictOf(policy, facts, later(asOf, 4_000));
  const satLate = verdictOf(policy, { ...facts, exams: [...examsOf(facts)].map(moved) }, later(asOf, 1_000));
  const passed = examsOf(facts).map((exam) => ({ ...exam, result: 'pass' }));
  return [
    late,
    satLate,
    verdictOf(policy, { ...facts, exams: passed }, asOf),
    ...changed.map((each) => verdictOf(policy, each, asOf)),
  ];
}

/** The last exam after all windows, the others as they were. */
function moved(exam: Bag, index: number, all: readonly Bag[]): Bag {
  if (index < all.length - 1) return exam;
  const on = later(String(exam['on']), 900);
  return { ...exam, on, startAt: `${on}${CLOCK}` };
}

function examsOf(facts: RawFacts): readonly Bag[] {
  return (facts['exams'] ?? []) as readonly Bag[];
}

function later(day: string, days: number): string {
  return dayText(readDay(day)! + days);
}

function spoiled(facts: RawFacts, on: unknown): RawFacts[] {
  return [
    { ...facts, baselines: [{ kind: 'official', on, score: 90_000 }] },
    { ...facts, sessions: [{ on, present: 0 }] },
    { ...facts, rounds: [{ classStart: on, classEnd: on, attendedAll: false }] },
  ];
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && readDay(value) !== null;
}

function movedLater(facts: RawFacts, key: string): RawFacts[] {
  const day = readDay(String(facts[key]))!;
  return [-1_500, 1, 9].map((days) => ({ ...facts, [key]: dayText(day + days) }));
}

function verdictOf(policy: unknown, facts: RawFacts, asOf: string): Told {
  const judged = judge({ policy, facts, asOf });
  if (!judged.ok) throw new Error(JSON.stringify(judged.faults));
  return { verdict: judged.value.verdict, reason: judged.value.reason };
}

function* timelines(policy: unknown): Generator<Timeline> {
  for (const start of startsFor(policy)) {
    for (const result of ['fail', 'pass'] as const) {
      for (const examAfter of EXAM_AFTER) {
        for (const courseDays of COURSE_DAYS)
          for (const gap of GAPS) yield { start, courseDays, examAfter, gap, result };
      }
    }
  }
}

/** The start of the year, and for policies with dates of their own some days before and after each. */
function startsFor(policy: unknown): Day[] {
  const dates = JSON.stringify(policy).match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  const around = dates.flatMap((text) => [-60, -20, -5, 1].map((days) => readDay(text)! + days));
  return [readDay('2026-02-02')!, ...around];
}

function laidOut(policy: unknown): Outline {
  const given = policy as Bag;
  const versions = given['versions'] as Bag[] | undefined;
  return outlineOf(versions ? { ...given, ...versions.at(-1) } : given, '', new Set());
}

function studentOf(policy: unknown, timeline: Timeline): { facts: RawFacts; asOf: string } {
  const outline = laidOut(policy);
  if (outline.kind === 'ladder') return ladderStudent(timeline);
  if (outline.kind === 'entitlement') return voucherHolder(timeline);
  const { start, courseDays, examAfter, gap, result } = timeline;
  const attempts = Math.max(1, ...outline.rules.map(({ raw }) => attemptIn(raw)));
  const examDays = Array.from({ length: attempts }, (_, index) => start + courseDays + examAfter + index * gap);
  const times: Times = { start, courseEnd: start + courseDays, examDays };
  // Of several variants the first is the student's, so its facts come last.
  const own = Object.assign({}, ...outline.rules.toReversed().map((site) => factsFor(site, times))) as RawFacts;
  const isExamAsked = outline.rules.some(({ rule }) => ABOUT_EXAMS.includes(rule));
  const facts = {
    ...dates(times),
    ...own,
    ...variantFacts(outline),
    exams: isExamAsked ? examDays.map((on) => examOf(on, outline, result)) : [],
    mocks: mocksFor(outline, times),
    coursework: { done: 10, total: 10, grade: 100, late: 0 },
    priorAttempts: 0,
    administrations: [dayText(examDays[0]!)],
  };
  const hasRounds = outline.forms.some(({ form }) => form === 'perRound');
  return {
    facts: hasRounds ? inRounds(facts, times) : facts,
    asOf: dayText((isExamAsked ? examDays.at(-1)! : times.courseEnd) + 1),
  };
}

const ABOUT_EXAMS = ['outcome', 'gain', 'exam_taken', 'administration'];

interface Times {
  readonly start: Day;
  readonly courseEnd: Day;
  readonly examDays: readonly Day[];
}

const AT_END = ['courseEnd', 'courseEndPlanned', 'completedOn', 'certificateDate'];
const AFTER_THREE_DAYS = ['accessEndsOn', 'subscriptionDueOn', 'contractExamOn'];
const AFTER_EXAM = ['resultLetterReceivedOn', 'resultNoticeReceivedOn'];

function dates({ start, courseEnd, examDays }: Times): RawFacts {
  const last = examDays.at(-1)!;
  const on = (names: readonly string[], day: Day) => names.map((name) => [name, dayText(day)]);
  return Object.fromEntries([
    ...on(['enrolledOn', 'purchasedOn', 'courseStart', 'optInOn', 'paidOn', 'examReportedOn'], start),
    ...on(AT_END, courseEnd),
    ...on(AFTER_THREE_DAYS, last + 3),
    ...on(['examScheduledFor'], start + 35),
    ...on(AFTER_EXAM, last),
    ...on(['lastActivityOn'], examDays[0]! - 1),
  ]);
}

function factsFor(site: RuleSite, times: Times): RawFacts {
  const { rule, raw } = site;
  const before = times.examDays.map((day) => dayText(day - 1));
  const list = textIn(raw, 'of') ?? textIn(raw, 'sessions');
  switch (rule) {
    case 'flag':
      return { [textIn(raw, 'fact')!]: raw['equals'] };
    case 'attendance':
      return { [list ?? 'sessions']: attended(times, 4) };
    case 'participation':
      return { [list!]: attended(times, numberIn(raw, 'count') ?? 1) };
    case 'progress':
      return { [list ?? 'progress']: before.map((on) => ({ on, pct: 100 })) };
    case 'qbank':
      return { qbank: before.map((on) => ({ on, answered: 5_000, correctPct: 100, clearedPct: 100, hours: 500 })) };
    case 'baseline': {
      const score = numberIn(raw, 'max') ?? numberIn(raw, 'min') ?? 20;
      return { baselines: [{ kind: kindOf(raw), on: dayText(times.start), score }] };
    }
    default:
      return windowFacts(site, times);
  }
}

/** Dates that only this policy names: those of windows at the start, those between two attempts after the first. */
function windowFacts({ rule, raw }: RuleSite, { start, examDays }: Times): RawFacts {
  const names = [windowIn(raw).anchor, textIn(raw, 'anchor'), textIn(raw, 'fact')];
  const isBetween = rule === 'on_or_before' && names.some((name) => name === 'exam2' || name === 'exam1');
  const day = isBetween && names.includes('reviewSessionOn') ? examDays[0]! : start;
  const known = new Set([
    ...AT_END,
    ...AFTER_THREE_DAYS,
    ...AFTER_EXAM,
    'lastActivityOn',
    'claimedOn',
    'examScheduledFor',
  ]);
  const own = names.filter((name) => name !== undefined && !/^(exam|result)\d|^\d/.test(name) && !known.has(name));
  return Object.fromEntries(own.map((name) => [name, dayText(day)]));
}

function kindOf(raw: Bag): unknown {
  return Array.isArray(raw['kinds']) ? raw['kinds'][0] : 'official';
}

function attended({ examDays }: Times, count: number): unknown[] {
  return Array.from({ length: count }, () => ({ on: dayText(examDays[0]! - 1), present: 60 }));
}

function mocksFor({ rules }: Outline, { examDays }: Times): unknown[] {
  const kinds = new Map<string, number>();
  for (const { rule, raw } of rules) {
    if (rule !== 'mock' && rule !== 'exam_after_readiness') continue;
    const kind = textIn(raw, 'kind') ?? 'mock';
    const most = numberIn(raw, 'maxAttempts') ?? Infinity;
    kinds.set(kind, Math.min(Math.max(kinds.get(kind) ?? 0, numberIn(raw, 'count') ?? 1), most));
  }
  const taken = (on: Day) => ({ at: `${dayText(on - 1)}${CLOCK}`, score: 100, passed: true });
  return [...kinds].flatMap(([kind, count]) =>
    examDays.flatMap((on) => Array.from({ length: count }, () => ({ ...taken(on), kind }))),
  );
}

function examOf(on: Day, { rules }: Outline, result: string): unknown {
  const floors = rules.flatMap(({ rule, raw }) => (rule === 'outcome' && raw['nearMiss'] ? [raw['nearMiss']] : []));
  const parts = floors.find((floor) => typeof floor === 'object');
  return { on: dayText(on), startAt: `${dayText(on)}${CLOCK}`, result, score: scoreFor(rules, result), parts };
}

/** The score of the start; one point more where the policy rewards a rise. */
function scoreFor(rules: readonly RuleSite[], result: string): number {
  const start = rules.find(({ rule }) => rule === 'baseline');
  const base = numberIn(start?.raw ?? {}, 'max') ?? numberIn(start?.raw ?? {}, 'min') ?? 20;
  return result === 'pass' ? base + 1 : base;
}

function variantFacts({ forms }: Outline): RawFacts {
  const variants = forms.filter(({ form }) => form === 'variant');
  return Object.fromEntries(variants.map(({ raw }) => [raw['variant'], Object.keys(raw['cases'] as Bag)[0]]));
}

/** The same facts in each of two rounds. */
function inRounds(facts: RawFacts, { start, courseEnd }: Times): RawFacts {
  const round = { ...facts, classStart: dayText(start), classEnd: dayText(courseEnd) };
  return {
    ...facts,
    rounds: [
      { ...round, name: 'first' },
      { ...round, name: 'second' },
    ],
  };
}

function ladderStudent({ start }: Timeline): { facts: RawFacts; asOf: string } {
  const rounds = [0, 40, 80].map((after) => ({
    classStart: dayText(start + after),
    classEnd: dayText(start + after + 3),
    attendedAll: true,
    exams: [{ on: dayText(start + after + 10), result: 'fail' }],
  }));
  return { facts: { rounds, courseStart: dayText(start) }, asOf: dayText(start + 95) };
}

function voucherHolder({ start }: Timeline): { facts: RawFacts; asOf: string } {
  const entitlement = { issuedOn: dayText(start), expiresOn: dayText(start + 100) };
  return { facts: { entitlement }, asOf: dayText(start + 5) };
}
