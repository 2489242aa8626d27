// The state of a claim as a chip, the same for students and staff; and its way as steps.

import { decisionOf, missingItems, type Claim } from '../domain/claims/claim.ts';
import { itemWords } from '../domain/claims/papers.ts';
import { momentWords } from '../domain/time.ts';
import type { Chip } from './chips.ts';

/** The chip of a claim. Whose turn it is decides where two words would fit. */
export function claimChip(claim: Pick<Claim, 'state'> & { readonly proposal: object | null }): Chip {
  switch (claim.state) {
    case 'draft':
      return { state: 'na', icon: 'edit', word: 'Not filed yet' };
    case 'provisional':
      return { state: 'risk', icon: 'clock', word: 'Papers to follow' };
    case 'submitted':
      return { state: 'review', icon: 'review', word: 'With staff' };
    case 'under_review':
      return claim.proposal
        ? { state: 'review', icon: 'person', word: 'Second reader' }
        : { state: 'review', icon: 'eye', word: 'Being read' };
    case 'info_requested':
      return { state: 'risk', icon: 'clock', word: 'Waiting for the student' };
    case 'approved':
    case 'overturned':
      return { state: 'met', icon: 'met', word: 'Approved' };
    case 'remedy_chosen':
      return { state: 'met', icon: 'met', word: 'Chosen' };
    case 'fulfilled':
      return { state: 'met', icon: 'check', word: 'Granted' };
    case 'denied':
    case 'upheld':
      return { state: 'lost', icon: 'lost', word: 'Denied' };
    case 'appealed':
      return claim.proposal
        ? { state: 'review', icon: 'person', word: 'Second reader' }
        : { state: 'review', icon: 'undo', word: 'Appeal' };
    case 'withdrawn':
      return { state: 'void', icon: 'void', word: 'Withdrawn' };
  }
}

/** The chip for the student whose claim it is: the word says that it waits for them. */
export function studentClaimChip(claim: Pick<Claim, 'state' | 'proposal'>): Chip {
  const chip = claimChip(claim);
  return claim.state === 'info_requested' ? { ...chip, word: 'Waiting for you' } : chip;
}

/** One step of a claim's way. */
export interface ClaimStep {
  readonly label: string;
  /** When it was done, or what it waits for; "" for what comes later. */
  readonly when: string;
  readonly isDone: boolean;
  readonly isNow: boolean;
  readonly state: string;
  readonly icon: string;
  /** For screen readers: "done", "now", "later". */
  readonly word: string;
}

/** The way of a claim from filing to grant, in steps, for the line and its table. */
export function claimSteps(claim: Claim, zone: string): ClaimStep[] {
  const decision = decisionOf(claim);
  const decidedAt = decision ? (decision.second?.at ?? decision.at) : null;
  const handedInAt = claim.history.findLast(({ move }) => move === 'submit' || move === 'answer')?.at ?? null;
  const isUndecided = decision === null || claim.state === 'appealed';
  const isOver = claim.state === 'withdrawn';
  const missing = missingItems(claim);
  const isWhole =
    missing.length === 0 &&
    claim.state !== 'provisional' &&
    claim.state !== 'info_requested' &&
    claim.state !== 'draft';
  const at = (moment: number | null): string => (moment === null ? '' : momentWords(moment, zone));
  const steps: ClaimStep[] = [
    step(
      'Filed',
      claim.receivedAt === null ? '' : at(claim.receivedAt),
      claim.receivedAt !== null,
      claim.state === 'draft',
    ),
    step(
      'Papers',
      isWhole ? at(handedInAt ?? claim.receivedAt) : missing.map(itemWords).join(', '),
      isWhole || decidedAt !== null,
      claim.state === 'provisional' || claim.state === 'info_requested',
    ),
    step(
      claim.state === 'appealed' ? 'Appeal decided' : 'Decided',
      isUndecided ? '' : at(decidedAt),
      !isUndecided,
      claim.waitsFor === 'staff',
      decision && !isUndecided && !decision.isApproval ? 'lost' : 'met',
    ),
  ];
  const isDenied = !isUndecided && decision !== null && !decision.isApproval;
  if (!isDenied && !isOver)
    steps.push(
      step(
        'Granted',
        at(claim.grantedAt),
        claim.grantedAt !== null,
        decision !== null && !isUndecided && claim.grantedAt === null,
      ),
    );
  if (isOver)
    steps.push({
      ...step('Withdrawn', at(claim.history.at(-1)?.at ?? null), true, false),
      state: 'void',
      icon: 'void',
    });
  return steps;
}

function step(label: string, when: string, isDone: boolean, isNow: boolean, doneAs = 'met'): ClaimStep {
  const shown = isDone && !isNow;
  return {
    label,
    when,
    isDone: shown,
    isNow,
    state: shown ? doneAs : isNow ? 'track' : 'na',
    icon: shown ? (doneAs === 'lost' ? 'lost' : 'check') : isNow ? 'track' : 'clock',
    word: shown ? 'done' : isNow ? 'now' : 'later',
  };
}

/** The steps as a table. */
export function stepsTwin(steps: readonly ClaimStep[]) {
  return {
    caption: 'The way of this claim',
    columns: [
      { label: 'Step', isNumber: false },
      { label: 'State', isNumber: false },
      { label: 'When', isNumber: false },
    ],
    rows: steps.map(({ label, word, when }) => ({
      label,
      cells: [
        { words: word, isNumber: false },
        { words: when, isNumber: false },
      ],
    })),
  };
}

/** The history of a claim, the newest first, as lines. */
export function historyLines({ history }: Pick<Claim, 'history'>, zone: string, you: string) {
  return history.toReversed().map(({ by, byName, at, words }) => ({
    who: by === you ? 'You' : byName,
    words,
    at: momentWords(at, zone),
  }));
}
