// Notices inside the application: what a student is told on their pages until they put it away; the same one is never shown twice.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { mailKindSchema } from '../../domain/reminders/mail-kinds.ts';
import { documents } from '../documents.ts';

const shape = z.object({
  /** Digest of what it is about. */
  id: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  kind: mailKindSchema,
  /** Names what it is about: of several about the same, the newest is shown. */
  about: z.string(),
  title: z.string(),
  text: z.string(),
  /** The page of the visit it leads to: "guarantee", "retakes"; "" for none. */
  leadsTo: z.string(),
  toldAt: z.number(),
  /** After this moment it says nothing any more. */
  until: z.number(),
  dismissedAt: z.number().nullable(),
});
export type Notice = z.infer<typeof shape>;

export type NoticeStore = ReturnType<typeof noticeStore>;

export function noticeStore(connection: Connection) {
  const notices = documents<Notice>(connection, 'notices', shape, [[{ courseId: 1, personId: 1, toldAt: -1 }]]);
  return {
    prepare: notices.prepare,

    /** Keeps a notice; false when it was there already. */
    tell: (notice: Notice): Promise<boolean> => notices.insertIfNew(notice),

    /** The newest of one person in a course. */
    ofPerson: (courseId: string, personId: string, limit: number) =>
      notices.find({ courseId, personId }, { sort: { toldAt: -1 }, limit }),

    /** Puts away what deadlines and retakes of some people are told of, except what still holds; at most 500 people. */
    withdrawAllBut: (courseId: string, personIds: readonly string[], abouts: readonly string[], now: number) =>
      notices.updateMany(
        {
          courseId,
          personId: { $in: personIds },
          kind: { $in: ['deadlines', 'retakes'] },
          about: { $nin: abouts },
          dismissedAt: null,
        },
        { $set: { dismissedAt: now } },
      ),

    /** Puts one away; whether it is that person's. */
    dismiss: (id: string, courseId: string, personId: string, now: number) =>
      notices.update({ _id: id, courseId, personId }, { $set: { dismissedAt: now } }),
  };
}
