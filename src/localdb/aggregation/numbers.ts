/** Expression operators that calculate, keeping the types of numbers. Of decimals there are the four basic ones. */
import { Decimal128, Long } from 'bson';
import { add, isInteger, multiply, numberLike, refuseDecimal, subtract, toBigInt } from '../values/arithmetic.ts';
import { DatabaseError, typeMismatch } from '../errors.ts';
import { divideDecimals } from '../values/decimals.ts';
import { doubleValue } from '../values/raw-bson.ts';
import { isNumeric, toNumber, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluateList, isNothing, strict } from './operator.ts';

function checkNumber(name: string, value: unknown): void {
  if (!isNumeric(value)) throw typeMismatch(`${name} only supports numeric types, not ${typeName(value)}`);
}

function needNumber(name: string, value: unknown): number {
  checkNumber(name, value);
  refuseDecimal(value);
  return toNumber(value)!;
}

function sumOf(values: unknown[]): unknown {
  if (values.some(isNothing)) return null;
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw new DatabaseError(16612, 'only one date allowed in an $add expression');
  const numbers = values.filter((value) => !(value instanceof Date));
  for (const value of numbers) {
    if (!isNumeric(value)) throw typeMismatch(`$add only supports numeric or date types, not ${typeName(value)}`);
  }
  const total = numbers.reduce(add, 0);
  const [date] = dates as Date[];
  return date ? new Date(date.getTime() + Math.round(toNumber(total)!)) : total;
}

function difference(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date) return new Date(a.getTime() - Math.round(needNumber('$subtract', b)));
  checkNumber('$subtract', a);
  checkNumber('$subtract', b);
  return subtract(a, b);
}

function productOf(values: unknown[]): unknown {
  if (values.some(isNothing)) return null;
  for (const value of values) checkNumber('$multiply', value);
  return values.reduce(multiply, 1);
}

function quotient(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null;
  checkNumber('$divide', a);
  checkNumber('$divide', b);
  if (toNumber(b) === 0) throw new DatabaseError(2, "can't $divide by zero");
  if (a instanceof Decimal128 || b instanceof Decimal128) return divideDecimals(a, b);
  return doubleValue(toNumber(a)! / toNumber(b)!);
}

function remainder(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null;
  const [dividend, divisor] = [needNumber('$mod', a), needNumber('$mod', b)];
  if (divisor === 0) throw new DatabaseError(16610, "can't $mod by zero");
  if (!isInteger(a) || !isInteger(b)) return doubleValue(dividend % divisor);
  const result = toBigInt(a) % toBigInt(b);
  return a instanceof Long || b instanceof Long ? Long.fromBigInt(result) : Number(result);
}

/** A function of one number that keeps its type. */
function keepingType(name: string, compute: (value: number) => number): Operator {
  return strict(name, [1], (value) => {
    if (isNothing(value)) return null;
    const number = needNumber(name, value);
    // What is whole already stays as it is, also beyond 2^53.
    if (value instanceof Long && compute(0.5) !== 0.5) return value;
    return numberLike(compute(number), [value]);
  });
}

function absolute(value: unknown): unknown {
  if (isNothing(value)) return null;
  const number = needNumber('$abs', value);
  if (value instanceof Long) return value.isNegative() ? value.negate() : value;
  return number === -(2 ** 31) && isInteger(value) ? Long.fromNumber(2 ** 31) : numberLike(Math.abs(number), [value]);
}

export const numberOperators: Record<string, Operator> = {
  $add: (doc, argument, options) => sumOf(evaluateList(doc, argument, options)),
  $subtract: strict('$subtract', [2], difference),
  $multiply: (doc, argument, options) => productOf(evaluateList(doc, argument, options)),
  $divide: strict('$divide', [2], quotient),
  $mod: strict('$mod', [2], remainder),
  $abs: strict('$abs', [1], absolute),
  $ceil: keepingType('$ceil', Math.ceil),
  $floor: keepingType('$floor', Math.floor),
};
