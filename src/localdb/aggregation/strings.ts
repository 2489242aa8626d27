/** Expression operators on text that mingo reads otherwise than MongoDB. */
import { DatabaseError } from '../errors.ts';
import { toInteger, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { isNothing, strict } from './operator.ts';

function split(text: unknown, separator: unknown): unknown {
  if (isNothing(text) || isNothing(separator)) return null;
  if (typeof text !== 'string') {
    throw new DatabaseError(
      40085,
      `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text)}`,
    );
  }
  if (typeof separator !== 'string') {
    throw new DatabaseError(
      40086,
      `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
    );
  }
  if (!separator) throw new DatabaseError(40087, '$split requires a non-empty separator');
  return text.split(separator);
}

/** The position counts characters, of which some take two places in a JavaScript text. */
function indexOfCharacters(text: unknown, wanted: unknown, from: unknown = 0, to?: unknown): unknown {
  if (isNothing(text)) return null;
  if (typeof text !== 'string') {
    throw new DatabaseError(40093, `$indexOfCP requires a string as the first argument, found: ${typeName(text)}`);
  }
  if (typeof wanted !== 'string') {
    throw new DatabaseError(40094, `$indexOfCP requires a string as the second argument, found: ${typeName(wanted)}`);
  }
  const characters = [...text];
  const [start, end] = [position(from), to === undefined ? characters.length : position(to)];
  if (start > characters.length) return -1;
  const before = characters.slice(0, start).join('');
  const at = characters.slice(0, end).join('').indexOf(wanted, before.length);
  return at < 0 ? -1 : Array.from(text.slice(0, at)).length;
}

function position(value: unknown): number {
  const integer = toInteger(value);
  if (integer === undefined)
    throw new DatabaseError(40096, `$indexOfCP requires an integral index, found: ${typeName(value)}`);
  if (integer < 0) throw new DatabaseError(40097, '$indexOfCP requires a nonnegative index');
  return integer;
}

export const stringOperators: Record<string, Operator> = {
  $split: strict('$split', [2], split),
  $indexOfCP: strict('$indexOfCP', [2, 3, 4], indexOfCharacters),
};
