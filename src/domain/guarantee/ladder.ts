// Ladders: class, exam, repeat of the class, and a refund after so many fails.
import type { Day } from '../day.ts';
import { type DayAmount, addAmount, dayAmountSchema, tooLateAfter } from './amount.ts';
import { type Evidence, type Granted, attemptsUntil, extended, grantedFor, releaseInstant } from './evidence.ts';
import type { Attempt, Round } from './facts.ts';
import { objectSchema, wholeSchema } from './reading.ts';
import { type Standing, type StandingChange, differ } from './standing.ts';

/** What a ladder promises. */
export interface LadderTerms {
  readonly examWithin: DayAmount;
  readonly reattendWithin: DayAmount;
  readonly refundAfterFails: number;
  readonly refundClaimWithin: DayAmount;
}

/** Reads a ladder. */
export const ladderSchema = objectSchema({
  examWithin: dayAmountSchema,
  reattendWithin: dayAmountSchema,
  refundAfterFails: wholeSchema(1, 100),
  refundClaimWithin: dayAmountSchema,
});

/** One round as it stands: the attempt that decides it, and what staff granted for its steps. */
interface Rung {
  readonly stage: number;
  readonly round: Round;
  readonly attempt: Attempt | undefined;
  /** The instant at which a pass in this round is out; Infinity without one. */
  readonly passedFrom: number;
  readonly attendance: Granted;
  readonly exam: Granted;
  readonly reattend: Granted;
}

/** A standing that the first line to apply gives, and the next instant at which another line may. */
interface Step {
  readonly standing: Standing;
  readonly rung: number;
  readonly next: number;
}

/** A ladder with the evidence it is judged by. */
interface Climb {
  readonly terms: LadderTerms;
  readonly evidence: Evidence;
  readonly rungs: readonly Rung[];
  /** The first instant at which a pass in any round is out; Infinity without one. */
  readonly passedFrom: number;
}

/** Where a student stands on a ladder, and when time alone changes that. */
export function judgeLadder(terms: LadderTerms, evidence: Evidence): { standing: Standing; change?: StandingChange } {
  const rungs = evidence.facts.rounds.map((round, index) => rungOf(round, index, evidence));
  const passedFrom = rungs.reduce((earliest, rung) => Math.min(earliest, rung.passedFrom), Infinity);
  const climb = { terms, evidence, rungs, passedFrom };
  const first = stepAt(climb, 0, evidence.now);
  let at = nextMoment(first, climb, evidence.now);
  let { rung } = first;
  while (at < Infinity) {
    const step = stepAt(climb, rung, at);
    if (differ(first.standing, step.standing)) return { standing: first.standing, change: { at, to: step.standing } };
    rung = step.rung;
    at = nextMoment(step, climb, at);
  }
  return { standing: first.standing };
}

function rungOf(round: Round, index: number, evidence: Evidence): Rung {
  const stage = index + 1;
  return {
    stage,
    round,
    attempt: attemptsUntil(round.attempts, evidence.now, evidence.today)[0],
    passedFrom: passRelease(round, evidence),
    attendance: grantedFor(evidence, `attendance_${stage}`),
    exam: grantedFor(evidence, `exam_${stage}`),
    reattend: grantedFor(evidence, `reattend_${stage}`),
  };
}

/** The standing at an instant, looking from a rung on: the rungs before it are settled. */
function stepAt(climb: Climb, from: number, instant: number): Step {
  if (climb.passedFrom <= instant) {
    const passed = climb.rungs.find((rung) => rung.passedFrom <= instant)!;
    return stay(from, 'not_applicable', 'passed', passed.stage);
  }
  if (climb.rungs.length === 0) return stay(0, 'on_track', 'class_1', 1);
  for (let index = from; index < climb.rungs.length; index += 1) {
    const step = classStep(climb, index) ?? examStep(climb, index, instant) ?? afterFail(climb, index, instant);
    if (step) return step;
  }
  throw new RangeError('the last round of a ladder always decides');
}

/** Lines (a) to (c): the class began in time, is over, and was attended. */
function classStep({ terms, evidence, rungs }: Climb, index: number): Step | undefined {
  const { stage, round, attendance } = rungs[index]!;
  const before = rungs[index - 1];
  const repeatBy = before && repeatDeadline(before, terms, evidence);
  if (repeatBy !== undefined && round.classStart > repeatBy)
    return stay(index, 'ineligible', 'reattendance_expired', stage);
  const isOpen = round.classEnd === evidence.today && round.attendedAll === undefined;
  if (round.classEnd > evidence.today || isOpen) return stay(index, 'on_track', `class_${stage}`, stage);
  if (attendance.isWaived || round.attendedAll === true) return undefined;
  const verdict = round.attendedAll === undefined ? 'needs_review' : 'ineligible';
  return stay(index, verdict, `attendance_${stage}`, stage);
}

/** Line (d): the exam was sat in time and its result is out. */
function examStep({ terms, evidence, rungs }: Climb, index: number, instant: number): Step | undefined {
  const { stage, round, attempt, exam } = rungs[index]!;
  const { calendar } = evidence;
  const lastDay = exam.isWaived ? Infinity : extended(addAmount(calendar, round.classEnd, terms.examWithin), exam);
  if (!attempt) {
    const tooLate = lastDay === Infinity ? Infinity : tooLateAfter(calendar, lastDay);
    if (instant >= tooLate) return stay(index, 'ineligible', `exam_${stage}`, stage);
    return { ...stay(index, 'on_track', `exam_${stage}`, stage), next: tooLate };
  }
  if (attempt.on > lastDay) return stay(index, 'ineligible', `exam_${stage}`, stage);
  const release = releaseInstant(attempt, calendar);
  return instant < release ? { ...stay(index, 'on_track', `result_${stage}`, stage), next: release } : undefined;
}

/** Lines (e) and (f): the refund after enough fails, else the repeat of the class. */
function afterFail(climb: Climb, index: number, instant: number): Step | undefined {
  const { terms, evidence, rungs } = climb;
  const rung = rungs[index]!;
  if (rung.stage === terms.refundAfterFails) return refundStep(climb, index, instant);
  if (rungs[index + 1]) return undefined;
  const lastDay = repeatDeadline(rung, terms, evidence);
  const tooLate = lastDay === undefined ? Infinity : tooLateAfter(evidence.calendar, lastDay);
  if (instant >= tooLate) return stay(index, 'ineligible', 'reattendance_expired', rung.stage);
  const standing: Standing = {
    verdict: 'eligible',
    reason: `reattend_${rung.stage}`,
    stage: rung.stage,
    claimBy: lastDay,
    remedies: ['free_reattendance'],
  };
  return { standing, rung: index, next: tooLate };
}

function refundStep({ terms, evidence, rungs }: Climb, index: number, instant: number): Step {
  const { stage, attempt } = rungs[index]!;
  const { calendar, facts, now } = evidence;
  const lastDay = extended(
    addAmount(calendar, attempt!.on, terms.refundClaimWithin),
    grantedFor(evidence, 'claim_window'),
  );
  const tooLate = tooLateAfter(calendar, lastDay);
  const remedies = ['tuition_refund'];
  const claim = facts.claim && facts.claim.receivedAt <= now ? facts.claim : undefined;
  if (claim && claim.receivedAt < tooLate) {
    return { standing: { verdict: 'approve', reason: 'all_met', stage, remedies }, rung: index, next: Infinity };
  }
  if (claim || instant >= tooLate) return stay(index, 'ineligible', 'claim_window', stage);
  return {
    standing: { verdict: 'eligible', reason: 'all_met', stage, claimBy: lastDay, remedies },
    rung: index,
    next: tooLate,
  };
}

/** The last day on which the repeat of a class may begin; undefined where staff waived it, or nothing was sat. */
function repeatDeadline({ attempt, reattend }: Rung, terms: LadderTerms, { calendar }: Evidence): Day | undefined {
  if (reattend.isWaived || !attempt) return undefined;
  return extended(addAmount(calendar, attempt.on, terms.reattendWithin), reattend);
}

/** The instant at which a pass in this round is out; Infinity without one. */
function passRelease(round: Round, { calendar, now, today }: Evidence): number {
  let earliest = Infinity;
  for (const attempt of attemptsUntil(round.attempts, now, today)) {
    if (attempt.result === 'pass') earliest = Math.min(earliest, releaseInstant(attempt, calendar));
  }
  return earliest;
}

function nextMoment(step: Step, { passedFrom }: Climb, after: number): number {
  if (step.standing.reason === 'passed') return Infinity;
  const next = step.next > after ? step.next : Infinity;
  return passedFrom > after ? Math.min(next, passedFrom) : next;
}

function stay(rung: number, verdict: Standing['verdict'], reason: string, stage: number): Step {
  return { standing: { verdict, reason, stage }, rung, next: Infinity };
}
