// Personal links: kept by the digest of their token, good for one use and some days; and the wishes for a new one.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from '../documents.ts';

const shape = z.object({
  /** SHA-256 of the token; the token itself is in the mail only. */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  usedAt: z.number().nullable(),
  /** A used or expired link is remembered for a while, so that it can be answered with a new one. */
  forgetAt: z.date(),
});
export type PersonalLink = z.infer<typeof shape>;

const wishShape = z.object({
  /** Digest of the address and the quarter of an hour: asking again at once is the same wish. */
  id: z.string(),
  addressHash: z.string(),
  state: z.enum(['waiting', 'done']),
  askedAt: z.number(),
  leaseUntil: z.number(),
  forgetAt: z.date(),
});
export type LinkWish = z.infer<typeof wishShape>;

const rememberMs = 180 * 86_400_000;

export type PersonalLinkStore = ReturnType<typeof personalLinkStore>;

export function personalLinkStore(connection: Connection) {
  const forgets = [{ forgetAt: 1 }, { expireAfterSeconds: 0 }] as const;
  const links = documents<PersonalLink>(connection, 'personalLinks', shape, [forgets]);
  const wishes = documents<LinkWish>(connection, 'linkWishes', wishShape, [
    forgets,
    [{ state: 1, askedAt: 1 }, { partialFilterExpression: { state: 'waiting' } }],
  ]);
  return {
    prepare: () => Promise.all([links.prepare(), wishes.prepare()]),

    issue: (link: Omit<PersonalLink, 'usedAt' | 'forgetAt'>) =>
      links.insert({ ...link, usedAt: null, forgetAt: new Date(link.expiresAt + rememberMs) }),

    find: (id: string) => links.findOne({ _id: id }),

    /** Takes back a link whose mail did not go out. */
    withdraw: (id: string) => links.remove({ _id: id, usedAt: null }),

    /** The link, for exactly one caller while it is good; null for everybody else. */
    redeem: (id: string, now: number) =>
      links.findAndUpdate({ _id: id, usedAt: null, expiresAt: { $gt: now } }, { $set: { usedAt: now } }),

    /** Notes that somebody asks for a link with an address, known or not. */
    async wish(wish: Pick<LinkWish, 'id' | 'addressHash' | 'askedAt'>): Promise<void> {
      const forgetAt = new Date(wish.askedAt + 86_400_000);
      await wishes.insertIfNew({ ...wish, state: 'waiting', leaseUntil: 0, forgetAt });
    },

    claimWish: (now: number, leaseMs: number) =>
      wishes.findAndUpdate(
        { state: 'waiting', askedAt: { $lte: now }, leaseUntil: { $lte: now } },
        { $set: { leaseUntil: now + leaseMs } },
        { sort: { askedAt: 1 } },
      ),

    settleWish: (id: string) => wishes.update({ _id: id }, { $set: { state: 'done' } }),
  };
}
