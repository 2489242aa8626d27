/** What a collection can be made to be: held to rules, limited in size, or a view of another one. */
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { errorOf, useDatabase } from '../support/semantics.ts';

describe('localdb: rules for documents', () => {
  const bench = useDatabase();
  const grown = {
    $jsonSchema: {
      bsonType: 'object',
      required: ['name', 'age'],
      properties: {
        name: { bsonType: 'string', minLength: 1, description: 'a name' },
        age: { bsonType: 'int', minimum: 18 },
        tags: { bsonType: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true },
      },
    },
  };

  it('refuses what breaks them, and says which', async () => {
    const c = await bench.db().createCollection('grown', { validator: grown });
    await c.insertOne({ name: 'Ann', age: 30, tags: ['a'] });
    const error = await errorOf(c.insertOne({ _id: 1 as never, name: '', age: 30 }));
    expect(error).to.include({ code: 121, message: 'Document failed validation' });
    expect(error.errInfo).to.have.property('failingDocumentId', 1);
    const [broken] = error.errInfo!.details.schemaRulesNotSatisfied;
    expect(broken.propertiesNotSatisfied[0]).to.include({ propertyName: 'name', description: 'a name' });
    expect(await errorOf(c.updateOne({ name: 'Ann' }, { $set: { age: 3 } }))).to.have.property('code', 121);
    expect(await errorOf(c.updateOne({ name: 'Bo' }, { $set: { age: 30.5 } }, { upsert: true }))).to.have.property(
      'code',
      121,
    );
    expect(await errorOf(c.findOneAndUpdate({}, { $unset: { name: 1 } }))).to.have.property('code', 121);
    await c.insertOne({ name: 'Kid', age: 3 }, { bypassDocumentValidation: true });
    expect(await c.countDocuments()).to.equal(2);
    const source = bench.collection();
    await source.insertOne({ a: 1 });
    const copy = (options: object): Promise<unknown> => source.aggregate([{ $merge: 'grown' }], options).toArray();
    expect(await errorOf(copy({}))).to.have.property('code', 121);
    await copy({ bypassDocumentValidation: true });
    expect(await c.countDocuments()).to.equal(3);
  });

  it('lets old documents be, at the moderate level; another level and action can be set', async () => {
    const c = await bench.db().createCollection('moderate');
    await c.insertOne({ _id: 1 as never, a: -1 });
    const change = (options: object): Promise<Document> => bench.db().command({ collMod: 'moderate', ...options });
    await change({ validator: { a: { $gt: 0 } }, validationLevel: 'moderate' });
    await c.updateOne({}, { $set: { a: -2 } });
    expect(await errorOf(c.insertOne({ a: -3 }))).to.have.property('code', 121);
    await change({ validationLevel: 'strict' });
    expect(await errorOf(c.updateOne({}, { $set: { a: -3 } }))).to.have.property('code', 121);
    await change({ validationAction: 'warn' });
    await c.updateOne({}, { $set: { a: -3 } });
    const [listed] = await bench.db().listCollections({ name: 'moderate' }).toArray();
    expect(listed).to.have.nested.property('options.validationAction', 'warn');
  });

  it('answers a filter by a schema', async () => {
    const c = bench.collection();
    await c.insertMany([
      { _id: 1, a: 1, b: 'x' },
      { _id: 2, a: 1 },
      { _id: 3, a: 2.5, b: 'yy' },
    ] as never);
    const found = async ($jsonSchema: object): Promise<unknown[]> =>
      (await c.find({ $jsonSchema }).sort({ _id: 1 }).toArray()).map((doc) => doc._id);
    const cases: [schema: object, ids: number[]][] = [
      [{}, [1, 2, 3]],
      [{ required: ['b'] }, [1, 3]],
      [{ properties: { a: { type: 'number', maximum: 2.5, exclusiveMaximum: true } } }, [1, 2]],
      [{ properties: { a: { bsonType: ['int', 'string'] } } }, [1, 2]],
      [{ properties: { b: { pattern: '^y' } } }, [2, 3]],
      [{ properties: { b: { maxLength: 1 } } }, [1, 2]],
      [{ properties: { _id: {}, a: {} }, additionalProperties: false }, [2]],
      [{ patternProperties: { '^b$': { enum: ['x'] } } }, [1, 2]],
      [{ maxProperties: 2 }, [2]],
      [{ dependencies: { a: ['b'] } }, [1, 3]],
      [{ not: { required: ['b'] } }, [2]],
      [{ oneOf: [{ required: ['b'] }, { properties: { a: { enum: [1] } } }] }, [2, 3]],
      [{ anyOf: [{ minProperties: 3 }] }, [1, 3]],
      [{ allOf: [{ required: ['b'] }, { properties: { a: { multipleOf: 1 } } }] }, [1]],
    ];
    for (const [schema, ids] of cases) expect(await found(schema), JSON.stringify(schema)).to.deep.equal(ids);
    expect(await errorOf(c.findOne({ $jsonSchema: { shape: 'round' } }))).to.have.property('code', 9);
    expect(await errorOf(c.findOne({ $jsonSchema: { required: 'a' } }))).to.have.property('code', 14);
  });

  it('lists what is meant for other stores', async () => {
    const options = { storageEngine: { wiredTiger: {} }, indexOptionDefaults: { storageEngine: {} } };
    await bench.db().createCollection('elsewhere', options);
    const [listed] = await bench.db().listCollections({ name: 'elsewhere' }).toArray();
    expect(listed).to.deep.include({ options });
  });

  it('refuses another collection of the same name', async () => {
    await bench.db().createCollection('same', { validator: { a: 1 } });
    await bench.db().createCollection('same', { validator: { a: 1 } });
    expect(await errorOf(bench.db().createCollection('same', { validator: { a: 2 } }))).to.have.property('code', 48);
  });
});

describe('localdb: capped collections', () => {
  const bench = useDatabase();

  it('let the oldest go', async () => {
    const c = await bench.db().createCollection('three', { capped: true, size: 100_000, max: 3 });
    await c.insertMany([1, 2, 3, 4, 5].map((a) => ({ a })));
    expect((await c.find().toArray()).map((doc) => doc.a)).to.deep.equal([3, 4, 5]);
    expect(await c.isCapped()).to.equal(true);
    expect(await c.options()).to.deep.equal({ capped: true, size: 100_096, max: 3 });
    const small = await bench.db().createCollection('small', { capped: true, size: 4096 });
    for (let a = 0; a < 10; a++) await small.insertOne({ a, text: 'x'.repeat(1000) });
    expect((await small.find().toArray()).map((doc) => doc.a)).to.deep.equal([7, 8, 9]);
    expect(await errorOf(bench.db().createCollection('sizeless', { capped: true }))).to.have.property('code', 72);
  });

  it('can be followed', async () => {
    const c = await bench.db().createCollection('followed', { capped: true, size: 100_000 });
    await c.insertMany([{ a: 1 }, { a: 2 }]);
    const cursor = c.find({ a: { $ne: 3 } }, { tailable: true, awaitData: true, maxAwaitTimeMS: 2000 });
    expect(await cursor.next()).to.include({ a: 1 });
    expect(await cursor.next()).to.include({ a: 2 });
    const next = cursor.next();
    await c.insertMany([{ a: 3 }, { a: 4 }]);
    expect(await next).to.include({ a: 4 });
    await cursor.close();
    const plain = c.find({}, { tailable: true });
    expect(await plain.tryNext()).to.include({ a: 1 });
    await plain.close();
    const slow = c.find({}, { tailable: true });
    for (let a = 1; a <= 4; a++) await slow.next();
    await bench.db().command({ convertToCapped: 'followed', size: 4096 });
    await c.insertOne({ text: 'x'.repeat(4090) });
    expect(await errorOf(slow.next())).to.have.property('code', 136);
    await bench.db().collection('loose').insertOne({});
    const error = await errorOf(bench.db().collection('loose').find({}, { tailable: true }).toArray());
    expect(error).to.have.property('code', 2);
  });
});

describe('localdb: views', () => {
  const bench = useDatabase();

  it('answer as the collection behind them does, through their pipeline', async () => {
    const db = bench.db();
    await db.collection('people').insertMany([
      { name: 'Ann', age: 30, town: 1 },
      { name: 'Bo', age: 12, town: 1 },
      { name: 'Cy', age: 40, town: 2 },
    ]);
    await db.createCollection('adults', {
      viewOn: 'people',
      pipeline: [{ $match: { age: { $gte: 18 } } }, { $project: { _id: 0, name: 1, town: 1 } }],
    });
    const adults = db.collection('adults');
    expect(await adults.find().sort({ name: -1 }).toArray()).to.deep.equal([
      { name: 'Cy', town: 2 },
      { name: 'Ann', town: 1 },
    ]);
    expect(await adults.findOne({ town: 2 }, { projection: { name: 1 } })).to.deep.equal({ name: 'Cy' });
    expect(await adults.find().skip(1).limit(5).toArray()).to.have.length(1);
    expect(await adults.countDocuments({ town: 1 })).to.equal(1);
    expect(await adults.estimatedDocumentCount()).to.equal(2);
    expect(await adults.distinct('town')).to.deep.equal([1, 2]);
    await db.createCollection('names', { viewOn: 'adults', pipeline: [{ $project: { name: 1 } }] });
    expect(
      await db
        .collection('names')
        .aggregate([{ $match: { name: 'Cy' } }])
        .toArray(),
    ).to.deep.equal([{ name: 'Cy' }]);
    await db.collection('towns').insertOne({ _id: 1 as never });
    const joined = await db
      .collection('towns')
      .aggregate([{ $lookup: { from: 'adults', localField: '_id', foreignField: 'town', as: 'adults' } }])
      .toArray();
    expect(joined).to.deep.equal([{ _id: 1, adults: [{ name: 'Ann', town: 1 }] }]);
    const [listed] = await db.listCollections({ name: 'names' }).toArray();
    expect(listed).to.include({ type: 'view' }).and.have.nested.property('options.viewOn', 'adults');
  });

  it('are not written to', async () => {
    await bench.db().createCollection('window', { viewOn: 'people', pipeline: [] });
    const view = bench.db().collection('window');
    for (const request of [
      view.insertOne({ a: 1 }),
      view.updateOne({}, { $set: { a: 1 } }),
      view.deleteOne({}),
      view.findOneAndDelete({}),
      view.createIndex({ a: 1 }),
      bench
        .collection()
        .aggregate([{ $out: 'window' }])
        .toArray(),
    ]) {
      const error = await errorOf(request);
      expect(error).to.have.property('code', 166);
    }
    await view.drop();
    expect(await bench.db().listCollections({ name: 'window' }).toArray()).to.deep.equal([]);
  });

  it('cannot stand on themselves', async () => {
    await bench.db().createCollection('left', { viewOn: 'right', pipeline: [] });
    await bench.db().createCollection('right', { viewOn: 'left', pipeline: [] });
    expect(await errorOf(bench.db().collection('left').find().toArray())).to.have.property('code', 165);
  });
});

describe('localdb: time series and clustered collections', () => {
  const bench = useDatabase();

  it('demand a date of every document of a time series', async () => {
    const c = await bench.db().createCollection('series', { timeseries: { timeField: 'at', metaField: 'sensor' } });
    await c.insertMany([1, 1].map((_id) => ({ _id: _id as never, at: new Date(0), sensor: 1 })));
    expect(await c.listIndexes().toArray()).to.deep.equal([]);
    expect(await errorOf(c.insertOne({ sensor: 1 }))).to.have.property('code', 2);
    expect(await errorOf(c.insertOne({ at: 5 }))).to.have.property('code', 2);
    const [listed] = await bench.db().listCollections({ name: 'series' }).toArray();
    expect(listed).to.deep.include({
      type: 'timeseries',
      options: {
        timeseries: { timeField: 'at', metaField: 'sensor', granularity: 'seconds', bucketMaxSpanSeconds: 3600 },
      },
    });
    const odd = bench.db().createCollection('odd', { timeseries: { timeField: 'at', granularity: 'eons' as never } });
    expect(await errorOf(odd)).to.have.property('code', 2);
    expect(await errorOf(bench.db().createCollection('plain', { expireAfterSeconds: 5 }))).to.have.property('code', 72);
  });

  it('give the documents of a clustered collection in the order of their ids', async () => {
    const clusteredIndex = { key: { _id: 1 }, unique: true, name: 'by id' };
    const c = await bench.db().createCollection('clustered', { clusteredIndex });
    await c.insertMany([{ _id: 3 }, { _id: 1 }, { _id: 2 }] as never);
    expect((await c.find().toArray()).map((doc) => doc._id)).to.deep.equal([1, 2, 3]);
    expect(await c.listIndexes().toArray()).to.deep.equal([
      { v: 2, key: { _id: 1 }, name: 'by id', unique: true, clustered: true },
    ]);
    const wrong = { clusteredIndex: { key: { a: 1 }, unique: true } } as never;
    expect(await errorOf(bench.db().createCollection('wrong', wrong))).to.have.property('code', 197);
  });
});
