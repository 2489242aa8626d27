/** Expression operators on arrays and the objects made of them. */
import { DatabaseError, badValue } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toInteger, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, evaluateList, isNothing, strict } from './operator.ts';

function needArray(name: string, value: unknown, code: number): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new DatabaseError(code, `The argument to ${name} must be an array, but was of type: ${typeName(value)}`);
}

function needInteger(name: string, value: unknown): number {
  const integer = toInteger(value);
  if (integer === undefined) throw badValue(`${name} takes integers here, but found ${typeName(value)}`);
  return integer;
}

function elementAt(items: unknown, index: unknown): unknown {
  if (isNothing(items) || isNothing(index)) return null;
  return needArray('$arrayElemAt', items, 28689).at(needInteger('$arrayElemAt', index));
}

function slice(items: unknown, first: unknown, second?: unknown): unknown {
  if (isNothing(items) || isNothing(first) || second === null) return null;
  const list = needArray('$slice', items, 28724);
  const position = needInteger('$slice', first);
  if (second === undefined) return position < 0 ? list.slice(position) : list.slice(0, position);
  const count = needInteger('$slice', second);
  if (count <= 0) throw new DatabaseError(28729, `Third argument to $slice must be positive: ${count}`);
  const start = position < 0 ? Math.max(0, list.length + position) : position;
  return list.slice(start, start + count);
}

const MAX_RANGE = 1_000_000;

function range(from: unknown, to: unknown, by: unknown = 1): unknown {
  const [start, end, step] = [needInteger('$range', from), needInteger('$range', to), needInteger('$range', by)];
  if (step === 0) throw new DatabaseError(34449, '$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > MAX_RANGE) throw badValue('$range would make too long an array');
  return Array.from({ length }, (_, i) => start + i * step);
}

function concatArrays(doc: unknown, argument: unknown, options: unknown): unknown {
  const lists = evaluateList(doc, argument, options);
  if (lists.some(isNothing)) return null;
  return lists.flatMap((list) => needArray('$concatArrays', list, 28664));
}

function arrayToObject(items: unknown): unknown {
  if (isNothing(items)) return null;
  const result: Doc = {};
  const list = needArray('$arrayToObject', items, 40386);
  for (const item of list) {
    if (Array.isArray(item) !== Array.isArray(list[0])) {
      throw new DatabaseError(40391, '$arrayToObject requires a consistent input format: either pairs or documents');
    }
    const [key, value] = pairOf(item);
    if (typeof key !== 'string' || key === '__proto__') {
      throw new DatabaseError(40394, '$arrayToObject requires pairs with a text as their key');
    }
    result[key] = value;
  }
  return result;
}

/** `[key, value]` or `{ k, v }`, with nothing else in it. */
function pairOf(item: unknown): unknown[] {
  if (Array.isArray(item)) {
    if (item.length === 2) return item as unknown[];
    throw new DatabaseError(
      40397,
      `$arrayToObject requires an array of size 2 arrays, found array of size: ${item.length}`,
    );
  }
  if (!isDocument(item)) {
    throw new DatabaseError(40398, `Unrecognised input type format for $arrayToObject: ${typeName(item)}`);
  }
  const count = Object.keys(item).length;
  if (count !== 2) {
    throw new DatabaseError(
      40392,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${count}`,
    );
  }
  if (!('k' in item && 'v' in item)) {
    throw new DatabaseError(
      40393,
      "$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys",
    );
  }
  return [item.k, item.v];
}

function objectToArray(value: unknown): unknown {
  if (isNothing(value)) return null;
  if (!isDocument(value)) {
    throw new DatabaseError(40390, `$objectToArray requires a document input, found: ${typeName(value)}`);
  }
  return Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .map(([k, v]) => ({ k, v }));
}

/** `$getField: 'name'`, or `{ field, input }`; the field's name may hold dots and dollars. */
function getField(doc: unknown, argument: unknown, options: unknown): unknown {
  const isNamed = isDocument(argument) && 'field' in argument;
  const { field, input = '$$CURRENT' } = isNamed ? argument : { field: argument, input: undefined };
  const name = evaluate(doc, field, options);
  if (typeof name !== 'string')
    throw new DatabaseError(
      5654602,
      `$getField requires 'field' to evaluate to type String, but got ${typeName(name)}`,
    );
  const value = evaluate(doc, input, options);
  if (value === null) return null;
  return isDocument(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function zip(doc: unknown, argument: unknown, options: unknown): unknown {
  const { inputs, useLongestLength, defaults } = (isDocument(argument) ? argument : {}) as Doc;
  const evaluated = evaluate(doc, inputs, options);
  const lists = needArray('$zip', evaluated, 34461);
  if (lists.some(isNothing)) return null;
  const arrays = lists.map((list) => needArray('$zip', list, 34468));
  const lengths = arrays.map((list) => list.length);
  const length = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
  const fillers = defaults === undefined ? [] : needArray('$zip', evaluate(doc, defaults, options), 34462);
  return Array.from({ length }, (_, row) =>
    arrays.map((list, i) => (row < list.length ? list[row] : (fillers[i] ?? null))),
  );
}

export const arrayOperators: Record<string, Operator> = {
  $arrayElemAt: strict('$arrayElemAt', [2], elementAt),
  $arrayToObject: strict('$arrayToObject', [1], arrayToObject),
  $concatArrays: concatArrays,
  $getField: getField,
  $objectToArray: strict('$objectToArray', [1], objectToArray),
  $range: strict('$range', [2, 3], range),
  $reverseArray: strict('$reverseArray', [1], (items) =>
    isNothing(items) ? null : needArray('$reverseArray', items, 34435).toReversed(),
  ),
  $size: strict('$size', [1], (items) => needArray('$size', items, 17124).length),
  $slice: strict('$slice', [2, 3], slice),
  $zip: zip,
};
