/** The keys under which a document stands in an index, and the key by which it is sorted. */
import { DatabaseError } from '../errors.ts';
import { EMPTY_ARRAY_KEY, encodeKey, flipKey } from './keys.ts';
import type { TextKey } from './keys.ts';
import { findIndexedValues } from './paths.ts';
import type { Doc } from './values.ts';

/** One field of an index or of a sort. */
export interface KeyField {
  name: string;
  path: readonly string[];
  direction: 1 | -1;
  /** How text is compared; by its bytes unless there is a collation. */
  text?: TextKey;
  /** Sorted by a value that is not in the document (its text score). */
  computed?: (doc: Doc) => unknown;
}

/** Reads `{ a: 1, 'b.c': -1 }`; only the sign of the direction counts. */
export function keyFields(pattern: Record<string, number>, text?: TextKey): KeyField[] {
  return Object.entries(pattern).map(([name, direction]) => ({
    name,
    path: name.split('.'),
    direction: direction < 0 ? -1 : 1,
    text,
  }));
}

/** What an index holds of one document. */
export interface IndexEntries {
  /** One tuple of values for each entry; an empty array stands for itself. */
  tuples: unknown[][];
  /** Did any field hold an array? */
  multikey: boolean;
  /** Is none of the fields there? (A sparse index leaves such a document out.) */
  missing: boolean;
}

/** The entries of a document in an index on these fields. Refuses two arrays side by side (171), as MongoDB does. */
export function indexEntries(doc: Doc, fields: readonly KeyField[]): IndexEntries {
  const shared = sharedArray(doc, fields);
  if (shared !== undefined) return entriesByElement(doc, fields, shared);
  let tuples: unknown[][] = [[]];
  let missing = true;
  let arrayField: string | undefined;
  for (const field of fields) {
    const found = valuesToIndex(doc, field);
    if (found.values.some((value) => value !== undefined)) missing = false;
    if (found.multikey) {
      if (arrayField !== undefined) {
        throw new DatabaseError(171, `cannot index parallel arrays [${field.name}] [${arrayField}]`);
      }
      arrayField = field.name;
    }
    tuples = tuples.flatMap((tuple) => found.values.map((value) => [...tuple, value]));
  }
  return { tuples, multikey: arrayField !== undefined, missing };
}

/** The top-level array that several fields look into (`items.id` and `items.qty`), if there is one. */
function sharedArray(doc: Doc, fields: readonly KeyField[]): string | undefined {
  if (fields.length < 2) return undefined;
  const roots = fields.filter((field) => field.path.length > 1).map((field) => field.path[0]!);
  return roots.find((root, i) => roots.indexOf(root) !== i && Array.isArray(doc[root]));
}

/** Fields under one array are paired element by element, not each with each. */
function entriesByElement(doc: Doc, fields: readonly KeyField[], root: string): IndexEntries {
  const items = doc[root] as unknown[];
  const parts = (items.length ? items : [undefined]).map((item) => indexEntries({ ...doc, [root]: item }, fields));
  return {
    tuples: parts.flatMap((part) => part.tuples),
    multikey: true,
    missing: parts.every((part) => part.missing),
  };
}

function valuesToIndex(doc: Doc, field: KeyField): { values: unknown[]; multikey: boolean } {
  if (field.path.length === 1) {
    const value = Object.hasOwn(doc, field.name) ? doc[field.name] : undefined;
    return { values: spread(value), multikey: Array.isArray(value) };
  }
  const found = findIndexedValues(doc, field.path);
  return {
    values: found.values.flatMap(spread),
    multikey: found.throughArray || found.values.some(Array.isArray),
  };
}

/** An array is indexed by its elements. */
function spread(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value];
  return value.length ? value : [EMPTY_ARRAY];
}

/** The value of an entry that stands for an empty array. */
const EMPTY_ARRAY: readonly unknown[] = Object.freeze([]);

function entryKey(value: unknown, text: TextKey | undefined): Buffer {
  return value === EMPTY_ARRAY ? EMPTY_ARRAY_KEY : encodeKey(value, text);
}

/** The key of one tuple of values. */
export function tupleKey(tuple: readonly unknown[], fields: readonly KeyField[]): Buffer {
  const parts = tuple.map((value, i) => {
    const { direction, text } = fields[i]!;
    return direction < 0 ? flipKey(entryKey(value, text)) : entryKey(value, text);
  });
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** The key a document is sorted by: of an array the smallest element ascending, the largest descending. */
export function sortKey(doc: Doc, fields: readonly KeyField[]): Buffer {
  return Buffer.concat(fields.map((field) => sortKeyOfField(doc, field)));
}

function sortKeyOfField(doc: Doc, field: KeyField): Buffer {
  const values = field.computed ? [field.computed(doc)] : valuesToIndex(doc, field).values;
  const keys = values.map((value) => entryKey(value, field.text));
  let best = keys[0]!;
  for (const key of keys) {
    const order = Buffer.compare(key, best);
    if (field.direction < 0 ? order > 0 : order < 0) best = key;
  }
  return field.direction < 0 ? flipKey(best) : best;
}

/** A comparison of documents by these fields, for sorting in memory. */
export function byFields(fields: readonly KeyField[]): (a: Doc, b: Doc) => number {
  return (a, b) => Buffer.compare(sortKey(a, fields), sortKey(b, fields));
}
