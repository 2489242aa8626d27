/** The positional operator `$`: which element of an array the filter found. */
import { badValue } from '../errors.ts';
import type { Condition, FieldCondition, Filter } from './filter.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';

/**
 * The index of the array's first element that meets every condition the filter puts on it, else of the first that
 * meets any. Refuses (2) when the filter does not speak of the array or nothing in it matches.
 */
export function matchedIndex(filter: Filter, arrayPath: string, items: readonly unknown[]): number {
  const conditions = conditionsOn(filter.condition, arrayPath);
  const meets = (condition: FieldCondition, item: unknown): boolean =>
    condition.test(findValues(wrap(arrayPath, item), condition.path));
  const all = items.findIndex((item) => conditions.every((condition) => meets(condition, item)));
  const index = all >= 0 ? all : items.findIndex((item) => conditions.some((condition) => meets(condition, item)));
  if (!conditions.length || index < 0) {
    throw badValue('The positional operator did not find the match needed from the query.');
  }
  return index;
}

function conditionsOn(condition: Condition, arrayPath: string): FieldCondition[] {
  if (condition.kind === 'field') {
    return condition.name === arrayPath || condition.name.startsWith(`${arrayPath}.`) ? [condition] : [];
  }
  if (condition.kind !== 'and' && condition.kind !== 'or') return [];
  return condition.parts.flatMap((part) => conditionsOn(part, arrayPath));
}

/** A document that holds nothing but this element, in an array at this path. */
function wrap(arrayPath: string, item: unknown): Doc {
  return arrayPath.split('.').reduceRight<unknown>((value, name) => ({ [name]: value }), [item]) as Doc;
}
