/** What an upsert begins with: the equalities of its filter. */
import { DatabaseError } from '../errors.ts';
import type { Filter } from './filter.ts';
import { requiredConditions } from './filter.ts';
import type { Update } from './update.ts';
import { Draft } from './update-paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';

/** The document that an upsert begins with: the equalities of the filter; for a replacement only its `_id`. */
export function upsertSeed(filter: Filter, update: Update): Doc {
  const draft = new Draft({});
  const seen: string[] = [];
  for (const { name, path, operator, operand } of requiredConditions(filter.condition)) {
    const [value] = equalities(operator, operand);
    if (value === undefined) continue;
    if (update.isReplacement && name !== '_id') continue;
    if (seen.some((other) => other === name || other.startsWith(`${name}.`) || name.startsWith(`${other}.`))) {
      throw new DatabaseError(54, `cannot infer query fields to set, path '${name}' is matched twice`);
    }
    seen.push(name);
    draft.set(path, value);
  }
  return draft.root;
}

/** The single value that a condition asks for, in a list; an empty list when it leaves a choice. */
function equalities(operator: string, operand: unknown): unknown[] {
  if (operator === '$eq') return [operand];
  const isList = (operator === '$in' || operator === '$all') && Array.isArray(operand) && operand.length === 1;
  return isList && !isDocument((operand as unknown[])[0]) ? (operand as unknown[]) : [];
}
