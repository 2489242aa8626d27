// The papers of a claim as pages show them: each item the policy asks for, what was handed in for it, and what was sent back.

import type { Claim, ClaimPaper } from '../domain/claims/claim.ts';
import { itemWords } from '../domain/claims/papers.ts';
import { upperFirst } from '../domain/phrases.ts';
import { momentWords } from '../domain/time.ts';
import { chips, type Chip } from './chips.ts';

/** A paper that was handed in. */
export interface PaperLine {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly downloadHref: string;
  readonly words: string;
  /** Why it cannot be used; "" where it can. */
  readonly refused: string;
}

/** An item with its papers. */
export interface PaperItem {
  readonly item: string;
  readonly title: string;
  readonly chip: Chip;
  readonly isMissing: boolean;
  readonly papers: readonly PaperLine[];
}

/** Every item of a claim, those that the policy names first. */
export function paperItems(claim: Claim, base: string, zone: string): PaperItem[] {
  const others = claim.papers.filter(({ item }) => !claim.items.includes(item));
  const named = claim.items.map((item) => {
    const papers = claim.papers.filter((paper) => paper.item === item);
    const isMissing = papers.every(({ refused }) => refused !== null);
    const isSentBack = isMissing && papers.length > 0;
    return {
      item,
      title: upperFirst(itemWords(item)),
      isMissing,
      chip: isSentBack
        ? { ...chips.failed, word: 'Needed again' }
        : isMissing
          ? { ...chips.notYet, word: 'Missing' }
          : { ...chips.receipt, word: 'Handed in' },
      papers: papers.map((paper) => paperLine(paper, base, zone)),
    };
  });
  if (others.length === 0) return named;
  const lines = others.map((paper) => paperLine(paper, base, zone));
  return [
    ...named,
    {
      item: 'other',
      title: 'Other papers',
      isMissing: false,
      chip: { ...chips.receipt, word: 'Handed in' },
      papers: lines,
    },
  ];
}

function paperLine({ id, fileId, fileName, byName, at, refused }: ClaimPaper, base: string, zone: string): PaperLine {
  const href = `${base}/uploads/${fileId}`;
  return {
    id,
    name: fileName,
    href,
    downloadHref: `${href}?download=1`,
    words: `Added by ${byName}, ${momentWords(at, zone)}.`,
    refused: refused === null ? '' : `${refused.byName} could not use it: ${refused.why}`,
  };
}
