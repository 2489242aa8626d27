/** `$near`, `$nearSphere` and `$geoNear`: how far a place is, in what measure, and within which bounds. */
import { DatabaseError, badValue } from '../errors.ts';
import type { IndexLook } from '../values/index-kinds.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, toNumber } from '../values/values.ts';
import { placesIn } from './conditions.ts';
import { planeDistance } from './plane.ts';
import type { Point, Shape } from './shapes.ts';
import { isGeoJson, readGeoJson, readPair } from './shapes.ts';
import { EARTH_RADIUS_M, angleToShape } from './sphere.ts';

/** A question for what is near. */
export interface Near {
  path: readonly string[];
  /** The distance of a document that lies within the bounds; undefined for any other. */
  distanceOf: (doc: Doc) => number | undefined;
  /** The distance of a value, whatever the bounds; undefined when it is no place. */
  distance: (value: unknown) => number | undefined;
  isInBounds: (distance: number) => boolean;
}

/** How `$near` was asked. */
export interface NearRequest {
  name: string;
  /** GeoJSON or a pair of coordinates. */
  center: unknown;
  min: unknown;
  max: unknown;
  /** Asked for the globe also where the coordinates are a pair. */
  spherical: boolean;
}

/** Reads the operand of `$near` or `$nearSphere`, with the operators beside it. */
export function nearRequest(operator: string, operand: unknown, siblings: Doc): NearRequest {
  const inner = isDocument(operand) && '$geometry' in operand ? operand : undefined;
  return {
    name: operator,
    center: inner ? inner.$geometry : operand,
    min: inner?.$minDistance ?? siblings.$minDistance,
    max: inner?.$maxDistance ?? siblings.$maxDistance,
    spherical: operator === '$nearSphere',
  };
}

/**
 * The measure of a request: meters from a place in GeoJSON, radians on the globe from a pair, else what the pairs are in.
 * Refuses (2) what is no center or distance.
 */
export function makeNear(name: string, request: NearRequest, index: IndexLook | undefined): Near {
  const onGlobe = isGeoJson(request.center);
  const center = onGlobe ? readGeoJson(request.center as Doc).points[0] : readPair(request.center);
  if (!center) throw badValue(`invalid point in geo near query $geometry argument: ${show(request.center)}`);
  const isSphere = onGlobe || request.spherical || index?.key[name] === '2dsphere';
  const scale = onGlobe ? EARTH_RADIUS_M : 1;
  const [min, max] = [bound('$minDistance', request.min) ?? 0, bound('$maxDistance', request.max) ?? Infinity];
  const path = name.split('.');
  const toPlace = (place: Shape): number =>
    isSphere ? angleToShape(center, place) * scale : distanceOnPlane(center, place);
  const distance = (value: unknown): number | undefined => {
    const distances = placesIn(value).map(toPlace);
    return distances.length ? Math.min(...distances) : undefined;
  };
  const isInBounds = (far: number): boolean => far >= min && far <= max;
  return {
    path,
    distance,
    isInBounds,
    distanceOf: (doc) => {
      const distances = findValues(doc, path).flatMap((value) => distance(value) ?? []);
      const within = distances.filter(isInBounds);
      return within.length ? Math.min(...within) : undefined;
    },
  };
}

function distanceOnPlane(center: Point, { points }: Shape): number {
  return Math.min(...points.map((point) => planeDistance(center, point)));
}

function bound(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = toNumber(value);
  if (number === undefined) throw badValue(`${name} must be a number`);
  if (number < 0) throw badValue(`${name} must be non-negative`);
  return number;
}

/** The index on places that a question for the nearest needs. Refuses (291) when there is none. */
export function nearIndex(indexes: readonly IndexLook[], path: string): IndexLook {
  const found = indexes.filter((index) => index.kind === 'geo' && typeof index.key[path] === 'string');
  const index = found.find((one) => one.key[path] === '2d') ?? found[0];
  if (index) return index;
  throw new DatabaseError(
    291,
    'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query',
  );
}
