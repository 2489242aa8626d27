/** The planner: whatever index it chooses, the answer is that of looking at every document. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { Decimal128, Double, Long, MongoClient, ObjectId } from 'mongodb';
import type { Collection, Document, Filter, Sort } from 'mongodb';
import type { TestDatabase } from '../support/database.ts';
import { openTestDatabase } from '../support/database.ts';

const FIELDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const PATHS = [...FIELDS, 'c.x', 'c.y', 'b.0'];
const IDS = Array.from({ length: 4 }, (_, i) => new ObjectId(`50000000000000000000000${i}`));

const scalar = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom(0.5, -2.5, NaN, new Double(3)),
  fc.constantFrom('a', 'b', '', 'str1', 'str\u0000x', 'é'),
  fc.constant(null),
  fc.constantFrom(new Date(0), new Date(3)),
  fc.boolean(),
  fc.constantFrom(...IDS),
  fc.constantFrom(Decimal128.fromString('2'), Decimal128.fromString('2.1')),
  fc.constantFrom(Long.fromNumber(3), Long.fromString('9007199254740993')),
);

const subdocument = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({ x: value, y: scalar }, { requiredKeys: ['x'] });

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 7, arbitrary: scalar },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof(scalar, subdocument(scalar), fc.array(scalar, { maxLength: 2 })), { maxLength: 3 }),
  },
  { weight: 1, arbitrary: subdocument(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }))) },
);

const document = fc.record(Object.fromEntries(FIELDS.map((name) => [name, value])), { requiredKeys: [] });

const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: value },
  fc.array(value, { minLength: 1, maxLength: 3 }).map(($in) => ({ $in })),
  fc.record({ $gte: scalar, $lt: scalar }),
  scalar.map(($gt) => ({ $gt })),
  scalar.map(($lte) => ({ $lte })),
  scalar.map(($ne) => ({ $ne })),
  fc.boolean().map(($exists) => ({ $exists })),
  fc.record({ $elemMatch: fc.record({ $gte: scalar, $lt: scalar }) }),
  fc.constant({ $type: 'string' }),
  fc.record({ $eq: scalar, $gte: scalar }),
);

const filter = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), condition), { minLength: 1, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as Filter<Document>);

/** Conditions on paths, and half the time a choice of two such beside or without them. */
const anyFilter = fc
  .tuple(filter, fc.option(fc.array(filter, { minLength: 1, maxLength: 2 })), fc.boolean())
  .map(
    ([fields, choices, alone]) => (choices ? { ...(alone ? {} : fields), $or: choices } : fields) as Filter<Document>,
  );

const sort = fc.option(
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...PATHS), fc.constantFrom(1 as const, -1 as const)), {
      minLength: 1,
      maxLength: 2,
      selector: ([path]) => path,
    })
    .map((entries) => Object.fromEntries([...entries, ['_id', 1]]) as Sort),
);

/** Fills both collections with the same documents; some indexes refuse some documents, which then are in neither. */
async function fill(plain: Collection, indexed: Collection, docs: Document[]): Promise<void> {
  for (const [i, doc] of docs.entries()) {
    const accepted = await indexed.insertOne({ ...doc, _id: i as never }).then(
      () => true,
      (error: { code: number }) => {
        expect(error.code).to.equal(171);
        return false;
      },
    );
    if (accepted) await plain.insertOne({ ...doc, _id: i as never });
  }
}

async function ids(collection: Collection, query: Filter<Document>, order: Sort | null): Promise<unknown[]> {
  const found = await collection.find(query, order ? { sort: order } : {}).toArray();
  const numbers = found.map((doc) => Number(doc._id));
  return order ? numbers : numbers.sort((a, b) => a - b);
}

describe('localdb planner', () => {
  let database: TestDatabase;
  let client: MongoClient;

  before(async () => {
    database = await openTestDatabase();
    client = await MongoClient.connect(database.uri);
  });

  after(async () => {
    await client.close();
    await database.close();
  });

  it('answers random queries over random documents from its indexes as a scan does', async function () {
    this.timeout(60_000);
    const plain = client.db().collection('plain');
    const indexed = client.db().collection('indexed');
    await indexed.createIndexes([
      { key: { a: 1 } },
      { key: { a: 1, d: 1, f: -1 } },
      { key: { b: -1, a: 1 } },
      { key: { 'c.x': 1 } },
      { key: { 'c.x': 1, 'c.y': -1 } },
      { key: { d: 1 }, sparse: true },
      { key: { e: 1 }, partialFilterExpression: { e: { $exists: true } } },
      { key: { f: 1 }, partialFilterExpression: { f: { $gt: 1 } } },
      { key: { f: 1, e: 1 }, partialFilterExpression: { f: { $type: 'string' } } },
    ]);
    await fill(plain, indexed, fc.sample(document, { numRuns: 250, seed: 4711 }));
    let byIndex = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter, sort, async (query, order) => {
        const plan = await indexed.find(query, order ? { sort: order } : {}).explain('queryPlanner');
        if (JSON.stringify(plan).includes('IXSCAN')) byIndex++;
        const wanted = await ids(plain, query, order);
        expect(await ids(indexed, query, order)).to.deep.equal(wanted);
        expect(await indexed.countDocuments(query)).to.equal(wanted.length);
      }),
      { numRuns: 600, seed: 42 },
    );
    expect(byIndex, 'queries that used an index').to.be.greaterThan(300);
  });

  it('keeps its indexes right through updates and deletes', async function () {
    this.timeout(60_000);
    const plain = client.db().collection('plain2');
    const indexed = client.db().collection('indexed2');
    await indexed.createIndexes([{ key: { a: 1 } }, { key: { 'c.x': -1, a: 1 } }, { key: { d: 1 }, sparse: true }]);
    await fill(plain, indexed, fc.sample(document, { numRuns: 60, seed: 5 }));
    const change = fc.tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.oneof(
        fc.tuple(fc.constantFrom('a', 'c', 'd'), value).map(([name, next]) => ({ $set: { [name]: next } })),
        fc.constantFrom('a', 'c', 'd').map((name) => ({ $unset: { [name]: 1 } })),
      ),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(change, filter, async ([id, update, remove], query) => {
        const accepted = await indexed.updateOne({ _id: id as never }, update).then(
          () => true,
          () => false,
        );
        if (accepted) await plain.updateOne({ _id: id as never }, update);
        if (remove && id % 7 === 0) {
          await plain.deleteOne({ _id: id as never });
          await indexed.deleteOne({ _id: id as never });
        }
        expect(await ids(indexed, query, null)).to.deep.equal(await ids(plain, query, null));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('answers a choice from the indexes of its parts, and scans when one has none', async () => {
    const tasks = client.db().collection('tasks');
    await tasks.createIndexes([{ key: { lease: 1 } }, { key: { due: 1 }, sparse: true }]);
    await tasks.insertMany([{ lease: 5 }, { due: 3 }, { lease: 5, due: 3 }, { lease: 9, due: 9 }]);
    const stages = async (query: Filter<Document>): Promise<string> =>
      JSON.stringify((await tasks.find(query).explain('queryPlanner')).queryPlanner.winningPlan);
    const indexed = { $or: [{ lease: null, due: { $lt: 5 } }, { lease: { $lt: 7 } }] };
    expect(await stages(indexed)).to.not.include('COLLSCAN');
    expect(await tasks.find(indexed).toArray()).to.have.length(3);
    expect(await stages({ $or: [{ lease: 5 }, { name: 'x' }] })).to.include('COLLSCAN');
    expect(await stages({ lease: 5, $or: [{ name: 'x' }, { name: 'y' }] })).to.include('IXSCAN');
  });

  it('tells keys apart that are longer than the store can hold', async () => {
    const long = client.db().collection('long');
    await long.createIndex({ key: 1 }, { unique: true });
    const start = 'x'.repeat(5000);
    await long.insertMany([{ key: `${start}a` }, { key: `${start}b` }]);
    const error = await long.insertOne({ key: `${start}a` }).catch((thrown: { code: number }) => thrown);
    expect((error as { code: number }).code).to.equal(11000);
    expect(await long.countDocuments({ key: `${start}b` })).to.equal(1);
    expect(await long.countDocuments({ key: { $gt: `${start}a` } })).to.equal(1);
    const sorted = await long.find().sort({ key: -1 }).toArray();
    expect(sorted.map((doc) => String(doc.key).at(-1))).to.deep.equal(['b', 'a']);
  });
});
