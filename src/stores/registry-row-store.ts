// Rows of the platform registry: platforms, their status, deployments and sealed keys, as plain rows under the unique keys the gatehouse names.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents, type Documents } from './documents.ts';

type Row = Record<string, unknown>;
type RowDocument = { readonly id: string } & Row;
const shape = z.looseObject({ id: z.string() });

/** For each family of rows: the groups of members that are unique together; the first group makes the id. */
export type RowKinds = Readonly<Record<string, readonly (readonly string[])[]>>;

export type RegistryRowStore<Kind extends string> = ReturnType<
  typeof registryRowStore<Record<Kind, readonly (readonly string[])[]>>
>;

export function registryRowStore<Kinds extends RowKinds>(connection: Connection, kinds: Kinds) {
  type Kind = keyof Kinds & string;
  const families = new Map<string, Documents<RowDocument>>();
  for (const [kind, keys] of Object.entries(kinds)) {
    const unique = keys.map(
      (members) =>
        [Object.fromEntries(members.map((member) => [`row.${member}`, 1 as const])), { unique: true }] as const,
    );
    // Keys and deployments are asked for by their platform.
    const byPlatform = [{ 'row.platformId': 1 }, {}] as const;
    families.set(kind, documents<RowDocument>(connection, `registry_${kind}`, shape, [...unique, byPlatform]));
  }
  const family = (kind: Kind): Documents<RowDocument> => families.get(kind)!;
  const within = (query: Row): Row =>
    Object.fromEntries(Object.entries(query).map(([member, value]) => [`row.${member}`, value]));
  const idOf = (kind: Kind, row: Row): string => JSON.stringify(kinds[kind]![0]!.map((member) => row[member] ?? null));
  const rowOf = (stored: RowDocument): Row => z.object({ row: z.record(z.string(), z.unknown()) }).parse(stored).row;

  return {
    prepare: () => Promise.all([...families.values()].map((documentsOf) => documentsOf.prepare())),

    async find(kind: Kind, query: Row): Promise<Row[]> {
      return (await family(kind).find(within(query), { sort: { _id: 1 } })).map(rowOf);
    },

    insert: (kind: Kind, row: Row): Promise<boolean> => family(kind).insertIfNew({ id: idOf(kind, row), row }),

    async replace(kind: Kind, query: Row, row: Row): Promise<void> {
      const isThere = await family(kind).update(within(query), { $set: { row } });
      if (!isThere) await family(kind).update({ _id: idOf(kind, row) }, { $set: { row } }, { upsert: true });
    },

    modify: (kind: Kind, query: Row, changes: Row): Promise<number> =>
      family(kind).updateMany(within(query), { $set: within(changes) }),

    async delete(kind: Kind, query: Row): Promise<void> {
      await family(kind).remove(within(query));
    },
  };
}
