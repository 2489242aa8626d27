// Random policies and facts in a narrow span of days, so that windows, releases and look-backs meet often.
import * as fc from 'fast-check';
import { type Day, dayText, readDay } from '../../../src/domain/day.ts';

/** The day on which random cases are judged. */
export const today: Day = readDay('2026-11-01')!;
const SPAN = 45;

const zones = [
  'America/Chicago',
  'Asia/Kolkata',
  'America/Havana',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Beirut',
];
const pastDay = fc.integer({ min: today - SPAN, max: today }).map(dayText);
const anyDay = fc.integer({ min: today - SPAN, max: today + SPAN }).map(dayText);
const clock = fc.constantFrom('00:00:00', '09:30:00', '12:00:00', '23:59:59');
const pastMoment = fc.oneof(
  fc
    .tuple(fc.integer({ min: today - SPAN, max: today - 1 }).map(dayText), clock)
    .map(([day, time]) => `${day}T${time}`),
  fc.integer({ min: today - SPAN, max: today - 2 }).map((day) => `${dayText(day)}T10:00:00-05:00`),
);
const score = fc.constantFrom(60, 70, 79.9, 80, 80.1, 95);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const amount = fc.oneof(
  fc.integer({ min: -10, max: 40 }).map((days) => ({ days })),
  fc.integer({ min: 0, max: 4 }).map((weeks) => ({ weeks })),
  fc.integer({ min: 0, max: 2 }).map((months) => ({ months })),
  fc.integer({ min: -3, max: 12 }).map((businessDays) => ({ businessDays })),
);
const lookback = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((days) => ({ days })),
  fc.constantFrom({ months: 1 }, { businessDays: 9 }, { weeks: 2 }),
);
const anchor = fc.constantFrom(
  'enrolledOn',
  'completedOn',
  'courseStart',
  'courseEnd',
  'accessEndsOn',
  'exam1',
  'exam2',
  'result1',
  'result2',
  '2026-11-10',
);
const window = fc.record({ anchor, amount });
const attempt = maybe(fc.constantFrom(1, 2));
const before = maybe(fc.constant('exam'));
const count = maybe(fc.integer({ min: 1, max: 3 }));
const pausable = maybe(fc.constantFrom({}, { maxDays: 5 }));

const requirementOfAttendance = fc.constantFrom({ all: true }, { missMax: 1 }, { pct: 75 }, { maxAbsentMinutes: 60 });
const makeup = fc.record(
  {
    max: fc.integer({ min: 0, max: 3 }),
    within: amount,
    excusedWithin: amount,
    excusedDoesNotCount: fc.boolean(),
    modes: fc.constantFrom(['recording'], ['recording', 'other']),
  },
  { requiredKeys: [] },
);

const ruleBody = fc.oneof(
  fc.record({ rule: fc.constantFrom('opt_in', 'course_complete'), window, pausable }),
  fc.record({ rule: fc.constant('exam_taken'), window, pausable, attempt }),
  fc.record({
    rule: fc.constant('on_or_before'),
    fact: fc.constantFrom('paidOn', 'completedOn', 'courseEnd'),
    anchor,
    amount: maybe(amount),
  }),
  fc.record({
    rule: fc.constant('flag'),
    fact: fc.constantFrom('paid', 'plan'),
    equals: fc.constantFrom(true, 'basic'),
    curable: fc.boolean(),
  }),
  fc.record({ rule: fc.constant('outcome'), attempt, nearMiss: maybe(score) }),
  fc.record({
    rule: fc.constant('mock'),
    mode: fc.constantFrom('taken', 'best', 'each', 'average', 'consecutive'),
    count,
    minScore: maybe(score),
    maxAttempts: maybe(fc.integer({ min: 1, max: 4 })),
    before,
    lookback: maybe(lookback),
    attempt,
  }),
  fc.record({ rule: fc.constant('progress'), pct: fc.constantFrom(50, 80), before, lookback: maybe(lookback) }),
  fc.record({
    rule: fc.constant('exam_after_readiness'),
    count,
    minScore: maybe(score),
    within: fc.oneof(amount, fc.constant({ hours: 48 })),
    attempt,
  }),
  fc.record({
    rule: fc.constant('attendance'),
    require: requirementOfAttendance,
    makeup: maybe(makeup),
    minPresencePct: maybe(fc.constantFrom(50, 90)),
    excused: maybe(fc.constant('countsAsPresent')),
  }),
  fc.record({
    rule: fc.constant('coursework'),
    pct: maybe(fc.constant(80)),
    gradeMin: maybe(fc.constant(85)),
    lateMax: maybe(fc.constant(1)),
  }),
  fc.record({ rule: fc.constantFrom('administration', 'reported', 'attempt_number'), attempt }),
  fc.record({ rule: fc.constant('version'), allowed: fc.constant(['v6']), attempt }),
  fc.record({
    rule: fc.constant('min_lead'),
    fact: fc.constantFrom('courseStart', 'exam1', 'result1'),
    amount,
    attempt,
  }),
  fc.record({ rule: fc.constant('rate_limit'), per: amount, lifetime: maybe(fc.constant(2)) }),
  fc.record({ rule: fc.constant('baseline'), maxAge: maybe(amount) }),
  fc.record({ rule: fc.constant('gain'), target: fc.constantFrom(10, 20), attempt }),
);

type Node = Readonly<Record<string, unknown>>;

/** A tree of combinators over random rules; the ids are r0, r1, ... in policy order. */
function requirement(forms: readonly ('all' | 'any' | 'nOf' | 'not' | 'onlyWhen')[]): fc.Arbitrary<Node> {
  const { node } = fc.letrec<{ node: Node; leaf: Node }>((tie) => {
    const children = fc.array(tie('node'), { minLength: 1, maxLength: 3 });
    const made: Record<(typeof forms)[number], fc.Arbitrary<Node>> = {
      all: children.map((all) => ({ all })),
      any: children.map((any) => ({ any })),
      nOf: children.chain((of) => fc.integer({ min: 1, max: of.length }).map((nOf) => ({ nOf, of }))),
      not: tie('node').map((not) => ({ not })),
      onlyWhen: fc.tuple(tie('node'), tie('node')).map(([onlyWhen, apply]) => ({ onlyWhen, apply })),
    };
    return { leaf: ruleBody, node: fc.oneof({ maxDepth: 2 }, tie('leaf'), ...forms.map((form) => made[form])) };
  });
  return fc.array(node, { minLength: 1, maxLength: 4 }).map((all) => numbered({ all }, { next: 0 }));
}

function numbered(node: Node, ids: { next: number }): Node {
  if ('rule' in node) {
    const id = `r${ids.next}`;
    ids.next += 1;
    return { id, ...node };
  }
  const each = ([key, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [key, value.map((child: Node) => numbered(child, ids))];
    return [key, typeof value === 'object' ? numbered(value as Node, ids) : value];
  };
  return Object.fromEntries(Object.entries(node).map(each));
}

/** A random guarantee of the given combinators. */
export function policy(forms: Parameters<typeof requirement>[0]): fc.Arbitrary<Node> {
  return fc.record({
    timeZone: fc.constantFrom(...zones),
    cutoff: maybe(fc.constantFrom('17:00', '00:30', '23:59:59')),
    holidays: fc.constantFrom([], ['2026-11-26', '2026-10-12']),
    scoreBased: maybe(fc.boolean()),
    requires: requirement(forms),
    claim: fc.record({ window, evidence: fc.constantFrom([], ['report']), evidenceGrace: maybe(amount) }),
    remedies: fc.constantFrom(
      [
        { type: 'refund', table: { pctPerPoint: 1.5 }, exclusiveWith: ['voucher'] },
        { type: 'voucher', noActivityAfter: 'exam1' },
      ],
      [{ type: 'refund', onlyIfGainAtMost: 15 }],
      [{ type: 'voucher' }],
    ),
  });
}

const session = fc.record({
  on: fc.integer({ min: today - SPAN, max: today - 1 }).map(dayText),
  min: maybe(fc.constant(90)),
  present: fc.constantFrom(0, 45, 60, 90, 90, 90, null),
  late: maybe(fc.boolean()),
  excused: maybe(fc.boolean()),
  makeup: maybe(fc.record({ on: pastDay, mode: maybe(fc.constantFrom('recording', 'other')) })),
});
const exam = fc.record({
  on: fc.integer({ min: today - SPAN, max: today - 1 }).map(dayText),
  result: fc.constantFrom('fail', 'fail', 'fail', 'pass', 'pending', 'no_show', 'cancelled'),
  resultReleasedOn: maybe(anyDay),
  score: maybe(fc.constantFrom(100, 110, 115)),
  version: maybe(fc.constantFrom('v6', 'v7')),
});

/** Random facts that all exist on `today`; only what is known in advance, and results still to be released, lie later. */
export const facts: fc.Arbitrary<Node> = fc.record({
  enrolledOn: maybe(pastDay),
  optInOn: maybe(pastDay),
  completedOn: maybe(pastDay),
  paidOn: maybe(pastDay),
  courseStart: maybe(anyDay),
  courseEnd: maybe(anyDay),
  accessEndsOn: maybe(anyDay),
  examReportedOn: maybe(pastDay),
  administrations: fc.array(anyDay, { maxLength: 3 }),
  paid: maybe(fc.boolean()),
  plan: maybe(fc.constantFrom('basic', 'firm')),
  sessions: fc.array(session, { maxLength: 5 }),
  mocks: fc.array(fc.record({ at: pastMoment, score: maybe(score), valid: maybe(fc.boolean()) }), { maxLength: 5 }),
  exams: fc.array(exam, { maxLength: 3 }),
  progress: fc.array(fc.record({ on: pastDay, pct: fc.constantFrom(40, 60, 90) }), { maxLength: 3 }),
  coursework: maybe(
    fc.constantFrom({ done: 8, total: 10, grade: 90 }, { done: 10, total: 10, late: 2 }, { done: 1, total: 2 }),
  ),
  pauses: fc.array(fc.tuple(anyDay, fc.integer({ min: 0, max: 9 })).map(pauseOf), { maxLength: 2 }),
  waivers: fc.array(waiver(), { maxLength: 2 }),
  priorClaims: fc.array(fc.record({ approvedOn: pastDay }), { maxLength: 2 }),
  priorAttempts: maybe(fc.constantFrom(0, 1)),
  baselines: fc.array(
    fc.record({ kind: fc.constantFrom('official', 'diagnostic'), on: pastDay, score: fc.constantFrom(95, 100) }),
    { maxLength: 2 },
  ),
  activity: fc.array(fc.record({ on: pastDay }), { maxLength: 2 }),
  remediesTaken: fc.array(fc.record({ type: fc.constantFrom('refund', 'voucher'), on: pastDay }), { maxLength: 1 }),
  claim: maybe(
    fc.record({
      receivedAt: pastMoment,
      evidence: fc.constantFrom([], ['report']),
      laterEvidence: fc.array(fc.record({ item: fc.constant('report'), on: pastDay }), { maxLength: 1 }),
      choice: maybe(fc.constantFrom('refund', 'voucher')),
    }),
  ),
});

/** A random waiver for one of the first rules, or for the claim. */
export function waiver() {
  return fc.record({
    rule: fc.constantFrom('r0', 'r1', 'r2', 'r3', 'claim_window', 'evidence'),
    action: fc.constantFrom('waive', 'extend'),
    until: anyDay,
    grantedOn: pastDay,
  });
}

function pauseOf([from, days]: [string, number]) {
  return { from, to: dayText(readDay(from)! + days), status: 'approved' };
}
