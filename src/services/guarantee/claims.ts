// Claims as their student meets them: filed in one tap, papers added, questions answered, a remedy chosen, taken back, appealed.

import type { Claim, ClaimOwner, ClaimPaper, DoneBy } from '../../domain/claims/claim.ts';
import { missingItems } from '../../domain/claims/claim.ts';
import { claimNumber, claimNumberBytes } from '../../domain/claims/claim-number.ts';
import { decideBy, lastInstantOf } from '../../domain/claims/clock.ts';
import { mayMove, whyNot, type MoveName, type Mover } from '../../domain/claims/moves.ts';
import { newClaim } from '../../domain/claims/new-claim.ts';
import { currentClaim } from '../../domain/claims/open-keys.ts';
import { sittingOfItem } from '../../domain/claims/papers.ts';
import { whySecondPerson } from '../../domain/claims/second-person.ts';
import * as transitions from '../../domain/claims/transitions.ts';
import { dayText } from '../../domain/day.ts';
import { nameWords } from '../../domain/guarantee/anchor.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant, findZone, type Zone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { Audit } from '../audit.ts';
import { found, type Surroundings } from '../surroundings.ts';
import type { ClaimCase, ClaimCases, StudentCase } from './claim-cases.ts';
import type { ClaimSettling } from './claim-settling.ts';
import type { OneOpenClaim, OpenClaims } from './open-claims.ts';
import type { Uploads } from './uploads.ts';

/** How a claim is filed. */
export interface Filing {
  /** `draft` keeps words and papers without filing: no date is stamped. */
  readonly how: 'file' | 'draft';
  readonly words: string;
  /** The remedy asked for; null: whatever is open. */
  readonly choice: string | null;
}

/** How staff file for a student. */
export interface FilingForStudent extends Filing {
  readonly personId: string;
  /** Why staff file it, kept with the claim's history. */
  readonly reason: string;
  /** The instant that counts as the filing, for a letter that came earlier; null: now. */
  readonly receivedAt: number | null;
}

/** A student's claims, and where they would stand by filing now. */
export interface MyClaims {
  readonly now: number;
  readonly before: StudentCase;
  /** The open one, else the newest; null where none was ever begun. */
  readonly current: ClaimCase | null;
  /** The others, the newest first. */
  readonly earlier: readonly Claim[];
  /** Whether another one may be filed. */
  readonly mayFile: boolean;
  /** Why not, as a sentence; "" where it may. */
  readonly whyNotFile: string;
}

interface Needs {
  readonly claims: ClaimStore;
  readonly courses: CourseStore;
  readonly openClaims: OneOpenClaim;
  readonly cases: ClaimCases;
  readonly settling: ClaimSettling;
  readonly uploads: Uploads;
  readonly audit: Audit;
  readonly surroundings: Surroundings;
}

/** So often a change is tried again when somebody else changed the claim at the same time. */
const triesOnConflict = 5;
const resitItself = { by: 'resit', byName: 'Resit' } as const;

export type Claims = ReturnType<typeof claimsService>;

export function claimsService(needs: Needs) {
  const { claims, courses, openClaims, cases, settling, uploads, audit, surroundings } = needs;

  const whoIs = ({ personId: by, name: byName }: Visitor): DoneBy => ({ by, byName, at: surroundings.now() });

  /** Whether the visitor acts as the student whose claim it is, or as staff for them. @throws Refusal not-found */
  function moverOf(visitor: Visitor, claim: Claim): Mover {
    if (claim.personId === visitor.personId && mayDo(visitor, 'claim')) return 'student';
    if (!mayDo(visitor, 'decide claims')) found(null, 'claim');
    return 'staff';
  }

  async function read(visitor: Visitor, claimId: string): Promise<Claim> {
    const claim = found(await claims.find(claimId, visitor.courseId, visitor.platformId), 'claim');
    moverOf(visitor, claim);
    return claim;
  }

  /**
   * Makes one move of a claim: as it was read, and again as it is now if somebody else changed it meanwhile.
   * @throws Refusal already-done when its state does not allow the move (any more)
   */
  async function move(
    visitor: Visitor,
    claimId: string,
    name: MoveName,
    transition: (claim: Claim) => transitions.Transition | Promise<transitions.Transition>,
  ): Promise<Claim> {
    for (let tries = 0; tries < triesOnConflict; tries += 1) {
      const claim = await read(visitor, claimId);
      if (!mayMove(name, claim.state, moverOf(visitor, claim))) throw new Refusal('already-done', whyNot(claim.state));
      const changed = await claims.apply(await transition(claim));
      if (changed) return changed;
    }
    throw new Refusal('already-done', 'This claim is being changed by somebody else. Look at it again in a moment.');
  }

  /** Staff who act for a student say so in the audit trail. */
  async function noteIfStaff(visitor: Visitor, claim: Claim, act: string, reason = ''): Promise<void> {
    if (moverOf(visitor, claim) === 'student') return;
    const { id, personId, state } = claim;
    await audit.note(visitor, { act: `claim: ${act}`, subjectId: personId, reason, detail: { claimId: id, state } });
  }

  /** By when staff decide a claim that is handed in now. */
  function decideByOf({ terms }: StudentCase, receivedAt: number, now: number): number {
    const { calendar, decideIn, papersUntil } = terms;
    return decideBy(calendar, decideIn, papersUntil(receivedAt, now), now);
  }

  /** By when the papers of a claim are due. */
  function papersDueAt({ terms }: StudentCase, receivedAt: number, now: number): number {
    const { calendar, papersUntil } = terms;
    const today = dayOfInstant(receivedAt, calendar.zone);
    return lastInstantOf(calendar, papersUntil(receivedAt, now) ?? today);
  }

  /** The papers that lie with the student's sittings already, for the items that ask for them. */
  async function papersOnFile(owner: Visitor | Claim, before: StudentCase, who: DoneBy): Promise<ClaimPaper[]> {
    const wanted = before.terms.items.flatMap((item) =>
      (sittingOfItem(item, before.file)?.fileIds ?? []).map((fileId) => ({ item, fileId })),
    );
    const known = await uploads.known(
      owner,
      wanted.map(({ fileId }) => fileId),
    );
    const on = dayText(dayOfInstant(who.at, before.terms.calendar.zone));
    return wanted.flatMap(({ item, fileId }) => {
      const upload = known.get(fileId);
      return upload
        ? [{ ...who, id: surroundings.newId(), item, fileId, fileName: upload.name, on, refused: null }]
        : [];
    });
  }

  async function fileFor(
    visitor: Visitor,
    personId: string,
    { how, words, choice }: Filing,
    byStaff: { readonly receivedAt: number | null; readonly reason: string } | null,
  ): Promise<Claim> {
    const before = await cases.beforeFiling(visitor, personId);
    const refused = whyNotToFile(before);
    if (refused !== '') throw new Refusal('invalid', refused, [{ path: 'words', message: refused }]);
    const { organizationId, platformId, courseId } = visitor;
    const owner = { organizationId, platformId, courseId, personId };
    const { own: open } = await openClaims.of(owner);
    if (open && open.state !== 'draft') return open;
    if (open)
      return how === 'draft'
        ? rewriteOpen(visitor, open, words, choice)
        : fileDraft(visitor, open, before, words, choice);

    const who = whoIs(visitor);
    const papers = await papersOnFile(visitor, before, who);
    const items = [...before.terms.items];
    const isWhole = missingItems({ items, papers }).length === 0;
    const receivedAt = byStaff?.receivedAt ?? who.at;
    const { policyId, number } = termsIdOf(before);
    const begin = (openKeys: readonly string[]): Claim =>
      newClaim({
        id: claimNumber(surroundings.randomBytes(claimNumberBytes)),
        owner,
        openKeys,
        move: how === 'draft' ? 'begin' : isWhole ? 'submit' : 'fileProvisionally',
        who,
        isFiledByStaff: byStaff !== null,
        policyId,
        policyNumber: number,
        zone: before.terms.calendar.zone.name,
        items,
        papers,
        words,
        choice,
        receivedAt,
        dueAt:
          how === 'draft'
            ? null
            : isWhole
              ? decideByOf(before, receivedAt, who.at)
              : papersDueAt(before, receivedAt, who.at),
      });
    const { claim, isNew } = await openClaims.file(owner, begin);
    if (!isNew) return claim;
    await noteIfStaff(visitor, claim, 'filed for the student', byStaff?.reason);
    return afterwards(claim);
  }

  async function fileDraft(
    visitor: Visitor,
    draft: Claim,
    before: StudentCase,
    words: string,
    choice: string | null,
  ): Promise<Claim> {
    const rewritten = await rewriteOpen(visitor, draft, words, choice);
    const now = surroundings.now();
    const isWhole = missingItems(rewritten).length === 0;
    const filed = await move(visitor, draft.id, isWhole ? 'submit' : 'fileProvisionally', (claim) =>
      transitions.file(
        claim,
        isWhole ? 'submit' : 'fileProvisionally',
        whoIs(visitor),
        isWhole ? decideByOf(before, now, now) : papersDueAt(before, now, now),
      ),
    );
    await noteIfStaff(visitor, filed, 'filed for the student');
    return afterwards(filed);
  }

  async function rewriteOpen(visitor: Visitor, open: Claim, words: string, choice: string | null): Promise<Claim> {
    for (let tries = 0; tries < triesOnConflict; tries += 1) {
      const claim = await read(visitor, open.id);
      const changed = await claims.apply(transitions.rewrite(claim, words, choice));
      if (changed) return changed;
    }
    throw new Refusal('already-done', 'These words cannot be changed any more.');
  }

  /** What follows at once: messages, grants, and a decision that needs no person. */
  async function afterwards(claim: Claim): Promise<Claim> {
    const decided = await decideByItself(claim);
    return settling.soon(decided ?? claim);
  }

  /** Approves a claim that records prove whole, where the course wants that; null where a person has to decide. */
  async function decideByItself(claim: Claim): Promise<Claim | null> {
    if (claim.state !== 'submitted' || claim.lease !== null) return null;
    const case_ = await cases.of(claim);
    const { verdict, json, doubts, remedies, choices, terms } = case_;
    if (verdict === null || json === null || doubts.length > 0 || choices.length !== 1) return null;
    if (!(await cases.approvesByItself(claim)) || whySecondPerson(terms.isFourEyes, remedies) !== null) return null;
    const at = surroundings.now();
    const types = choices[0]!.types;
    const approved = await claims.apply(
      transitions.approve(claim, {
        move: 'approveByItself',
        chosen: types,
        decision: {
          ...resitItself,
          at,
          isApproval: true,
          isByItself: true,
          words: `Your claim is approved: records prove every condition. You get: ${types.map(nameWords).join(' and ')}.`,
          note: '',
          remedies: [...types],
          sums: {},
          grounds: null,
          second: null,
          verdict: { verdict: json.verdict, reason: json.reason, words: json.staffWords },
        },
      }),
    );
    if (!approved) return null;
    const actor = { personId: resitItself.by, name: resitItself.byName, courseId: claim.courseId };
    const detail = {
      claimId: claim.id,
      before: claim.state,
      after: approved.state,
      remedies: types,
      verdict: json.verdict,
    };
    await audit.note(actor, { act: 'claim: approved by itself', subjectId: claim.personId, reason: '', detail });
    return approved;
  }

  async function submit(visitor: Visitor, claimId: string): Promise<Claim> {
    const submitted = await move(visitor, claimId, 'submit', async (claim) => {
      if (missingItems(claim).length > 0) {
        const message = 'Add the papers that are still missing first.';
        throw new Refusal('invalid', message, [{ path: 'file', message }]);
      }
      const case_ = await cases.of(claim);
      const now = surroundings.now();
      return transitions.submit(claim, whoIs(visitor), decideByOf(case_, claim.receivedAt ?? now, now));
    });
    await noteIfStaff(visitor, submitted, 'handed in');
    return afterwards(submitted);
  }

  /** What the student may choose among, once approved. */
  async function choicesOf(claim: Claim) {
    const { terms } = await cases.of(claim);
    const decided = claim.appealDecision ?? claim.decision;
    return cases.choicesAmongTypes(terms, decided?.remedies ?? []);
  }

  return {
    /** The visitor's claims. */
    async mine(visitor: Visitor): Promise<MyClaims> {
      const [before, own, open] = await Promise.all([
        cases.beforeFiling(visitor, visitor.personId),
        claims.ofPerson(visitor.courseId, visitor.platformId, visitor.personId),
        openClaims.of(visitor),
      ]);
      const shown = currentClaim(own);
      const whyNotFile = whyOpen(open) || whyNotToFile(before);
      return {
        now: surroundings.now(),
        before,
        current: shown && (await cases.of(shown)),
        earlier: own.filter((claim) => claim !== shown).toReversed(),
        mayFile: whyNotFile === '',
        whyNotFile,
      };
    },

    /**
     * Files the visitor's claim: the date is stamped now, whatever papers are missing. Pressed twice, it is one claim.
     * @throws Refusal invalid where there is nothing to claim
     */
    file: (visitor: Visitor, filing: Filing): Promise<Claim> => fileFor(visitor, visitor.personId, filing, null),

    /** Files for a student, marked so. @throws Refusal not-allowed, not-found, invalid */
    async fileForStudent(
      visitor: Visitor,
      { personId, reason, receivedAt, ...filing }: FilingForStudent,
    ): Promise<Claim> {
      if (!mayDo(visitor, 'decide claims'))
        throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
      found(await courses.enrollment(visitor.courseId, personId), 'student');
      const now = surroundings.now();
      if (receivedAt !== null && receivedAt > now) {
        const message = 'Give a day that is not still to come.';
        throw new Refusal('invalid', message, [{ path: 'receivedOn', message }]);
      }
      return fileFor(visitor, personId, filing, { receivedAt, reason });
    },

    /**
     * Adds an uploaded file to a claim as one of the papers that the policy names, or as another one (`other`). A filed claim whose
     * last paper this is goes to staff at once.
     * @throws Refusal not-found, invalid, already-done
     */
    async attach(visitor: Visitor, claimId: string, item: string, fileId: string): Promise<Claim> {
      const claim = await read(visitor, claimId);
      if (!claim.items.includes(item) && item !== otherItem) {
        const message = 'Choose which of the papers this is.';
        throw new Refusal('invalid', message, [{ path: 'item', message }]);
      }
      if (claim.papers.length >= mostPapers) {
        const message = `A claim holds at most ${mostPapers} papers.`;
        throw new Refusal('invalid', message, [{ path: 'file', message }]);
      }
      const upload = await uploads.attach(claim, fileId, `claim:${claim.id}`);
      const who = whoIs(visitor);
      const on = dayText(dayOfInstant(who.at, zoneOfClaim(claim)));
      const paper = { ...who, id: surroundings.newId(), item, fileId, fileName: upload.name, on, refused: null };
      const changed = await move(visitor, claimId, 'attach', (now) => transitions.attach(now, [paper], who));
      await noteIfStaff(visitor, changed, 'paper added');
      if (changed.state !== 'provisional' || missingItems(changed).length > 0) return changed;
      return submit(visitor, claimId);
    },

    /** Hands a provisional claim in. @throws Refusal invalid while papers are missing */
    submit,

    /** Changes the student's own words and choice while they have the turn. @throws Refusal already-done */
    async rewrite(visitor: Visitor, claimId: string, words: string, choice: string | null): Promise<Claim> {
      return rewriteOpen(visitor, await read(visitor, claimId), words, choice);
    },

    /** Answers what staff asked; the claim is theirs again and its time to decide counts anew. */
    async answer(visitor: Visitor, claimId: string, words: string): Promise<Claim> {
      const answered = await move(visitor, claimId, 'answer', async (claim) => {
        const { terms } = await cases.of(claim);
        const now = surroundings.now();
        return transitions.answer(
          claim,
          words,
          whoIs(visitor),
          decideBy(terms.calendar, terms.decideIn, undefined, now),
        );
      });
      await noteIfStaff(visitor, answered, 'answered');
      return afterwards(answered);
    },

    /** Takes a claim back before it is decided. */
    async withdraw(visitor: Visitor, claimId: string, reason: string): Promise<Claim> {
      const gone = await move(visitor, claimId, 'withdraw', (claim) =>
        transitions.withdraw(claim, whoIs(visitor), reason),
      );
      await noteIfStaff(visitor, gone, 'withdrawn', reason);
      return settling.soon(gone);
    },

    /** Chooses among what was approved; the rest is closed. @throws Refusal invalid, already-done */
    async choose(visitor: Visitor, claimId: string, types: readonly string[]): Promise<Claim> {
      const chosen = await move(visitor, claimId, 'choose', async (claim) => {
        const choice = (await choicesOf(claim)).find((one) => one.types.join() === types.join());
        if (!choice) {
          const message = 'Choose one of these.';
          throw new Refusal('invalid', message, [{ path: 'choice', message }]);
        }
        const words = choice.types.map(nameWords).join(' and ');
        return transitions.choose(claim, choice.types, whoIs(visitor), words);
      });
      await noteIfStaff(visitor, chosen, 'remedy chosen');
      return settling.soon(chosen);
    },

    choicesOf,

    /** Appeals a denial, once, with words. @throws Refusal already-done */
    async appeal(visitor: Visitor, claimId: string, words: string): Promise<Claim> {
      const appealed = await move(visitor, claimId, 'appeal', async (now) => {
        const { terms } = await cases.of(now);
        const at = surroundings.now();
        const dueAt = decideBy(terms.calendar, terms.decideIn, undefined, at);
        const openKeys = await openClaims.keysToReopen(now);
        return transitions.appeal(now, { words, dueAt, openKeys }, whoIs(visitor));
      });
      await noteIfStaff(visitor, appealed, 'appealed', words);
      return settling.soon(appealed);
    },

    /** Looks again whether the open claim of a person needs nobody now: something was recorded or checked, under either account. */
    async reconsider(course: Omit<ClaimOwner, 'personId'>, personId: string): Promise<void> {
      const { organizationId, platformId, courseId } = course;
      const { own, theirs } = await openClaims.of({ organizationId, platformId, courseId, personId });
      for (const open of [own, theirs]) if (open) await afterwards(open);
    },
  };
}

/** A paper that the policy does not name. */
export const otherItem = 'other';
const mostPapers = 40;

/** Why no claim can be filed, as a sentence; "" where it can. Missing a condition is no reason: a person decides that. */
function whyNotToFile({ judgment, verdict }: StudentCase): string {
  if (judgment.kind === 'no guarantee') return 'This course gives no guarantee, so there is nothing to claim.';
  if (verdict?.verdict === 'not_applicable') return 'The guarantee is closed, so there is nothing to claim.';
  return '';
}

function termsIdOf({ judgment }: StudentCase): { policyId: string; number: number } {
  if (judgment.kind === 'judged') return { policyId: judgment.version.policyId, number: judgment.version.number };
  const { terms } = judgment.file;
  return { policyId: terms?.policyId ?? '', number: terms?.number ?? 0 };
}

function zoneOfClaim({ zone }: Claim): Zone {
  return findZone(zone) ?? findZone('UTC')!;
}

/** Why another claim has to wait for an open one, as a sentence; "" where none is open. */
function whyOpen({ own, theirs }: OpenClaims): string {
  if (own) return 'You have a claim that is still open.';
  return theirs ? `Your claim ${theirs.id} is still open under your other account.` : '';
}
