// The moves of a claim as data: from which states, into which, by whom, whose turn it is then, and whether the claim is still open.

import type { Claim, ClaimState } from './claim.ts';

/** Who may make a move. `resit` is the program: it approves only what records prove, and never denies. */
export type Mover = 'student' | 'staff' | 'resit';

interface Move {
  /** `null`: there is no claim yet. */
  readonly from: readonly (ClaimState | null)[];
  /** Absent: the state stays. */
  readonly to?: ClaimState;
  readonly by: readonly Mover[];
  /** Absent: whoever had the turn keeps it. */
  readonly waitsFor?: Claim['waitsFor'];
  /** What the history says, after the name of whoever did it. */
  readonly words: string;
}

/** Staff may do for a student what the student could do; the claim is marked so. */
const studentOrStaff: readonly Mover[] = ['student', 'staff'];

export const moves = {
  begin: { from: [null], to: 'draft', by: studentOrStaff, waitsFor: 'student', words: 'began a claim' },
  fileProvisionally: {
    from: [null, 'draft'],
    to: 'provisional',
    by: studentOrStaff,
    waitsFor: 'student',
    words: 'filed the claim, papers to follow',
  },
  submit: {
    from: [null, 'draft', 'provisional'],
    to: 'submitted',
    by: studentOrStaff,
    waitsFor: 'staff',
    words: 'handed the claim in with every paper',
  },
  attach: {
    from: ['draft', 'provisional', 'submitted', 'under_review', 'info_requested', 'appealed'],
    by: studentOrStaff,
    words: 'added a paper',
  },
  takeUp: {
    from: ['provisional', 'submitted', 'under_review'],
    to: 'under_review',
    by: ['staff'],
    waitsFor: 'staff',
    words: 'began to read the claim',
  },
  takeUpAppeal: { from: ['appealed'], by: ['staff'], words: 'began to read the appeal' },
  ask: { from: ['under_review'], to: 'info_requested', by: ['staff'], waitsFor: 'student', words: 'asked for more' },
  answer: { from: ['info_requested'], to: 'submitted', by: studentOrStaff, waitsFor: 'staff', words: 'answered' },
  propose: {
    from: ['under_review', 'appealed'],
    by: ['staff'],
    waitsFor: 'staff',
    words: 'approved the claim; a second person has to confirm it',
  },
  takeBack: { from: ['under_review', 'appealed'], by: ['staff'], words: 'took the approval back' },
  sendBack: { from: ['under_review', 'appealed'], by: ['staff'], words: 'did not confirm the approval' },
  approve: { from: ['under_review'], to: 'approved', by: ['staff'], words: 'approved the claim' },
  approveByItself: {
    from: ['submitted'],
    to: 'approved',
    by: ['resit'],
    words: 'approved the claim, because records prove every condition',
  },
  deny: { from: ['under_review'], to: 'denied', by: ['staff'], waitsFor: 'nobody', words: 'denied the claim' },
  appeal: { from: ['denied'], to: 'appealed', by: studentOrStaff, waitsFor: 'staff', words: 'appealed' },
  uphold: { from: ['appealed'], to: 'upheld', by: ['staff'], waitsFor: 'nobody', words: 'upheld the decision' },
  overturn: { from: ['appealed'], to: 'overturned', by: ['staff'], words: 'overturned the decision' },
  choose: {
    from: ['approved', 'overturned'],
    to: 'remedy_chosen',
    by: studentOrStaff,
    waitsFor: 'nobody',
    words: 'chose what to get',
  },
  fulfill: {
    from: ['approved', 'overturned', 'remedy_chosen'],
    to: 'fulfilled',
    by: ['resit'],
    waitsFor: 'nobody',
    words: 'granted what was approved',
  },
  withdraw: {
    from: ['draft', 'provisional', 'submitted', 'under_review', 'info_requested'],
    to: 'withdrawn',
    by: studentOrStaff,
    waitsFor: 'nobody',
    words: 'withdrew the claim',
  },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** Whether somebody may make a move of a claim in a state (`null`: before there is one). */
export function mayMove(move: MoveName, from: ClaimState | null, by: Mover): boolean {
  const { from: states, by: movers }: Move = moves[move];
  return states.includes(from) && movers.includes(by);
}

/** The states, of a claim that exists, from which a move leads. */
export function statesBefore(move: MoveName): ClaimState[] {
  const { from }: Move = moves[move];
  return from.filter((state) => state !== null);
}

/** Why a move cannot be made from a state, as a sentence. */
export function whyNot(state: ClaimState): string {
  const words: Record<ClaimState, string> = {
    draft: 'This claim has not been filed yet.',
    provisional: 'This claim is filed and waits for its papers.',
    submitted: 'This claim has been handed in and waits for staff.',
    under_review: 'Staff are reading this claim.',
    info_requested: 'Staff have asked the student for more.',
    approved: 'This claim has been approved.',
    remedy_chosen: 'This claim has been approved, and the student has chosen.',
    fulfilled: 'This claim has been approved and granted.',
    denied: 'This claim has been denied.',
    appealed: 'This claim is under appeal.',
    upheld: 'The appeal of this claim has been decided.',
    overturned: 'The appeal of this claim has been decided.',
    withdrawn: 'This claim has been withdrawn.',
  };
  return words[state];
}

const unfiledStates: ReadonlySet<ClaimState> = new Set<ClaimState>(['draft', 'withdrawn']);

/** Whether a claim counts as filed: drafts and withdrawn ones do not. */
export function isFiled(state: ClaimState): boolean {
  return !unfiledStates.has(state);
}

const approvedStates: ReadonlySet<ClaimState> = new Set<ClaimState>([
  'approved',
  'overturned',
  'remedy_chosen',
  'fulfilled',
]);

/** Whether a claim was granted in the end. */
export function isApproved(state: ClaimState): boolean {
  return approvedStates.has(state);
}

/** Whether a claim was denied, and not granted on appeal. */
export function isDenied(state: ClaimState): boolean {
  return state === 'denied' || state === 'upheld';
}

const openStates: ReadonlySet<ClaimState> = new Set<ClaimState>([
  'draft',
  'provisional',
  'submitted',
  'under_review',
  'info_requested',
  'appealed',
]);

/** Whether a claim is still to be decided. */
export function isUndecided(state: ClaimState): boolean {
  return openStates.has(state);
}
