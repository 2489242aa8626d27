/** The stage $unwind: one document for each element of an array. */
import { Long } from 'bson';
import { DatabaseError } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Stage } from './group.ts';

/** Reads `'$path'` or `{ path, includeArrayIndex, preserveNullAndEmptyArrays }`. */
export function unwindStage(spec: unknown): Stage {
  const options = (typeof spec === 'string' ? { path: spec } : isDocument(spec) ? spec : {}) as Doc;
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options;
  if (typeof path !== 'string') throw new DatabaseError(28812, 'no path specified to $unwind stage');
  if (!path.startsWith('$')) {
    throw new DatabaseError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  if (includeArrayIndex !== undefined && (typeof includeArrayIndex !== 'string' || includeArrayIndex.startsWith('$'))) {
    throw new DatabaseError(28810, 'expected a string for the includeArrayIndex option to $unwind stage, without a $');
  }
  const parts = path.slice(1).split('.');
  const numbered = (doc: Doc, index: number | null): Doc => {
    if (includeArrayIndex === undefined) return doc;
    return { ...doc, [includeArrayIndex]: index === null ? null : Long.fromNumber(index) };
  };
  return (docs) =>
    docs.flatMap((doc) => {
      const value = valueAt(doc, parts);
      if (!Array.isArray(value)) {
        const stays = (value !== undefined && value !== null) || preserveNullAndEmptyArrays === true;
        return stays ? [numbered(doc, null)] : [];
      }
      if (!value.length)
        return preserveNullAndEmptyArrays === true ? [numbered(replace(doc, parts, undefined), null)] : [];
      return value.map((item, index) => numbered(replace(doc, parts, item), index));
    });
}

function valueAt(doc: Doc, parts: readonly string[]): unknown {
  let value: unknown = doc;
  for (const part of parts) value = isDocument(value) ? value[part] : undefined;
  return value;
}

function replace(doc: Doc, [name, ...rest]: readonly string[], value: unknown): Doc {
  const changed = rest.length ? replace(doc[name!] as Doc, rest, value) : value;
  const { [name!]: _old, ...others } = doc;
  return changed === undefined ? others : { ...doc, [name!]: changed };
}
