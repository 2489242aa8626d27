// The transitions of a claim, as the conditional single-document updates that the store runs word for word and the property tests prove.

import type { Transition } from '../exam/transitions.ts';
import {
  type Claim,
  type ClaimDecision,
  type ClaimPaper,
  type ClaimProposal,
  type ClaimQuestion,
  type DoneBy,
} from './claim.ts';
import { moves, statesBefore, type MoveName } from './moves.ts';

export type { Transition };

/** A claim as it was read: `rev` makes a transition fail if anything changed since. */
export type AsRead = Pick<Claim, 'id' | 'courseId' | 'platformId' | 'personId' | 'rev'>;

/** A reviewer has a claim to themselves for so long. */
export const leaseMs = 30 * 60_000;

/** File a draft: stamps the date. */
export function file(
  claim: AsRead,
  move: 'fileProvisionally' | 'submit',
  who: DoneBy,
  dueAt: number | null,
): Transition {
  return change(claim, move, who, {
    filter: { receivedAt: null },
    set: { receivedAt: who.at, dueAt },
    says: move === 'submit' ? 'submitted' : 'filed',
  });
}

/** Hand in a claim that was filed before; the date it was filed stays. */
export function submit(claim: AsRead, who: DoneBy, dueAt: number): Transition {
  return change(claim, 'submit', who, {
    filter: { state: 'provisional', receivedAt: { $gt: 0 } },
    set: { dueAt },
    says: 'submitted',
  });
}

/** Add papers. `rev` as read, so that two papers added at once are both kept by trying again. */
export function attach(claim: AsRead, papers: readonly ClaimPaper[], who: DoneBy): Transition {
  const { filter, update } = change(claim, 'attach', who, {});
  return { filter, update: { ...update, $push: { ...update['$push'], papers: { $each: papers } } } };
}

/** Change the words and the choice, as long as the student has the turn. */
export function rewrite(claim: AsRead, words: string, choice: string | null): Transition {
  return {
    filter: { ...asRead(claim), state: { $in: ['draft', 'provisional', 'info_requested'] } },
    update: { $set: { words, choice }, $inc: { rev: 1 } },
  };
}

/** Begin to read: nobody else decides until the lease is over. Whoever holds it may prolong it. */
export function takeUp(claim: AsRead & Pick<Claim, 'state'>, who: DoneBy): Transition {
  const move = claim.state === 'appealed' ? 'takeUpAppeal' : 'takeUp';
  return change(claim, move, who, { filter: free(who), set: { lease: { ...who, until: who.at + leaseMs } } });
}

/** Ask the student for more; `refused` are papers that cannot be used. */
export function ask(
  claim: AsRead & Pick<Claim, 'papers'>,
  question: ClaimQuestion,
  refused: readonly string[],
  dueAt: number,
): Transition {
  const { by, byName, at, words } = question;
  const who = { by, byName, at };
  const papers = claim.papers.map((paper) =>
    refused.includes(paper.id) && paper.refused === null ? { ...paper, refused: { ...who, why: words } } : paper,
  );
  const { filter, update } = change(claim, 'ask', who, {
    filter: holds(who),
    set: { lease: null, proposal: null, papers, dueAt },
    says: 'asked',
  });
  return { filter, update: { ...update, $push: { ...update['$push'], questions: question } } };
}

/** Answer what staff asked; the claim is theirs again. */
export function answer(
  claim: AsRead & Pick<Claim, 'questions'>,
  words: string,
  who: DoneBy,
  dueAt: number,
): Transition {
  const last = claim.questions.length - 1;
  return change(claim, 'answer', who, {
    filter: { [`questions.${last}.answer`]: null },
    set: { [`questions.${last}.answer`]: { at: who.at, words }, dueAt },
    says: 'submitted',
  });
}

/** Approve, but a second person has to confirm it: the claim is free for them to read. */
export function propose(claim: AsRead, proposal: ClaimProposal): Transition {
  const who = whoOf(proposal);
  return change(claim, 'propose', who, {
    filter: { ...holds(who), proposal: null },
    set: { proposal, lease: null },
  });
}

/** The first person takes the approval back, or the second does not confirm it. */
export function dropProposal(claim: AsRead, move: 'takeBack' | 'sendBack', who: DoneBy, words: string): Transition {
  const by = move === 'takeBack' ? who.by : { $ne: who.by };
  return change(claim, move, who, { filter: { 'proposal.by': by }, set: { proposal: null, lease: null }, words });
}

/** What an approval needs beyond the decision itself. */
export interface Approval {
  readonly move: 'approve' | 'approveByItself' | 'overturn';
  readonly decision: ClaimDecision;
  /** The remedies to grant; null where the student has to choose first, by `dueAt` or whenever. */
  readonly chosen: readonly string[] | null;
}

/** Approve once. The grant is owed by the same update, so that no crash can lose it. */
export function approve(claim: AsRead & Pick<Claim, 'openKeys'>, { move, decision, chosen }: Approval): Transition {
  const who = whoOf(decision.second ?? decision);
  const place = move === 'overturn' ? 'appealDecision' : 'decision';
  const mayDecide =
    move === 'approveByItself'
      ? { proposal: null, lease: null }
      : decision.second === null
        ? { ...holds(who), proposal: null }
        : { ...free(who), 'proposal.by': { $in: [decision.by], $ne: who.by } };
  const { filter, update } = change(claim, move, who, {
    filter: { ...mayDecide, [place]: null },
    set: { [place]: decision, proposal: null, lease: null, chosen, dueAt: null },
    waitsFor: chosen === null ? 'student' : 'nobody',
    closes: chosen !== null,
    says: move === 'overturn' ? 'overturned' : 'approved',
    owes: chosen === null ? [] : ['grant'],
  });
  return { filter, update };
}

/** Deny, or uphold a denial: once, and always with its grounds. */
export function deny(claim: AsRead, move: 'deny' | 'uphold', decision: ClaimDecision): Transition {
  const who = whoOf(decision);
  const place = move === 'uphold' ? 'appealDecision' : 'decision';
  return change(claim, move, who, {
    filter: { ...holds(who), [place]: null },
    set: { [place]: decision, proposal: null, lease: null, dueAt: null },
    closes: true,
    says: move === 'uphold' ? 'upheld' : 'denied',
  });
}

/** What an appeal says, by when it is to be decided, and the keys it takes anew: unique, so none while another claim of the person is open. */
export interface Appeal {
  readonly words: string;
  readonly dueAt: number;
  readonly openKeys: readonly string[];
}

/** Appeal once. */
export function appeal(claim: AsRead, { words, dueAt, openKeys }: Appeal, who: DoneBy): Transition {
  return change(claim, 'appeal', who, {
    filter: { appeal: null },
    set: { appeal: { at: who.at, words }, dueAt, openKeys },
    says: 'appealed',
  });
}

/** Choose among the remedies that were approved. */
export function choose(claim: AsRead, chosen: readonly string[], who: DoneBy, words: string): Transition {
  return change(claim, 'choose', who, {
    filter: { chosen: null },
    set: { chosen, dueAt: null },
    closes: true,
    owes: ['grant'],
    words,
  });
}

/** Note that what was approved has been granted; nothing happens twice. */
export function fulfill(claim: AsRead, who: DoneBy): Transition {
  const { filter, update } = change(claim, 'fulfill', who, {
    filter: { grantedAt: null, 'outbox.key': 'grant' },
    set: { grantedAt: who.at },
  });
  return { filter, update: { ...update, $pull: { outbox: { key: 'grant' } } } };
}

/** Take a claim back before it is decided. */
export function withdraw(claim: AsRead, who: DoneBy, words: string): Transition {
  return change(claim, 'withdraw', who, {
    set: { lease: null, proposal: null, dueAt: null },
    closes: true,
    words,
    says: 'withdrawn',
  });
}

/** Strike a duty that has been done. `rev` stays: nothing about the claim changed. */
export function strike(claim: Pick<Claim, 'id' | 'courseId'>, key: string): Transition {
  const { id, courseId } = claim;
  return { filter: { _id: id, courseId, 'outbox.key': key }, update: { $pull: { outbox: { key } } } };
}

/** The key of the duty to tell the people concerned; it names the change, so that each is told once. */
export function tellKey(kind: string, rev: number): string {
  return `tell:${kind}:${rev}`;
}

interface Change {
  readonly filter?: Transition['filter'];
  readonly set?: Readonly<Record<string, unknown>>;
  readonly waitsFor?: Claim['waitsFor'];
  /** Whether the claim is open no longer. */
  readonly closes?: boolean;
  /** What the people concerned are told. */
  readonly says?: string;
  readonly owes?: readonly string[];
  /** Added to the history's words. */
  readonly words?: string;
}

/** One move as one update: state, turn, history and what is owed change together or not at all. */
function change(claim: AsRead, name: MoveName, who: DoneBy, wanted: Change): Transition {
  const move: { readonly to?: string; readonly waitsFor?: string; readonly words: string } = moves[name];
  const { filter = {}, set = {}, waitsFor = move.waitsFor, closes = false, says, owes = [], words = '' } = wanted;
  const turn = {
    ...(move.to === undefined ? {} : { state: move.to }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
  const keys = [...(says === undefined ? [] : [tellKey(says, claim.rev)]), ...owes];
  const entry = { ...who, move: name, words: words === '' ? move.words : `${move.words}: ${words}` };
  return {
    filter: { ...asRead(claim), state: { $in: statesBefore(name) }, ...filter },
    update: {
      $set: { ...turn, ...set },
      ...(closes ? { $unset: { openKeys: '' } } : {}),
      $push: {
        history: entry,
        ...(keys.length > 0 ? { outbox: { $each: keys.map((key) => ({ key, at: who.at })) } } : {}),
      },
      $inc: { rev: 1 },
    },
  };
}

function asRead({ id, courseId, platformId, personId, rev }: AsRead): Transition['filter'] {
  return { _id: id, courseId, platformId, personId, rev };
}

/** Nobody else has it in hand. */
function free({ by, at }: DoneBy): Transition['filter'] {
  return { $or: [{ lease: null }, { 'lease.by': by }, { 'lease.until': { $lte: at } }] };
}

/** They have it in hand themselves. */
function holds({ by }: DoneBy): Transition['filter'] {
  return { 'lease.by': by };
}

function whoOf({ by, byName, at }: DoneBy): DoneBy {
  return { by, byName, at };
}
