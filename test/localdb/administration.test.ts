/** What migrations and scripts do to whole collections: rename them, write pipelines into them, change an expiry, measure. */
import { expect } from 'chai';
import type { Collection, Document } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb: work on whole collections', () => {
  const bench = useDatabase();

  async function filled(...docs: Document[]): Promise<Collection> {
    const collection = bench.collection();
    await collection.insertMany(docs);
    return collection;
  }

  const all = (collection: Collection): Promise<Document[]> => collection.find().sort({ _id: 1 }).toArray();

  it('a renamed collection keeps its documents and indexes', async () => {
    const old = await filled({ _id: 1, a: 1 });
    await old.createIndex({ a: 1 }, { unique: true });
    const name = bench.collection().collectionName;
    const renamed = await old.rename(name);
    expect(await all(renamed)).to.deep.equal([{ _id: 1, a: 1 }]);
    expect(await errorOf(renamed.insertOne({ a: 1 }))).to.have.property('code', 11000);
    expect(await old.countDocuments()).to.equal(0);
    const names = (await bench.db().listCollections().toArray()).map((one) => one.name);
    expect(names).to.include(name).and.not.include(old.collectionName);
  });

  it('a rename takes the place of another collection only when told so', async () => {
    const [one, other] = [await filled({ _id: 1 }), await filled({ _id: 2 })];
    expect(await errorOf(one.rename(other.collectionName))).to.have.property('code', 48);
    await one.rename(other.collectionName, { dropTarget: true });
    expect(await all(other)).to.deep.equal([{ _id: 1 }]);
    expect(await errorOf(one.rename(other.collectionName))).to.have.property('code', 26);
  });

  it('$out replaces what the collection held and keeps its indexes', async () => {
    const source = await filled({ _id: 1, n: 1 }, { _id: 2, n: 5 });
    const target = await filled({ _id: 9, n: 9 });
    await target.createIndex({ n: 1 }, { unique: true });
    const into = target.collectionName;
    expect(await source.aggregate([{ $match: { n: 5 } }, { $out: into }]).toArray()).to.deep.equal([]);
    expect(await all(target)).to.deep.equal([{ _id: 2, n: 5 }]);
    const same = [{ $project: { n: { $literal: 7 } } }, { $out: into }];
    expect(await errorOf(source.aggregate(same).toArray())).to.have.property('code', 11000);
    expect(await all(target)).to.deep.equal([{ _id: 2, n: 5 }]);
    expect(await target.find({ n: 5 }).hint('n_1').toArray()).to.have.length(1);
  });

  const merges: [name: string, merge: Document, result: Document[]][] = [
    [
      'merges and inserts by itself',
      {},
      [
        { _id: 1, old: true, n: 1 },
        { _id: 2, n: 2 },
      ],
    ],
    [
      'replaces',
      { whenMatched: 'replace' },
      [
        { _id: 1, n: 1 },
        { _id: 2, n: 2 },
      ],
    ],
    [
      'keeps what is there',
      { whenMatched: 'keepExisting' },
      [
        { _id: 1, old: true },
        { _id: 2, n: 2 },
      ],
    ],
    ['discards what has no match', { whenNotMatched: 'discard' }, [{ _id: 1, old: true, n: 1 }]],
    [
      'runs a pipeline on the match',
      { whenMatched: [{ $set: { sum: { $add: ['$$new.n', '$$more'] } } }], let: { new: '$$ROOT', more: 10 } },
      [
        { _id: 1, old: true, sum: 11 },
        { _id: 2, n: 2 },
      ],
    ],
  ];
  for (const [name, merge, result] of merges) {
    it(`$merge ${name}`, async () => {
      const source = await filled({ _id: 1, n: 1 }, { _id: 2, n: 2 });
      const target = await filled({ _id: 1, old: true });
      await source.aggregate([{ $merge: { into: target.collectionName, ...merge } }]).toArray();
      expect(await all(target)).to.deep.equal(result);
    });
  }

  it('$merge by other fields wants a unique index on them', async () => {
    const source = await filled({ _id: 1, k: 'a', n: 1 });
    const target = await filled({ _id: 7, k: 'a' });
    const merge = [{ $project: { _id: 0 } }, { $merge: { into: target.collectionName, on: 'k' } }];
    expect(await errorOf(source.aggregate(merge).toArray())).to.have.property('code', 51183);
    await target.createIndex({ k: 1 }, { unique: true });
    await source.insertOne({ _id: 2 as never, k: 'b' });
    await source.aggregate(merge).toArray();
    expect(await target.findOne({ k: 'a' })).to.deep.equal({ _id: 7, k: 'a', n: 1 });
    expect(await target.countDocuments({ k: 'b', _id: { $type: 'objectId' } })).to.equal(1);
  });

  it('$merge fails where it is told to', async () => {
    const [source, target] = [await filled({ _id: 1 }), await filled({ _id: 1 })];
    const into = target.collectionName;
    const matched = [{ $merge: { into, whenMatched: 'fail' } }];
    expect(await errorOf(source.aggregate(matched).toArray())).to.have.property('code', 11000);
    await target.deleteMany({});
    const missing = [{ $merge: { into, whenNotMatched: 'fail' } }];
    expect(await errorOf(source.aggregate(missing).toArray())).to.have.property('code', 13113);
  });

  it('outputs stand at the end of the pipeline and nowhere else', async () => {
    const collection = bench.collection();
    for (const pipeline of [[{ $out: 'x' }, { $match: {} }], [{ $facet: { a: [{ $out: 'x' }] } }]]) {
      expect(await errorOf(collection.aggregate(pipeline).toArray())).to.have.property('code', 40601);
    }
    expect(await errorOf(collection.aggregate([{ $out: 'a\0b' }]).toArray())).to.have.property('code', 73);
  });

  it('collMod changes the expiry of an index, and makes one expire', async () => {
    const collection = await filled({ _id: 1, at: new Date() });
    await collection.createIndex({ at: 1 });
    const command = { collMod: collection.collectionName, index: { keyPattern: { at: 1 }, expireAfterSeconds: 60 } };
    expect(await bench.db().command(command)).to.include({ expireAfterSeconds_new: 60, ok: 1 });
    command.index.expireAfterSeconds = 90;
    expect(await bench.db().command(command)).to.include({ expireAfterSeconds_old: 60, expireAfterSeconds_new: 90 });
    expect((await collection.indexes())[1]).to.have.property('expireAfterSeconds', 90);
    const missing = { ...command, index: { name: 'nowhere_1', expireAfterSeconds: 1 } };
    expect(await errorOf(bench.db().command(missing))).to.have.property('code', 27);
    const unique = { ...command, index: { name: 'at_1', unique: true } };
    expect(await errorOf(bench.db().command(unique))).to.have.property('code', 115);
  });

  it('dbStats and collStats count documents, indexes and bytes', async () => {
    const collection = await filled({ _id: 1 }, { _id: 2 });
    const stats = await bench.db().command({ collStats: collection.collectionName });
    expect(stats).to.include({ count: 2, nindexes: 1, size: 28, avgObjSize: 14 });
    const whole = await bench.db().stats();
    expect(whole.objects).to.be.at.least(2);
    expect(whole.dataSize).to.be.at.least(28);
  });
});
