/** TTL indexes: removes the documents whose time has passed. */
import type { Collection, Index } from './storage/catalogue.ts';
import { prefixOf, recordOf } from './storage/catalogue.ts';
import type { Engine } from './engine.ts';
import { TAG, afterPrefix, encodeKey, flipKey } from './values/keys.ts';
import { decode } from './values/raw-bson.ts';
import { applyChange, readRecord } from './storage/records.ts';
import type { Reader, Writer } from './storage/store.ts';

/** Documents are removed in portions, so that a large sweep does not hold up others. */
const PORTION = 200;

/** Removes what has expired; answers how many documents. */
export async function sweepExpired(engine: Engine): Promise<number> {
  let removed = 0;
  for (const collection of engine.catalogue.collections.values()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined) removed += await sweepIndex(engine, collection, index);
    }
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
  if (engine.catalogue.collections.get(collection.namespace) !== collection) return 0;
  let removed = 0;
  for (const record of expiredRecords(writer, index, latest)) {
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
