/** What updates do, judged by MongoDB's documented behavior. */
import { expect } from 'chai';
import type { Document, Filter } from 'mongodb';
import { Double, Int32, Long, ObjectId } from 'mongodb';
import { errorOf, typed, updated, useDatabase } from '../support/semantics.ts';

const ONE = new ObjectId('500000000000000000000001');
const TWO = new ObjectId('500000000000000000000002');
const BIG = Long.fromString('9007199254740993');

type Case = [
  name: string,
  doc: Document,
  update: Document | Document[],
  after: Document,
  filter?: Filter<Document>,
  options?: Document,
];

const FIELDS: Case[] = [
  ['$inc makes what is missing', {}, { $inc: { 'a.b': 2 } }, { a: { b: 2 } }],
  ['$inc of a double', { a: 1.5 }, { $inc: { a: 1 } }, { a: 2.5 }],
  ['$inc keeps a whole double', { a: new Double(5) }, { $inc: { a: 1 } }, { a: new Double(6) }],
  ['$inc of int64 is exact', { a: BIG }, { $inc: { a: 1 } }, { a: BIG.add(1) }],
  ['$inc of int32 grows to int64', { a: 2147483647 }, { $inc: { a: 1 } }, { a: Long.fromNumber(2147483648) }],
  ['$mul of a missing field is zero', {}, { $mul: { a: 5 } }, { a: 0 }],
  ['$mul', { a: 3 }, { $mul: { a: 4 } }, { a: 12 }],
  ['$min by the order of types', { a: 'x' }, { $min: { a: 5 } }, { a: 5 }],
  ['$max of dates', { a: new Date(5) }, { $max: { a: new Date(9) } }, { a: new Date(9) }],
  ['$max of null', { a: null }, { $max: { a: 5 } }, { a: 5 }],
  ['$rename', { a: 1 }, { $rename: { a: 'b' } }, { b: 1 }],
  ['$rename into the depth', { a: { x: 1 } }, { $rename: { 'a.x': 'b.y' } }, { a: {}, b: { y: 1 } }],
  ['$bit', { a: 5 }, { $bit: { a: { or: 2 } } }, { a: 7 }],
  ['$set keeps the order of fields', { b: 1, a: 2 }, { $set: { b: 3, c: 1 } }, { b: 3, a: 2, c: 1 }],
  ['$set of a double stays a double', { a: 1 }, { $set: { b: new Double(4) } }, { a: 1, b: new Double(4) }],
  [
    'other types stay as they are',
    { d: new Double(5), l: Long.fromNumber(7), i: new Int32(3), s: 'a' },
    { $set: { s: 'b' } },
    { d: new Double(5), l: Long.fromNumber(7), i: 3, s: 'b' },
  ],
  ['$set beyond the end of an array', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  ['a number is a name in a document', { a: {} }, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
  ['$unset of an element leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  ['$unset of nothing', { a: 1 }, { $unset: { zz: '' } }, { a: 1 }],
  ['$set of the same _id', { a: 1 }, { $set: { _id: 1, a: 2 } }, { a: 2 }],
  [
    'names may begin with a dollar',
    { a: { x: 1 } },
    { $set: { 'a.$key': 1, 'a.$each': 2 } },
    { a: { x: 1, $each: 2, $key: 1 } },
  ],
];

const ARRAYS: Case[] = [
  ['$push makes the array', {}, { $push: { a: 1 } }, { a: [1] }],
  ['$push with $slice', { a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: -3 } } }, { a: [2, 3, 4] }],
  ['$push with $slice 0', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
  ['$push with $slice on a new array', {}, { $push: { a: { $each: [1, 2, 3], $slice: -2 } } }, { a: [2, 3] }],
  [
    '$push with $sort by two fields',
    { a: [{ n: 2, m: 1 }] },
    {
      $push: {
        a: {
          $each: [
            { n: 2, m: 0 },
            { n: 1, m: 5 },
          ],
          $sort: { n: 1, m: 1 },
        },
      },
    },
    {
      a: [
        { n: 1, m: 5 },
        { n: 2, m: 0 },
        { n: 2, m: 1 },
      ],
    },
  ],
  ['$push with $sort on a new array', {}, { $push: { a: { $each: [3, 1], $sort: 1 } } }, { a: [1, 3] }],
  [
    '$push with $position from the end',
    { a: [1, 2, 3] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 2, 9, 3] },
  ],
  [
    '$addToSet knows the order of fields',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  ['$addToSet of what is there', { a: [ONE] }, { $addToSet: { a: ONE } }, { a: [ONE] }],
  ['$addToSet leaves old duplicates', { a: [1, 1] }, { $addToSet: { a: 2 } }, { a: [1, 1, 2] }],
  ['$addToSet of several', {}, { $addToSet: { a: { $each: [1, 1, 2] } } }, { a: [1, 2] }],
  ['$pull by fields', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
  ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  ['$pull of an object id', { a: [ONE, TWO] }, { $pull: { a: ONE } }, { a: [TWO] }],
  ['$pull by operators', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [
    '$pull with $or',
    { arr: [{ f: '1' }, { f: '2' }, { f: '3' }] },
    { $pull: { arr: { $or: [{ f: '1' }, { f: '3' }] } } },
    { arr: [{ f: '2' }] },
  ],
  [
    '$pull with $and',
    {
      arr: [
        { f: 1, g: 1 },
        { f: 1, g: 2 },
      ],
    },
    { $pull: { arr: { $and: [{ f: 1 }, { g: 2 }] } } },
    { arr: [{ f: 1, g: 1 }] },
  ],
  [
    '$pull in nested arrays',
    { a: [{ b: [1, 2] }, { b: [2, 3] }] },
    { $pull: { 'a.$[].b': 2 } },
    { a: [{ b: [1] }, { b: [3] }] },
  ],
  ['$pullAll', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
];

const items = [
  { name: 'foo', n: 1 },
  { name: 'bar', n: 2 },
  { name: 'bar', n: 3 },
];

const POSITIONS: Case[] = [
  [
    'array filters are put to the old element, once',
    { items },
    { $set: { 'items.$[e].name': 'x', 'items.$[e].at': 9 } },
    { items: [items[0], { name: 'x', n: 2, at: 9 }, { name: 'x', n: 3, at: 9 }] },
    {},
    { arrayFilters: [{ 'e.name': 'bar' }] },
  ],
  [
    'also across operators',
    { items },
    { $set: { 'items.$[e].name': 'x' }, $inc: { 'items.$[e].n': 10 } },
    { items: [items[0], { name: 'x', n: 12 }, { name: 'x', n: 13 }] },
    {},
    { arrayFilters: [{ 'e.name': 'bar' }] },
  ],
  [
    'the query fixes the position of $',
    { items },
    { $set: { 'items.$.name': 'x', 'items.$.at': 9 } },
    { items: [items[0], { name: 'x', n: 2, at: 9 }, items[2]] },
    { 'items.name': 'bar' },
  ],
  [
    '$ within $and',
    { items },
    { $set: { 'items.$.n': 9 } },
    { items: [items[0], { name: 'bar', n: 9 }, items[2]] },
    { $and: [{ 'items.name': 'bar' }] },
  ],
  [
    '$ by $elemMatch',
    { items },
    { $set: { 'items.$.n': 9 } },
    { items: [items[0], items[1], { name: 'bar', n: 9 }] },
    { items: { $elemMatch: { name: 'bar', n: 3 } } },
  ],
  ['$ among scalars', { a: [1, 2] }, { $set: { 'a.$': 7 } }, { a: [1, 7] }, { a: { $in: [2] } }],
  [
    '$[] and $[name] nested',
    { a: [{ b: [{ c: 1 }, { c: 2 }] }] },
    { $set: { 'a.$[].b.$[x].c': 5 } },
    { a: [{ b: [{ c: 1 }, { c: 5 }] }] },
    {},
    { arrayFilters: [{ 'x.c': 2 }] },
  ],
];

const PIPELINES: Case[] = [
  ['fields from fields', { n: 12 }, [{ $set: { m: { $add: ['$n', 1] } } }], { n: 12, m: 13 }],
  [
    'the _id stays when the root is replaced',
    { t: { x: 1 } },
    [{ $replaceRoot: { newRoot: '$t' } }, { $addFields: { foo: 1 } }],
    { x: 1, foo: 1 },
  ],
  ['$replaceWith', { t: { x: 1 } }, [{ $replaceWith: '$t' }], { x: 1 }],
  [
    'types of numbers stay',
    { l: Long.fromNumber(10), d: new Double(5) },
    [{ $set: { x: 1, l2: { $add: ['$l', 1] }, d2: { $multiply: ['$d', 2] } } }],
    { l: Long.fromNumber(10), d: new Double(5), x: 1, l2: Long.fromNumber(11), d2: new Double(10) },
  ],
  ['$unset', { a: 1, b: { c: 1, d: 2 } }, [{ $unset: ['a', 'b.c'] }], { b: { d: 2 } }],
];

describe('localdb: what an update does', () => {
  const bench = useDatabase();
  for (const [group, cases] of Object.entries({ FIELDS, ARRAYS, POSITIONS, PIPELINES })) {
    describe(group.toLowerCase(), () => {
      for (const [name, doc, update, after, filter, options] of cases) {
        it(name, async () => {
          expect(await updated(bench, doc, update, filter, options)).to.deep.equal(typed(after));
        });
      }
    });
  }
});

describe('localdb: which updates are refused, with or without documents', () => {
  const bench = useDatabase();
  const cases: [name: string, update: Document | Document[], code: number, options?: Document][] = [
    ['an unknown operator', { $foo: { a: 1 } }, 9],
    ['an operator without fields', { $set: 5 }, 9],
    ['two changes of one path', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a change of a path and of one below', { $set: { a: 1, 'a.b': 2 } }, 40],
    ['an empty name in a path', { $set: { 'a..b': 1 } }, 56],
    ['$inc by text', { $inc: { a: 'x' } }, 14],
    ['$pop of something else than an end', { $pop: { a: 5 } }, 9],
    ['an unknown modifier of $push', { $push: { a: { $each: [], $foo: 1 } } }, 2],
    ['an array filter that is not used', { $set: { a: 1 } }, 9, { arrayFilters: [{ 'e.x': 1 }] }],
    ['an array filter that is not there', { $set: { 'a.$[e]': 1 } }, 2],
    ['a stage that makes no document', [{ $match: { a: 1 } }], 72],
    ['a stage that is none', [{ $foo: 1 }], 40324],
    ['an expression that is none', [{ $set: { a: { $foo: 1 } } }], 168],
    ['arithmetic in a pipeline on nothing known', [{ $set: { a: '$$nowhere' } }], 17276],
  ];
  for (const [name, update, code, options] of cases) {
    it(`${name}: ${JSON.stringify(update)}`, async () => {
      const collection = bench.collection();
      expect(await errorOf(collection.updateOne({}, update, options))).to.have.property('code', code);
      await collection.insertOne({ a: 1 });
      expect(await errorOf(collection.updateOne({ a: 2 }, update, options))).to.have.property('code', code);
    });
  }

  const byContent: [name: string, doc: Document, update: Document, code: number, filter?: Filter<Document>][] = [
    ['$inc of null', { a: null }, { $inc: { a: 1 } }, 14],
    ['$inc of text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$push to a scalar', { a: 1 }, { $push: { a: 1 } }, 2],
    ['a path through a scalar', { a: 1 }, { $set: { 'a.b': 2 } }, 28],
    ['$pop through a scalar', { a: 1 }, { $pop: { 'a.b': 1 } }, 28],
    ['a path through null', { a: null }, { $set: { 'a.b': 2 } }, 28],
    ['a name in an array', { a: [{ b: 1 }] }, { $set: { 'a.b': 2 } }, 28],
    ['another _id', { a: 1 }, { $set: { _id: 2 } }, 66],
    ['$ without a condition on the array', { a: [1] }, { $set: { 'a.$': 2 } }, 2, { b: null }],
    ['$[] on a missing array', { b: 1 }, { $set: { 'a.$[]': 2 } }, 2],
  ];
  for (const [name, doc, update, code, filter] of byContent) {
    it(`${name}: ${JSON.stringify(update)}`, async () => {
      expect(await errorOf(updated(bench, doc, update, filter))).to.have.property('code', code);
    });
  }
});

describe('localdb: upserts', () => {
  const bench = useDatabase();

  it('begin with the equalities of the filter', async () => {
    const collection = bench.collection();
    const filter = { name: 'up', k: { $gte: 5 }, 'in.it': { $eq: 3 }, $and: [{ z: 1 }] };
    const result = await collection.updateOne(filter, { $set: { k: 9 }, $setOnInsert: { extra: 1 } }, { upsert: true });
    expect(result).to.include({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1 });
    const made = await collection.findOne({ _id: result.upsertedId! }, { projection: { _id: 0 } });
    expect(made).to.deep.equal({ name: 'up', in: { it: 3 }, z: 1, k: 9, extra: 1 });
  });

  it('take the _id from the filter, also for a replacement', async () => {
    const collection = bench.collection();
    await collection.replaceOne({ _id: 7 as never, old: 1 }, { fresh: true }, { upsert: true });
    expect(await collection.findOne()).to.deep.equal({ _id: 7, fresh: true });
  });

  it('do not make a collection when they only fail', async () => {
    await errorOf(
      bench
        .db()
        .collection('never')
        .updateOne({}, { $inc: { a: 'x' as never } }, { upsert: true }),
    );
    await bench
      .db()
      .collection('never')
      .updateOne({}, { $set: { a: 1 } });
    expect(await bench.db().listCollections({ name: 'never' }).toArray()).to.have.length(0);
  });

  it('answer findOneAndUpdate with the document as it was or as it is', async () => {
    const collection = bench.collection();
    const made = { upsert: true, returnDocument: 'after', projection: { _id: 0 } } as const;
    expect(await collection.findOneAndUpdate({ a: 1 }, { $inc: { n: 1 } })).to.equal(null);
    expect(await collection.findOneAndUpdate({ a: 1 }, { $inc: { n: 1 } }, { upsert: true })).to.equal(null);
    expect(await collection.findOneAndUpdate({ a: 1 }, { $inc: { n: 1 } }, made)).to.deep.equal({ a: 1, n: 2 });
    expect(await collection.findOneAndUpdate({ a: 2 }, { $inc: { n: 1 } }, made)).to.deep.equal({ a: 2, n: 1 });
    const removed = await collection.findOneAndDelete({ a: 2 }, { projection: { _id: 0 } });
    expect(removed).to.deep.equal({ a: 2, n: 1 });
  });
});
