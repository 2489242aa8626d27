/** The commands that read: find, count, distinct, and the cursors they leave open. */
import { Long } from 'bson';
import { badValue, notSupported, typeMismatch } from '../errors.ts';
import { filterFrom } from '../language/filter.ts';
import { encodeKey } from '../values/keys.ts';
import { isArrayIndex } from '../values/paths.ts';
import type { Projection } from '../language/project.ts';
import { projectionFrom } from '../language/project.ts';
import type { Hit, Query } from '../search/query.ts';
import { search } from '../search/query.ts';
import { decode } from '../values/raw-bson.ts';
import { encode } from '../values/write-bson.ts';
import { breathe } from '../turns.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';
import type { Reply } from '../wire.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, findCollection, flag, parseLet, parseSort, wholeNumber } from './command.ts';

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
export function parseFind(body: Doc, now: number): { query: Query; projection: Projection | undefined } {
  for (const field of ['min', 'max'])
    if (isDocument(body[field]) && Object.keys(body[field]).length) throw notSupported(`${field} is`);
  for (const field of ['returnKey', 'showRecordId']) if (flag(body, field)) throw notSupported(`${field} is`);
  if (flag(body, 'tailable') || flag(body, 'awaitData')) {
    throw badValue('error processing query: tailable cursor requested on non capped collection');
  }
  const scope = parseLet(body.let, now);
  const filter = filterFrom(body.filter, 'filter', scope);
  const natural = isDocument(body.sort) && '$natural' in body.sort ? body.sort : undefined;
  const query: Query = {
    filter,
    sort: natural ? [] : parseSort(body.sort),
    skip: wholeNumber(body, 'skip') ?? 0,
    limit: wholeNumber(body, 'limit') ?? 0,
    hint: natural ?? hintOf(body.hint),
  };
  return { query, projection: projectionFrom(body.projection, filter, scope) };
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
  const { query, projection } = parseFind(body, engine.now());
  const batchSize = wholeNumber(body, 'batchSize');
  const collection = findCollection(command);
  const namespace = `${command.database}.${collectionName(command)}`;
  const hits = collection ? search(engine.store.reader, collection, query) : [];
  return engine.cursors.start(namespace, present(hits, projection), {
    batchSize,
    limit: query.limit,
    singleBatch: flag(body, 'singleBatch'),
  });
}

function* present(hits: Iterable<Hit | undefined>, projection: Projection | undefined): Generator<Buffer | undefined> {
  for (const hit of hits) {
    if (!hit || !projection) yield hit?.bytes;
    else yield encode(projection.project(decode(hit.bytes, projection.roots)));
  }
}

async function getMore(command: Command): Promise<Reply> {
  const { body, engine } = command;
  const collection = typeof body.collection === 'string' ? body.collection : '';
  return engine.cursors.more(
    cursorId(body.getMore),
    `${command.database}.${collection}`,
    wholeNumber(body, 'batchSize'),
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
  const query: Query = { filter: filterFrom(body.query, 'query'), sort: [], skip, limit, hint: hintOf(body.hint) };
  const collection = findCollection(command);
  if (!collection) return { n: 0, ok: 1 };
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
  const query: Query = {
    filter: filterFrom(body.query, 'query'),
    sort: [],
    skip: 0,
    limit: 0,
    hint: hintOf(body.hint),
  };
  const path = body.key.split('.');
  const collection = findCollection(command);
  const values = new Map<string, { key: Buffer; value: unknown }>();
  const hits = collection ? search(engine.store.reader, collection, query) : [];
  for await (const hit of breathe(hits)) {
    if (!hit) continue;
    for (const value of distinctValues(decode(hit.bytes, new Set([path[0]!])), path)) {
      const key = encodeKey(value);
      values.set(key.toString('latin1'), { key, value });
    }
  }
  const sorted = [...values.values()].sort((a, b) => Buffer.compare(a.key, b.key));
  return { values: sorted.map(({ value }) => value), ok: 1 };
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
