/** The planner: which index answers a query, between which keys, and whether it gives the order too. */
import { BSONRegExp } from 'bson';
import type { Collection, Index } from './catalogue.ts';
import { badValue } from './errors.ts';
import type { FieldCondition, Filter } from './filter.ts';
import { requiredConditions } from './filter.ts';
import { crossesTypes } from './filter-operators.ts';
import type { KeyField } from './index-keys.ts';
import { EMPTY_ARRAY_KEY, afterPrefix, encodeKey, flipKey } from './keys.ts';
import { isRegex } from './regex.ts';
import type { Doc } from './values.ts';
import { isDocument, toNumber } from './values.ts';

/** Keys from the first to the second (not included), without the index's prefix. */
export type Bounds = [Buffer, Buffer];

/** How a query will be answered. */
export interface Plan {
  /** Undefined: every document is looked at. */
  index: Index | undefined;
  bounds: Bounds[];
  backwards: boolean;
  /** Do the documents come in the order asked for? */
  sorted: boolean;
  /** Do the bounds say all that the filter says? Then documents need not be read to be matched. */
  exact: boolean;
}

const EMPTY = Buffer.alloc(0);
const WHOLE_INDEX: Bounds = [EMPTY, Buffer.of(0xff)];
/** More points than this are not worth looking up one by one. */
const MAX_POINTS = 5000;

/** What the filter says of one path in terms of keys: some points, or a range. */
interface KeyCondition {
  points?: Buffer[];
  low?: Buffer;
  high?: Buffer;
  /** Is every condition on the path expressed by the points? */
  exact: boolean;
}

/** Chooses the index for a filter and a sort. `hint` is an index's name or key, or `{ $natural: 1 }`. */
export function makePlan(collection: Collection, filter: Filter, sort: readonly KeyField[], hint?: unknown): Plan {
  const scan: Plan = {
    index: undefined,
    bounds: [],
    backwards: false,
    sorted: sort.length === 0,
    exact: filter.isEmpty,
  };
  if (hint !== undefined) return hintedPlan(collection, filter, sort, hint, scan);
  const conditions = requiredConditions(filter.condition);
  const keyConditions = keyConditionsByPath(conditions);
  let best = scan;
  let bestScore = 0;
  for (const index of collection.indexes) {
    if (!index.ready || !holdsAllMatches(index, conditions)) continue;
    const candidate = planWith(index, filter, keyConditions, conditions.length, sort);
    if (candidate && candidate.score > bestScore) {
      best = candidate.plan;
      bestScore = candidate.score;
    }
  }
  return best;
}

function hintedPlan(
  collection: Collection,
  filter: Filter,
  sort: readonly KeyField[],
  hint: unknown,
  scan: Plan,
): Plan {
  const natural = isDocument(hint) ? toNumber(hint.$natural) : undefined;
  if (natural !== undefined) return { ...scan, backwards: natural < 0 };
  const index = findIndex(collection, hint);
  if (!index) {
    throw badValue(
      `error processing query: ns=${collection.namespace} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
    );
  }
  const conditions = requiredConditions(filter.condition);
  const candidate = planWith(index, filter, keyConditionsByPath(conditions), conditions.length, sort);
  if (candidate) return candidate.plan;
  return { index, bounds: [WHOLE_INDEX], backwards: false, sorted: sort.length === 0, exact: filter.isEmpty };
}

/** The index with this name or this key pattern. */
export function findIndex(collection: Collection, wanted: unknown): Index | undefined {
  if (!isDocument(wanted)) return collection.indexes.find((index) => index.name === wanted);
  const pattern = patternText(wanted);
  return collection.indexes.find((index) => patternText(index.key) === pattern);
}

function patternText(pattern: Doc): string {
  return JSON.stringify(Object.entries(pattern).map(([name, direction]) => [name, toNumber(direction) ?? direction]));
}

function keyConditionsByPath(conditions: readonly FieldCondition[]): Map<string, KeyCondition> {
  const found = new Map<string, KeyCondition>();
  for (const condition of conditions) {
    const known = found.get(condition.name);
    const next = known ?? { exact: true };
    addCondition(next, condition);
    // Only one condition on a path can be all that is said of it.
    if (known) next.exact = false;
    if (next.points || next.low) found.set(condition.name, next);
  }
  return found;
}

function addCondition(known: KeyCondition, { operator, operand }: FieldCondition): void {
  switch (operator) {
    case '$eq':
      return addPoints(known, [operand]);
    case '$in':
      return addPoints(known, operand as unknown[]);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return addRange(known, operator, operand);
    default:
      known.exact = false;
      return undefined;
  }
}

function addPoints(known: KeyCondition, operands: unknown[]): void {
  if (known.points || operands.some((operand) => operand instanceof RegExp || operand instanceof BSONRegExp)) {
    known.exact = false;
    return;
  }
  if (!operands.every(isExactOperand)) known.exact = false;
  const keys = operands.flatMap(pointsOf);
  known.points = sortedUnique(keys);
}

/** Null also means missing and may need another look, as do arrays and documents. NaN is exact as a key. */
function isExactOperand(operand: unknown): boolean {
  if (operand === null || operand === undefined || Array.isArray(operand)) return false;
  return !isDocument(operand);
}

/** An array may equal the whole value, of which the index holds the elements, or one element. */
function pointsOf(operand: unknown): Buffer[] {
  if (!Array.isArray(operand)) return [encodeKey(operand)];
  return [encodeKey(operand), operand.length ? encodeKey(operand[0]) : EMPTY_ARRAY_KEY];
}

function sortedUnique(keys: Buffer[]): Buffer[] {
  const sorted = keys.sort(Buffer.compare);
  return sorted.filter((key, i) => i === 0 || !key.equals(sorted[i - 1]!));
}

function addRange(known: KeyCondition, operator: string, operand: unknown): void {
  known.exact = false;
  if (operand === null || operand === undefined || Array.isArray(operand) || isRegex(operand)) return;
  const key = encodeKey(operand);
  if (crossesTypes(key)) return;
  const tag = key[0]!;
  if (operator.startsWith('$gt')) {
    known.low ??= key;
    known.high ??= Buffer.of(tag + 1);
  } else {
    known.high = known.high && known.high.length > 1 ? known.high : afterPrefix(key);
    known.low ??= Buffer.of(tag);
  }
}

interface Candidate {
  plan: Plan;
  score: number;
}

function planWith(
  index: Index,
  filter: Filter,
  conditions: Map<string, KeyCondition>,
  conditionCount: number,
  sort: readonly KeyField[],
): Candidate | undefined {
  const { prefixes, fixed, exact } = equalityPrefixes(index, conditions);
  const ranged = rangeBounds(index, conditions, fixed.length, prefixes);
  const bounds = ranged ?? (fixed.length ? prefixes.map((prefix): Bounds => [prefix, afterPrefix(prefix)]) : undefined);
  const order = orderFrom(index, conditions, fixed, sort, bounds);
  const usesOrder = order.sorted && sort.length > 0;
  if (!bounds && !usesOrder) return undefined;
  const complete = fixed.length === index.fields.length;
  const score =
    fixed.reduce((sum, name) => sum + (conditions.get(name)!.points!.length === 1 ? 10 : 8), 0) +
    (ranged ? 4 : 0) +
    (usesOrder ? 3 : 0) +
    (index.unique && complete ? 5 : 0);
  const saysAll = exact && !ranged && fixed.length === conditionCount && isConjunction(filter, conditionCount);
  return {
    plan: {
      index,
      bounds: bounds ?? [WHOLE_INDEX],
      backwards: order.backwards,
      sorted: order.sorted,
      exact: saysAll || filter.isEmpty,
    },
    score,
  };
}

/** Is the filter nothing but these conditions joined by and? */
function isConjunction({ condition }: Filter, conditionCount: number): boolean {
  if (condition.kind === 'field') return conditionCount === 1;
  return (
    condition.kind === 'and' &&
    condition.parts.length === conditionCount &&
    condition.parts.every((part) => part.kind === 'field')
  );
}

/** The keys that the leading fields are equal to, with the names of these fields. */
function equalityPrefixes(
  index: Index,
  conditions: Map<string, KeyCondition>,
): { prefixes: Buffer[]; fixed: string[]; exact: boolean } {
  let prefixes: Buffer[] = [EMPTY];
  let exact = !index.shortened;
  const fixed: string[] = [];
  for (const field of index.fields) {
    const condition = conditions.get(field.name);
    if (!condition?.points || prefixes.length * condition.points.length > MAX_POINTS) break;
    const points = field.direction < 0 ? condition.points.map(flipKey) : condition.points;
    prefixes = prefixes.flatMap((prefix) => points.map((point) => Buffer.concat([prefix, point])));
    fixed.push(field.name);
    // A position in a path means different things to an index and to a filter.
    exact &&= condition.exact && field.path.every((part) => !/^\d+$/.test(part));
  }
  return { prefixes: prefixes.sort(Buffer.compare), fixed, exact };
}

function rangeBounds(
  index: Index,
  conditions: Map<string, KeyCondition>,
  at: number,
  prefixes: Buffer[],
): Bounds[] | undefined {
  const field = index.fields[at];
  const condition = field && conditions.get(field.name);
  if (!field || !condition?.low || !condition.high || condition.points) return undefined;
  let { low, high } = condition;
  // Two elements of one array may meet the two bounds: only one of them limits a multikey index.
  if (index.multikey && low.length > 1 && high.length > 1) high = Buffer.of(low[0]! + 1);
  if (field.direction < 0) [low, high] = [flipKey(high), afterPrefix(flipKey(low))];
  return prefixes.map((prefix): Bounds => [Buffer.concat([prefix, low]), Buffer.concat([prefix, high])]);
}

function orderFrom(
  index: Index,
  conditions: Map<string, KeyCondition>,
  fixed: string[],
  sort: readonly KeyField[],
  bounds: Bounds[] | undefined,
): { sorted: boolean; backwards: boolean } {
  const none = { sorted: sort.length === 0, backwards: false };
  // Arrays sort by their smallest or largest element, which an index does not tell.
  if (!sort.length || index.multikey || index.shortened || (bounds && bounds.length > 1)) return none;
  const constant = new Set(fixed.filter((name) => conditions.get(name)!.points!.length === 1));
  const wanted = sort.filter((field) => !constant.has(field.name));
  const given = index.fields.slice(fixed.length);
  const turns = wanted.map((field, i) =>
    given[i]?.name === field.name ? given[i].direction * field.direction : undefined,
  );
  if (turns.some((turn) => turn === undefined || turn !== turns[0])) return none;
  return { sorted: true, backwards: turns[0] === -1 };
}

/** Does the index hold every document that meets the conditions? Sparse and partial indexes leave some out. */
function holdsAllMatches(index: Index, conditions: readonly FieldCondition[]): boolean {
  if (
    index.sparse &&
    !index.fields.some((field) => conditions.some((one) => one.name === field.name && impliesPresence(one)))
  ) {
    return false;
  }
  return !index.partial || impliesFilter(conditions, index.partial);
}

/** Does the condition hold only where the field is there and not null? */
function impliesPresence({ operator, operand }: FieldCondition): boolean {
  switch (operator) {
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return operand !== null && operand !== undefined && !crossesTypes(encodeKey(operand));
    case '$in':
      return (operand as unknown[]).every((item) => item !== null && item !== undefined && !isRegex(item));
    case '$exists':
      return operand === true || toNumber(operand) === 1;
    default:
      return false;
  }
}

function impliesFilter(conditions: readonly FieldCondition[], partial: Filter): boolean {
  const demands = requiredConditions(partial.condition);
  if (!isConjunction(partial, demands.length)) return partial.isEmpty;
  return demands.every((demand) =>
    conditions.some((condition) => condition.name === demand.name && implies(condition, demand)),
  );
}

function implies(condition: FieldCondition, demand: FieldCondition): boolean {
  if (condition.operator === demand.operator && encodeKey(condition.operand).equals(encodeKey(demand.operand))) {
    return true;
  }
  if (demand.operator === '$exists') return impliesPresence(condition);
  const points = pointOperands(condition);
  if (points) return points.length > 0 && points.every((point) => isExactOperand(point) && demand.test([point]));
  return impliesRange(condition, demand);
}

function pointOperands({ operator, operand }: FieldCondition): unknown[] | undefined {
  if (operator === '$eq') return [operand];
  if (operator === '$in' && !(operand as unknown[]).some(isRegex)) return operand as unknown[];
  return undefined;
}

/** `$gt: 5` implies `$gte: 3`; a bound on a string implies `$type: 'string'`. */
function impliesRange(condition: FieldCondition, demand: FieldCondition): boolean {
  const isLower = (operator: string): boolean => operator === '$gt' || operator === '$gte';
  const isUpper = (operator: string): boolean => operator === '$lt' || operator === '$lte';
  const bound = condition.operand;
  if (!isExactOperand(bound) || !(isLower(condition.operator) || isUpper(condition.operator))) return false;
  if (demand.operator === '$type') return typeof bound === 'string' && demand.test([bound]);
  const sameSide =
    (isLower(condition.operator) && isLower(demand.operator)) ||
    (isUpper(condition.operator) && isUpper(demand.operator));
  return sameSide && demand.test([bound]);
}
