/** Exact decimal arithmetic: 34 digits, rounded half to even, as IEEE 754 has it and MongoDB keeps to. */
import { Decimal128, Long } from 'bson';
import { badValue } from '../errors.ts';
import { toNumber } from './values.ts';

const MAX_DIGITS = 34;

/** The value is `coefficient` times ten to the power of `exponent`. Trailing zeros say how exact it is meant. */
interface Decimal {
  coefficient: bigint;
  exponent: number;
}

type Operation = (a: Decimal, b: Decimal) => Decimal;

/** A number of any kind as a decimal. A double is good for 15 digits, and MongoDB writes all of them. */
export function decimalOf(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (value instanceof Long) return Decimal128.fromString(value.toString());
  const number = toNumber(value)!;
  const isShort = Number.isInteger(number) && typeof value === 'number';
  return Decimal128.fromString(
    isShort || !Number.isFinite(number) || number === 0 ? String(number) : number.toPrecision(15),
  );
}

/** The sum of two numbers, of which one is a decimal. */
export function addDecimals(a: unknown, b: unknown): Decimal128 {
  return calculate(a, b, sum, (x, y) => x + y);
}

/** As `addDecimals`, for the difference. */
export function subtractDecimals(a: unknown, b: unknown): Decimal128 {
  const difference: Operation = (x, y) => sum(x, { ...y, coefficient: -y.coefficient });
  return calculate(a, b, difference, (x, y) => x - y);
}

/** As `addDecimals`, for the product. */
export function multiplyDecimals(a: unknown, b: unknown): Decimal128 {
  const product: Operation = (x, y) => ({
    coefficient: x.coefficient * y.coefficient,
    exponent: x.exponent + y.exponent,
  });
  return calculate(a, b, product, (x, y) => x * y);
}

/** As `addDecimals`, for the quotient. The divisor must not be zero. */
export function divideDecimals(a: unknown, b: unknown): Decimal128 {
  return calculate(a, b, quotient, (x, y) => x / y);
}

function calculate(a: unknown, b: unknown, exact: Operation, special: (x: number, y: number) => number): Decimal128 {
  const [first, second] = [decimalOf(a).toString(), decimalOf(b).toString()];
  const [x, y] = [parse(first), parse(second)];
  // Infinity and NaN calculate as they do everywhere.
  if (!x || !y) return Decimal128.fromString(String(special(Number(first), Number(second))));
  const { coefficient, exponent } = rounded(exact(x, y));
  try {
    return Decimal128.fromString(`${coefficient}E${exponent}`);
  } catch {
    throw badValue('the result does not fit into a Decimal128');
  }
}

function parse(text: string): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  return { coefficient: BigInt(`${sign}${whole}${fraction}`), exponent: Number(power) - fraction.length };
}

function sum(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const aligned = (one: Decimal): bigint => one.coefficient * 10n ** BigInt(one.exponent - exponent);
  return { coefficient: aligned(a) + aligned(b), exponent };
}

function quotient(a: Decimal, b: Decimal): Decimal {
  const wanted = a.exponent - b.exponent;
  const shift = Math.max(0, MAX_DIGITS + 1 + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const dividend = a.coefficient * 10n ** BigInt(shift);
  let [coefficient, exponent] = [dividend / b.coefficient, wanted - shift];
  const rest = dividend % b.coefficient;
  // What is left decides only how a tie is rounded: a last digit stands for it.
  if (rest !== 0n) return { coefficient: coefficient * 10n + (coefficient < 0n ? -1n : 1n), exponent: exponent - 1 };
  while (exponent < wanted && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return { coefficient, exponent };
}

function digitsOf(value: bigint): number {
  return String(value < 0n ? -value : value).length;
}

function rounded({ coefficient, exponent }: Decimal): Decimal {
  const surplus = digitsOf(coefficient) - MAX_DIGITS;
  if (surplus <= 0) return { coefficient, exponent };
  const unit = 10n ** BigInt(surplus);
  const size = coefficient < 0n ? -coefficient : coefficient;
  const [kept, rest] = [size / unit, size % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n);
  const whole = isUp ? kept + 1n : kept;
  // Rounding up may make one digit more, which is a zero then.
  return rounded({ coefficient: coefficient < 0n ? -whole : whole, exponent: exponent + surplus });
}
