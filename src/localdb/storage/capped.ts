/** Capped collections: the oldest documents make room for new ones. */
import type { Catalogue, Collection } from './catalogue.ts';
import { recordOf, spaceOf } from './catalogue.ts';
import { applyChange } from './records.ts';
import type { Reader, Writer } from './store.ts';
import { decode } from '../values/raw-bson.ts';

/** Removes the oldest documents of a capped collection until the others fit; the newest always stays. */
export function makeRoom(writer: Writer, catalogue: Catalogue, collection: Collection): void {
  const { capped } = collection;
  if (!capped) return;
  collection.bytes ??= bytesOf(writer, collection);
  const [start, end] = spaceOf(collection.id);
  for (const { key, value } of writer.range(start, end)) {
    if (collection.count <= 1 || (collection.count <= capped.documents && collection.bytes <= capped.bytes)) return;
    applyChange(writer, catalogue, collection, { record: recordOf(key), before: decode(value) });
  }
}

/** How many bytes the documents of a collection take. */
function bytesOf(reader: Reader, collection: Collection): number {
  const [start, end] = spaceOf(collection.id);
  let bytes = 0;
  for (const { value } of reader.range(start, end)) bytes += value.length;
  return bytes;
}
