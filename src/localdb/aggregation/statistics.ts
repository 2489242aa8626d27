/** `$collStats` and `$indexStats`: pipelines that begin with what there is to say of a collection itself. */
import { DatabaseError } from '../errors.ts';
import type { Collection } from '../storage/catalogue.ts';
import { spaceOf } from '../storage/catalogue.ts';
import type { Reader } from '../storage/store.ts';
import { breathe } from '../turns.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';

/** Stages that make their documents of the collection's description. */
export const STATISTICS_STAGES: readonly string[] = ['$collStats', '$indexStats'];

/** How much a collection holds, as `collStats` tells it; sizes are those of the documents' bytes. */
export async function storageOf(reader: Reader, collection: Collection | undefined, scale: number): Promise<Doc> {
  let size = 0;
  if (collection) {
    const [start, end] = spaceOf(collection.id);
    for await (const { value } of breathe(reader.range(start, end))) size += value.length;
  }
  const count = collection?.count ?? 0;
  const capped = collection?.capped;
  return {
    size: Math.floor(size / scale),
    count,
    ...(count > 0 && { avgObjSize: Math.floor(size / count) }),
    storageSize: Math.floor(size / scale),
    capped: capped !== undefined,
    ...(capped && {
      max: Number.isFinite(capped.documents) ? capped.documents : 0,
      maxSize: Math.floor(capped.bytes / scale),
    }),
    nindexes: collection?.indexes.length ?? 0,
    scaleFactor: scale,
  };
}

/** The documents of one of these stages. Refuses (26) a collection that is not there, and an argument that is none. */
export async function statistics(
  reader: Reader,
  collection: Collection | undefined,
  name: string,
  spec: unknown,
): Promise<Doc[]> {
  if (!isDocument(spec)) throw new DatabaseError(40166, `${name} must take a nested object`);
  if (name === '$indexStats') {
    const since = new Date();
    return (collection?.indexes ?? []).map(({ name: index, key, spec: shown }) => ({
      name: index,
      key,
      host: 'embedded',
      accesses: { ops: 0, since },
      spec: shown,
    }));
  }
  if (!collection)
    throw new DatabaseError(26, 'Unable to retrieve storageStats in $collStats stage: collection not found');
  const scale = isDocument(spec.storageStats) ? (toNumber(spec.storageStats.scale) ?? 1) : 1;
  return [
    {
      ns: collection.namespace,
      host: 'embedded',
      localTime: new Date(),
      ...(spec.storageStats !== undefined && { storageStats: await storageOf(reader, collection, scale) }),
      ...(spec.count !== undefined && { count: collection.count }),
    },
  ];
}
