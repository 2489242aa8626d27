// Claims as facts, for everybody who asks where students stand.

import type { Claim } from '../../domain/claims/claim.ts';
import { claimFactsOf } from '../../domain/claims/facts-of-claims.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { ClaimFactsSource } from './eligibility.ts';

export function claimFactsSource({ claims }: { readonly claims: ClaimStore }): ClaimFactsSource {
  return {
    async factsOf(courseId, personIds) {
      const ofPerson = new Map<string, Claim[]>();
      for (const claim of await claims.ofPeople(courseId, personIds)) {
        const own = ofPerson.get(claim.personId);
        if (own) own.push(claim);
        else ofPerson.set(claim.personId, [claim]);
      }
      return new Map([...ofPerson].map(([personId, own]) => [personId, claimFactsOf(own)]));
    },
  };
}
