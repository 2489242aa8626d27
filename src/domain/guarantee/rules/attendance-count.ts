// Counts sessions for an attendance rule: present, missed, planned, not recorded, and which can still be made up.
import type { Day } from '../../day.ts';
import { addAmount, tooLateAfter } from '../amount.ts';
import { type Evidence, type Granted, extended, sessionsOf } from '../evidence.ts';
import type { Session } from '../facts.ts';
import type { AttendanceRule, Makeup } from './attendance-rule.ts';

/** A missed session that a makeup can still cure, through its last day (undefined: at any time). */
export interface Curable {
  readonly session: Session;
  readonly lastDay: Day | undefined;
  /** Whether its makeup uses up one of the makeups allowed. */
  readonly usesUp: boolean;
}

/** The sessions of one rule, counted. */
export interface AttendanceCount {
  readonly isStored: boolean;
  readonly total: number;
  readonly planned: number;
  readonly unrecorded: readonly Session[];
  /** Missed for good. */
  readonly missed: readonly Session[];
  /** Missed, makeup deadline still open; in session order. */
  readonly curable: readonly Curable[];
  /** How many more makeups of those that use one up are allowed. */
  readonly makeupsLeft: number;
  /** Minutes absent in recorded sessions, and those still at stake in planned and unrecorded ones. */
  readonly minutesAbsent: number;
  readonly minutesAtStake: number;
}

/** Counts the sessions of a rule as they stand. */
export function countAttendance(rule: AttendanceRule, evidence: Evidence, granted: Granted): AttendanceCount {
  const all = sessionsOf(evidence, rule.sessions);
  const sessions = rule.excused === 'removed' ? all.filter((session) => !session.isExcused) : all;
  const unrecorded: Session[] = [];
  const missed: Session[] = [];
  const curable: Curable[] = [];
  let [planned, minutesAbsent, minutesAtStake, makeupsLeft] = [0, 0, 0, rule.makeup?.max ?? Infinity];
  for (const session of sessions) {
    if (rule.excused === 'countsAsPresent' && session.isExcused) continue;
    if (session.on > evidence.today || session.present === undefined) {
      minutesAtStake += session.minutes;
      if (session.on >= evidence.today) planned += 1;
      else unrecorded.push(session);
      continue;
    }
    minutesAbsent += Math.max(0, session.minutes - session.present);
    if (isPresent(session, rule.minPresencePct)) continue;
    const cure = cureOf(session, rule.makeup, evidence, granted);
    if (cure === 'none') missed.push(session);
    else if (cure !== 'done') curable.push(cure);
    else if (!usesUp(session, rule.makeup)) continue;
    else if (makeupsLeft > 0) makeupsLeft -= 1;
    else missed.push(session);
  }
  return {
    isStored: all.length > 0,
    total: sessions.length,
    planned,
    unrecorded,
    missed,
    curable,
    makeupsLeft,
    minutesAbsent,
    minutesAtStake,
  };
}

/** Presence minutes x 100 against session minutes x percentage: exact where dividing would not be. */
function isPresent(session: Session, minPresencePct: number): boolean {
  return !session.isLate && (session.present ?? 0) * 100 >= minPresencePct * session.minutes;
}

function cureOf(
  session: Session,
  makeup: Makeup | undefined,
  evidence: Evidence,
  granted: Granted,
): 'done' | 'none' | Curable {
  if (!makeup) return 'none';
  const lastDay = lastMakeupDay(session, makeup, evidence, granted);
  const done = session.makeup;
  const isRightMode = !makeup.modes || (done?.mode !== undefined && makeup.modes.includes(done.mode));
  if (done && isRightMode && done.on <= evidence.today && done.on <= (lastDay ?? Infinity)) return 'done';
  if (lastDay !== undefined && evidence.now >= tooLateAfter(evidence.calendar, lastDay)) return 'none';
  return { session, lastDay, usesUp: usesUp(session, makeup) };
}

function lastMakeupDay(session: Session, makeup: Makeup, evidence: Evidence, granted: Granted): Day | undefined {
  const amount = session.isExcused ? (makeup.excusedWithin ?? makeup.within) : makeup.within;
  return amount && extended(addAmount(evidence.calendar, session.on, amount), granted);
}

function usesUp(session: Session, makeup: Makeup | undefined): boolean {
  return !(makeup?.excusedDoesNotCount === true && session.isExcused);
}
