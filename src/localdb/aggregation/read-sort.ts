/** The order of documents as pipelines name it: `{ a: 1, 'b.c': -1 }`. */
import { DatabaseError, notSupported } from '../errors.ts';
import { keyFields } from '../values/index-keys.ts';
import type { KeyField } from '../values/index-keys.ts';
import { isDocument, toNumber } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { NO_SCOPE } from './scope.ts';

/** Reads the argument of `$sort`. Refuses what is no order (15973 to 15976). */
export function readSort(spec: unknown, scope: Scope = NO_SCOPE): KeyField[] {
  if (!isDocument(spec)) throw new DatabaseError(15973, 'the $sort key specification must be an object');
  const entries = Object.entries(spec);
  if (!entries.length) throw new DatabaseError(15976, '$sort stage must have at least one sort key');
  for (const [, direction] of entries) {
    if (isDocument(direction)) throw notSupported('$meta is');
    if (toNumber(direction) !== 1 && toNumber(direction) !== -1) {
      throw new DatabaseError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
  }
  return keyFields(
    Object.fromEntries(entries.map(([name, direction]) => [name, toNumber(direction)!])),
    scope.collation?.textKey,
  );
}
