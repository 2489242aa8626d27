// Choosing among remedies: which exclude each other, what a choice closes, and when there is nothing to choose.

import { nameWords } from '../guarantee/anchor.ts';
import { remedyText } from '../guarantee/remedy-words.ts';
import type { Remedy } from '../guarantee/remedy.ts';

/** One way to take what was approved. */
export interface RemedyChoice {
  /** The remedies that are granted with it. */
  readonly types: readonly string[];
  /** What it is, as the terms say it. */
  readonly words: string;
  /** The remedies that are closed by it, in words. */
  readonly closes: readonly string[];
}

/**
 * The ways in which remedies can be taken together. One: there is nothing to choose. Otherwise each names a remedy that excludes
 * others, all that goes with it, and what it closes.
 */
export function choicesAmong(remedies: readonly Remedy[]): RemedyChoice[] {
  const choices: RemedyChoice[] = [];
  const seen = new Set<string>();
  for (const first of remedies) {
    const taken: Remedy[] = [first];
    for (const other of remedies) if (other !== first && taken.every((one) => !exclude(one, other))) taken.push(other);
    const inOrder = remedies.filter((remedy) => taken.includes(remedy));
    const types = inOrder.map(({ type }) => type);
    if (seen.has(types.join())) continue;
    seen.add(types.join());
    const closed = remedies.filter((remedy) => !taken.includes(remedy));
    choices.push({
      types,
      words: inOrder.map(remedyText).join(' '),
      closes: closed.map(({ type }) => nameWords(type)),
    });
  }
  return choices;
}

function exclude(a: Remedy, b: Remedy): boolean {
  return a.exclusiveWith.includes(b.type) || b.exclusiveWith.includes(a.type);
}
