/** The query operators: each makes a test of the values found at a path. */
import { MaxKey, MinKey } from 'bson';
import { bitTest } from './filter-bits.ts';
import { DatabaseError, badValue } from '../errors.ts';
import { TAG, encodeKey } from '../values/keys.ts';
import type { TextKey } from '../values/keys.ts';
import { isRegex, toRegExp } from '../values/regex.ts';
import { TYPE_NUMBERS, isDocument, isTruthy, toNumber, typeName } from '../values/values.ts';
import type { Doc } from '../values/values.ts';

/** Is the condition met by the values at a path? (Undefined stands for a missing field.) */
export type ValuesTest = (values: readonly unknown[]) => boolean;

/** Each value, and the elements of those that are arrays: what a condition on a field is compared with. */
function candidates(values: readonly unknown[]): readonly unknown[] {
  if (!values.some(Array.isArray)) return values;
  return values.flatMap((value) => (Array.isArray(value) ? [...value, value] : [value]));
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** `{ field: value }`: a regular expression is matched, anything else must be equal. */
export function valueTest(operand: unknown, text?: TextKey): ValuesTest {
  return isRegex(operand) ? regexTest(operand) : equalTest(operand, text);
}

function equalTest(operand: unknown, text?: TextKey): ValuesTest {
  if (isMissing(operand)) return (values) => candidates(values).some(isMissing);
  if (typeof operand === 'boolean' || (typeof operand === 'string' && !text)) {
    return (values) => values.some((value) => value === operand || (Array.isArray(value) && value.includes(operand)));
  }
  const key = encodeKey(operand, text);
  return (values) =>
    candidates(values).some((value) => {
      if (isMissing(value) || typeof value === 'boolean' || (typeof value === 'string' && !text)) return false;
      return value === operand || encodeKey(value, text).equals(key);
    });
}

function regexTest(operand: unknown, options?: unknown): ValuesTest {
  const regex = toRegExp(operand, options);
  const key = isRegex(operand) ? encodeKey(operand) : undefined;
  return (values) =>
    candidates(values).some((value) => {
      if (typeof value === 'string') return regex.test(value);
      return key !== undefined && isRegex(value) && encodeKey(value).equals(key);
    });
}

function compareTest(
  operand: unknown,
  text: TextKey | undefined,
  holds: (order: number) => boolean,
  inclusive: boolean,
): ValuesTest {
  if (isRegex(operand)) throw badValue("Can't have RegEx as arg to predicate over field");
  if (isMissing(operand)) return inclusive ? equalTest(null) : () => false;
  const key = encodeKey(operand, text);
  const anyType = operand instanceof MinKey || operand instanceof MaxKey;
  const operandIsNaN = Number.isNaN(toNumber(operand));
  return (values) =>
    candidates(values).some((value) => {
      if (value === undefined || (value === null && !anyType)) return false;
      if (Number.isNaN(toNumber(value)) || operandIsNaN) {
        return inclusive && operandIsNaN && Number.isNaN(toNumber(value));
      }
      if (typeof value === 'number' && typeof operand === 'number') return holds(value - operand);
      const other = encodeKey(value, text);
      return (anyType || other[0] === key[0]) && holds(Buffer.compare(other, key));
    });
}

function inTest(operand: unknown, name: string, text?: TextKey): ValuesTest {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  if (operand.some((item) => isDocument(item) && Object.keys(item)[0]?.startsWith('$') && !('$ref' in item))) {
    throw badValue(`cannot nest $ under ${name}`);
  }
  const patterns = operand.filter(isRegex).map((item) => regexTest(item));
  const isPlainText = (item: unknown): item is string => typeof item === 'string' && !text;
  const strings = new Set(operand.filter(isPlainText));
  const keys = new Set(
    operand
      .filter((item) => !isRegex(item) && !isPlainText(item) && !isMissing(item))
      .map((item) => encodeKey(item, text).toString('latin1')),
  );
  const wantsNull = operand.some(isMissing);
  return (values) =>
    candidates(values).some((value) => {
      if (isPlainText(value)) return strings.has(value);
      if (isMissing(value)) return wantsNull;
      return keys.size > 0 && keys.has(encodeKey(value, text).toString('latin1'));
    }) || patterns.some((pattern) => pattern(values));
}

function typeTest(operand: unknown): ValuesTest {
  const wanted = new Set<string>();
  for (const type of Array.isArray(operand) ? operand : [operand]) {
    for (const name of typesNamed(type)) wanted.add(name);
  }
  if (!wanted.size) throw new DatabaseError(9, '$type must match at least one type');
  return (values) => candidates(values).some((value) => wanted.has(typeName(value)));
}

function typesNamed(type: unknown): string[] {
  if (type === 'number') return ['double', 'int', 'long', 'decimal'];
  if (typeof type === 'string') {
    if (!(type in TYPE_NUMBERS)) throw badValue(`Unknown type name alias: ${type}`);
    return [type];
  }
  const code = toNumber(type);
  const entry = Object.entries(TYPE_NUMBERS).find(([, number]) => number === code);
  if (code === undefined) throw new DatabaseError(14, 'type must be represented as a number or a string');
  if (!entry) throw badValue(`Invalid numerical type code: ${code}`);
  return [entry[0]];
}

function modTest(operand: unknown): ValuesTest {
  if (!Array.isArray(operand) || operand.length !== 2) {
    throw badValue(
      `malformed mod, ${Array.isArray(operand) && operand.length < 2 ? 'not enough' : 'too many'} elements`,
    );
  }
  const [divisor, remainder] = operand.map((item) => Math.trunc(toNumber(item) ?? 0)) as [number, number];
  if (divisor === 0) throw badValue('divisor cannot be 0');
  return (values) =>
    candidates(values).some((value) => {
      const number = toNumber(value);
      return number !== undefined && Number.isFinite(number) && (Math.trunc(number) % divisor) - remainder === 0;
    });
}

function sizeTest(operand: unknown): ValuesTest {
  const size = toNumber(operand);
  if (size === undefined) throw badValue(`Failed to parse $size. Expected a number in: $size: ${String(operand)}`);
  if (!Number.isInteger(size)) throw badValue('Failed to parse $size. Expected an integer');
  if (size < 0) throw badValue('Failed to parse $size. Expected a non-negative number');
  return (values) => values.some((value) => Array.isArray(value) && value.length === size);
}

/** Operators whose test needs nothing but their operand. */
const TESTS: Record<string, (operand: unknown, siblings: Doc, text?: TextKey) => ValuesTest | null> = {
  $eq: (operand, _siblings, text) => equalTest(operand, text),
  $ne: (operand, _siblings, text) => {
    if (isRegex(operand)) throw badValue("Can't have regex as arg to $ne.");
    return not(equalTest(operand, text));
  },
  $gt: (operand, _siblings, text) => compareTest(operand, text, (order) => order > 0, false),
  $gte: (operand, _siblings, text) => compareTest(operand, text, (order) => order >= 0, true),
  $lt: (operand, _siblings, text) => compareTest(operand, text, (order) => order < 0, false),
  $lte: (operand, _siblings, text) => compareTest(operand, text, (order) => order <= 0, true),
  $in: (operand, _siblings, text) => inTest(operand, '$in', text),
  $nin: (operand, _siblings, text) => not(inTest(operand, '$nin', text)),
  $exists: (operand) => {
    const wanted = isTruthy(operand);
    return (values) => values.some((value) => value !== undefined) === wanted;
  },
  $regex: (operand, siblings) => regexTest(operand, siblings.$options),
  $options: (_operand, siblings) => {
    if (!('$regex' in siblings)) throw badValue('$options needs a $regex');
    return null;
  },
  $size: sizeTest,
  $mod: modTest,
  $type: typeTest,
  $bitsAllSet: (operand) => bits(operand, (set) => set.every(Boolean)),
  $bitsAnySet: (operand) => bits(operand, (set) => set.some(Boolean)),
  $bitsAllClear: (operand) => bits(operand, (set) => !set.some(Boolean)),
  $bitsAnyClear: (operand) => bits(operand, (set) => !set.every(Boolean)),
  $comment: () => null,
};

function bits(operand: unknown, holds: (set: boolean[]) => boolean): ValuesTest {
  const test = bitTest(operand, holds);
  return (values) => candidates(values).some(test);
}

function not(test: ValuesTest): ValuesTest {
  return (values) => !test(values);
}

/** The keys of min and max sort outside every other type; a range on them crosses types. */
export function crossesTypes(key: Buffer): boolean {
  return key[0] === TAG.minKey || key[0] === TAG.maxKey;
}

/** The test of one operator; null for one that tests nothing; undefined for one that is not known here. */
export function operatorTest(
  name: string,
  operand: unknown,
  siblings: Doc,
  text?: TextKey,
): ValuesTest | null | undefined {
  return Object.hasOwn(TESTS, name) ? TESTS[name]!(operand, siblings, text) : undefined;
}
