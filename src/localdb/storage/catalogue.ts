/** The catalogue: which collections there are and which indexes they have, in memory and in the store. */
import { UUID } from 'bson';
import { NO_SCOPE } from '../aggregation/scope.ts';
import type { Filter } from '../language/filter.ts';
import { parseFilter } from '../language/filter.ts';
import type { KeyField } from '../values/index-keys.ts';
import { keyFields } from '../values/index-keys.ts';
import type { Collation } from '../values/collation.ts';
import { readCollation } from '../values/collation.ts';
import type { IndexLook } from '../values/index-kinds.ts';
import { kindOf } from '../values/index-kinds.ts';
import { rootOf } from '../values/paths.ts';
import { decode } from '../values/raw-bson.ts';
import { encode } from '../values/write-bson.ts';
import type { Rules } from './collection-options.ts';
import { rulesOf } from './collection-options.ts';
import type { Store, Writer } from './store.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';

/** A secondary index, or that of `_id`. */
export interface Index extends IndexLook {
  id: number;
  name: string;
  /** Is it passed over when an index is chosen? */
  hidden: boolean;
  fields: KeyField[];
  unique: boolean;
  sparse: boolean;
  partial: Filter | undefined;
  /** How it compares text; undefined: by its bytes. */
  collation: Collation | undefined;
  expireAfterSeconds: number | undefined;
  /** The top-level fields it depends on. */
  roots: ReadonlySet<string>;
  /** Has it ever held a document under several keys? Then two bounds on one field are not a range. */
  multikey: boolean;
  /** Has it ever held a key too long to be stored whole? Then its order cannot be used. */
  shortened: boolean;
  /** Is its first commit on the disk? Until then it is kept up but not read. */
  ready: boolean;
}

/** A collection. */
export interface Collection extends Rules {
  id: number;
  database: string;
  name: string;
  /** `database.name` */
  namespace: string;
  uuid: UUID;
  /** What it was created with, as `listCollections` shows it. */
  options: Doc;
  indexes: Index[];
  nextRecord: number;
  count: number;
  /** What the documents take; counted only where it matters, in capped collections. */
  bytes?: number;
  /** Is it gone? Cursors that still read from it have to be told. */
  dropped: boolean;
}

/** The catalogue of an open store. */
export class Catalogue {
  readonly collections = new Map<string, Collection>();
  readonly #store: Store;
  #nextId = 1;

  constructor(store: Store) {
    this.#store = store;
    this.reload();
  }

  /** Forgets what is in memory and reads the store: at the start, and when a commit has failed. */
  reload(): void {
    this.collections.clear();
    this.#nextId = 1;
    for (const { value } of this.#store.metaEntries()) {
      const collection = readCollection(decode(value));
      this.collections.set(collection.namespace, collection);
      this.#nextId = Math.max(this.#nextId, collection.id + 1, ...collection.indexes.map((index) => index.id + 1));
      this.#restoreCounters(collection);
    }
  }

  #restoreCounters(collection: Collection): void {
    const [start, end] = spaceOf(collection.id);
    for (const { key } of this.#store.reader.range(start, end, true)) {
      collection.nextRecord = recordOf(key) + 1;
      break;
    }
    collection.count = this.#store.count(start, end);
  }

  find(database: string, name: string): Collection | undefined {
    return this.collections.get(`${database}.${name}`);
  }

  inDatabase(database: string): Collection[] {
    return [...this.collections.values()].filter((collection) => collection.database === database);
  }

  /** Makes a collection with its index of `_id`, or a view, which has none. The options must have been checked. */
  create(writer: Writer, database: string, name: string, options: Doc = {}): Collection {
    const rules = rulesOf(options);
    const spec: Doc = { v: 2, key: { _id: 1 }, name: '_id_' };
    if (rules.collation) spec.collation = rules.collation.spec;
    const collection: Collection = {
      ...rules,
      id: this.newId(),
      database,
      name,
      namespace: `${database}.${name}`,
      uuid: new UUID(),
      options,
      indexes: rules.view || rules.timeField !== undefined ? [] : [makeIndex(this.newId(), spec, true)],
      nextRecord: 1,
      count: 0,
      dropped: false,
    };
    this.collections.set(collection.namespace, collection);
    this.save(writer, collection);
    return collection;
  }

  remove(writer: Writer, collection: Collection): void {
    collection.dropped = true;
    this.collections.delete(collection.namespace);
    writer.removeMeta(Buffer.from(collection.namespace));
  }

  /** Gives a collection other options, which must have been checked. */
  reshape(writer: Writer, collection: Collection, options: Doc): void {
    Object.assign(collection, { options, ...rulesOf(options) });
    this.save(writer, collection);
  }

  /** Gives a collection another name; its documents and indexes lie under numbers and stay where they are. */
  rename(writer: Writer, collection: Collection, database: string, name: string): void {
    this.collections.delete(collection.namespace);
    writer.removeMeta(Buffer.from(collection.namespace));
    Object.assign(collection, { database, name, namespace: `${database}.${name}` });
    this.collections.set(collection.namespace, collection);
    this.save(writer, collection);
  }

  save(writer: Writer, collection: Collection): void {
    writer.putMeta(Buffer.from(collection.namespace), encode(collectionRecord(collection)));
  }

  /** A number for a collection or an index: the beginning of its keys. Never used twice while it has entries. */
  newId(): number {
    return this.#nextId++;
  }
}

function collectionRecord(collection: Collection): Doc {
  return {
    id: collection.id,
    database: collection.database,
    name: collection.name,
    uuid: collection.uuid,
    options: collection.options,
    indexes: collection.indexes.map(({ id, spec, multikey, shortened }) => ({ id, spec, multikey, shortened })),
  };
}

function readCollection(record: Doc): Collection {
  const database = String(record.database);
  const name = String(record.name);
  const options = (record.options ?? {}) as Doc;
  const indexes = (record.indexes as Doc[]).map((stored) => {
    const index = makeIndex(Number(stored.id), stored.spec as Doc, true);
    index.multikey = stored.multikey === true;
    index.shortened = stored.shortened === true;
    return index;
  });
  return {
    ...rulesOf(options),
    id: Number(record.id),
    database,
    name,
    namespace: `${database}.${name}`,
    uuid: record.uuid as UUID,
    options,
    indexes,
    nextRecord: 1,
    count: 0,
    dropped: false,
  };
}

/** An index from its specification, which must have been checked. */
export function makeIndex(id: number, spec: Doc, ready = false): Index {
  const key = spec.key as Doc;
  const directions = Object.entries(key).map(([name, value]) => [name, toNumber(value) ?? 1] as const);
  const kind = kindOf(key);
  const collation = spec.collation === undefined ? undefined : readCollation(spec.collation);
  const partial = isDocument(spec.partialFilterExpression)
    ? parseFilter(spec.partialFilterExpression, { ...NO_SCOPE, collation })
    : undefined;
  return {
    id,
    name: String(spec.name),
    key,
    kind,
    hidden: spec.hidden === true,
    fields: keyFields(Object.fromEntries(directions), collation?.textKey),
    unique: spec.unique === true || spec.name === '_id_',
    sparse: spec.sparse === true,
    partial,
    collation,
    expireAfterSeconds: toNumber(spec.expireAfterSeconds),
    roots: new Set(
      kind === 'text' || kind === 'wildcard' ? [] : [...Object.keys(key).map(rootOf), ...(partial?.roots ?? [])],
    ),
    multikey: false,
    shortened: false,
    ready,
    spec,
  };
}

/** May queries be answered from the index? */
export function answersQueries({ kind, hidden }: Index): boolean {
  return !hidden && (kind === 'ordered' || kind === 'hashed');
}

/** The four bytes that all keys of a collection or an index begin with. */
export function prefixOf(id: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(id);
  return bytes;
}

/** The bounds of everything stored under an id. */
export function spaceOf(id: number): [Buffer, Buffer] {
  return [prefixOf(id), prefixOf(id + 1)];
}

/** Record numbers take six bytes at the end of a key. */
export const RECORD_BYTES = 6;

/** The record number at the end of a key. */
export function recordOf(key: Buffer): number {
  return key.readUIntBE(key.length - RECORD_BYTES, RECORD_BYTES);
}

/** A key with a record number at its end. */
export function withRecord(key: Buffer, record: number): Buffer {
  const bytes = Buffer.allocUnsafe(key.length + RECORD_BYTES);
  key.copy(bytes);
  bytes.writeUIntBE(record, key.length, RECORD_BYTES);
  return bytes;
}

/** The index with this name or this key pattern. */
export function findIndex(collection: Collection, wanted: unknown): Index | undefined {
  if (!isDocument(wanted)) return collection.indexes.find((index) => index.name === wanted);
  return collection.indexes.find((index) => samePattern(index.key, wanted));
}

/** Are two index patterns the same: fields, order and directions? */
export function samePattern(a: Doc, b: Doc): boolean {
  return patternText(a) === patternText(b);
}

function patternText(pattern: Doc): string {
  return JSON.stringify(Object.entries(pattern).map(([name, direction]) => [name, toNumber(direction) ?? direction]));
}
