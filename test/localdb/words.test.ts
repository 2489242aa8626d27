/** Words in texts: $text with its index, scores and orders; and the other kinds of indexes that only say what is meant. */
import { expect } from 'chai';
import type { Collection, Document } from 'mongodb';
import { stemOf } from '../../src/localdb/words/stem.ts';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb: words', () => {
  const bench = useDatabase();

  async function coffeeHouse(index: Document = { subject: 'text' }, options: Document = {}): Promise<Collection> {
    const c = bench.collection();
    await c.createIndex(index as never, options);
    const subjects = [
      'coffee',
      'Coffee Shopping',
      'Baking a cake',
      'baking',
      'Café Con Leche',
      'coffee and cream',
      'cafe',
    ];
    await c.insertMany(subjects.map((subject, i) => ({ _id: i + 1, subject })) as never);
    return c;
  }

  async function found(c: Collection, text: Document): Promise<unknown[]> {
    return (
      await c
        .find({ $text: text as never })
        .sort({ _id: 1 })
        .toArray()
    ).map((doc) => doc._id);
  }

  it('finds words by their stems, without regard to case and accents', async () => {
    const c = await coffeeHouse();
    const cases: [search: string, ids: number[]][] = [
      ['coffee', [1, 2, 6]],
      ['bake coffee cake', [1, 2, 3, 4, 6]],
      ['shops', [2]],
      ['CAFE', [5, 7]],
      ['coffee -shop', [1, 6]],
      ['"and cream"', [6]],
      ['coffee "shopping"', [2]],
      ['a', []],
      ['-coffee', []],
    ];
    for (const [$search, ids] of cases) expect(await found(c, { $search }), $search).to.deep.equal(ids);
    expect(await found(c, { $search: 'Coffee', $caseSensitive: true })).to.deep.equal([2]);
    expect(await found(c, { $search: 'café', $diacriticSensitive: true })).to.deep.equal([5]);
    expect(await found(c, { $search: 'bake', $language: 'none' })).to.deep.equal([]);
  });

  it('says how well a document fits, and sorts by it', async () => {
    const c = await coffeeHouse();
    const score = { $meta: 'textScore' } as const;
    const hits = await c
      .find({ $text: { $search: 'coffee' } }, { projection: { score } })
      .sort({ score })
      .toArray();
    expect(hits).to.deep.equal([
      { _id: 1, subject: 'coffee', score: 1 },
      { _id: 2, subject: 'Coffee Shopping', score: 0.75 },
      { _id: 6, subject: 'coffee and cream', score: 0.75 },
    ]);
    const staged = await c
      .aggregate([{ $match: { $text: { $search: 'baking' } } }, { $sort: { score } }, { $project: { score } }])
      .toArray();
    expect(staged.map((doc) => doc._id)).to.deep.equal([4, 3]);
    expect(staged[1]!.score).to.equal(0.75);
    expect(await errorOf(c.find().sort({ score }).toArray())).to.have.property('code', 40218);
  });

  it('weighs fields, and knows an index of all texts', async () => {
    const c = bench.collection();
    await c.createIndex({ title: 'text', body: 'text' }, { weights: { title: 10 }, name: 'words' });
    await c.insertMany([
      { _id: 1, body: 'apple' },
      { _id: 2, title: 'apple' },
    ] as never);
    const hits = await c
      .find({ $text: { $search: 'apples' } })
      .sort({ score: { $meta: 'textScore' } })
      .toArray();
    expect(hits.map((doc) => doc._id)).to.deep.equal([2, 1]);
    const [, listed] = await c.listIndexes().toArray();
    expect(listed).to.deep.include({
      key: { _fts: 'text', _ftsx: 1 },
      name: 'words',
      weights: { body: 1, title: 10 },
      default_language: 'english',
      language_override: 'language',
      textIndexVersion: 3,
    });
    const all = bench.collection();
    await all.createIndex({ '$**': 'text' });
    await all.insertOne({ deep: [{ down: 'treasures' }] });
    expect(await found(all, { $search: 'treasure' })).to.have.length(1);
  });

  it('refuses a search without an index, a second index, and a search in the middle of a pipeline', async () => {
    const c = bench.collection();
    await c.insertOne({ a: 'x' });
    const search = { $text: { $search: 'x' } };
    expect(await errorOf(c.find(search).toArray())).to.have.property('code', 27);
    await c.createIndex({ a: 'text' });
    await c.createIndex({ a: 'text' });
    expect(await errorOf(c.createIndex({ b: 'text' }))).to.have.property('code', 67);
    expect(await errorOf(c.aggregate([{ $skip: 1 }, { $match: search }]).toArray())).to.have.property('code', 17313);
    expect(await errorOf(c.find({ $text: { $search: 1 } } as never).toArray())).to.have.property('code', 14);
    expect(await errorOf(c.find({ $text: { $search: 'x', $language: 'elvish' } }).toArray())).to.have.property(
      'code',
      2,
    );
  });

  it('knows the stems of English words', () => {
    const stems: Record<string, string> = {
      ponies: 'poni',
      caresses: 'caress',
      running: 'run',
      hoping: 'hope',
      hopping: 'hop',
      agreed: 'agre',
      relational: 'relat',
      vietnamization: 'vietnam',
      generously: 'generous',
      electricity: 'electr',
      replacement: 'replac',
      adoption: 'adopt',
      luxuriously: 'luxuri',
      skies: 'sky',
      news: 'news',
      say: 'say',
    };
    for (const [word, stem] of Object.entries(stems)) expect(stemOf(word), word).to.equal(stem);
  });
});

describe('localdb: other kinds of indexes', () => {
  const bench = useDatabase();

  it('answers from a hashed index, which holds no arrays and is not unique', async () => {
    const c = bench.collection();
    await c.createIndex({ a: 'hashed' });
    await c.insertMany([{ a: 1 }, { a: 2 }]);
    expect(await c.countDocuments({ a: 2 })).to.equal(1);
    expect((await c.listIndexes().toArray())[1]).to.deep.include({ key: { a: 'hashed' }, name: 'a_hashed' });
    expect(await errorOf(c.insertOne({ a: [1] }))).to.have.property('code', 16766);
    expect(await errorOf(c.createIndex({ b: 'hashed' }, { unique: true }))).to.have.property('code', 16764);
  });

  it('lists wildcard indexes and finds the same with them', async () => {
    const c = bench.collection();
    await c.createIndex({ '$**': 1 }, { wildcardProjection: { a: 1 } });
    await c.createIndex({ 'b.$**': 1 });
    await c.insertMany([{ a: 1 }, { b: { c: 2 } }]);
    expect(await c.countDocuments({ 'b.c': 2 })).to.equal(1);
    expect((await c.listIndexes().toArray())[1]).to.deep.include({ wildcardProjection: { a: 1 } });
    expect(await errorOf(c.createIndex({ 'd.$**': 1 }, { unique: true }))).to.have.property('code', 67);
  });

  it('passes over hidden indexes, which stay unique', async () => {
    const c = bench.collection();
    await c.createIndex({ a: 1 }, { unique: true, hidden: true });
    await c.insertOne({ a: 1 });
    const stage = async (): Promise<string> =>
      (await c.find({ a: 1 }).explain('queryPlanner')).queryPlanner.winningPlan.stage;
    expect(await stage()).to.equal('COLLSCAN');
    expect(await errorOf(c.insertOne({ a: 1 }))).to.have.property('code', 11000);
    expect(await errorOf(c.find({ a: 1 }).hint('a_1').toArray())).to.have.property('code', 2);
    const changed = await bench.db().command({ collMod: c.collectionName, index: { name: 'a_1', hidden: false } });
    expect(changed).to.include({ hidden_old: true, hidden_new: false });
    expect(await stage()).to.equal('FETCH');
  });
});
