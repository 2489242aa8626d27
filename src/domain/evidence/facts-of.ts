// From what is recorded of a student to the facts that the evaluator reads (contract, section 6): the one place where our data become facts.

import type { CourseClass, CoursePlan } from './course-plan.ts';
import type { FactsFile } from './facts-file.ts';
import type { Mark } from './student-file.ts';

/** What of a student's claims counts as facts. Instants are epoch milliseconds, days `YYYY-MM-DD`. */
export interface ClaimFacts {
  /** The claim that is open or was decided last; null where none was filed. */
  readonly claim: {
    readonly receivedAt: number;
    readonly evidence: readonly string[];
    readonly laterEvidence: readonly { readonly item: string; readonly on: string }[];
    readonly choice: string | null;
  } | null;
  /** Whether that claim is approved already: no fact of the evaluator's, but staff have nothing left to decide. */
  readonly isApproved?: boolean;
  /** Whether that claim is denied, which no fact says either: whoever denied it knew more than the records. */
  readonly isDenied?: boolean;
  /** Days on which earlier claims were denied, in the end. */
  readonly deniedOn?: readonly string[];
  /** Days on which earlier claims were approved. */
  readonly approvedOn: readonly string[];
  /** The day to which the papers' last day was moved, because staff asked for more. */
  readonly papersUntil?: { readonly until: string; readonly grantedOn: string } | null;
}

/** A remedy the student has taken. */
export interface RemedyTaken {
  readonly type: string;
  readonly on: string;
}

/** Everything that is recorded and may become a fact. */
export interface Evidence {
  readonly file: FactsFile;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
  readonly claims: ClaimFacts;
  readonly remediesTaken: readonly RemedyTaken[];
}

/** No claim, none before. */
export const noClaims: ClaimFacts = { claim: null, approvedOn: [] };

/**
 * The facts in the evaluator's words. Nothing is judged here: what is not recorded is left out, and an unmarked class is
 * `present: null`, which is never absence. A sitting that staff have not verified is pending.
 */
export function factsOf({ file, plan, classes, claims, remediesTaken }: Evidence): Record<string, unknown> {
  return {
    ...present(plan.dates),
    ...valuesOf(file.dates),
    ...flagsOf(file),
    ...listsOfSessions(classes, file.marks),
    ...listsOfProgress(file),
    administrations: plan.administrations,
    mocks: Object.values(file.mocks).map(({ at, score, kind, isPassed, isValid }) => ({
      at: instant(at),
      score,
      kind,
      passed: isPassed,
      valid: isValid,
    })),
    exams: Object.values(file.sittings).flatMap((sitting) => (sitting.result === 'booked' ? [] : [examOf(sitting)])),
    qbank: Object.values(file.qbank).map(({ value }) => value),
    baselines: Object.values(file.baselines).map(({ value }) => value),
    coursework: file.coursework?.value ?? courseworkOf(file, plan),
    priorAttempts: file.priorAttempts?.value ?? null,
    waivers: [
      ...Object.values(file.waivers)
        .filter(({ revokedAt }) => revokedAt === null)
        .map(({ rule, action, until, grantedOn }) => ({ rule, action, until, grantedOn })),
      ...(claims.papersUntil ? [{ rule: 'evidence', action: 'extend', ...claims.papersUntil }] : []),
    ],
    pauses: Object.values(file.pauses)
      .filter(({ status }) => status === 'approved')
      .map(({ from, to }) => ({ from, to, status: 'approved' })),
    claim: claimOf(claims),
    priorClaims: claims.approvedOn.map((approvedOn) => ({ approvedOn })),
    remediesTaken,
  };
}

/** An instant as the language reads it, whatever the policy's zone. */
function instant(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00');
}

function present(dates: CoursePlan['dates']): Record<string, string> {
  return Object.fromEntries(Object.entries(dates).filter((entry): entry is [string, string] => entry[1] !== null));
}

function valuesOf<T>(recorded: Readonly<Record<string, { readonly value: T }>>): Record<string, T> {
  return Object.fromEntries(Object.entries(recorded).map(([name, { value }]) => [name, value]));
}

function flagsOf({ values }: FactsFile): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { value: stored }]) => {
      const { value, from, before } = stored;
      if (from === null) return [name, value];
      return [name, before === null ? { value, from } : { value, from, before }];
    }),
  );
}

/** Classes that are held, by the list they belong to, in the order of their days. */
function listsOfSessions(classes: readonly CourseClass[], marks: FactsFile['marks']): Record<string, SessionFact[]> {
  const lists: Record<string, SessionFact[]> = {};
  for (const held of classes) {
    if (held.isCancelled) continue;
    (lists[held.list] ??= []).push(sessionOf(held, marks[held.id]));
  }
  return lists;
}

/** What was marked, as far as it is a fact. */
type MarkedFact = Pick<Mark, 'status' | 'minutes' | 'makeup'>;

/** A class as a fact. */
type SessionFact = Readonly<Record<string, unknown>>;

/** Of each class its facts by what was marked: a handful that students share, where each of thousands would have their own. Frozen, for that reason. */
const sharedSessions = new WeakMap<CourseClass, Map<string, SessionFact>>();

function sessionOf(held: CourseClass, mark: MarkedFact | undefined): SessionFact {
  if (mark?.makeup) return sessionWith(held, mark);
  const shared = sharedSessions.get(held) ?? new Map<string, SessionFact>();
  sharedSessions.set(held, shared);
  const marked = mark ? `${mark.status} ${mark.minutes}` : '';
  const known = shared.get(marked) ?? Object.freeze(sessionWith(held, mark));
  shared.set(marked, known);
  return known;
}

/** For how many minutes of a class somebody was there, by their mark. */
export function minutesPresent(
  { minutes }: Pick<CourseClass, 'minutes'>,
  mark: Pick<MarkedFact, 'status' | 'minutes'>,
): number {
  const wasThere = mark.status === 'present' || mark.status === 'late';
  return mark.minutes ?? (wasThere ? minutes : 0);
}

function sessionWith(held: CourseClass, mark: MarkedFact | undefined): SessionFact {
  const { on, minutes } = held;
  if (!mark) return { on, min: minutes, present: null };
  return {
    on,
    min: minutes,
    present: minutesPresent(held, mark),
    late: mark.status === 'late',
    excused: mark.status === 'excused',
    ...(mark.makeup ? { makeup: mark.makeup } : {}),
  };
}

function listsOfProgress({ progress }: FactsFile): Record<string, unknown[]> {
  const lists: Record<string, unknown[]> = {};
  for (const { value } of Object.values(progress)) {
    const { list, ...measured } = value;
    (lists[list ?? 'progress'] ??= []).push(measured);
  }
  return lists;
}

function examOf(sitting: FactsFile['sittings'][string]): Record<string, unknown> {
  const { on, startAt, resultReleasedOn, score, parts, version } = sitting;
  const isBeyondDoubt = sitting.verified !== null || sitting.result === 'pending';
  return {
    on,
    startAt: startAt === null ? null : instant(startAt),
    result: isBeyondDoubt ? sitting.result : 'pending',
    ...(isBeyondDoubt ? { resultReleasedOn, score, parts } : {}),
    version,
  };
}

/** Coursework as the course's modules tell it, where nobody recorded it otherwise: how many are done, and their mean grade. */
function courseworkOf(file: FactsFile, plan: CoursePlan): Record<string, unknown> | null {
  const required = plan.modules.filter(({ isRequired }) => isRequired);
  if (required.length === 0) return null;
  const done = required.flatMap(({ id }) => file.modules[id]?.value ?? []);
  const grades = done.flatMap(({ grade }) => (grade === null ? [] : [grade]));
  const mean = grades.length === 0 ? null : grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
  return { done: done.length, total: required.length, grade: mean };
}

function claimOf({ claim }: ClaimFacts): Record<string, unknown> | null {
  return claim && { ...claim, receivedAt: instant(claim.receivedAt) };
}
