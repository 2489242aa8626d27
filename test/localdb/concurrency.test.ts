/** Many at once: conditional updates and unique keys have exactly one winner. */
import { expect } from 'chai';
import { useDatabase } from '../support/semantics.ts';

const MANY = 200;

describe('localdb under concurrency', () => {
  const bench = useDatabase();

  it('lets exactly one of 200 simultaneous conditional updates win', async () => {
    const attempts = bench.collection();
    await attempts.insertOne({ _id: 1 as never, state: 'open', rev: 0 });
    const results = await Promise.all(
      Array.from({ length: MANY }, (_, i) =>
        attempts.updateOne({ _id: 1 as never, state: 'open' }, { $set: { state: 'closed', by: i }, $inc: { rev: 1 } }),
      ),
    );
    expect(results.filter((result) => result.modifiedCount === 1)).to.have.length(1);
    expect(await attempts.findOne()).to.include({ state: 'closed', rev: 1 });
  });

  it('counts every one of 200 simultaneous increments', async () => {
    const counters = bench.collection();
    await Promise.all(
      Array.from({ length: MANY }, () => counters.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { upsert: true })),
    );
    expect(await counters.find().toArray()).to.deep.equal([{ _id: 1, n: MANY }]);
  });

  it('lets exactly one of 200 simultaneous inserts have a unique key', async () => {
    const users = bench.collection();
    await users.createIndex(
      { openKey: 1 },
      { unique: true, partialFilterExpression: { openKey: { $type: 'string' } } },
    );
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, i) =>
        users.insertOne({ i, openKey: 'a' }).then(
          () => 'won',
          (error: { code: number }) => error.code,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'won')).to.have.length(1);
    expect(outcomes.filter((outcome) => outcome === 11000)).to.have.length(MANY - 1);
    await users.insertMany([{ i: -1 }, { i: -2 }]);
    await users.updateOne({ openKey: 'a' }, { $unset: { openKey: 1 } });
    await users.insertOne({ openKey: 'a' });
  });

  it('gives each of 40 workers other work', async () => {
    const jobs = bench.collection();
    await jobs.insertMany(Array.from({ length: 40 }, (_, i) => ({ _id: i as never, due: i })));
    const claimed = await Promise.all(
      Array.from({ length: 40 }, (_, worker) =>
        jobs.findOneAndUpdate({ worker: null }, { $set: { worker } }, { sort: { due: 1 }, returnDocument: 'after' }),
      ),
    );
    expect(new Set(claimed.map((job) => String(job?._id))).size).to.equal(40);
  });

  it('tells of a duplicate key as MongoDB does', async () => {
    const users = bench.collection();
    await users.createIndex({ org: 1, 'who.email': -1 }, { unique: true });
    await users.insertOne({ org: 'o', who: { email: 'a@x' } });
    const error = await users.insertOne({ org: 'o', who: { email: 'a@x' } }).catch((thrown: unknown) => thrown);
    expect(error).to.deep.include({
      code: 11000,
      keyPattern: { org: 1, 'who.email': -1 },
      keyValue: { org: 'o', 'who.email': 'a@x' },
    });
    expect((error as Error).message).to.equal(
      `E11000 duplicate key error collection: ${users.namespace} index: org_1_who.email_-1 dup key: { org: "o", who.email: "a@x" }`,
    );
  });
});
