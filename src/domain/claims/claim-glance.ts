// A claim at a glance: as much of it as a list of many students shows.

import { z } from 'zod';
import { claimSchema } from './claim.ts';
import { isOpen } from './open-keys.ts';

/** What is read of a claim; of a proposal only that there is one. */
export const claimGlanceSchema = claimSchema
  .pick({
    id: true,
    personId: true,
    state: true,
    openKeys: true,
    waitsFor: true,
    dueAt: true,
    zone: true,
    createdAt: true,
    receivedAt: true,
  })
  .extend({ proposal: z.object({ at: z.number() }).nullable().default(null) });
export type ClaimGlance = z.infer<typeof claimGlanceSchema>;

/** Whether staff see a claim: a draft is the student's own until it is filed. */
export function isShownClaim({ state }: Pick<ClaimGlance, 'state'>): boolean {
  return state !== 'draft';
}

/** Whether somebody has still to do something about a claim that staff see. */
export function isOpenClaim(claim: Pick<ClaimGlance, 'openKeys' | 'state'>): boolean {
  return isOpen(claim) && isShownClaim(claim);
}

/** Of one student's claims the one that stands in a list: the open one, else the newest; null where there is none to see. */
export function claimToShow<Of extends Pick<ClaimGlance, 'openKeys' | 'state' | 'createdAt'>>(
  claims: readonly Of[],
): Of | null {
  const newestFirst = claims.filter(isShownClaim).toSorted((a, b) => b.createdAt - a.createdAt);
  return newestFirst.find(isOpenClaim) ?? newestFirst[0] ?? null;
}
