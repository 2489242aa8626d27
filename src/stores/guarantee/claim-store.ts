// Claims: one document per claim; every change is one conditional update, as `domain/claims/transitions.ts` words it.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { claimSchema, type Claim } from '../../domain/claims/claim.ts';
import { claimGlanceSchema, type ClaimGlance } from '../../domain/claims/claim-glance.ts';
import { claimForFactsSchema, type ClaimForFacts } from '../../domain/claims/facts-of-claims.ts';
import { openKeysOf } from '../../domain/claims/open-keys.ts';
import type { Transition } from '../../domain/claims/transitions.ts';
import type { Account } from '../../domain/evidence/joined-accounts.ts';
import { documents, Duplicate } from '../documents.ts';

export type ClaimStore = ReturnType<typeof claimStore>;

const pageSize = 500;
/** What a glance needs of a claim; its papers and words stay where they are. */
const glanceFields = [
  'personId',
  'state',
  'openKeys',
  'waitsFor',
  'dueAt',
  'zone',
  'createdAt',
  'receivedAt',
  'proposal.at',
] as const;

/** What becomes facts of a claim. */
const factFields = [
  'personId',
  'state',
  'createdAt',
  'receivedAt',
  'zone',
  'choice',
  'chosen',
  'papers.item',
  'papers.on',
  'papers.at',
  'papers.refused',
  'questions.at',
  'questions.answerBy',
  'decision.at',
  'decision.second.at',
  'appealDecision.at',
  'appealDecision.second.at',
] as const;

/** How an earlier version kept a claim open. */
const oldKeyShape = z.object({
  id: z.string(),
  courseId: z.string(),
  personId: z.string(),
  openKey: z.string().optional(),
});

export function claimStore(connection: Connection) {
  const claims = documents<Claim>(connection, 'claims', claimSchema, [
    [{ openKeys: 1 }, { unique: true, partialFilterExpression: { openKeys: { $exists: true } } }],
    [{ courseId: 1, personId: 1, createdAt: 1 }],
    // The queue, in its order.
    [{ courseId: 1, platformId: 1, waitsFor: 1, dueAt: 1 }],
    [{ courseId: 1, platformId: 1, createdAt: 1 }],
    [{ 'outbox.at': 1 }, { partialFilterExpression: { 'outbox.at': { $gt: 0 } } }],
  ]);
  return {
    prepare: claims.prepare,

    /** Whether the claim was kept: no, when the person has another open claim. */
    insert: (claim: Claim): Promise<boolean> => claims.insertIfNew(claim),

    /** Takes away a claim that was only just kept, as long as nothing has been done with it. Whether it did. */
    discard: async ({ id, courseId }: Pick<Claim, 'id' | 'courseId'>) =>
      (await claims.remove({ _id: id, courseId, rev: 0 })) > 0,

    /** The open claims that hold some of these keys: a person's, under one account or two. */
    holding: (organizationId: string, keys: readonly string[]) =>
      claims.find({ organizationId, openKeys: { $in: keys } }, { limit: 10 }),

    /** Makes every change of a person's claims that was decided by what was read before look again. */
    stir: ({ courseId, platformId, personId }: Account) =>
      claims.updateMany({ courseId, platformId, personId }, { $inc: { rev: 1 } }),

    /**
     * One page of all claims in the order of their ids: what an earlier version kept open under one key is open under the keys of this
     * one. Answers how many were, and the last id of the page; null at the end.
     */
    async keyOpen(after: string, limit: number): Promise<{ readonly units: number; readonly last: string | null }> {
      const paging = { sort: { _id: 1 }, limit } as const;
      const page = await claims.select(
        { _id: { $gt: after } },
        ['courseId', 'personId', 'openKey'],
        oldKeyShape,
        paging,
      );
      let units = 0;
      for (const { id, openKey, ...account } of page) {
        if (openKey === undefined) continue;
        const openKeys = openKeysOf(account, null);
        // Not where it was closed meanwhile.
        const stillOpen = { _id: id, openKey, waitsFor: { $ne: 'nobody' } };
        const update = { $set: { openKeys }, $unset: { openKey: '' } };
        if ((await unlessOpen(() => claims.update(stillOpen, update))) === true) units += 1;
      }
      return { units, last: page.length < limit ? null : page.at(-1)!.id };
    },

    find: (id: string, courseId: string, platformId: string) => claims.findOne({ _id: id, courseId, platformId }),

    /** One person's claims in a course, oldest first. */
    ofPerson: (courseId: string, platformId: string, personId: string) =>
      claims.find({ courseId, platformId, personId }, { sort: { createdAt: 1 }, limit: 100 }),

    /** As much as becomes facts of the claims of some people of a course, at most 500 people, oldest first. */
    async forFacts(courseId: string, personIds: readonly string[]): Promise<ClaimForFacts[]> {
      const found: ClaimForFacts[] = [];
      if (personIds.length === 0) return found;
      for (let skip = 0; ; skip += pageSize) {
        const filter = { courseId, personId: { $in: personIds } };
        const paging = { sort: { createdAt: 1 }, limit: pageSize, skip } as const;
        const page = await claims.select(filter, factFields, claimForFactsSchema, paging);
        found.push(...page);
        if (page.length < pageSize) return found;
      }
    },

    /** Claims of a course at a glance, oldest first; at most 500. */
    glances: (courseId: string, platformId: string, skip: number, limit: number): Promise<ClaimGlance[]> =>
      claims.select({ courseId, platformId }, glanceFields, claimGlanceSchema, {
        sort: { createdAt: 1 },
        limit: Math.min(limit, pageSize),
        skip,
      }),

    /** Claims that wait for somebody, the nearest date first; at most 500. */
    waiting: (courseId: string, platformId: string, waitsFor: Claim['waitsFor'], skip = 0) =>
      claims.find({ courseId, platformId, waitsFor }, { sort: { dueAt: 1 }, limit: pageSize, skip }),

    countWaiting: (courseId: string, platformId: string) => claims.count({ courseId, platformId, waitsFor: 'staff' }),

    /** Approvals of somebody else that wait for a second person. */
    countToConfirm: (courseId: string, platformId: string, personId: string) =>
      claims.count({ courseId, platformId, waitsFor: 'staff', 'proposal.by': { $gt: '', $ne: personId } }),

    /** Claims that nobody waits for any more, the newest first. */
    closed: (courseId: string, platformId: string, limit: number) =>
      claims.find({ courseId, platformId, waitsFor: 'nobody' }, { sort: { createdAt: -1 }, limit }),

    /** The claim after a transition; null when its condition did not hold, or when the person has another open claim. */
    apply: async ({ filter, update }: Transition): Promise<Claim | null> =>
      (await unlessOpen(() => claims.findAndUpdate(filter, update))) ?? null,

    /** Claims from which something must still follow, the longest owed first. */
    owing: (limit: number) => claims.find({ 'outbox.at': { $gt: 0 } }, { sort: { 'outbox.at': 1 }, limit }),
  };
}

/** What `work` gives; null when the unique key of open claims refused it. */
async function unlessOpen<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Duplicate) return null;
    throw error;
  }
}
