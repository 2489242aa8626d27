// Launch sessions: one per launch, found by the id in the path and proved by the cookie's secret; the database removes them when they end.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { visitEndsAt, type VisitTimes } from '../domain/visit.ts';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  /** Keyed hash of the cookie's secret, so that a stolen database opens no session. */
  secretHash: z.string(),
  csrf: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  linkId: z.string().nullable(),
  name: z.string(),
  role: z.enum(['learner', 'assistant', 'instructor', 'lead', 'administrator', 'none']),
  administersPlatform: z.boolean(),
  isTestUser: z.boolean(),
  hasCourse: z.boolean(),
  courseTitle: z.string(),
  platformName: z.string(),
  zone: z.string().nullable(),
  zoneFrom: z.enum(['own', 'platform', 'browser', 'course']).nullable(),
  messageType: z.string(),
  /** Origins that may frame the pages of this session. */
  frameAncestors: z.array(z.string()),
  returnUrl: z.string().nullable(),
  /** What a deep-linking launch must answer to; null for every other launch. */
  deepLink: z.unknown().nullable().default(null),
  /** The launch whose exam window this session is, if it is one. */
  windowOf: z.string().nullable().default(null),
  /** `guarantee`: opened by a personal link, and reaches the pages of the guarantee only. */
  scope: z.enum(['all', 'guarantee']).default('all'),
  createdAt: z.number(),
  seenAt: z.number(),
  /** Never before an open attempt's hard close and an hour (contract, section 2). */
  notBefore: z.number().default(0),
  /** When the database may forget it: a day after it ended, so that a form sent too late can still be recognized. */
  forgetAt: z.date(),
});
export type Session = z.infer<typeof shape>;

const dayMs = 24 * 3_600_000;
const forgetAt = (session: VisitTimes): Date => new Date(visitEndsAt(session) + dayMs);

export type SessionStore = ReturnType<typeof sessionStore>;

export function sessionStore(connection: Connection) {
  const sessions = documents(connection, 'sessions', shape, [[{ forgetAt: 1 }, { expireAfterSeconds: 0 }]]);
  return {
    prepare: sessions.prepare,

    open: (session: Omit<Session, 'forgetAt'>) => sessions.insert({ ...session, forgetAt: forgetAt(session) }),

    find: (id: string) => sessions.findOne({ _id: id }),

    /** Several at once: which of a browser's launch cookies still live. */
    findAll: (ids: readonly string[]) => sessions.find({ _id: { $in: ids } }),

    /** Notes that the session is in use, so that it ends later. */
    async touch(session: Session, now: number): Promise<void> {
      const seen = { ...session, seenAt: now };
      await sessions.update({ _id: session.id }, { $set: { seenAt: now, forgetAt: forgetAt(seen) } });
    },

    /** Keeps the session alive until an open attempt is over. */
    async keepUntil(id: string, notBefore: number): Promise<void> {
      const session = await sessions.findOne({ _id: id });
      if (!session || session.notBefore >= notBefore) return;
      const kept = { ...session, notBefore };
      await sessions.update({ _id: id }, { $set: { notBefore, forgetAt: forgetAt(kept) } });
    },

    setZone: (id: string, zone: string, zoneFrom: 'own' | 'browser') =>
      sessions.update({ _id: id }, { $set: { zone, zoneFrom } }),

    end: (id: string) => sessions.remove({ _id: id }),
  };
}
