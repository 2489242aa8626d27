/** Shapes: what documents and filters say of places, read into points, lines and areas. */
import { DatabaseError, badValue } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, toNumber } from '../values/values.ts';

/** Longitude and latitude in degrees, or x and y on a plane. */
export type Point = readonly [number, number];

/** An area: its outline, then its holes; each a closed ring without its last point. */
export type Area = readonly (readonly Point[])[];

/** What a place is made of. */
export interface Shape {
  points: readonly Point[];
  lines: readonly (readonly Point[])[];
  areas: readonly Area[];
}

/** A circle; its radius is in degrees of the plane, or on the globe in radians. */
export interface Circle {
  center: Point;
  radius: number;
}

/** Reads a pair of coordinates: `[x, y]`, `{ x: .., y: .. }`, with any names. */
export function readPair(value: unknown): Point | undefined {
  const parts = Array.isArray(value) ? value : isDocument(value) ? Object.values(value) : [];
  const [x, y] = parts.slice(0, 2).map(toNumber);
  if (x === undefined || y === undefined || (Array.isArray(value) && value.length > 3)) return undefined;
  return [x, y];
}

/** Is it GeoJSON, rather than a pair of coordinates? */
export function isGeoJson(value: unknown): value is Doc {
  return isDocument(value) && typeof value.type === 'string' && ('coordinates' in value || 'geometries' in value);
}

/** Reads GeoJSON. Refuses (2) what is none. */
export function readGeoJson(value: Doc): Shape {
  const { type, coordinates } = value;
  switch (type) {
    case 'Point':
      return shape({ points: [position(coordinates, value)] });
    case 'MultiPoint':
      return shape({ points: listOf(coordinates, value).map((one) => position(one, value)) });
    case 'LineString':
      return shape({ lines: [line(coordinates, value)] });
    case 'MultiLineString':
      return shape({ lines: listOf(coordinates, value).map((one) => line(one, value)) });
    case 'Polygon':
      return shape({ areas: [area(coordinates, value)] });
    case 'MultiPolygon':
      return shape({ areas: listOf(coordinates, value).map((one) => area(one, value)) });
    case 'GeometryCollection':
      return joined(listOf(value.geometries, value).map((one) => readGeoJson(isDocument(one) ? one : {})));
    default:
      throw badValue(`unknown GeoJSON type: ${show(value)}`);
  }
}

/** Reads what a document holds: GeoJSON or a pair; undefined for anything else. */
export function readStored(value: unknown): Shape | undefined {
  try {
    if (isGeoJson(value)) return readGeoJson(value);
  } catch {
    return undefined;
  }
  const pair = readPair(value);
  return pair && shape({ points: [pair] });
}

function shape(parts: Partial<Shape>): Shape {
  return { points: [], lines: [], areas: [], ...parts };
}

function joined(shapes: readonly Shape[]): Shape {
  return {
    points: shapes.flatMap(({ points }) => points),
    lines: shapes.flatMap(({ lines }) => lines),
    areas: shapes.flatMap(({ areas }) => areas),
  };
}

function listOf(value: unknown, whole: Doc): unknown[] {
  if (Array.isArray(value) && value.length) return value;
  throw badValue(`GeoJSON coordinates must be an array: ${show(whole)}`);
}

function position(value: unknown, whole: Doc): Point {
  const [x, y] = Array.isArray(value) && value.length >= 2 ? value.slice(0, 2).map(toNumber) : [];
  if (x === undefined || y === undefined) {
    throw badValue(`Point must only contain numeric elements, instance of: ${show(whole)}`);
  }
  if (Math.abs(x) > 180 || Math.abs(y) > 90) throw badValue(`longitude/latitude is out of bounds, lng: ${x} lat: ${y}`);
  return [x, y];
}

function line(value: unknown, whole: Doc): Point[] {
  const points = listOf(value, whole).map((one) => position(one, whole));
  if (points.length < 2) throw badValue(`GeoJSON LineString must have at least 2 vertices: ${show(whole)}`);
  return points;
}

function area(value: unknown, whole: Doc): Area {
  return listOf(value, whole).map((ring) => {
    const points = listOf(ring, whole).map((one) => position(one, whole));
    const [first, last] = [points[0]!, points.at(-1)!];
    if (points.length < 4) throw badValue(`Loop must have at least 3 different vertices: ${show(whole)}`);
    if (first[0] !== last[0] || first[1] !== last[1])
      throw badValue(`GeoJSON polygon loop is not closed: ${show(whole)}`);
    return points.slice(0, -1);
  });
}

/** What an index on places takes: longitudes and latitudes, or any pairs within bounds. */
export interface Range {
  x: readonly [number, number];
  y: readonly [number, number];
}

/** The range of an index of the globe (`2dsphere`), or of a plane (`2d`) with the bounds of its specification. */
export function rangeOf(kind: string, { min, max }: Doc): Range {
  if (kind === '2dsphere') return { x: [-180, 180], y: [-90, 90] };
  const side = [toNumber(min) ?? -180, toNumber(max) ?? 180] as const;
  return { x: side, y: side };
}

/** Refuses (16755) a value that an index on places cannot hold. Missing and null are held by none. */
export function refuseNoPlace(value: unknown, range: Range): void {
  if (value === undefined || value === null) return;
  // A list of places is one place after the other.
  if (Array.isArray(value) && value.length && !value.every((item) => toNumber(item) !== undefined)) {
    for (const item of value) refuseNoPlace(item, range);
    return;
  }
  const found = readStored(value);
  if (!found) throw new DatabaseError(16755, `Can't extract geo keys: ${show(value)}, unknown or invalid geometry`);
  for (const [x, y] of found.points) {
    for (const [part, [low, high]] of [
      [x, range.x],
      [y, range.y],
    ] as const) {
      if (part >= low && part <= high) continue;
      throw new DatabaseError(
        16755,
        `Can't extract geo keys: ${show(value)}, point not in interval of [ ${low}, ${high} ]`,
      );
    }
  }
}
