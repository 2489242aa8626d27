// Joins of two accounts of one person: one document per join; the unique keys of both accounts let each be in one at most.

import type { Connection } from 'mongoose';
import {
  accountKey,
  joinSchema,
  otherAccount,
  type Account,
  type Join,
} from '../../domain/evidence/joined-accounts.ts';
import type { Transition } from '../../domain/exam/transitions.ts';
import { documents } from '../documents.ts';

export type JoinedAccountStore = ReturnType<typeof joinedAccountStore>;

export function joinedAccountStore(connection: Connection) {
  const joins = documents<Join>(connection, 'joinedAccounts', joinSchema, [
    [{ keys: 1 }, { unique: true, partialFilterExpression: { keys: { $exists: true } } }],
  ]);

  return {
    prepare: joins.prepare,

    /** Whether the join was kept: no, when one of the accounts is in another. */
    insert: (join: Join): Promise<boolean> => joins.insertIfNew(join),

    /** The join that an account is in; null for none. */
    of: (account: Pick<Account, 'courseId' | 'personId'>) => joins.findOne({ keys: accountKey(account) }),

    /** The account that one is joined with; null for none. */
    async otherOf(account: Pick<Account, 'courseId' | 'personId'>): Promise<Account | null> {
      const join = await joins.findOne({ keys: accountKey(account) });
      return join && otherAccount(join, accountKey(account));
    },

    /** With which account each of some people of a course is joined (at most 500 people); the others are left out. */
    async othersOf(courseId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, Account>> {
      const others = new Map<string, Account>();
      if (personIds.length === 0) return others;
      const keyOf = new Map(personIds.map((personId) => [accountKey({ courseId, personId }), personId]));
      const found = await joins.find({ keys: { $in: [...keyOf.keys()] } }, { limit: keyOf.size });
      for (const join of found)
        for (const key of join.keys ?? []) {
          const personId = keyOf.get(key);
          const other = otherAccount(join, key);
          if (personId !== undefined && other) others.set(personId, other);
        }
      return others;
    },

    /** The join after a transition; null when its condition did not hold. */
    apply: ({ filter, update }: Transition): Promise<Join | null> => joins.findAndUpdate(filter, update),
  };
}
