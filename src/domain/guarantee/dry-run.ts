// Dry runs: what sitting the official exam on some day would mean, and which days would keep the guarantee.
import type { Day } from '../day.ts';
import { dayOfInstant, startOfDay } from '../zone.ts';
import type { Calendar } from './amount.ts';
import { type Verdict, calendarFor, evaluate } from './evaluate.ts';
import type { Attempt, Facts, Round } from './facts.ts';
import type { FoundRule } from './judged.ts';
import { knownFacts } from './known-facts.ts';
import type { CompiledPolicy } from './policy.ts';
import type { VerdictName } from './standing.ts';

/** A sitting that is only supposed. */
export interface Supposed {
  readonly examOn: Day;
  /** When it would begin (epoch ms), where rules count hours or mocks of that day. */
  readonly startAt?: number;
  /** `fail`: not passed, the result out on the same day. Default: the result is not out yet. */
  readonly result?: 'pending' | 'fail';
  /** The section or member whose exam it is, where the policy asks the same of several. */
  readonly part?: string;
}

/** What becomes of the guarantee: it goes on, a person must look, it ends, or it is closed by a pass. */
export type DryOutcome = 'kept' | 'unclear' | 'lost' | 'closed';

/** What a supposed sitting would mean. */
export interface WhatIf {
  readonly outcome: DryOutcome;
  /** The evaluator's verdict on it. */
  readonly verdict: Verdict;
  /** The rules that are not lost today and would be then. */
  readonly lost: readonly FoundRule[];
}

/** Days in a row that would mean the same. */
export interface DayStretch {
  readonly from: Day;
  readonly to: Day;
  readonly outcome: DryOutcome;
  readonly reason: string;
}

const MOST_DAYS = 3_700;

/**
 * Judges facts with a supposed official exam by the same evaluator, at the end of the exam day: nothing else happens until
 * then, planned sessions stay planned. A voucher is judged with the exam as its booking, just before it begins.
 */
export function whatIf(policy: CompiledPolicy, facts: Facts, asOf: number, supposed: Supposed): WhatIf {
  const calendar = calendarFor(policy, facts);
  const known = knownFacts(facts, calendar, asOf, supposed.examOn);
  const verdict = verdictIf(policy, known, asOf, supposed, calendar);
  const isLostToday = new Set(
    evaluate(policy, facts, asOf)
      .rules.filter(isFailed)
      .map(({ id }) => id),
  );
  const lost = verdict.rules.filter((rule) => isFailed(rule) && !isLostToday.has(rule.id));
  const doubt = doubtAbout(verdict, policy, known, asOf, supposed, calendar);
  return { outcome: doubt === undefined ? OUTCOMES[verdict.verdict] : 'unclear', verdict, lost };
}

/** The days of a range in stretches that would mean the same. A range of more than ten years is refused with a RangeError. */
export function safeDays(
  policy: CompiledPolicy,
  facts: Facts,
  asOf: number,
  range: { readonly from: Day; readonly to: Day },
): readonly DayStretch[] {
  if (range.to - range.from >= MOST_DAYS) throw new RangeError(`ask for at most ${MOST_DAYS} days`);
  const calendar = calendarFor(policy, facts);
  const known = knownFacts(facts, calendar, asOf, range.to);
  const stretches: DayStretch[] = [];
  for (let examOn = range.from; examOn <= range.to; examOn += 1) {
    const verdict = verdictIf(policy, known, asOf, { examOn }, calendar);
    const doubt = doubtAbout(verdict, policy, known, asOf, { examOn }, calendar);
    const outcome = doubt === undefined ? OUTCOMES[verdict.verdict] : 'unclear';
    const reason = doubt ?? verdict.reason;
    const last = stretches.at(-1);
    if (last?.outcome === outcome && last.reason === reason) stretches[stretches.length - 1] = { ...last, to: examOn };
    else stretches.push({ from: examOn, to: examOn, outcome, reason });
  }
  return stretches;
}

function verdictIf(
  policy: CompiledPolicy,
  known: Facts,
  asOf: number,
  supposed: Supposed,
  { zone }: Calendar,
): Verdict {
  const { examOn } = supposed;
  if (!known.voucher) {
    const endOfDay = startOfDay(examOn + 1, zone) - 1;
    return evaluate(policy, withExam(known, supposed), Math.max(asOf, endOfDay));
  }
  // A voucher is judged just before the exam would begin: afterwards it is used, whether it could be or not.
  const beginsToday = dayOfInstant(asOf, zone) === examOn;
  const startAt = supposed.startAt ?? (beginsToday ? asOf : startOfDay(examOn, zone)) + 1;
  const booking = { startAt, cancelledAt: undefined, holder: undefined, isNoShow: false };
  return evaluate(policy, { ...known, booking }, Math.max(asOf, startAt - 1));
}

/** The facts with one more attempt: for the student, for one part, or in the last round of a ladder that has begun. */
function withExam(facts: Facts, supposed: Supposed): Facts {
  if (supposed.part !== undefined) return withExamInPart(facts, supposed, supposed.part);
  const attempt = attemptOf(supposed);
  const attempts = inOrder([...facts.attempts, attempt]);
  return { ...facts, attempts, rounds: withExamInRound(facts.rounds, attempt) };
}

function withExamInPart(facts: Facts, supposed: Supposed, name: string): Facts {
  const { part: _, ...ofPart } = supposed;
  const parts = [...facts.parts].map(([list, each]) => {
    const changed = each.map((part) => (part.name === name ? { ...part, facts: withExam(part.facts, ofPart) } : part));
    return [list, changed] as const;
  });
  return { ...facts, parts: new Map(parts) };
}

/** The class before the exam is taken as attended, if nobody has marked it yet. */
function withExamInRound(rounds: readonly Round[], attempt: Attempt): readonly Round[] {
  const index = rounds.findLastIndex(({ classEnd }) => classEnd <= attempt.on);
  return rounds.map((round, at) => {
    if (at !== index) return round;
    return { ...round, attendedAll: round.attendedAll ?? true, attempts: inOrder([...round.attempts, attempt]) };
  });
}

function attemptOf({ examOn, startAt, result = 'pending' }: Supposed): Attempt {
  const releasedOn = result === 'fail' ? examOn : undefined;
  return { on: examOn, startAt, result, releasedOn, score: undefined, version: undefined, parts: {} };
}

function inOrder(attempts: readonly Attempt[]): Attempt[] {
  return attempts.toSorted((a, b) => a.on - b.on);
}

const OUTCOMES: Readonly<Record<VerdictName, DryOutcome>> = {
  on_track: 'kept',
  eligible: 'kept',
  approve: 'kept',
  reserved: 'kept',
  available: 'kept',
  needs_review: 'unclear',
  not_applicable: 'closed',
  consumed: 'closed',
  pending: 'lost',
  ineligible: 'lost',
  blocked: 'lost',
  expired: 'lost',
  void: 'lost',
  infeasible: 'lost',
};

/**
 * The rule that would need a person if the exam were not passed, though the guarantee still seems to go on while the result
 * is out: for example a count of hours, where nobody said when the exam begins.
 */
function doubtAbout(
  verdict: Verdict,
  policy: CompiledPolicy,
  known: Facts,
  asOf: number,
  supposed: Supposed,
  calendar: Calendar,
): string | undefined {
  const unknown = verdict.rules.filter(({ judgement }) => judgement.result === 'unknown');
  if (verdict.verdict !== 'on_track' || unknown.length === 0) return undefined;
  const failed = verdictIf(policy, known, asOf, { ...supposed, result: 'fail' }, calendar);
  const isAmongThem = unknown.some(({ id }) => id === failed.reason);
  return failed.verdict === 'needs_review' && isAmongThem ? failed.reason : undefined;
}

function isFailed({ judgement }: FoundRule): boolean {
  return judgement.result === 'failed';
}
