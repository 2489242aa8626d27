/** collStats and dbStats: how much there is. Sizes are those of the documents' bytes. */
import { storageOf } from '../aggregation/statistics.ts';
import type { Doc } from '../values/values.ts';
import { toNumber } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, findCollection } from './command.ts';

function scaleOf(body: Doc): number {
  return Math.max(1, Math.trunc(toNumber(body.scale) ?? 1));
}

async function collStats(command: Command): Promise<Doc> {
  const { engine, body, database } = command;
  const stored = await storageOf(engine.store.reader, findCollection(command), scaleOf(body));
  return { ns: `${database}.${collectionName(command)}`, ...stored, ok: 1 };
}

async function dbStats({ engine, body, database }: Command): Promise<Doc> {
  const scale = scaleOf(body);
  const collections = engine.catalogue.inDatabase(database);
  let size = 0;
  for (const collection of collections) {
    size += Number((await storageOf(engine.store.reader, collection, 1)).size);
  }
  const objects = collections.reduce((sum, collection) => sum + collection.count, 0);
  return {
    db: database,
    collections: collections.filter(({ view }) => !view).length,
    views: collections.filter(({ view }) => view).length,
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
