/** Expression operators that convert between types. */
import { Binary, Decimal128, Long, ObjectId } from 'bson';
import { isInteger, toBigInt } from '../values/arithmetic.ts';
import { decimalOf } from '../values/decimals.ts';
import { DatabaseError } from '../errors.ts';
import { doubleValue } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { TYPE_NUMBERS, isDocument, isInt32, isNumeric, isTruthy, toNumber, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, isNothing, strict } from './operator.ts';

const CONVERSION_FAILURE = 241;

function impossible(value: unknown, to: string): DatabaseError {
  return new DatabaseError(
    CONVERSION_FAILURE,
    `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`,
  );
}

function unreadable(value: unknown, to: string): DatabaseError {
  return new DatabaseError(
    CONVERSION_FAILURE,
    `Failed to parse ${typeName(value)} '${String(value)}' as ${to} in $convert with no onError value`,
  );
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || value instanceof ObjectId || isNumeric(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) return value.toUUID().toString();
  throw impossible(value, 'string');
}

function numberIn(value: unknown, to: string): number {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date && to !== 'int') return value.getTime();
  if (isNumeric(value)) return toNumber(value)!;
  if (typeof value !== 'string') throw impossible(value, to);
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
  if (!isNumber || (to !== 'double' && !/^[+-]?\d+$/.test(value))) throw unreadable(value, to);
  return Number(value);
}

function toInt(value: unknown): number {
  const number = Math.trunc(numberIn(value, 'int'));
  if (!isInt32(number === 0 ? 0 : number)) throw unreadable(value, 'int');
  return number === 0 ? 0 : number;
}

function toLong(value: unknown): Long {
  if (isInteger(value)) return Long.fromBigInt(toBigInt(value));
  const number = Math.trunc(numberIn(value, 'long'));
  if (!(Math.abs(number) < 2 ** 63)) throw unreadable(value, 'long');
  return typeof value === 'string' ? Long.fromString(value.replace(/^\+/, '')) : Long.fromNumber(number);
}

function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (typeof value === 'string') {
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) throw unreadable(value, 'date');
    return date;
  }
  if (!isNumeric(value) || typeName(value) === 'int') throw impossible(value, 'date');
  return new Date(Math.trunc(toNumber(value)!));
}

function toObjectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string') throw impossible(value, 'objectId');
  if (!/^[0-9a-f]{24}$/i.test(value)) throw unreadable(value, 'objectId');
  return new ObjectId(value);
}

function toDecimal(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (typeof value === 'string') return Decimal128.fromString(String(value));
  return decimalOf(isNumeric(value) ? value : numberIn(value, 'decimal'));
}

/** The conversions by the name of the type they lead to. */
const CONVERSIONS: Record<string, (value: unknown) => unknown> = {
  string: toText,
  int: toInt,
  long: toLong,
  double: (value) => doubleValue(numberIn(value, 'double')),
  bool: (value) => isTruthy(value),
  date: toDate,
  objectId: toObjectId,
  decimal: toDecimal,
};

function shorthand(name: string, to: string): Operator {
  return strict(name, [1], (value) => (isNothing(value) ? null : CONVERSIONS[to]!(value)));
}

function convert(doc: unknown, argument: unknown, options: unknown): unknown {
  if (!isDocument(argument)) throw new DatabaseError(9, '$convert expects an object of named arguments');
  const { input, to, onError, onNull } = argument as Doc;
  const value = evaluate(doc, input, options);
  const target = evaluate(doc, to, options);
  if (isNothing(value)) return onNull === undefined ? null : evaluate(doc, onNull, options);
  if (isNothing(target)) return null;
  const name = typeof target === 'string' ? target : nameOfType(toNumber(target));
  const conversion = Object.hasOwn(CONVERSIONS, String(name)) ? CONVERSIONS[String(name)] : undefined;
  if (!conversion) throw new DatabaseError(2, `Unknown type name: ${String(target)}`);
  try {
    return conversion(value);
  } catch (error) {
    if (onError === undefined) throw error;
    return evaluate(doc, onError, options);
  }
}

function nameOfType(number: number | undefined): string | undefined {
  return Object.entries(TYPE_NUMBERS).find(([, code]) => code === number)?.[0];
}

/** Unlike most, these make an empty text of null and missing. */
function letterCase(name: string, change: (text: string) => string): Operator {
  return strict(name, [1], (value) => (isNothing(value) ? '' : change(toText(value))));
}

export const conversionOperators: Record<string, Operator> = {
  $toLower: letterCase('$toLower', (text) => text.toLowerCase()),
  $toUpper: letterCase('$toUpper', (text) => text.toUpperCase()),
  $toString: shorthand('$toString', 'string'),
  $toInt: shorthand('$toInt', 'int'),
  $toLong: shorthand('$toLong', 'long'),
  $toDouble: shorthand('$toDouble', 'double'),
  $toBool: shorthand('$toBool', 'bool'),
  $toDate: shorthand('$toDate', 'date'),
  $toObjectId: shorthand('$toObjectId', 'objectId'),
  $toDecimal: shorthand('$toDecimal', 'decimal'),
  $convert: convert,
};
