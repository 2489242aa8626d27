// Entitlements: one document per grant with its ledger; changed only by conditional updates of the domain.

import type { Connection } from 'mongoose';
import { entitlementSchema, type Entitlement } from '../../domain/retakes/entitlement.ts';
import { takenFromSchema, type TakenFrom } from '../../domain/retakes/taken.ts';
import { ledgerGlanceSchema, type LedgerGlance } from '../../domain/retakes/tally.ts';
import type { Transition } from '../../domain/exam/transitions.ts';
import { documents } from '../documents.ts';

const pageSize = 500;
/** What a count needs of an entitlement; its terms and codes stay where they are. */
const glanceFields = [
  'personId',
  'kind',
  'balance',
  'isOpen',
  'entries.act',
  'entries.outcome',
  'entries.moves',
] as const;

/** What tells which remedy was taken. */
const takenFields = [
  'personId',
  'kind',
  'balance',
  'isOpen',
  'source.type',
  'terms.timeZone',
  'entries.act',
  'entries.at',
] as const;

export type EntitlementStore = ReturnType<typeof entitlementStore>;

export function entitlementStore(connection: Connection) {
  const entitlements = documents<Entitlement>(connection, 'entitlements', entitlementSchema, [
    // One claim or purchase grants a remedy once; it also answers whose entitlements there are.
    [{ courseId: 1, personId: 1, grantKey: 1 }, { unique: true }],
    [{ courseId: 1, _id: 1 }],
    [{ isOpen: 1, expiresOn: 1, _id: 1 }],
    [{ nextCheckAt: 1 }, { partialFilterExpression: { nextCheckAt: { $gt: 0 } } }],
  ]);

  /** What a claim, a purchase or an act granted a student; null when it did not yet. */
  const byGrant = (courseId: string, personId: string, grantKey: string): Promise<Entitlement | null> =>
    entitlements.findOne({ courseId, personId, grantKey });

  return {
    prepare: entitlements.prepare,
    byGrant,

    /** Keeps a new entitlement; where the grant was made already, the one that it made. */
    async insert(entitlement: Entitlement): Promise<{ readonly entitlement: Entitlement; readonly isNew: boolean }> {
      if (await entitlements.insertIfNew(entitlement)) return { entitlement, isNew: true };
      const { id, courseId, personId, grantKey } = entitlement;
      const earlier = await byGrant(courseId, personId, grantKey);
      if (!earlier) throw new Error(`another entitlement has the id ${id}`);
      return { entitlement: earlier, isNew: false };
    },

    find: (id: string, courseId: string) => entitlements.findOne({ _id: id, courseId }),

    /** A student's entitlements in a course, the newest first. */
    async ofPerson(courseId: string, personId: string): Promise<Entitlement[]> {
      const all = await entitlements.find({ courseId, personId });
      return all.toSorted((a, b) => b.entries[0]!.at - a.entries[0]!.at);
    },

    hasAny: async (courseId: string, personId: string): Promise<boolean> =>
      (await entitlements.count({ courseId, personId })) > 0,

    /** One page of a course's entitlements in the order of their ids, those after an id; at most 500. */
    ofCourse: (courseId: string, after: string, limit = pageSize) =>
      entitlements.find({ courseId, _id: { $gt: after } }, { sort: { _id: 1 }, limit: Math.min(limit, pageSize) }),

    /** As `ofCourse`, as much of each as a count needs. */
    glances: (courseId: string, after: string, limit: number): Promise<LedgerGlance[]> =>
      entitlements.select({ courseId, _id: { $gt: after } }, glanceFields, ledgerGlanceSchema, {
        sort: { _id: 1 },
        limit: Math.min(limit, pageSize),
      }),

    /** As much of each as tells which remedy was taken, of some people of a course, at most 500 people. */
    async takenBy(courseId: string, personIds: readonly string[]): Promise<TakenFrom[]> {
      const all: TakenFrom[] = [];
      for (let skip = 0; ; skip += pageSize) {
        const paging = { sort: { personId: 1, grantKey: 1 }, limit: pageSize, skip } as const;
        const filter = { courseId, personId: { $in: personIds } };
        const page = await entitlements.select(filter, takenFields, takenFromSchema, paging);
        all.push(...page);
        if (page.length < pageSize) return all;
      }
    },

    /** All entitlements of some people of a course, at most 500 people. */
    async ofPeople(courseId: string, personIds: readonly string[]): Promise<Entitlement[]> {
      const all: Entitlement[] = [];
      for (let skip = 0; ; skip += pageSize) {
        const paging = { sort: { personId: 1, grantKey: 1 }, limit: pageSize, skip } as const;
        const page = await entitlements.find({ courseId, personId: { $in: personIds } }, paging);
        all.push(...page);
        if (page.length < pageSize) return all;
      }
    },

    /** One page of the open entitlements whose last day lies in a stretch of days, the earliest first; of all courses. */
    expiringBetween: (from: string, to: string, skip: number) =>
      entitlements.find(
        { isOpen: true, expiresOn: { $gte: from, $lte: to } },
        { sort: { expiresOn: 1, _id: 1 }, limit: pageSize, skip },
      ),

    /** Entitlements that time may have changed by now, the longest due first. */
    due: (now: number, limit: number) =>
      entitlements.find({ nextCheckAt: { $gt: 0, $lte: now } }, { sort: { nextCheckAt: 1 }, limit }),

    /** Whether the transition's precondition held. */
    apply: ({ filter, update }: Transition) => entitlements.update({ ...filter }, { ...update }),
  };
}
