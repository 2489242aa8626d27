/** Order-preserving bytes of numbers: doubles, int64 and decimals of equal value give equal bytes. */
import { Decimal128, Long } from 'bson';

/** How an exact value lies to the double nearest to it. */
const BELOW = 0;
const EQUAL = 1;
const ABOVE = 2;

/** Larger than the exponent of any BSON number in scientific notation, so that the biased exponent is never negative. */
const EXPONENT_BIAS = 0x4000;

/**
 * The bytes of a number without a type tag: the nearest double in order-preserving form, then how the exact value lies
 * to it, and where they differ (large int64, most decimals) its decimal digits. NaN comes before every other number.
 */
export function encodeNumber(value: number | Long | Decimal128): Buffer {
  if (typeof value === 'number') return encodeDouble(value, EQUAL);
  const text = value.toString();
  const nearest = Number(text);
  if (!Number.isFinite(nearest) && !/\d/.test(text)) return encodeDouble(nearest, EQUAL);
  const side = sideOf(text, nearest);
  const head = encodeDouble(nearest, side);
  return side === EQUAL ? head : Buffer.concat([head, encodeDigits(text)]);
}

function encodeDouble(value: number, side: number): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  if (Number.isNaN(value)) {
    bytes.fill(0);
    return bytes;
  }
  bytes.writeDoubleBE(value === 0 ? 0 : value, 0);
  if (bytes[0]! & 0x80) for (let i = 0; i < 8; i++) bytes[i] = ~bytes[i]! & 0xff;
  else bytes[0] = bytes[0]! | 0x80;
  bytes[8] = side;
  return bytes;
}

interface Scientific {
  negative: boolean;
  /** Without leading or trailing zeros; empty for zero. */
  digits: string;
  /** The value is 0.DIGITS times ten to this power. */
  exponent: number;
}

function parseScientific(text: string): Scientific {
  const [mantissa = '', power = '0'] = text.toUpperCase().split('E');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  const leadingZeros = all.length - digits.length;
  return {
    negative,
    digits: digits.replace(/0+$/, ''),
    exponent: whole.length - leadingZeros + Number(power),
  };
}

function sideOf(text: string, nearest: number): number {
  const exact = parseScientific(text);
  if (nearest === Infinity) return BELOW;
  if (nearest === -Infinity) return ABOVE;
  if (!exact.digits) return EQUAL;
  if (nearest === 0) return exact.negative ? BELOW : ABOVE;
  const order = compareScientific(exact, parseScientific(exactDecimal(nearest)));
  if (order === 0) return EQUAL;
  return order < 0 ? BELOW : ABOVE;
}

function compareScientific(a: Scientific, b: Scientific): number {
  const sign = a.negative ? -1 : 1;
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -sign : sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -sign : sign;
}

/** All the digits of a double, which is a whole number divided by a power of two. */
function exactDecimal(value: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const raw = bits.getBigUint64(0);
  const storedExponent = Number(raw >> 52n);
  const fraction = raw & ((1n << 52n) - 1n);
  const mantissa = storedExponent === 0 ? fraction : fraction | (1n << 52n);
  const power = (storedExponent === 0 ? 1 : storedExponent) - 1075;
  const sign = value < 0 ? '-' : '';
  if (power >= 0) return `${sign}${mantissa << BigInt(power)}`;
  // m / 2^n = m * 5^n / 10^n
  return `${sign}${mantissa * 5n ** BigInt(-power)}E${power}`;
}

function encodeDigits(text: string): Buffer {
  const { negative, digits, exponent } = parseScientific(text);
  const head = Buffer.allocUnsafe(2);
  head.writeUInt16BE(exponent + EXPONENT_BIAS, 0);
  const bytes = Buffer.concat([head, Buffer.from(digits, 'latin1'), Buffer.of(0)]);
  if (negative) for (let i = 0; i < bytes.length; i++) bytes[i] = ~bytes[i]! & 0xff;
  return bytes;
}
