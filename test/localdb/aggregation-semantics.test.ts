/** What pipelines give, judged by MongoDB's documented behavior. */
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { Double, Long, ObjectId } from 'mongodb';
import { errorOf, typed, useDatabase } from '../support/semantics.ts';

const ONE = new ObjectId('500000000000000000000001');
const TWO = new ObjectId('500000000000000000000002');
const BIG = Long.fromString('9007199254740993');
const long = (value: number): Long => Long.fromNumber(value);

type Case = [name: string, docs: Document[], pipeline: Document[], result: Document[]];

const GROUPS: Case[] = [
  [
    '$avg takes numbers only',
    [{ a: 1 }, { a: 'x' }, {}],
    [{ $group: { _id: null, v: { $avg: '$a' } } }],
    [{ _id: null, v: new Double(1) }],
  ],
  [
    'missing and null are one group',
    [{ k: null }, {}],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }],
    [{ _id: null, n: 2 }],
  ],
  [
    'equal numbers are one group',
    [{ k: 1 }, { k: new Double(1) }, { k: long(1) }],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }],
    [{ _id: 1, n: 3 }],
  ],
  [
    'by object id',
    [{ k: ONE }, { k: ONE }, { k: TWO }],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: ONE, n: 2 },
      { _id: TWO, n: 1 },
    ],
  ],
  [
    'by two fields',
    [
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ],
    [{ $group: { _id: { a: '$a', b: '$b' }, n: { $sum: 1 } } }],
    [{ _id: { a: 1, b: 2 }, n: 2 }],
  ],
  [
    '$sum of int64 is exact',
    [{ a: BIG }, { a: 1 }],
    [{ $group: { _id: null, s: { $sum: '$a' } } }],
    [{ _id: null, s: BIG.add(1) }],
  ],
  [
    '$sum of doubles is a double',
    [{ a: new Double(2) }, { a: 1 }],
    [{ $group: { _id: null, s: { $sum: '$a' } } }],
    [{ _id: null, s: new Double(3) }],
  ],
  [
    '$min and $max pass over null',
    [{ a: null }, { a: 3 }, {}],
    [{ $group: { _id: null, m: { $min: '$a' }, x: { $max: '$a' } } }],
    [{ _id: null, m: 3, x: 3 }],
  ],
  [
    '$push and $addToSet',
    [{ a: 1 }, { a: 1 }, {}],
    [{ $group: { _id: null, p: { $push: '$a' }, s: { $addToSet: '$a' } } }],
    [{ _id: null, p: [1, 1], s: [1] }],
  ],
  [
    '$first and $last',
    [{ a: 1 }, { a: 2 }],
    [{ $group: { _id: null, f: { $first: '$a' }, l: { $last: '$a' } } }],
    [{ _id: null, f: 1, l: 2 }],
  ],
  [
    '$sortByCount',
    [{ t: 'x' }, { t: 'x' }, { t: 'y' }],
    [{ $sortByCount: '$t' }],
    [
      { _id: 'x', count: 2 },
      { _id: 'y', count: 1 },
    ],
  ],
  [
    '$bucket',
    [{ a: 1 }, { a: 6 }, { a: 99 }],
    [{ $bucket: { groupBy: '$a', boundaries: [0, 5, 10], default: 'rest' } }],
    [
      { _id: 0, count: 1 },
      { _id: 5, count: 1 },
      { _id: 'rest', count: 1 },
    ],
  ],
  ['$count', [{}, {}], [{ $count: 'n' }], [{ n: 2 }]],
  ['$count of nothing', [], [{ $count: 'n' }], []],
];

const SHAPES: Case[] = [
  [
    '$unwind keeps empty ones on request',
    [{ a: [] }, { a: [1] }, {}],
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true } }],
    [{ _id: 1 }, { _id: 2, a: 1 }, { _id: 3 }],
  ],
  [
    '$unwind with positions',
    [{ a: [7, 8] }],
    [{ $unwind: { path: '$a', includeArrayIndex: 'i' } }],
    [
      { _id: 1, a: 7, i: long(0) },
      { _id: 1, a: 8, i: long(1) },
    ],
  ],
  [
    '$unwind of a nested array',
    [{ a: { b: [1, 2], c: 3 } }],
    [{ $unwind: '$a.b' }],
    [
      { _id: 1, a: { b: 1, c: 3 } },
      { _id: 1, a: { b: 2, c: 3 } },
    ],
  ],
  [
    '$project puts computed fields last',
    [{ a: 1, b: 2 }],
    [{ $project: { s: { $concat: ['x', 'y'] }, b: 1 } }],
    [{ _id: 1, b: 2, s: 'xy' }],
  ],
  ['$addFields into a document', [{ a: { x: 1 } }], [{ $addFields: { 'a.y': 2 } }], [{ _id: 1, a: { x: 1, y: 2 } }]],
  [
    'types of numbers stay',
    [{ l: long(10), d: new Double(5) }],
    [{ $addFields: { x: '$l' } }],
    [{ _id: 1, l: long(10), d: new Double(5), x: long(10) }],
  ],
  [
    '$sort of arrays',
    [{ a: [1, 9] }, { a: [5] }],
    [{ $sort: { a: -1 } }, { $project: { _id: 1 } }],
    [{ _id: 1 }, { _id: 2 }],
  ],
  [
    '$match after another stage',
    [{ k: ONE }, { k: TWO }],
    [{ $addFields: { z: 1 } }, { $match: { k: { $in: [ONE] } } }, { $project: { _id: 1 } }],
    [{ _id: 1 }],
  ],
  ['$addFields takes away', [{ a: 1, b: 2 }], [{ $addFields: { a: '$$REMOVE', b: '$missing' } }], [{ _id: 1 }]],
  ['$skip and $limit', [{}, {}, {}], [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 1 }], [{ _id: 2 }]],
  ['$limit before $match', [{ a: 1 }, { a: 2 }], [{ $limit: 1 }, { $match: { a: 2 } }], []],
  [
    '$facet',
    [{ a: 1 }, { a: 2 }],
    [{ $facet: { n: [{ $count: 'n' }], max: [{ $sort: { a: -1 } }, { $limit: 1 }] } }],
    [{ n: [{ n: 2 }], max: [{ _id: 2, a: 2 }] }],
  ],
  ['$replaceRoot', [{ a: { x: 1 } }], [{ $replaceRoot: { newRoot: '$a' } }], [{ x: 1 }]],
  [
    'a variable of the request',
    [{ a: 1 }, { a: 2 }],
    [{ $match: { $expr: { $eq: ['$a', '$$wanted'] } } }],
    [{ _id: 2, a: 2 }],
  ],
];

const EXPRESSIONS: [name: string, doc: Document, expression: unknown, value: unknown][] = [
  ['$ifNull', { a: null }, { $ifNull: ['$a', 'd'] }, 'd'],
  ['missing is not null', {}, { $cond: [{ $eq: ['$zz', null] }, 1, 2] }, 2],
  ['a whole double of zero is false', { a: new Double(0) }, { $cond: ['$a', 1, 2] }, 2],
  ['$filter', { a: [1, 2, 3] }, { $filter: { input: '$a', cond: { $gt: ['$$this', 1] } } }, [2, 3]],
  ['$map', { a: [1, 2] }, { $map: { input: '$a', as: 'x', in: { $multiply: ['$$x', 2] } } }, [2, 4]],
  ['$reduce', { a: [1, 2, 3] }, { $reduce: { input: '$a', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  ['$arrayElemAt from the end', { a: [1, 2, 3] }, { $arrayElemAt: ['$a', -1] }, 3],
  ['$arrayElemAt by a long', { a: [1, 2, 3], i: long(1) }, { $arrayElemAt: ['$a', '$i'] }, 2],
  ['$sum of an array', { a: [{ q: 1 }, { q: 2 }] }, { $sum: '$a.q' }, 3],
  ['$divide gives a double', { a: 6 }, { $divide: ['$a', 2] }, new Double(3)],
  ['$mod', { a: 7 }, { $mod: ['$a', 4] }, 3],
  ['$round to even', {}, { $round: [2.5, 0] }, new Double(2)],
  ['$add keeps int64', { a: long(1) }, { $add: ['$a', 1] }, long(2)],
  ['$subtract of dates', { a: new Date(9), b: new Date(4) }, { $subtract: ['$a', '$b'] }, long(5)],
  ['$add to a date', { a: new Date(9) }, { $add: ['$a', 1] }, new Date(10)],
  [
    '$dateTrunc',
    { d: new Date('2024-05-17T10:00:00Z') },
    { $dateTrunc: { date: '$d', unit: 'month' } },
    new Date('2024-05-01T00:00:00Z'),
  ],
  [
    '$dateToString in a zone',
    { d: new Date('2024-05-17T23:30:00Z') },
    { $dateToString: { date: '$d', format: '%Y-%m-%d %H:%M', timezone: 'Europe/Berlin' } },
    '2024-05-18 01:30',
  ],
  [
    '$dateDiff',
    { d: new Date('2024-05-17T00:00:00Z') },
    { $dateDiff: { startDate: '$d', endDate: new Date('2024-05-20T00:00:00Z'), unit: 'day' } },
    long(3),
  ],
  ['$toString of an object id', { k: ONE }, { $toString: '$k' }, ONE.toHexString()],
  ['$toObjectId', { s: ONE.toHexString() }, { $toObjectId: '$s' }, ONE],
  ['$type', { k: ONE }, { $type: '$k' }, 'objectId'],
  ['$type of missing', {}, { $type: '$k' }, 'missing'],
  ['$in knows equal numbers', { a: [new Double(1)] }, { $in: [1, '$a'] }, true],
  ['$setUnion', { a: [1, 2], b: [2, 3] }, { $setUnion: ['$a', '$b'] }, [1, 2, 3]],
  ['$mergeObjects', { a: { x: 1 } }, { $mergeObjects: ['$a', { y: 2 }] }, { x: 1, y: 2 }],
  ['$regexMatch', { s: 'Abc' }, { $regexMatch: { input: '$s', regex: /^a/i } }, true],
];

describe('localdb: what a pipeline gives', () => {
  const bench = useDatabase();
  for (const [group, cases] of Object.entries({ GROUPS, SHAPES })) {
    describe(group.toLowerCase(), () => {
      for (const [name, docs, pipeline, result] of cases) {
        it(name, async () => {
          const collection = bench.collection();
          if (docs.length) await collection.insertMany(docs.map((doc, i) => ({ _id: (i + 1) as never, ...doc })));
          const options = {
            promoteValues: false,
            ...(JSON.stringify(pipeline).includes('$$wanted') && { let: { wanted: 2 } }),
          };
          const given = await collection.aggregate(pipeline, options).toArray();
          expect(JSON.stringify(typed(given))).to.equal(JSON.stringify(typed(result)));
        });
      }
    });
  }

  describe('expressions', () => {
    for (const [name, doc, expression, value] of EXPRESSIONS) {
      it(`${name}: ${JSON.stringify(expression)}`, async () => {
        const collection = bench.collection();
        await collection.insertOne({ _id: 1 as never, ...doc });
        const pipeline = [{ $project: { _id: 0, value: expression } }];
        const [given] = await collection.aggregate(pipeline, { promoteValues: false }).toArray();
        expect(typed(given)).to.deep.equal(typed({ value }));
      });
    }
  });

  it('joins collections by fields, by pipelines, and by both', async () => {
    const [people, exams] = [bench.collection(), bench.collection()];
    await exams.insertMany([
      { _id: 1 as never, title: 'a', of: [7] },
      { _id: 2 as never, title: 'b', of: [7, 8] },
    ]);
    await people.insertMany([{ _id: 7 as never }, { _id: 8 as never }, { _id: 9 as never }]);
    const from = exams.collectionName;
    const titles = async (lookup: Document): Promise<string[]> => {
      const rows = await people
        .aggregate([{ $sort: { _id: 1 } }, { $lookup: { from, as: 'found', ...lookup } }])
        .toArray();
      return rows.map((row) => (row.found as Document[]).map((exam) => exam.title).join());
    };
    const byFields = { localField: '_id', foreignField: 'of' };
    expect(await titles(byFields)).to.deep.equal(['a,b', 'b', '']);
    const condition = [{ $match: { $expr: { $in: ['$$id', '$of'] } } }];
    expect(await titles({ let: { id: '$_id' }, pipeline: condition })).to.deep.equal(['a,b', 'b', '']);
    expect(await titles({ ...byFields, pipeline: [{ $match: { title: 'b' } }] })).to.deep.equal(['b', 'b', '']);
    const both = await people
      .aggregate([{ $unionWith: { coll: from, pipeline: [{ $limit: 1 }] } }, { $count: 'n' }])
      .toArray();
    expect(both).to.deep.equal([{ n: 4 }]);
  });

  const refused: [name: string, pipeline: Document[], code: number][] = [
    ['an unknown stage', [{ $fakeStage: {} }], 40324],
    ['two stages in one', [{ $match: {}, $sort: { a: 1 } }], 40323],
    ['an unknown expression', [{ $project: { a: { $foo: 1 } } }], 168],
    ['two expressions in one', [{ $project: { a: { $add: [1], $subtract: [1] } } }], 15983],
    ['an unknown accumulator', [{ $group: { _id: null, a: { $foo: 1 } } }], 15952],
    ['a group without _id', [{ $group: { a: { $sum: 1 } } }], 15955],
    ['an undefined variable', [{ $project: { a: '$$nowhere' } }], 17276],
    ['a limit of nothing', [{ $limit: 0 }], 15958],
    ['an unknown query operator', [{ $match: { a: { $bogus: 1 } } }], 2],
    ['a change stream', [{ $changeStream: {} }], 40573],
  ];
  for (const [name, pipeline, code] of refused) {
    it(`refuses ${name}, also without documents`, async () => {
      expect(await errorOf(bench.collection().aggregate(pipeline).toArray())).to.have.property('code', code);
    });
  }
});
