/** Expression operators taken from mingo, with numbers and patterns made plain for it on the way in and typed on the way out. */
import * as mingo from 'mingo/operators/expression';
import { DatabaseError } from '../errors.ts';
import { numberLike, refuseDecimal } from '../values/arithmetic.ts';
import { doubleValue } from '../values/raw-bson.ts';
import { isRegex, toRegExp } from '../values/regex.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, toNumber, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, isNothing } from './operator.ts';

const OPERATORS = mingo as unknown as Record<string, Operator>;

function names(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** Their structure is their own; values pass through them as they are. */
const AS_THEY_ARE = names('$let $literal $map $reduce $setField $unsetField');

/** Work on plain values; their numeric results are int32, or no numbers. */
const ON_PLAIN_VALUES = names(`
  $rand $concat $substr $substrBytes $substrCP $trim $ltrim $rtrim
  $indexOfBytes $strLenBytes $strLenCP $strcasecmp $replaceOne $replaceAll
  $regexFind $regexFindAll $regexMatch
`);

/** Give a double, whole or not. */
const GIVING_DOUBLES = names(`
  $exp $ln $log $log10 $sqrt $degreesToRadians $radiansToDegrees $sin $cos $tan $asin $acos $atan
  $atan2 $sinh $cosh $tanh $asinh $acosh $atanh
`);

/** Give a number of the kind they are given. */
const GIVING_LIKE = names(`
  $pow $round $trunc
`);

const TAKING_LISTS = names('$concat $round $trunc');

/** A value as mingo's own operators understand it. */
function plain(value: unknown): unknown {
  if (isNumeric(value)) {
    refuseDecimal(value);
    return toNumber(value);
  }
  return isRegex(value) ? toRegExp(value) : value;
}

/** Evaluates the arguments first, so that the operator meets nothing but plain values. */
function withPlainArguments(name: string, operands: (values: unknown[]) => void = () => undefined): Operator {
  const operator = OPERATORS[name]!;
  return (doc, argument, options) => {
    const literal = (expression: unknown): unknown => {
      const value = evaluate(doc, expression, options);
      operands([value]);
      return { $literal: plain(value) };
    };
    // An argument in a list of one is that argument, but for the operators that always take a list.
    if (Array.isArray(argument) && (argument.length > 1 || TAKING_LISTS.includes(name))) {
      return operator(doc, argument.map(literal), options);
    }
    if (Array.isArray(argument)) return operator(doc, literal(argument[0]), options);
    if (isDocument(argument) && !Object.keys(argument)[0]?.startsWith('$')) {
      const entries = Object.entries(argument).map(([key, expression]) => [key, literal(expression)]);
      return operator(doc, Object.fromEntries(entries), options);
    }
    return operator(doc, literal(argument), options);
  };
}

/** What the operators on patterns find where text or pattern is missing. */
const NO_MATCH: Record<string, () => unknown> = {
  $regexFind: () => null,
  $regexFindAll: () => [],
  $regexMatch: () => false,
};

function checkParts(name: string, argument: unknown): asserts argument is Doc {
  if (!isDocument(argument)) {
    throw new DatabaseError(51103, `${name} expects an object of named arguments but found: ${typeName(argument)}`);
  }
  const unknown = Object.keys(argument).find((part) => !['input', 'regex', 'options'].includes(part));
  if (unknown !== undefined) throw new DatabaseError(31024, `${name} found an unknown argument: ${unknown}`);
  for (const [part, code] of [
    ['input', 31022],
    ['regex', 31023],
  ] as const) {
    if (!(part in argument)) throw new DatabaseError(code, `${name} requires '${part}' parameter`);
  }
}

/** Mingo gets the text and a pattern that has its options in it, for it does not know all of MongoDB's. */
function onPattern(name: string, operator: Operator): Operator {
  return (doc, argument, options) => {
    checkParts(name, argument);
    const [input, regex, flags] = [argument.input, argument.regex, argument.options].map((part) =>
      evaluate(doc, part, options),
    );
    if (isNothing(input) || isNothing(regex)) return NO_MATCH[name]!();
    if (typeof input !== 'string') {
      throw new DatabaseError(51104, `${name} needs 'input' to be of type string, found: ${typeName(input)}`);
    }
    if (!isNothing(flags) && isRegex(regex) && toRegExp(regex).flags.replace('u', '')) {
      throw new DatabaseError(51107, `${name}: found regex option(s) specified in both 'regex' and 'option' fields`);
    }
    const pattern = toRegExp(regex, flags ?? undefined);
    return operator(
      doc,
      { ...argument, input: { $literal: input }, regex: { $literal: pattern }, options: undefined },
      options,
    );
  };
}

function typed(name: string, type: (result: number, operands: unknown[]) => unknown): Operator {
  return (doc, argument, options) => {
    const operands: unknown[] = [];
    const result = withPlainArguments(name, (values) => operands.push(...values))(doc, argument, options);
    return typeof result === 'number' ? type(result, operands) : result;
  };
}

/** `$round: '$a'` and `$round: ['$a']` mean the same as `$round: ['$a', 0]`. */
function withPlaces(operator: Operator): Operator {
  return (doc, argument, options) => {
    const list = Array.isArray(argument) ? argument : [argument];
    return operator(doc, list.length === 1 ? [list[0], 0] : list, options);
  };
}

function build(): Record<string, Operator> {
  const table: Record<string, Operator> = {};
  for (const name of AS_THEY_ARE) table[name] = OPERATORS[name]!;
  for (const name of ON_PLAIN_VALUES) table[name] = withPlainArguments(name);
  for (const name of GIVING_DOUBLES) table[name] = typed(name, doubleValue);
  for (const name of GIVING_LIKE)
    table[name] = typed(name, (result, [first, second]) => likeOperands(name, result, first, second));
  for (const name of Object.keys(NO_MATCH)) table[name] = onPattern(name, table[name]!);
  table.$round = withPlaces(table.$round!);
  table.$trunc = withPlaces(table.$trunc!);
  return table;
}

/** The places of rounding say nothing of the type; both operands of a power do. */
function likeOperands(name: string, result: number, first: unknown, second: unknown): unknown {
  return numberLike(result, name === '$pow' ? [first, second] : [first]);
}

export const borrowedOperators = build();
