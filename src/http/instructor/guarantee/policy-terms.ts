// The student's text as pages print it, with the words marked that came or went against an earlier version.

import type { TextItem, TextSection } from '../../../domain/guarantee/policy-text.ts';
import {
  inlineDifference,
  textDifference,
  type LinePair,
  type Stretch,
} from '../../../domain/policies/text-difference.ts';

/** A stretch of words and what became of it. */
export interface PrintedWords {
  readonly words: string;
  readonly isAdded: boolean;
  readonly isRemoved: boolean;
}

/** A line of the text; `depth` 0 stands at the left edge. */
export interface TermsLine {
  readonly depth: number;
  readonly stretches: readonly PrintedWords[];
}

/** Exactly the names that `policy-terms.hbs` prints. */
export interface TermsView {
  readonly sections: readonly { readonly title: string; readonly lines: readonly TermsLine[] }[];
  /** "version 3"; "" where nothing is compared. */
  readonly against: string;
}

interface FlatLine {
  readonly depth: number;
  readonly text: string;
}

/** The text, compared part by part with an earlier one where there is one. */
export function termsView(
  sections: readonly TextSection[],
  earlier: { readonly sections: readonly TextSection[]; readonly name: string } | null = null,
): TermsView {
  return {
    against: earlier?.name ?? '',
    sections: sections.map(({ title, items }) => {
      const before = earlier?.sections.find((section) => section.title === title);
      const lines = flat(items);
      return { title, lines: earlier ? compared(before ? flat(before.items) : [], lines) : lines.map(plain) };
    }),
  };
}

function flat(items: readonly TextItem[], depth = 0): FlatLine[] {
  return items.flatMap(({ text, items: below }) => [{ depth, text }, ...flat(below, depth + 1)]);
}

const plain = ({ depth, text }: FlatLine): TermsLine => ({
  depth,
  stretches: [{ words: text, isAdded: false, isRemoved: false }],
});

function compared(before: readonly FlatLine[], after: readonly FlatLine[]): TermsLine[] {
  const pairs = textDifference(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  let [old, now] = [0, 0];
  return pairs.map((pair) => {
    const line = pair.after.length > 0 ? after[now] : before[old];
    if (pair.before.length > 0) old += 1;
    if (pair.after.length > 0) now += 1;
    return { depth: line?.depth ?? 0, stretches: marked(pair) };
  });
}

/** Both sides of a line in one. */
function marked({ before, after }: LinePair): PrintedWords[] {
  const text = (side: LinePair['before']): string => side.map(({ words }) => words).join('');
  return printedDifference(text(before), text(after));
}

/** Two sentences in one, with the words marked that came or went; the space before them is not. */
export function printedDifference(before: string, after: string): PrintedWords[] {
  return inlineDifference(before, after).flatMap(({ words, mark }) => {
    const space = mark === 'same' ? '' : /^\s*/.exec(words)![0];
    const stretch = { words: words.slice(space.length), isAdded: mark === 'added', isRemoved: mark === 'removed' };
    return space === '' ? [stretch] : [{ words: space, isAdded: false, isRemoved: false }, stretch];
  });
}

/** Two plain texts side by side, line by line. */
export function sideBySide(before: string, after: string) {
  const marks = (side: readonly Stretch[]) => side.map(({ words, isChanged }) => ({ words, isChanged }));
  return textDifference(before.split('\n'), after.split('\n')).map((pair) => ({
    before: marks(pair.before),
    after: marks(pair.after),
    isChanged: pair.isChanged,
  }));
}
