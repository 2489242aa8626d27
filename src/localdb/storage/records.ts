/** Documents and their index entries: every change of a document goes through here. */
import { createHash } from 'node:crypto';
import type { Catalogue, Collection, Index } from './catalogue.ts';
import { RECORD_BYTES, prefixOf, recordOf, spaceOf, withRecord } from './catalogue.ts';
import { DatabaseError } from '../errors.ts';
import { indexEntries, tupleKey } from '../values/index-keys.ts';
import { afterPrefix } from '../values/keys.ts';
import { MAX_DOCUMENT_BYTES, decode } from '../values/raw-bson.ts';
import { rangeOf, refuseNoPlace } from '../geo/shapes.ts';
import { findValues } from '../values/paths.ts';
import { isRegex } from '../values/regex.ts';
import type { Reader, Writer } from './store.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show } from '../values/values.ts';

const NOTHING = Buffer.alloc(0);

/** LMDB takes keys of up to 1978 bytes; ours leave room for the prefix and the record number. */
const MAX_KEY_BYTES = 1900;
const HASH_BYTES = 32;
/** What is left of a key that was too long: enough to find its neighbourhood, then a hash to tell it from others. */
export const KEPT_KEY_BYTES = MAX_KEY_BYTES - HASH_BYTES;

/** A document with its bytes. */
export interface Content {
  doc: Doc;
  bytes: Buffer;
}

/** One change: `before` is missing for an insert, `after` for a delete. */
export interface Change {
  record: number;
  before?: Doc;
  after?: Content;
}

/** The bytes of a document; undefined when it is gone. */
export function readRecord(reader: Reader, collection: Collection, record: number): Buffer | undefined {
  return reader.get(withRecord(prefixOf(collection.id), record));
}

/** The top-level fields that the indexes of a collection look at: all that has to be read of a new document. */
export function indexedRoots(collection: Collection): Set<string> {
  return new Set(collection.indexes.flatMap((index) => [...index.roots]));
}

/** Puts a new document in. Refuses a duplicate key (11000), a document over 16 MiB (10334) and a bad `_id` (53). */
export function insertRecord(writer: Writer, catalogue: Catalogue, collection: Collection, after: Content): void {
  checkId(after.doc._id);
  applyChange(writer, catalogue, collection, { record: collection.nextRecord, after });
  collection.nextRecord++;
}

function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new DatabaseError(53, "The '_id' value cannot be of type array");
  if (isRegex(id)) throw new DatabaseError(53, "The '_id' value cannot be of type regex");
  const dollar = isDocument(id) ? Object.keys(id).find((name) => name.startsWith('$')) : undefined;
  if (dollar !== undefined) {
    throw new DatabaseError(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  }
}

interface IndexChange {
  added: Buffer[];
  removed: Buffer[];
}

/** Makes one change with all its index entries. Everything that can refuse does so before the first byte is written. */
export function applyChange(writer: Writer, catalogue: Catalogue, collection: Collection, change: Change): void {
  const { record, before, after } = change;
  if (after && after.bytes.length > MAX_DOCUMENT_BYTES) {
    throw new DatabaseError(
      10334,
      `BSONObj size: ${after.bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}(16MB) First element: _id: ${show(after.doc._id)}`,
    );
  }
  const changes = collection.indexes
    .filter((index) => touches(index, before, after?.doc))
    .map((index) => indexChange(writer, catalogue, collection, index, change));
  for (const { added, removed } of changes) {
    for (const key of removed) writer.remove(withRecord(key, record));
    for (const key of added) writer.put(withRecord(key, record), NOTHING);
  }
  const key = withRecord(prefixOf(collection.id), record);
  if (collection.bytes !== undefined) {
    collection.bytes += (after?.bytes.length ?? 0) - (before ? (writer.get(key)?.length ?? 0) : 0);
  }
  if (after) writer.put(key, after.bytes);
  else writer.remove(key);
  collection.count += (after ? 1 : 0) - (before ? 1 : 0);
}

/** An update leaves the fields it does not touch as the same objects: most indexes need no look. */
function touches(index: Index, before: Doc | undefined, after: Doc | undefined): boolean {
  if (!before || !after) return true;
  for (const root of index.roots) if (before[root] !== after[root]) return true;
  return false;
}

function indexChange(
  writer: Writer,
  catalogue: Catalogue,
  collection: Collection,
  index: Index,
  { record, before, after }: Change,
): IndexChange {
  const old = before ? keysOf(index, before) : NO_KEYS;
  const next = after ? keysOf(index, after.doc) : NO_KEYS;
  const oldKeys = new Set(old.keys.map((key) => key.toString('latin1')));
  const nextKeys = new Set(next.keys.map((key) => key.toString('latin1')));
  const added = next.keys.filter((key) => !oldKeys.has(key.toString('latin1')));
  if (index.unique) {
    for (const key of added) refuseDuplicate(writer, collection, index, key, record, next);
  }
  noteShape(writer, catalogue, collection, index, next);
  return { added, removed: old.keys.filter((key) => !nextKeys.has(key.toString('latin1'))) };
}

interface IndexKeys {
  keys: Buffer[];
  /** The values behind each key. */
  tuples: unknown[][];
  multikey: boolean;
  shortened: boolean;
}

const NO_KEYS: IndexKeys = { keys: [], tuples: [], multikey: false, shortened: false };

function keysOf(index: Index, doc: Doc): IndexKeys {
  if (index.kind !== 'ordered') refuseUnfit(index, doc);
  if (index.kind !== 'ordered' && index.kind !== 'hashed') return NO_KEYS;
  if (index.partial && !index.partial.matches(doc)) return NO_KEYS;
  const entries = indexEntries(doc, index.fields);
  if (index.sparse && entries.missing) return NO_KEYS;
  const prefix = prefixOf(index.id);
  const result: IndexKeys = { keys: [], tuples: [], multikey: entries.multikey, shortened: false };
  const seen = new Set<string>();
  for (const tuple of entries.tuples) {
    const whole = tupleKey(tuple, index.fields);
    const key = Buffer.concat([prefix, shorten(whole)]);
    if (whole.length > MAX_KEY_BYTES) result.shortened = true;
    const text = key.toString('latin1');
    if (entries.tuples.length > 1 && seen.has(text)) continue;
    seen.add(text);
    result.keys.push(key);
    result.tuples.push(tuple);
  }
  return result;
}

/** Some kinds of indexes hold certain values only. */
function refuseUnfit({ kind, key, fields, spec }: Index, doc: Doc): void {
  for (const { name, path } of fields) {
    if (kind === 'geo' && typeof key[name] === 'string') {
      for (const value of findValues(doc, path)) refuseNoPlace(value, rangeOf(key[name], spec));
    } else if (kind === 'hashed' && key[name] === 'hashed' && findValues(doc, path).some(Array.isArray)) {
      throw new DatabaseError(16766, 'hashed indexes do not currently support array values');
    }
  }
}

function shorten(key: Buffer): Buffer {
  if (key.length <= MAX_KEY_BYTES) return key;
  return Buffer.concat([key.subarray(0, KEPT_KEY_BYTES), createHash('sha256').update(key).digest()]);
}

function noteShape(
  writer: Writer,
  catalogue: Catalogue,
  collection: Collection,
  index: Index,
  { multikey, shortened }: IndexKeys,
): void {
  if ((!multikey || index.multikey) && (!shortened || index.shortened)) return;
  index.multikey ||= multikey;
  index.shortened ||= shortened;
  if (collection.indexes.includes(index)) catalogue.save(writer, collection);
}

function refuseDuplicate(
  reader: Reader,
  collection: Collection,
  index: Index,
  key: Buffer,
  record: number,
  { keys, tuples }: IndexKeys,
): void {
  for (const entry of reader.range(key, afterPrefix(key))) {
    if (entry.key.length !== key.length + RECORD_BYTES || recordOf(entry.key) === record) continue;
    throw duplicateKey(collection, index, tuples[keys.indexOf(key)]!);
  }
}

function duplicateKey(collection: Collection, index: Index, tuple: readonly unknown[]): DatabaseError {
  const keyValue = Object.fromEntries(index.fields.map((field, i) => [field.name, tuple[i] ?? null]));
  const shown = Object.entries(keyValue).map(([name, value]) => `${name}: ${show(value)}`);
  return new DatabaseError(
    11000,
    `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: index.key, keyValue },
  );
}

/** Fills a new index from the collection's documents and adds it. Refuses duplicates (11000) before anything is written. */
export function buildIndex(writer: Writer, catalogue: Catalogue, collection: Collection, index: Index): void {
  const entries: Buffer[] = [];
  const seen = new Set<string>();
  const [start, end] = spaceOf(collection.id);
  for (const { key: recordKey, value } of writer.range(start, end)) {
    const found = keysOf(index, decode(value, index.roots));
    for (const [i, key] of found.keys.entries()) {
      const text = key.toString('latin1');
      if (index.unique && seen.has(text)) throw duplicateKey(collection, index, found.tuples[i]!);
      if (index.unique) seen.add(text);
      entries.push(withRecord(key, recordOf(recordKey)));
    }
    index.multikey ||= found.multikey;
    index.shortened ||= found.shortened;
  }
  for (const key of entries) writer.put(key, NOTHING);
  collection.indexes.push(index);
  catalogue.save(writer, collection);
}

/** Removes everything stored under the id of a collection or an index. */
export function removeSpace(writer: Writer, id: number): void {
  const [start, end] = spaceOf(id);
  for (const { key } of writer.range(start, end)) writer.remove(key);
}

/** Removes a collection with its documents and indexes. */
export function dropCollection(writer: Writer, catalogue: Catalogue, collection: Collection): void {
  for (const id of [collection.id, ...collection.indexes.map((index) => index.id)]) removeSpace(writer, id);
  catalogue.remove(writer, collection);
}
