/** Values to BSON bytes; what did not change is copied, not written anew. */
import { BSON, ObjectId } from 'bson';
import { DatabaseError } from '../errors.ts';
import type { RawElement } from './raw-bson.ts';
import { DOCUMENT, elements } from './raw-bson.ts';
import type { Doc } from './values.ts';
import { isDocument } from './values.ts';

/** Writes a document; undefined fields are left out. Refuses one that is larger than any document may be (10334). */
export function encode(doc: Doc): Buffer {
  try {
    const bytes = BSON.serialize(doc, { ignoreUndefined: true });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (error instanceof RangeError) throw new DatabaseError(10334, 'BSONObj size is over 16MB');
    throw error;
  }
}

/**
 * Writes a changed document, taking from the old bytes every field whose value is still the same object. An update
 * replaces only what it touches, so most of a large document is copied, not encoded again.
 */
export function encodeChanges(before: Buffer, old: Doc, changed: Doc): Buffer {
  const places = new Map<string, RawElement>();
  for (const element of elements(before)) places.set(element.name, element);
  const parts: Buffer[] = [];
  let length = 5;
  for (const name of Object.keys(changed)) {
    if (changed[name] === undefined) continue;
    const part = encodeChangedField(before, places.get(name), name, old[name], changed[name]);
    parts.push(part);
    length += part.length;
  }
  return wrapElements(parts, length);
}

function encodeChangedField(
  before: Buffer,
  place: RawElement | undefined,
  name: string,
  old: unknown,
  value: unknown,
): Buffer {
  if (!place) return encodeField(name, value);
  if (value === old) return before.subarray(place.start, place.end);
  if (place.type !== DOCUMENT || !isDocument(old) || !isDocument(value)) return encodeField(name, value);
  const inner = encodeChanges(before.subarray(place.value, place.end), old, value);
  return Buffer.concat([before.subarray(place.start, place.value), inner]);
}

function encodeField(name: string, value: unknown): Buffer {
  const bytes = encode({ [name]: value });
  return bytes.subarray(4, bytes.length - 1);
}

function wrapElements(parts: Buffer[], length: number): Buffer {
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(length, 0);
  return Buffer.concat([head, ...parts, Buffer.of(0)], length);
}

/** The document's bytes with `_id` as the first field; a new ObjectId is put there when it has none. */
export function withIdFirst(bytes: Buffer): Buffer {
  let first = true;
  for (const element of elements(bytes)) {
    if (element.name === '_id') {
      if (first) return bytes;
      const before = bytes.subarray(4, element.start);
      const id = bytes.subarray(element.start, element.end);
      return Buffer.concat([bytes.subarray(0, 4), id, before, bytes.subarray(element.end)]);
    }
    first = false;
  }
  const id = encodeField('_id', new ObjectId());
  return wrapElements([id, bytes.subarray(4, bytes.length - 1)], bytes.length + id.length);
}
