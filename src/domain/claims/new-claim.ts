// How a claim begins: as a draft, filed in one tap with the papers to follow, or handed in whole.

import { claimSchema, type Claim, type ClaimOwner, type ClaimPaper, type DoneBy } from './claim.ts';
import { moves } from './moves.ts';
import { tellKey } from './transitions.ts';

/** What a claim is begun with. */
export interface Beginning {
  readonly id: string;
  readonly owner: ClaimOwner;
  /** What is unique among open claims: the keys of the account, and of the one it is joined with. */
  readonly openKeys: readonly string[];
  readonly move: 'begin' | 'fileProvisionally' | 'submit';
  readonly who: DoneBy;
  readonly isFiledByStaff: boolean;
  readonly policyId: string;
  readonly policyNumber: number;
  readonly zone: string;
  readonly items: readonly string[];
  readonly papers: readonly ClaimPaper[];
  readonly words: string;
  readonly choice: string | null;
  readonly dueAt: number | null;
  /** The day that counts as the day of filing, where it is not now: a letter that staff enter later. */
  readonly receivedAt?: number;
}

/** The document of a new claim. */
export function newClaim({ owner, move, who, receivedAt = who.at, ...rest }: Beginning): Claim {
  const { to: state, waitsFor, words } = moves[move];
  const isFiled = move !== 'begin';
  const says = move === 'submit' ? 'submitted' : 'filed';
  const { organizationId, platformId, courseId, personId } = owner;
  return claimSchema.parse({
    ...rest,
    organizationId,
    platformId,
    courseId,
    personId,
    state,
    waitsFor,
    createdAt: who.at,
    receivedAt: isFiled ? receivedAt : null,
    filedBy: who,
    history: [{ ...who, move, words }],
    outbox: isFiled ? [{ key: tellKey(says, 0), at: who.at }] : [],
  });
}
