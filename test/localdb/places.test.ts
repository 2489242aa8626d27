/** Places: what is near, within, or meets something, on the globe and on a plane. */
import { expect } from 'chai';
import type { Collection, Document } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

const point = (...coordinates: number[]): Document => ({ type: 'Point', coordinates });
/** A square around 0, 0 with sides of so many degrees, as GeoJSON. */
const square = (side: number): Document => {
  const far = side / 2;
  const ring = [
    [-far, -far],
    [far, -far],
    [far, far],
    [-far, far],
    [-far, -far],
  ];
  return { type: 'Polygon', coordinates: [ring] };
};

describe('localdb: places', () => {
  const bench = useDatabase();

  async function collectionOf(places: unknown[], index?: Document): Promise<Collection> {
    const c = bench.collection();
    if (index) await c.createIndex(index as never);
    await c.insertMany(places.map((loc, i) => ({ _id: i + 1, loc })) as never);
    return c;
  }

  async function ids(c: Collection, loc: Document): Promise<unknown[]> {
    return (await c.find({ loc }).toArray()).map((doc) => doc._id);
  }

  it('gives the nearest first, in meters on the globe', async () => {
    const c = await collectionOf([point(10, 50), point(13.4, 52.5), point(2.35, 48.85)], { loc: '2dsphere' });
    const berlin = point(13.38, 52.51);
    expect(await ids(c, { $near: { $geometry: berlin } })).to.deep.equal([2, 1, 3]);
    expect(await ids(c, { $nearSphere: { $geometry: berlin, $maxDistance: 500_000 } })).to.deep.equal([2, 1]);
    expect(await ids(c, { $near: { $geometry: berlin, $minDistance: 10_000 } })).to.deep.equal([1, 3]);
    const sorted = await c
      .find({ loc: { $near: { $geometry: berlin } } })
      .sort({ _id: -1 })
      .toArray();
    expect(sorted.map((doc) => doc._id)).to.deep.equal([3, 2, 1]);
    const found = await c
      .aggregate([
        { $geoNear: { near: berlin, distanceField: 'far.by', query: { _id: { $ne: 2 } }, spherical: true } },
        { $limit: 1 },
      ])
      .toArray();
    expect(found[0]).to.have.property('_id', 1);
    // Along the great circle, on a sphere of 6 378 100 m.
    expect(found[0]!.far.by).to.be.closeTo(368_000, 3_000);
  });

  it('takes pairs for points of a plane with an index of the plane, and for radians on the globe otherwise', async () => {
    const flat = await collectionOf([[0, 0], { x: 3, y: 4 }, [10, 0]], { loc: '2d' });
    expect(await ids(flat, { $near: [1, 0] })).to.deep.equal([1, 2, 3]);
    expect(await ids(flat, { $near: [0, 0], $maxDistance: 5 })).to.deep.equal([1, 2]);
    const round = await collectionOf(
      [
        [0, 0],
        [90, 0],
      ],
      { loc: '2dsphere' },
    );
    expect(await ids(round, { $near: [0, 0], $maxDistance: 1.5 })).to.deep.equal([1]);
    expect(await ids(round, { $nearSphere: [0, 0], $maxDistance: 1.6 })).to.deep.equal([1, 2]);
  });

  it('counts a document with several places by its nearest', async () => {
    const c = await collectionOf(
      [
        [
          [50, 50],
          [1, 1],
        ],
        [[5, 5]],
      ] as unknown[],
      { loc: '2d' },
    );
    expect(await ids(c, { $near: [0, 0] })).to.deep.equal([1, 2]);
  });

  it('finds what is within a shape', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    };
    const c = await collectionOf([point(0, 0), point(3, 3), [0.5, -0.5], line, square(1), 'nowhere', null]);
    expect(await ids(c, { $geoWithin: { $geometry: square(4) } })).to.deep.equal([1, 3, 4, 5]);
    expect(
      await ids(c, {
        $geoWithin: {
          $box: [
            [-1, -1],
            [1, 1],
          ],
        },
      }),
    ).to.deep.equal([1, 3, 4, 5]);
    expect(
      await ids(c, {
        $geoWithin: {
          $polygon: [
            [0, 0],
            [4, 0],
            [4, 4],
          ],
        },
      }),
    ).to.deep.equal([1, 2, 4]);
    expect(await ids(c, { $geoWithin: { $center: [[0, 0], 1] } })).to.deep.equal([1, 3, 5]);
    expect(await ids(c, { $geoWithin: { $centerSphere: [[0, 0], 0.05] } })).to.deep.equal([1, 3, 4, 5]);
    expect(await ids(c, { $not: { $geoWithin: { $geometry: square(4) } } })).to.deep.equal([2, 6, 7]);
  });

  it('leaves out the holes of an area', async () => {
    const ring = square(4).coordinates[0];
    const holed = { type: 'Polygon', coordinates: [ring, square(2).coordinates[0]] };
    const c = await collectionOf([point(0, 0), point(1.5, 0), point(3, 0)]);
    expect(await ids(c, { $geoWithin: { $geometry: holed } })).to.deep.equal([2]);
    expect(await ids(c, { $geoIntersects: { $geometry: holed } })).to.deep.equal([2]);
  });

  it('follows great circles', async () => {
    // The straight way from 40 north to 40 north leads over higher latitudes.
    const cap = {
      type: 'Polygon',
      coordinates: [
        [
          [-60, 40],
          [60, 40],
          [60, 30],
          [-60, 30],
          [-60, 40],
        ],
      ],
    };
    const c = await collectionOf([point(0, 55), point(0, 35), point(0, 65)]);
    expect(await ids(c, { $geoWithin: { $geometry: cap } })).to.deep.equal([1]);
    const across = {
      type: 'Polygon',
      coordinates: [
        [
          [170, -10],
          [-170, -10],
          [-170, 10],
          [170, 10],
          [170, -10],
        ],
      ],
    };
    const line = await collectionOf([point(180, 0), point(0, 0)]);
    expect(await ids(line, { $geoWithin: { $geometry: across } })).to.deep.equal([1]);
  });

  it('finds what meets a shape', async () => {
    const far = {
      type: 'MultiPoint',
      coordinates: [
        [50, 50],
        [60, 60],
      ],
    };
    const crossing = {
      type: 'LineString',
      coordinates: [
        [-5, 0],
        [5, 0],
      ],
    };
    const both = { type: 'GeometryCollection', geometries: [far, point(0, 0)] };
    const c = await collectionOf([point(2, 0), far, crossing, square(10), both]);
    expect(await ids(c, { $geoIntersects: { $geometry: square(4) } })).to.deep.equal([1, 3, 4, 5]);
    expect(await ids(c, { $geoIntersects: { $geometry: point(50, 50) } })).to.deep.equal([2, 5]);
  });

  it('refuses what is no place, and what needs an index', async () => {
    const c = await collectionOf([point(0, 0)]);
    const codeOf = async (request: Promise<unknown>): Promise<unknown> => (await errorOf(request)).code;
    expect(await codeOf(ids(c, { $near: [0, 0] }))).to.equal(291);
    expect(await codeOf(c.aggregate([{ $geoNear: { near: [0, 0], distanceField: 'd' } }]).toArray())).to.equal(27);
    expect(await codeOf(ids(c, { $geoWithin: { $geometry: point(0, 0) } }))).to.equal(2);
    expect(await codeOf(ids(c, { $geoWithin: { $circle: 1 } }))).to.equal(2);
    const open = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ],
    };
    expect(await codeOf(ids(c, { $geoWithin: { $geometry: open } }))).to.equal(2);
    await c.createIndex({ loc: '2dsphere' });
    expect(await codeOf(c.countDocuments({ loc: { $near: [0, 0] } }))).to.equal(5626500);
    expect(await codeOf(c.insertOne({ loc: 'there' }))).to.equal(16755);
    expect(await codeOf(c.updateOne({}, { $set: { loc: point(500, 0) } }))).to.equal(16755);
    await c.insertOne({ loc: null });
    const board = bench.collection();
    await board.createIndex({ at: '2d' }, { min: 0, max: 8 });
    const error = await errorOf(board.insertOne({ at: [9, 1] }));
    expect(error).to.have.property('code', 16755);
    expect(error.message).to.include('point not in interval of [ 0, 8 ]');
  });
});
