// Policies of an organization: one document for a policy and its draft, one for each published version, which is never updated.

import type { Connection } from 'mongoose';
import {
  policyRecordSchema,
  publishedVersionSchema,
  versionIdOf,
  type PolicyRecord,
  type PublishedVersion,
  type SetAside,
} from '../../domain/policies/policy-record.ts';
import { documents } from '../documents.ts';

/** What a change of the draft brings. */
export type DraftChange = Partial<Pick<PolicyRecord, 'name' | 'draft' | 'removed' | 'archivedAt'>> &
  Pick<PolicyRecord, 'savedBy' | 'savedByName' | 'savedAt'>;

/** Drafts that gave way are kept up to this number; then the oldest goes. */
const mostSetAside = 10;

export type PolicyStore = ReturnType<typeof policyStore>;

export function policyStore(connection: Connection) {
  const policies = documents<PolicyRecord>(connection, 'policies', policyRecordSchema, [
    [{ organizationId: 1, archivedAt: 1, createdAt: 1 }],
  ]);
  const versions = documents<PublishedVersion>(connection, 'policyVersions', publishedVersionSchema, [
    [{ policyId: 1, number: 1 }, { unique: true }],
    // One revision of a draft gives one version, however many press the button.
    [{ policyId: 1, draftRev: 1 }, { unique: true }],
    [{ policyId: 1, effectiveFrom: 1, number: 1 }],
  ]);

  return {
    prepare: () => Promise.all([policies.prepare(), versions.prepare()]),

    insert: (policy: PolicyRecord) => policies.insert(policy),

    find: (id: string, organizationId: string) => policies.findOne({ _id: id, organizationId }),

    /** The policies of an organization in the order in which they were begun, at most 500. */
    ofOrganization: (organizationId: string) =>
      policies.find({ organizationId }, { sort: { archivedAt: 1, createdAt: 1 } }),

    /**
     * Changes the draft if it is still the one that was read; null means that somebody else was quicker. With `setAside`
     * the draft that gives way is kept, in the same update.
     */
    changeDraft(
      policy: Pick<PolicyRecord, 'id' | 'organizationId' | 'draftRev'>,
      change: DraftChange,
      setAside: SetAside | null = null,
    ): Promise<PolicyRecord | null> {
      const { id, organizationId, draftRev } = policy;
      const kept = setAside ? { $push: { setAside: { $each: [setAside], $slice: -mostSetAside } } } : {};
      return policies.findAndUpdate(
        { _id: id, organizationId, draftRev },
        { $set: change, $inc: { draftRev: 1 }, ...kept },
      );
    },

    /** Puts the policy away, or back; the draft stays as it is. */
    setArchived: (id: string, organizationId: string, archivedAt: number | null) =>
      policies.update({ _id: id, organizationId }, { $set: { archivedAt } }),

    /** Keeps a draft that came too late, whatever the draft is now. */
    keepAside: (id: string, organizationId: string, setAside: SetAside) =>
      policies.findAndUpdate(
        { _id: id, organizationId },
        { $push: { setAside: { $each: [setAside], $slice: -mostSetAside } } },
      ),

    /** Throws away a draft that was kept aside. */
    dropAside: (id: string, organizationId: string, asideId: string) =>
      policies.findAndUpdate({ _id: id, organizationId }, { $pull: { setAside: { id: asideId } } }),

    /** Keeps a version for good; false when its number, or its revision of the draft, is published already. */
    publish: (version: PublishedVersion): Promise<boolean> => versions.insertIfNew(version),

    version: (organizationId: string, policyId: string, number: number) =>
      versions.findOne({ _id: versionIdOf(policyId, number), organizationId }),

    /** The version that was made from a revision of the draft. */
    versionOfDraft: (organizationId: string, policyId: string, draftRev: number) =>
      versions.findOne({ policyId, draftRev, organizationId }),

    /** All versions of a policy, newest first, at most 500. */
    versions: (organizationId: string, policyId: string) =>
      versions.find({ policyId, organizationId }, { sort: { number: -1 } }),

    /** The newest version of a policy. */
    async newest(organizationId: string, policyId: string): Promise<PublishedVersion | null> {
      return (await versions.find({ policyId, organizationId }, { sort: { number: -1 }, limit: 1 }))[0] ?? null;
    },

    /** The version in effect on a day (`YYYY-MM-DD`): the latest begun by then, of two of one day the newer. */
    async inForceOn(organizationId: string, policyId: string, day: string): Promise<PublishedVersion | null> {
      const filter = { policyId, organizationId, effectiveFrom: { $lte: day } };
      return (await versions.find(filter, { sort: { effectiveFrom: -1, number: -1 }, limit: 1 }))[0] ?? null;
    },
  };
}
