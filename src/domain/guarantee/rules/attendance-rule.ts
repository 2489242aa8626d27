// How an attendance rule is written: what it requires, what counts as present, and which makeups cure a missed session.
import { type DayAmount, dayAmountSchema } from '../amount.ts';
import {
  listSchema,
  numberSchema,
  objectSchema,
  oneOfSchema,
  optional,
  percentSchema,
  textSchema,
  wholeSchema,
  yesNoSchema,
} from '../reading.ts';

/** What must be kept; one of four. */
export type Requirement =
  | { readonly kind: 'missMax'; readonly most: number }
  | { readonly kind: 'pct'; readonly least: number }
  | { readonly kind: 'maxAbsentMinutes'; readonly most: number };

/** Which makeups cure a missed session. Absent members set no limit. */
export interface Makeup {
  readonly max: number | undefined;
  readonly within: DayAmount | undefined;
  readonly excusedWithin: DayAmount | undefined;
  readonly excusedDoesNotCount: boolean;
  readonly modes: readonly string[] | undefined;
}

/** The parameters of an `attendance` rule. */
export interface AttendanceRule {
  readonly sessions: string;
  readonly require: Requirement;
  readonly minPresencePct: number;
  readonly excused: 'countsAsPresent' | 'removed' | undefined;
  readonly makeup: Makeup | undefined;
}

const ONE_OF_FOUR = 'give exactly one of {"all": true}, {"missMax": n}, {"pct": p}, {"maxAbsentMinutes": m}';

const requirementSchema = objectSchema({
  all: optional(yesNoSchema.refine((all) => all, 'can only be true; leave it out otherwise')),
  missMax: optional(wholeSchema(0, 100_000)),
  pct: optional(percentSchema),
  maxAbsentMinutes: optional(numberSchema.min(0, 'give 0 or more')),
})
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, ONE_OF_FOUR)
  .transform(({ missMax, pct, maxAbsentMinutes }): Requirement => {
    if (pct !== undefined) return { kind: 'pct', least: pct };
    if (maxAbsentMinutes !== undefined) return { kind: 'maxAbsentMinutes', most: maxAbsentMinutes };
    return { kind: 'missMax', most: missMax ?? 0 };
  });

const makeupSchema = objectSchema({
  max: optional(wholeSchema(0, 100_000)),
  within: optional(dayAmountSchema),
  excusedWithin: optional(dayAmountSchema),
  excusedDoesNotCount: optional(yesNoSchema),
  modes: optional(listSchema(textSchema('a mode'))),
}).transform(({ max, within, excusedWithin, excusedDoesNotCount, modes }): Makeup => ({
  max,
  within,
  excusedWithin,
  modes,
  excusedDoesNotCount: excusedDoesNotCount === true,
}));

/** Reads the parameters. */
export const attendanceSchema = objectSchema({
  sessions: optional(textSchema('the name of a list of sessions')),
  require: requirementSchema,
  minPresencePct: optional(percentSchema),
  excused: optional(oneOfSchema(['countsAsPresent', 'removed'])),
  makeup: optional(makeupSchema),
}).transform(({ sessions, require, minPresencePct, excused, makeup }): AttendanceRule => ({
  require,
  excused,
  makeup,
  sessions: sessions ?? 'sessions',
  minPresencePct: minPresencePct ?? 100,
}));
