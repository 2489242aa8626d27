/** Tailable reading: what a capped collection holds, and then what comes to it. */
import type { Collection } from '../storage/catalogue.ts';
import { prefixOf, recordOf, spaceOf, withRecord } from '../storage/catalogue.ts';
import { DatabaseError } from '../errors.ts';
import type { Filter } from '../language/filter.ts';
import type { Reader } from '../storage/store.ts';
import { readRecord } from '../storage/records.ts';
import { decode } from '../values/raw-bson.ts';
import type { Hit } from './query.ts';

/** Comes from a tailable reading when there is nothing more at the moment. */
export const NOTHING_YET = Symbol('nothing yet');

/**
 * The documents that a filter matches in the order of insertion, without an end; undefined for one that was looked at in
 * vain. A collection that is empty at the beginning ends at once, as in MongoDB.
 */
export function* tail(
  reader: Reader,
  collection: Collection,
  filter: Filter,
): Generator<Hit | undefined | typeof NOTHING_YET> {
  let [start] = spaceOf(collection.id);
  const [first, end] = spaceOf(collection.id);
  let last: number | undefined;
  for (;;) {
    // What was seen last has made room for others: some may have come and gone unseen.
    if (last !== undefined && !readRecord(reader, collection, last)) {
      throw new DatabaseError(
        136,
        `CollectionScan died due to position in capped collection being deleted. Last seen record id: RecordId(${last})`,
      );
    }
    for (const { key, value } of reader.range(start, end)) {
      // One record further, whatever becomes of this one.
      last = recordOf(key);
      start = withRecord(prefixOf(collection.id), last + 1);
      const matches = filter.matches(decode(value, filter.roots));
      yield matches ? { record: recordOf(key), bytes: value } : undefined;
    }
    if (start.equals(first)) return;
    if (collection.dropped) throw new DatabaseError(175, 'query plan killed :: collection dropped');
    yield NOTHING_YET;
  }
}
