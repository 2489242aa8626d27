// Whether other terms are kinder to a student: each difference as kinder, stricter, or for a person to weigh.

import { asObject } from '../guarantee/reading.ts';
import type { VerdictName } from '../guarantee/standing.ts';
import { differences, type Change, type FieldChange } from './difference.ts';
import type { RawPolicy } from './raw-policy.ts';

/** What a difference means for the student. */
export type Leaning = 'kinder' | 'stricter' | 'unclear';

/** One difference, weighed. */
export interface Weighed {
  readonly leaning: Leaning;
  readonly title: string;
  /** "Within 7 days → 10 days", "Asked for as well"; what it is about stands in the title. */
  readonly words: string;
}

/** More of it is kinder: time to act, makeups, what is paid. */
const MORE_IS_KINDER: ReadonlySet<string> = new Set(
  'window.amount within amount makeup.max makeup.within makeup.excusedWithin pausable.maxDays lookback maxAge lateMax maxAttempts lifetime target evidenceGrace percent cap validFor hours onlyIfGainAtMost examWithin reattendWithin refundClaimWithin'.split(
    ' ',
  ),
);
/** Less of it is kinder: scores, counts, waits. */
const LESS_IS_KINDER: ReadonlySet<string> = new Set(
  'minPresencePct pct gradeMin minScore count accuracyMin clearedPct hoursMin per nearMiss refundAfterFails decideIn payIn table.pctPerPoint'.split(
    ' ',
  ),
);
/** Asked of nobody before, or of everybody: a rule has it where it is kinder. */
const KINDER_IF_THERE: ReadonlySet<string> = new Set(['makeup', 'pausable', 'curable', 'makeup.excusedDoesNotCount']);
/** An empty field is no limit, which is the kindest. */
const NO_LIMIT_IF_EMPTY: ReadonlySet<string> = new Set(
  'makeup.max makeup.within pausable.maxDays lookback maxAge maxAttempts lifetime cap'.split(' '),
);

/** Weighs every difference of two policies for a student who has the first and is to get the second. */
export function weigh(before: RawPolicy, after: RawPolicy): readonly Weighed[] {
  return differences(before, after).flatMap(weighed);
}

/** The points that are not plainly kinder. */
export function toWeigh(points: readonly Weighed[]): readonly Weighed[] {
  return points.filter(({ leaning }) => leaning !== 'kinder');
}

/** Whether a verdict is worse for the student than another: lost, or only waiting where a claim was open. */
export function isWorse(before: VerdictName, after: VerdictName): boolean {
  return rank(after) < rank(before);
}

function rank(verdict: VerdictName): number {
  switch (verdict) {
    case 'approve':
    case 'eligible':
      return 3;
    case 'on_track':
      return 2;
    case 'needs_review':
      return 1;
    case 'ineligible':
      return 0;
    default:
      // Closed, passed, or a voucher's life: nothing to be kinder about.
      return 2;
  }
}

function weighed(change: Change): Weighed[] {
  const { kind, type, title, asked, before, after, fields } = change;
  const isGift = type === 'remedy';
  if (kind === 'changed') {
    // In a condition, or turned round, what is kinder by itself may be stricter in effect.
    const isTurned = /must not hold|only for some/.test(asked);
    return fields.map((field) => {
      const { leaning, words } = weighedField(type, field);
      return { leaning: isTurned ? 'unclear' : leaning, title, words };
    });
  }
  const isRule = !['claim', 'policy', 'terms', 'assumes', 'ladder', 'entitlement'].includes(type);
  const isMore = kind === 'added';
  // One more among rules of which one is enough asks for less, not for more: a person weighs it.
  const isPlain = isRule && (isGift || /^(all of these(, within )?)*$/.test(asked));
  const leaning = isPlain ? (isMore === isGift ? 'kinder' : 'stricter') : 'unclear';
  const what = isGift
    ? isMore
      ? 'Given as well'
      : 'Not given any more'
    : isMore
      ? 'Asked as well'
      : 'Not asked any more';
  const said = isMore ? after : before;
  return [{ leaning, title, words: said === '' ? `${what}.` : `${what}: ${said}` }];
}

function weighedField(type: string, { at, was, is, label, from, to }: FieldChange): Omit<Weighed, 'title'> {
  return { leaning: leaningOf(type, at, was, is), words: `${label}: ${from} → ${to}` };
}

function leaningOf(type: string, at: string, was: unknown, is: unknown): Leaning {
  if (type === 'assumes') return 'kinder';
  if (KINDER_IF_THERE.has(at)) return Boolean(is) && !was ? 'kinder' : 'stricter';
  // So long between a date and the exam, or between two claims, is a wait: less of it is kinder.
  const isWait = type === 'min_lead' && at === 'amount';
  const isMoreKinder = MORE_IS_KINDER.has(at) && !isWait;
  if (!isMoreKinder && !isWait && !LESS_IS_KINDER.has(at)) return 'unclear';
  const sameUnit = countsOfOneUnit(was, is);
  const [old, now] = sameUnit ?? [sizeOf(at, was), sizeOf(at, is)];
  if (old === null || now === null) return 'unclear';
  if (old.least > now.most) return isMoreKinder ? 'stricter' : 'kinder';
  if (old.most < now.least) return isMoreKinder ? 'kinder' : 'stricter';
  return 'unclear';
}

interface Size {
  readonly least: number;
  readonly most: number;
}

/** The fewest and the most days of each unit: months differ, and so do weeks with holidays. */
const DAYS: Readonly<Record<string, Size>> = {
  hours: { least: 1 / 24, most: 1 / 24 },
  days: { least: 1, most: 1 },
  businessDays: { least: 1, most: 2 },
  weeks: { least: 7, most: 7 },
  months: { least: 28, most: 31 },
  years: { least: 365, most: 366 },
};

/** Two lengths of time in the same unit, which compare exactly: five months are shorter than six. */
function countsOfOneUnit(was: unknown, is: unknown): readonly [Size, Size] | null {
  const [old, now] = [was, is].map((value) => Object.entries(asObject(value) ?? {}));
  const [[unit, count] = ['', null]] = old!;
  const [[other, next] = ['', null]] = now!;
  if (unit !== other || typeof count !== 'number' || typeof next !== 'number') return null;
  return [
    { least: count, most: count },
    { least: next, most: next },
  ];
}

/** A number, or a length of time in days; null where it cannot be compared. */
function sizeOf(at: string, value: unknown): Size | null {
  if (value === undefined) return NO_LIMIT_IF_EMPTY.has(at) ? { least: Infinity, most: Infinity } : null;
  if (typeof value === 'number') return { least: value, most: value };
  const [[unit, count] = ['', null], ...more] = Object.entries(asObject(value) ?? {});
  const days = DAYS[unit];
  if (!days || typeof count !== 'number' || more.length > 0) return null;
  const sizes = [days.least * count, days.most * count];
  return { least: Math.min(...sizes), most: Math.max(...sizes) };
}
