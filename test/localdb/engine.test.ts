/** The engine: what is confirmed is seen by all, and what the disk refuses is forgotten. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Engine } from '../../src/localdb/engine.ts';
import { makeEngine } from '../../src/localdb/engine.ts';
import { encode } from '../../src/localdb/values/write-bson.ts';
import { insertRecord } from '../../src/localdb/storage/records.ts';
import type { Store, Writer } from '../../src/localdb/storage/store.ts';
import { CommitFailed, openStore } from '../../src/localdb/storage/store.ts';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb engine', () => {
  let directory: string;
  let store: Store;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'resit-engine-'));
    store = await openStore(directory);
  });

  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  function insertInto(engine: Engine, name: string, id: number): (writer: Writer) => void {
    return (writer) => {
      const collection = engine.catalogue.find('x', name) ?? engine.catalogue.create(writer, 'x', name);
      const doc = { _id: id };
      insertRecord(writer, engine.catalogue, collection, { doc, bytes: encode(doc) });
    };
  }

  it('forgets collections, counts and records that a failed commit has not written', async () => {
    let diskIsFull = false;
    const nowhere: Writer = {
      ...store.reader,
      put: () => {},
      remove: () => {},
      putMeta: () => {},
      removeMeta: () => {},
    };
    const fragile: Store = {
      ...store,
      write: async (change) => {
        if (!diskIsFull) return store.write(change);
        change(nowhere);
        throw new CommitFailed('no space left');
      },
    };
    const engine = makeEngine(fragile, () => 0);
    await engine.write(insertInto(engine, 'kept', 1));
    diskIsFull = true;
    await errorOf(engine.write(insertInto(engine, 'lost', 1)));
    await errorOf(engine.write(insertInto(engine, 'kept', 2)));
    expect(engine.catalogue.find('x', 'lost')).to.equal(undefined);
    expect(engine.catalogue.find('x', 'kept')).to.include({ count: 1, nextRecord: 2 });
    diskIsFull = false;
    await engine.write(insertInto(engine, 'kept', 2));
    expect(engine.catalogue.find('x', 'kept')!.count).to.equal(2);
  });

  it('finds everything again when it is opened anew', async () => {
    const engine = makeEngine(store, () => 0);
    await engine.write(insertInto(engine, 'a', 1));
    await engine.write(insertInto(engine, 'a', 2));
    await store.close();
    store = await openStore(directory);
    const again = makeEngine(store, () => 0);
    expect(again.catalogue.find('x', 'a')).to.include({ count: 2, nextRecord: 3 });
    expect((await errorOf(again.write(insertInto(again, 'a', 2)))).message).to.include('E11000');
  });

  it('knows what collections and indexes were made to be when it is opened anew', async () => {
    const engine = makeEngine(store, () => 0);
    const collation = { locale: 'en', strength: 2 };
    await engine.write((writer) => {
      engine.catalogue.create(writer, 'x', 'ruled', { validator: { a: 1 }, validationLevel: 'strict', collation });
      engine.catalogue.create(writer, 'x', 'few', { capped: true, size: 4096, max: 2 });
      engine.catalogue.create(writer, 'x', 'seen', { viewOn: 'ruled', pipeline: [{ $match: {} }] });
    });
    await store.close();
    store = await openStore(directory);
    const { catalogue } = makeEngine(store, () => 0);
    const ruled = catalogue.find('x', 'ruled')!;
    expect(ruled.validator!.filter.matches({ a: 2 })).to.equal(false);
    expect(ruled.indexes[0]!.collation).to.equal(ruled.collation);
    expect(catalogue.find('x', 'few')!.capped).to.deep.equal({ bytes: 4096, documents: 2 });
    expect(catalogue.find('x', 'seen')!.view).to.deep.equal({ on: 'ruled', pipeline: [{ $match: {} }] });
  });

  it('leaves nothing of a change that was refused', async () => {
    const engine = makeEngine(store, () => 0);
    await engine.write(insertInto(engine, 'a', 1));
    await errorOf(engine.write(insertInto(engine, 'a', 1)));
    expect(engine.catalogue.find('x', 'a')).to.include({ count: 1, nextRecord: 2 });
  });
});

describe('localdb: what has been confirmed', () => {
  const bench = useDatabase();

  it('is seen at once by every connection', async () => {
    const collection = bench.collection();
    await collection.createIndex({ k: 1 });
    await Promise.all(
      Array.from({ length: 16 }, async (_, worker) => {
        for (let i = 0; i < 25; i++) {
          const k = worker * 1000 + i;
          await collection.insertOne({ k, n: 0 });
          await collection.updateOne({ k }, { $inc: { n: 1 } });
          expect(await collection.findOne({ k })).to.include({ k, n: 1 });
        }
      }),
    );
    expect(await collection.countDocuments({ n: 1 })).to.equal(400);
  });

  it('is answered from a new index as from none, while the index is made', async () => {
    const collection = bench.collection();
    await collection.insertMany(Array.from({ length: 500 }, (_, i) => ({ k: i % 5 })));
    const reads = Array.from({ length: 40 }, () => collection.countDocuments({ k: 3 }));
    const making = collection.createIndex({ k: 1 });
    const more = Array.from({ length: 40 }, () => collection.countDocuments({ k: 3 }));
    expect(new Set(await Promise.all([...reads, ...more]))).to.deep.equal(new Set([100]));
    await making;
    expect(await collection.countDocuments({ k: 3 })).to.equal(100);
  });

  it('is not cut short in silence when an index or collection goes away under a cursor', async () => {
    const collection = bench.collection();
    await collection.createIndex({ k: 1 });
    await collection.insertMany(Array.from({ length: 500 }, (_, i) => ({ k: i })));
    const cursor = collection.find({ k: { $gte: 0 } }, { batchSize: 10 });
    await cursor.next();
    await collection.dropIndex('k_1');
    expect(await errorOf(cursor.toArray())).to.have.property('code', 175);
    const other = collection.find({}, { batchSize: 10 });
    await other.next();
    await collection.drop();
    expect(await errorOf(other.toArray())).to.have.property('code', 175);
  });
});
