// The receipt: the number a candidate can quote, and the text whose digest vouches for what was handed in.

import { slotNumber, type Attempt } from './attempt.ts';

/** Letters and digits that cannot be taken for one another when read aloud or typed (Crockford's base 32). */
const receiptAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A receipt number such as "7Q4K-M2XD" from at least 8 random bytes. */
export function receiptNumber(randomBytes: Uint8Array): string {
  if (randomBytes.length < 8) throw new Error('a receipt number needs 8 random bytes');
  const letters = Array.from(randomBytes.subarray(0, 8), (byte) => receiptAlphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/**
 * What a receipt vouches for, as one text to be hashed: which answers were given to which slots of which attempt. The same answers
 * give the same text, whatever the order in which they were stored; flags and notes are no part of it.
 */
export function answersDigest(attempt: Pick<Attempt, 'id' | 'answers'>): string {
  const given = Object.entries(attempt.answers)
    .filter(([, answer]) => answer.v.length > 0)
    .map(([slot, answer]) => [slotNumber(slot) ?? 0, answer.v] as const)
    .sort(([a], [b]) => a - b);
  return JSON.stringify([attempt.id, given]);
}
