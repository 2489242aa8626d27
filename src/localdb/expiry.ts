/** TTL indexes, time series and clustered collections that expire: removes the documents whose time has passed. */
import type { Collection, Index } from './storage/catalogue.ts';
import { prefixOf, recordOf, spaceOf } from './storage/catalogue.ts';
import type { Engine } from './engine.ts';
import { TAG, afterPrefix, encodeKey, flipKey } from './values/keys.ts';
import { decode } from './values/raw-bson.ts';
import { applyChange, readRecord } from './storage/records.ts';
import type { Reader, Writer } from './storage/store.ts';
import { breathe } from './turns.ts';

/** Documents are removed in portions, so that a large sweep does not hold up others. */
const PORTION = 200;

/** Removes what has expired; answers how many documents. */
export async function sweepExpired(engine: Engine): Promise<number> {
  let removed = 0;
  for (const collection of engine.catalogue.collections.values()) {
    removed += await sweepCollection(engine, collection);
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined) removed += await sweepIndex(engine, collection, index);
    }
  }
  return removed;
}

/** A whole collection may expire: by the date of a time series, or by dates that are the `_id`. */
async function sweepCollection(engine: Engine, collection: Collection): Promise<number> {
  const seconds = collection.options.expireAfterSeconds;
  if (typeof seconds !== 'number') return 0;
  const field = collection.timeField ?? '_id';
  const latest = engine.now() - seconds * 1000;
  const roots = new Set([field]);
  const [start, end] = spaceOf(collection.id);
  const expired: number[] = [];
  for await (const { key, value } of breathe(engine.store.reader.range(start, end))) {
    const date = decode(value, roots)[field];
    if (date instanceof Date && date.getTime() <= latest) expired.push(recordOf(key));
  }
  let removed = 0;
  for (let at = 0; at < expired.length; at += PORTION) {
    const portion = expired.slice(at, at + PORTION);
    removed += await engine.write((writer) => removeRecords(engine, writer, collection, portion));
  }
  return removed;
}

async function sweepIndex(engine: Engine, collection: Collection, index: Index): Promise<number> {
  const latest = new Date(engine.now() - index.expireAfterSeconds! * 1000);
  let removed = 0;
  while (expiredRecords(engine.store.reader, index, latest).size) {
    const portion = await engine.write((writer) => removePortion(engine, writer, collection, index, latest));
    if (!portion) break;
    removed += portion;
  }
  return removed;
}

function removePortion(engine: Engine, writer: Writer, collection: Collection, index: Index, latest: Date): number {
  return removeRecords(engine, writer, collection, expiredRecords(writer, index, latest));
}

function removeRecords(engine: Engine, writer: Writer, collection: Collection, records: Iterable<number>): number {
  if (engine.catalogue.collections.get(collection.namespace) !== collection) return 0;
  let removed = 0;
  for (const record of records) {
    const bytes = readRecord(writer, collection, record);
    if (!bytes) continue;
    applyChange(writer, engine.catalogue, collection, { record, before: decode(bytes) });
    removed++;
  }
  return removed;
}

/** An array expires with its earliest date; what is no date never expires. */
function expiredRecords(reader: Reader, index: Index, latest: Date): Set<number> {
  const prefix = prefixOf(index.id);
  const descending = index.fields[0]!.direction < 0;
  const [low, high] = descending
    ? [flipKey(encodeKey(latest)), flipKey(Buffer.of(TAG.date - 1))]
    : [Buffer.of(TAG.date), afterPrefix(encodeKey(latest))];
  const records = new Set<number>();
  for (const { key } of reader.range(Buffer.concat([prefix, low]), Buffer.concat([prefix, high]))) {
    records.add(recordOf(key));
    if (records.size >= PORTION) break;
  }
  return records;
}
