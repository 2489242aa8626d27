// Claim and retakes of a student as the board shows them: a chip with its date, and counts in words.

import { isOpenClaim, type ClaimGlance } from '../../../domain/claims/claim-glance.ts';
import { retakeHeaps, type RetakeHeap, type RetakeTally } from '../../../domain/retakes/tally.ts';
import { distanceWords } from '../../../domain/time.ts';
import type { ShownClaim } from '../../../services/guarantee/glances.ts';
import { claimChip } from '../../claim-chips.ts';
import type { Chip } from '../../chips.ts';
import { shortDay } from '../table-moments.ts';
import type { BoardEntry } from './board-query.ts';

/** Which of the two columns a course has by now: before the first claim, or the first retake, there is none. */
export interface GlanceColumns {
  readonly claim: boolean;
  readonly retakes: boolean;
}

export function glanceColumns(entries: readonly BoardEntry[]): GlanceColumns {
  return {
    claim: entries.some(({ glance }) => glance.claim !== null),
    retakes: entries.some(({ glance }) => retakesWords(glance.retakes) !== ''),
  };
}

/** The columns' heads where they have none to sort by. */
export const glanceHeads = { claim: 'Claim', retakes: 'Retakes' } as const;

/** Exactly the names that the cell of a claim prints. */
export interface ClaimCell {
  readonly chip: Chip;
  /** "by Mon 30 Nov"; "" where nobody waits. */
  readonly due: string;
  /** "in 7 days", or "2 days ago, late". */
  readonly distance: string;
}

/** A claim's chip, and by when somebody must act on it, in the days of its policy. */
export function claimCell(claim: ClaimGlance, now: number): ClaimCell {
  const chip = claimChip(claim);
  const { dueAt, zone } = claim;
  if (dueAt === null || !isOpenClaim(claim)) return { chip, due: '', distance: '' };
  const late = dueAt < now ? ', late' : '';
  return { chip, due: `by ${shortDay(dueAt, { zone, now })}`, distance: `${distanceWords(dueAt, now, zone)}${late}` };
}

/** The page on which a claim is decided; "" where the reader cannot open it. */
export function claimHref({ id, isElsewhere }: ShownClaim, base: string, mayDecide: boolean): string {
  return mayDecide && !isElsewhere ? `${base}/claims/${id}` : '';
}

/** "With staff, by Mon 30 Nov": the claim in words, for paper. */
export function claimWords(claim: ClaimGlance | null, now: number): string {
  if (!claim) return '';
  const { chip, due } = claimCell(claim, now);
  return due === '' ? chip.word : `${chip.word}, ${due}`;
}

const heapWords: Readonly<Record<RetakeHeap, string>> = {
  usable: 'to use',
  toChoose: 'to choose',
  toPay: 'to pay',
  toGive: 'to give',
  booked: 'booked',
  used: 'used',
  paid: 'paid',
  expired: 'expired',
};

/** "1 to use, 2 used"; "" where nothing was granted, or all of it was taken back. */
export function retakesWords(tally: RetakeTally): string {
  return retakeHeaps
    .filter((heap) => tally[heap] > 0)
    .map((heap) => `${tally[heap]} ${heapWords[heap]}`)
    .join(', ');
}

/** Heads and cells of both in a table for a spreadsheet. */
export const glanceTable = {
  head: [
    'Claim',
    'Claim number',
    'Claim waits for',
    'Claim due',
    ...retakeHeaps.map((heap) => `Retakes ${heapWords[heap]}`),
  ],
  rowOf({ claim, retakes }: BoardEntry['glance'], isoOf: (at: number, zone: string) => string): string[] {
    const isOpen = claim !== null && isOpenClaim(claim);
    return [
      ...(claim
        ? [
            claimChip(claim).word,
            claim.id,
            isOpen ? claim.waitsFor : '',
            isOpen && claim.dueAt !== null ? isoOf(claim.dueAt, claim.zone) : '',
          ]
        : ['', '', '', '']),
      ...retakeHeaps.map((heap) => String(retakes[heap])),
    ];
  },
};
