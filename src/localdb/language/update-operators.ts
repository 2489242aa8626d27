/** The update operators: each reads its argument once and then computes a field's new value. */
import { Long, Timestamp } from 'bson';
import { add, isInteger, multiply, toBigInt } from '../values/arithmetic.ts';
import { badValue, typeMismatch } from '../errors.ts';
import { compareValues } from '../values/keys.ts';
import { UNCHANGED } from './update-compute.ts';
import type { Compute } from './update-compute.ts';
import { addToSet, pop, pull, pullAll, push } from './update-arrays.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isInt32, isNumeric, show, typeName } from '../values/values.ts';

interface Operator {
  /** Reads the argument; refuses one that makes no sense. */
  prepare: (argument: unknown, path: string) => Compute;
  /** Does it make the field when it is missing? */
  creates: boolean;
}

/** All but `$unset` and `$rename`, which change where values are and not what they are. */
const OPERATORS: Record<string, Operator> = {
  $set: { prepare: (argument) => () => argument, creates: true },
  $setOnInsert: { prepare: (argument) => () => argument, creates: true },
  $inc: { prepare: increment, creates: true },
  $mul: { prepare: product, creates: true },
  $min: {
    prepare: (argument) => (current) =>
      current === undefined || compareValues(argument, current) < 0 ? argument : UNCHANGED,
    creates: true,
  },
  $max: {
    prepare: (argument) => (current) =>
      current === undefined || compareValues(argument, current) > 0 ? argument : UNCHANGED,
    creates: true,
  },
  $currentDate: { prepare: currentDate, creates: true },
  $bit: { prepare: bit, creates: true },
  $push: { prepare: push, creates: true },
  $addToSet: { prepare: addToSet, creates: true },
  $pull: { prepare: pull, creates: false },
  $pullAll: { prepare: pullAll, creates: false },
  $pop: { prepare: pop, creates: false },
};

/** The operator of this name; undefined when there is none. */
export function updateOperator(name: string): Operator | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
}

function lastPart(path: string): string {
  return path.split('.').at(-1)!;
}

function numericOperand(operator: string, verb: string, argument: unknown, path: string): void {
  if (isNumeric(argument)) return;
  throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${show(argument)}} (${operator})`);
}

function numericField(operator: string, current: unknown, path: string, doc: Doc): void {
  if (isNumeric(current)) return;
  throw typeMismatch(
    `Cannot apply ${operator} to a value of non-numeric type. {_id: ${show(doc._id)}} has the field ` +
      `'${lastPart(path)}' of non-numeric type ${typeName(current)}`,
  );
}

function increment(argument: unknown, path: string): Compute {
  numericOperand('$inc', 'increment', argument, path);
  return (current, at, doc) => {
    if (current === undefined) return argument;
    numericField('$inc', current, at, doc);
    return add(current, argument);
  };
}

function product(argument: unknown, path: string): Compute {
  numericOperand('$mul', 'multiply', argument, path);
  return (current, at, doc) => {
    if (current === undefined) return multiply(0, argument);
    numericField('$mul', current, at, doc);
    return multiply(current, argument);
  };
}

function currentDate(argument: unknown): Compute {
  const type = isDocument(argument) ? argument.$type : argument;
  if (typeof type !== 'boolean' && type !== 'date' && type !== 'timestamp') {
    throw badValue(
      `${typeName(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  if (type === 'timestamp') {
    return (_current, _path, _doc, now) => new Timestamp({ t: Math.floor(now / 1000), i: 1 });
  }
  return (_current, _path, _doc, now) => new Date(now);
}

function bit(argument: unknown): Compute {
  const [entry, ...more] = isDocument(argument) ? Object.entries(argument) : [];
  if (!entry || more.length || !['and', 'or', 'xor'].includes(entry[0])) {
    throw badValue("The $bit modifier takes one of 'and', 'or', 'xor' with an integer");
  }
  const [operation, operand] = entry;
  if (!isInteger(operand)) throw badValue('The $bit modifier field must be an Integer(32/64 bit)');
  return (current = 0, path, doc) => {
    if (!isInteger(current)) {
      throw badValue(
        `Cannot apply $bit to a value of non-integral type. {_id: ${show(doc._id)}} has the field '${lastPart(path)}' of non-integer type ${typeName(current)}`,
      );
    }
    const result = combineBits(operation, toBigInt(current), toBigInt(operand));
    const isLong = current instanceof Long || operand instanceof Long || !isInt32(Number(result));
    return isLong ? Long.fromBigInt(result) : Number(result);
  };
}

function combineBits(operation: string, a: bigint, b: bigint): bigint {
  if (operation === 'and') return a & b;
  return operation === 'or' ? a | b : a ^ b;
}
