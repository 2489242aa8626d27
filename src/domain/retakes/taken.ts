// Which entitlements count as remedies taken, so that the evaluator can close what may not be had together with them.

import type { RemedyTaken } from '../evidence/facts-of.ts';
import { z } from 'zod';
import { dayText } from '../day.ts';
import { listWords, lowerFirst } from '../phrases.ts';
import { dayOfInstant, findZone } from '../zone.ts';
import { choiceKind, kindOf } from './kind.ts';
import { wasEndedByStaff } from './standing.ts';
import { entitlementSchema, entitlementTermsSchema, entrySchema } from './entitlement.ts';

/** What is read of an entitlement to know which remedy was taken, and when; codes and words stay where they are. */
export const takenFromSchema = entitlementSchema
  .pick({ personId: true, kind: true, balance: true, isOpen: true })
  .extend({
    source: entitlementSchema.shape.source.pick({ type: true }),
    terms: entitlementTermsSchema.pick({ timeZone: true }),
    entries: z.array(entrySchema.pick({ act: true, at: true })),
  });
export type TakenFrom = z.infer<typeof takenFromSchema>;

/**
 * The remedy that an entitlement is, from the day it was granted or chosen. What was bought with the course is no remedy, a choice is
 * none until it is made, and what became void was not had; what expired was.
 */
export function remedyTaken(of: TakenFrom): RemedyTaken | null {
  const { kind, source, entries, balance, terms, isOpen } = of;
  if (source.type === 'purchase' || kind === choiceKind) return null;
  const wasEnded = !isOpen && balance.used === 0 && entries.at(-1)?.act !== 'expire';
  if (wasEnded && wasEndedByStaff(of)) return null;
  const since = entries.find(({ act }) => act === 'choose') ?? entries[0]!;
  return { type: kind, on: dayText(dayOfInstant(since.at, findZone(terms.timeZone)!)) };
}

/** What choosing one of several closes, in words that stand before the click: "Choosing this closes the refund of tuition." */
export function closesWords(options: readonly { readonly kind: string }[], chosen: string): string {
  const others = options.filter(({ kind }) => kind !== chosen).map(({ kind }) => lowerFirst(kindOf(kind).name));
  if (others.length === 0) return '';
  return `Choosing this closes: ${listWords(others)}. It cannot be changed afterward.`;
}
