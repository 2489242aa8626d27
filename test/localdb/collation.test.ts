/** Collations: text compared by the rules of a language, in filters, orders, indexes and defaults alike. */
import { expect } from 'chai';
import { MongoServerError } from 'mongodb';
import { readCollation } from '../../src/localdb/values/collation.ts';
import { errorOf, useDatabase } from '../support/semantics.ts';

const CASELESS = { locale: 'en', strength: 2 };
const ACCENTLESS = { locale: 'en', strength: 1 };

describe('localdb: collations', () => {
  const bench = useDatabase();

  it('finds by letters alone, whether by a scan or by an index of the collation', async () => {
    const c = bench.collection();
    await c.insertMany(['Zoe', 'zoé', 'ZOE', 'Zoey'].map((name, i) => ({ _id: i as never, name })));
    const ids = async (filter: object, collation: object): Promise<unknown[]> =>
      (
        await c
          .find(filter, { collation: collation as never })
          .sort({ _id: 1 })
          .toArray()
      ).map((doc) => doc._id);
    for (const indexed of [false, true]) {
      if (indexed) await c.createIndex({ name: 1 }, { collation: CASELESS });
      expect(await ids({ name: 'zoe' }, CASELESS)).to.deep.equal([0, 2]);
      expect(await ids({ name: 'zoe' }, ACCENTLESS)).to.deep.equal([0, 1, 2]);
      expect(await ids({ name: { $in: ['ZOÉ'] } }, CASELESS)).to.deep.equal([1]);
      expect(await ids({ name: { $ne: 'zoe' } }, ACCENTLESS)).to.deep.equal([3]);
      expect(await ids({ name: { $gt: 'zoe' } }, ACCENTLESS)).to.deep.equal([3]);
      expect(await ids({ $expr: { $eq: ['$name', 'ZOE'] } }, CASELESS)).to.deep.equal([0, 2]);
      expect(await c.countDocuments({ name: 'zoe' })).to.equal(0);
    }
  });

  it('uses an index for text only when both compare alike', async () => {
    const c = bench.collection();
    await c.insertMany([{ a: 'x' }, { a: 'X' }, { a: 5 }]);
    await c.createIndex({ a: 1 }, { collation: CASELESS, name: 'caseless' });
    const stage = async (filter: object, collation?: object): Promise<string> => {
      const plan = await c.find(filter, { collation: collation as never }).explain('queryPlanner');
      return plan.queryPlanner.winningPlan.stage;
    };
    expect(await stage({ a: 'x' })).to.equal('COLLSCAN');
    expect(await stage({ a: 'x' }, ACCENTLESS)).to.equal('COLLSCAN');
    expect(await stage({ a: 'x' }, CASELESS)).to.equal('FETCH');
    expect(await stage({ a: 5 })).to.equal('FETCH');
  });

  it('sorts as the language does', async () => {
    const c = bench.collection();
    await c.insertMany(['Öl', 'Zoo', 'ol', 'apfel', 'Apfel'].map((word) => ({ word })));
    const sorted = async (collation?: object): Promise<string[]> =>
      (
        await c
          .find({}, { collation: collation as never })
          .sort({ word: 1 })
          .toArray()
      ).map((doc) => doc.word);
    expect(await sorted()).to.deep.equal(['Apfel', 'Zoo', 'apfel', 'ol', 'Öl']);
    expect(await sorted({ locale: 'de' })).to.deep.equal(['apfel', 'Apfel', 'ol', 'Öl', 'Zoo']);
    expect(await sorted({ locale: 'sv' })).to.deep.equal(['apfel', 'Apfel', 'ol', 'Zoo', 'Öl']);
    expect(await sorted({ locale: 'de', caseFirst: 'upper' })).to.deep.equal(['Apfel', 'apfel', 'ol', 'Öl', 'Zoo']);
  });

  it('takes digits for numbers when asked to', async () => {
    const c = bench.collection();
    await c.insertMany(['a10', 'a9', 'a010b', 'b1'].map((word) => ({ word })));
    const words = await c
      .find({}, { collation: { locale: 'en', numericOrdering: true } })
      .sort({ word: 1 })
      .toArray();
    expect(words.map((doc) => doc.word)).to.deep.equal(['a9', 'a10', 'a010b', 'b1']);
  });

  it('agrees with the collator of the runtime on every pair of some words', () => {
    const words = 'a,A,ä,á,az,B,cote,coté,côte,ss,ß,æ,ae,af,ñ,n,nz,ö,oz,o,1,10,2,a b,ab,a-b,_,!,я,Я,Ω,日,'.split(',');
    const levels = ['base', 'accent', 'variant'] as const;
    for (const locale of ['en', 'de', 'sv', 'es', 'fr']) {
      for (const [i, sensitivity] of levels.entries()) {
        const { compare } = new Intl.Collator(locale, { sensitivity });
        const { textKey } = readCollation({ locale, strength: i + 1 })!;
        for (const a of words) {
          for (const b of words) {
            const ours = Math.sign(Buffer.compare(textKey(a), textKey(b)));
            expect(ours, `${locale} ${sensitivity} ${a} ${b}`).to.equal(Math.sign(compare(a, b)));
          }
        }
      }
    }
  });

  it('keeps text unique by the collation of the index', async () => {
    const c = bench.collection();
    await c.createIndex({ mail: 1 }, { unique: true, collation: CASELESS });
    await c.insertOne({ mail: 'Ann@x.org' });
    expect(await errorOf(c.insertOne({ mail: 'ann@X.org' }))).to.have.property('code', 11000);
    await c.insertOne({ mail: 'änn@x.org' });
    const [, index] = await c.listIndexes().toArray();
    expect(index!.collation).to.include({ locale: 'en', strength: 2, caseLevel: false, alternate: 'non-ignorable' });
  });

  it('has two indexes on the same fields when they compare differently', async () => {
    const c = bench.collection();
    await c.createIndex({ a: 1 });
    await c.createIndex({ a: 1 }, { collation: CASELESS, name: 'caseless' });
    expect(await c.listIndexes().toArray()).to.have.length(3);
  });

  it('changes, removes and counts by it', async () => {
    const c = bench.collection();
    await c.insertMany([{ a: 'ping' }, { a: 'pINg' }, { a: 'pong' }]);
    const collation = CASELESS;
    expect((await c.updateMany({ a: 'PING' }, { $set: { b: 1 } }, { collation })).modifiedCount).to.equal(2);
    expect(await c.findOneAndUpdate({ a: 'PONG' }, { $set: { b: 2 } }, { collation })).to.include({ a: 'pong' });
    expect(await c.distinct('a', {}, { collation })).to.deep.equal(['ping', 'pong']);
    const groups = await c.aggregate([{ $group: { _id: '$a', n: { $sum: 1 } } }], { collation }).toArray();
    expect(groups.map((group) => group.n).sort()).to.deep.equal([1, 2]);
    const bulk = await c.bulkWrite([{ deleteMany: { filter: { a: 'PING' }, collation } }]);
    expect(bulk.deletedCount).to.equal(2);
  });

  it('inherits that of the collection, which a command may put aside', async () => {
    const c = await bench.db().createCollection('german', { collation: { locale: 'de', strength: 1 } });
    await c.insertMany([{ a: 'Mütze' }, { a: 'mutze' }]);
    await c.createIndex({ a: 1 });
    expect(await c.countDocuments({ a: 'MUTZE' })).to.equal(2);
    expect(await c.countDocuments({ a: 'mutze' }, { collation: { locale: 'simple' } })).to.equal(1);
    const [listed] = await bench.db().listCollections({ name: 'german' }).toArray();
    expect(listed).to.have.nested.property('options.collation.locale', 'de');
    const indexes = await c.listIndexes().toArray();
    expect(indexes.map((index) => index.collation?.locale)).to.deep.equal(['de', 'de']);
  });

  it('refuses what is no collation', async () => {
    const c = bench.collection();
    const codeOf = async (collation: object): Promise<unknown> => {
      const error = await errorOf(c.find({}, { collation: collation as never }).toArray());
      expect(error).to.be.instanceOf(MongoServerError);
      return error.code;
    };
    expect(await codeOf({ strength: 2 })).to.equal(40414);
    expect(await codeOf({ locale: 'klingon-of-course' })).to.equal(2);
    expect(await codeOf({ locale: 'en', strength: 9 })).to.equal(2);
    expect(await codeOf({ locale: 'en', loud: true })).to.equal(40415);
  });
});
