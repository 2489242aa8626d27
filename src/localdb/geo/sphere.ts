/** Geometry on the globe: great circles through points given in degrees. */
import type { Area, Point, Shape } from './shapes.ts';

/** The radius of the earth that MongoDB reckons with, in meters. */
export const EARTH_RADIUS_M = 6_378_100;

/** Two directions closer than this, in radians, are the same: less than a millimeter on the ground. */
const SAME = 1e-10;

type Vector = readonly [number, number, number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function vector([longitude, latitude]: Point): Vector {
  const [l, b] = [radians(longitude), radians(latitude)];
  return [Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function angle(a: Vector, b: Vector): number {
  return Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));
}

/** The angle between two points, in radians. */
export function sphereAngle(a: Point, b: Point): number {
  return angle(vector(a), vector(b));
}

/** The angle from a point to the nearest part of a shape, in radians. */
export function angleToShape(point: Point, { points, lines, areas }: Shape): number {
  if (areas.some((area) => areaHolds(area, point))) return 0;
  const p = vector(point);
  const edges = [...lines.flatMap(edgesOf), ...areas.flat().flatMap(ringEdges)];
  return Math.min(
    ...points.map((other) => angle(p, vector(other))),
    ...edges.map(([a, b]) => angleToEdge(p, vector(a), vector(b))),
  );
}

function angleToEdge(p: Vector, a: Vector, b: Vector): number {
  const normal = cross(a, b);
  const size = Math.hypot(...normal);
  const ends = Math.min(angle(p, a), angle(p, b));
  if (size < SAME) return ends;
  // Is the foot of the perpendicular between the two ends?
  const between = dot(cross(normal, a), p) >= 0 && dot(cross(b, normal), p) >= 0;
  return between ? Math.abs(Math.asin(Math.max(-1, Math.min(1, dot(p, normal) / size)))) : ends;
}

type Edge = readonly [Point, Point];

function edgesOf(points: readonly Point[]): Edge[] {
  return points.slice(1).map((point, i) => [points[i]!, point]);
}

function ringEdges(ring: readonly Point[]): Edge[] {
  return ring.map((point, i) => [point, ring[(i + 1) % ring.length]!]);
}

/** Does an area hold a point, outside its holes? Outlines belong to the area. */
export function areaHolds([outline = [], ...holes]: Area, point: Point): boolean {
  if (onRing(outline, point)) return true;
  if (!insideRing(outline, point)) return false;
  return !holes.some((hole) => insideRing(hole, point) && !onRing(hole, point));
}

function onRing(ring: readonly Point[], point: Point): boolean {
  const p = vector(point);
  return ringEdges(ring).some(([a, b]) => angleToEdge(p, vector(a), vector(b)) < SAME);
}

/** Seen from a point inside, the ring goes once around; of the two sides of a ring the smaller one is its inside. */
function insideRing(ring: readonly Point[], point: Point): boolean {
  const p = vector(point);
  const corners = ring.map(vector);
  const middle = corners.reduce<Vector>((sum, one) => [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]], [0, 0, 0]);
  if (dot(middle, p) <= 0) return false;
  const [east, north] = horizon(p);
  const bearings = corners.map((corner) => Math.atan2(dot(corner, east), dot(corner, north)));
  let turned = 0;
  for (const [i, bearing] of bearings.entries()) {
    const turn = bearings[(i + 1) % bearings.length]! - bearing;
    turned += turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
  }
  return Math.abs(turned) > Math.PI;
}

/** Two directions at right angles to one, and to one another. */
function horizon(p: Vector): [Vector, Vector] {
  const helper: Vector = Math.abs(p[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0];
  const east = cross(helper, p);
  const size = Math.hypot(...east);
  const unit: Vector = [east[0] / size, east[1] / size, east[2] / size];
  return [unit, cross(p, unit)];
}

function edgesCross([a, b]: Edge, [c, d]: Edge): boolean {
  const [va, vb, vc, vd] = [vector(a), vector(b), vector(c), vector(d)];
  const [ab, cd] = [cross(va, vb), cross(vc, vd)];
  const sides = [dot(ab, vc), dot(ab, vd), dot(cd, va), dot(cd, vb)] as const;
  if (sides.some((side) => Math.abs(side) < SAME)) {
    return [angleToEdge(vc, va, vb), angleToEdge(vd, va, vb), angleToEdge(va, vc, vd), angleToEdge(vb, vc, vd)].some(
      (distance) => distance < SAME,
    );
  }
  // Opposite sides of each other, and not on the back of the globe.
  return sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0 && sides[0] * sides[3] > 0;
}

function allEdges({ lines, areas }: Shape): Edge[] {
  return [...lines.flatMap(edgesOf), ...areas.flat().flatMap(ringEdges)];
}

function corners({ points, lines, areas }: Shape): Point[] {
  return [...points, ...lines.flat(), ...areas.flat(2)];
}

/** Do two shapes have a point in common? */
export function shapesMeet(a: Shape, b: Shape): boolean {
  if (corners(a).some((point) => angleToShape(point, b) < SAME)) return true;
  if (corners(b).some((point) => angleToShape(point, a) < SAME)) return true;
  return allEdges(a).some((edge) => allEdges(b).some((other) => edgesCross(edge, other)));
}

/** Lies a shape wholly within some areas? */
export function shapeWithin(inner: Shape, areas: readonly Area[]): boolean {
  const holds = (point: Point): boolean => areas.some((area) => areaHolds(area, point));
  if (!corners(inner).every(holds)) return false;
  const outlines = areas.flat().flatMap(ringEdges);
  return allEdges(inner).every(
    ([a, b]) => holds(midpoint(a, b)) && !outlines.some((edge) => reallyCross([a, b], edge)),
  );
}

/** Edges that only touch leave a shape within. */
function reallyCross([a, b]: Edge, [c, d]: Edge): boolean {
  const [va, vb, vc, vd] = [vector(a), vector(b), vector(c), vector(d)];
  const [ab, cd] = [cross(va, vb), cross(vc, vd)];
  const sides = [dot(ab, vc), dot(ab, vd), dot(cd, va), dot(cd, vb)];
  return !sides.some((side) => Math.abs(side) < SAME) && edgesCross([a, b], [c, d]);
}

function midpoint(a: Point, b: Point): Point {
  const [va, vb] = [vector(a), vector(b)];
  const [x, y, z] = [va[0] + vb[0], va[1] + vb[1], va[2] + vb[2]];
  const degrees = 180 / Math.PI;
  return [Math.atan2(y, x) * degrees, Math.atan2(z, Math.hypot(x, y)) * degrees];
}

/** Lies a shape wholly within a circle, whose radius is in radians? */
export function shapeWithinCircle(inner: Shape, center: Point, radius: number): boolean {
  return corners(inner).every((point) => sphereAngle(center, point) <= radius + SAME);
}
