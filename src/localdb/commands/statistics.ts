/** collStats and dbStats: how much there is. Sizes are those of the documents' bytes. */
import type { Collection } from '../storage/catalogue.ts';
import { spaceOf } from '../storage/catalogue.ts';
import type { Reader } from '../storage/store.ts';
import { breathe } from '../turns.ts';
import type { Doc } from '../values/values.ts';
import { toNumber } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, findCollection } from './command.ts';

/** The bytes of all documents of a collection, counted in turns. */
async function sizeOf(reader: Reader, collection: Collection): Promise<number> {
  const [start, end] = spaceOf(collection.id);
  let size = 0;
  for await (const { value } of breathe(reader.range(start, end))) size += value.length;
  return size;
}

function scaleOf(body: Doc): number {
  return Math.max(1, Math.trunc(toNumber(body.scale) ?? 1));
}

async function collStats(command: Command): Promise<Doc> {
  const { engine, body, database } = command;
  const scale = scaleOf(body);
  const collection = findCollection(command);
  const size = collection ? await sizeOf(engine.store.reader, collection) : 0;
  const count = collection?.count ?? 0;
  return {
    ns: `${database}.${collectionName(command)}`,
    size: Math.floor(size / scale),
    count,
    ...(count > 0 && { avgObjSize: Math.floor(size / count) }),
    storageSize: Math.floor(size / scale),
    capped: false,
    nindexes: collection?.indexes.length ?? 0,
    scaleFactor: scale,
    ok: 1,
  };
}

async function dbStats({ engine, body, database }: Command): Promise<Doc> {
  const scale = scaleOf(body);
  const collections = engine.catalogue.inDatabase(database);
  let size = 0;
  for (const collection of collections) size += await sizeOf(engine.store.reader, collection);
  const objects = collections.reduce((sum, collection) => sum + collection.count, 0);
  return {
    db: database,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects ? size / objects : 0,
    dataSize: Math.floor(size / scale),
    storageSize: Math.floor(size / scale),
    indexes: collections.reduce((sum, collection) => sum + collection.indexes.length, 0),
    scaleFactor: scale,
    ok: 1,
  };
}

export const statisticsCommands: CommandTable = {
  collStats: { fields: ['scale'], run: collStats },
  dbStats: { fields: ['scale', 'freeStorage'], run: dbStats },
};
