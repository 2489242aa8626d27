// What a claim was approved for is granted in the ledger, each remedy once.

import { decisionOf } from '../../domain/claims/claim.ts';
import { grantOf } from '../../domain/claims/grant-of-remedy.ts';
import { plainRemedy } from '../../domain/claims/terms-of-claims.ts';
import type { ClaimCases } from './claim-cases.ts';
import type { ClaimGrants } from './claim-settling.ts';
import type { Retakes } from './retakes.ts';

interface Needs {
  readonly cases: ClaimCases;
  readonly retakes: Pick<Retakes, 'grant'>;
}

export function claimGrants({ cases, retakes }: Needs): ClaimGrants {
  return {
    async grantFor(claim) {
      const decision = decisionOf(claim);
      if (claim.chosen === null || decision === null) return;
      const { terms } = await cases.of(claim);
      const { by, byName, sums } = decision;
      for (const type of claim.chosen) {
        // What was approved is granted, also where the terms have moved on since: a ladder names another remedy at its next round.
        const remedy = terms.remedies.find((one) => one.type === type) ?? plainRemedy(type);
        await retakes.grant(claim, grantOf(remedy, claim, terms.calendar, sums[type] ?? null), { by, byName });
      }
    },
  };
}
