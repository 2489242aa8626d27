/** Finding documents: walks the plan, matches what the bounds do not settle, sorts what the index does not. */
import type { Collection } from '../storage/catalogue.ts';
import { prefixOf, recordOf, spaceOf } from '../storage/catalogue.ts';
import { DatabaseError } from '../errors.ts';
import type { Near } from '../geo/near.ts';
import type { Filter } from '../language/filter.ts';
import type { KeyField } from '../values/index-keys.ts';
import { sortKey } from '../values/index-keys.ts';
import { afterPrefix } from '../values/keys.ts';
import type { Plan } from './plan.ts';
import { betweenKeys, makePlan } from './plan.ts';
import { decode } from '../values/raw-bson.ts';
import { KEPT_KEY_BYTES, readRecord } from '../storage/records.ts';
import type { Reader } from '../storage/store.ts';
import type { Doc } from '../values/values.ts';

/** A document that was found. */
export interface Hit {
  record: number;
  bytes: Buffer;
  /** The whole document, where matching had to read it anyway. */
  doc?: Doc;
}

/** A document that will be changed: it is read whole. */
export interface Found {
  record: number;
  bytes: Buffer;
  doc: Doc;
}

/** A query that has been read. `limit` 0 means no limit. */
export interface Query {
  filter: Filter;
  sort: readonly KeyField[];
  skip: number;
  limit: number;
  hint?: unknown;
  /** Where to begin and to end in the hinted index: with the first, before the second. */
  min?: Doc;
  max?: Doc;
}

/** How much was looked at, for `explain`. */
export interface Effort {
  keys: number;
  documents: number;
}

/**
 * The documents that a query finds, one by one. Undefined comes in between for documents that were looked at and do not
 * match, so that a caller may take breath in a long scan. Between two of them the database may change.
 */
export function* search(
  reader: Reader,
  collection: Collection,
  query: Query,
  plan: Plan = planOf(collection, query),
  effort?: Effort,
): Generator<Hit | undefined> {
  const found = matching(reader, collection, query.filter, plan, effort);
  const { near } = query.filter;
  const ordered =
    near && !query.sort.length ? nearestFirst(found, near) : plan.sorted ? found : sortHits(found, query.sort);
  let skip = query.skip;
  let left = query.limit || Infinity;
  for (const hit of ordered) {
    if (!hit) {
      yield undefined;
    } else if (skip > 0) {
      skip--;
    } else {
      yield hit;
      if (--left === 0) return;
    }
  }
}

function planOf(collection: Collection, { filter, sort, hint, min, max }: Query): Plan {
  const plan = makePlan(collection, filter, sort, hint);
  return (min ?? max) ? betweenKeys(plan, sort, min, max) : plan;
}

/** All the documents that a query finds, read whole; for use within a write, where nothing else can happen. */
export function findAll(reader: Reader, collection: Collection, query: Query): Found[] {
  const wholeFilter: Filter = { ...query.filter, roots: undefined };
  const found: Found[] = [];
  for (const hit of search(reader, collection, { ...query, filter: wholeFilter })) {
    if (hit) found.push({ ...hit, doc: hit.doc ?? decode(hit.bytes) });
  }
  return found;
}

/** A query for every document that a filter matches, in no particular order. */
export function allMatching(filter: Filter): Query {
  return { filter, sort: [], skip: 0, limit: 0 };
}

function* matching(
  reader: Reader,
  collection: Collection,
  filter: Filter,
  plan: Plan,
  effort: Effort | undefined,
): Generator<Hit | undefined> {
  for (const hit of candidates(reader, collection, plan, effort)) {
    if (effort) effort.documents++;
    if (plan.exact) {
      yield hit;
      continue;
    }
    const doc = decode(hit.bytes, filter.roots);
    if (!filter.matches(doc)) yield undefined;
    else yield filter.roots ? hit : { ...hit, doc };
  }
}

function* candidates(reader: Reader, collection: Collection, plan: Plan, effort: Effort | undefined): Generator<Hit> {
  if (plan.alternatives) {
    const seen = new Set<number>();
    for (const alternative of plan.alternatives) {
      for (const hit of candidates(reader, collection, alternative, effort)) {
        if (!seen.has(hit.record)) yield hit;
        seen.add(hit.record);
      }
    }
    return;
  }
  if (!plan.index) {
    const [start, end] = spaceOf(collection.id);
    for (const { key, value } of reader.range(start, end, plan.backwards)) {
      yield { record: recordOf(key), bytes: value };
    }
    refuseDropped(collection, plan);
    return;
  }
  const seen = plan.index.multikey || plan.bounds.length > 1 ? new Set<number>() : undefined;
  for (const record of indexedRecords(reader, plan, effort)) {
    if (seen?.has(record)) continue;
    seen?.add(record);
    const bytes = readRecord(reader, collection, record);
    if (bytes) yield { record, bytes };
  }
  refuseDropped(collection, plan);
}

/** What was dropped while a cursor read it looks like its end: the reader is told instead (175). */
function refuseDropped(collection: Collection, { index }: Plan): void {
  if (collection.dropped) throw new DatabaseError(175, 'query plan killed :: collection dropped');
  if (index && !collection.indexes.includes(index)) {
    throw new DatabaseError(175, `query plan killed :: index '${index.name}' dropped`);
  }
}

function* indexedRecords(reader: Reader, plan: Plan, effort: Effort | undefined): Generator<number> {
  const prefix = prefixOf(plan.index!.id);
  for (const [low, high] of plan.bounds) {
    const start = Buffer.concat([prefix, low.subarray(0, KEPT_KEY_BYTES)]);
    const end = Buffer.concat([
      prefix,
      high.length > KEPT_KEY_BYTES ? afterPrefix(high.subarray(0, KEPT_KEY_BYTES)) : high,
    ]);
    for (const { key } of reader.range(start, end, plan.backwards)) {
      if (effort) effort.keys++;
      yield recordOf(key);
    }
  }
}

function* nearestFirst(hits: Iterable<Hit | undefined>, near: Near): Generator<Hit | undefined> {
  const roots = new Set([near.path[0]!]);
  const measured: { hit: Hit; distance: number }[] = [];
  for (const hit of hits) {
    yield undefined;
    if (hit) measured.push({ hit, distance: near.distanceOf(decode(hit.bytes, roots)) ?? Infinity });
  }
  measured.sort((a, b) => a.distance - b.distance || a.hit.record - b.hit.record);
  for (const { hit } of measured) yield hit;
}

function* sortHits(hits: Iterable<Hit | undefined>, sort: readonly KeyField[]): Generator<Hit | undefined> {
  const roots = sort.some((field) => field.computed) ? undefined : new Set(sort.map((field) => field.path[0]!));
  const keyed: { hit: Hit; key: Buffer }[] = [];
  for (const hit of hits) {
    yield undefined;
    if (hit) keyed.push({ hit, key: sortKey(decode(hit.bytes, roots), sort) });
  }
  keyed.sort((a, b) => Buffer.compare(a.key, b.key) || a.hit.record - b.hit.record);
  for (const { hit } of keyed) yield hit;
}
