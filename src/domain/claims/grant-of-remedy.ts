// From a remedy of a policy to what is granted for a claim: how many, how long, worth what, and under which conditions.

import { dayText } from '../day.ts';
import { dayAmountSchema, type Calendar } from '../guarantee/amount.ts';
import { remedyText } from '../guarantee/remedy-words.ts';
import type { Remedy } from '../guarantee/remedy.ts';
import { readMoney, type Money } from '../money.ts';
import { timeOfDayWords } from '../time.ts';
import type { Claim } from './claim.ts';

/** A grant for a claim, as the ledger takes it. */
export interface GrantForClaim {
  readonly personId: string;
  readonly kind: string;
  readonly units: number;
  readonly source: { readonly type: 'claim'; readonly id: string };
  readonly terms: {
    readonly timeZone: string;
    readonly cutoff: string | null;
    readonly holidays: string[];
    readonly validFor: Record<string, number> | null;
    readonly conditions: string[];
  };
  readonly value: Money | null;
  readonly why: string;
}

const mostConditionLetters = 300;

/** What one remedy of a claim is in the ledger. The claim names the grant, so that granting again gives nothing more. */
export function grantOf(remedy: Remedy, claim: Pick<Claim, 'id' | 'personId'>, calendar: Calendar): GrantForClaim {
  const { type, written } = remedy;
  const isCounted = typeof written['hours'] === 'number' ? written['hours'] : written['count'];
  const units = typeof isCounted === 'number' && Number.isInteger(isCounted) && isCounted > 0 ? isCounted : 1;
  return {
    personId: claim.personId,
    kind: type,
    // Money is had once, whatever its amount counts.
    units: /refund|cash/.test(type) ? 1 : units,
    source: { type: 'claim', id: claim.id },
    terms: {
      timeZone: calendar.zone.name,
      cutoff: calendar.cutoff === null ? null : timeOfDayWords(calendar.cutoff),
      holidays: [...calendar.holidays].map(dayText),
      validFor: validForOf(written['validFor']),
      conditions: [remedyText(remedy).slice(0, mostConditionLetters)],
    },
    value: moneyOf(written),
    why: `Claim ${claim.id}`,
  };
}

function validForOf(written: unknown): Record<string, number> | null {
  const read = dayAmountSchema.safeParse(written);
  return read.success ? { [read.data.unit]: read.data.count } : null;
}

/** `amount` and `currency` where the policy names a sum; a share of something is settled when it is paid. */
function moneyOf({ amount, currency }: Remedy['written']): Money | null {
  if (typeof amount !== 'number' || typeof currency !== 'string') return null;
  return readMoney(String(amount), currency);
}
