/** Filters: read once and completely, then put to documents. */
import { DatabaseError, badValue, notSupported } from '../errors.ts';
import type { Scope } from '../aggregation/scope.ts';
import type { Collation } from '../values/collation.ts';
import { compileExpression } from '../aggregation/expressions.ts';
import { NO_SCOPE } from '../aggregation/scope.ts';
import { operatorTest, valueTest } from './filter-operators.ts';
import { compileSchema } from './json-schema.ts';
import { intersects, within } from '../geo/conditions.ts';
import type { Near } from '../geo/near.ts';
import { readTextSearch } from '../words/text-search.ts';
import { makeNear, nearIndex, nearRequest } from '../geo/near.ts';
import type { ValuesTest } from './filter-operators.ts';
import { findValues, rootOf } from '../values/paths.ts';
import { isRegex } from '../values/regex.ts';
import { isDocument, isTruthy } from '../values/values.ts';
import type { Doc } from '../values/values.ts';

/** One condition on one path. The planner reads the operator and operand, matching uses the test. */
export interface FieldCondition {
  kind: 'field';
  name: string;
  path: readonly string[];
  operator: string;
  operand: unknown;
  test: ValuesTest;
  /** Of `$near`: how far. */
  near?: Near;
}

/** A filter as a tree. */
export type Condition =
  | FieldCondition
  | { kind: 'and' | 'or' | 'nor'; parts: Condition[] }
  | { kind: 'expression'; holds: (doc: Doc) => boolean; textScore?: (doc: Doc) => number };

/** A filter that has been read. */
export interface Filter {
  condition: Condition;
  matches: (doc: Doc) => boolean;
  /** The top-level fields it looks at; undefined when it may look at any. */
  roots: ReadonlySet<string> | undefined;
  isEmpty: boolean;
  /** How it compares text; undefined: by its bytes. An index answers it only with the same. */
  collation?: Collation;
  /** The nearest come first, where no other order is asked for. */
  near?: Near;
  /** Of `$text`: how well a document fits. */
  textScore?: (doc: Doc) => number;
}

/** The fields of a reference to another collection (DBRef): names, not operators. */
const REFERENCE_FIELDS = new Set(['$ref', '$id', '$db']);

/** Operators of MongoDB that are left out here. */
const LEFT_OUT = new Set(['$where', '$sampleRate']);

/** Reads a filter. `scope` is what `$expr` may refer to. Refuses what is not a query (2), and what is left out (115). */
export function parseFilter(filter: Doc, scope: Scope = NO_SCOPE): Filter {
  const condition = parseAll(filter, scope);
  return {
    condition,
    matches: compile(condition),
    roots: rootsOf(condition),
    isEmpty: condition.kind === 'and' && condition.parts.length === 0,
    collation: scope.collation,
    textScore: textScoreOf(condition),
    near: requiredConditions(condition).find((one) => one.near)?.near,
  };
}

/** A filter that every document meets. */
export const EVERYTHING: Filter = parseFilter({});

function parseAll(filter: Doc, scope: Scope): Condition {
  const parts = Object.entries(filter).flatMap(([name, operand]) => parseEntry(name, operand, scope));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseEntry(name: string, operand: unknown, scope: Scope): Condition[] {
  if (!name.startsWith('$') || REFERENCE_FIELDS.has(name)) return parseField(name, operand, scope);
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return [{ kind: name.slice(1) as 'and' | 'or' | 'nor', parts: parseList(name, operand, scope) }];
    case '$expr': {
      const evaluate = compileExpression(operand, scope);
      return [{ kind: 'expression', holds: (doc) => isTruthy(evaluate(doc)) }];
    }
    case '$jsonSchema': {
      const check = compileSchema(operand);
      return [{ kind: 'expression', holds: (doc) => check(doc).length === 0 }];
    }
    case '$text':
      return [parseText(operand, scope)];
    case '$comment':
      return [];
    case '$alwaysTrue':
      return [];
    case '$alwaysFalse':
      return [{ kind: 'or', parts: [] }];
    default:
      if (LEFT_OUT.has(name)) throw notSupported(`the query operator ${name} is`);
      throw badValue(
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function parseText(operand: unknown, { collection }: Scope): Condition {
  if (collection === undefined) {
    throw new DatabaseError(17313, '$match with $text is only allowed as the first pipeline stage');
  }
  const { matches, scoreOf } = readTextSearch(operand, collection?.indexes);
  return { kind: 'expression', holds: matches, textScore: scoreOf };
}

function textScoreOf(condition: Condition): ((doc: Doc) => number) | undefined {
  if (condition.kind === 'expression') return condition.textScore;
  if (condition.kind === 'field') return undefined;
  return condition.parts.map(textScoreOf).find((one) => one !== undefined);
}

function parseList(name: string, operand: unknown, scope: Scope): Condition[] {
  if (!Array.isArray(operand)) throw badValue(`${name} must be an array`);
  if (!operand.length) throw badValue('$and/$or/$nor must be a nonempty array');
  return operand.map((item) => {
    if (!isDocument(item)) throw badValue('$or/$and/$nor entries need to be full objects');
    return parseAll(item, scope);
  });
}

/** Does a value in a filter hold operators rather than a document to be equal to? */
export function holdsOperators(value: unknown): value is Doc {
  if (!isDocument(value)) return false;
  const [first] = Object.keys(value);
  return first !== undefined && first.startsWith('$') && !REFERENCE_FIELDS.has(first);
}

function parseField(name: string, operand: unknown, scope: Scope): Condition[] {
  if (name.includes('\0')) throw badValue('field names must not contain null bytes');
  const path = name.split('.');
  if (!holdsOperators(operand)) {
    const operator = isRegex(operand) ? '$regex' : '$eq';
    const test = valueTest(operand, scope.collation?.textKey);
    return [{ kind: 'field', name, path, operator, operand, test }];
  }
  const near = parseNear(name, operand, scope);
  return Object.keys(operand).flatMap((operator) => {
    if (near?.operator === operator) return [near];
    if (near && NEAR_BOUNDS.has(operator)) return [];
    const test = parseOperator(operator, operand[operator], operand, scope);
    return test ? [{ kind: 'field' as const, name, path, operator, operand: operand[operator], test }] : [];
  });
}

const NEAR_BOUNDS = new Set(['$maxDistance', '$minDistance', '$uniqueDocs']);

/** What is said where nothing can be sorted by distance. */
export function nearNotAllowed(): DatabaseError {
  return new DatabaseError(
    5626500,
    '$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data. If you do not need sort, consider using $geoWithin instead.',
  );
}

/** `$near` or `$nearSphere` among the operators on a field. Refuses it where nothing can be sorted by it (5626500). */
function parseNear(name: string, operators: Doc, { collection }: Scope): FieldCondition | undefined {
  const operator = ['$near', '$nearSphere', '$geoNear'].find((one) => one in operators);
  if (operator === undefined) return undefined;
  if (collection === undefined) throw nearNotAllowed();
  const request = nearRequest(operator, operators[operator], operators);
  const near = makeNear(name, request, collection ? nearIndex(collection.indexes, name) : undefined);
  const test: ValuesTest = (values) =>
    values.some((value) => {
      const distance = near.distance(value);
      return distance !== undefined && near.isInBounds(distance);
    });
  return { kind: 'field', name, path: near.path, operator, operand: operators[operator], test, near };
}

function parseOperator(name: string, operand: unknown, siblings: Doc, scope: Scope): ValuesTest | null {
  switch (name) {
    case '$not':
      return negation(operand, scope);
    case '$elemMatch':
      return elementTest(operand, scope);
    case '$all':
      return allTest(operand, scope);
    case '$geoWithin':
    case '$within':
      return within(operand);
    case '$geoIntersects':
      return intersects(operand);
    default: {
      const test = operatorTest(name, operand, siblings, scope.collation?.textKey);
      if (test !== undefined) return test;
      if (LEFT_OUT.has(name)) throw notSupported(`the query operator ${name} is`);
      throw badValue(`unknown operator: ${name}`);
    }
  }
}

function parseOperators(operators: Doc, scope: Scope): ValuesTest {
  const tests = Object.keys(operators)
    .map((name) => parseOperator(name, operators[name], operators, scope))
    .filter((test) => test !== null);
  return (values) => tests.every((test) => test(values));
}

function negation(operand: unknown, scope: Scope): ValuesTest {
  if (isRegex(operand)) {
    const test = valueTest(operand);
    return (values) => !test(values);
  }
  if (!isDocument(operand)) throw badValue('$not needs a regex or a document');
  if (!Object.keys(operand).length) throw badValue('$not cannot be empty');
  const test = parseOperators(operand, scope);
  return (values) => !test(values);
}

/** The test that one element of an array must meet: operators on the element itself, or a filter on its fields. */
export function elementCondition(operand: unknown, scope: Scope = NO_SCOPE): (element: unknown) => boolean {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object');
  const [first] = Object.keys(operand);
  const isLogical = first !== undefined && ['$and', '$or', '$nor', '$expr', '$comment'].includes(first);
  if (holdsOperators(operand) && !isLogical) {
    const test = parseOperators(operand, scope);
    return (element) => test([element]);
  }
  const filter = parseFilter(operand, scope);
  return (element) => {
    if (isDocument(element)) return filter.matches(element);
    // The fields of an array are its positions.
    return Array.isArray(element) && filter.matches({ ...element } as unknown as Doc);
  };
}

function elementTest(operand: unknown, scope: Scope): ValuesTest {
  const matches = elementCondition(operand, scope);
  return (values) => values.some((value) => Array.isArray(value) && value.some(matches));
}

function allTest(operand: unknown, scope: Scope): ValuesTest {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  const tests = operand.map((item) => {
    if (isDocument(item) && '$elemMatch' in item) return elementTest(item.$elemMatch, scope);
    if (holdsOperators(item)) throw badValue('no $ expressions in $all');
    return valueTest(item, scope.collation?.textKey);
  });
  return (values) => tests.length > 0 && tests.every((test) => test(values));
}

function compile(condition: Condition): (doc: Doc) => boolean {
  switch (condition.kind) {
    case 'field':
      return compileField(condition);
    case 'expression':
      return condition.holds;
    default:
      return combine(condition.kind, condition.parts.map(compile));
  }
}

function compileField({ name, path, test }: FieldCondition): (doc: Doc) => boolean {
  if (path.length > 1) return (doc) => test(findValues(doc, path));
  return (doc) => test([Object.hasOwn(doc, name) ? doc[name] : undefined]);
}

function combine(kind: 'and' | 'or' | 'nor', tests: ((doc: Doc) => boolean)[]): (doc: Doc) => boolean {
  if (kind === 'and') return (doc) => tests.every((test) => test(doc));
  if (kind === 'or') return (doc) => tests.some((test) => test(doc));
  return (doc) => !tests.some((test) => test(doc));
}

function rootsOf(condition: Condition): Set<string> | undefined {
  if (condition.kind === 'field') return new Set([rootOf(condition.name)]);
  if (condition.kind === 'expression') return undefined;
  const roots = new Set<string>();
  for (const part of condition.parts) {
    const more = rootsOf(part);
    if (!more) return undefined;
    for (const root of more) roots.add(root);
  }
  return roots;
}

/** The conditions that every matching document meets, each on one path. */
export function requiredConditions(condition: Condition): FieldCondition[] {
  if (condition.kind === 'field') return [condition];
  return condition.kind === 'and' ? condition.parts.flatMap(requiredConditions) : [];
}

/** Reads a filter from a command; a missing one means every document. */
export function filterFrom(value: unknown, field: string, scope: Scope = NO_SCOPE): Filter {
  if (value === undefined || value === null) return { ...EVERYTHING, collation: scope.collation };
  if (!isDocument(value)) {
    throw new DatabaseError(14, `BSON field '${field}' is the wrong type, expected type 'object'`);
  }
  return parseFilter(value, scope);
}

/** Is the filter nothing but these conditions joined by and? */
export function isConjunction({ condition }: Filter, conditionCount: number): boolean {
  if (condition.kind === 'field') return conditionCount === 1;
  return (
    condition.kind === 'and' &&
    condition.parts.length === conditionCount &&
    condition.parts.every((part) => part.kind === 'field')
  );
}
