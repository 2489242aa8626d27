/** BSON bytes to values, keeping the type of every number; and ways to find elements without reading them. */
import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { DatabaseError } from '../errors.ts';
import type { Doc } from './values.ts';

/** The largest document that may be stored, as in MongoDB. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const DOUBLE = 1;
const STRING = 2;
/** The type number of a document within a document. */
export const DOCUMENT = 3;
const ARRAY = 4;
const BINARY = 5;
const UNDEFINED = 6;
const OBJECT_ID = 7;
const BOOLEAN = 8;
const DATE = 9;
const NULL = 10;
const REGEX = 11;
const CODE = 13;
const SYMBOL = 14;
const CODE_WITH_SCOPE = 15;
const INT32 = 16;
const TIMESTAMP = 17;
const INT64 = 18;
const DECIMAL = 19;
const MIN_KEY = 255;
const MAX_KEY = 127;

/** Where one element of a document lies within its bytes. */
export interface RawElement {
  name: string;
  type: number;
  /** Of the type byte. */
  start: number;
  /** Of the value. */
  value: number;
  end: number;
}

function endOfCString(bytes: Buffer, from: number): number {
  let end = from;
  while (bytes[end]) end++;
  if (end >= bytes.length) throw new DatabaseError(22, 'BSON string is not terminated');
  return end;
}

function beyondDocument(): DatabaseError {
  return new DatabaseError(22, 'BSON element reaches beyond its document');
}

function valueSize(type: number, bytes: Buffer, at: number): number {
  switch (type) {
    case DOUBLE:
    case DATE:
    case TIMESTAMP:
    case INT64:
      return 8;
    case STRING:
    case CODE:
    case SYMBOL:
      return 4 + bytes.readInt32LE(at);
    case DOCUMENT:
    case ARRAY:
    case CODE_WITH_SCOPE:
      return bytes.readInt32LE(at);
    case BINARY:
      return 5 + bytes.readInt32LE(at);
    case OBJECT_ID:
      return 12;
    case BOOLEAN:
      return 1;
    case REGEX:
      return endOfCString(bytes, endOfCString(bytes, at) + 1) + 1 - at;
    case INT32:
      return 4;
    case DECIMAL:
      return 16;
    case NULL:
    case UNDEFINED:
    case MIN_KEY:
    case MAX_KEY:
      return 0;
    default:
      throw new DatabaseError(22, `BSON type ${type} is not supported by the embedded database`);
  }
}

/** The elements of a document, in order; values are not read. */
export function* elements(bytes: Buffer, from = 0): Generator<RawElement> {
  const stop = from + bytes.readInt32LE(from) - 1;
  let start = from + 4;
  while (start < stop) {
    const type = bytes[start]!;
    const nameEnd = endOfCString(bytes, start + 1);
    const value = nameEnd + 1;
    const end = value + valueSize(type, bytes, value);
    if (end > stop || end < value) throw beyondDocument();
    yield { name: readName(bytes, start + 1, nameEnd), type, start, value, end };
    start = end;
  }
}

/** Reads a document. With `wanted`, only its top-level fields of these names. */
export function decode(bytes: Buffer, wanted?: ReadonlySet<string>): Doc {
  return readDocument(bytes, 0, wanted);
}

/** The most used function of the database: it walks by itself, without the objects that `elements` makes. */
function readDocument(bytes: Buffer, from: number, wanted?: ReadonlySet<string>): Doc {
  const doc: Doc = {};
  const stop = from + bytes.readInt32LE(from) - 1;
  let at = from + 4;
  while (at < stop) {
    const type = bytes[at]!;
    const nameEnd = endOfCString(bytes, at + 1);
    const name = readName(bytes, at + 1, nameEnd);
    const end = nameEnd + 1 + valueSize(type, bytes, nameEnd + 1);
    if (end > stop || end <= nameEnd) throw beyondDocument();
    if (!wanted || wanted.has(name)) setField(doc, name, readValue(type, bytes, nameEnd + 1, end));
    at = end;
  }
  return doc;
}

function setField(doc: Doc, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(doc, name, { value, enumerable: true });
  else doc[name] = value;
}

function readArray(bytes: Buffer, from: number): unknown[] {
  const items: unknown[] = [];
  const stop = from + bytes.readInt32LE(from) - 1;
  let at = from + 4;
  while (at < stop) {
    const type = bytes[at]!;
    const value = endOfCString(bytes, at + 1) + 1;
    const end = value + valueSize(type, bytes, value);
    if (end > stop || end < value) throw beyondDocument();
    items.push(readValue(type, bytes, value, end));
    at = end;
  }
  return items;
}

/** Names are short and nearly always ASCII: reading them here is faster than asking for a decoder each time. */
function readName(bytes: Buffer, from: number, to: number): string {
  if (to - from > 24) return bytes.toString('utf8', from, to);
  let name = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte > 127) return bytes.toString('utf8', from, to);
    name += String.fromCharCode(byte);
  }
  return name;
}

/** Reads one value of a BSON type that lies between two offsets. */
export function readValue(type: number, bytes: Buffer, at: number, end: number): unknown {
  switch (type) {
    case DOUBLE:
      return doubleValue(bytes.readDoubleLE(at));
    case STRING:
      return bytes.toString('utf8', at + 4, end - 1);
    case DOCUMENT:
      return readDocument(bytes, at);
    case ARRAY:
      return readArray(bytes, at);
    case BINARY:
      return readBinary(bytes, at, end);
    case OBJECT_ID:
      return new ObjectId(Uint8Array.prototype.slice.call(bytes, at, at + 12));
    case BOOLEAN:
      return bytes[at] === 1;
    case DATE:
      return new Date(bytes.readInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at));
    case INT32:
      return bytes.readInt32LE(at);
    case INT64:
      return new Long(bytes.readInt32LE(at), bytes.readInt32LE(at + 4));
    default:
      return readRareValue(type, bytes, at, end);
  }
}

function readRareValue(type: number, bytes: Buffer, at: number, end: number): unknown {
  switch (type) {
    case REGEX: {
      const patternEnd = endOfCString(bytes, at);
      return new BSONRegExp(bytes.toString('utf8', at, patternEnd), bytes.toString('utf8', patternEnd + 1, end - 1));
    }
    case CODE:
      return new Code(bytes.toString('utf8', at + 4, end - 1));
    case CODE_WITH_SCOPE: {
      const codeEnd = at + 8 + bytes.readInt32LE(at + 4);
      return new Code(bytes.toString('utf8', at + 8, codeEnd - 1), readDocument(bytes, codeEnd));
    }
    case SYMBOL:
      return new BSONSymbol(bytes.toString('utf8', at + 4, end - 1));
    case TIMESTAMP:
      return new Timestamp({ t: bytes.readUInt32LE(at + 4), i: bytes.readUInt32LE(at) });
    case DECIMAL:
      return new Decimal128(Uint8Array.prototype.slice.call(bytes, at, at + 16));
    case MIN_KEY:
      return new MinKey();
    case MAX_KEY:
      return new MaxKey();
    default:
      return null;
  }
}

/** The in-memory form of a double: a JS number unless that would read as an int32 later. */
export function doubleValue(number: number): number | Double {
  return Number.isInteger(number) ? new Double(number) : number;
}

function readBinary(bytes: Buffer, at: number, end: number): Binary {
  const subType = bytes[at + 4]!;
  // The old binary subtype carries its length a second time.
  const from = subType === Binary.SUBTYPE_BYTE_ARRAY ? at + 9 : at + 5;
  return new Binary(Uint8Array.prototype.slice.call(bytes, from, end), subType);
}

/** The documents in an array field of a message, as bytes; undefined when there is no such array. */
export function rawArray(body: Buffer, field: string): Buffer[] | undefined {
  for (const element of elements(body)) {
    if (element.name !== field) continue;
    if (element.type !== ARRAY) return undefined;
    const items: Buffer[] = [];
    for (const item of elements(body, element.value)) {
      if (item.type !== DOCUMENT) throw new DatabaseError(14, `BSON field '${field}' must hold documents only`);
      items.push(body.subarray(item.value, item.end));
    }
    return items;
  }
  return undefined;
}
