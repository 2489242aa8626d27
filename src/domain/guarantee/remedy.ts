// Remedies: what a student gets, when each is open, and how much is refunded.
import { z } from 'zod';
import type { Day } from '../day.ts';
import { type Anchor, anchorSchema } from './anchor.ts';
import { decimalOf, minus, numberOf, times } from './decimal.ts';
import { type Evidence, anchorDayNow, flagNow, releaseInstant } from './evidence.ts';
import {
  cure,
  listSchema,
  looseObjectSchema,
  numberSchema,
  objectSchema,
  optional,
  textSchema,
  valueSchema,
  wholeSchema,
} from './reading.ts';

/** A remedy and what closes it. Whatever else a policy says of it (amounts, terms) does not decide. */
export interface Remedy {
  readonly type: string;
  readonly exclusiveWith: readonly string[];
  readonly noActivityAfter: Anchor | undefined;
  readonly onlyIfGainAtMost: number | undefined;
  readonly pctPerPoint: number | undefined;
  /** Open only after exactly so many fails. */
  readonly afterFails: number | undefined;
  /** Open only if a stored value equals this. */
  readonly onlyWhen: { readonly fact: string; readonly equals: string | number | boolean } | undefined;
  /** Everything the policy says of it, for its words. */
  readonly written: Readonly<Record<string, unknown>>;
}

/** Reads the remedies of a policy. */
export const remediesSchema = listSchema(
  looseObjectSchema({
    type: textSchema('the kind of remedy'),
    exclusiveWith: optional(listSchema(z.string(cure('name a remedy by its type')))),
    noActivityAfter: optional(anchorSchema),
    onlyIfGainAtMost: optional(numberSchema),
    table: optional(objectSchema({ pctPerPoint: numberSchema })),
    afterFails: optional(wholeSchema(1, 100)),
    onlyWhen: optional(objectSchema({ fact: textSchema('the name of a stored value'), equals: valueSchema })),
  }).transform(
    ({ type, exclusiveWith, noActivityAfter, onlyIfGainAtMost, table, afterFails, onlyWhen, ...written }): Remedy => ({
      type,
      noActivityAfter,
      onlyIfGainAtMost,
      exclusiveWith: exclusiveWith ?? [],
      pctPerPoint: table?.pctPerPoint,
      afterFails,
      onlyWhen,
      written,
    }),
  ),
);

/** What remedies are judged by: a day, and what is known of gain and fails at an instant. */
export interface RemedyDay {
  readonly judgedOn: Day;
  /** Undefined while it is not known. */
  readonly gain: number | undefined;
  readonly fails: number;
}

/** The remedies that are open, in policy order. */
export function openRemedies(
  remedies: readonly Remedy[],
  evidence: Evidence,
  { judgedOn, gain, fails }: RemedyDay,
): readonly Remedy[] {
  const { remediesTaken } = evidence.facts;
  const isTaken = (type: string) =>
    remediesTaken.some((taken) => taken.type === type && (taken.on ?? judgedOn) <= judgedOn);
  return remedies.filter(({ exclusiveWith, noActivityAfter, onlyIfGainAtMost, afterFails, onlyWhen }) => {
    if (afterFails !== undefined && afterFails !== fails) return false;
    if (onlyWhen && flagNow(evidence, onlyWhen.fact) !== onlyWhen.equals) return false;
    if (exclusiveWith.some(isTaken)) return false;
    if (noActivityAfter && hasActivityAfter(noActivityAfter, evidence, judgedOn)) return false;
    return onlyIfGainAtMost === undefined || (gain !== undefined && gain <= onlyIfGainAtMost);
  });
}

function hasActivityAfter(anchor: Anchor, evidence: Evidence, judgedOn: Day): boolean {
  const day = anchorDayNow(evidence, anchor);
  return day !== undefined && evidence.facts.activityDays.some((active) => active > day && active <= judgedOn);
}

/** 100 - pctPerPoint x gain, kept within 0 and 100 and not rounded, by the first of the remedies that has a table. */
export function refundPct(remedies: readonly Remedy[], gain: number | undefined): number | undefined {
  const pctPerPoint = remedies.find((remedy) => remedy.pctPerPoint !== undefined)?.pctPerPoint;
  if (pctPerPoint === undefined || gain === undefined) return undefined;
  const exact = minus(decimalOf(100), times(decimalOf(pctPerPoint), decimalOf(gain)));
  return Math.min(100, Math.max(0, numberOf(exact)));
}

/** The instants at which fails come out. */
export function failReleases({ attempts, calendar }: Evidence): number[] {
  return attempts.filter(({ result }) => result === 'fail').map((attempt) => releaseInstant(attempt, calendar));
}

/** The stored values that remedies depend on. */
export function flagsOf(remedies: readonly Remedy[]): string[] {
  return remedies.flatMap(({ onlyWhen }) => (onlyWhen ? onlyWhen.fact : []));
}
