// Cursors: where the next page of a list begins, as a text that only we can write and nobody needs to read.

import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What only this installation can compute of a text, hex. */
export type Proof = (text: string) => string;

/** Which list with which filters a cursor belongs to. */
export type ListName = readonly string[];

const place = z.string().min(1).max(500);
const proofLength = 32;

/** A cursor to the entries of a list after `after`. */
export function cursorAfter(list: ListName, after: string, proof: Proof): string {
  return `${Buffer.from(after).toString('base64url')}.${markOf(list, after, proof)}`;
}

/** What a cursor of this list stands for; null for one that was changed, or made for another list. */
export function readCursor(list: ListName, cursor: string, proof: Proof): string | null {
  const [encoded = '', mark = '', ...more] = cursor.split('.');
  const after = place.safeParse(Buffer.from(encoded, 'base64url').toString()).data;
  if (after === undefined || more.length > 0 || mark.length !== proofLength) return null;
  const given = Buffer.from(mark);
  const made = Buffer.from(markOf(list, after, proof));
  return given.length === made.length && timingSafeEqual(given, made) ? after : null;
}

function markOf(list: ListName, after: string, proof: Proof): string {
  return proof(JSON.stringify(['cursor', ...list, after])).slice(0, proofLength);
}
