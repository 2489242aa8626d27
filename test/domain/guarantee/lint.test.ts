// The linter: each check finds its fault at its place with a cure, and stays silent where there is none.
import { expect } from 'chai';
import fc from 'fast-check';
import { archetype, archetypeNames } from '../../../src/domain/guarantee/archetypes.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { RULE_KEYS } from '../../../src/domain/guarantee/lint/known-names.ts';
import { type LintFinding, lintPolicy } from '../../../src/domain/guarantee/lint/lint-policy.ts';
import { ruleBook } from '../../../src/domain/guarantee/rules/book.ts';
import { policy as randomPolicy } from './random-case.ts';

type Json = Readonly<Record<string, unknown>>;

const days = (count: number) => ({ days: count });
const window = (anchor: string, amount: unknown) => ({ anchor, amount });
const fail = { id: 'exam_fail', rule: 'outcome' };
const CLEAN = {
  version: '2026-09',
  timeZone: 'America/Chicago',
  requires: { all: [fail] },
  claim: {
    window: window('result1', days(60)),
    satisfiedBy: 'received',
    evidence: ['report'],
    decidedBy: 'administration',
  },
  remedies: [{ type: 'retake_voucher' }],
};

/** The clean policy with some members replaced. */
const withPart = (part: Json): Json => ({ ...CLEAN, ...part });
/** The clean policy with further rules beside the fail. */
const asking = (...rules: readonly Json[]): Json => withPart({ requires: { all: [fail, ...rules] } });
const claiming = (part: Json): Json => withPart({ claim: { ...CLEAN.claim, ...part } });
const giving = (...remedies: readonly Json[]): Json => withPart({ remedies });
const voucher = (entitlement: Json) => ({ version: '1', timeZone: 'UTC', kind: 'entitlement', entitlement });
const ladder = (part: Json, more: Json = {}) => ({
  version: '1',
  timeZone: 'UTC',
  kind: 'ladder',
  ladder: {
    examWithin: { months: 1 },
    reattendWithin: { months: 6 },
    refundAfterFails: 3,
    refundClaimWithin: days(30),
    ...part,
  },
  ...more,
});
const mock = (part: Json): Json => ({ id: 'mock', rule: 'mock', mode: 'best', minScore: 80, ...part });
const attendance = (part: Json): Json => ({ id: 'att', rule: 'attendance', require: { all: true }, ...part });
const flag = (id: string, part: Json): Json => ({ id, rule: 'flag', fact: 'plan', equals: true, ...part });
const exam = (anchor: string, amount: unknown, attempt = 1): Json => ({
  id: `exam${attempt}`,
  rule: 'exam_taken',
  attempt,
  window: window(anchor, amount),
});
const complete = (anchor: string, amount: unknown): Json => ({
  id: 'done',
  rule: 'course_complete',
  window: window(anchor, amount),
});
const gain = { id: 'gain', rule: 'gain', target: 50 };
const baseline = { id: 'start', rule: 'baseline' };

/** A fault with its place and the word that names it, and a policy close to it that has none of that kind. */
interface Row {
  readonly fault: string;
  readonly bad: unknown;
  readonly at: string;
  readonly severity: LintFinding['severity'];
  readonly says: RegExp;
  readonly good: unknown;
}

const rows: readonly (readonly [Row['fault'], Row['bad'], Row['at'], Row['severity'], Row['says'], Row['good']])[] = [
  // Reading and names
  ['no time zone', { ...CLEAN, timeZone: undefined }, 'timeZone', 'error', /missing/, CLEAN],
  [
    'an amount without its unit',
    asking(exam('courseEnd', 30)),
    'requires.all[1].window.amount',
    'error',
    /read/,
    asking(exam('courseEnd', days(30))),
  ],
  [
    'a member nobody reads',
    withPart({ holydays: [] }),
    'holydays',
    'warning',
    /says nothing/,
    withPart({ holidays: [] }),
  ],
  [
    'a misspelled parameter',
    asking(mock({ min_score: 70 })),
    'requires.all[1].min_score',
    'warning',
    /says nothing/,
    asking(mock({})),
  ],
  [
    'an unknown rule',
    asking({ id: 'x', rule: 'mok', mode: 'best' }),
    'requires.all[1].rule',
    'error',
    /no rule "mok"/,
    asking(mock({})),
  ],
  [
    'a misspelled date',
    asking(exam('enroledOn', days(90))),
    'requires.all[1].window.anchor',
    'warning',
    /slip of "enrolledOn"/,
    asking(exam('enrolledOn', days(90))),
  ],
  [
    'a misspelled attempt',
    claiming({ window: window('Result 1', days(60)) }),
    'claim.window.anchor',
    'warning',
    /slip of "result1"/,
    CLEAN,
  ],
  // Ids
  [
    'one id twice',
    asking(flag('a', {}), flag('a', { fact: 'paid', curable: true })),
    'requires.all[2].id',
    'error',
    /too/,
    asking(flag('a', {}), flag('b', { fact: 'paid', curable: true })),
  ],
  [
    'an id that is taken',
    asking(flag('evidence', {})),
    'requires.all[1].id',
    'warning',
    /word of the language/,
    asking(flag('papers', {})),
  ],
  // Calendar and versions
  ['a zone without a place', withPart({ timeZone: 'Etc/GMT+5' }), 'timeZone', 'warning', /clock changes/, CLEAN],
  [
    'business days without holidays',
    claiming({ window: window('result1', { businessDays: 20 }) }),
    'holidays',
    'warning',
    /public holidays/,
    { ...claiming({ window: window('result1', { businessDays: 20 }) }), holidays: ['2026-11-26'] },
  ],
  [
    'a holiday twice',
    withPart({ holidays: ['2026-11-26', '2026-11-26'] }),
    'holidays[1]',
    'warning',
    /twice/,
    withPart({ holidays: ['2026-11-26', '2026-12-25'] }),
  ],
  ['terms without a version', { ...CLEAN, version: undefined }, 'version', 'warning', /no version/, CLEAN],
  [
    'a deadline before the terms count',
    { ...asking(exam('2026-01-31', days(0))), effectiveFrom: '2026-09-01' },
    'requires.all[1]',
    'error',
    /before these terms/,
    { ...asking(exam('2027-01-31', days(0))), effectiveFrom: '2026-09-01' },
  ],
  [
    'a part that every version replaces',
    { ...CLEAN, versions: [{ effectiveFrom: '2026-01-01', version: 'a', claim: CLEAN.claim }] },
    'claim',
    'warning',
    /never counts/,
    { ...CLEAN, versions: [{ effectiveFrom: '2026-01-01', version: 'a' }] },
  ],
  // Windows
  [
    'a deadline before its anchor',
    asking(exam('completedOn', days(-5))),
    'requires.all[1].window.amount',
    'error',
    /known only when it comes/,
    asking(exam('courseEnd', days(-5))),
  ],
  [
    'an exam counted from itself',
    asking(exam('exam1', days(60))),
    'requires.all[1].window.anchor',
    'error',
    /must come before/,
    asking(exam('exam1', days(60), 2)),
  ],
  [
    'an exam due before the course can end',
    asking(complete('enrolledOn', { months: 5 }), exam('enrolledOn', days(90))),
    'requires.all[2].window.amount',
    'error',
    /may take 5 months/,
    asking(complete('enrolledOn', { months: 5 }), exam('completedOn', days(30))),
  ],
  [
    'too little time for an appointment',
    asking(complete('courseStart', days(30)), exam('courseStart', days(40))),
    'requires.all[2].window.amount',
    'warning',
    /appointment/,
    asking(complete('courseStart', days(30)), exam('courseStart', days(44))),
  ],
  [
    'an opt-in before the first lesson',
    asking({ id: 'opt', rule: 'opt_in', window: window('enrolledOn', days(7)) }),
    'requires.all[1].window',
    'warning',
    /first lesson/,
    asking({ id: 'opt', rule: 'opt_in', window: window('courseStart', days(7)) }),
  ],
  [
    'a date compared with itself',
    asking({ id: 'x', rule: 'on_or_before', fact: 'completedOn', anchor: 'completedOn' }),
    'requires.all[1]',
    'error',
    /itself/,
    asking({ id: 'x', rule: 'on_or_before', fact: 'completedOn', anchor: 'exam1' }),
  ],
  [
    'a wait counted from the same exam',
    asking({ id: 'x', rule: 'min_lead', fact: 'exam1', amount: days(5) }),
    'requires.all[1]',
    'error',
    /cannot come before/,
    asking({ id: 'x', rule: 'min_lead', fact: 'exam1', amount: days(5), attempt: 2 }),
  ],
  // Retakes
  [
    'a retake due before one may sit',
    { ...asking(exam('exam1', days(30), 2)), assumes: { retakeWait: days(60) } },
    'requires.all[1].window.amount',
    'error',
    /wait 60 days/,
    { ...asking(exam('exam1', days(90), 2)), assumes: { retakeWait: days(60) } },
  ],
  [
    'a wait that outlasts the window',
    asking(exam('courseStart', { weeks: 8 }), {
      id: 'lead',
      rule: 'min_lead',
      fact: 'courseStart',
      amount: { weeks: 10 },
    }),
    'requires.all[1].window.amount',
    'error',
    /no day is left/,
    asking(exam('courseStart', { weeks: 16 }), {
      id: 'lead',
      rule: 'min_lead',
      fact: 'courseStart',
      amount: { weeks: 10 },
    }),
  ],
  // Look-backs
  [
    'a look-back shorter than the course',
    asking(complete('enrolledOn', { months: 5 }), {
      id: 'p',
      rule: 'progress',
      pct: 100,
      before: 'exam',
      lookback: days(60),
    }),
    'requires.all[2].lookback',
    'warning',
    /runs off/,
    asking(complete('enrolledOn', { months: 5 }), {
      id: 'p',
      rule: 'progress',
      pct: 100,
      before: 'exam',
      lookback: { months: 6 },
    }),
  ],
  [
    'a look-back for mocks shorter than the course',
    asking(complete('enrolledOn', { months: 5 }), mock({ before: 'exam', lookback: days(60) })),
    'requires.all[2].lookback',
    'warning',
    /early in it runs off/,
    asking(complete('enrolledOn', { months: 5 }), mock({ before: 'exam', lookback: { months: 6 } })),
  ],
  [
    'a look-back into the future',
    asking(mock({ before: 'exam', lookback: days(-3) })),
    'requires.all[1].lookback',
    'error',
    /never be met/,
    asking(mock({ before: 'exam', lookback: days(3) })),
  ],
  // Logic
  [
    'two values of one fact',
    asking(flag('a', { equals: 'basic' }), flag('b', { equals: 'premium' })),
    'requires.all[2]',
    'error',
    /at once/,
    asking({ any: [flag('a', { equals: 'basic' }), flag('b', { equals: 'premium' })] }),
  ],
  [
    'more than can be met',
    asking({ nOf: 2, of: [flag('a', { equals: 1 }), flag('b', { equals: 2 }), flag('c', { equals: 3 })] }),
    'requires.all[1].nOf',
    'error',
    /at most 1/,
    asking({ nOf: 2, of: [flag('a', { equals: 1 }), flag('b', { fact: 'b' }), flag('c', { equals: 3 })] }),
  ],
  [
    'a rule and its opposite',
    asking(mock({ id: 'a' }), { not: mock({ id: 'b' }) }),
    'requires.all[2]',
    'error',
    /opposite/,
    asking(mock({ id: 'a' }), { not: mock({ id: 'b', minScore: 90 }) }),
  ],
  [
    'a choice that everybody meets',
    asking({ any: [mock({ id: 'a' }), { not: mock({ id: 'b' }) }] }),
    'requires.all[1].any[1]',
    'warning',
    /everybody/,
    asking({ any: [mock({ id: 'a' }), { not: mock({ id: 'b', kind: 'mini' }) }] }),
  ],
  [
    'one thing asked twice',
    asking(exam('courseEnd', days(30)), { ...exam('courseEnd', days(60)), id: 'again' }),
    'requires.all[2]',
    'warning',
    /other numbers/,
    asking(exam('courseEnd', days(30)), { ...exam('graduatedOn', days(60)), id: 'again' }),
  ],
  // Thresholds
  [
    'a score above 100',
    asking(mock({ minScore: 120 })),
    'requires.all[1].minScore',
    'error',
    /nobody reaches/,
    asking(mock({ minScore: 100 })),
  ],
  [
    'more mocks than count',
    asking(mock({ count: 3, maxAttempts: 2 })),
    'requires.all[1].maxAttempts',
    'error',
    /only the first 2/,
    asking(mock({ count: 3, maxAttempts: 3 })),
  ],
  [
    'a score nobody looks at',
    asking(mock({ mode: 'taken' })),
    'requires.all[1].minScore',
    'warning',
    /does not look/,
    asking(mock({})),
  ],
  [
    'no score asked',
    asking({ id: 'm', rule: 'mock', mode: 'best' }),
    'requires.all[1].minScore',
    'warning',
    /No score/,
    asking({ id: 'm', rule: 'mock', mode: 'best', minScore: 'pass' }),
  ],
  [
    'attendance of 0 %',
    asking(attendance({ require: { pct: 0 } })),
    'requires.all[1].require.pct',
    'warning',
    /everybody/,
    asking(attendance({ require: { pct: 80 } })),
  ],
  [
    'presence of 0 %',
    asking(attendance({ minPresencePct: 0 })),
    'requires.all[1].minPresencePct',
    'warning',
    /nobody can miss/,
    asking(attendance({ minPresencePct: 90 })),
  ],
  [
    'makeups beside minutes',
    asking(attendance({ require: { maxAbsentMinutes: 60 }, makeup: { max: 2 } })),
    'requires.all[1].makeup',
    'warning',
    /change nothing/,
    asking(attendance({ makeup: { max: 2 } })),
  ],
  [
    'no makeup allowed',
    asking(attendance({ makeup: { max: 0 } })),
    'requires.all[1].makeup.max',
    'warning',
    /ever allowed/,
    asking(attendance({ makeup: { max: 1 } })),
  ],
  [
    'a makeup before the session',
    asking(attendance({ makeup: { within: days(-1) } })),
    'requires.all[1].makeup.within',
    'error',
    /before the session/,
    asking(attendance({ makeup: { within: days(7) } })),
  ],
  [
    'less time for the excused',
    asking(attendance({ makeup: { within: days(14), excusedWithin: days(7) } })),
    'requires.all[1].makeup.excusedWithin',
    'warning',
    /less time/,
    asking(attendance({ makeup: { within: days(7), excusedWithin: days(14) } })),
  ],
  [
    'a limit that is not there',
    asking(attendance({ makeup: { excusedDoesNotCount: true } })),
    'requires.all[1].makeup.excusedDoesNotCount',
    'warning',
    /no difference/,
    asking(attendance({ makeup: { max: 2, excusedDoesNotCount: true } })),
  ],
  [
    'coursework of 0 %',
    asking({ id: 'c', rule: 'coursework', pct: 0 }),
    'requires.all[1].pct',
    'warning',
    /everybody/,
    asking({ id: 'c', rule: 'coursework', pct: 0, gradeMin: 85 }),
  ],
  [
    'fewer than no late work',
    asking({ id: 'c', rule: 'coursework', lateMax: -1 }),
    'requires.all[1].lateMax',
    'error',
    /no late work/,
    asking({ id: 'c', rule: 'coursework', lateMax: 0 }),
  ],
  [
    'a grade above 100',
    asking({ id: 'c', rule: 'coursework', gradeMin: 850 }),
    'requires.all[1].gradeMin',
    'warning',
    /percentages/,
    asking({ id: 'c', rule: 'coursework', gradeMin: 85 }),
  ],
  [
    'progress of 0 %',
    asking({ id: 'p', rule: 'progress', pct: 0 }),
    'requires.all[1].pct',
    'warning',
    /everybody/,
    asking({ id: 'p', rule: 'progress', pct: 80 }),
  ],
  [
    'a gain of nothing',
    { ...asking(baseline, { ...gain, target: 0 }), scoreBased: true },
    'requires.all[2].target',
    'warning',
    /score fell/,
    { ...asking(baseline, gain), scoreBased: true },
  ],
  [
    'a pause of 0 days',
    asking({ id: 'opt', rule: 'opt_in', window: window('courseStart', days(7)), pausable: { maxDays: 0 } }),
    'requires.all[1].pausable.maxDays',
    'warning',
    /0 days/,
    asking({ id: 'opt', rule: 'opt_in', window: window('courseStart', days(7)), pausable: {} }),
  ],
  // Outcome
  [
    'no fail asked',
    withPart({ requires: { all: [mock({})] } }),
    'requires',
    'warning',
    /was not passed/,
    asking(mock({})),
  ],
  [
    'a gain behind a pass',
    asking(baseline, gain),
    'scoreBased',
    'warning',
    /closes/,
    { ...asking(baseline, gain), scoreBased: true },
  ],
  [
    'a gain without its start',
    { ...asking(gain), scoreBased: true },
    'requires.all[1]',
    'warning',
    /starting score/,
    { ...asking(baseline, gain), scoreBased: true },
  ],
  [
    'a reward for failing',
    asking({ ...fail, id: 'b', attempt: 2 }, { ...fail, id: 'c', attempt: 3 }),
    'requires',
    'warning',
    /reward for failing/,
    asking({ ...fail, id: 'b', attempt: 2 }),
  ],
  [
    'a judgment of nobody',
    asking(flag('e', { fact: 'genuineEffort' })),
    'requires.all[1]',
    'warning',
    /nobody is named/,
    asking(flag('e', { fact: 'genuineEffort', decidedBy: 'the lead instructor' })),
  ],
  [
    'a payment that is final',
    asking(flag('paid', { fact: 'paid' })),
    'requires.all[1]',
    'warning',
    /a day later/,
    asking(flag('paid', { fact: 'paid', curable: true })),
  ],
  [
    'a floor that shuts nobody out',
    withPart({ requires: { all: [{ ...fail, nearMiss: 0 }] } }),
    'requires.all[0].nearMiss',
    'error',
    /nobody out/,
    withPart({ requires: { all: [{ ...fail, nearMiss: 60 }] } }),
  ],
  // Claim
  ['no last day to claim', claiming({ window: undefined }), 'claim.window', 'warning', /no last day/, CLEAN],
  [
    'a claim over before the result',
    { ...claiming({ window: window('exam1', days(20)) }), assumes: { resultDelay: days(45) } },
    'claim.window',
    'error',
    /before a result/,
    { ...claiming({ window: window('exam1', days(60)) }), assumes: { resultDelay: days(45) } },
  ],
  [
    'a short claim from the exam day',
    claiming({ window: window('exam1', days(20)) }),
    'claim.window',
    'warning',
    /late result/,
    claiming({ window: window('exam1', days(30)) }),
  ],
  [
    'a claim over before the exam',
    {
      ...claiming({ window: window('courseStart', days(30)) }),
      requires: { all: [fail, exam('courseStart', days(60))] },
    },
    'claim.window',
    'error',
    /too late/,
    {
      ...claiming({ window: window('courseStart', days(90)) }),
      requires: { all: [fail, exam('courseStart', days(60))] },
    },
  ],
  [
    'a claim that never begins',
    claiming({ window: window('result2', days(30)) }),
    'claim.window',
    'error',
    /no rule asks for attempt 2/,
    CLEAN,
  ],
  [
    'a claim before its anchor',
    claiming({ window: window('result1', days(-3)) }),
    'claim.window',
    'error',
    /lies before/,
    CLEAN,
  ],
  [
    'a limit longer than the claim',
    asking({ id: 'r', rule: 'rate_limit', per: { months: 3 } }),
    'requires.all[1].per',
    'warning',
    /once in 3 months/,
    asking({ id: 'r', rule: 'rate_limit', per: { months: 1 } }),
  ],
  ['no evidence', claiming({ evidence: [] }), 'claim.evidence', 'warning', /no evidence/, CLEAN],
  [
    'evidence twice',
    claiming({ evidence: ['report', 'report'] }),
    'claim.evidence[1]',
    'warning',
    /twice/,
    claiming({ evidence: ['report', 'letter'] }),
  ],
  [
    'a grace backwards',
    claiming({ evidenceGrace: days(-1) }),
    'claim.evidenceGrace',
    'error',
    /before the claim/,
    claiming({ evidenceGrace: days(0) }),
  ],
  [
    'a day nobody records',
    claiming({ satisfiedBy: 'postmarked' }),
    'claim.satisfiedBy',
    'warning',
    /postmarked/,
    claiming({ satisfiedBy: 'received' }),
  ],
  [
    'neither sent nor received',
    withPart({ claim: { window: window('result1', days(60)), evidence: ['report'] } }),
    'claim.satisfiedBy',
    'warning',
    /sent or the day it is received/,
    claiming({ satisfiedBy: 'sent' }),
  ],
  [
    'a day that is not said',
    claiming({ satisfiedBy: 'soon' }),
    'claim.satisfiedBy',
    'error',
    /not said/,
    claiming({ satisfiedBy: 'received' }),
  ],
  // Remedies
  ['nothing to get', giving(), 'remedies', 'error', /nothing to get/, CLEAN],
  [
    'money without a currency',
    giving({ type: 'gift_card', amount: 50 }),
    'remedies[0].amount',
    'error',
    /currency/,
    giving({ type: 'gift_card', amount: 50, currency: 'USD' }),
  ],
  [
    'no currency',
    giving({ type: 'gift_card', amount: 50, currency: 'dollars' }),
    'remedies[0].currency',
    'error',
    /no currency/,
    giving({ type: 'gift_card', amount: 50, currency: 'EUR' }),
  ],
  [
    'an amount that pays nothing',
    giving({ type: 'gift_card', amount: 0, currency: 'USD' }),
    'remedies[0].amount',
    'error',
    /pays nothing/,
    giving({ type: 'gift_card', amount: 1, currency: 'USD' }),
  ],
  [
    'a percentage that pays nothing',
    giving({ type: 'tuition', percent: 0 }),
    'remedies[0].percent',
    'error',
    /pays nothing/,
    giving({ type: 'tuition', percent: 50 }),
  ],
  [
    'more than was paid',
    giving({ type: 'tuition', percent: 200 }),
    'remedies[0].percent',
    'warning',
    /more than/,
    giving({ type: 'tuition', percent: 100 }),
  ],
  [
    'a refund nobody approves',
    { ...claiming({ decidedBy: undefined }), remedies: [{ type: 'tuition_refund', percent: 100 }] },
    'remedies[0]',
    'warning',
    /approves/,
    giving({ type: 'tuition_refund', percent: 100 }),
  ],
  [
    'a remedy twice',
    giving({ type: 'a', exclusiveWith: [] }, { type: 'a', exclusiveWith: [] }),
    'remedies[1].type',
    'error',
    /twice/,
    giving({ type: 'a', exclusiveWith: [] }, { type: 'b', exclusiveWith: [] }),
  ],
  [
    'a choice that is not said',
    giving({ type: 'a' }, { type: 'b' }),
    'remedies[1].exclusiveWith',
    'warning',
    /all of these or one/,
    giving({ type: 'a', exclusiveWith: ['b'] }, { type: 'b', exclusiveWith: ['a'] }),
  ],
  [
    'a one-sided choice',
    giving({ type: 'a', exclusiveWith: ['b'] }, { type: 'b' }),
    'remedies[0].exclusiveWith[0]',
    'warning',
    /leaves/,
    giving({ type: 'a', exclusiveWith: ['b'] }, { type: 'b', exclusiveWith: ['a'] }),
  ],
  [
    'a remedy that is not there',
    giving({ type: 'voucher', exclusiveWith: ['refnd'] }, { type: 'refund', exclusiveWith: ['voucher'] }),
    'remedies[0].exclusiveWith[0]',
    'error',
    /no remedy/,
    giving({ type: 'voucher', exclusiveWith: ['refund'] }, { type: 'refund', exclusiveWith: ['voucher'] }),
  ],
  [
    'a remedy against itself',
    giving({ type: 'a', exclusiveWith: ['a'] }),
    'remedies[0].exclusiveWith[0]',
    'error',
    /itself/,
    giving({ type: 'a', exclusiveWith: [] }),
  ],
  [
    'a gain nobody measures',
    giving({ type: 'a', table: { pctPerPoint: 1 } }),
    'remedies[0].table',
    'error',
    /no rule of the policy/,
    { ...asking(baseline, gain), scoreBased: true, remedies: [{ type: 'a', table: { pctPerPoint: 1 } }] },
  ],
  // Wording
  [
    'words and digits',
    withPart({ note: 'Retake within thirty (90) days.' }),
    'note',
    'error',
    /30 in words and 90 in digits/,
    withPart({ note: 'Retake within ninety (90) days, and forty-five (45) later.' }),
  ],
  // Other kinds
  [
    'a part of another kind',
    ladder({}, { requires: { all: [fail] } }),
    'requires',
    'warning',
    /belongs to the kind "guarantee"/,
    ladder({}),
  ],
  [
    'a step before the one it follows',
    ladder({ reattendWithin: days(-1) }),
    'ladder.reattendWithin',
    'error',
    /before the one/,
    ladder({}),
  ],
  [
    'a short claim of the refund',
    ladder({ refundClaimWithin: days(7) }),
    'ladder.refundClaimWithin',
    'warning',
    /7 days/,
    ladder({ refundClaimWithin: days(14) }),
  ],
  [
    'a refund claim before the result',
    ladder({ refundClaimWithin: days(30) }, { assumes: { resultDelay: { weeks: 6 } } }),
    'ladder.refundClaimWithin',
    'error',
    /before its result/,
    ladder({ refundClaimWithin: days(60) }, { assumes: { resultDelay: { weeks: 6 } } }),
  ],
  [
    'a voucher without an end',
    voucher({}),
    'entitlement.validFor',
    'warning',
    /own last day/,
    voucher({ validFor: { months: 6 } }),
  ],
  [
    'a wait that outlasts the voucher',
    voucher({ validFor: days(30), waits: [30] }),
    'entitlement.waits[0]',
    'error',
    /31 days/,
    voucher({ validFor: days(31), waits: [30] }),
  ],
  [
    'a later wait that outlasts it',
    voucher({ validFor: days(60), waits: [30, 90] }),
    'entitlement.waits[1]',
    'warning',
    /91 days/,
    voucher({ validFor: days(91), waits: [30, 90] }),
  ],
  [
    'one exam a year, a voucher for less',
    voucher({ validFor: { months: 6 }, maxIn12Months: 1 }),
    'entitlement.maxIn12Months',
    'error',
    /12 months/,
    voucher({ validFor: { months: 6 }, maxIn12Months: 4 }),
  ],
];

describe('the linter', () => {
  it('has nothing to say of a clean policy', () => {
    expect(lintPolicy(CLEAN)).to.deep.equal([]);
  });

  for (const [fault, bad, at, severity, says, good] of rows) {
    it(`finds ${fault}, and only there`, () => {
      const here = (finding: LintFinding) => finding.path === at && says.test(finding.fault);
      const found = lintPolicy(bad).filter(here);
      expect(found, JSON.stringify(lintPolicy(bad))).to.have.lengthOf(1);
      expect(found[0]!.severity).to.equal(severity);
      expect(lintPolicy(good).filter(here)).to.deep.equal([]);
    });
  }

  it('suggests the name that was meant', () => {
    const cureAt = (policy: unknown, path: string) => lintPolicy(policy).find((finding) => finding.path === path)?.cure;
    expect(cureAt(asking({ id: 'x', rule: 'mok', mode: 'best' }), 'requires.all[1].rule')).to.equal(
      'Did you mean "mock"?',
    );
    expect(cureAt(asking({ id: 'x', rule: 'exam_outcome' }), 'requires.all[1].rule')).to.equal(
      'Did you mean "outcome"?',
    );
    expect(cureAt(asking(mock({ minscore: 1 })), 'requires.all[1].minscore')).to.equal('Did you mean "minScore"?');
    expect(cureAt(withPart({ timezone: 'UTC' }), 'timezone')).to.equal('Did you mean "timeZone"?');
  });

  it('names the version in which a fault stands', () => {
    const versions = [
      { effectiveFrom: '2026-01-01', version: 'a' },
      { effectiveFrom: '2027-01-01', version: 'b', claim: { ...CLEAN.claim, evidence: [] } },
    ];
    expect(lintPolicy({ ...CLEAN, versions }).map(({ path }) => path)).to.deep.equal(['versions[1].claim.evidence']);
  });

  it('says what several versions share only once', () => {
    const versions = ['2026-01-01', '2027-01-01'].map((effectiveFrom) => ({ effectiveFrom, version: effectiveFrom }));
    expect(lintPolicy({ ...giving(), versions })).to.have.lengthOf(1);
  });

  it('knows the parameters of every rule there is', () => {
    expect(Object.keys(RULE_KEYS).toSorted()).to.deep.equal([...ruleBook.keys()].toSorted());
  });

  for (const name of archetypeNames) {
    it(`finds no error in ${name}`, () => {
      expect(lintPolicy(archetype(name)).filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    });
  }
});

describe('the linter, whatever it is given', () => {
  const speaks = (findings: readonly LintFinding[]) => {
    for (const { path, fault, cure } of findings) {
      expect(typeof path).to.equal('string');
      expect(fault).to.match(/^\S.*[.:?]$/s);
      expect(cure).to.match(/^\S.*[.:?]$/s);
    }
  };

  it('answers in whole sentences and never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (raw) => {
        speaks(lintPolicy(raw));
      }),
      { numRuns: 300 },
    );
  });

  it('finds an error in every policy that does not load', () => {
    const node = randomPolicy(['all', 'any', 'nOf', 'not', 'onlyWhen']);
    const broken = fc.tuple(node, fc.constantFrom('timeZone', 'requires', 'claim', 'remedies'), fc.jsonValue());
    fc.assert(
      fc.property(broken, ([policy, key, value]) => {
        const raw = { ...policy, [key]: value };
        const findings = lintPolicy(raw);
        speaks(findings);
        if (!compilePolicy(raw).ok) expect(findings.some(({ severity }) => severity === 'error')).to.equal(true);
      }),
      { numRuns: 200 },
    );
  }).timeout(20_000);

  it('refuses what has no end', () => {
    const endless: Record<string, unknown> = { ...CLEAN };
    endless['requires'] = endless;
    let deep: unknown = fail;
    for (let depth = 0; depth < 5_000; depth += 1) deep = { all: [deep] };
    const wide = withPart({ requires: { all: Array.from({ length: 60_000 }, () => fail) } });
    for (const raw of [endless, withPart({ requires: deep }), wide]) {
      expect(lintPolicy(raw).map(({ fault }) => fault)).to.deep.equal([
        'The policy cannot be read: it is too large or too deep.',
      ]);
    }
  });

  it('does not trust members that compute', () => {
    const policy = Object.defineProperty({ ...CLEAN }, 'remedies', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    expect(lintPolicy(policy)[0]?.fault).to.equal('The policy cannot be read: it is not readable.');
  });

  it('is not led astray by names of the language itself', () => {
    const raw = JSON.parse(
      '{"__proto__": {"timeZone": "UTC"}, "constructor": 1, "toString": {}, "requires": {"all": [{"id": "a", "rule": "constructor"}]}}',
    );
    expect(lintPolicy(raw).some(({ path }) => path === 'timeZone')).to.equal(true);
    expect(lintPolicy(raw).some(({ path }) => path === 'requires.all[0].rule')).to.equal(true);
  });

  it('stays quick on three hundred rules', () => {
    const rules = Array.from({ length: 298 }, (_, index) => mock({ id: `m${index}`, kind: `kind${index}` }));
    const begun = process.cpuUsage();
    lintPolicy(asking(...rules));
    expect(process.cpuUsage(begun).user / 1000).to.be.lessThan(2_000);
  }).timeout(20_000);
});
