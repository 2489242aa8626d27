// What staff see beside a student's verdict in long lists: the claim that counts, and how many retakes they have.

import { claimToShow, isShownClaim, type ClaimGlance } from '../../domain/claims/claim-glance.ts';
import type { Account } from '../../domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../domain/person.ts';
import { noRetakes, tallyOf, type LedgerGlance, type RetakeTally } from '../../domain/retakes/tally.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import { demand, type Surroundings } from '../surroundings.ts';

/** A claim as staff of a course see it. */
export interface ShownClaim extends ClaimGlance {
  /** Filed in the course of the other of two joined accounts: it is decided there. */
  readonly isElsewhere: boolean;
}

/** One student's. */
export interface Glance {
  readonly claim: ShownClaim | null;
  readonly retakes: RetakeTally;
}

interface Needs {
  readonly claims: Pick<ClaimStore, 'glances' | 'ofPerson'>;
  readonly entitlements: Pick<EntitlementStore, 'glances' | 'ofPerson'>;
  readonly joined: Pick<JoinedAccountStore, 'otherOf' | 'othersOf'>;
  readonly surroundings: Pick<Surroundings, 'breathe'>;
}

/** A student of a course. */
type Whose = Pick<Account, 'courseId' | 'platformId' | 'personId'>;

/** Read at once: some milliseconds of work. */
const readAtOnce = 200;
const peopleAtOnce = 500;

export type Glances = ReturnType<typeof glancesService>;

export function glancesService({ claims, entitlements, joined, surroundings }: Needs) {
  /** Pages one after the other, with a breath between two. */
  async function allOf<T>(pageAfter: (read: readonly T[]) => Promise<readonly T[]>): Promise<T[]> {
    const all: T[] = [];
    for (;;) {
      const page = await pageAfter(all);
      all.push(...page);
      if (page.length < readAtOnce) return all;
      await surroundings.breathe();
    }
  }

  /** What was filed by and granted to the other account of those who have two. */
  async function ofOthers(courseId: string, personIds: readonly string[]): Promise<[ShownClaim[], LedgerGlance[]]> {
    const filed: ShownClaim[] = [];
    const granted: LedgerGlance[] = [];
    for (let from = 0; from < personIds.length; from += peopleAtOnce) {
      const others = await joined.othersOf(courseId, personIds.slice(from, from + peopleAtOnce));
      for (const [personId, other] of others) {
        const theirs = await claims.ofPerson(other.courseId, other.platformId, other.personId);
        filed.push(...theirs.map((claim) => ({ ...claim, personId, isElsewhere: claim.courseId !== courseId })));
        const held = await entitlements.ofPerson(other.courseId, other.personId);
        granted.push(...held.map((one) => ({ ...one, personId })));
      }
    }
    return [filed, granted];
  }

  return {
    /**
     * Those of some students of the visitor's course, by person; whoever has neither is left out. The course is read once, whoever is
     * asked for. @throws Refusal not-allowed
     */
    async ofStudents(visitor: Visitor, personIds: readonly string[]): Promise<ReadonlyMap<string, Glance>> {
      demand(visitor, 'see results');
      const { courseId, platformId } = visitor;
      const filed = await allOf<ClaimGlance>((read) => claims.glances(courseId, platformId, read.length, readAtOnce));
      const granted = await allOf<LedgerGlance>((read) =>
        entitlements.glances(courseId, read.at(-1)?.id ?? '', readAtOnce),
      );
      const [filedElsewhere, grantedElsewhere] = await ofOthers(courseId, personIds);
      const claimsOf = byPerson([...filed.map(here), ...filedElsewhere]);
      const retakesOf = byPerson([...granted, ...grantedElsewhere]);
      const glances = new Map<string, Glance>();
      for (const personId of personIds) {
        const [own, held] = [claimsOf.get(personId), retakesOf.get(personId)];
        if (own || held)
          glances.set(personId, { claim: claimToShow(own ?? []), retakes: held ? tallyOf(held) : noRetakes });
      }
      return glances;
    },

    /** One student's claims that were filed, with those of the account that theirs is joined with; the newest first. */
    async claimsOf({ courseId, platformId, personId }: Whose): Promise<ShownClaim[]> {
      const own = await claims.ofPerson(courseId, platformId, personId);
      const other = await joined.otherOf({ courseId, personId });
      const theirs = other ? await claims.ofPerson(other.courseId, other.platformId, other.personId) : [];
      return [...own.map(here), ...theirs.map((claim) => ({ ...claim, isElsewhere: claim.courseId !== courseId }))]
        .filter(isShownClaim)
        .toSorted((a, b) => b.createdAt - a.createdAt);
    },
  };
}

function here(claim: ClaimGlance): ShownClaim {
  return { ...claim, isElsewhere: false };
}

function byPerson<Of extends { readonly personId: string }>(all: readonly Of[]): Map<string, Of[]> {
  const heaps = new Map<string, Of[]>();
  for (const one of all) {
    const heap = heaps.get(one.personId);
    if (heap) heap.push(one);
    else heaps.set(one.personId, [one]);
  }
  return heaps;
}
