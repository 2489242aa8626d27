/** The update operators on arrays: push, add to set, pull, pop. */
import { badValue, failedToParse } from '../errors.ts';
import { elementCondition, holdsOperators, parseFilter } from './filter.ts';
import { byFields, keyFields } from '../values/index-keys.ts';
import { compareValues, encodeKey, sameValue } from '../values/keys.ts';
import { isRegex } from '../values/regex.ts';
import { UNCHANGED } from './update-compute.ts';
import type { Compute } from './update-compute.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, toInteger, typeName } from '../values/values.ts';

const PUSH_MODIFIERS = ['$each', '$slice', '$sort', '$position'];

function arrayOf(current: unknown, path: string, doc: Doc): unknown[] {
  if (Array.isArray(current)) return current;
  throw badValue(
    `The field '${path}' must be an array but is of type ${typeName(current)} in document {_id: ${show(doc._id)}}`,
  );
}

function hasEach(argument: unknown): argument is Doc {
  return isDocument(argument) && '$each' in argument;
}

function eachOf(operator: string, argument: unknown): unknown[] {
  if (!hasEach(argument)) return [argument];
  if (!Array.isArray(argument.$each)) {
    throw badValue(
      `The argument to $each in ${operator} must be an array but it was of type: ${typeName(argument.$each)}`,
    );
  }
  return argument.$each;
}

/** `$push`: appends, or with `$each` inserts at `$position`, then sorts, then cuts to `$slice`. */
export function push(argument: unknown): Compute {
  const added = eachOf('$push', argument);
  const modifiers = hasEach(argument) ? argument : {};
  for (const name of Object.keys(modifiers)) {
    if (!PUSH_MODIFIERS.includes(name)) throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  const position = integerModifier('$position', modifiers.$position);
  const slice = integerModifier('$slice', modifiers.$slice);
  const order = '$sort' in modifiers ? sortOrder(modifiers.$sort) : undefined;
  return (current, path, doc) => {
    const old = current === undefined ? [] : arrayOf(current, path, doc);
    const items = [...old];
    items.splice(insertionPoint(position, old.length), 0, ...added);
    if (order) items.sort(order);
    if (slice === undefined) return items;
    return slice < 0 ? items.slice(slice) : items.slice(0, slice);
  };
}

function integerModifier(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const integer = toInteger(value);
  if (integer === undefined) {
    throw badValue(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`);
  }
  return integer;
}

function insertionPoint(position: number | undefined, length: number): number {
  if (position === undefined) return length;
  return position < 0 ? Math.max(0, length + position) : Math.min(position, length);
}

/** The order of `$sort`: of whole elements (1, -1), or by fields of the elements. */
function sortOrder(spec: unknown): (a: unknown, b: unknown) => number {
  const direction = toInteger(spec);
  if (direction === 1) return compareValues;
  if (direction === -1) return (a, b) => compareValues(b, a);
  const isPattern = isDocument(spec) && Object.keys(spec).length > 0;
  const directions = isPattern ? Object.values(spec).map(toInteger) : [];
  if (!isPattern || directions.some((value) => value !== 1 && value !== -1)) {
    throw badValue('The $sort element value must be either 1 or -1');
  }
  const pattern = Object.fromEntries(Object.keys(spec).map((name, i) => [`item.${name}`, directions[i]!]));
  const compare = byFields(keyFields(pattern));
  return (a, b) => compare({ item: a }, { item: b });
}

/** `$addToSet`: appends what is not there yet; what is there stays, duplicates and all. */
export function addToSet(argument: unknown): Compute {
  const added = eachOf('$addToSet', argument);
  if (hasEach(argument) && Object.keys(argument).length > 1) {
    throw badValue('Found unexpected fields after $each in $addToSet');
  }
  return (current, path, doc) => {
    const old = current === undefined ? [] : arrayOf(current, path, doc);
    const seen = new Set(old.map((item) => encodeKey(item).toString('latin1')));
    const items = [...old];
    for (const item of added) {
      const key = encodeKey(item).toString('latin1');
      if (!seen.has(key)) items.push(item);
      seen.add(key);
    }
    return current !== undefined && items.length === old.length ? UNCHANGED : items;
  };
}

function keepOnly(keep: (item: unknown) => boolean): Compute {
  return (current, path, doc) => {
    if (current === undefined) return UNCHANGED;
    const old = arrayOf(current, path, doc);
    const items = old.filter(keep);
    return items.length === old.length ? UNCHANGED : items;
  };
}

/** `$pull`: removes the elements that meet a condition: a filter on their fields, operators on themselves, or a value. */
export function pull(argument: unknown): Compute {
  const matches = pullCondition(argument);
  return keepOnly((item) => !matches(item));
}

function pullCondition(argument: unknown): (item: unknown) => boolean {
  if (isRegex(argument)) {
    const filter = parseFilter({ item: argument });
    return (item) => filter.matches({ item });
  }
  if (!isDocument(argument)) return (item) => sameValue(item, argument);
  const [first = ''] = Object.keys(argument);
  if (holdsOperators(argument) && !['$and', '$or', '$nor', '$expr'].includes(first)) {
    return first === '$elemMatch' ? nestedElements(argument) : onElement(argument);
  }
  const filter = parseFilter(argument);
  return (item) => isDocument(item) && filter.matches(item);
}

function onElement(operators: Doc): (item: unknown) => boolean {
  const filter = parseFilter({ item: operators });
  return (item) => filter.matches({ item });
}

function nestedElements(operators: Doc): (item: unknown) => boolean {
  const matches = elementCondition(operators.$elemMatch);
  return (item) => Array.isArray(item) && item.some(matches);
}

/** `$pullAll`: removes every element equal to one of the list. */
export function pullAll(argument: unknown): Compute {
  if (!Array.isArray(argument)) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(argument)}`);
  }
  const unwanted = new Set(argument.map((item) => encodeKey(item).toString('latin1')));
  return keepOnly((item) => !unwanted.has(encodeKey(item).toString('latin1')));
}

/** `$pop`: removes the first (-1) or the last (1) element. */
export function pop(argument: unknown): Compute {
  const end = toInteger(argument);
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${show(argument)}`);
  return (current, path, doc) => {
    if (current === undefined) return UNCHANGED;
    const items = arrayOf(current, path, doc);
    if (!items.length) return UNCHANGED;
    return end < 0 ? items.slice(1) : items.slice(0, -1);
  };
}
