/** Addition and multiplication of BSON numbers, keeping their types as MongoDB does. */
import { Decimal128, Double, Int32, Long } from 'bson';
import { badValue, notSupported } from '../errors.ts';
import { addDecimals, multiplyDecimals, subtractDecimals } from './decimals.ts';
import { doubleValue } from './raw-bson.ts';
import { isInt32, isNumeric, toNumber } from './values.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** int32 and int64 stay integers (int32 grows to int64), a double makes the result a double, a decimal a decimal. */
export function add(a: unknown, b: unknown): unknown {
  return combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
    addDecimals,
  );
}

/** As `add`, for the product. */
export function multiply(a: unknown, b: unknown): unknown {
  return combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
    multiplyDecimals,
  );
}

/** As `add`, for the difference. */
export function subtract(a: unknown, b: unknown): unknown {
  return combine(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
    subtractDecimals,
  );
}

function combine(
  a: unknown,
  b: unknown,
  exact: (x: bigint, y: bigint) => bigint,
  floating: (x: number, y: number) => number,
  decimal: (x: unknown, y: unknown) => Decimal128,
): unknown {
  if (a instanceof Decimal128 || b instanceof Decimal128) return decimal(a, b);
  if (isInt32Value(a) && isInt32Value(b)) {
    const result = floating(toNumber(a)!, toNumber(b)!);
    // The product of two int32 may be beyond 2^53.
    if (isInt32(result)) return result;
    return inInt64(exact(toBigInt(a), toBigInt(b)));
  }
  if (isInteger(a) && isInteger(b)) return inInt64(exact(toBigInt(a), toBigInt(b)));
  return doubleValue(floating(toNumber(a)!, toNumber(b)!));
}

/** Refuses what is not done exactly with a Decimal128 (115): half-right decimal arithmetic would be worse than none. */
export function refuseDecimal(value: unknown): void {
  if (value instanceof Decimal128) throw notSupported('this arithmetic on Decimal128 is');
}

function isInt32Value(value: unknown): boolean {
  return value instanceof Int32 || (typeof value === 'number' && (isInt32(value) || Object.is(value, -0)));
}

/** Is it an int32 or an int64? */
export function isInteger(value: unknown): boolean {
  return isInt32Value(value) || (value instanceof Long && isNumeric(value));
}

/** The exact value of an integer. */
export function toBigInt(value: unknown): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value)!);
}

function inInt64(value: bigint): Long {
  if (value < INT64_MIN || value > INT64_MAX) throw badValue('the result does not fit into a 64-bit integer');
  return Long.fromBigInt(value);
}

/** A JS number under the type of a result: a double, unless all the operands were integers and so is the result. */
export function numberLike(result: number, operands: readonly unknown[]): unknown {
  if (!operands.every(isInteger) || !Number.isInteger(result)) return doubleValue(result);
  if (isInt32(result) && !operands.some((operand) => operand instanceof Long)) return result;
  return Number.isSafeInteger(result) ? Long.fromNumber(result) : new Double(result);
}
