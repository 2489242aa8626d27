/** What filters and sorts find, judged by MongoDB's documented behavior. */
import { expect } from 'chai';
import type { Document, Filter, IndexSpecification } from 'mongodb';
import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'mongodb';
import { errorOf, found, sorted, useDatabase } from '../support/semantics.ts';

const ONE = new ObjectId('500000000000000000000001');
const TWO = new ObjectId('500000000000000000000002');
const BIG = Long.fromString('9007199254740993');
const HIGH = new Binary(Buffer.from([255, 1]));
const LOW = new Binary(Buffer.from([254, 1]));
const ID = new UUID('00000000-0000-4000-8000-000000000001');
const decimal = Decimal128.fromString;

type Case = [name: string, docs: Document[], filter: Filter<Document>, ids: number[], index?: IndexSpecification];

const NULL_AND_MISSING: Case[] = [
  ['null matches null and missing', [{ a: null }, {}, { a: 1 }], { a: null }, [1, 2]],
  ['$ne null matches neither', [{ a: null }, {}, { a: 1 }], { a: { $ne: null } }, [3]],
  ['$exists tells null from missing', [{ a: null }, {}], { a: { $exists: true } }, [1]],
  ['$in with null matches missing', [{ a: null }, {}, { a: 1 }], { a: { $in: [null, 1] } }, [1, 2, 3]],
  ['$gte null matches missing', [{ a: null }, {}, { a: 1 }], { a: { $gte: null } }, [1, 2]],
  ['null is found in an array', [{ a: [null, 1] }, { a: [1] }], { a: null }, [1]],
  ['a path through a scalar is missing', [{ a: 1 }, { a: {} }, { a: { b: 1 } }, { a: [] }], { 'a.b': null }, [1, 2]],
  ['the same from an index', [{ a: 1 }, { a: {} }, { a: { b: 1 } }], { 'a.b': null }, [1, 2], { 'a.b': 1 }],
  ['one element without the field is enough', [{ a: [{ b: 1 }, {}] }, { a: [{ b: 1 }] }], { 'a.b': null }, [1]],
  [
    '$exists false needs every element',
    [{ a: [{ b: 1 }, {}] }, { a: [{}] }, { a: [] }],
    { 'a.b': { $exists: false } },
    [2, 3],
  ],
  ['a range does not match missing', [{}, { a: 1 }], { a: { $lt: 5 } }, [2]],
  ['$not of a range matches missing', [{}, { a: 9 }, { a: 1 }], { a: { $not: { $gt: 5 } } }, [1, 3]],
];

const ARRAYS: Case[] = [
  ['a scalar is found in an array', [{ a: [1, 2] }, { a: 2 }, { a: [3] }], { a: 2 }, [1, 2]],
  [
    'a whole array is equal in order, or is an element',
    [{ a: [1, 2] }, { a: [2, 1] }, { a: [[1, 2]] }],
    { a: [1, 2] },
    [1, 3],
  ],
  ['the same from an index', [{ a: [1, 2] }, { a: [2, 1] }, { a: [[1, 2]] }], { a: [1, 2] }, [1, 3], { a: 1 }],
  ['an empty array from an index', [{ a: [] }, { a: [[]] }, { a: null }, {}], { a: [] }, [1, 2], { a: 1 }],
  ['$in takes arrays', [{ a: ['x', 'y'] }, { a: [['x', 'y']] }, { a: 'x' }], { a: { $in: [['x', 'y']] } }, [1, 2]],
  ['two bounds may be met by two elements', [{ a: [1, 10] }], { a: { $gt: 5, $lt: 3 } }, [1]],
  ['the same from an index', [{ a: [1, 10] }], { a: { $gt: 5, $lt: 3 } }, [1], { a: 1 }],
  [
    '$elemMatch wants one element for both',
    [{ a: [1, 10] }, { a: [4] }],
    { a: { $elemMatch: { $gt: 3, $lt: 5 } } },
    [2],
  ],
  ['$ne wants no element equal', [{ a: [1, 2] }, { a: [3] }], { a: { $ne: 1 } }, [2]],
  ['$size', [{ a: [1] }, { a: [] }, { a: 1 }], { a: { $size: 1 } }, [1]],
  ['$all takes scalars for arrays of one', [{ a: [1, 2, 3] }, { a: [2] }, { a: 1 }], { a: { $all: [1] } }, [1, 3]],
  ['a position in a path', [{ a: [{ b: 1 }, { b: 2 }] }], { 'a.1.b': 2 }, [1]],
  ['arrays compare as arrays', [{ a: [3, 1] }, { a: [1, 9] }], { a: { $gt: [2] } }, [1]],
  ['nested arrays are not searched', [{ a: [[1]] }], { a: 1 }, []],
  [
    '$elemMatch on documents',
    [
      {
        a: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      },
    ],
    { a: { $elemMatch: { x: 1, y: 1 } } },
    [],
  ],
  [
    'paths may meet in different elements',
    [
      {
        a: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      },
    ],
    { 'a.x': 1, 'a.y': 1 },
    [1],
  ],
  ['$not $elemMatch', [{ a: [1] }, { a: [9] }], { a: { $not: { $elemMatch: { $gt: 5 } } } }, [1]],
];

const TYPES: Case[] = [
  ['the order of fields counts', [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }], { a: { x: 1, y: 2 } }, [1]],
  ['a document is equal as a whole', [{ a: { x: 1, y: 2 } }], { a: { x: 1 } }, []],
  ['an empty document is equal to itself', [{ a: {} }, { a: { x: 1 } }], { a: {} }, [1]],
  ['documents compare', [{ a: { x: 2 } }, { a: { x: 0 } }], { a: { $gt: { x: 1 } } }, [1]],
  ['object ids by range', [{ a: ONE }, { a: TWO }], { a: { $gt: ONE } }, [2]],
  ['an object id is not its text', [{ a: ONE }], { a: ONE.toHexString() }, []],
  ['ranges stay within a type: dates', [{ a: new Date(5) }, { a: 9 }], { a: { $gt: 1 } }, [2]],
  ['ranges stay within a type: text', [{ a: '5' }, { a: 5 }], { a: { $gt: 1 } }, [2]],
  ['int64 beyond 2^53 is exact', [{ a: BIG }, { a: Long.fromString('9007199254740992') }], { a: BIG }, [1]],
  ['int64 by range', [{ a: BIG }, { a: BIG.add(4) }], { a: { $gt: BIG } }, [2]],
  ['a decimal equals an equal number', [{ a: decimal('1.0') }, { a: decimal('1') }, { a: 1 }], { a: 1 }, [1, 2, 3]],
  ['the same from an index', [{ a: decimal('1.0') }, { a: decimal('1') }, { a: 1 }], { a: 1 }, [1, 2, 3], { a: 1 }],
  ['a decimal is not the nearest double', [{ a: decimal('0.1') }, { a: 0.1 }], { a: decimal('0.1') }, [1]],
  [
    'decimals of 34 digits stay apart',
    [{ a: decimal('1.000000000000000000000000000000001') }, { a: decimal('1.000000000000000000000000000000002') }],
    { a: decimal('1.000000000000000000000000000000002') },
    [2],
    { a: 1 },
  ],
  ['decimals compare as numbers', [{ a: decimal('10') }, { a: decimal('9') }], { a: { $gt: decimal('9.5') } }, [1]],
  ['decimals compare with numbers', [{ a: decimal('10') }, { a: 3 }], { a: { $gt: 5 } }, [1]],
  ['binary values byte by byte', [{ a: HIGH }, { a: LOW }], { a: LOW }, [2]],
  ['UUIDs', [{ a: ID }, { a: 1 }], { a: ID }, [1]],
  ['true is not 1', [{ a: true }, { a: 1 }], { a: true }, [1]],
  ['NaN equals NaN', [{ a: NaN }, { a: 1 }], { a: NaN }, [1]],
  ['NaN is not less than a number', [{ a: NaN }, { a: 1 }], { a: { $lt: 5 } }, [2]],
  ['-0 equals 0', [{ a: new Double(-0) }], { a: 0 }, [1]],
  ['$type objectId', [{ a: ONE }, { a: 'x' }], { a: { $type: 'objectId' } }, [1]],
  ['$type looks into arrays', [{ a: ['x'] }, { a: 1 }], { a: { $type: 'string' } }, [1]],
  [
    '$type double knows a whole double',
    [{ a: 1 }, { a: 1.5 }, { a: new Double(2) }],
    { a: { $type: 'double' } },
    [2, 3],
  ],
  ['$type long', [{ a: Long.fromNumber(5) }, { a: 5 }], { a: { $type: 'long' } }, [1]],
  ['$type number', [{ a: 1 }, { a: decimal('1') }, { a: 'x' }], { a: { $type: 'number' } }, [1, 2]],
  ['$type of several', [{ a: true }, { a: new Date() }, { a: null }, {}], { a: { $type: ['bool', 'null'] } }, [1, 3]],
  [
    'timestamps',
    [{ a: new Timestamp({ t: 5, i: 1 }) }, { a: new Timestamp({ t: 6, i: 1 }) }],
    { a: { $gt: new Timestamp({ t: 5, i: 9 }) } },
    [2],
  ],
  [
    'MinKey and MaxKey enclose every type',
    [{ a: 1 }, { a: 'x' }],
    { a: { $gt: new MinKey(), $lt: new MaxKey() } },
    [1, 2],
  ],
];

const OTHERS: Case[] = [
  ['a pattern', [{ a: 'Abc' }, { a: ['zabc'] }, { a: 1 }], { a: /abc/ }, [2]],
  ['a pattern without case', [{ a: 'Abc' }], { a: { $regex: 'abc', $options: 'i' } }, [1]],
  ['a pattern over lines', [{ a: 'x\ny' }], { a: { $regex: 'x.y', $options: 's' } }, [1]],
  ['a pattern with layout', [{ a: 'ab' }], { a: { $regex: 'a b # c', $options: 'x' } }, [1]],
  ['a pattern with its options inside', [{ a: 'ABC' }], { a: { $regex: '(?i)abc' } }, [1]],
  ['a pattern in a list', [{ a: 'abc' }, { a: 'x' }], { a: { $in: [/^ab/, 'x'] } }, [1, 2]],
  ['a pattern negated', [{ a: 'abc' }, { a: 'x' }, {}], { a: { $not: /^ab/ } }, [2, 3]],
  ['a pattern is found as a value', [{ a: new BSONRegExp('x', 'i') }], { a: /x/i }, [1]],
  ['$mod', [{ a: 7 }, { a: 8 }, { a: 'x' }], { a: { $mod: [4, 3] } }, [1]],
  ['$mod of a negative number', [{ a: -5 }], { a: { $mod: [4, -1] } }, [1]],
  [
    '$expr',
    [
      { a: 5, b: 3 },
      { a: 1, b: 3 },
    ],
    { $expr: { $gt: ['$a', '$b'] } },
    [1],
  ],
  ['$expr: missing is less than every number', [{ b: 3 }, { a: 5 }], { $expr: { $lt: ['$a', 4] } }, [1]],
  ['$nor', [{ a: 1 }, { a: 2 }, {}], { $nor: [{ a: 1 }, { a: 2 }] }, [3]],
  ['$bitsAllSet', [{ a: 6 }, { a: 1 }], { a: { $bitsAllSet: 6 } }, [1]],
  [
    '$bitsAnyClear of binary data',
    [{ a: new Binary(Buffer.from([255])) }, { a: new Binary(Buffer.from([1])) }],
    { a: { $bitsAnyClear: [3] } },
    [2],
  ],
  ['references in an array', [{ r: [{ $ref: 'x', $id: 5 }] }, { r: [] }], { r: { $elemMatch: { $id: 5 } } }, [1]],
  ['fields of references', [{ r: { $ref: 'x', $id: 5 } }, { r: { $ref: 'x', $id: 6 } }], { 'r.$id': 5 }, [1]],
];

describe('localdb: what a filter finds', () => {
  const bench = useDatabase();
  for (const [group, cases] of Object.entries({ NULL_AND_MISSING, ARRAYS, TYPES, OTHERS })) {
    describe(group.toLowerCase().replaceAll('_', ' '), () => {
      for (const [name, docs, filter, ids, index] of cases) {
        it(`${name}: ${JSON.stringify(filter)}`, async () => {
          expect(await found(bench, docs, filter, index)).to.deep.equal(ids);
        });
      }
    });
  }
});

describe('localdb: the order of values', () => {
  const bench = useDatabase();
  const cases: [name: string, values: unknown[], direction: 1 | -1, ids: number[]][] = [
    [
      'types in their order',
      [true, 'a', 5, null, undefined, new Date(1), ONE, { x: 1 }, [1], HIGH],
      1,
      [4, 5, 9, 3, 2, 8, 10, 7, 1, 6],
    ],
    ['arrays ascend by their least element', [[5, 1], [2], 3], 1, [1, 2, 3]],
    ['arrays descend by their greatest element', [[5, 1], [4, 4], 3], -1, [1, 2, 3]],
    ['numbers of all types together', [decimal('10'), 9, decimal('8.5'), BIG], 1, [3, 2, 1, 4]],
    ['text by its UTF-8 bytes', ['b', 'B', 'a', 'é', 'z', '\u{1F600}', '\uFF5E'], 1, [2, 3, 1, 5, 4, 7, 6]],
    ['an empty array before null', [null, [], 1], 1, [2, 1, 3]],
    ['documents by their fields in order', [{ b: 1 }, { a: 2 }], 1, [2, 1]],
    ['false before true', [true, false], 1, [2, 1]],
  ];
  for (const [name, values, direction, ids] of cases) {
    it(name, async () => {
      expect(await sorted(bench, values, direction)).to.deep.equal(ids);
    });
  }

  it('a position in a path is that element, to a sort and to a unique index', async () => {
    const collection = bench.collection();
    await collection.createIndex({ 'a.0.b': 1 }, { unique: true });
    await collection.insertMany([
      { _id: 1 as never, a: [{ b: 3 }, { b: 0 }] },
      { _id: 2 as never, a: [{ b: 2 }, { b: 9 }] },
      { _id: 3 as never, a: [{ b: 1 }] },
    ]);
    const ids = async (direction: 1 | -1): Promise<unknown[]> =>
      (await collection.find().sort({ 'a.0.b': direction }).toArray()).map((doc) => doc._id);
    expect(await ids(1)).to.deep.equal([3, 2, 1]);
    expect(await ids(-1)).to.deep.equal([1, 2, 3]);
    expect(await collection.countDocuments({ 'a.0.b': 2 })).to.equal(1);
    expect(await errorOf(collection.insertOne({ a: [{ b: 2 }] }))).to.have.property('code', 11000);
  });
});
