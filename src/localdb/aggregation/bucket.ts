/** The stages that group by ranges: $bucket with boundaries given, $bucketAuto with boundaries found. */
import { DatabaseError, notSupported } from '../errors.ts';
import { compareValues, encodeKey } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toInteger, typeName } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';
import { putTogether, readOutputs } from './group.ts';

/** `$bucket`: groups by boundaries, each bucket from its boundary up to the next (not included). */
export function bucketStage(spec: unknown, scope: Scope): Stage {
  const { groupBy, boundaries, default: other, output } = (isDocument(spec) ? spec : {}) as Doc;
  if (groupBy === undefined || !Array.isArray(boundaries)) {
    throw new DatabaseError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  }
  const bounds = boundaries.map((bound) => compileExpression(bound, scope)({}));
  checkBounds(bounds);
  const valueOf = compileExpression(groupBy, scope);
  const outputs = readOutputs(isDocument(output) ? output : { count: { $sum: 1 } }, scope);
  return (docs) => {
    const buckets = bounds.slice(0, -1).map((): Doc[] => []);
    const rest: Doc[] = [];
    for (const doc of docs) {
      const value = valueOf(doc);
      const at = value === undefined ? -1 : bounds.findLastIndex((bound) => compareValues(bound, value) <= 0);
      if (buckets[at]) buckets[at].push(doc);
      else if (other === undefined) throw noBucket();
      else rest.push(doc);
    }
    const made = [...buckets.entries()].map(([i, members]) => ({ id: bounds[i], members }));
    return [...made, { id: other, members: rest }]
      .filter(({ members }) => members.length)
      .map(({ id, members }) => putTogether(id, members, outputs));
  };
}

function checkBounds(bounds: unknown[]): void {
  if (bounds.length < 2) {
    throw new DatabaseError(40192, "The $bucket 'boundaries' field must have at least 2 values");
  }
  for (const [i, bound] of bounds.entries()) {
    if (i === 0) continue;
    if (encodeKey(bound)[0] !== encodeKey(bounds[i - 1])[0]) {
      throw new DatabaseError(
        40193,
        `All values in the 'boundaries' option to $bucket must have the same type. Found conflicting types ${typeName(bounds[i - 1])} and ${typeName(bound)}.`,
      );
    }
    if (compareValues(bounds[i - 1], bound) >= 0) {
      throw new DatabaseError(40194, "The 'boundaries' option to $bucket must be sorted");
    }
  }
}

function noBucket(): DatabaseError {
  return new DatabaseError(
    40066,
    '$switch could not find a matching branch for an input, and no default was specified.',
  );
}

/** `$bucketAuto`: so many buckets of about as many documents each; equal values stay in one bucket. */
export function bucketAutoStage(spec: unknown, scope: Scope): Stage {
  const { groupBy, buckets, output, granularity } = (isDocument(spec) ? spec : {}) as Doc;
  if (groupBy === undefined || buckets === undefined) {
    throw new DatabaseError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  }
  if (granularity !== undefined) throw notSupported('granularity of $bucketAuto is');
  const count = toInteger(buckets);
  if (count === undefined || count <= 0) {
    throw new DatabaseError(40243, `The $bucketAuto 'buckets' field must be greater than 0, found: ${String(buckets)}`);
  }
  const valueOf = compileExpression(groupBy, scope);
  const outputs = readOutputs(isDocument(output) ? output : { count: { $sum: 1 } }, scope);
  return (docs) => {
    const keyed = docs.map((doc) => ({ doc, value: valueOf(doc) ?? null }));
    keyed.sort((a, b) => compareValues(a.value, b.value));
    return ranges(keyed, count).map(({ min, max, members }) => putTogether({ min, max }, members, outputs));
  };
}

interface Range {
  min: unknown;
  max: unknown;
  members: Doc[];
}

function ranges(keyed: readonly { doc: Doc; value: unknown }[], count: number): Range[] {
  const made: Range[] = [];
  const size = Math.max(1, Math.round(keyed.length / count));
  let at = 0;
  while (at < keyed.length) {
    // The last bucket takes the rest.
    let end = made.length === count - 1 ? keyed.length : Math.min(at + size, keyed.length);
    while (end < keyed.length && compareValues(keyed[end]!.value, keyed[end - 1]!.value) === 0) end++;
    const members = keyed.slice(at, end).map(({ doc }) => doc);
    made.push({ min: keyed[at]!.value, max: (keyed[end] ?? keyed[end - 1]!).value, members });
    at = end;
  }
  return made;
}
