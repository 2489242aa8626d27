/** What a filter says of each path in terms of index keys: points or a range. */
import type { FieldCondition } from '../language/filter.ts';
import { crossesTypes } from '../language/filter-operators.ts';
import { EMPTY_ARRAY_KEY, afterPrefix, encodeKey } from '../values/keys.ts';
import type { TextKey } from '../values/keys.ts';
import { isArrayIndex } from '../values/paths.ts';
import { isRegex } from '../values/regex.ts';
import { isDocument } from '../values/values.ts';

/** What the filter says of one path in terms of keys: some points, or a range. */
export interface KeyCondition {
  points?: Buffer[];
  low?: Buffer;
  high?: Buffer;
  /** Is every condition on the path expressed by the points? */
  exact: boolean;
}

/** The key conditions of a filter that every document must meet, by path. */
export function keyConditionsByPath(conditions: readonly FieldCondition[], text?: TextKey): Map<string, KeyCondition> {
  const found = new Map<string, KeyCondition>();
  for (const condition of conditions) {
    if (isOutsideIndex(condition)) continue;
    const known = found.get(condition.name);
    const next = known ?? { exact: true };
    addCondition(next, condition, text);
    // Only one condition on a path can be all that is said of it.
    if (known) next.exact = false;
    if (next.points || next.low) found.set(condition.name, next);
  }
  return found;
}

/** An index holds a position of an array by itself; to a filter the elements lack a field of that name as well. */
function isOutsideIndex({ path, test }: FieldCondition): boolean {
  return path.some(isArrayIndex) && test([undefined]);
}

function addCondition(known: KeyCondition, { operator, operand }: FieldCondition, text: TextKey | undefined): void {
  switch (operator) {
    case '$eq':
      return addPoints(known, [operand], text);
    case '$in':
      return addPoints(known, operand as unknown[], text);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return addRange(known, operator, operand, text);
    default:
      known.exact = false;
      return undefined;
  }
}

function addPoints(known: KeyCondition, operands: unknown[], text: TextKey | undefined): void {
  if (known.points || operands.some((operand) => isRegex(operand))) {
    known.exact = false;
    return;
  }
  if (!operands.every(isExactOperand)) known.exact = false;
  const keys = operands.flatMap((operand) => pointsOf(operand, text));
  known.points = sortedUnique(keys);
}

/** Null also means missing and may need another look, as do arrays and documents. NaN is exact as a key. */
export function isExactOperand(operand: unknown): boolean {
  if (operand === null || operand === undefined || Array.isArray(operand)) return false;
  return !isDocument(operand);
}

/** An array may equal the whole value, of which the index holds the elements, or one element. */
function pointsOf(operand: unknown, text: TextKey | undefined): Buffer[] {
  if (!Array.isArray(operand)) return [encodeKey(operand, text)];
  return [encodeKey(operand, text), operand.length ? encodeKey(operand[0], text) : EMPTY_ARRAY_KEY];
}

function sortedUnique(keys: Buffer[]): Buffer[] {
  const sorted = keys.sort(Buffer.compare);
  return sorted.filter((key, i) => i === 0 || !key.equals(sorted[i - 1]!));
}

function addRange(known: KeyCondition, operator: string, operand: unknown, text: TextKey | undefined): void {
  known.exact = false;
  if (operand === null || operand === undefined || Array.isArray(operand) || isRegex(operand)) return;
  const key = encodeKey(operand, text);
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
