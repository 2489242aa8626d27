// Resource links: the places in a course from which Resit is launched, the exam chosen there, and the gradebook cell's address.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { completionLinkSchema } from '../domain/evidence/completion-link.ts';
import { linkIdOf } from '../domain/identity.ts';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  courseId: z.string(),
  resourceLinkId: z.string(),
  title: z.string(),
  /** Null until an instructor has chosen an exam here. */
  examId: z.string().nullable().default(null),
  /** The module that is completed here, where the link is one of those. */
  completes: completionLinkSchema.nullable().default(null),
  gradebook: z
    .object({
      lineItem: z.string().nullable(),
      lineItems: z.string().nullable(),
      scopes: z.array(z.string()),
      /** Why scores cannot be sent through this link, or null when they can. */
      problem: z.string().nullable(),
    })
    .nullable()
    .default(null),
});
export type Link = z.infer<typeof shape>;

export type LinkStore = ReturnType<typeof linkStore>;

export function linkStore(connection: Connection) {
  const links = documents(connection, 'links', shape, [[{ courseId: 1, examId: 1 }]]);
  return {
    prepare: links.prepare,

    /** Notes a link as the newest launch describes it; the exam chosen there stays. */
    async note(link: Omit<Link, 'id' | 'examId'>, examId: string | null): Promise<Link> {
      const id = linkIdOf(link.platformId, link.courseId, link.resourceLinkId);
      const update = { $set: link, $setOnInsert: { examId } };
      const noted = (await links.findAndUpdate({ _id: id }, update, { upsert: true }))!;
      if (noted.examId || !examId) return noted;
      return (await links.findAndUpdate({ _id: id, examId: null }, { $set: { examId } })) ?? noted;
    },

    choose: (id: string, courseId: string, examId: string) => links.update({ _id: id, courseId }, { $set: { examId } }),
    find: (id: string, courseId: string) => links.findOne({ _id: id, courseId }),
    /** Every link of a course at which this exam is taken. */
    ofExam: (courseId: string, examId: string) => links.find({ courseId, examId }),
  };
}
