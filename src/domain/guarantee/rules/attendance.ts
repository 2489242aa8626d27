// attendance: how many sessions may be missed, what counts as present, and how a missed one is made up.
import type { Day } from '../../day.ts';
import { tooLateAfter } from '../amount.ts';
import type { Evidence } from '../evidence.ts';
import { type Judgement, type Result, defineRule, settled } from '../rule.ts';
import { type AttendanceCount, type Curable, countAttendance } from './attendance-count.ts';
import { type AttendanceRule, attendanceSchema } from './attendance-rule.ts';
import { attendanceTelling, attendanceTerms } from './attendance-words.ts';

/** Failed once too much is missed for good; met once even the worst case keeps the rule. */
export const attendance = defineRule<AttendanceRule>({
  name: 'attendance',
  schema: attendanceSchema,
  uses: ({ sessions }) => ({ sessionLists: [sessions] }),
  judge: (rule, evidence, granted) => judge(rule, countAttendance(rule, evidence, granted), evidence),
  tell: (rule, evidence, { result }, granted) =>
    attendanceTelling(rule, countAttendance(rule, evidence, granted), evidence, result),
  terms: attendanceTerms,
});

function judge({ require }: AttendanceRule, count: AttendanceCount, evidence: Evidence): Judgement {
  if (!count.isStored) return settled('unknown');
  if (require.kind === 'maxAbsentMinutes') return settled(resultOfMinutes(require.most, count));
  const mayMiss = require.kind === 'missMax' ? require.most : mostMissed(require.least, count.total);
  const worst = count.missed.length + count.curable.length + count.unrecorded.length + count.planned;
  if (worst <= mayMiss) return settled('met');
  const failsAt = failingInstant(count, mayMiss, evidence);
  if (failsAt <= evidence.now) return settled('failed');
  const changes = failsAt === Infinity ? [] : [{ at: failsAt, result: 'failed' as const }];
  return { result: openResult(count), changes, lastDay: soonest(count.curable) };
}

function resultOfMinutes(most: number, count: AttendanceCount): Result {
  if (count.minutesAbsent > most) return 'failed';
  return count.minutesAbsent + count.minutesAtStake <= most ? 'met' : openResult(count);
}

function openResult(count: AttendanceCount): Result {
  return count.unrecorded.length > 0 ? 'unknown' : 'not_yet';
}

/** The most sessions that may be missed so that (total - missed) x 100 >= pct x total; multiplied, as division rounds. */
function mostMissed(pct: number, total: number): number {
  let missed = Math.floor(((100 - pct) * total) / 100) + 1;
  while ((total - missed) * 100 < pct * total) missed -= 1;
  return missed;
}

/**
 * The first instant at which more is missed than may be; -Infinity: already now; Infinity: never by time alone.
 * While makeup deadlines are open, as many sessions are saved as makeups are left, plus those that use none up.
 */
function failingInstant(count: AttendanceCount, mayMiss: number, { calendar }: Evidence): number {
  const mustBeSaved = count.missed.length + count.curable.length - mayMiss;
  let openFree = count.curable.filter((each) => !each.usesUp).length;
  let openUsingUp = count.curable.length - openFree;
  const isSaved = () => Math.min(openUsingUp, count.makeupsLeft) + openFree >= mustBeSaved;
  if (!isSaved()) return -Infinity;
  const closings = count.curable.map(({ lastDay, usesUp }) => ({ at: closing(lastDay), usesUp }));
  closings.sort((a, b) => a.at - b.at);
  function closing(lastDay: Day | undefined): number {
    return lastDay === undefined ? Infinity : tooLateAfter(calendar, lastDay);
  }
  for (const [index, { at, usesUp }] of closings.entries()) {
    if (usesUp) openUsingUp -= 1;
    else openFree -= 1;
    if (closings[index + 1]?.at !== at && !isSaved()) return at;
  }
  return Infinity;
}

function soonest(curable: readonly Curable[]): Day | undefined {
  const days = curable.flatMap(({ lastDay }) => (lastDay === undefined ? [] : lastDay));
  return days.length === 0 ? undefined : days.reduce((first, day) => Math.min(first, day));
}
