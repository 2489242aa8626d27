// One open claim a person: the keys that a claim takes while it is open, each unique among all claims, its account's and its other account's.

import type { Transition } from '../exam/transitions.ts';
import { accountKey, type Account } from '../evidence/joined-accounts.ts';
import type { Claim } from './claim.ts';

type OfAccount = Pick<Account, 'courseId' | 'personId'>;

/** Whether a claim is open: undecided, or a choice is still the student's to make. */
export function isOpen({ openKeys }: Pick<Claim, 'openKeys'>): boolean {
  return openKeys !== undefined;
}

/** Of one account's claims, oldest first, the one that counts now: the open one, else the newest; null for none. */
export function currentClaim<Of extends Pick<Claim, 'openKeys'>>(claims: readonly Of[]): Of | null {
  return claims.find(isOpen) ?? claims.at(-1) ?? null;
}

/** The keys of an open claim: its own account's, and while that is joined also the other account's. */
export function openKeysOf(own: OfAccount, other: OfAccount | null): string[] {
  return other ? [accountKey(own), accountKey(other)] : [accountKey(own)];
}

/** Whether a claim is of an account. */
export function isOfAccount(claim: OfAccount, account: OfAccount): boolean {
  return claim.courseId === account.courseId && claim.personId === account.personId;
}

/** Take another key for an open claim: its account was joined while it was filed. The unique key refuses where the other has one open. */
export function hold({ id, courseId }: Pick<Claim, 'id' | 'courseId'>, key: string): Transition {
  return {
    filter: { _id: id, courseId, openKeys: { $exists: true } },
    update: { $addToSet: { openKeys: key } },
  };
}

/** Give keys of other accounts back: the accounts were parted since the claim was filed. Its own key stays until it is closed. */
export function release(claim: Pick<Claim, 'id' | 'courseId' | 'personId'>, keys: readonly string[]): Transition {
  const own = accountKey(claim);
  return {
    filter: { _id: claim.id, courseId: claim.courseId, openKeys: { $exists: true } },
    update: { $pullAll: { openKeys: keys.filter((key) => key !== own) } },
  };
}
