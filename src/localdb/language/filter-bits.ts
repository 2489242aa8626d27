/** The bit tests of the query language, on integers and on binary data. */
import { Binary, Long } from 'bson';
import { badValue } from '../errors.ts';
import { isNumeric, toNumber } from '../values/values.ts';

/** Makes a test of a value from a mask: a number, binary data or a list of positions. */
export function bitTest(mask: unknown, holds: (set: boolean[]) => boolean): (value: unknown) => boolean {
  const positions = positionsOf(mask);
  return (value) => {
    const isSet = bitReader(value);
    return isSet !== undefined && holds(positions.map(isSet));
  };
}

function positionsOf(mask: unknown): number[] {
  if (Array.isArray(mask)) {
    const positions = mask.map(toNumber);
    if (positions.some((at) => at === undefined || !Number.isInteger(at) || at < 0)) {
      throw badValue('Failed to parse bit position. Expected a non-negative integer');
    }
    return positions as number[];
  }
  const isSet = bitReader(mask);
  const number = toNumber(mask);
  if (!isSet || (number !== undefined && number < 0)) {
    throw badValue('a bit mask takes an Array, a non-negative number, or a BinData');
  }
  const length = mask instanceof Binary ? mask.position * 8 : 64;
  return Array.from({ length }, (_, at) => at).filter(isSet);
}

function bitReader(value: unknown): ((position: number) => boolean) | undefined {
  if (value instanceof Binary) {
    return (position) => ((value.buffer[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
  }
  const number = toNumber(value);
  if (!isNumeric(value) || number === undefined || !Number.isInteger(number) || Math.abs(number) >= 2 ** 63) {
    return undefined;
  }
  const integer = value instanceof Long ? value.toBigInt() : BigInt(number);
  // Negative numbers go on with ones for ever, as in two's complement.
  return (position) => ((integer >> BigInt(position)) & 1n) === 1n;
}
