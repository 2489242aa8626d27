/** `$jsonSchema`: what a document must look like, in MongoDB's dialect of JSON Schema (draft 4 with BSON types). */
import { DatabaseError, failedToParse, typeMismatch } from '../errors.ts';
import { encodeKey, sameValue } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { TYPE_NUMBERS, isDocument, isNumeric, toInteger, toNumber, typeName } from '../values/values.ts';

/** What is wrong with a value, one report for each rule that it breaks; in MongoDB's form. */
type Check = (value: unknown) => Doc[];

/** Reads one keyword of a schema; its siblings are at hand. */
type Keyword = (argument: unknown, schema: Doc) => Check;

/** Keywords that only describe. */
const ANNOTATIONS = ['title', 'description'];
/** Keywords that are read together with another one. */
const COMPANIONS = ['exclusiveMinimum', 'exclusiveMaximum'];
const UNSUPPORTED = ['$ref', '$schema', 'default', 'definitions', 'format', 'id'];

/** The types of JSON Schema in terms of BSON. JSON's integer is no type of BSON. */
const JSON_TYPES: Record<string, readonly string[]> = {
  object: ['object'],
  array: ['array'],
  number: ['int', 'long', 'double', 'decimal'],
  boolean: ['bool'],
  string: ['string'],
  null: ['null'],
};

/** Reads a schema completely. Refuses unknown keywords (9) and arguments of the wrong type (14, 9). */
export function compileSchema(schema: unknown): Check {
  if (!isDocument(schema)) throw typeMismatch('$jsonSchema must be an object');
  const checks = Object.entries(schema).flatMap(([name, argument]) => {
    if (ANNOTATIONS.includes(name) || COMPANIONS.includes(name)) return [];
    if (UNSUPPORTED.includes(name)) throw failedToParse(`$jsonSchema keyword '${name}' is not currently supported`);
    if (!Object.hasOwn(KEYWORDS, name)) throw failedToParse(`Unknown $jsonSchema keyword: ${name}`);
    return [KEYWORDS[name]!(argument, schema)];
  });
  return (value) => checks.flatMap((check) => check(value));
}

const KEYWORDS: Record<string, Keyword> = {
  bsonType: (argument) => typeCheck('bsonType', argument, bsonTypes),
  type: (argument) => typeCheck('type', argument, jsonTypes),
  enum: (argument) => {
    const allowed = listOf('enum', argument);
    return rule(
      'enum',
      argument,
      () => true,
      (value) => allowed.some((one) => sameValue(one, value)),
      'value was not found in enum',
    );
  },
  minimum: (argument, schema) =>
    bound('minimum', argument, schema.exclusiveMinimum === true, (order, strict) => (strict ? order > 0 : order >= 0)),
  maximum: (argument, schema) =>
    bound('maximum', argument, schema.exclusiveMaximum === true, (order, strict) => (strict ? order < 0 : order <= 0)),
  multipleOf: (argument) => {
    const divisor = numberOf('multipleOf', argument);
    return rule(
      'multipleOf',
      argument,
      isNumeric,
      (value) => toNumber(value)! % divisor === 0,
      'considered value is not a multiple of the specified value',
    );
  },
  minLength: (argument) =>
    size(
      'minLength',
      argument,
      lengthOf,
      (length, limit) => length >= limit,
      'specified string length was not satisfied',
    ),
  maxLength: (argument) =>
    size(
      'maxLength',
      argument,
      lengthOf,
      (length, limit) => length <= limit,
      'specified string length was not satisfied',
    ),
  minItems: (argument) =>
    size('minItems', argument, countItems, (count, limit) => count >= limit, 'array did not match specified length'),
  maxItems: (argument) =>
    size('maxItems', argument, countItems, (count, limit) => count <= limit, 'array did not match specified length'),
  minProperties: (argument) =>
    size(
      'minProperties',
      argument,
      countFields,
      (count, limit) => count >= limit,
      'specified number of properties was not satisfied',
    ),
  maxProperties: (argument) =>
    size(
      'maxProperties',
      argument,
      countFields,
      (count, limit) => count <= limit,
      'specified number of properties was not satisfied',
    ),
  pattern: (argument) => {
    const pattern = new RegExp(textOf('pattern', argument), 'u');
    return rule(
      'pattern',
      argument,
      isText,
      (value) => pattern.test(value as string),
      'regular expression did not match',
    );
  },
  uniqueItems: (argument) =>
    rule(
      'uniqueItems',
      argument,
      (value) => argument === true && Array.isArray(value),
      (value) => isDistinct(value as unknown[]),
      'found a duplicate item',
    ),
  required: requiredCheck,
  properties: propertiesCheck,
  patternProperties: patternPropertiesCheck,
  additionalProperties: additionalPropertiesCheck,
  dependencies: dependenciesCheck,
  items: itemsCheck,
  additionalItems: additionalItemsCheck,
  allOf: (argument) => combination('allOf', argument, (good, all) => good === all),
  anyOf: (argument) => combination('anyOf', argument, (good) => good > 0),
  oneOf: (argument) => combination('oneOf', argument, (good) => good === 1),
  not: (argument) => {
    const check = compileSchema(argument);
    return (value) => (check(value).length ? [] : [{ operatorName: 'not', reason: 'child expression matched' }]);
  },
};

/** A rule on the values that it concerns. */
function rule(
  name: string,
  argument: unknown,
  concerns: (value: unknown) => boolean,
  holds: (value: unknown) => boolean,
  reason: string,
): Check {
  return (value) => {
    if (value === undefined || !concerns(value) || holds(value)) return [];
    return [{ operatorName: name, specifiedAs: { [name]: argument }, reason, consideredValue: value }];
  };
}

function typeCheck(name: string, argument: unknown, read: (type: string) => readonly string[]): Check {
  const types = Array.isArray(argument) ? argument : [argument];
  if (!types.length) throw failedToParse(`$jsonSchema keyword '${name}' must name at least one type`);
  const wanted = new Set(types.flatMap((type) => read(textOf(name, type))));
  return (value) => {
    if (value === undefined || wanted.has(typeName(value))) return [];
    return [
      {
        operatorName: name,
        specifiedAs: { [name]: argument },
        reason: 'type did not match',
        consideredValue: value,
        consideredType: typeName(value),
      },
    ];
  };
}

function bsonTypes(type: string): readonly string[] {
  if (type === 'number') return JSON_TYPES.number!;
  if (!Object.hasOwn(TYPE_NUMBERS, type)) throw new DatabaseError(2, `Unknown type name alias: ${type}`);
  return [type];
}

function jsonTypes(type: string): readonly string[] {
  if (type === 'integer') throw failedToParse("$jsonSchema type 'integer' is not currently supported.");
  if (!Object.hasOwn(JSON_TYPES, type)) throw new DatabaseError(2, `Unknown type name alias: ${type}`);
  return JSON_TYPES[type]!;
}

function bound(
  name: string,
  argument: unknown,
  strict: boolean,
  holds: (order: number, strict: boolean) => boolean,
): Check {
  numberOf(name, argument);
  const key = encodeKey(argument);
  return rule(
    name,
    argument,
    isNumeric,
    (value) => holds(Buffer.compare(encodeKey(value), key), strict),
    'comparison failed',
  );
}

function size(
  name: string,
  argument: unknown,
  measure: (value: unknown) => number | undefined,
  holds: (size: number, limit: number) => boolean,
  reason: string,
): Check {
  const limit = toInteger(argument);
  if (limit === undefined || limit < 0)
    throw failedToParse(`$jsonSchema keyword '${name}' must be a non-negative integer`);
  return rule(
    name,
    argument,
    (value) => measure(value) !== undefined,
    (value) => holds(measure(value)!, limit),
    reason,
  );
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' ? [...value].length : undefined;
}

function countItems(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function countFields(value: unknown): number | undefined {
  return isDocument(value) ? Object.keys(value).length : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDistinct(items: unknown[]): boolean {
  return new Set(items.map((item) => encodeKey(item).toString('latin1'))).size === items.length;
}

function requiredCheck(argument: unknown): Check {
  const names = listOf('required', argument).map((name) => textOf('required', name));
  if (!names.length) throw failedToParse("$jsonSchema keyword 'required' cannot be an empty array");
  return (value) => {
    const missing = isDocument(value) ? names.filter((name) => !Object.hasOwn(value, name)) : [];
    if (!missing.length) return [];
    return [{ operatorName: 'required', specifiedAs: { required: argument }, missingProperties: missing }];
  };
}

function propertiesCheck(argument: unknown): Check {
  const properties = schemasOf('properties', argument);
  return (value) => {
    if (!isDocument(value)) return [];
    const broken = properties.flatMap(([name, { check, description }]) => {
      const details = Object.hasOwn(value, name) ? check(value[name]) : [];
      return details.length ? [{ propertyName: name, ...description, details }] : [];
    });
    return broken.length ? [{ operatorName: 'properties', propertiesNotSatisfied: broken }] : [];
  };
}

interface Property {
  check: Check;
  /** Goes into the report of what is wrong. */
  description: Doc;
}

function schemasOf(keyword: string, argument: unknown): [string, Property][] {
  if (!isDocument(argument)) throw typeMismatch(`$jsonSchema keyword '${keyword}' must be an object`);
  return Object.entries(argument).map(([name, schema]) => {
    const description =
      isDocument(schema) && schema.description !== undefined ? { description: schema.description } : {};
    return [name, { check: compileSchema(schema), description }];
  });
}

function patternPropertiesCheck(argument: unknown): Check {
  const patterns = schemasOf('patternProperties', argument).map(([text, { check }]) => ({
    pattern: new RegExp(text, 'u'),
    check,
  }));
  return (value) => {
    if (!isDocument(value)) return [];
    const broken = Object.entries(value).flatMap(([name, field]) =>
      patterns.flatMap(({ pattern, check }) => {
        const details = pattern.test(name) ? check(field) : [];
        return details.length ? [{ propertyName: name, regexMatched: pattern.source, details }] : [];
      }),
    );
    return broken.length ? [{ operatorName: 'patternProperties', details: broken }] : [];
  };
}

/** What the other keywords do not name is forbidden, or must follow a schema of its own. */
function additionalPropertiesCheck(argument: unknown, schema: Doc): Check {
  const named = new Set(isDocument(schema.properties) ? Object.keys(schema.properties) : []);
  const patterns = Object.keys(isDocument(schema.patternProperties) ? schema.patternProperties : {}).map(
    (text) => new RegExp(text, 'u'),
  );
  const check = readAdditional('additionalProperties', argument);
  return (value) => {
    if (!isDocument(value)) return [];
    const bad = Object.keys(value).filter(
      (name) => !named.has(name) && !patterns.some((pattern) => pattern.test(name)) && check(value[name]).length > 0,
    );
    if (!bad.length) return [];
    return [
      {
        operatorName: 'additionalProperties',
        specifiedAs: { additionalProperties: argument },
        additionalProperties: bad,
      },
    ];
  };
}

function readAdditional(keyword: string, argument: unknown): Check {
  if (typeof argument === 'boolean') return () => (argument ? [] : [{ operatorName: keyword }]);
  return compileSchema(argument);
}

/** A field that is there may demand others, or that the whole follows a further schema. */
function dependenciesCheck(argument: unknown): Check {
  if (!isDocument(argument)) throw typeMismatch("$jsonSchema keyword 'dependencies' must be an object");
  const dependencies = Object.entries(argument).map(([name, demand]) => {
    const check = Array.isArray(demand) ? requiredCheck(demand) : compileSchema(demand);
    return { name, check };
  });
  return (value) => {
    if (!isDocument(value)) return [];
    const broken = dependencies.filter(({ name, check }) => Object.hasOwn(value, name) && check(value).length > 0);
    if (!broken.length) return [];
    return [
      { operatorName: 'dependencies', failingDependencies: broken.map(({ name }) => ({ conditionalProperty: name })) },
    ];
  };
}

/** One schema for all elements, or a list of schemas for the elements in their order. */
function itemsCheck(argument: unknown): Check {
  const list = Array.isArray(argument) ? argument.map(compileSchema) : undefined;
  const every = list ? undefined : compileSchema(argument);
  return (value) => {
    if (!Array.isArray(value)) return [];
    for (const [itemIndex, item] of value.entries()) {
      const details = (every ?? list![itemIndex])?.(item) ?? [];
      if (details.length) {
        return [
          { operatorName: 'items', reason: 'At least one item did not match the sub-schema', itemIndex, details },
        ];
      }
    }
    return [];
  };
}

function additionalItemsCheck(argument: unknown, schema: Doc): Check {
  const check = readAdditional('additionalItems', argument);
  const known = Array.isArray(schema.items) ? schema.items.length : Infinity;
  return (value) => {
    const extra = Array.isArray(value) ? value.slice(known) : [];
    if (!extra.some((item) => check(item).length)) return [];
    return [{ operatorName: 'additionalItems', specifiedAs: { additionalItems: argument }, additionalItems: extra }];
  };
}

function combination(name: string, argument: unknown, holds: (good: number, all: number) => boolean): Check {
  const checks = listOf(name, argument).map(compileSchema);
  if (!checks.length) throw failedToParse(`$jsonSchema keyword '${name}' must be a non-empty array`);
  return (value) => {
    const reports = checks.map((check, index) => ({ index, details: check(value) }));
    const bad = reports.filter(({ details }) => details.length);
    return holds(checks.length - bad.length, checks.length) ? [] : [{ operatorName: name, schemasNotSatisfied: bad }];
  };
}

function listOf(keyword: string, argument: unknown): unknown[] {
  if (!Array.isArray(argument)) throw typeMismatch(`$jsonSchema keyword '${keyword}' must be an array`);
  return argument;
}

function textOf(keyword: string, argument: unknown): string {
  if (typeof argument !== 'string') throw typeMismatch(`$jsonSchema keyword '${keyword}' must be a string`);
  return argument;
}

function numberOf(keyword: string, argument: unknown): number {
  const number = toNumber(argument);
  if (number === undefined) throw typeMismatch(`$jsonSchema keyword '${keyword}' must be a number`);
  return number;
}
