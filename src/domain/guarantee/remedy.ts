// Remedies: what a student gets, when each is open, and how much is refunded.
import { z } from 'zod';
import type { Day } from '../day.ts';
import { type Anchor, anchorSchema } from './anchor.ts';
import { decimalOf, minus, numberOf, times } from './decimal.ts';
import { type Evidence, anchorDayNow } from './evidence.ts';
import { cure, listSchema, looseObjectSchema, numberSchema, objectSchema, optional, textSchema } from './reading.ts';

/** A remedy and what closes it. Whatever else a policy says of it (amounts, terms) does not decide. */
export interface Remedy {
  readonly type: string;
  readonly exclusiveWith: readonly string[];
  readonly noActivityAfter: Anchor | undefined;
  readonly onlyIfGainAtMost: number | undefined;
  readonly pctPerPoint: number | undefined;
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
  }).transform(({ type, exclusiveWith, noActivityAfter, onlyIfGainAtMost, table, ...written }): Remedy => ({
    type,
    noActivityAfter,
    onlyIfGainAtMost,
    exclusiveWith: exclusiveWith ?? [],
    pctPerPoint: table?.pctPerPoint,
    written,
  })),
);

/** The remedies that are open, in policy order, judged on a day; `gain` is undefined while it is not known. */
export function openRemedies(
  remedies: readonly Remedy[],
  evidence: Evidence,
  judgedOn: Day,
  gain: number | undefined,
): readonly Remedy[] {
  const { remediesTaken } = evidence.facts;
  const isTaken = (type: string) =>
    remediesTaken.some((taken) => taken.type === type && (taken.on ?? judgedOn) <= judgedOn);
  return remedies.filter(({ exclusiveWith, noActivityAfter, onlyIfGainAtMost }) => {
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
