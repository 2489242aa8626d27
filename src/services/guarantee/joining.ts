// Joining two accounts of one person: found among the students that the visitor may see, looked at side by side, joined with a reason, undone.

import { accountKey, otherAccount, undoJoin, type Account, type Join } from '../../domain/evidence/joined-accounts.ts';
import type { Claim } from '../../domain/claims/claim.ts';
import { emptyFile, type StudentFile } from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Eligibility, Judgment } from './eligibility.ts';
import { knownAccounts, shownAtMost, type KnownAccountsNeeds, type NamedAccount } from './known-accounts.ts';
import type { Joined, OneOpenClaim } from './open-claims.ts';
import type { Retake, Retakes } from './retakes.ts';

/** One that may be joined, and whether it is in a join already. */
export interface Candidate extends NamedAccount {
  readonly isJoined: boolean;
}

/** One record of the two that are looked at side by side. */
export interface SideOfJoin extends NamedAccount {
  readonly judgment: Judgment;
  readonly file: StudentFile;
  /** Oldest first. */
  readonly claims: readonly Claim[];
  readonly retakes: readonly Retake[];
}

/** A join that holds, as one of its accounts sees it. */
export interface HeldJoin {
  readonly join: Join;
  readonly other: NamedAccount;
}

export interface JoinPreview {
  readonly own: SideOfJoin;
  readonly other: SideOfJoin;
  /** Where the student would stand with the facts, claims and retakes of both. */
  readonly together: Judgment;
}

interface Needs extends KnownAccountsNeeds {
  readonly joined: JoinedAccountStore;
  readonly files: Pick<StudentFileStore, 'find'>;
  readonly claims: Pick<ClaimStore, 'ofPerson'>;
  readonly openClaims: Pick<OneOpenClaim, 'join'>;
  readonly eligibility: Pick<Eligibility, 'judge' | 'supposingJoined'>;
  readonly retakes: Pick<Retakes, 'ofStudent'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

export type Joining = ReturnType<typeof joiningService>;

export function joiningService(needs: Needs) {
  const { joined, courses, people, files, claims, openClaims, eligibility, retakes, audit, surroundings } = needs;

  const known = knownAccounts(needs);

  async function side(of: NamedAccount, visitor: Visitor): Promise<SideOfJoin> {
    const { organizationId } = visitor;
    const { account } = of;
    const [judgment, file, filed, granted] = await Promise.all([
      eligibility.judge({ organizationId, ...account }, account.personId),
      files.find(account),
      claims.ofPerson(account.courseId, account.platformId, account.personId),
      retakes.ofStudent({ organizationId, ...account }, account.personId),
    ]);
    const recorded = file ?? emptyFile({ organizationId, ...account });
    return { ...of, judgment, file: recorded, claims: filed, retakes: granted };
  }

  async function preview(visitor: Visitor, personId: string, key: string): Promise<JoinPreview> {
    const [one, two] = [await known.here(visitor, personId), await known.byKey(visitor, key)];
    if (one.key === two.key) throw invalid('with', 'Choose another account than this one.');
    const [own, other] = await Promise.all([side(one, visitor), side(two, visitor)]);
    const together = await eligibility.supposingJoined(visitor, personId, two.account);
    return { own, other, together };
  }

  /** Notes an act in the course of each account, about its own person. */
  async function noteBoth(
    { personId, name }: Visitor,
    [one, two]: readonly [NamedAccount, NamedAccount],
    { act, reason, joinId }: { readonly act: string; readonly reason: string; readonly joinId: string },
  ): Promise<void> {
    for (const [of, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const detail = { joinId, with: `${other.person.name} of “${other.courseTitle}”` };
      await audit.note(
        { personId, name, courseId: of.account.courseId },
        { act, subjectId: of.person.id, reason, detail },
      );
    }
  }

  /** The join of a student of the course with its other account; null for none. */
  async function joinOf(visitor: Visitor, account: Pick<Account, 'courseId' | 'personId'>): Promise<HeldJoin | null> {
    const join = await joined.of(account);
    const other = join && otherAccount(join, accountKey(account));
    if (!join || !other) return null;
    const [person, course] = await Promise.all([
      people.find(other.personId),
      courses.find(other.courseId, other.platformId),
    ]);
    return { join, other: known.named(found(person, 'student'), found(course, 'course'), visitor) };
  }

  return {
    preview,

    /** The join that a student of the course is in, for all staff; null for none. @throws Refusal not-allowed */
    async heldFor(visitor: Visitor, personId: string): Promise<HeldJoin | null> {
      demand(visitor, 'see results');
      return joinOf(visitor, { courseId: visitor.courseId, personId });
    },

    /** The student, and the account that theirs is joined with. @throws Refusal not-allowed, not-found */
    async of(visitor: Visitor, personId: string) {
      const own = await known.here(visitor, personId);
      return { own, joined: await joinOf(visitor, own.account) };
    },

    /**
     * Who may be the same person: whoever the LMS knows as the same user in another course, whatever is asked for; in this course by
     * name, and anywhere the visitor may see by the whole e-mail address or the number in the LMS; at most 20. Other organizations are
     * never looked at.
     */
    async candidates(visitor: Visitor, personId: string, asked: string): Promise<Candidate[]> {
      const own = await known.here(visitor, personId);
      const all = await known.likely(visitor, own, asked.trim());
      const shown = all.slice(0, shownAtMost);
      return Promise.all(shown.map(async (one) => ({ ...one, isJoined: (await joined.of(one.account)) !== null })));
    },

    /**
     * Joins a student of the course with another account. From then on facts, claims and retakes of both are read as one person's.
     * @throws Refusal not-allowed, not-found, invalid; already-done where one of them is joined, or where both have an open claim
     */
    async join(visitor: Visitor, personId: string, key: string, reason: string): Promise<void> {
      const [own, other] = [await known.here(visitor, personId), await known.byKey(visitor, key)];
      if (own.key === other.key) throw invalid('with', 'Choose another account than this one.');
      const join: Join = {
        id: surroundings.newId(),
        organizationId: visitor.organizationId,
        accounts: [own.account, other.account],
        keys: [own.key, other.key],
        joined: { by: visitor.personId, byName: visitor.name, at: surroundings.now(), reason },
        settledAt: null,
        undone: null,
      };
      const refused = notJoined[await openClaims.join(join)];
      if (refused !== '') throw new Refusal('already-done', refused);
      await noteBoth(visitor, [own, other], { act: 'accounts joined', reason, joinId: join.id });
    },

    /** Ends the join of a student: each account has again exactly what is recorded of it. @throws Refusal not-found, already-done */
    async undo(visitor: Visitor, personId: string, reason: string): Promise<void> {
      const own = await known.here(visitor, personId);
      const held = await joinOf(visitor, own.account);
      const { join, other } = found(held, 'join');
      const undone = { by: visitor.personId, byName: visitor.name, at: surroundings.now(), reason };
      if (!(await joined.apply(undoJoin(join, undone))))
        throw new Refusal('already-done', 'Somebody else has undone this join meanwhile.');
      await noteBoth(visitor, [own, other], { act: 'join undone', reason, joinId: join.id });
    },
  };
}

/** Why two accounts cannot be joined; "" where they are. */
const notJoined: Readonly<Record<Joined, string>> = {
  joined: '',
  taken: 'One of these accounts is joined with another one. Undo that join first.',
  'both open': 'Both accounts have an open claim. Decide one of them first, then join them.',
};

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid', message, [{ path, message }]);
}
