/** Expression operators that compare and decide, by MongoDB's order of values and its idea of truth. */
import { DatabaseError } from '../errors.ts';
import type { TextKey } from '../values/keys.ts';
import { byBytes, compareValues, sameValue } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, toInteger, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, evaluateList, holds, isNothing, strict } from './operator.ts';

/** Missing comes before every value, also before null. */
function compare(a: unknown, b: unknown, text: TextKey): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareValues(a, b, text);
}

/** The operators that compare two values or look for one in a list, with text in this order. */
export function comparingOperators(text: TextKey): Record<string, Operator> {
  const comparison = (name: string, decide: (order: number) => unknown): Operator =>
    strict(name, [2], (a, b) => decide(compare(a, b, text)));
  return {
    $eq: comparison('$eq', (order) => order === 0),
    $ne: comparison('$ne', (order) => order !== 0),
    $gt: comparison('$gt', (order) => order > 0),
    $gte: comparison('$gte', (order) => order >= 0),
    $lt: comparison('$lt', (order) => order < 0),
    $lte: comparison('$lte', (order) => order <= 0),
    $cmp: comparison('$cmp', Math.sign),
    $in: strict('$in', [2], (value, list) => {
      if (!Array.isArray(list)) {
        throw new DatabaseError(40081, `$in requires an array as a second argument, found: ${typeName(list)}`);
      }
      return list.some((item) => sameValue(item, value, text));
    }),
  };
}

function condition(doc: unknown, argument: unknown, options: unknown): unknown {
  if (Array.isArray(argument)) {
    if (argument.length !== 3) throw new DatabaseError(16020, 'Expression $cond takes exactly 3 arguments.');
    const [test, yes, no] = argument as unknown[];
    return evaluate(doc, holds(doc, test, options) ? yes : no, options);
  }
  if (!isDocument(argument)) throw new DatabaseError(16020, 'Expression $cond takes exactly 3 arguments.');
  for (const name of ['if', 'then', 'else']) {
    if (!(name in argument)) throw new DatabaseError(17080, `Missing '${name}' parameter to $cond`);
  }
  return evaluate(doc, holds(doc, argument.if, options) ? argument.then : argument.else, options);
}

function choice(doc: unknown, argument: unknown, options: unknown): unknown {
  const { branches, default: otherwise } = (isDocument(argument) ? argument : {}) as Doc;
  if (!Array.isArray(branches) || !branches.length)
    throw new DatabaseError(40068, '$switch requires at least one branch.');
  for (const branch of branches as Doc[]) {
    if (holds(doc, branch.case, options)) return evaluate(doc, branch.then, options);
  }
  if (!(argument as Doc) || !('default' in (argument as Doc))) {
    throw new DatabaseError(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  }
  return evaluate(doc, otherwise, options);
}

function firstValue(doc: unknown, argument: unknown, options: unknown): unknown {
  const list = Array.isArray(argument) ? argument : [argument];
  if (list.length < 2) throw new DatabaseError(1257300, '$ifNull needs at least two arguments, had: 1');
  for (const item of list.slice(0, -1)) {
    const value = evaluate(doc, item, options);
    if (!isNothing(value)) return value;
  }
  return evaluate(doc, list.at(-1), options);
}

/** `$filter` binds its variable through `$map`, which mingo does; here only what is kept is decided. */
function filter(doc: unknown, argument: unknown, options: unknown): unknown {
  const { input, as = 'this', cond, limit } = (isDocument(argument) ? argument : {}) as Doc;
  const items = evaluate(doc, input, options);
  if (isNothing(items)) return null;
  if (!Array.isArray(items)) throw new DatabaseError(28651, `input to $filter must be an array not ${typeName(items)}`);
  const most = limit === undefined ? Infinity : (toInteger(evaluate(doc, limit, options)) ?? Infinity);
  const flags = evaluate(doc, { $map: { input: { $literal: items }, as, in: { $and: [cond] } } }, options) as boolean[];
  return items.filter((_item, i) => flags[i]).slice(0, most);
}

export const logicOperators: Record<string, Operator> = {
  ...comparingOperators(byBytes),
  $and: (doc, argument, options) => listOf(argument).every((item) => holds(doc, item, options)),
  $or: (doc, argument, options) => listOf(argument).some((item) => holds(doc, item, options)),
  $not: (doc, argument, options) => !holds(doc, Array.isArray(argument) ? argument[0] : argument, options),
  $cond: condition,
  $switch: choice,
  $ifNull: firstValue,
  $filter: filter,
  $isNumber: strict('$isNumber', [1], isNumeric),
  $isArray: (doc, argument, options) => Array.isArray(evaluateList(doc, argument, options)[0]),
  $type: strict('$type', [1], typeName),
};

function listOf(argument: unknown): unknown[] {
  return Array.isArray(argument) ? argument : [argument];
}
