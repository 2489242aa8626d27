// Several things in one sentence.

/** "a", "a and b", "a, b and c". */
export function listWords(things: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const last = things.at(-1) ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} ${joint} ${last}`;
}
