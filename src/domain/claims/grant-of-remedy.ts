// From a remedy of a policy to what is granted for a claim: how many, how long, worth what, and under which conditions.

import type { ZodType } from 'zod';
import { dayText } from '../day.ts';
import { dayAmountSchema, type Calendar } from '../guarantee/amount.ts';
import { remedyText } from '../guarantee/remedy-words.ts';
import type { Remedy } from '../guarantee/remedy.ts';
import type { Money } from '../money.ts';
import { entitlementTermsSchema, type EntitlementTerms } from '../retakes/entitlement.ts';
import { isOwedByStaff } from '../retakes/kind.ts';
import { timeOfDayWords } from '../time.ts';
import type { Claim } from './claim.ts';
import { namedSum } from './sums.ts';

/** A grant for a claim, as the ledger takes it. */
export interface GrantForClaim {
  readonly personId: string;
  readonly kind: string;
  readonly units: number;
  readonly source: { readonly type: 'claim'; readonly id: string };
  readonly terms: EntitlementTerms;
  readonly value: Money | null;
  readonly why: string;
}

const mostConditionLetters = 300;
const mostUnits = 1000;

/**
 * What one remedy of a claim is in the ledger. The claim names the grant, so that granting again gives nothing more. `settled` is the
 * sum that was approved, where it is money.
 */
export function grantOf(
  remedy: Remedy,
  claim: Pick<Claim, 'id' | 'personId'>,
  calendar: Calendar,
  settled: Money | null = null,
): GrantForClaim {
  const { type, written } = remedy;
  return {
    personId: claim.personId,
    kind: type,
    units: unitsOf(remedy),
    source: { type: 'claim', id: claim.id },
    terms: {
      timeZone: calendar.zone.name,
      cutoff: calendar.cutoff === null ? null : timeOfDayWords(calendar.cutoff),
      holidays: [...calendar.holidays].map(dayText),
      // Of a thing that staff give it says how long it lasts (access for three months), not by when it must be had.
      validFor: isOwedByStaff(type) ? null : validForOf(written['validFor']),
      ...termsIn(written),
      examRetiresOn: null,
      conditions: [remedyText(remedy).slice(0, mostConditionLetters)],
    },
    value: settled ?? namedSum(remedy),
    why: `Claim ${claim.id}`,
  };
}

/** How many: `hours`, `count`, or an `amount` that is no money. Half an hour more is an hour: nobody gets less than the terms say. */
function unitsOf({ type, written: { hours, count, amount, currency } }: Pick<Remedy, 'type' | 'written'>): number {
  // Money and things are had once, whatever is counted in them.
  if (isOwedByStaff(type)) return 1;
  const counted = [hours, count, typeof currency === 'string' ? undefined : amount].find(
    (number): number is number => typeof number === 'number' && number > 0,
  );
  return Math.min(mostUnits, Math.ceil(counted ?? 1));
}

/** What the remedy says of sitting again, in the words of a voucher's own policy; what it does not say holds as usual. */
function termsIn(written: Remedy['written']) {
  const { waits, waitExclusive, maxIn12Months, cancelNoticeHours } = entitlementTermsSchema.shape;
  const read = <T>(shape: ZodType<T>, name: string): T => {
    const given = shape.safeParse(written[name]);
    return given.success ? given.data : shape.parse(undefined);
  };
  return {
    waits: read(waits, 'waits'),
    waitExclusive: read(waitExclusive, 'waitExclusive'),
    maxIn12Months: read(maxIn12Months, 'maxIn12Months'),
    cancelNoticeHours: read(cancelNoticeHours, 'cancelNoticeHours'),
  };
}

function validForOf(written: unknown): Record<string, number> | null {
  const read = dayAmountSchema.safeParse(written);
  return read.success ? { [read.data.unit]: read.data.count } : null;
}
