/** Expression operators on how values are stored: their bits, their size in bytes, the halves of a timestamp. */
import { Binary, Long, Timestamp } from 'bson';
import { DatabaseError } from '../errors.ts';
import { isInteger, toBigInt } from '../values/arithmetic.ts';
import { encode } from '../values/write-bson.ts';
import { isDocument, isInt32, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluateList, isNothing, strict } from './operator.ts';

function needInteger(name: string, value: unknown): bigint {
  if (isInteger(value)) return toBigInt(value);
  throw new DatabaseError(14, `${name} only supports int and long operands, found: ${typeName(value)}`);
}

/** Of int32 an int32, of any int64 an int64. */
function integerLike(result: bigint, operands: readonly unknown[]): unknown {
  const isLong = operands.some((operand) => operand instanceof Long) || !isInt32(Number(result));
  return isLong ? Long.fromBigInt(result) : Number(result);
}

function bitwise(name: string, start: bigint, combine: (a: bigint, b: bigint) => bigint): Operator {
  return (doc, argument, options) => {
    const operands = evaluateList(doc, argument, options);
    if (operands.some(isNothing)) return null;
    const result = operands.map((operand) => needInteger(name, operand)).reduce(combine, start);
    return integerLike(result, operands);
  };
}

function binarySize(value: unknown): unknown {
  if (isNothing(value)) return null;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Binary) return value.length();
  throw new DatabaseError(51276, `$binarySize requires a string or BinData argument, found: ${typeName(value)}`);
}

function documentSize(value: unknown): unknown {
  if (isNothing(value)) return null;
  if (isDocument(value)) return encode(value).length;
  throw new DatabaseError(31393, `$bsonSize requires a document input, found: ${typeName(value)}`);
}

function half(name: string, code: number, of: (timestamp: Timestamp) => number): Operator {
  return strict(name, [1], (value) => {
    if (isNothing(value)) return null;
    if (value instanceof Timestamp) return Long.fromNumber(of(value));
    throw new DatabaseError(code, `Argument to ${name} must be a timestamp, but is ${typeName(value)}`);
  });
}

export const storageOperators: Record<string, Operator> = {
  $bitAnd: bitwise('$bitAnd', -1n, (a, b) => a & b),
  $bitOr: bitwise('$bitOr', 0n, (a, b) => a | b),
  $bitXor: bitwise('$bitXor', 0n, (a, b) => a ^ b),
  $bitNot: strict('$bitNot', [1], (value) =>
    isNothing(value) ? null : integerLike(~needInteger('$bitNot', value), [value]),
  ),
  $binarySize: strict('$binarySize', [1], binarySize),
  $bsonSize: strict('$bsonSize', [1], documentSize),
  $tsSecond: half('$tsSecond', 5687301, (timestamp) => timestamp.t),
  $tsIncrement: half('$tsIncrement', 5687302, (timestamp) => timestamp.i),
};
