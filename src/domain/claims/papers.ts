// The papers that a policy asks for: what they are called, and which of them lie with a sitting already.

import type { OfficialSitting, StudentFile } from '../evidence/student-file.ts';
import { nameWords, ordinal } from '../guarantee/anchor.ts';

/** An item of a policy in words: "first official report", "paid exam receipt". */
export function itemWords(item: string): string {
  const numbered = /^(.*?)_(\d{1,2})$/.exec(item);
  if (!numbered) return nameWords(item);
  return `${ordinalWords(Number(numbered[2]))} ${nameWords(numbered[1]!)}`;
}

const firstOrdinals = ['first', 'second', 'third', 'fourth', 'fifth'];

function ordinalWords(n: number): string {
  return firstOrdinals[n - 1] ?? ordinal(n);
}

/** The sittings that are attempts at the official exam, in the order of their days: the k-th is what `examK` means. */
export function attemptsIn(file: Pick<StudentFile, 'sittings'>): OfficialSitting[] {
  return Object.values(file.sittings)
    .filter(({ result }) => result === 'pass' || result === 'fail' || result === 'pending')
    .toSorted((a, b) => (a.on === b.on ? (a.startAt ?? 0) - (b.startAt ?? 0) : a.on < b.on ? -1 : 1));
}

const reportPattern = /report|result|letter|score/;

/**
 * The sitting whose report an item asks for: `official_report_2` is the second attempt's; a report without a number is the last
 * attempt's. Null for any other paper, or where there was no such attempt.
 */
export function sittingOfItem(item: string, file: Pick<StudentFile, 'sittings'>): OfficialSitting | null {
  if (!reportPattern.test(item)) return null;
  const attempts = attemptsIn(file);
  const number = /_(\d{1,2})$/.exec(item)?.[1];
  return (number === undefined ? attempts.at(-1) : attempts[Number(number) - 1]) ?? null;
}
