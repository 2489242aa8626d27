// Random cases within section 8's language for the comparison with the independent evaluator: days lie close together,
// so that windows, releases, look-backs, clock changes and grants meet often.
import fc from 'fast-check';
import { type Day, addAmount, readInstant } from './oracle-calendar.ts';
import type { RawFacts, RawNode, RawPolicy } from './oracle-world.ts';

/** A case as the batch of the command line takes it. */
export interface OracleCase {
  readonly policy: RawPolicy;
  readonly facts: RawFacts;
  readonly asOf: string;
}

/** A place in time and space around which a case plays: a zone, a day near something special, the cut-offs of interest. */
interface Scene {
  readonly zone: string;
  readonly today: Day;
}

/**
 * Both clock changes, skipped and repeated midnights, half hours, 29 February, a day that a zone left out, a gap around
 * midnight, a minute after midnight that went back to the day before.
 */
const SCENES: readonly Scene[] = [
  { zone: 'America/Chicago', today: '2026-10-31' },
  { zone: 'America/Chicago', today: '2027-03-13' },
  { zone: 'America/New_York', today: '2028-02-28' },
  { zone: 'Asia/Kolkata', today: '2026-12-30' },
  { zone: 'Australia/Lord_Howe', today: '2026-10-03' },
  { zone: 'America/Havana', today: '2026-10-31' },
  { zone: 'America/Havana', today: '2026-03-07' },
  { zone: 'Asia/Beirut', today: '2026-03-28' },
  { zone: 'America/Sao_Paulo', today: '2017-10-14' },
  { zone: 'Pacific/Apia', today: '2011-12-29' },
  { zone: 'America/Toronto', today: '1919-03-30' },
  { zone: 'America/St_Johns', today: '2010-11-06' },
  { zone: 'UTC', today: '2026-08-31' },
];
const SPAN = 40;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const maybeNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const anyAmount = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -5, max: 35 }).map((days) => ({ days })) },
  fc.integer({ min: 0, max: 3 }).map((weeks) => ({ weeks })),
  fc.integer({ min: -1, max: 2 }).map((months) => ({ months })),
  fc.constant({ years: 1 }),
  fc.integer({ min: -3, max: 12 }).map((businessDays) => ({ businessDays })),
);
const anyLookback = fc.oneof(
  fc.integer({ min: 0, max: 35 }).map((days) => ({ days })),
  fc.constantFrom({ months: 1 }, { businessDays: 9 }, { weeks: 2 }, { years: 1 }),
);
const FACT_ANCHORS = ['enrolledOn', 'completedOn', 'courseStart', 'courseEnd', 'accessEndsOn'];
const attempt = maybe(fc.constantFrom(1, 1, 2));
const before = maybe(fc.constant('exam'));
const count = maybe(fc.integer({ min: 1, max: 3 }));
const score = fc.constantFrom(60, 70, 79.9, 80, 80.1, 95);
const pausable = maybe(fc.constantFrom({}, { maxDays: 5 }));
const kind = maybe(fc.constantFrom('mock', 'mini'));

function makeupOf({ amount }: Times) {
  return fc.record(
    {
      max: fc.integer({ min: 0, max: 2 }),
      within: amount,
      excusedWithin: amount,
      excusedDoesNotCount: fc.boolean(),
      modes: fc.constantFrom(['recording'], ['recording', 'other']),
    },
    { requiredKeys: [] },
  );
}

function ruleOf(times: Times): fc.Arbitrary<Record<string, unknown>> {
  const { any: day, amount, lookback } = times;
  const anchor = fc.oneof(fc.constantFrom(...FACT_ANCHORS, 'exam1', 'exam2', 'result1', 'result2'), day);
  const window = fc.record({ anchor, amount });
  const rule = (name: string, shape: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ rule: fc.constant(name), ...shape });
  return fc.oneof(
    rule('opt_in', { window, pausable, fact: maybe(fc.constant('paidOn')) }),
    rule('course_complete', { window, pausable }),
    rule('exam_taken', { window, pausable, attempt }),
    rule('on_or_before', {
      fact: fc.constantFrom('paidOn', 'completedOn', 'courseEnd'),
      anchor,
      amount: maybe(amount),
    }),
    rule('flag', {
      fact: fc.constantFrom('paid', 'plan'),
      equals: fc.constantFrom(true, false, 'basic'),
      curable: maybe(fc.boolean()),
    }),
    rule('outcome', { attempt, nearMiss: maybe(fc.constantFrom(100, 110)) }),
    {
      weight: 3,
      arbitrary: rule('mock', {
        mode: fc.constantFrom('taken', 'best', 'each', 'average', 'consecutive'),
        kind,
        count,
        minScore: maybe(score),
        maxAttempts: maybe(fc.integer({ min: 1, max: 4 })),
        before,
        lookback: maybe(lookback),
        attempt,
      }),
    },
    rule('progress', { pct: fc.constantFrom(50, 80), before, lookback: maybe(lookback), attempt }),
    {
      weight: 2,
      arbitrary: rule('exam_after_readiness', {
        count,
        kind,
        minScore: maybe(score),
        within: fc.oneof(amount, fc.constantFrom({ hours: 0 }, { hours: 24 }, { hours: 48 })),
        attempt,
      }),
    },
    {
      weight: 3,
      arbitrary: rule('attendance', {
        require: fc.constantFrom<unknown>(
          { all: true },
          { missMax: 1 },
          { pct: 75 },
          { pct: 66.6 },
          { maxAbsentMinutes: 60 },
        ),
        makeup: maybe(makeupOf(times)),
        minPresencePct: maybe(fc.constantFrom(50, 90)),
        excused: maybe(fc.constant('countsAsPresent')),
        sessions: maybe(fc.constant('workshops')),
      }),
    },
    rule('coursework', {
      pct: maybe(fc.constant(80)),
      gradeMin: maybe(fc.constant(85)),
      lateMax: maybe(fc.constant(1)),
    }),
    rule('administration', { attempt }),
    rule('reported', { attempt }),
    rule('attempt_number', {}),
    rule('version', { allowed: fc.constant(['v6', 7]), attempt }),
    rule('min_lead', { fact: fc.constantFrom('courseStart', 'completedOn', 'exam1', 'result1'), amount, attempt }),
    rule('rate_limit', { per: amount, lifetime: maybe(fc.constant(2)) }),
    rule('baseline', { maxAge: maybe(amount), kinds: maybe(fc.constantFrom(['official'], ['diagnostic'])) }),
    rule('gain', { target: fc.constantFrom(10, 20, 4.7), maxAge: maybe(amount), attempt }),
  );
}

function requirement(times: Times): fc.Arbitrary<RawNode> {
  const { node } = fc.letrec<{ node: RawNode; leaf: RawNode }>((tie) => {
    const children = fc.array(tie('node'), { minLength: 1, maxLength: 4 });
    return {
      leaf: ruleOf(times),
      node: fc.oneof(
        { maxDepth: 2 },
        tie('leaf'),
        children.map((all) => ({ all })),
        children.map((any) => ({ any })),
        children.chain((of) => fc.integer({ min: 1, max: of.length }).map((nOf) => ({ nOf, of }))),
      ),
    };
  });
  // A single rule lets many cases come through to the claim.
  const few = fc.oneof(
    fc.array(ruleOf(times), { minLength: 1, maxLength: 1 }),
    fc.array(node, { minLength: 1, maxLength: 3 }),
  );
  return few.map((all) => numbered({ all }, { next: 0 }));
}

/** Gives the rules the ids r0, r1, ... in policy order. */
function numbered(node: RawNode, ids: { next: number }): RawNode {
  if (node.rule !== undefined) {
    ids.next += 1;
    return { id: `r${ids.next - 1}`, ...node };
  }
  const of = (children: readonly RawNode[]) => children.map((child) => numbered(child, ids));
  if (node.all) return { all: of(node.all) };
  return node.any ? { any: of(node.any) } : { nOf: node.nOf!, of: of(node.of!) };
}

/** The days and moments of a case. A few of them come up again and again, with the amounts that lie between them. */
function timesOf({ zone, today }: Scene, meetings: readonly number[]) {
  const dayFrom = (min: number, max: number) => fc.integer({ min, max }).map((days) => addAmount(today, { days }, []));
  const meeting = fc.constantFrom(...meetings, 0).map((days) => addAmount(today, { days }, []));
  const yearApart = meeting.map((day) => addAmount(day, { months: -12 }, []));
  const between = meetings.flatMap((a) => [...meetings, 0].map((b) => ({ days: a - b })));
  const often = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: usual }, other);
  const near = often(meeting, fc.oneof(dayFrom(-3, 3), dayFrom(-SPAN, 3), yearApart));
  const clock = fc.constantFrom('00:00', '00:00:01', '00:30', '01:30', '02:15', '17:00', '17:00:01', '23:59:59');
  const offset = fc.constantFrom('', '', 'Z', '-05:00', '+05:30', '+14:00');
  const plainMoment = fc
    .tuple(meeting, fc.constantFrom('00:00', '12:00', '17:00', '17:00:01'))
    .map((parts) => parts.join('T'));
  const moment = often(
    plainMoment,
    fc.tuple(near, clock, offset).map(([day, time, zoned]) => `${day}T${time}${zoned}`),
  );
  return {
    zone,
    near,
    any: often(meeting, dayFrom(-SPAN, SPAN)),
    later: often(meeting, dayFrom(-3, SPAN)),
    moment: often(moment, near),
    amount: often(fc.constantFrom(...between), anyAmount),
    lookback: often(fc.constantFrom(...between.filter(({ days }) => days >= 0)), anyLookback),
  };
}

type Times = ReturnType<typeof timesOf>;

function examOf({ near, any, moment }: Times) {
  return fc.record({
    on: near,
    startAt: maybe(moment),
    result: fc.constantFrom('fail', 'fail', 'fail', 'fail', 'pass', 'pending', 'no_show', 'cancelled'),
    resultReleasedOn: maybeNull(any),
    score: maybe(fc.constantFrom(100, 109.7, 110, 115)),
    version: maybe(fc.constantFrom('v6', 'v5', 7)),
  });
}

/** Exams of which no two begin at one instant: the language gives those no order. */
function examsOf(times: Times, maxLength: number) {
  const begin = ({ on, startAt }: { on: Day; startAt?: string | undefined }) =>
    `${on} ${startAt === undefined ? '' : readInstant(startAt, times.zone)}`;
  return fc.uniqueArray(examOf(times), { maxLength, selector: begin });
}

function sessionOf({ near, later }: Times) {
  return fc.record({
    on: fc.oneof({ weight: 3, arbitrary: near }, later),
    min: maybe(fc.constant(90)),
    present: fc.constantFrom(0, 45, 60, 60, 81, 90, 90, 90, null),
    late: maybe(fc.boolean()),
    excused: maybe(fc.boolean()),
    makeup: maybe(fc.record({ on: near, mode: maybe(fc.constantFrom('recording', 'other')) })),
  });
}

function waiverOf({ near, any }: Times, ids: readonly string[]) {
  return fc.record({
    rule: fc.constantFrom(...ids),
    action: fc.constantFrom('waive', 'extend', 'extend'),
    until: any,
    grantedOn: near,
  });
}

function commonTerms({ zone, any }: Times) {
  return {
    timeZone: fc.constant(zone),
    cutoff: maybe(fc.constantFrom('17:00', '00:30', '02:15', '23:59:59')),
    holidays: fc.array(any, { maxLength: 3 }),
  };
}

function guaranteeCase(times: Times): fc.Arbitrary<[RawPolicy, RawFacts]> {
  const { near, any, later, moment, amount } = times;
  const list = <T>(item: fc.Arbitrary<T>, maxLength: number) => maybe(fc.array(item, { maxLength }));
  const terms = fc.record({
    ...commonTerms(times),
    scoreBased: maybe(fc.boolean()),
    requires: requirement(times),
    claim: maybe(
      fc.record({
        window: maybe(fc.record({ anchor: fc.constantFrom(...FACT_ANCHORS, 'exam1', 'result1', 'result2'), amount })),
        evidence: fc.constantFrom([], ['report'], ['report', 'id']),
        evidenceGrace: maybe(amount),
      }),
    ),
    remedies: fc.constantFrom<unknown>(
      [
        { type: 'refund', table: { pctPerPoint: 1.5 }, exclusiveWith: ['voucher'] },
        { type: 'voucher', noActivityAfter: 'exam1', exclusiveWith: ['refund'] },
      ],
      [
        { type: 'refund', onlyIfGainAtMost: 9.7 },
        { type: 'access', noActivityAfter: 'completedOn' },
      ],
      [{ type: 'voucher' }],
    ),
  });
  const facts = fc.record({
    ...Object.fromEntries(
      ['enrolledOn', 'optInOn', 'completedOn', 'paidOn', 'examReportedOn'].map((name) => [name, maybeNull(near)]),
    ),
    ...Object.fromEntries(['courseStart', 'courseEnd', 'accessEndsOn'].map((name) => [name, maybe(any)])),
    administrations: list(any, 3),
    paid: maybe(fc.oneof(fc.boolean(), fc.record({ value: fc.boolean(), from: later, before: maybe(fc.boolean()) }))),
    plan: maybe(fc.constantFrom('basic', 'firm')),
    sessions: list(sessionOf(times), 5),
    workshops: list(sessionOf(times), 3),
    mocks: list(fc.record({ at: moment, score: maybe(score), valid: maybe(fc.boolean()), kind }), 6),
    exams: maybe(examsOf(times, 3)),
    progress: list(
      fc.oneof(
        fc.record({ on: near, pct: fc.constantFrom(40, 60, 90) }),
        fc.record({ on: near, modules: fc.constantFrom([85, 60], [90, 80, 81]) }),
      ),
      3,
    ),
    coursework: maybe(
      fc.constantFrom<unknown>(
        { done: 8, total: 10, grade: 90 },
        { done: 10, total: 10, late: 2 },
        { done: 1, total: 2 },
        { done: 0, total: 0 },
        { grade: 80 },
        { late: 3, outageLogged: true },
      ),
    ),
    pauses: list(
      fc
        .tuple(any, fc.integer({ min: 0, max: 9 }), fc.constantFrom('approved', 'approved', 'requested'))
        .map(([from, days, status]) => ({
          from,
          to: addAmount(from, { days }, []),
          status,
        })),
      3,
    ),
    waivers: list(waiverOf(times, ['r0', 'r1', 'r2', 'r3', 'claim_window', 'evidence']), 3),
    priorClaims: list(fc.record({ approvedOn: near }), 2),
    priorAttempts: maybe(fc.constantFrom(0, 1)),
    baselines: list(
      fc.record({ kind: fc.constantFrom('official', 'diagnostic'), on: near, score: fc.constantFrom(95, 100) }),
      3,
    ),
    activity: list(fc.record({ on: near }), 2),
    remediesTaken: list(fc.record({ type: fc.constantFrom('refund', 'voucher'), on: near }), 1),
    claim: maybe(
      fc.record({
        receivedAt: moment,
        evidence: maybe(fc.constantFrom([], ['report'], ['report', 'id'])),
        laterEvidence: list(fc.record({ item: fc.constantFrom('report', 'id'), on: near }), 2),
        choice: maybe(fc.constantFrom('refund', 'voucher')),
      }),
    ),
  });
  return fc.tuple(terms, facts) as fc.Arbitrary<[RawPolicy, RawFacts]>;
}

function ladderCase(times: Times): fc.Arbitrary<[RawPolicy, RawFacts]> {
  const { near, later, moment, amount } = times;
  const round = fc.record({
    start: fc.oneof({ weight: 4, arbitrary: near }, later),
    days: fc.integer({ min: 0, max: 4 }),
    attendedAll: fc.constantFrom(true, true, true, true, false, null),
    exams: examsOf(times, 2),
  });
  const rounds = fc.array(round, { maxLength: 4 }).map((list) =>
    // Rounds that start on one day have no order of their own.
    list
      .filter(({ start }, index) => list.findIndex((other) => other.start === start) === index)
      .map(({ start, days, ...rest }) => ({
        classStart: start,
        classEnd: addAmount(start, { days }, []),
        ...rest,
      })),
  );
  const steps = ['attendance_1', 'exam_1', 'reattend_1', 'exam_2', 'reattend_2', 'claim_window'];
  const terms = fc.record({
    ...commonTerms(times),
    kind: fc.constant('ladder'),
    ladder: fc.record({
      examWithin: amount,
      reattendWithin: amount,
      refundAfterFails: fc.integer({ min: 1, max: 3 }),
      refundClaimWithin: amount,
    }),
  });
  const facts = fc.record({
    rounds,
    waivers: fc.array(waiverOf(times, steps), { maxLength: 3 }),
    claim: maybe(fc.record({ receivedAt: moment })),
  });
  return fc.tuple(terms, facts) as fc.Arbitrary<[RawPolicy, RawFacts]>;
}

function voucherCase(times: Times): fc.Arbitrary<[RawPolicy, RawFacts]> {
  const { near, any, later, moment } = times;
  const laterMoment = fc
    .tuple(later, fc.constantFrom('09:00', '00:00', '23:59:59'))
    .map(([day, time]) => `${day}T${time}`);
  const terms = fc.record({
    ...commonTerms(times),
    kind: fc.constant('entitlement'),
    entitlement: fc.record({
      validFor: fc.constantFrom({ days: 20 }, { months: 1 }, { months: 10 }),
      waits: maybe(fc.constantFrom([], [5], [3, 10, 40])),
      waitExclusive: maybe(fc.constantFrom(0, 1)),
      maxIn12Months: maybe(fc.constantFrom(1, 2, 3)),
      cancelNoticeHours: maybe(fc.constantFrom(0, 24)),
    }),
  });
  const holder = maybe(fc.constantFrom('s1', 's2'));
  const facts = fc.record({
    entitlement: fc.record({
      issuedOn: fc.oneof(near, any),
      expiresOn: maybeNull(any),
      holder: maybe(fc.constant('s1')),
      events: maybe(
        fc.array(fc.record({ type: fc.constantFrom('revoked', 'replaced', 'void', 'noted'), on: any }), {
          maxLength: 1,
        }),
      ),
    }),
    examRetiresOn: maybe(any),
    attempts: maybe(
      fc.array(fc.record({ on: near, result: fc.constantFrom('fail', 'fail', 'pass') }), { maxLength: 4 }),
    ),
    use: maybe(
      fc.record({
        examStartAt: fc.oneof(moment, laterMoment),
        cancelledAt: maybeNull(moment),
        holder,
        result: maybe(fc.constantFrom('fail', 'no_show')),
      }),
    ),
    waivers: maybe(fc.array(waiverOf(times, ['expiry']), { maxLength: 1 })),
  });
  return fc.tuple(terms, facts) as fc.Arbitrary<[RawPolicy, RawFacts]>;
}

/** Puts a part of the policy under versions, pinned on a fact that may be missing. */
function versioned(policy: RawPolicy, effectiveFrom: Day, pinOn: string | undefined): RawPolicy {
  const { holidays, ...rest } = policy;
  const early = { effectiveFrom: '2000-01-01', version: 'v1', cutoff: '12:00' };
  return { ...rest, pinOn, versions: [{ effectiveFrom, holidays, version: 'v2' }, early] };
}

/** A scene, and the days (from its own day) on which much happens. */
const sceneWithMeetings = fc.tuple(
  fc.constantFrom(...SCENES),
  fc.array(fc.oneof(fc.integer({ min: -3, max: 2 }), fc.integer({ min: -15, max: 10 })), {
    minLength: 2,
    maxLength: 3,
  }),
);

/** A random case of one of the three kinds. */
export const oracleCase: fc.Arbitrary<OracleCase> = sceneWithMeetings.chain(([scene, meetings]) => {
  const times = timesOf(scene, meetings);
  const body = fc.oneof(
    { weight: 8, arbitrary: guaranteeCase(times) },
    { weight: 2, arbitrary: ladderCase(times) },
    { weight: 2, arbitrary: voucherCase(times) },
  );
  const asOf = fc.oneof(
    fc.constant(scene.today),
    fc
      .constantFrom('00:00', '00:29:59', '03:00', '12:00', '17:00:01', '23:59:59')
      .map((time) => `${scene.today}T${time}`),
  );
  const pinning = fc.tuple(times.any, maybe(fc.constantFrom('enrolledOn', 'courseStart')));
  const pin = fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, pinning);
  return fc.tuple(body, asOf, pin).map(([[policy, facts], at, pinned]) => ({
    policy: withoutUndefined(pinned ? versioned(policy, ...pinned) : policy),
    facts: withoutUndefined(facts),
    asOf: at,
  }));
});

/** As JSON has it: members that are undefined are not there. */
function withoutUndefined<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
