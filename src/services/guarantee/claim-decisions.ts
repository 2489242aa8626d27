// Deciding claims: the queue, one reviewer at a time, questions, approvals (by two people where that is asked), denials with their grounds, appeals.

import { choicesAmong } from '../../domain/claims/choices.ts';
import type { Claim, ClaimDecision, ClaimGrounds, ClaimProposal, DoneBy } from '../../domain/claims/claim.ts';
import { answerBy } from '../../domain/claims/clock.ts';
import { grantOf } from '../../domain/claims/grant-of-remedy.ts';
import { groundsOf } from '../../domain/claims/grounds.ts';
import { whyNot } from '../../domain/claims/moves.ts';
import { settleSums, type EnteredSum } from '../../domain/claims/sums.ts';
import { whySecondPerson } from '../../domain/claims/second-person.ts';
import * as transitions from '../../domain/claims/transitions.ts';
import { moneyWords } from '../../domain/money.ts';
import { momentWords } from '../../domain/time.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore, Enrollment } from '../../stores/course-store.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { found, type Surroundings } from '../surroundings.ts';
import type { ClaimCase, ClaimCases } from './claim-cases.ts';
import type { ClaimSettling } from './claim-settling.ts';
import type { Retakes } from './retakes.ts';

/** Whose claim. */
export type ClaimPerson = Pick<Person, 'id' | 'name' | 'zone'>;

/** A claim in the queue. */
export interface QueueEntry {
  readonly claim: Claim;
  readonly person: ClaimPerson;
  /** Null for claims that wait for nobody. */
  readonly case: ClaimCase | null;
}

/** The queue of a course. */
export interface ClaimQueue {
  readonly now: number;
  /** Nearest date first. */
  readonly withStaff: readonly QueueEntry[];
  readonly withStudents: readonly QueueEntry[];
  /** The newest of those that are over. */
  readonly over: readonly QueueEntry[];
}

/** A claim as its reviewer sees it. */
export interface ClaimInHand extends ClaimCase {
  readonly now: number;
  readonly person: ClaimPerson;
  /** Why a second person has to confirm an approval; null where one is enough. */
  readonly whySecond: string | null;
  /** The grounds of a denial as the evaluator gives them. */
  readonly grounds: ClaimGrounds | null;
  /** What the visitor may not do and why, as a sentence; "" where nothing stands in the way. */
  readonly barred: string;
  /** An approval waits for a second person, and nobody is known in the course who could be that. */
  readonly lacksSecond: boolean;
}

/** What every decision brings. */
export interface Deciding {
  /** The claim as the reviewer saw it. */
  readonly rev: number;
  /** What the student reads. */
  readonly words: string;
  /** What the student does not read. */
  readonly note: string;
}

/** What an approval brings: the remedies by type, and the sums that were entered for those that are money. */
export interface Approving extends Deciding {
  readonly remedies: readonly string[];
  readonly sums?: ReadonlyMap<string, EnteredSum>;
}

interface Needs {
  readonly claims: ClaimStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly cases: ClaimCases;
  readonly settling: ClaimSettling;
  readonly retakes: Pick<Retakes, 'feasibility'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const deciders: readonly Enrollment['role'][] = ['instructor', 'lead', 'administrator'];
const overShown = 50;

export type ClaimDecisions = ReturnType<typeof claimDecisions>;

export function claimDecisions(needs: Needs) {
  const { claims, courses, people, cases, settling, retakes, audit, surroundings } = needs;

  const whoIs = ({ personId: by, name: byName }: Visitor): DoneBy => ({ by, byName, at: surroundings.now() });

  /** @throws Refusal not-allowed */
  function demandReader(visitor: Visitor): void {
    if (!mayDo(visitor, 'decide claims') && !mayDo(visitor, 'refund'))
      throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
  }

  async function read(visitor: Visitor, claimId: string): Promise<Claim> {
    demandReader(visitor);
    const claim = found(await claims.find(claimId, visitor.courseId, visitor.platformId), 'claim');
    // What a student has begun and not filed is theirs alone.
    if (claim.state === 'draft') found(null, 'claim');
    return claim;
  }

  /**
   * Whether anybody but these people could decide in the course. An administrator of the platform without a course role is nobody
   * here: they confirm and pay, and decide nothing.
   */
  async function isAnybodyElse(visitor: Visitor, but: readonly string[]): Promise<boolean> {
    for (const role of deciders) {
      const enrolled = await courses.enrolled(visitor.courseId, role);
      if (enrolled.some(({ personId }) => !but.includes(personId))) return true;
    }
    return false;
  }

  /** Why this visitor may not decide this claim; "" where they may. Who decides and appeals are decided by different people. */
  async function barredFrom(visitor: Visitor, claim: Claim): Promise<string> {
    if (claim.personId === visitor.personId) return 'Your own claim is decided by somebody else.';
    if (claim.state !== 'appealed' || claim.decision === null) return '';
    const { by, second } = claim.decision;
    const first = second === null ? [by] : [by, second.by];
    if (!first.includes(visitor.personId) || !(await isAnybodyElse(visitor, first))) return '';
    return 'You decided this claim. Its appeal is decided by somebody else.';
  }

  /** What the reviewer saw must be what is there. @throws Refusal already-done */
  function demandUnchanged(claim: Claim, rev: number): void {
    if (claim.rev === rev) return;
    throw new Refusal(
      'already-done',
      'This claim has changed since you opened it. Look at it again before you decide.',
    );
  }

  /** Takes the claim in hand, unless somebody else has. @throws Refusal already-done, with who has it and until when */
  async function takeUp(visitor: Visitor, claim: Claim): Promise<Claim> {
    const barred = await barredFrom(visitor, claim);
    if (barred !== '') throw new Refusal('not-allowed', barred);
    const taken = await claims.apply(transitions.takeUp(claim, whoIs(visitor)));
    if (taken) return taken;
    const now = await read(visitor, claim.id);
    throw new Refusal('already-done', whoHasIt(now, visitor));
  }

  function whoHasIt({ lease, state }: Claim, visitor: Visitor): string {
    if (lease === null || lease.until <= surroundings.now() || lease.by === visitor.personId) return whyNot(state);
    const { byName, at, until } = lease;
    const [since, free] = [momentWords(at, visitor.zone), momentWords(until, visitor.zone)];
    return `${byName} has been reading this claim since ${since}. It is free again when they have decided, and at ${free} at the latest.`;
  }

  /** A claim of one's own to decide: as it was seen, and in hand. */
  async function inHand(visitor: Visitor, claimId: string, rev: number): Promise<Claim> {
    if (!mayDo(visitor, 'decide claims'))
      throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
    const claim = await read(visitor, claimId);
    demandUnchanged(claim, rev);
    const { lease } = claim;
    const isTheirs = lease !== null && lease.by === visitor.personId && lease.until > surroundings.now();
    return isTheirs ? claim : takeUp(visitor, claim);
  }

  /** The claim after a transition, noted, and what follows from it done. @throws Refusal already-done */
  async function done(
    visitor: Visitor,
    before: Claim,
    transition: transitions.Transition,
    noted: { readonly act: string; readonly reason: string; readonly detail?: Readonly<Record<string, unknown>> },
  ): Promise<Claim> {
    const after = await claims.apply(transition);
    if (!after) throw new Refusal('already-done', whoHasIt(await read(visitor, before.id), visitor));
    const detail = { claimId: after.id, before: before.state, after: after.state, ...noted.detail };
    await audit.note(visitor, { act: `claim: ${noted.act}`, subjectId: after.personId, reason: noted.reason, detail });
    return settling.soon(after);
  }

  /** The remedies of an approval, checked. @throws Refusal invalid */
  async function granted(
    { claim, terms, json }: ClaimCase,
    types: readonly string[],
    note: string,
    entered: ReadonlyMap<string, EnteredSum>,
  ) {
    const remedies = terms.remedies.filter(({ type }) => types.includes(type));
    if (remedies.length !== new Set(types).size || (remedies.length === 0 && terms.remedies.length > 0)) {
      const message = 'Choose what the student gets.';
      throw new Refusal('invalid', message, [{ path: 'remedies', message }]);
    }
    if (json?.verdict !== 'approve' && note === '') {
      const message =
        'By the records not every condition is met. Say here why you approve nevertheless, or waive the rule first.';
      throw new Refusal('invalid', message, [{ path: 'note', message }]);
    }
    const { sums, faults } = settleSums(remedies, entered);
    if (faults.length > 0) throw new Refusal('invalid', faults.map(({ message }) => message).join(' '), faults);
    for (const remedy of remedies) {
      const sum = sums[remedy.type] ?? null;
      const message = await retakes.feasibility(claim, grantOf(remedy, claim, terms.calendar, sum));
      if (message !== '') throw new Refusal('invalid', message, [{ path: 'remedies', message }]);
    }
    return { remedies, sums };
  }

  const sumWords = (sums: ClaimDecision['sums']): string => Object.values(sums).map(moneyWords).join(' and ');

  const verdictOf = ({ json }: ClaimCase): ClaimDecision['verdict'] =>
    json === null
      ? { verdict: 'needs_review', reason: 'unknown', words: 'What is recorded cannot be judged.' }
      : { verdict: json.verdict, reason: json.reason, words: json.staffWords };

  async function peopleOf(some: readonly Claim[]): Promise<Map<string, ClaimPerson>> {
    const known = await people.findAll([...new Set(some.map(({ personId }) => personId))]);
    return new Map(known.map((person) => [person.id, person]));
  }

  const unknownPerson = (id: string): ClaimPerson => ({ id, name: 'Unknown', zone: null });

  return {
    /** How many claims wait for the visitor: those to decide, or for whoever only refunds those to confirm. @throws Refusal not-allowed */
    async count(visitor: Visitor): Promise<number> {
      demandReader(visitor);
      const { courseId, platformId, personId } = visitor;
      if (mayDo(visitor, 'decide claims')) return claims.countWaiting(courseId, platformId);
      return claims.countToConfirm(courseId, platformId, personId);
    },

    /** The queue, with where each claim stands by what is recorded. @throws Refusal not-allowed */
    async queue(visitor: Visitor): Promise<ClaimQueue> {
      demandReader(visitor);
      const { courseId, platformId } = visitor;
      const [withStaff, waiting, over] = await Promise.all([
        claims.waiting(courseId, platformId, 'staff'),
        claims.waiting(courseId, platformId, 'student'),
        claims.closed(courseId, platformId, overShown),
      ]);
      const withStudents = waiting.filter(({ state }) => state !== 'draft');
      const known = await peopleOf([...withStaff, ...withStudents, ...over]);
      const personOf = ({ personId }: Claim) => known.get(personId) ?? unknownPerson(personId);
      const judged = await cases.ofAll(visitor, [...withStaff, ...withStudents]);
      const entry = (claim: Claim): QueueEntry => {
        const ownCase = judged.find((one) => one.claim.id === claim.id) ?? null;
        return { claim, person: personOf(claim), case: ownCase };
      };
      const [staffEntries, studentEntries] = [withStaff.map(entry), withStudents.map(entry)];
      return { now: surroundings.now(), withStaff: staffEntries, withStudents: studentEntries, over: over.map(entry) };
    },

    /** The students of the course, by name, for whoever files or enters something for one of them. @throws Refusal not-allowed */
    async students(visitor: Visitor): Promise<ClaimPerson[]> {
      demandReader(visitor);
      const students: ClaimPerson[] = [];
      for (let skip = 0; ; skip += 500) {
        const page = await courses.enrolled(visitor.courseId, 'learner', skip);
        students.push(...(await people.findAll(page.map(({ personId }) => personId))).filter((one) => !one.isTestUser));
        if (page.length < 500) return students.toSorted((a, b) => a.name.localeCompare(b.name));
      }
    },

    /** One claim with all that its reviewer looks at. @throws Refusal not-found */
    async open(visitor: Visitor, claimId: string): Promise<ClaimInHand> {
      const claim = await read(visitor, claimId);
      const { proposal } = claim;
      const [ownCase, known, barred, hasSecond] = await Promise.all([
        cases.of(claim),
        peopleOf([claim]),
        barredFrom(visitor, claim),
        proposal === null || isAnybodyElse(visitor, [proposal.by]),
      ]);
      return {
        ...ownCase,
        now: surroundings.now(),
        person: known.get(claim.personId) ?? unknownPerson(claim.personId),
        whySecond: whySecondPerson(ownCase.terms.isFourEyes, ownCase.remedies),
        grounds: ownCase.verdict && groundsOf(ownCase.verdict),
        barred,
        lacksSecond: !hasSecond,
      };
    },

    /** Takes a claim in hand for half an hour. @throws Refusal already-done with who has it */
    async takeUp(visitor: Visitor, claimId: string): Promise<Claim> {
      if (!mayDo(visitor, 'decide claims'))
        throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
      return takeUp(visitor, await read(visitor, claimId));
    },

    /** Asks the student for more; `refused` are papers that cannot be used. Their time to answer is a week at least. */
    async ask(
      visitor: Visitor,
      claimId: string,
      { rev, words, refused }: Pick<Deciding, 'rev' | 'words'> & { readonly refused: readonly string[] },
    ): Promise<Claim> {
      const claim = await inHand(visitor, claimId, rev);
      const { terms } = await cases.of(claim);
      const who = whoIs(visitor);
      const receivedAt = claim.receivedAt ?? who.at;
      const handedInAt = claim.history.findLast(({ move }) => move === 'submit' || move === 'answer')?.at ?? who.at;
      const { day, dueAt } = answerBy(terms.calendar, terms.papersUntil(receivedAt, who.at), handedInAt, who.at);
      const question = { ...who, words, answerBy: day, answer: null };
      const detail = { refused, answerBy: day };
      return done(visitor, claim, transitions.ask(claim, question, refused, dueAt), {
        act: 'asked for more',
        reason: words,
        detail,
      });
    },

    /**
     * Approves a claim or overturns a denial: at once, or as a proposal where a second person has to confirm it.
     * @throws Refusal invalid, already-done, not-allowed
     */
    async approve(
      visitor: Visitor,
      claimId: string,
      { rev, words, note, remedies: types, sums: entered = new Map() }: Approving,
    ): Promise<Claim> {
      const ownCase = await cases.of(await read(visitor, claimId));
      const { remedies, sums } = await granted(ownCase, types, note, entered);
      const claim = await inHand(visitor, claimId, rev);
      const who = whoIs(visitor);
      const names = remedies.map(({ type }) => type);
      const base: ClaimProposal = {
        ...who,
        isApproval: true,
        words,
        note,
        remedies: names,
        sums,
        verdict: verdictOf(ownCase),
      };
      const detail = { remedies: names, sums: sumWords(sums), note, verdict: base.verdict };
      if (whySecondPerson(ownCase.terms.isFourEyes, remedies) !== null)
        return done(visitor, claim, transitions.propose(claim, base), {
          act: 'approval proposed',
          reason: words,
          detail,
        });
      const decision: ClaimDecision = { ...base, isByItself: false, grounds: null, second: null };
      const chosen = choicesAmong(remedies).length > 1 ? null : names;
      const move = claim.state === 'appealed' ? 'overturn' : 'approve';
      return done(visitor, claim, transitions.approve(claim, { move, decision, chosen }), {
        act: move === 'overturn' ? 'denial overturned' : 'approved',
        reason: words,
        detail,
      });
    },

    /** The second person confirms an approval. @throws Refusal not-allowed to the first one, already-done */
    async confirm(visitor: Visitor, claimId: string, rev: number): Promise<Claim> {
      const claim = await read(visitor, claimId);
      demandUnchanged(claim, rev);
      const { proposal } = claim;
      if (!proposal) throw new Refusal('already-done', whyNot(claim.state));
      if (proposal.by === visitor.personId)
        throw new Refusal('not-allowed', 'You approved this claim. Somebody else has to confirm it.');
      const barred = await barredFrom(visitor, claim);
      if (barred !== '') throw new Refusal('not-allowed', barred);
      const { terms } = await cases.of(claim);
      const decision: ClaimDecision = { ...proposal, isByItself: false, grounds: null, second: whoIs(visitor) };
      const remedies = terms.remedies.filter(({ type }) => proposal.remedies.includes(type));
      const chosen = choicesAmong(remedies).length > 1 ? null : proposal.remedies;
      const move = claim.state === 'appealed' ? 'overturn' : 'approve';
      return done(visitor, claim, transitions.approve(claim, { move, decision, chosen }), {
        act: move === 'overturn' ? 'overturning confirmed' : 'approval confirmed',
        reason: '',
        detail: { remedies: proposal.remedies, sums: sumWords(proposal.sums), proposedBy: proposal.by },
      });
    },

    /** The first person takes an approval back, or the second one sends it back with a reason. @throws Refusal already-done */
    async dropProposal(visitor: Visitor, claimId: string, rev: number, reason: string): Promise<Claim> {
      const claim = await read(visitor, claimId);
      demandUnchanged(claim, rev);
      if (!claim.proposal) throw new Refusal('already-done', whyNot(claim.state));
      const move = claim.proposal.by === visitor.personId ? 'takeBack' : 'sendBack';
      return done(visitor, claim, transitions.dropProposal(claim, move, whoIs(visitor), reason), {
        act: move === 'takeBack' ? 'approval taken back' : 'approval not confirmed',
        reason,
      });
    },

    /** Denies a claim, or upholds a denial, on grounds that the student reads. @throws Refusal already-done, not-allowed */
    async deny(
      visitor: Visitor,
      claimId: string,
      { rev, words, note, grounds }: Deciding & { readonly grounds: ClaimGrounds },
    ): Promise<Claim> {
      const claim = await inHand(visitor, claimId, rev);
      const ownCase = await cases.of(claim);
      const move = claim.state === 'appealed' ? 'uphold' : 'deny';
      const decision: ClaimDecision = {
        ...whoIs(visitor),
        isApproval: false,
        isByItself: false,
        words,
        note,
        remedies: [],
        sums: {},
        grounds,
        second: null,
        verdict: verdictOf(ownCase),
      };
      return done(visitor, claim, transitions.deny(claim, move, decision), {
        act: move === 'uphold' ? 'denial upheld' : 'denied',
        reason: words,
        detail: { grounds, note, verdict: decision.verdict },
      });
    },
  };
}
