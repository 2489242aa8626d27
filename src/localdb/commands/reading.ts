/** The commands that read: find, count, distinct, and the cursors they leave open. */
import { Long } from 'bson';
import { DatabaseError, badValue, failedToParse, typeMismatch } from '../errors.ts';
import { aggregate } from '../aggregation/aggregate.ts';
import type { Scope } from '../aggregation/scope.ts';
import { filterFrom } from '../language/filter.ts';
import { encodeKey } from '../values/keys.ts';
import { findValues, isArrayIndex } from '../values/paths.ts';
import type { Projection } from '../language/project.ts';
import { projectionFrom } from '../language/project.ts';
import { makePlan } from '../search/plan.ts';
import type { Hit, Query } from '../search/query.ts';
import { allMatching, search } from '../search/query.ts';
import { NOTHING_YET, tail } from '../search/tail.ts';
import { decode } from '../values/raw-bson.ts';
import { encode } from '../values/write-bson.ts';
import type { Collection } from '../storage/catalogue.ts';
import { breathe } from '../turns.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';
import type { Reply } from '../wire.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, findCollection, flag, parseSort, scopeOf, wholeNumber } from './command.ts';

export const FIND_FIELDS = [
  'filter',
  'projection',
  'sort',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'hint',
  'let',
  'allowDiskUse',
  'allowPartialResults',
  'noCursorTimeout',
  'oplogReplay',
  'tailable',
  'awaitData',
  'min',
  'max',
  'returnKey',
  'showRecordId',
];

/** Reads the query of a find command; everything is checked before the collection is looked for. */
export function parseFind(body: Doc, scope: Scope): { query: Query; projection: Projection | undefined } {
  const filter = filterFrom(body.filter, 'filter', scope);
  const natural = isDocument(body.sort) && '$natural' in body.sort ? body.sort : undefined;
  const query: Query = {
    filter,
    sort: natural ? [] : parseSort(body.sort, { ...scope, textScore: filter.textScore }),
    skip: wholeNumber(body, 'skip') ?? 0,
    limit: wholeNumber(body, 'limit') ?? 0,
    hint: natural ?? hintOf(body.hint),
    min: boundOf(body, 'min'),
    max: boundOf(body, 'max'),
  };
  if ((query.min ?? query.max) && !isDocument(query.hint) && typeof query.hint !== 'string') {
    throw new DatabaseError(51173, 'When using min()/max() a hint of which index to use must be provided');
  }
  return { query, projection: projectionFrom(body.projection, filter, scope) };
}

/** `min` or `max`: values for the fields of the hinted index; an empty one counts for none. */
function boundOf(body: Doc, field: 'min' | 'max'): Doc | undefined {
  const bound = body[field];
  if (bound !== undefined && !isDocument(bound)) throw typeMismatch(`BSON field '${field}' must be an object`);
  return bound && Object.keys(bound).length ? bound : undefined;
}

/** A hint; an empty one counts for none. */
export function hintOf(hint: unknown): unknown {
  if (hint === undefined || (isDocument(hint) && !Object.keys(hint).length)) return undefined;
  if (typeof hint !== 'string' && !isDocument(hint)) {
    throw typeMismatch('hint must be the name or the key pattern of an index');
  }
  return hint;
}

async function find(command: Command): Promise<Reply> {
  const { body, engine } = command;
  const collection = findCollection(command);
  const { query, projection } = parseFind(body, scopeOf(command, collection));
  const batchSize = wholeNumber(body, 'batchSize');
  const namespace = `${command.database}.${collectionName(command)}`;
  if (collection?.view) {
    const documents = await readView(command, collection, viewPipeline(body));
    return engine.cursors.start(namespace, documents, { batchSize, singleBatch: flag(body, 'singleBatch') });
  }
  const tailable = readTailable(body, collection);
  const { reader } = engine.store;
  const read = (): Iterable<Hit | undefined | typeof NOTHING_YET> =>
    !collection ? [] : tailable ? tail(reader, collection, query.filter) : search(reader, collection, query);
  const shown = projection ?? recordProjection(body, collection, query);
  return engine.cursors.start(namespace, present(read(), shown), {
    awaits: tailable?.awaits,
    batchSize,
    limit: query.limit,
    singleBatch: flag(body, 'singleBatch'),
  });
}

/** Does the cursor stay open at the end of the collection? Refuses what cannot be (2, 9). */
function readTailable(body: Doc, collection: Collection | undefined): { awaits: boolean } | undefined {
  const awaits = flag(body, 'awaitData');
  if (!flag(body, 'tailable')) {
    if (awaits) throw failedToParse("Cannot set 'awaitData' without also setting 'tailable'");
    return undefined;
  }
  if (isDocument(body.sort) && Object.keys(body.sort).length) throw badValue('cannot use tailable option with a sort');
  if (collection && !collection.capped) {
    throw badValue('error processing query: tailable cursor requested on non capped collection');
  }
  return { awaits };
}

/** A find command as the stages that come after those of the view. */
function viewPipeline({ filter, sort, skip, limit, projection }: Doc): Doc[] {
  const stages: Doc[] = [{ $match: filter ?? {} }];
  if (isDocument(sort) && Object.keys(sort).length) stages.push({ $sort: sort });
  if (skip) stages.push({ $skip: skip });
  if (limit) stages.push({ $limit: limit });
  if (isDocument(projection) && Object.keys(projection).length) stages.push({ $project: projection });
  return stages;
}

async function readView(
  command: Command,
  collection: Collection,
  pipeline: Doc[],
): Promise<Iterator<Buffer | undefined>> {
  const scope = scopeOf(command, collection);
  return aggregate(command.engine, { database: command.database, collection, pipeline, scope, hint: undefined });
}

/** The documents of a query to a view; nothing but the filter matters. */
async function* viewHits(command: Command, collection: Collection, pipeline: Doc[]): AsyncGenerator<Buffer> {
  const documents = await readView(command, collection, pipeline);
  for (let next = documents.next(); !next.done; next = documents.next()) if (next.value) yield next.value;
}

/** A projection that may show the number under which a document is stored. */
interface HitProjection {
  roots: ReadonlySet<string> | undefined;
  project: (doc: Doc, record: number) => Doc;
}

/** `returnKey` gives what the index holds of a document instead of the document; `showRecordId` adds its number. */
function recordProjection(body: Doc, collection: Collection | undefined, query: Query): HitProjection | undefined {
  if (!flag(body, 'returnKey')) {
    if (!flag(body, 'showRecordId')) return undefined;
    return { roots: undefined, project: (doc, record) => ({ ...doc, $recordId: Long.fromNumber(record) }) };
  }
  const index = collection && makePlan(collection, query.filter, query.sort, query.hint).index;
  const fields = index?.fields ?? [];
  return {
    roots: undefined,
    project: (doc) => Object.fromEntries(fields.map(({ name, path }) => [name, findValues(doc, path)[0] ?? null])),
  };
}

function* present(
  hits: Iterable<Hit | undefined | typeof NOTHING_YET>,
  projection: HitProjection | undefined,
): Generator<Buffer | undefined | typeof NOTHING_YET> {
  for (const hit of hits) {
    if (hit === NOTHING_YET) yield hit;
    else if (!hit || !projection) yield hit?.bytes;
    else yield encode(projection.project(decode(hit.bytes, projection.roots), hit.record));
  }
}

async function getMore(command: Command): Promise<Reply> {
  const { body, engine } = command;
  const collection = typeof body.collection === 'string' ? body.collection : '';
  return engine.cursors.more(
    cursorId(body.getMore),
    `${command.database}.${collection}`,
    wholeNumber(body, 'batchSize'),
    wholeNumber(body, 'maxTimeMS'),
  );
}

function cursorId(value: unknown): bigint {
  if (value instanceof Long) return value.toBigInt();
  const number = toNumber(value);
  if (number === undefined) throw typeMismatch('a cursor id must be a long');
  return BigInt(number);
}

function killCursors(command: Command): Reply {
  const namespace = `${command.database}.${String(command.body.killCursors)}`;
  const ids = Array.isArray(command.body.cursors) ? command.body.cursors : [];
  const killed = ids.filter((id) => command.engine.cursors.kill(cursorId(id), namespace));
  return {
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  };
}

async function count(command: Command): Promise<Reply> {
  const { body, engine } = command;
  const limit = Math.abs(toNumber(body.limit) ?? 0);
  const skip = wholeNumber(body, 'skip') ?? 0;
  const collection = findCollection(command);
  const filter = filterFrom(body.query, 'query', scopeOf(command, collection));
  const query: Query = { filter, sort: [], skip, limit, hint: hintOf(body.hint) };
  if (!collection) return { n: 0, ok: 1 };
  if (collection.view) {
    let n = 0;
    for await (const _ of viewHits(command, collection, viewPipeline({ filter: body.query, skip, limit }))) n++;
    return { n, ok: 1 };
  }
  if (query.filter.isEmpty && query.hint === undefined) {
    const left = Math.max(0, collection.count - skip);
    return { n: limit ? Math.min(left, limit) : left, ok: 1 };
  }
  let n = 0;
  for await (const hit of breathe(search(engine.store.reader, collection, query))) if (hit) n++;
  return { n, ok: 1 };
}

async function distinct(command: Command): Promise<Reply> {
  const { body, engine } = command;
  if (typeof body.key !== 'string' || !body.key) throw typeMismatch("BSON field 'distinct.key' must be a string");
  const collection = findCollection(command);
  const scope = scopeOf(command, collection);
  const query: Query = { ...allMatching(filterFrom(body.query, 'query', scope)), hint: hintOf(body.hint) };
  const path = body.key.split('.');
  const values = new Map<string, { key: Buffer; value: unknown }>();
  const hits = collection?.view
    ? viewHits(command, collection, viewPipeline({ filter: body.query }))
    : bytesOf(collection ? search(engine.store.reader, collection, query) : []);
  for await (const bytes of hits) {
    for (const value of distinctValues(decode(bytes, new Set([path[0]!])), path)) {
      const key = encodeKey(value, scope.collation?.textKey);
      const text = key.toString('latin1');
      if (!values.has(text)) values.set(text, { key, value });
    }
  }
  const sorted = [...values.values()].sort((a, b) => Buffer.compare(a.key, b.key));
  return { values: sorted.map(({ value }) => value), ok: 1 };
}

async function* bytesOf(hits: Iterable<Hit | undefined>): AsyncGenerator<Buffer> {
  for await (const hit of breathe(hits)) if (hit) yield hit.bytes;
}

/** Arrays on the way and at the end count by their elements. */
function distinctValues(value: unknown, path: readonly string[]): unknown[] {
  const [part, ...rest] = path;
  if (part === undefined) return Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (Array.isArray(value)) {
    const byPosition = isArrayIndex(part) ? distinctValues(value[Number(part)], rest) : [];
    return [...byPosition, ...value.flatMap((item) => (isDocument(item) ? distinctValues(item, path) : []))];
  }
  return isDocument(value) && Object.hasOwn(value, part) ? distinctValues(value[part], rest) : [];
}

export const readingCommands: CommandTable = {
  find: { fields: FIND_FIELDS, run: find },
  getMore: { fields: ['collection', 'batchSize', 'term'], run: getMore },
  killCursors: { fields: ['cursors'], run: killCursors },
  count: { fields: ['query', 'limit', 'skip', 'hint', 'fields'], run: count },
  distinct: { fields: ['key', 'query', 'hint'], run: distinct },
};
