// The outbox of mails: one row per mail, its id made from what the mail is about, so that the same mail is never queued twice; claimed by lease and settled.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { mailContentSchema } from '../../domain/reminders/letter.ts';
import { mailKindSchema } from '../../domain/reminders/mail-kinds.ts';
import { documents } from '../documents.ts';

export const mailStateSchema = z.enum(['waiting', 'sent', 'failed', 'kept', 'stopped']);
export type MailState = z.infer<typeof mailStateSchema>;

const shape = z.object({
  /** Digest of what the mail is about. */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  /** "" where a mail belongs to no course. */
  courseId: z.string(),
  personId: z.string(),
  kind: mailKindSchema,
  content: mailContentSchema,
  /** What it is about, where it is to be asked before sending whether that still holds. */
  about: z.string().default(''),
  /** Null: the address that the person prefers at the time of sending. */
  to: z.string().nullable(),
  /** What the link in the mail opens: the person's guarantee, or the confirmation of an address; its token is made when it is sent. */
  opens: z.enum(['guarantee', 'address', 'nothing']),
  /** Whether it may arrive during quiet hours, because the person is waiting for it. */
  isAskedFor: z.boolean(),
  queuedAt: z.number(),
  /** After this moment it would be of no use. */
  staleAt: z.number(),
  /** `kept`: no mail server is set. `stopped`: not wanted any more, or too late to be of use. */
  state: mailStateSchema,
  tries: z.number(),
  nextAt: z.number(),
  leaseUntil: z.number(),
  settledAt: z.number().nullable(),
  problem: z.string().nullable(),
});
export type MailRow = z.infer<typeof shape>;

/** How a try ended. */
export interface MailSettlement {
  readonly state: MailState;
  readonly nextAt: number;
  readonly problem: string | null;
}

export type MailStore = ReturnType<typeof mailStore>;

export function mailStore(connection: Connection) {
  const mails = documents<MailRow>(connection, 'mails', shape, [
    [{ state: 1, nextAt: 1 }, { partialFilterExpression: { state: 'waiting' } }],
    [{ courseId: 1, personId: 1, queuedAt: -1 }],
    [{ courseId: 1, state: 1, settledAt: -1 }],
  ]);
  return {
    prepare: mails.prepare,

    /** Puts a mail into the outbox; false when the same one was there already, sent or not. */
    queue: (mail: MailRow): Promise<boolean> => mails.insertIfNew(mail),

    /** Claims one mail that is due; the lease keeps it from other workers. */
    claim: (now: number, leaseMs: number) =>
      mails.findAndUpdate(
        { state: 'waiting', nextAt: { $lte: now }, leaseUntil: { $lte: now } },
        { $set: { leaseUntil: now + leaseMs }, $inc: { tries: 1 } },
        { sort: { nextAt: 1 } },
      ),

    /** Ends a claim; nothing happens where somebody else has claimed it since. */
    settle: ({ id, tries }: Pick<MailRow, 'id' | 'tries'>, { state, nextAt, problem }: MailSettlement, now: number) =>
      mails.update(
        { _id: id, tries, state: 'waiting' },
        { $set: { state, nextAt, problem, leaseUntil: 0, settledAt: state === 'waiting' ? null : now } },
      ),

    /** Puts off a claimed mail that was not tried, without counting it as a try. */
    putOff: ({ id, tries }: Pick<MailRow, 'id' | 'tries'>, nextAt: number) =>
      mails.update({ _id: id, tries, state: 'waiting' }, { $set: { nextAt, leaseUntil: 0 }, $inc: { tries: -1 } }),

    /** The newest mails to one person of a course. */
    ofPerson: (courseId: string, personId: string, limit: number) =>
      mails.find({ courseId, personId }, { sort: { queuedAt: -1 }, limit }),

    /** What could not be delivered in a course since a moment, newest first, at most 50. */
    failedSince: (courseId: string, since: number) =>
      mails.find({ courseId, state: 'failed', settledAt: { $gte: since } }, { sort: { settledAt: -1 }, limit: 50 }),
  };
}
