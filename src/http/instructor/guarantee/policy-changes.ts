// The differences of two versions as pages print them: what was added, removed and changed, in words and as the student reads it.

import { differences, type Change } from '../../../domain/policies/difference.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { chips, type Chip } from '../../chips.ts';
import { printedDifference, type PrintedWords } from './policy-terms.ts';

export interface ChangeView {
  readonly chip: Chip;
  readonly title: string;
  readonly stretches: readonly PrintedWords[];
  readonly fields: Change['fields'];
}

const changeChips: Readonly<Record<Change['kind'], Chip>> = {
  added: { ...chips.met, icon: 'plus', word: 'Added' },
  removed: { ...chips.failed, icon: 'x', word: 'Removed' },
  changed: { ...chips.notYet, icon: 'edit', word: 'Changed' },
};

/** The differences, each with the student's sentence before and after in one. */
export function changesView(before: RawPolicy, after: RawPolicy): ChangeView[] {
  return differences(before, after).map(({ kind, title, before: was, after: is, fields }) => ({
    chip: changeChips[kind],
    title,
    // A sentence that cannot be written yet is no sentence that was taken away.
    stretches: kind === 'changed' && (was === '' || is === '') ? [] : printedDifference(was, is),
    fields,
  }));
}

/** "2 changes: one rule added"; in words for the top of a page. */
export function changesWords(changes: readonly ChangeView[]): string {
  if (changes.length === 0) return 'Nothing differs.';
  const count = (word: string): number => changes.filter(({ chip }) => chip.word === word).length;
  const parts = [
    [count('Changed'), 'changed'],
    [count('Added'), 'added'],
    [count('Removed'), 'removed'],
  ].filter(([number]) => number !== 0);
  return `${parts.map(([number, word]) => `${number} ${word}`).join(', ')}.`;
}
