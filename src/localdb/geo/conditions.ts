/** The geographic query operators that ask where a place lies: `$geoWithin` and `$geoIntersects`. */
import { badValue } from '../errors.ts';
import { isDocument, show, toNumber } from '../values/values.ts';
import { planeDistance, ringHolds } from './plane.ts';
import type { Circle, Point, Shape } from './shapes.ts';
import { isGeoJson, readGeoJson, readPair, readStored } from './shapes.ts';
import { shapeWithin, shapeWithinCircle, shapesMeet } from './sphere.ts';

/** Is the condition met by the values at a path? */
type PlacesTest = (values: readonly unknown[]) => boolean;

/** The places that a value holds: itself, or for a list its elements. */
export function placesIn(value: unknown): Shape[] {
  const place = readStored(value);
  if (place) return [place];
  return Array.isArray(value) ? value.flatMap((item) => readStored(item) ?? []) : [];
}

function anyPlace(holds: (place: Shape) => boolean): PlacesTest {
  return (values) => values.some((value) => placesIn(value).some(holds));
}

/** `$geoWithin`: wholly inside an area. */
export function within(operand: unknown): PlacesTest {
  const [[kind, argument] = ['', undefined], ...more] = isDocument(operand) ? Object.entries(operand) : [];
  if (more.some(([name]) => name !== '$uniqueDocs')) throw badValue('$geoWithin takes one shape');
  switch (kind) {
    case '$geometry': {
      const { areas } = geometry(argument);
      if (!areas.length) throw badValue(`$within not supported with provided geometry: ${show(operand)}`);
      return anyPlace((place) => shapeWithin(place, areas));
    }
    case '$box': {
      const [[left, bottom], [right, top]] = box(argument);
      return onPlane(([x, y]) => left <= x && x <= right && bottom <= y && y <= top);
    }
    case '$polygon': {
      const ring = pairs('$polygon', argument);
      if (ring.length < 3) throw badValue('Polygon must have at least 3 points');
      return onPlane((point) => ringHolds(ring, point));
    }
    case '$center': {
      const { center, radius } = circle('$center', argument);
      return onPlane((point) => planeDistance(center, point) <= radius);
    }
    case '$centerSphere': {
      const { center, radius } = circle('$centerSphere', argument);
      return anyPlace((place) => shapeWithinCircle(place, center, radius));
    }
    default:
      throw badValue(`unknown geo specifier: ${kind ? `${kind}: ${show(argument)}` : show(operand)}`);
  }
}

/** A place of several points lies within a shape when all of them do. */
function onPlane(holds: (point: Point) => boolean): PlacesTest {
  return anyPlace(({ points, lines, areas }) => [...points, ...lines.flat(), ...areas.flat(2)].every(holds));
}

/** `$geoIntersects`: at least one point in common. */
export function intersects(operand: unknown): PlacesTest {
  if (!isDocument(operand) || !('$geometry' in operand)) {
    throw badValue(`$geoIntersects not supported with provided geometry: ${show(operand)}`);
  }
  const shape = geometry(operand.$geometry);
  return anyPlace((place) => shapesMeet(place, shape));
}

function geometry(value: unknown): Shape {
  if (!isGeoJson(value)) throw badValue(`$geometry must be GeoJSON with a type and coordinates: ${show(value)}`);
  return readGeoJson(value);
}

function pairs(name: string, value: unknown): Point[] {
  const items = Array.isArray(value) ? value : isDocument(value) ? Object.values(value) : [];
  return items.map((item) => {
    const pair = readPair(item);
    if (!pair) throw badValue(`Point must only contain numeric elements, in ${name}: ${show(item)}`);
    return pair;
  });
}

function box(value: unknown): [Point, Point] {
  const [a, b, ...more] = pairs('$box', value);
  if (!a || !b || more.length) throw badValue('$box takes two corners');
  return [
    [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
    [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  ];
}

function circle(name: string, value: unknown): Circle {
  const [middle, size] = Array.isArray(value) ? (value as unknown[]) : [];
  const center = readPair(middle);
  const radius = toNumber(size);
  if (!center || radius === undefined) throw badValue(`${name} takes a point and a radius: ${show(value)}`);
  if (!(radius >= 0)) throw badValue('radius must be a non-negative number');
  return { center, radius };
}
