// Small numbers in sentences: "One has been out of contact", "Two grades", "14 have finished".

const small = ['Nobody', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** A count at the beginning of a sentence: a word up to nine, figures above. */
export function countAtStart(count: number): string {
  return small[count] ?? String(count);
}

/** "One grade has", "Two grades have": a count, its noun and the verb, at the beginning of a sentence. */
export function countedAtStart(count: number, noun: string, [one, many]: readonly [string, string]): string {
  return count === 1 ? `One ${noun} ${one}` : `${count === 0 ? 'No' : countAtStart(count)} ${noun}s ${many}`;
}
