/** The commands on collections and indexes: create, drop, list. */
import type { Collection, Index } from '../storage/catalogue.ts';
import { makeIndex } from '../storage/catalogue.ts';
import { DatabaseError } from '../errors.ts';
import { CREATE_OPTIONS, checkCreateOptions } from '../storage/collection-options.ts';
import { sameValue } from '../values/keys.ts';
import { filterFrom } from '../language/filter.ts';
import { checkIndexSpec, existingIndex } from '../storage/index-spec.ts';
import { findIndex } from '../storage/catalogue.ts';
import { encode } from '../values/write-bson.ts';
import { buildIndex, dropCollection, removeSpace } from '../storage/records.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, show } from '../values/values.ts';
import type { Reply } from '../wire.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, documentsIn, findCollection, flag, wholeNumber } from './command.ts';

async function create(command: Command): Promise<Doc> {
  const { engine, database, body } = command;
  const name = collectionName(command);
  const options = checkCreateOptions(body);
  // Like MongoDB since 7.0: making what is there already, with the same options, is no error.
  refuseOther(engine.catalogue.find(database, name), options);
  await engine.write((writer) => {
    const found = engine.catalogue.find(database, name);
    refuseOther(found, options);
    if (!found) engine.catalogue.create(writer, database, name, options);
  });
  return { ok: 1 };
}

function refuseOther(found: Collection | undefined, options: Doc): void {
  if (!found || sameValue(sortedFields(found.options), sortedFields(options))) return;
  throw new DatabaseError(
    48,
    `namespace ${found.namespace} already exists, but with different options: ${show(found.options)}`,
  );
}

function sortedFields(doc: Doc): Doc {
  return Object.fromEntries(Object.entries(doc).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function drop(command: Command): Promise<Doc> {
  const { engine } = command;
  const found = findCollection(command);
  if (!found) return { ok: 1 };
  await engine.write((writer) => {
    const collection = findCollection(command);
    if (collection) dropCollection(writer, engine.catalogue, collection);
  });
  return { nIndexesWas: found.indexes.length, ns: found.namespace, ok: 1 };
}

async function dropDatabase({ engine, database }: Command): Promise<Doc> {
  const dropped = await engine.write((writer) => {
    const collections = engine.catalogue.inDatabase(database);
    for (const collection of collections) dropCollection(writer, engine.catalogue, collection);
    return collections.length;
  });
  return dropped ? { dropped: database, ok: 1 } : { ok: 1 };
}

async function createIndexes(command: Command): Promise<Doc> {
  const { engine, database, body } = command;
  const name = collectionName(command);
  const specs = documentsIn(body.indexes, 'createIndexes.indexes').map((spec) =>
    checkIndexSpec(spec, engine.catalogue.find(database, name)?.collation),
  );
  if (!specs.length) throw new DatabaseError(2, 'Must specify at least one index to create');
  const result = await engine.write((writer) => {
    const found = engine.catalogue.find(database, name);
    if (found) for (const spec of specs) existingIndex(found, spec);
    const collection = found ?? engine.catalogue.create(writer, database, name);
    const before = collection.indexes.length;
    const made: Index[] = [];
    for (const spec of specs) {
      if (existingIndex(collection, spec)) continue;
      const index = makeIndex(engine.catalogue.newId(), spec);
      buildIndex(writer, engine.catalogue, collection, index);
      made.push(index);
    }
    return { collection, before, made, created: !found };
  });
  // The entries are on the disk now, and visible to every reader.
  for (const index of result.made) index.ready = true;
  const after = result.collection.indexes.length;
  return {
    numIndexesBefore: result.before,
    numIndexesAfter: after,
    createdCollectionAutomatically: result.created,
    ...(after === result.before && { note: 'all indexes already exist' }),
    ok: 1,
  };
}

async function dropIndexes(command: Command): Promise<Doc> {
  const { engine, body } = command;
  const missing = (): never => {
    throw new DatabaseError(26, `ns not found ${command.database}.${collectionName(command)}`);
  };
  if (!findCollection(command)) missing();
  return engine.write((writer) => {
    const collection = findCollection(command) ?? missing();
    const unwanted = indexesToDrop(collection, body.index);
    const nIndexesWas = collection.indexes.length;
    collection.indexes = collection.indexes.filter((index) => !unwanted.has(index.id));
    for (const id of unwanted) removeSpace(writer, id);
    engine.catalogue.save(writer, collection);
    return { nIndexesWas, ok: 1 };
  });
}

function indexesToDrop(collection: Collection, wanted: unknown): Set<number> {
  if (wanted === '*') {
    return new Set(collection.indexes.filter((index) => index.name !== '_id_').map((index) => index.id));
  }
  const ids = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => {
    const index = findIndex(collection, one);
    if (!index) {
      throw new DatabaseError(
        27,
        isDocument(one) ? `can't find index with key: ${show(one)}` : `index not found with name [${String(one)}]`,
      );
    }
    if (index.name === '_id_') throw new DatabaseError(72, 'cannot drop _id index');
    return index.id;
  });
  return new Set(ids);
}

async function listCollections(command: Command): Promise<Reply> {
  const { engine, database, body } = command;
  const filter = filterFrom(body.filter, 'filter');
  const nameOnly = flag(body, 'nameOnly');
  const listed = engine.catalogue
    .inDatabase(database)
    .map((collection) => describeCollection(collection))
    .filter(filter.matches)
    .map((entry) => (nameOnly ? { name: entry.name, type: entry.type } : entry));
  return engine.cursors.start(
    `${database}.$cmd.listCollections`,
    listed.map(encode)[Symbol.iterator](),
    batchOptions(body),
  );
}

function describeCollection(collection: Collection): Doc {
  const { name, options, view, uuid, indexes } = collection;
  if (view) return { name, type: 'view', options, info: { readOnly: true } };
  const type = options.timeseries === undefined ? 'collection' : 'timeseries';
  return { name, type, options, info: { readOnly: false, uuid }, ...(indexes[0] && { idIndex: indexes[0].spec }) };
}

function batchOptions(body: Doc): { batchSize?: number } {
  return { batchSize: isDocument(body.cursor) ? wholeNumber(body.cursor, 'batchSize') : undefined };
}

async function listIndexes(command: Command): Promise<Reply> {
  const collection = findCollection(command);
  if (!collection) {
    throw new DatabaseError(26, `ns does not exist: ${command.database}.${collectionName(command)}`);
  }
  const { clusteredIndex } = collection.options;
  const listed = collection.indexes.map((index, i) =>
    encode(i === 0 && isDocument(clusteredIndex) ? { ...clusteredIndex, clustered: true } : index.spec),
  );
  return command.engine.cursors.start(collection.namespace, listed[Symbol.iterator](), batchOptions(command.body));
}

function listDatabases({ engine, body }: Command): Doc {
  const filter = filterFrom(body.filter, 'filter');
  const names = [
    ...new Set([...engine.catalogue.collections.values()].map((collection) => collection.database)),
  ].sort();
  const databases = names
    .map((name) => ({ name, sizeOnDisk: 0, empty: false }))
    .filter((entry) => filter.matches(entry));
  if (isTruthy(body.nameOnly)) return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  return { databases, totalSize: 0, totalSizeMb: 0, ok: 1 };
}

export const catalogueCommands: CommandTable = {
  create: {
    fields: CREATE_OPTIONS,
    run: create,
  },
  drop: { fields: [], run: drop },
  dropDatabase: { fields: [], run: dropDatabase },
  createIndexes: {
    fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
    notOnViews: true,
    run: createIndexes,
  },
  dropIndexes: { fields: ['index'], notOnViews: true, run: dropIndexes },
  listCollections: { fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'], run: listCollections },
  listIndexes: { fields: ['cursor'], notOnViews: true, run: listIndexes },
  listDatabases: { fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
};
