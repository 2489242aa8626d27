/** Accumulators: over the documents of a group, and as expressions over a list. */
import { Decimal128 } from 'bson';
import { add, refuseDecimal } from '../values/arithmetic.ts';
import { DatabaseError } from '../errors.ts';
import { compareValues } from '../values/keys.ts';
import { divideDecimals } from '../values/decimals.ts';
import { doubleValue } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, toNumber, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, evaluateList, isNothing } from './operator.ts';
import { chosenFrom, percentileOf } from './ranked.ts';
import { ValueSet } from './sets.ts';

/** From the values of a group, in order (undefined: missing), to the result. */
type Accumulate = (values: readonly unknown[]) => unknown;

function average(values: readonly unknown[]): unknown {
  const found = values.filter(isNumeric);
  if (found.some((value) => value instanceof Decimal128)) return divideDecimals(found.reduce(add, 0), found.length);
  const numbers = found.map((value) => toNumber(value)!);
  return numbers.length ? doubleValue(numbers.reduce((sum, value) => sum + value, 0) / numbers.length) : null;
}

function extreme(sign: 1 | -1): Accumulate {
  return (values) => {
    const present = values.filter((value) => !isNothing(value));
    return present.length
      ? present.reduce((best, value) => (sign * compareValues(value, best) > 0 ? value : best))
      : null;
  };
}

function deviation(isSample: boolean): Accumulate {
  return (values) => {
    const numbers = values.filter(isNumeric).map((value) => {
      refuseDecimal(value);
      return toNumber(value)!;
    });
    const count = numbers.length - (isSample ? 1 : 0);
    if (count < 1) return null;
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return doubleValue(Math.sqrt(squares / count));
  };
}

function merge(values: readonly unknown[]): Doc {
  const merged: Doc = {};
  for (const value of values) {
    if (isNothing(value)) continue;
    if (!isDocument(value)) {
      throw new DatabaseError(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
    }
    Object.assign(merged, value);
  }
  return merged;
}

/** The accumulators of `$group`. */
export const ACCUMULATORS: Record<string, Accumulate> = {
  $sum: (values) => values.filter(isNumeric).reduce(add, 0),
  $avg: average,
  $min: extreme(-1),
  $max: extreme(1),
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => new ValueSet(values.filter((value) => value !== undefined)).list(),
  $mergeObjects: merge,
  $count: (values) => values.length,
};

/** As an expression: of a list of arguments, or of the elements of the one argument that is an array. */
function overList(accumulate: Accumulate): Operator {
  return (doc, argument, options) => {
    const values = evaluateList(doc, argument, options);
    const [only] = values;
    return accumulate(values.length === 1 && Array.isArray(only) ? only : values);
  };
}

function endOf(name: '$first' | '$last', index: 0 | -1): Operator {
  return (doc, argument, options) => {
    const [items] = evaluateList(doc, argument, options);
    if (isNothing(items)) return null;
    if (!Array.isArray(items)) {
      throw new DatabaseError(28689, `${name}'s argument must be an array, but is ${typeName(items)}`);
    }
    return items.at(index);
  };
}

/** An operator whose argument is a document of expressions. */
function ofParts(name: string, compute: (name: string, given: Doc) => unknown): Operator {
  return (doc, argument, options) => {
    const parts = Object.entries(isDocument(argument) ? argument : {});
    return compute(name, Object.fromEntries(parts.map(([part, value]) => [part, evaluate(doc, value, options)])));
  };
}

export const accumulatingExpressions: Record<string, Operator> = {
  ...Object.fromEntries(
    ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp', '$mergeObjects'].map((name) => [
      name,
      overList(ACCUMULATORS[name]!),
    ]),
  ),
  ...Object.fromEntries(['$firstN', '$lastN', '$minN', '$maxN'].map((name) => [name, ofParts(name, chosenFrom)])),
  ...Object.fromEntries(['$median', '$percentile'].map((name) => [name, ofParts(name, percentileOf)])),
  $first: endOf('$first', 0),
  $last: endOf('$last', -1),
};
