// By when a missed class can be made up, as the rules about attendance in a student's own policy count it.

import { readDay, type Day } from '../day.ts';
import type { Calendar } from '../guarantee/amount.ts';
import { grantedFor } from '../guarantee/evidence.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import type { Session } from '../guarantee/facts.ts';
import { attendance } from '../guarantee/rules/attendance.ts';
import { countAttendance } from '../guarantee/rules/attendance-count.ts';
import type { CourseClass } from './course-plan.ts';
import { minutesPresent } from './facts-of.ts';
import type { Mark } from './student-file.ts';

/** What may still be done about a missed class. */
export type Makeup =
  /** `lastDay` null: at any time. */
  | { readonly kind: 'open'; readonly lastDay: Day | null; readonly calendar: Calendar }
  /** Its last day is over, or no more makeups are allowed. */
  | { readonly kind: 'over' };

/**
 * What may still be done about a class at which a student is marked; null where there is nothing to do: they were there, have made it
 * up, no rule of theirs lets it be made up, or the rule is kept or lost anyway.
 */
export function makeupOf(
  held: Pick<CourseClass, 'list' | 'on' | 'minutes'>,
  mark: Pick<Mark, 'status' | 'minutes' | 'makeup'>,
  { rules }: Pick<Verdict, 'rules'>,
): Makeup | null {
  if (mark.makeup) return null;
  const found: Makeup[] = [];
  for (const { id, rule, judgement, evidence } of rules) {
    const asked = attendance.paramsOf(rule);
    if (!asked?.makeup || asked.sessions !== held.list) continue;
    const granted = grantedFor(evidence, id);
    if (granted.isWaived || judgement.result === 'met' || judgement.result === 'failed') continue;
    const { curable, missed, makeupsLeft } = countAttendance(asked, evidence, granted);
    const open = curable.find(({ session }) => isOf(session, held, mark));
    if (open && (!open.usesUp || makeupsLeft > 0))
      found.push({ kind: 'open', lastDay: open.lastDay ?? null, calendar: evidence.calendar });
    else if (open || missed.some((session) => isOf(session, held, mark))) found.push({ kind: 'over' });
  }
  return found.reduce<Makeup | null>((first, one) => (first && closesAt(first) <= closesAt(one) ? first : one), null);
}

/** Sessions are facts without ids; two that agree in all of this are made up alike. */
function isOf(session: Session, held: Pick<CourseClass, 'on' | 'minutes'>, mark: Pick<Mark, 'status' | 'minutes'>) {
  return (
    session.on === readDay(held.on) &&
    session.minutes === held.minutes &&
    session.present === minutesPresent(held, mark) &&
    session.isLate === (mark.status === 'late') &&
    session.isExcused === (mark.status === 'excused')
  );
}

function closesAt(makeup: Makeup): number {
  return makeup.kind === 'over' ? -Infinity : (makeup.lastDay ?? Infinity);
}
