/** The specification of an index: what MongoDB would refuse is refused, and what is left out here too. */
import type { Collection, Index } from './catalogue.ts';
import { samePattern } from './catalogue.ts';
import { checkKind } from './index-kinds.ts';
import { DatabaseError, notSupported, typeMismatch } from '../errors.ts';
import type { Condition } from '../language/filter.ts';
import { parseFilter } from '../language/filter.ts';
import type { Collation } from '../values/collation.ts';
import { readCollation } from '../values/collation.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, show, showDocument, toNumber, typeName } from '../values/values.ts';

/** Options that change nothing here. */
const HARMLESS = ['v', 'background', 'ns', 'storageEngine'];
const KNOWN = [
  ...HARMLESS,
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  'hidden',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
];
const MAX_EXPIRE_SECONDS = 2 ** 31 - 1;

/** Checks one specification of createIndexes; answers it as it will be stored and listed. A collation is inherited. */
export function checkIndexSpec(spec: Doc, inherited?: Collation): Doc {
  for (const option of Object.keys(spec)) {
    if (!KNOWN.includes(option)) {
      throw new DatabaseError(
        197,
        `The field '${option}' is not valid for an index specification, or not supported by the embedded database. Specification: ${showDocument(spec)}`,
      );
    }
  }
  const key = checkKey(spec.key);
  if (typeof spec.name !== 'string' || !spec.name) {
    throw new DatabaseError(
      9,
      `Error in specification ${showDocument(spec)} :: caused by :: The field 'name' is a required property of an index specification`,
    );
  }
  const checked: Doc = { v: 2, key, name: spec.name, ...checkKind(spec, key) };
  if (isFlag(spec, 'hidden')) checked.hidden = true;
  if (isFlag(spec, 'unique')) checked.unique = true;
  if (isFlag(spec, 'sparse')) checked.sparse = true;
  if (spec.partialFilterExpression !== undefined) checked.partialFilterExpression = checkPartial(spec);
  if (spec.expireAfterSeconds !== undefined) checked.expireAfterSeconds = checkExpiry(spec);
  const collation = spec.collation === undefined ? inherited : readCollation(spec.collation);
  if (collation && checked.textIndexVersion !== undefined) {
    throw new DatabaseError(67, "Index type 'text' does not support collation");
  }
  if (collation) checked.collation = collation.spec;
  return checked;
}

function isFlag(spec: Doc, option: string): boolean {
  const value = spec[option];
  if (value !== undefined && typeof value !== 'boolean' && toNumber(value) === undefined) {
    throw typeMismatch(`The field '${option}' has value ${option}: ${show(value)}, which is not convertible to bool`);
  }
  return isTruthy(value);
}

function checkKey(key: unknown): Doc {
  if (!isDocument(key)) throw typeMismatch(`The field 'key' must be an object, but got ${typeName(key)}`);
  const entries = Object.entries(key);
  if (!entries.length) throw new DatabaseError(67, 'Index keys cannot be an empty object');
  for (const [name, direction] of entries) {
    if (typeof direction === 'string') {
      if (!KINDS.includes(direction)) throw refusedKind(direction);
      checkKeyName(name);
      continue;
    }
    const number = toNumber(direction);
    if (number === undefined) {
      throw new DatabaseError(
        67,
        `Values in v:2 index key pattern cannot be of type ${typeName(direction)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
      );
    }
    if (number === 0 || Number.isNaN(number)) {
      throw new DatabaseError(67, 'Values in the index key pattern cannot be 0.');
    }
    checkKeyName(name);
  }
  return key;
}

const KINDS = ['text', 'hashed', '2d', '2dsphere'];

function refusedKind(kind: string): DatabaseError {
  if (['geoHaystack', 'columnstore'].includes(kind)) return notSupported(`the index type '${kind}' is`);
  return new DatabaseError(67, `Unknown index plugin '${kind}'`);
}

function checkKeyName(name: string): void {
  const parts = name.split('.');
  if (parts.at(-1) === '$**') parts.pop();
  if (name === '$**') return;
  if (!name || parts.includes('')) throw new DatabaseError(67, 'Index keys cannot contain an empty field.');
  if (parts.some((part, i) => part.startsWith('$') && !(i > 0 && ['$ref', '$id', '$db'].includes(part)))) {
    throw new DatabaseError(67, "Index key contains an illegal field name: field name starts with '$'.");
  }
}

const PARTIAL_OPERATORS = ['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$in'];

function checkPartial(spec: Doc): Doc {
  const expression = spec.partialFilterExpression;
  if (!isDocument(expression)) throw typeMismatch("The field 'partialFilterExpression' must be an object");
  if (isTruthy(spec.sparse)) {
    throw new DatabaseError(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
  }
  if (isDocument(spec.key) && Object.keys(spec.key).join() === '_id') {
    throw new DatabaseError(67, '_id index cannot be a partial index');
  }
  checkPartialCondition(parseFilter(expression).condition);
  return expression;
}

function checkPartialCondition(condition: Condition): void {
  if (condition.kind === 'and' || condition.kind === 'or') {
    condition.parts.forEach(checkPartialCondition);
  } else if (condition.kind !== 'field') {
    throw new DatabaseError(67, `unsupported expression in partial index: $${condition.kind}`);
  } else if (
    condition.operator === '$exists' ? !isTruthy(condition.operand) : !PARTIAL_OPERATORS.includes(condition.operator)
  ) {
    throw new DatabaseError(67, `Expression not supported in partial index: ${condition.name} ${condition.operator}`);
  }
}

function checkExpiry(spec: Doc): number {
  const seconds = toNumber(spec.expireAfterSeconds);
  if (seconds === undefined) throw typeMismatch("TTL index 'expireAfterSeconds' option must be numeric");
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > MAX_EXPIRE_SECONDS) {
    throw new DatabaseError(
      67,
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, got ${seconds}`,
    );
  }
  const fields = Object.keys(spec.key as Doc);
  if (fields.length > 1)
    throw new DatabaseError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
  if (fields[0] === '_id')
    throw new DatabaseError(67, "The field 'expireAfterSeconds' is not valid for an _id index specification.");
  return Math.trunc(seconds);
}

/** Is the index there already? Refuses one that is there under the same name or key with other options (85, 86). */
export function existingIndex(collection: Collection, spec: Doc): Index | undefined {
  const byName = collection.indexes.find((index) => index.name === spec.name);
  const text = spec.weights === undefined ? undefined : collection.indexes.find((index) => index.kind === 'text');
  if (text && show(text.spec.weights) !== show(spec.weights)) {
    throw new DatabaseError(67, `only one text index per collection allowed, found existing text index "${text.name}"`);
  }
  const byKey = collection.indexes.find(
    (index) => samePattern(index.key, spec.key as Doc) && sameCollation(index.spec, spec),
  );
  if (!byName && !byKey) return undefined;
  const requested = `Requested index: ${showDocument(spec)}`;
  if (byName && byName !== byKey) {
    throw new DatabaseError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${requested}, existing index: ${showDocument(byName.spec)}`,
    );
  }
  const index = byKey!;
  if (index.name === '_id_') return index;
  if (!byName && sameFilter(index.spec, spec)) {
    if (sameOptions(index.spec, spec)) {
      throw new DatabaseError(85, `Index already exists with a different name: ${index.name}`);
    }
    throw new DatabaseError(
      85,
      `An equivalent index already exists with a different name and options. ${requested}, existing index: ${showDocument(index.spec)}`,
    );
  }
  if (!byName) return undefined;
  if (sameOptions(index.spec, spec)) return index;
  const unchangedExpiry = index.spec.expireAfterSeconds === spec.expireAfterSeconds;
  throw new DatabaseError(
    unchangedExpiry ? 86 : 85,
    unchangedExpiry
      ? `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${requested}, existing index: ${showDocument(index.spec)}`
      : `An equivalent index already exists with the same name but different options. ${requested}, existing index: ${showDocument(index.spec)}`,
  );
}

/** Indexes on the same key are different ones when their partial filters differ. */
function sameFilter(a: Doc, b: Doc): boolean {
  return show(a.partialFilterExpression) === show(b.partialFilterExpression);
}

function sameCollation(a: Doc, b: Doc): boolean {
  return show(a.collation) === show(b.collation);
}

function sameOptions(a: Doc, b: Doc): boolean {
  const flags = (spec: Doc): string =>
    `${spec.unique === true} ${spec.sparse === true} ${show(spec.expireAfterSeconds)}`;
  return sameFilter(a, b) && flags(a) === flags(b);
}
