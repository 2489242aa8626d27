/** Upkeep of collections: checking and rebuilding them, limiting their size, and the sum over a stored file. */
import { createHash } from 'node:crypto';
import { Binary } from 'bson';
import { DatabaseError, notSupported } from '../errors.ts';
import { parseFilter } from '../language/filter.ts';
import { allMatching, search } from '../search/query.ts';
import { makeRoom } from '../storage/capped.ts';
import type { Collection } from '../storage/catalogue.ts';
import { spaceOf } from '../storage/catalogue.ts';
import { checkCreateOptions } from '../storage/collection-options.ts';
import { buildIndex, removeSpace } from '../storage/records.ts';
import { decode } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { toNumber } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkName, collectionName, findCollection } from './command.ts';

function required(command: Command): Collection {
  const found = findCollection(command);
  if (found) return found;
  throw new DatabaseError(26, `Collection '${command.database}.${collectionName(command)}' does not exist to work on.`);
}

/** Counts what is there. What LMDB gives back is whole, or it would not have been opened. */
function validate(command: Command): Doc {
  const collection = required(command);
  const { store } = command.engine;
  const keysPerIndex = Object.fromEntries(
    collection.indexes.map(({ id, name }) => [name, store.count(...spaceOf(id))] as const),
  );
  return {
    ns: collection.namespace,
    nInvalidDocuments: 0,
    nrecords: collection.count,
    nIndexes: collection.indexes.length,
    keysPerIndex,
    valid: true,
    warnings: [],
    errors: [],
    ok: 1,
  };
}

/** Makes all entries of all indexes anew. */
async function reIndex(command: Command): Promise<Doc> {
  const { engine } = command;
  required(command);
  return engine.write((writer) => {
    const collection = required(command);
    const { indexes } = collection;
    collection.indexes = [];
    for (const index of indexes) {
      removeSpace(writer, index.id);
      buildIndex(writer, engine.catalogue, collection, index);
    }
    return { nIndexesWas: indexes.length, nIndexes: indexes.length, indexes: indexes.map(({ spec }) => spec), ok: 1 };
  });
}

async function convertToCapped(command: Command): Promise<Doc> {
  const { engine, body } = command;
  const options = checkCreateOptions({ capped: true, size: body.size });
  required(command);
  await engine.write((writer) => {
    const collection = required(command);
    engine.catalogue.reshape(writer, collection, { ...collection.options, ...options });
    makeRoom(writer, engine.catalogue, collection);
  });
  return { ok: 1 };
}

/** The MD5 sum of a file in GridFS, which old drivers ask for. */
function fileSum(command: Command): Doc {
  const { engine, body, database } = command;
  const root = body.root === undefined ? 'fs' : String(body.root);
  const chunks = engine.catalogue.find(database, checkName(database, `${root}.chunks`));
  const sum = createHash('md5');
  let numChunks = 0;
  const query = { ...allMatching(parseFilter({ files_id: { $eq: body.filemd5 } })), sort: [CHUNK_ORDER] };
  for (const hit of chunks ? search(engine.store.reader, chunks, query) : []) {
    const data = hit && decode(hit.bytes).data;
    if (!(data instanceof Binary)) continue;
    sum.update(data.value());
    numChunks++;
  }
  return { numChunks, md5: sum.digest('hex'), ok: 1 };
}

const CHUNK_ORDER = { name: 'n', path: ['n'], direction: 1 } as const;

/** Nothing is written down of what takes long; only to switch that off, or to ask, is possible. */
function profile({ body }: Command): Doc {
  if ((toNumber(body.profile) ?? 0) > 0) throw notSupported('profiling is');
  return { was: 0, slowms: 100, sampleRate: 1, ok: 1 };
}

export const upkeepCommands: CommandTable = {
  validate: {
    fields: ['full', 'repair', 'metadata', 'checkBSONConformance', 'background'],
    notOnViews: true,
    run: validate,
  },
  reIndex: { fields: [], notOnViews: true, run: reIndex },
  convertToCapped: { fields: ['size'], notOnViews: true, run: convertToCapped },
  filemd5: { fields: ['root', 'partialOk', 'md5state'], run: fileSum },
  profile: { fields: ['slowms', 'sampleRate', 'filter'], run: profile },
};
