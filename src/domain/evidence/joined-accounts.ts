// Two accounts of one person, joined by staff: a course moved to another LMS, or somebody was registered anew.

import { z } from 'zod';
import type { Transition } from '../exam/transitions.ts';
import { studentFileId } from './student-file.ts';

/** Somebody as one course knows them. */
export const accountSchema = z.object({ platformId: z.string(), courseId: z.string(), personId: z.string() });
export type Account = z.infer<typeof accountSchema>;

const saidSchema = z.object({ by: z.string(), byName: z.string(), at: z.number(), reason: z.string() });
export type Said = z.infer<typeof saidSchema>;

export const joinSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  accounts: z.tuple([accountSchema, accountSchema]),
  /** The keys of both accounts, present while the join holds: unique, so an account is in one join at most. */
  keys: z.array(z.string()).optional(),
  joined: saidSchema,
  /** Since when it is settled; null while it is being made: until then it gives way to a claim that is filed at the same moment. */
  settledAt: z.number().nullable().default(null),
  /** Who took it back; null while it holds. */
  undone: saidSchema.nullable().default(null),
});
export type Join = z.infer<typeof joinSchema>;

/** What names an account: the id of its student file. */
export function accountKey({ courseId, personId }: Pick<Account, 'courseId' | 'personId'>): string {
  return studentFileId(courseId, personId);
}

/** The account that an account is joined with; null where it is in neither place. */
export function otherAccount({ accounts: [one, two] }: Pick<Join, 'accounts'>, key: string): Account | null {
  if (accountKey(one) === key) return two;
  return accountKey(two) === key ? one : null;
}

/** Settle a join, once. */
export function settleJoin({ id, organizationId }: Pick<Join, 'id' | 'organizationId'>, settledAt: number): Transition {
  return { filter: { _id: id, organizationId, settledAt: null, undone: null }, update: { $set: { settledAt } } };
}

/** End a join, once; both accounts are free for another. */
export function undoJoin({ id, organizationId }: Pick<Join, 'id' | 'organizationId'>, undone: Said): Transition {
  return { filter: { _id: id, organizationId, undone: null }, update: { $set: { undone }, $unset: { keys: '' } } };
}

/** End a join that is not settled yet: it gives way to a claim. */
export function giveWay(join: Pick<Join, 'id' | 'organizationId'>, undone: Said): Transition {
  const { filter, update } = undoJoin(join, undone);
  return { filter: { ...filter, settledAt: null }, update };
}
