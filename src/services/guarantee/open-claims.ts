// One open claim a person, also while accounts are joined and parted: who holds the keys of an account, and how a new claim takes them.

import type { Claim, ClaimOwner } from '../../domain/claims/claim.ts';
import { hold, isOfAccount, openKeysOf, release } from '../../domain/claims/open-keys.ts';
import {
  accountKey,
  giveWay,
  otherAccount,
  settleJoin,
  type Account,
  type Join,
} from '../../domain/evidence/joined-accounts.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { Surroundings } from '../surroundings.ts';

/** Where an account stands among accounts: the join that it is in, and the keys that a claim of it takes. */
interface Place {
  readonly join: Join | null;
  readonly other: Account | null;
  readonly keys: readonly string[];
}

/** The open claims of one person. */
export interface OpenClaims {
  /** Under the account that is asked for. */
  readonly own: Claim | null;
  /** Under the account that it is joined with. */
  readonly theirs: Claim | null;
}

/** What became of a join: an account is in another one, or both accounts have a claim open. */
export type Joined = 'joined' | 'taken' | 'both open';

interface Needs {
  readonly claims: Pick<ClaimStore, 'apply' | 'discard' | 'holding' | 'insert' | 'stir'>;
  readonly joined: Pick<JoinedAccountStore, 'apply' | 'insert' | 'of'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** So often others come between at most: each time a join was made or ended, or a claim was filed. */
const goes = 10;
const bothOpenReason = 'Both accounts came to have an open claim at the same moment.';

export type OneOpenClaim = ReturnType<typeof oneOpenClaim>;

export function oneOpenClaim({ claims, joined, surroundings }: Needs) {
  async function placeOf(owner: Pick<ClaimOwner, 'courseId' | 'personId'>): Promise<Place> {
    const join = await joined.of(owner);
    const other = join && otherAccount(join, accountKey(owner));
    return { join, other, keys: openKeysOf(owner, other) };
  }

  async function look(owner: ClaimOwner): Promise<OpenClaims & { readonly place: Place; readonly stale: Claim[] }> {
    const place = await placeOf(owner);
    const { other } = place;
    const holding = await claims.holding(owner.organizationId, place.keys);
    const own = holding.find((claim) => isOfAccount(claim, owner)) ?? null;
    const theirs = (other && holding.find((claim) => isOfAccount(claim, other))) ?? null;
    return { place, own, theirs, stale: holding.filter((claim) => claim !== own && claim !== theirs) };
  }

  /**
   * The keys for a claim of an account that has none open, free to be taken. What claims hold of accounts from which they were parted
   * is given back here, so that undoing a join needs no second write.
   */
  async function keysFor(owner: ClaimOwner): Promise<Place & OpenClaims> {
    const { place, own, theirs, stale } = await look(owner);
    if (theirs) throw openElsewhere();
    await giveBack(stale, place.keys);
    return { ...place, own, theirs };
  }

  async function giveBack(stale: readonly Claim[], keys: readonly string[]): Promise<void> {
    for (const claim of stale) await claims.apply(release(claim, keys));
  }

  /**
   * Whether a claim that was just kept may stay. A join that came between wants the other account's key too: where that account has a
   * claim open, a join that is not settled yet gives way, and before one that is the claim does.
   */
  async function stays(claim: Claim, before: Place): Promise<boolean> {
    for (let go = 0; go < goes; go += 1) {
      const { place, theirs, stale } = await look(claim);
      const { join, other, keys } = place;
      if (!join || !other || join.id === before.join?.id) return true;
      await giveBack(stale, keys);
      if (await claims.apply(hold(claim, accountKey(other)))) return true;
      if (!theirs) continue;
      const at = surroundings.now();
      const resit = { by: 'resit', byName: 'Resit', at, reason: bothOpenReason };
      if (await joined.apply(giveWay(join, resit))) return true;
      if ((await placeOf(claim)).join?.id === join.id) return !(await claims.discard(claim));
    }
    return true;
  }

  async function haveBothOpen({ organizationId, accounts }: Join): Promise<boolean> {
    const open = await claims.holding(organizationId, accounts.map(accountKey));
    return accounts.every((account) => open.some((claim) => isOfAccount(claim, account)));
  }

  return {
    /**
     * Makes a join, unless both accounts have a claim open. The join is kept first and settled once their claims were looked at: a
     * claim that was filed before is seen here, and one that is filed after sees the join. Whoever is about to open a claim again by
     * what they read before finds it changed, and looks again.
     */
    async join(join: Join): Promise<Joined> {
      if (await haveBothOpen(join)) return 'both open';
      if (!(await joined.insert(join))) return 'taken';
      for (const account of join.accounts) await claims.stir(account);
      const mayStay = !(await haveBothOpen(join));
      if (mayStay && (await joined.apply(settleJoin(join, surroundings.now())))) return 'joined';
      await joined.apply(giveWay(join, { ...join.joined, reason: bothOpenReason }));
      return 'both open';
    },

    /** The open claims of the person whose account it is. */
    of: (owner: ClaimOwner): Promise<OpenClaims> => look(owner),

    /**
     * Keeps a new claim, made with the keys it is to take; where the account has one open, that one.
     * @throws Refusal already-done where the account that it is joined with has one open
     */
    async file(
      owner: ClaimOwner,
      make: (openKeys: readonly string[]) => Claim,
    ): Promise<{ readonly claim: Claim; readonly isNew: boolean }> {
      for (let go = 0; go < goes; go += 1) {
        const place = await keysFor(owner);
        if (place.own) return { claim: place.own, isNew: false };
        const claim = make(place.keys);
        if ((await claims.insert(claim)) && (await stays(claim, place))) return { claim, isNew: true };
      }
      throw new Refusal('already-done', 'Another claim is being filed right now. Look at it in a moment.');
    },

    /**
     * The keys with which a claim that was closed opens again. A join made since it was read has changed the claim's `rev`, so that
     * the update that takes them fails and they are asked for anew.
     * @throws Refusal already-done where the person has another claim open
     */
    async keysToReopen(claim: Claim): Promise<readonly string[]> {
      const { keys, own } = await keysFor(claim);
      if (own && own.id !== claim.id)
        throw new Refusal('already-done', `Another claim of the same student is open: ${own.id}.`);
      return keys;
    },
  };
}

/** Joined accounts have one open claim between them. */
function openElsewhere(): Refusal {
  const message = 'There is an open claim under the other account. It has to be decided or taken back first.';
  return new Refusal('already-done', message);
}
