/** What a BSON value is: its type, its number, whether it is a plain document. */
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

/**
 * A document in memory. Numbers keep their BSON type: a JS number stands for an int32 when it is one, else for a double;
 * a double that happens to be integral is a `Double`, an int64 a `Long`, a decimal a `Decimal128`.
 */
export type Doc = Record<string, unknown>;

/** BSON type numbers, as `$type` takes them. */
export const TYPE_NUMBERS: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const INT32_LIMIT = 2 ** 31;

/** Is it a document, and not one of the BSON value classes, an array or a date? */
export function isDocument(value: unknown): value is Doc {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Would a JS number be stored as an int32? */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -INT32_LIMIT && value < INT32_LIMIT && !Object.is(value, -0);
}

/** The alias of a value's BSON type ("int", "objectId" ...); "missing" for undefined. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return isInt32(value) ? 'int' : 'double';
    case 'bigint':
      return 'long';
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Double) return 'double';
  if (value instanceof Long && !(value instanceof Timestamp)) return 'long';
  if (value instanceof Int32) return 'int';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary) return 'binData';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof RegExp || value instanceof BSONRegExp) return 'regex';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  if (value instanceof Code) return 'javascript';
  if (value instanceof BSONSymbol) return 'symbol';
  return 'object';
}

/** Is it a number of any of the four BSON kinds? */
export function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    value instanceof Double ||
    (value instanceof Long && !(value instanceof Timestamp)) ||
    value instanceof Int32 ||
    value instanceof Decimal128
  );
}

/** The nearest JS number of a numeric value; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Double || value instanceof Int32) return value.value;
  if (value instanceof Long && !(value instanceof Timestamp)) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return undefined;
}

/** The integer that a request's option holds; undefined when it is missing or no integer. */
export function toInteger(value: unknown): number | undefined {
  const number = toNumber(value);
  return number !== undefined && Number.isInteger(number) ? number : undefined;
}

/** What MongoDB takes for true in an option: true, or any number but zero. */
export function isTruthy(value: unknown): boolean {
  const number = toNumber(value);
  return number === undefined ? value !== undefined && value !== null && value !== false : number !== 0;
}

/** A value in the shell's notation, as MongoDB prints it in messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return value.length ? `[ ${value.map(show).join(', ')} ]` : '[]';
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Double) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value instanceof Decimal128) return `NumberDecimal("${value.toString()}")`;
  if (value instanceof Timestamp) return `Timestamp(${value.high >>> 0}, ${value.low >>> 0})`;
  if (value instanceof Binary) return showBinary(value);
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof MinKey) return 'MinKey';
  if (value instanceof MaxKey) return 'MaxKey';
  if (isDocument(value)) return showDocument(value);
  return String(value);
}

function showBinary(value: Binary): string {
  if (value.sub_type === Binary.SUBTYPE_UUID) return `UUID("${value.toUUID().toString()}")`;
  return `BinData(${value.sub_type}, ${Buffer.from(value.value()).toString('hex').toUpperCase()})`;
}

/** A document in the shell's notation: `{ a: 1, b: "x" }`. */
export function showDocument(doc: Doc): string {
  const fields = Object.entries(doc).map(([name, value]) => `${name}: ${show(value)}`);
  return fields.length ? `{ ${fields.join(', ')} }` : '{}';
}
