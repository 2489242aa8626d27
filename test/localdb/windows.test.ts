/** Windows over neighbors, and gaps between them: $setWindowFields, $densify, $fill. */
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb: windows', () => {
  const bench = useDatabase();

  async function piped(docs: Document[], ...pipeline: Document[]): Promise<Document[]> {
    const c = bench.collection();
    if (docs.length) await c.insertMany(docs.map((doc) => ({ ...doc })));
    return c.aggregate([...pipeline, { $unset: '_id' }]).toArray();
  }

  /** The values of `x` that a window function gives, by `_id`. */
  async function windowed(
    docs: Document[],
    x: Document,
    sortBy: Document = { t: 1 },
    partitionBy?: unknown,
  ): Promise<unknown[]> {
    const stage = { sortBy, output: { x }, ...(partitionBy !== undefined && { partitionBy }) };
    const c = bench.collection();
    await c.insertMany(docs.map((doc, i) => ({ _id: i as never, ...doc })));
    const found = await c.aggregate([{ $setWindowFields: stage }, { $sort: { _id: 1 } }]).toArray();
    return found.map((doc) => doc.x);
  }

  const sales = [
    { shop: 'a', t: 1, n: 10 },
    { shop: 'a', t: 2, n: 20 },
    { shop: 'b', t: 1, n: 5 },
    { shop: 'a', t: 4, n: 40 },
    { shop: 'b', t: 3, n: 7 },
  ];

  it('sums over documents before and after, within each partition', async () => {
    const window = (low: unknown, high: unknown): Document => ({ $sum: '$n', window: { documents: [low, high] } });
    expect(await windowed(sales, window('unbounded', 'current'), { t: 1 }, '$shop')).to.deep.equal([10, 30, 5, 70, 12]);
    expect(await windowed(sales, window(-1, 1), { t: 1 }, '$shop')).to.deep.equal([30, 70, 12, 60, 12]);
    expect(await windowed(sales, window(1, 2), { t: 1 }, '$shop')).to.deep.equal([60, 40, 7, 0, 0]);
    expect(await windowed(sales, { $sum: '$n' }, { t: 1 }, '$shop')).to.deep.equal([70, 70, 12, 70, 12]);
  });

  it('goes by values and by time where the window is a range', async () => {
    const near = { $push: '$t', window: { range: [-1, 1] } };
    expect(await windowed(sales, near, { t: 1 }, '$shop')).to.deep.equal([[1, 2], [1, 2], [1], [4], [3]]);
    const days = [1, 2, 5].map((day) => ({ t: new Date(Date.UTC(2026, 0, day)), n: day }));
    const week = { $max: '$n', window: { range: [-3, 0], unit: 'day' } };
    expect(await windowed(days, week)).to.deep.equal([1, 2, 5]);
    expect(await windowed(days, { $min: '$n', window: week.window })).to.deep.equal([1, 1, 2]);
  });

  it('ranks', async () => {
    const scores = [{ s: 30 }, { s: 10 }, { s: 30 }, { s: 20 }];
    expect(await windowed(scores, { $rank: {} }, { s: -1 })).to.deep.equal([1, 4, 1, 3]);
    expect(await windowed(scores, { $denseRank: {} }, { s: -1 })).to.deep.equal([1, 3, 1, 2]);
    expect(await windowed(scores, { $documentNumber: {} }, { s: 1 })).to.deep.equal([3, 1, 4, 2]);
  });

  it('looks at neighbors, slopes, areas and averages that follow', async () => {
    const line = [0, 1, 3].map((t) => ({ t, n: t * 2 }));
    expect(await windowed(line, { $shift: { output: '$n', by: -1, default: 'none' } })).to.deep.equal(['none', 0, 2]);
    const all = { documents: ['unbounded', 'current'] };
    expect(await windowed(line, { $derivative: { input: '$n' }, window: all })).to.deep.equal([null, 2, 2]);
    expect(await windowed(line, { $integral: { input: '$n' }, window: all })).to.deep.equal([0, 1, 9]);
    expect(await windowed(line, { $expMovingAvg: { input: '$n', N: 3 } })).to.deep.equal([0, 1, 3.5]);
    expect(await windowed(line, { $covariancePop: ['$t', '$n'], window: all })).to.deep.equal([0, 0.5, 28 / 9]);
  });

  it('refuses what has no order, and windows that cannot be', async () => {
    const codeOf = async (output: Document, sortBy?: Document): Promise<unknown> => {
      const stage = { ...(sortBy && { sortBy }), output: { x: output } };
      return (await errorOf(piped([], { $setWindowFields: stage }))).code;
    };
    expect(await codeOf({ $rank: {} })).to.equal(5371602);
    expect(await codeOf({ $rank: {}, window: { documents: [0, 0] } }, { t: 1 })).to.equal(5371601);
    expect(await codeOf({ $sum: 1, window: { documents: [1, 0] } }, { t: 1 })).to.equal(5339900);
    expect(await codeOf({ $sum: 1, window: { documents: [1] } }, { t: 1 })).to.equal(9);
    expect(await codeOf({ $sum: 1, $max: 1 }, { t: 1 })).to.equal(9);
  });

  it('fills with the last value, with those on a line, or with one that is given', async () => {
    const docs = [{ t: 1, n: 1 }, { t: 2 }, { t: 3, n: null }, { t: 5, n: 5 }];
    const filled = async (how: Document): Promise<unknown[]> =>
      (await piped(docs, { $fill: { sortBy: { t: 1 }, output: { n: how } } })).map((doc) => doc.n);
    expect(await filled({ method: 'locf' })).to.deep.equal([1, 1, 1, 5]);
    expect(await filled({ method: 'linear' })).to.deep.equal([1, 2, 3, 5]);
    expect(await filled({ value: '$t' })).to.deep.equal([1, 2, 3, 5]);
    expect(await errorOf(filled({ method: 'guess' }))).to.have.property('code', 6050202);
  });

  it('makes documents for the steps where there is none', async () => {
    const docs = [
      { k: 'x', t: 1, a: 1 },
      { k: 'x', t: 4 },
      { k: 'y', t: 2 },
    ];
    const dense = (range: Document, ...fields: string[]): Promise<Document[]> =>
      piped(docs, { $densify: { field: 't', partitionByFields: fields, range } });
    expect(await dense({ step: 1, bounds: 'full' })).to.deep.equal([docs[0], docs[2], { t: 3 }, docs[1]]);
    expect(await dense({ step: 2, bounds: 'partition' }, 'k')).to.deep.equal([
      docs[0],
      { k: 'x', t: 3 },
      docs[1],
      docs[2],
    ]);
    expect((await dense({ step: 1, bounds: [3, 6] })).map((doc) => doc.t)).to.deep.equal([1, 2, 3, 4, 5]);
    const months = await piped([{ t: new Date('2026-01-31T00:00:00Z') }, { t: new Date('2026-03-31T00:00:00Z') }], {
      $densify: { field: 't', range: { step: 1, unit: 'month', bounds: 'full' } },
    });
    expect(months.map((doc) => doc.t.toISOString().slice(0, 10))).to.deep.equal([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
  });
});
