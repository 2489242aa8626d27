// What follows from a claim (a grant, a message) is done: at once, or by a job after a crash, and once in effect either way.

import type { Claim } from '../../domain/claims/claim.ts';
import { fulfill, strike } from '../../domain/claims/transitions.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { Surroundings } from '../surroundings.ts';

/** What people are told of a claim. */
export type ClaimNews =
  'filed' | 'submitted' | 'asked' | 'approved' | 'denied' | 'appealed' | 'upheld' | 'overturned' | 'withdrawn';

/** Gives what was approved. Asking again for the same claim gives nothing more. */
export interface ClaimGrants {
  grantFor(claim: Claim): Promise<void>;
}

/** Tells the student, and whoever else is concerned. `key` names the news, so that it is told once. */
export interface ClaimNotices {
  tell(claim: Claim, news: ClaimNews, key: string): Promise<void>;
}

interface Needs {
  readonly claims: ClaimStore;
  readonly grants: ClaimGrants;
  readonly notices: ClaimNotices;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type ClaimSettling = ReturnType<typeof claimSettling>;

export function claimSettling({ claims, grants, notices, surroundings }: Needs) {
  /** Grants, and notes it by the same update that strikes the duty; if the claim was read too early, the next round does. */
  async function grant(claim: Claim): Promise<void> {
    await grants.grantFor(claim);
    await claims.apply(fulfill(claim, { by: 'resit', byName: 'Resit', at: surroundings.now() }));
  }

  async function tell(claim: Claim, key: string): Promise<void> {
    await notices.tell(claim, key.split(':')[1] as ClaimNews, `claim:${claim.id}:${key}`);
    await claims.apply(strike(claim, key));
  }

  async function settle(given: Claim): Promise<Claim> {
    let claim = given;
    while (claim.outbox.length > 0) {
      const { key } = claim.outbox[0]!;
      await (key === 'grant' ? grant(claim) : tell(claim, key));
      const read = await claims.find(claim.id, claim.courseId, claim.platformId);
      if (!read) return claim;
      claim = read;
    }
    return claim;
  }

  return {
    /**
     * Does at once what a claim owes, as far as that goes; answers the claim as it is then. What fails here fails nobody's decision: it
     * is still owed, and the job does it and reports what is wrong.
     */
    async soon(claim: Claim): Promise<Claim> {
      try {
        return await settle(claim);
      } catch {
        return (await claims.find(claim.id, claim.courseId, claim.platformId)) ?? claim;
      }
    },

    /** Does what is still owed after a crash; answers how many claims were looked after. One failure does not stop the rest. */
    async settleAll(limit: number, report: (claimId: string, error: unknown) => void): Promise<number> {
      const owing = await claims.owing(limit);
      for (const claim of owing)
        try {
          await settle(claim);
        } catch (error) {
          report(claim.id, error);
        }
      return owing.length;
    },
  };
}
