/** Order-preserving bytes of any BSON value: MongoDB's order of values, for index keys, sorting and comparison alike. */
import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { encodeNumber } from './number-keys.ts';
import type { Doc } from './values.ts';

/** The first byte of every key: MongoDB's order of types. */
export const TAG = {
  minKey: 0x01,
  /** Stands for the elements of an empty array, which sorts before null. */
  emptyArray: 0x02,
  null: 0x05,
  number: 0x10,
  string: 0x20,
  object: 0x30,
  array: 0x38,
  binary: 0x40,
  objectId: 0x48,
  boolean: 0x50,
  date: 0x58,
  timestamp: 0x60,
  regex: 0x68,
  code: 0x70,
  maxKey: 0xf0,
} as const;

const NULL_KEY = Buffer.of(TAG.null);
const TRUE_KEY = Buffer.of(TAG.boolean, 1);
const FALSE_KEY = Buffer.of(TAG.boolean, 0);
/** What an index holds for an empty array. */
export const EMPTY_ARRAY_KEY = Buffer.of(TAG.emptyArray);

/** The key of a text: by its bytes, or by the rules of a language (a collation). */
export type TextKey = (text: string) => Buffer;

/** Text as MongoDB compares it when no collation is asked for. */
export const byBytes: TextKey = (text) => textKey(TAG.string, text);

/**
 * The key of a value. Keys compare byte by byte as MongoDB compares the values, equal values of different number types
 * give equal keys, and no key is the beginning of another, so that keys can be joined. Missing counts as null.
 */
export function encodeKey(value: unknown, text: TextKey = byBytes): Buffer {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      return numberKey(value);
    case 'boolean':
      return value ? TRUE_KEY : FALSE_KEY;
    case 'bigint':
      return numberKey(Long.fromBigInt(value));
    case 'undefined':
      return NULL_KEY;
    default:
      return value === null ? NULL_KEY : objectKey(value as object, text);
  }
}

function objectKey(value: object, text: TextKey): Buffer {
  if (value instanceof ObjectId) return Buffer.concat([Buffer.of(TAG.objectId), value.id], 13);
  if (value instanceof Date) return dateKey(value);
  if (Array.isArray(value)) {
    return Buffer.concat([Buffer.of(TAG.array), ...value.map((item) => encodeKey(item, text)), Buffer.of(0)]);
  }
  if (value instanceof Double || value instanceof Int32) return numberKey(value.value);
  if (value instanceof Timestamp) return timestampKey(value);
  if (value instanceof Long || value instanceof Decimal128) return numberKey(value);
  if (value instanceof Binary) return binaryKey(value);
  if (value instanceof BSONRegExp) return regexKey(value.pattern, value.options);
  if (value instanceof RegExp) return regexKey(value.source, value.flags);
  if (value instanceof BSONSymbol) return text(value.value);
  if (value instanceof Code) return textKey(TAG.code, String(value.code));
  if (value instanceof MinKey) return Buffer.of(TAG.minKey);
  if (value instanceof MaxKey) return Buffer.of(TAG.maxKey);
  return documentKey(value as Doc, text);
}

function numberKey(value: number | Long | Decimal128): Buffer {
  const bytes = encodeNumber(value);
  return Buffer.concat([Buffer.of(TAG.number), bytes], bytes.length + 1);
}

function dateKey(value: Date): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = TAG.date;
  // Flipping the sign bit makes signed 64-bit numbers sort as bytes.
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value.getTime() || 0) ^ (1n << 63n)), 1);
  return bytes;
}

function timestampKey(value: Timestamp): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = TAG.timestamp;
  bytes.writeUInt32BE(value.high >>> 0, 1);
  bytes.writeUInt32BE(value.low >>> 0, 5);
  return bytes;
}

/** Text ends with two zero bytes; a zero byte inside is followed by 255. */
function textKey(tag: number, text: string): Buffer {
  const utf8 = Buffer.from(text, 'utf8');
  if (!utf8.includes(0)) {
    const bytes = Buffer.allocUnsafe(utf8.length + 3);
    bytes[0] = tag;
    utf8.copy(bytes, 1);
    bytes[utf8.length + 1] = 0;
    bytes[utf8.length + 2] = 0;
    return bytes;
  }
  const escaped = [tag];
  for (const byte of utf8) {
    escaped.push(byte);
    if (byte === 0) escaped.push(0xff);
  }
  return Buffer.from([...escaped, 0, 0]);
}

/** Binary values compare by length, then subtype, then bytes. */
function binaryKey(value: Binary): Buffer {
  const head = Buffer.allocUnsafe(6);
  head[0] = TAG.binary;
  head.writeUInt32BE(value.position, 1);
  head[5] = value.sub_type;
  return Buffer.concat([head, value.buffer.subarray(0, value.position)]);
}

function regexKey(pattern: string, options: string): Buffer {
  return Buffer.concat([textKey(TAG.regex, pattern), textKey(TAG.regex, options)]);
}

/** Documents compare field by field in their order: type, then name, then value. */
function documentKey(doc: Doc, text: TextKey): Buffer {
  const parts: Buffer[] = [Buffer.of(TAG.object)];
  for (const name of Object.keys(doc)) {
    if (doc[name] === undefined) continue;
    const key = encodeKey(doc[name], text);
    parts.push(key.subarray(0, 1), textKey(TAG.minKey, name), key);
  }
  parts.push(Buffer.of(0));
  return Buffer.concat(parts);
}

/** The same key for a descending field: every bit turned over. */
export function flipKey(key: Buffer): Buffer {
  const flipped = Buffer.allocUnsafe(key.length);
  for (let i = 0; i < key.length; i++) flipped[i] = ~key[i]! & 0xff;
  return flipped;
}

/** An upper bound of every key that begins with this one. */
export function afterPrefix(prefix: Buffer): Buffer {
  return Buffer.concat([prefix, Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)]);
}

/** Negative, zero or positive, as MongoDB orders two values. */
export function compareValues(a: unknown, b: unknown, text: TextKey = byBytes): number {
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b || 0;
  if (a === b) return 0;
  return Buffer.compare(encodeKey(a, text), encodeKey(b, text));
}

/** Are two values the same in MongoDB's sense: equal numbers of any type, documents with the same fields in order? */
export function sameValue(a: unknown, b: unknown, text: TextKey = byBytes): boolean {
  if (a === undefined || b === undefined) return false;
  return compareValues(a, b, text) === 0;
}
