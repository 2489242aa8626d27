/** What the embedded database refuses: mistakes as MongoDB does, and what it leaves out, in words. Nothing is ignored in silence. */
import { expect } from 'chai';
import type { Collection, Db, Document, MongoBulkWriteError } from 'mongodb';
import { ObjectId } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

/** A collection with its database and name at hand. */
type Named = Collection & { db: Db; name: string };

const isReal = Boolean(process.env.TEST_MONGODB_URI);

describe('localdb: mistakes are errors, also without documents', () => {
  const bench = useDatabase();
  const cases: [name: string, request: (c: Named) => Promise<unknown>, code: number][] = [
    ['an unknown query operator', (c) => c.findOne({ a: { $bogus: 1 } }), 2],
    ['an unknown operator at the top', (c) => c.findOne({ $bogus: 1 } as Document), 2],
    ['an empty $or', (c) => c.findOne({ $or: [] }), 2],
    ['a list that is none', (c) => c.findOne({ a: { $in: 5 } } as Document), 2],
    ['a pattern that is none', (c) => c.findOne({ a: { $regex: '(' } }), 51091],
    ['an unknown type', (c) => c.findOne({ a: { $type: 'text' } } as Document), 2],
    ['another direction of a sort', (c) => c.db.command({ find: c.name, sort: { a: 5 } }), 15975],
    ['a negative skip', (c) => c.db.command({ find: c.name, skip: -1 }), 51024],
    ['an unknown field of a command', (c) => c.db.command({ find: c.name, fliter: {} }), 40415],
    [
      'an unknown field of a statement',
      (c) => c.db.command({ update: c.name, updates: [{ q: {}, u: { $set: { a: 1 } }, multy: true }] }),
      40415,
    ],
    ['an id for a filter', (c) => c.db.command({ findAndModify: c.name, query: new ObjectId(), remove: true }), 14],
    ['a hint without an index', async (c) => (await c.insertOne({ a: 1 }), c.find({}).hint('nowhere_1').toArray()), 2],
    ['neither update nor remove', (c) => c.db.command({ findAndModify: c.name, query: {} }), 9],
    ['an array as _id', (c) => c.insertOne({ _id: [1] as never }), 53],
    ['a dollar in an _id', (c) => c.insertOne({ _id: { $a: 1 } as never }), 52],
    ['an unknown command', (c) => c.db.command({ fly: 1 }), 59],
    ['a strange name for a collection', (c) => c.db.command({ find: 'a\0b' }), 73],
    ['an unknown cursor', (c) => c.db.command({ getMore: 999n, collection: c.name }), 43],
    ['a wrong verbosity', (c) => c.db.command({ explain: { find: c.name }, verbosity: 'loud' }), 2],
    [
      'a partial index on what is not there',
      (c) => c.createIndex({ a: 1 }, { partialFilterExpression: { a: { $exists: false } } }),
      67,
    ],
    ['an index without direction', (c) => c.createIndex({ a: 0 }), 67],
    ['an expiry of two fields', (c) => c.createIndex({ a: 1, b: 1 }, { expireAfterSeconds: 5 }), 67],
    [
      'an index of the same key under another name',
      async (c) => (await c.createIndex({ a: 1 }), c.createIndex({ a: 1 }, { name: 'other' })),
      85,
    ],
    [
      'an index of the same name with another key',
      async (c) => (await c.createIndex({ a: 1 }), c.createIndex({ b: 1 }, { name: 'a_1' })),
      86,
    ],
    [
      'an index of the same name that is unique',
      async (c) => (await c.createIndex({ a: 1 }), c.createIndex({ a: 1 }, { unique: true })),
      86,
    ],
    [
      'another expiry',
      async (c) => (
        await c.createIndex({ a: 1 }, { expireAfterSeconds: 5 }),
        c.createIndex({ a: 1 }, { expireAfterSeconds: 6 })
      ),
      85,
    ],
    ['dropping an index that is not there', async (c) => (await c.insertOne({}), c.dropIndex('nowhere')), 27],
    [
      'two arrays in one index',
      async (c) => (await c.createIndex({ a: 1, b: 1 }), c.insertOne({ a: [1], b: [2] })),
      171,
    ],
    [
      'a unique index over duplicates',
      async (c) => (await c.insertMany([{ a: 1 }, { a: 1 }]), c.createIndex({ a: 1 }, { unique: true })),
      11000,
    ],
  ];
  for (const [name, request, code] of cases) {
    it(name, async () => {
      const collection = bench.collection();
      const named = Object.assign(collection, { db: bench.db(), name: collection.collectionName });
      expect(await errorOf(request(named))).to.have.property('code', code);
    });
  }

  it('a faulty delete fails by itself, and the others of an unordered batch run', async () => {
    const collection = bench.collection();
    await collection.insertMany([{ a: 1 }, { a: 2 }]);
    const operations = [
      { deleteOne: { filter: { a: 1 } } },
      { deleteOne: { filter: { a: { $bogus: 1 } } } },
      { deleteOne: { filter: { a: 2 } } },
    ] as never;
    const error = (await errorOf(
      collection.bulkWrite(operations, { ordered: false }),
    )) as unknown as MongoBulkWriteError;
    expect(error.result.deletedCount).to.equal(2);
    expect(error.writeErrors).to.have.length(1);
    expect(error.writeErrors).to.have.nested.property('[0].index', 1);
  });

  it('a replacement of many documents is an error of its statement', async () => {
    const updates = [{ q: {}, u: { a: 1 }, multi: true }];
    const reply = await bench.db().command({ update: 'any', updates });
    expect(reply).to.have.nested.property('writeErrors[0].code', 9);
  });

  it('an ordered batch ends at its first error', async () => {
    const collection = bench.collection();
    const docs = [{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never[];
    const error = (await errorOf(collection.insertMany(docs))) as unknown as MongoBulkWriteError;
    expect(error.insertedCount).to.equal(1);
    expect(await collection.countDocuments()).to.equal(1);
    const second = (await errorOf(collection.insertMany(docs, { ordered: false }))) as unknown as MongoBulkWriteError;
    expect(second.insertedCount).to.equal(1);
    expect(await collection.countDocuments()).to.equal(2);
  });

  it('a document over 16 MiB is refused, and one just below it is given back whole', async function () {
    this.timeout(60_000);
    const collection = bench.collection();
    const tooLarge = await errorOf(collection.insertOne({ blob: Buffer.alloc(16 * 1024 * 1024) }));
    expect(tooLarge).to.be.an('error');
    const length = 16 * 1024 * 1024 - 200;
    await collection.insertMany([{ _id: 1 as never, blob: Buffer.alloc(length) }, { _id: 2 as never }]);
    const both = await collection.find().toArray();
    expect(both).to.have.length(2);
    expect(both[0]!.blob.length()).to.equal(length);
    expect(await errorOf(collection.updateOne({ _id: 1 as never }, { $set: { more: 'x'.repeat(500) } }))).to.be.an(
      'error',
    );
  });
});

describe('localdb: what it answers with options that change the meaning', () => {
  const bench = useDatabase();

  it('counts with skip and limit', async () => {
    const collection = bench.collection();
    await collection.insertMany([{}, {}, {}]);
    const { db, name } = { db: bench.db(), name: collection.collectionName };
    expect(await db.command({ count: name, skip: 1 })).to.have.property('n', 2);
    expect(await db.command({ count: name, limit: 2 })).to.have.property('n', 2);
    expect(await db.command({ count: name, skip: 2, limit: 2, query: {} })).to.have.property('n', 1);
  });

  it('knows the variables of let everywhere', async () => {
    const collection = bench.collection();
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const filter = { $expr: { $eq: ['$a', '$$wanted'] } };
    const wanted = (value: number): { let: Document } => ({ let: { wanted: value } });
    expect(await collection.find(filter, wanted(2)).toArray()).to.have.length(1);
    expect(await collection.updateOne(filter, [{ $set: { b: '$$wanted' } }], wanted(2))).to.have.property(
      'modifiedCount',
      1,
    );
    expect(await collection.findOneAndUpdate(filter, { $set: { c: 1 } }, wanted(2))).to.include({ a: 2, b: 2 });
    expect(await collection.deleteMany(filter, wanted(3))).to.have.property('deletedCount', 1);
  });

  it('uses the index of a hint, with what it leaves out', async () => {
    const collection = bench.collection();
    await collection.insertMany([{ a: 2 }, {}, { a: 1 }]);
    await collection.createIndex({ a: 1 }, { sparse: true });
    const hinted = await collection.find({}).hint('a_1').toArray();
    expect(hinted.map((doc) => doc.a)).to.deep.equal([1, 2]);
    const backwards = await collection.find({}).hint({ $natural: -1 }).toArray();
    expect(backwards.map((doc) => doc.a)).to.deep.equal([1, undefined, 2]);
  });

  it('explains every command that finds documents, also on a missing collection', async () => {
    const collection = bench.collection();
    const explain = (command: Document): Promise<Document> =>
      bench.db().command({ explain: command, verbosity: 'queryPlanner' });
    const name = collection.collectionName;
    expect(JSON.stringify(await explain({ find: name, filter: { a: 1 } }))).to.include('EOF');
    await collection.createIndex({ a: 1 });
    const commands: Document[] = [
      { find: name, filter: { a: 1 } },
      { count: name, query: { a: 1 } },
      { distinct: name, key: 'a', query: { a: 1 } },
      { update: name, updates: [{ q: { a: 1 }, u: { $set: { b: 1 } } }] },
      { delete: name, deletes: [{ q: { a: 1 }, limit: 1 }] },
      { findAndModify: name, query: { a: 1 }, remove: true },
      { aggregate: name, pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$b' } }], cursor: {} },
    ];
    for (const command of commands) expect(JSON.stringify(await explain(command))).to.include('IXSCAN');
    const stats = await collection.find({ a: 1 }).explain('executionStats');
    expect(stats.executionStats).to.include({ nReturned: 0, totalDocsExamined: 0 });
  });
});

(isReal ? describe.skip : describe)('localdb: what it leaves out, it says', () => {
  const bench = useDatabase();
  const cases: [name: string, request: (collection: Collection) => Promise<unknown>][] = [
    ['profiling', (c) => (c as Named).db.command({ profile: 2 })],
    ['users', (c) => (c as Named).db.command({ createUser: 'ann', pwd: 'x', roles: [] })],
    ['$where', (c) => c.findOne({ $where: 'true' })],
    [
      'what decimals are not calculated with',
      async (c) => (
        await c.insertOne({ a: '1' }),
        c.aggregate([{ $project: { x: { $mod: [{ $toDecimal: '$a' }, 1] } } }]).toArray()
      ),
    ],
  ];
  for (const [name, request] of cases) {
    it(name, async () => {
      const error = await errorOf(request(bench.collection()));
      expect(error).to.have.property('code', 115);
      expect(error.message).to.include('not supported by the embedded database');
    });
  }

  it('collections that are encrypted', async () => {
    const error = await errorOf(bench.db().createCollection('special', { encryptedFields: { fields: [] } }));
    expect(error).to.have.property('code', 115);
    expect(await bench.db().listCollections({ name: 'special' }).toArray()).to.have.length(0);
  });

  it('transactions, as a MongoDB without replicas does', async () => {
    const session = bench.db().client.startSession();
    session.startTransaction();
    const error = await errorOf(bench.collection().insertOne({ a: 1 }, { session }));
    // The driver puts its own words to the refusal of a server without replicas.
    expect(error.message).to.match(/retryable writes|replica set/);
    await session.abortTransaction().catch(() => undefined);
    await session.endSession();
  });

  it('readConcern snapshot and w: 2', async () => {
    const db = bench.db();
    expect(await errorOf(db.command({ find: 'x', readConcern: { level: 'snapshot' } }))).to.have.property('code', 123);
    const twice = { writeConcern: { w: 2 } };
    expect(await errorOf(bench.collection().insertOne({ a: 1 }, twice))).to.have.property('code', 2);
  });
});
