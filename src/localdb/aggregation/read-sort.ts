/** The order of documents as pipelines name it: `{ a: 1, 'b.c': -1 }`. */
import { DatabaseError, notSupported } from '../errors.ts';
import { keyFields } from '../values/index-keys.ts';
import type { KeyField } from '../values/index-keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, toNumber } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { NO_SCOPE } from './scope.ts';

/** The function behind `{ $meta: 'textScore' }`. Refuses it where no words were looked for (40218), and other metadata. */
export function scoreFrom(meta: Doc, { textScore, collection }: Scope): (doc: Doc) => number {
  if (meta.$meta !== 'textScore') throw notSupported(`the metadata ${show(meta.$meta)} is`);
  if (textScore) return textScore;
  if (collection === null) return () => 0;
  throw new DatabaseError(40218, 'query requires text score metadata, but it is not available');
}

/** The fields of an order whose directions have been checked. What fits best comes first. */
export function sortFields(order: Doc, scope: Scope): KeyField[] {
  const directions = Object.entries(order).map(([name, direction]) => [name, toNumber(direction) ?? -1]);
  return keyFields(Object.fromEntries(directions), scope.collation?.textKey).map((field) => {
    const meta = order[field.name];
    return isDocument(meta) ? { ...field, computed: scoreFrom(meta, scope) } : field;
  });
}

/** Reads the argument of `$sort`. Refuses what is no order (15973 to 15976). */
export function readSort(spec: unknown, scope: Scope = NO_SCOPE): KeyField[] {
  if (!isDocument(spec)) throw new DatabaseError(15973, 'the $sort key specification must be an object');
  const entries = Object.entries(spec);
  if (!entries.length) throw new DatabaseError(15976, '$sort stage must have at least one sort key');
  for (const [, direction] of entries) {
    if (isDocument(direction)) {
      scoreFrom(direction, scope);
      continue;
    }
    if (toNumber(direction) !== 1 && toNumber(direction) !== -1) {
      throw new DatabaseError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
  }
  return sortFields(spec, scope);
}
