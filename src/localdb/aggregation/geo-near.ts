/** `$geoNear`: the nearest documents first, each with its distance. */
import { DatabaseError, typeMismatch } from '../errors.ts';
import type { Near } from '../geo/near.ts';
import { makeNear } from '../geo/near.ts';
import { EVERYTHING, parseFilter } from '../language/filter.ts';
import type { IndexLook } from '../values/index-kinds.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, toNumber, typeName } from '../values/values.ts';
import type { Stage } from './group.ts';
import { withPath } from './lookup.ts';
import type { Scope } from './scope.ts';

/** Reads `$geoNear`. Without a key it goes by the only index on places of the collection; refuses (27) if there is none. */
export function geoNearStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec)) throw typeMismatch(`$geoNear must be an object, got ${typeName(spec)}`);
  if (spec.near === undefined) throw new DatabaseError(5860400, '$geoNear requires a near argument');
  const { distanceField, includeLocs } = spec;
  if (distanceField !== undefined && typeof distanceField !== 'string') {
    throw typeMismatch('$geoNear distanceField must be a string');
  }
  const filter = isDocument(spec.query) ? parseFilter(spec.query, { ...scope, collection: undefined }) : EVERYTHING;
  const { name, index } = placeField(spec.key, scope);
  const request = {
    name: '$geoNear',
    center: spec.near,
    min: spec.minDistance,
    max: spec.maxDistance,
    spherical: isTruthy(spec.spherical),
  };
  const near = makeNear(name, request, index);
  const multiplier = toNumber(spec.distanceMultiplier) ?? 1;
  return (docs) =>
    docs
      .filter(filter.matches)
      .map((doc) => ({ doc, distance: near.distanceOf(doc) }))
      .filter((one): one is { doc: Doc; distance: number } => one.distance !== undefined)
      .sort((a, b) => a.distance - b.distance)
      .map(({ doc, distance }) => {
        const measured = typeof distanceField === 'string' ? withPath(doc, distanceField, distance * multiplier) : doc;
        return typeof includeLocs === 'string' ? withPath(measured, includeLocs, nearestValue(doc, near)) : measured;
      });
}

function placeField(key: unknown, { collection }: Scope): { name: string; index: IndexLook | undefined } {
  const indexes = collection?.indexes.filter(({ kind }) => kind === 'geo') ?? [];
  if (typeof key === 'string') return { name: key, index: indexes.find((index) => typeof index.key[key] === 'string') };
  // There is nothing to find yet, and nothing to complain of.
  if (collection === null) return { name: 'location', index: undefined };
  const [index, ...more] = indexes;
  if (!index) throw new DatabaseError(27, '$geoNear requires a 2d or 2dsphere index, but none were found');
  if (more.length)
    throw new DatabaseError(27, 'There is more than one index on places; unsure which to use for $geoNear');
  const name = Object.keys(index.key).find((field) => typeof index.key[field] === 'string')!;
  return { name, index };
}

function nearestValue(doc: Doc, near: Near): unknown {
  const values = findValues(doc, near.path);
  return values.find((value) => near.distance(value) === near.distanceOf(doc)) ?? values[0];
}
