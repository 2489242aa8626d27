// The text of terms as a page shows it, and what differs between two of them, line by line.

/** Exactly the names that `terms-text.hbs` prints. */
export interface TermsPart {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly isUnder: boolean }[];
}

/** Terms were written as headings and lines that begin with a dash; two spaces before it put a line under the one above. */
export function termsParts(text: string): TermsPart[] {
  const parts: { title: string; lines: { text: string; isUnder: boolean }[] }[] = [];
  for (const line of text.split('\n')) {
    const item = /^( *)- (.*)$/.exec(line);
    if (item) {
      if (parts.length === 0) parts.push({ title: '', lines: [] });
      parts.at(-1)!.lines.push({ text: item[2]!, isUnder: item[1] !== '' });
    } else if (line.trim() !== '') parts.push({ title: line.trim(), lines: [] });
  }
  return parts;
}

/** A line of newer terms beside those that are a student's own. */
export interface TermsChange {
  readonly kind: 'gone' | 'new';
  /** Whose line it is, in words. */
  readonly word: string;
  readonly text: string;
}

/** The lines that only one of two texts has, each in its order; what merely moved is no difference. */
export function termsChanges(own: string, newer: string): TermsChange[] {
  const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim().replace(/^- /, ''));
  const [ours, theirs] = [linesOf(own), linesOf(newer)];
  const only = (lines: readonly string[], others: readonly string[]): string[] => {
    const known = new Set(others);
    return lines.filter((line) => line !== '' && !known.has(line));
  };
  return [
    ...only(ours, theirs).map((text) => ({ kind: 'gone', word: 'Only in yours', text }) as const),
    ...only(theirs, ours).map((text) => ({ kind: 'new', word: 'Only in the newer', text }) as const),
  ];
}
