/** Upkeep and curiosity: checking and rebuilding collections, what tools ask first, and the rarer options of find. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Binary } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb: upkeep of collections', () => {
  const bench = useDatabase();

  it('validate counts documents and the entries of each index', async () => {
    const c = bench.collection();
    await c.insertMany([{ a: [1, 2] }, { a: 3 }]);
    await c.createIndex({ a: 1 });
    const report = await bench.db().command({ validate: c.collectionName });
    expect(report).to.deep.include({ valid: true, nrecords: 2, nIndexes: 2, keysPerIndex: { _id_: 2, a_1: 3 } });
    expect(await errorOf(bench.db().command({ validate: 'nowhere' }))).to.have.property('code', 26);
  });

  it('reIndex keeps every index as it was', async () => {
    const c = bench.collection();
    await c.insertMany([{ a: 1 }, { a: 2 }]);
    await c.createIndex({ a: 1 }, { unique: true });
    expect(await bench.db().command({ reIndex: c.collectionName })).to.include({ nIndexes: 2 });
    expect(
      await c
        .find({ a: { $gte: 1 } })
        .hint('a_1')
        .toArray(),
    ).to.have.length(2);
    expect(await errorOf(c.insertOne({ a: 2 }))).to.have.property('code', 11000);
  });

  it('convertToCapped lets the oldest go', async () => {
    const c = bench.collection();
    for (let a = 0; a < 8; a++) await c.insertOne({ a, text: 'x'.repeat(1000) });
    await bench.db().command({ convertToCapped: c.collectionName, size: 4096 });
    expect((await c.find().toArray()).map((doc) => doc.a)).to.deep.equal([5, 6, 7]);
    expect(await c.isCapped()).to.equal(true);
  });

  it('filemd5 sums the chunks of a file in their order', async () => {
    const chunks = bench.db().collection('pictures.chunks');
    await chunks.insertMany([
      { files_id: 1, n: 1, data: new Binary(Buffer.from('lo')) },
      { files_id: 1, n: 0, data: new Binary(Buffer.from('hel')) },
      { files_id: 2, n: 0, data: new Binary(Buffer.from('other')) },
    ]);
    const sum = await bench.db().command({ filemd5: 1, root: 'pictures' });
    expect(sum).to.include({ md5: createHash('md5').update('hello').digest('hex'), numChunks: 2 });
  });

  it('tells nothing of a write that nobody waits for, and of profiling that it is off', async () => {
    const c = bench.collection();
    const documents = [{ _id: 1 }, { _id: 1 }];
    const silent = await bench.db().command({ insert: c.collectionName, documents, writeConcern: { w: 0 } });
    expect(silent).to.deep.equal({ ok: 1 });
    expect(await bench.db().command({ profile: -1 })).to.include({ was: 0 });
  });
});

describe('localdb: what a pipeline tells of a collection', () => {
  const bench = useDatabase();

  it('counts its documents and bytes, and lists its indexes', async () => {
    const c = bench.collection();
    await c.insertMany([{ _id: 1 }, { _id: 2 }] as never);
    const [stats] = await c.aggregate([{ $collStats: { count: {}, storageStats: {} } }]).toArray();
    expect(stats).to.deep.include({ count: 2, host: 'embedded' });
    expect(stats!.storageStats).to.include({ size: 28, count: 2, capped: false });
    const indexes = await c.aggregate([{ $indexStats: {} }, { $project: { name: 1 } }]).toArray();
    expect(indexes).to.deep.equal([{ name: '_id_' }]);
    const late = c.aggregate([{ $skip: 1 }, { $collStats: {} }]).toArray();
    expect(await errorOf(late)).to.have.property('code', 40602);
  });
});

describe('localdb: what tools ask of a server', () => {
  const bench = useDatabase();

  it('answers for its settings, and that it knows no users and no replicas', async () => {
    const admin = bench.db().admin();
    const version = await admin.command({ getParameter: 1, featureCompatibilityVersion: 1 });
    expect(version).to.have.nested.property('featureCompatibilityVersion.version', '7.0');
    expect(await admin.command({ getParameter: '*' })).to.have.property('enableTestCommands', false);
    expect(await errorOf(admin.command({ getParameter: 1, beauty: 1 }))).to.have.property('code', 72);
    expect(await bench.db().command({ usersInfo: 1 })).to.deep.include({ users: [] });
    expect(await errorOf(admin.command({ replSetGetStatus: 1 }))).to.have.property('code', 76);
  });
});

describe('localdb: the rarer options of find', () => {
  const bench = useDatabase();

  it('min and max go from one key of an index to another', async () => {
    const c = bench.collection();
    await c.insertMany([3, 1, 4, 2].map((a) => ({ a, b: -a })));
    await c.createIndex({ a: 1 });
    await c.createIndex({ b: -1, a: 1 });
    const values = async (options: object): Promise<unknown[]> =>
      (await c.find({}, options).toArray()).map((doc) => doc.a);
    expect(await values({ min: { a: 2 }, max: { a: 4 }, hint: { a: 1 } })).to.deep.equal([2, 3]);
    expect(await values({ min: { a: 3 }, hint: 'a_1' })).to.deep.equal([3, 4]);
    expect(await values({ min: { b: -2, a: 2 }, hint: { b: -1, a: 1 } })).to.deep.equal([2, 3, 4]);
    expect(await errorOf(values({ min: { a: 1 } }))).to.have.property('code', 51173);
    expect(await errorOf(values({ min: { c: 1 }, hint: { a: 1 } }))).to.have.property('code', 51174);
  });

  it('returnKey gives what the index holds, showRecordId the number of the record', async () => {
    const c = bench.collection();
    await c.insertMany([{ a: { b: 1 } }, { a: { b: 2 } }]);
    await c.createIndex({ 'a.b': 1 });
    expect(await c.find({ 'a.b': { $gt: 1 } }, { returnKey: true }).toArray()).to.deep.equal([{ 'a.b': 2 }]);
    const numbers = await c.find({}, { showRecordId: true }).toArray();
    expect(numbers.map((doc) => doc.$recordId)).to.deep.equal([1, 2]);
  });

  it('explains a pipeline also by its own option', async () => {
    const c = bench.collection();
    await c.insertOne({ a: 1 });
    const pipeline = [{ $match: { a: 1 } }];
    const plan = await bench.db().command({ aggregate: c.collectionName, pipeline, cursor: {}, explain: true });
    expect(plan).to.have.nested.property('queryPlanner.winningPlan.stage', 'COLLSCAN');
  });
});
