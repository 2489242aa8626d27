// Marking: whether an answer to one item is right.

import type { ItemContent } from './item.ts';

/**
 * All or nothing. A choice is right if exactly the options of the key are picked; typed codes are right if they equal the key or
 * another accepted answer, however they are written, in sequence where the item says that sequence matters.
 */
export function isRight(content: ItemContent, given: readonly string[]): boolean {
  if (given.length === 0) return false;
  if (content.kind === 'choice') return isSameSet(content.key, given);
  const codes = codesGiven(given);
  return [content.key, ...content.accept].some((answer) => {
    const wanted = answer.map(normalizedCode);
    return content.ordered ? isSameSequence(wanted, codes) : isSameSequence(wanted.toSorted(), codes.toSorted());
  });
}

/** A code without what does not distinguish codes: case, dots, spaces and hyphens. " e11.9" is "E119". */
export function normalizedCode(code: string): string {
  return code.toUpperCase().replace(/[\s.\-\u2010-\u2015]/g, '');
}

/** The codes a candidate typed, one a field or several in one field with commas or semicolons between; empty fields are nothing. */
function codesGiven(given: readonly string[]): readonly string[] {
  return given
    .flatMap((field) => field.split(/[,;]/))
    .map(normalizedCode)
    .filter((code) => code !== '');
}

function isSameSequence(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return isSameSequence([...new Set(a)].sort(), [...new Set(b)].sort());
}
