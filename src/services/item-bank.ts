// The item bank at work: the pool from which forms are drawn, and the versions a paper or a review shows.

import type { ItemVersion } from '../domain/exam/item.ts';
import type { ItemStore } from '../stores/item-store.ts';

/** How long a pool may be reused before the bank is asked again, so that a class starting together reads it once. */
const poolLifeMs = 30_000;
const versionsKept = 10_000;

export type ItemBank = ReturnType<typeof itemBank>;

export function itemBank({ items, now }: { items: ItemStore; now: () => number }) {
  const pools = new Map<string, { readonly at: number; readonly pool: Promise<ItemVersion[]> }>();
  // Versions never change, so what was read once stays true; the bound keeps memory flat.
  const versions = new Map<string, ItemVersion>();

  const remember = (version: ItemVersion): void => {
    if (versions.size >= versionsKept) versions.clear();
    versions.set(version.id, version);
  };

  async function byId(ids: readonly string[]): Promise<Map<string, ItemVersion>> {
    const missing = ids.filter((id) => !versions.has(id));
    const read = missing.length > 0 ? await items.versions(missing) : [];
    const result = new Map<string, ItemVersion>();
    for (const version of read) {
      remember(version);
      result.set(version.id, version);
    }
    for (const id of ids) {
      const known = versions.get(id);
      if (known) result.set(id, known);
    }
    return result;
  }

  async function readPool(organizationId: string): Promise<ItemVersion[]> {
    const pool: ItemVersion[] = [];
    for (let skip = 0; ; skip += 500) {
      const ids = await items.heads(organizationId, skip);
      pool.push(...(await byId(ids)).values());
      if (ids.length < 500) return pool;
    }
  }

  return {
    /** The newest versions of all approved items of an organization, at most 30 s old. */
    pool(organizationId: string): Promise<ItemVersion[]> {
      const kept = pools.get(organizationId);
      if (kept && now() - kept.at < poolLifeMs) return kept.pool;
      const pool = readPool(organizationId);
      pools.set(organizationId, { at: now(), pool });
      pool.catch(() => pools.delete(organizationId));
      return pool;
    },

    /** Versions by id. */
    byId,

    /** Publishes versions and lets the next pool see them. */
    async publish(published: readonly ItemVersion[]): Promise<void> {
      await items.publish(published);
      for (const version of published) pools.delete(version.organizationId);
    },
  };
}
