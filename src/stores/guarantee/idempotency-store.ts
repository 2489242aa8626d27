// Requests that named themselves, with what they were answered: whoever inserts the claim carries the request out, everybody else gets its answer.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from '../documents.ts';

const shape = z.object({
  /** A digest of who asks and how the request is called. */
  id: z.string(),
  /** A digest of what is asked. */
  fingerprint: z.string(),
  /** Epoch milliseconds until which whoever claimed it is believed to be at work; names the claim. */
  leaseUntil: z.number(),
  answer: z.object({ status: z.number(), body: z.string() }).nullable().default(null),
  forgetAt: z.date(),
});
export type NamedRequest = z.infer<typeof shape>;
export type KeptAnswer = NonNullable<NamedRequest['answer']>;

export type IdempotencyStore = ReturnType<typeof idempotencyStore>;

export function idempotencyStore(connection: Connection) {
  const requests = documents<NamedRequest>(connection, 'apiRequests', shape, [
    [{ forgetAt: 1 }, { expireAfterSeconds: 0 }],
  ]);
  return {
    prepare: requests.prepare,

    /** True for exactly one of those who claim the same request. */
    claim: (request: Omit<NamedRequest, 'answer'>): Promise<boolean> =>
      requests.insertIfNew({ ...request, answer: null }),

    find: (id: string) => requests.findOne({ _id: id }),

    /** Takes over from somebody who is not at work any more; true for exactly one. */
    takeOver: (id: string, from: number, leaseUntil: number) =>
      requests.update({ _id: id, answer: null, leaseUntil: from }, { $set: { leaseUntil } }),

    settle: (id: string, leaseUntil: number, answer: KeptAnswer) =>
      requests.update({ _id: id, answer: null, leaseUntil }, { $set: { answer } }),

    /** Gives a claim back, so that the request may come again. */
    release: (id: string, leaseUntil: number) => requests.remove({ _id: id, answer: null, leaseUntil }),

    /** Forgets what is due to be forgotten, where the database has not come to it yet. */
    forget: (id: string, now: number) => requests.remove({ _id: id, forgetAt: { $lte: new Date(now) } }),
  };
}
