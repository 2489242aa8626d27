// The item bank: items with their newest version, and every version that was ever published, immutable.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { itemContentSchema, type ItemVersion } from '../domain/exam/item.ts';
import { documents } from './documents.ts';

const placesShape = z.object({ aapc: z.string(), seed: z.string(), subtopic: z.string() });

const versionShape = z.object({
  id: z.string(),
  item: z.string(),
  version: z.number(),
  organizationId: z.string(),
  places: placesShape,
  edition: z.string(),
  enemies: z.array(z.string()),
  content: itemContentSchema,
});

const itemShape = z.object({
  id: z.string(),
  organizationId: z.string(),
  head: z.string(),
  status: z.enum(['approved', 'retired']),
});

export type ItemStore = ReturnType<typeof itemStore>;

export function itemStore(connection: Connection) {
  const items = documents(connection, 'items', itemShape, [[{ organizationId: 1, status: 1, head: 1 }]]);
  const versions = documents<ItemVersion>(connection, 'itemVersions', versionShape, [
    [{ organizationId: 1, item: 1, version: 1 }, { unique: true }],
  ]);
  return {
    prepare: () => Promise.all([items.prepare(), versions.prepare()]),

    /** Publishes versions and makes each its item's newest. Publishing the same version again changes nothing. */
    async publish(published: readonly ItemVersion[]): Promise<void> {
      await versions.upsertAll(published.map(({ id, ...rest }) => ({ id, update: { $setOnInsert: rest } })));
      await items.upsertAll(
        published.map(({ id: head, item, organizationId }) => ({
          id: `${organizationId}:${item}`,
          update: { $set: { organizationId, head, status: 'approved' } },
        })),
      );
    },

    /** Ids of the newest version of every approved item, one page of at most 500. */
    async heads(organizationId: string, skip = 0): Promise<string[]> {
      const page = { sort: { head: 1 } as const, limit: 500, skip };
      return (await items.find({ organizationId, status: 'approved' }, page)).map((item) => item.head);
    },

    /** Versions by id, in no particular order. */
    versions: (ids: readonly string[]) => versions.find({ _id: { $in: ids } }, { limit: Math.max(1, ids.length) }),
  };
}
