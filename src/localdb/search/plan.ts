/** The planner: which index answers a query, between which keys, and whether it gives the order too. */
import { answersQueries, findIndex } from '../storage/catalogue.ts';
import type { Collection, Index } from '../storage/catalogue.ts';
import { holdsAllMatches } from './coverage.ts';
import { DatabaseError, badValue } from '../errors.ts';
import type { FieldCondition, Filter } from '../language/filter.ts';
import { isConjunction, requiredConditions } from '../language/filter.ts';
import type { KeyField } from '../values/index-keys.ts';
import { tupleKey } from '../values/index-keys.ts';
import type { KeyCondition } from './key-conditions.ts';
import { keyConditionsByPath } from './key-conditions.ts';
import { afterPrefix, flipKey } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';

/** Keys from the first to the second (not included), without the index's prefix. */
export type Bounds = [Buffer, Buffer];

/** How a query will be answered. */
export interface Plan {
  /** Undefined: every document is looked at, unless there are alternatives. */
  index: Index | undefined;
  /** The plans of the parts of an `$or`, each with an index; what any of them finds is looked at. */
  alternatives?: Plan[];
  bounds: Bounds[];
  backwards: boolean;
  /** Do the documents come in the order asked for? */
  sorted: boolean;
  /** Do the bounds say all that the filter says? Then documents need not be read to be matched. */
  exact: boolean;
}

const EMPTY = Buffer.alloc(0);
const WHOLE_INDEX: Bounds = [EMPTY, Buffer.of(0xff)];
/** What a range on an indexed field is worth to a plan; an equality is worth more, an order less. */
const RANGE_SCORE = 4;
/** More points than this are not worth looking up one by one. */
const MAX_POINTS = 5000;

/** Chooses the index for a filter and a sort. `hint` is an index's name or key, or `{ $natural: 1 }`. */
export function makePlan(collection: Collection, filter: Filter, sort: readonly KeyField[], hint?: unknown): Plan {
  const isClustered = collection.options.clusteredIndex !== undefined;
  const scan: Plan = {
    index: isClustered ? collection.indexes[0] : undefined,
    bounds: isClustered ? [WHOLE_INDEX] : [],
    backwards: false,
    sorted: sort.length === 0,
    exact: filter.isEmpty,
  };
  if (hint !== undefined) return hintedPlan(collection, filter, sort, hint, scan);
  const conditions = requiredConditions(filter.condition);
  const keysFor = conditionKeys(filter, conditions);
  let best = scan;
  let bestScore = 0;
  for (const index of collection.indexes) {
    if (!index.ready || !answersQueries(index) || !holdsAllMatches(index, told(index, filter, conditions))) continue;
    const candidate = planWith(index, filter, keysFor(index), conditions.length, sort);
    if (candidate && candidate.score > bestScore) {
      best = candidate.plan;
      bestScore = candidate.score;
    }
  }
  if (bestScore >= RANGE_SCORE) return best;
  const alternatives = planAlternatives(collection, filter);
  return alternatives ? { ...scan, alternatives } : best;
}

/** The hinted index from one key to another, the second not included. Refuses (51174) keys of another index. */
export function betweenKeys({ index }: Plan, sort: readonly KeyField[], min?: Doc, max?: Doc): Plan {
  const keyOf = (bound: Doc): Buffer => {
    const names = index?.fields.map(({ name }) => name).join();
    if (!index || Object.keys(bound).join() !== names) {
      throw new DatabaseError(51174, 'The index chosen is not compatible with the min/max values');
    }
    return tupleKey(Object.values(bound), index.fields);
  };
  const [first, last] = WHOLE_INDEX;
  const bounds: Bounds[] = [[min ? keyOf(min) : first, max ? keyOf(max) : last]];
  return { index, bounds, backwards: false, sorted: sort.length === 0, exact: false };
}

/** Plans for each part of an `$or` that every match must meet; undefined when one of them has no index. */
function planAlternatives(collection: Collection, filter: Filter): Plan[] | undefined {
  const { condition } = filter;
  const joined = condition.kind === 'and' ? condition.parts : [condition];
  for (const part of joined) {
    if (part.kind !== 'or' || !part.parts.length) continue;
    const plans = part.parts.map((one) => makePlan(collection, { ...filter, condition: one, isEmpty: false }, []));
    if (plans.every((plan) => plan.index ?? plan.alternatives)) return plans;
  }
  return undefined;
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
  if (!index || index.hidden) {
    throw badValue(
      `error processing query: ns=${collection.namespace} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
    );
  }
  if (!answersQueries(index)) return scan;
  const conditions = requiredConditions(filter.condition);
  const candidate = planWith(index, filter, conditionKeys(filter, conditions)(index), conditions.length, sort);
  if (candidate) return candidate.plan;
  return { index, bounds: [WHOLE_INDEX], backwards: false, sorted: sort.length === 0, exact: filter.isEmpty };
}

/** An index compares text in its own way: to a filter that does otherwise it tells nothing of text. */
function conditionKeys(
  filter: Filter,
  conditions: readonly FieldCondition[],
): (index: Index) => Map<string, KeyCondition> {
  const keys = keyConditionsByPath(conditions, filter.collation?.textKey);
  let withoutText: Map<string, KeyCondition> | undefined;
  return (index) => {
    if (isSameCollation(index, filter)) return keys;
    withoutText ??= keyConditionsByPath(told(index, filter, conditions));
    return withoutText;
  };
}

/** The conditions that tell an index something. */
function told(index: Index, filter: Filter, conditions: readonly FieldCondition[]): readonly FieldCondition[] {
  return isSameCollation(index, filter) ? conditions : conditions.filter(({ operand }) => !mayHoldText(operand));
}

function isSameCollation({ collation }: Index, filter: Filter): boolean {
  return collation?.id === filter.collation?.id;
}

function mayHoldText(operand: unknown): boolean {
  if (Array.isArray(operand)) return operand.some(mayHoldText);
  return typeof operand === 'string' || isDocument(operand);
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
  const order = isSameCollation(index, filter)
    ? orderFrom(index, conditions, fixed, sort, bounds)
    : { sorted: sort.length === 0, backwards: false };
  const usesOrder = order.sorted && sort.length > 0;
  if (!bounds && !usesOrder) return undefined;
  const complete = fixed.length === index.fields.length;
  const score =
    fixed.reduce((sum, name) => sum + (conditions.get(name)!.points!.length === 1 ? 10 : 8), 0) +
    (ranged ? RANGE_SCORE : 0) +
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
  if (
    !sort.length ||
    sort.some((field) => field.computed) ||
    index.multikey ||
    index.shortened ||
    (bounds && bounds.length > 1)
  )
    return none;
  const constant = new Set(fixed.filter((name) => conditions.get(name)!.points!.length === 1));
  const wanted = sort.filter((field) => !constant.has(field.name));
  const given = index.fields.slice(fixed.length);
  const turns = wanted.map((field, i) =>
    given[i]?.name === field.name ? given[i].direction * field.direction : undefined,
  );
  if (turns.some((turn) => turn === undefined || turn !== turns[0])) return none;
  return { sorted: true, backwards: turns[0] === -1 };
}
