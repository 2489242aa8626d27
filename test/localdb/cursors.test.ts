/** Cursors: batches, limits, and being forgotten. */
import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { CURSOR_IDLE_MS, Cursors } from '../../src/localdb/cursors.ts';
import { openLocalDatabase } from '../../src/localdb/open.ts';
import { errorOf, useDatabase } from '../support/semantics.ts';

function docs(count: number, bytes = 10): Buffer[] {
  return Array.from({ length: count }, () => Buffer.alloc(bytes));
}

describe('localdb cursors', () => {
  it('hand out results batch by batch and end by themselves', async () => {
    const cursors = new Cursors(() => 0);
    const first = await cursors.start('x.c', docs(250).values());
    expect(first.batch).to.have.length(101);
    const second = await cursors.more(first.cursorId, 'x.c', 100);
    expect(second).to.include({ cursorId: first.cursorId });
    const third = await cursors.more(first.cursorId, 'x.c', 100);
    expect(third.batch).to.have.length(49);
    expect(third.cursorId).to.equal(0n);
    expect(cursors.size).to.equal(0);
  });

  it('stay within 16 MB a batch, but send a larger document alone', async () => {
    const cursors = new Cursors(() => 0);
    const large = 16_700_000;
    const first = await cursors.start('x.c', [...docs(1, large), ...docs(2, 9_000_000)].values());
    expect(first.batch.map((doc) => doc.length)).to.deep.equal([large]);
    const second = await cursors.more(first.cursorId, 'x.c', undefined);
    expect(second.batch).to.have.length(1);
    expect((await cursors.more(first.cursorId, 'x.c', undefined)).batch).to.have.length(1);
    expect(cursors.size).to.equal(0);
  });

  it('are closed when a limit is reached, and open with an empty batch on request', async () => {
    const cursors = new Cursors(() => 0);
    expect((await cursors.start('x.c', docs(9).values(), { limit: 3, batchSize: 3 })).cursorId).to.equal(0n);
    const empty = await cursors.start('x.c', docs(9).values(), { batchSize: 0 });
    expect(empty.batch).to.have.length(0);
    expect(empty.cursorId).to.not.equal(0n);
    expect(cursors.kill(empty.cursorId, 'x.other')).to.equal(false);
    expect(cursors.kill(empty.cursorId, 'x.c')).to.equal(true);
  });

  it('are forgotten after ten minutes without use', async () => {
    let now = 0;
    const cursors = new Cursors(() => now);
    const { cursorId } = await cursors.start('x.c', docs(500).values());
    now += CURSOR_IDLE_MS - 1;
    cursors.dropIdle();
    await cursors.more(cursorId, 'x.c', 10);
    now += CURSOR_IDLE_MS - 1;
    cursors.dropIdle();
    await cursors.more(cursorId, 'x.c', 10);
    now += CURSOR_IDLE_MS;
    cursors.dropIdle();
    expect(await errorOf(cursors.more(cursorId, 'x.c', 10))).to.have.property('code', 43);
  });
});

describe('localdb cursors through the driver', () => {
  const bench = useDatabase();

  it('read thousands of documents whatever the batch', async () => {
    const collection = bench.collection();
    await collection.insertMany(Array.from({ length: 2500 }, (_, i) => ({ _id: i as never, k: i % 7 })));
    for (const batchSize of [1, 100, 101, 5000]) {
      const limit = batchSize === 1 ? 50 : 0;
      const cursor = collection.find({ k: { $lt: 6 } }, { batchSize, limit });
      const ids = (await cursor.toArray()).map((doc) => Number(doc._id));
      expect(ids).to.have.length(limit || 2143);
      expect(new Set(ids).size).to.equal(ids.length);
    }
    const sorted = await collection.find({}, { batchSize: 10 }).sort({ k: -1, _id: 1 }).skip(5).limit(25).toArray();
    expect(sorted.map((doc) => doc._id)).to.deep.equal(Array.from({ length: 25 }, (_, i) => 6 + 7 * (i + 5)));
  });

  it('go on while documents are deleted and inserted', async () => {
    const collection = bench.collection();
    await collection.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i as never })));
    const seen = new Set<unknown>();
    for await (const doc of collection.find({}, { batchSize: 50 })) {
      seen.add(doc._id);
      if (Number(doc._id) === 10) await collection.deleteMany({ _id: { $gte: 900 as never } });
    }
    for (let i = 0; i < 900; i++) expect(seen.has(i)).to.equal(true);
  });
});

(process.env.TEST_MONGODB_URI ? describe.skip : describe)('localdb maintenance', () => {
  it('forgets idle cursors and expired documents as the clock moves on', async () => {
    let now = Date.parse('2026-11-23T12:00:00Z');
    const directory = await mkdtemp(join(tmpdir(), 'resit-clock-'));
    const database = await openLocalDatabase({ directory, now: () => now });
    const client = await MongoClient.connect(database.uri);
    const sessions = client.db('x').collection('sessions');
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await sessions.createIndex({ until: -1 }, { expireAfterSeconds: 0, name: 'until' });
    await sessions.insertMany([
      { _id: 1 as never, at: new Date(now - 59_000) },
      { _id: 2 as never, at: new Date(now - 60_000) },
      { _id: 3 as never, at: 'not a date' },
      { _id: 4 as never },
      { _id: 5 as never, at: [new Date(now + 5000), new Date(now - 90_000)] },
      { _id: 6 as never, until: new Date(now + 1000) },
      { _id: 7 as never, until: new Date(now - 1000) },
      ...Array.from({ length: 500 }, (_, i) => ({ _id: (100 + i) as never, at: new Date(0) })),
    ]);
    const ids = async (): Promise<number[]> =>
      (await sessions.find().sort({ _id: 1 }).toArray()).map((doc) => Number(doc._id));
    expect(await database.maintain()).to.deep.equal({ expired: 503 });
    expect(await ids()).to.deep.equal([1, 3, 4, 6]);
    now += 1000;
    expect(await database.maintain()).to.deep.equal({ expired: 2 });
    expect(await ids()).to.deep.equal([3, 4]);
    expect(await database.maintain()).to.deep.equal({ expired: 0 });

    const series = { timeseries: { timeField: 'at' }, expireAfterSeconds: 60 };
    const clustered = { clusteredIndex: { key: { _id: 1 }, unique: true }, expireAfterSeconds: 60 };
    for (const [name, options] of Object.entries({ series, clustered })) {
      const c = await client.db('x').createCollection(name, options);
      const dates = [now, now - 61_000].map((at) => new Date(at));
      await c.insertMany(dates.map((at) => ({ _id: at as never, at })));
      expect(await database.maintain(), name).to.deep.equal({ expired: 1 });
      expect(await c.distinct('at')).to.deep.equal([dates[0]]);
    }

    const reader = sessions.find({}, { batchSize: 1 });
    await reader.next();
    now += CURSOR_IDLE_MS;
    await database.maintain();
    expect(await errorOf(reader.next())).to.have.property('code', 43);
    await client.close();
    await database.close();
    await rm(directory, { recursive: true });
  });
});
