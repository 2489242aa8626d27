// What a student would lose if time alone went on, and how many days before it they are reminded.

import { dayText, type Day } from '../day.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import type { VerdictName } from '../guarantee/standing.ts';
import { findingOf } from '../guarantee/verdict-json.ts';
import { changeWords, verdictWords } from '../guarantee/verdict-words.ts';
import type { Entitlement } from '../retakes/entitlement.ts';
import { lowerFirst } from '../phrases.ts';
import { cutoffMs } from '../retakes/calendar.ts';
import { isOwedByStaff, kindOf, kindWords } from '../retakes/kind.ts';
import type { EntitlementStanding } from '../retakes/standing.ts';
import { standingWords } from '../retakes/words.ts';
import { deadlineWords } from '../time.ts';
import { dayOfInstant, findZone, type Zone } from '../zone.ts';

/** Something that is lost unless the student acts. */
export interface Loss {
  readonly kind: 'guarantee' | 'claim window' | 'papers' | 'retake';
  /** The rule, or the retake, that it is about. */
  readonly ref: string;
  /** The first instant too late, epoch milliseconds. */
  readonly at: number;
  /** The zone in which its days are counted. */
  readonly zone: Zone;
  /** What to do, in a sentence to the student. */
  readonly todo: string;
  /** Where the student stands. */
  readonly stands: string;
  /** What happens otherwise. */
  readonly otherwise: string;
}

/** Days before the last day to act on which students are reminded, the earliest first. */
export const reminderSteps = [14, 7, 3, 1] as const;

const lost: readonly VerdictName[] = ['ineligible', 'expired', 'void', 'infeasible'];

/** What a verdict says will be lost; null when time alone takes nothing away. */
export function lossOf(verdict: Verdict): Loss | null {
  const { change, calendar } = verdict;
  if (!change || !lost.includes(change.to.verdict) || lost.includes(verdict.verdict)) return null;
  const { reason } = change.to;
  const rule = verdict.rules.find(({ id }) => id === reason);
  const stands = verdictWords(verdict).student;
  const otherwise = changeWords(verdict)?.student ?? '';
  const base = { ref: reason, at: change.at, zone: calendar.zone, stands, otherwise };
  if (reason === 'claim_window') return { ...base, kind: 'claim window', todo: 'File your claim.' };
  if (reason === 'evidence') return { ...base, kind: 'papers', todo: 'Hand in the papers for your claim.' };
  return { ...base, kind: 'guarantee', todo: rule ? findingOf(rule).words : stands };
}

/** What of a retake will be lost: its last day passes unused; null when that is not what comes next. */
export function retakeLossOf(of: Entitlement, standing: EntitlementStanding): Loss | null {
  const { change, state } = standing;
  const zone = findZone(of.terms.timeZone);
  if (isOwedByStaff(of.kind)) return null;
  if (!zone || !change || (change.to !== 'expired' && change.to !== 'void')) return null;
  if (state !== 'available' && state !== 'blocked') return null;
  const what = lowerFirst(kindWords(of.kind));
  const last = deadlineWords(dayOfInstant(change.at - 1, zone), cutoffMs(of.terms), of.terms.timeZone);
  const isChoice = kindOf(of.kind).use === 'choice';
  return {
    kind: 'retake',
    ref: of.id,
    at: change.at,
    zone,
    todo: isChoice ? `Choose one of what was granted to you by ${last}.` : `Use your ${what} by ${last}.`,
    stands: standingWords(of, standing).student,
    otherwise: 'If nothing else happens, it is gone afterward.',
  };
}

/** The last day on which a loss can still be averted. */
export function lastDayOf({ at, zone }: Pick<Loss, 'at' | 'zone'>): Day {
  return dayOfInstant(at - 1, zone);
}

/** Days from today to the last day to act: 0 is today, 1 tomorrow. */
export function daysLeft(loss: Pick<Loss, 'at' | 'zone'>, now: number): number {
  return lastDayOf(loss) - dayOfInstant(now, loss.zone);
}

/** The reminder that is due now: the nearest step that was reached; null while the loss is further away, or has come. */
export function dueStep(loss: Pick<Loss, 'at' | 'zone'>, now: number): (typeof reminderSteps)[number] | null {
  if (now >= loss.at) return null;
  const left = daysLeft(loss, now);
  return reminderSteps.findLast((step) => left <= step) ?? null;
}

/** What a notice of a loss is about: the loss and its date. */
export function aboutLoss({ kind, ref, at }: Loss): string {
  return `${kind} ${ref} ${at}`;
}

/** Names a reminder: the same loss on the same date at the same step is the same reminder; when the date moves, it is another. */
export function reminderKey(
  whose: { readonly courseId: string; readonly personId: string },
  loss: Loss,
  step: number,
): string {
  return ['reminder', whose.courseId, whose.personId, loss.kind, loss.ref, dayText(lastDayOf(loss)), step].join(' ');
}
