// Two accounts of one person, joined by staff: a course moved to another LMS, or somebody was registered anew.

import { z } from 'zod';
import { studentFileId } from './student-file.ts';

/** Somebody as one course knows them. */
export const accountSchema = z.object({ platformId: z.string(), courseId: z.string(), personId: z.string() });
export type Account = z.infer<typeof accountSchema>;

const saidSchema = z.object({ by: z.string(), byName: z.string(), at: z.number(), reason: z.string() });

export const joinSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  accounts: z.tuple([accountSchema, accountSchema]),
  /** The keys of both accounts, present while the join holds: unique, so an account is in one join at most. */
  keys: z.array(z.string()).optional(),
  joined: saidSchema,
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

/** The one key that stands for both accounts of a join, whichever of them is asked: the first of the two. */
export function sharedKey(one: Pick<Account, 'courseId' | 'personId'>, two: Pick<Account, 'courseId' | 'personId'>) {
  return [accountKey(one), accountKey(two)].toSorted()[0]!;
}
