// Claims as facts, for everybody who asks where students stand; those of joined accounts count as one person's.

import { claimFactsOf, type ClaimForFacts } from '../../domain/claims/facts-of-claims.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { ClaimFactsSource } from './eligibility.ts';

interface Needs {
  readonly claims: Pick<ClaimStore, 'forFacts' | 'ofPerson'>;
}

export function claimFactsSource({ claims }: Needs): ClaimFactsSource {
  return {
    async factsOf(courseId, personIds, others) {
      const ofPerson = new Map<string, ClaimForFacts[]>();
      for (const claim of await claims.forFacts(courseId, personIds)) {
        const own = ofPerson.get(claim.personId);
        if (own) own.push(claim);
        else ofPerson.set(claim.personId, [claim]);
      }
      // Read before any is united: both accounts of a join may be in this course.
      const theirs = await Promise.all(
        [...others].map(async ([personId, other]) => ({
          personId,
          claims: await claims.ofPerson(other.courseId, other.platformId, other.personId),
        })),
      );
      for (const { personId, claims: more } of theirs)
        if (more.length > 0)
          ofPerson.set(
            personId,
            [...(ofPerson.get(personId) ?? []), ...more].toSorted((a, b) => a.createdAt - b.createdAt),
          );
      return new Map([...ofPerson].map(([personId, own]) => [personId, claimFactsOf(own)]));
    },
  };
}
