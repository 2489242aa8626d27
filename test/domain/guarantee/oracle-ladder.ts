// Ladders for the independent evaluator: the lines (a) to (f) of section 8, one after another.
import { type Amount, type Day, addAmount, readInstant, tooLate } from './oracle-calendar.ts';
import type { Standing } from './oracle.ts';
import { type RawPolicy, type World, attemptsIn, extended, isReleased, isWaived } from './oracle-world.ts';

interface RawRound {
  readonly classStart: Day;
  readonly classEnd: Day;
  readonly attendedAll?: boolean | null;
  readonly exams?: unknown;
}

interface RawLadder {
  readonly examWithin: Amount;
  readonly reattendWithin: Amount;
  readonly refundAfterFails: number;
  readonly refundClaimWithin: Amount;
}

/** Where a student stands on a ladder. */
export function ladderStanding(policy: RawPolicy, world: World, at: number): Standing {
  const terms = policy['ladder'] as RawLadder;
  const { clock, asOf, today, facts } = world;
  const after = (day: Day, amount: Amount) => addAmount(day, amount, clock.holidays);
  const rounds = ((facts['rounds'] ?? []) as RawRound[])
    .toSorted((a, b) => (a.classStart < b.classStart ? -1 : 1))
    .map((round) => ({ ...round, attempts: attemptsIn(round.exams, clock, asOf, today) }));
  const passedIn = rounds.findIndex(({ attempts }) =>
    attempts.some((attempt) => attempt.result === 'pass' && isReleased(world, attempt, at)),
  );
  if (passedIn >= 0) return { verdict: 'not_applicable', reason: 'passed', stage: passedIn + 1 };
  if (rounds.length === 0) return { verdict: 'on_track', reason: 'class_1', stage: 1 };

  let repeatBy: Day | undefined;
  for (const [index, round] of rounds.entries()) {
    const stage = index + 1;
    const say = (verdict: string, reason: string): Standing => ({ verdict, reason, stage });
    // (a)
    if (repeatBy !== undefined && round.classStart > repeatBy) return say('ineligible', 'reattendance_expired');
    // (b)
    const isUnmarked = round.attendedAll === null || round.attendedAll === undefined;
    if (round.classEnd > today || (round.classEnd === today && isUnmarked)) return say('on_track', `class_${stage}`);
    // (c)
    if (!isWaived(world, `attendance_${stage}`)) {
      if (isUnmarked) return say('needs_review', `attendance_${stage}`);
      if (round.attendedAll === false) return say('ineligible', `attendance_${stage}`);
    }
    // (d)
    const examBy = isWaived(world, `exam_${stage}`)
      ? undefined
      : extended(world, `exam_${stage}`, after(round.classEnd, terms.examWithin));
    const attempt = round.attempts[0];
    if (!attempt) {
      const isOpen = examBy === undefined || at < tooLate(examBy, clock);
      return say(isOpen ? 'on_track' : 'ineligible', `exam_${stage}`);
    }
    if (examBy !== undefined && attempt.on > examBy) return say('ineligible', `exam_${stage}`);
    if (!isReleased(world, attempt, at)) return say('on_track', `result_${stage}`);
    // (e)
    if (stage === terms.refundAfterFails) {
      const claimBy = extended(world, 'claim_window', after(attempt.on, terms.refundClaimWithin));
      const claim = facts['claim'] as { receivedAt: string } | null | undefined;
      const receivedAt = claim ? readInstant(claim.receivedAt, clock.zone) : Infinity;
      const remedies = ['tuition_refund'];
      if (receivedAt <= asOf && receivedAt < tooLate(claimBy, clock)) return { ...say('approve', 'all_met'), remedies };
      if (receivedAt <= asOf || at >= tooLate(claimBy, clock)) return say('ineligible', 'claim_window');
      return { ...say('eligible', 'all_met'), claimBy, remedies };
    }
    // (f)
    repeatBy = isWaived(world, `reattend_${stage}`)
      ? undefined
      : extended(world, `reattend_${stage}`, after(attempt.on, terms.reattendWithin));
    if (index + 1 < rounds.length) continue;
    if (repeatBy !== undefined && at >= tooLate(repeatBy, clock)) return say('ineligible', 'reattendance_expired');
    return { ...say('eligible', `reattend_${stage}`), claimBy: repeatBy, remedies: ['free_reattendance'] };
  }
  throw new Error('unreachable: the last round always returns');
}
