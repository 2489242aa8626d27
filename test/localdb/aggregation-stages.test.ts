/** The stages and operators that customers bring from MongoDB: ranks, graphs, ranges, bits and patterns. */
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { Decimal128, Double, Long, Timestamp } from 'mongodb';
import { errorOf, typed, useDatabase } from '../support/semantics.ts';

describe('localdb: stages and operators that choose, follow and cut', () => {
  const bench = useDatabase();

  async function piped(docs: Document[], ...pipeline: Document[]): Promise<Document[]> {
    const collection = bench.collection();
    await collection.insertMany(docs.map((doc, i) => ({ _id: (i + 1) as never, ...doc })));
    return collection.aggregate(pipeline).toArray();
  }

  async function valueOf(expression: unknown, doc: Document = {}): Promise<unknown> {
    const collection = bench.collection();
    await collection.insertOne({ ...doc });
    const pipeline = [{ $project: { _id: 0, value: expression } }];
    const [given] = await collection.aggregate(pipeline, { promoteValues: false }).toArray();
    return typed(given?.value);
  }

  const students = [
    { name: 'Ana', points: 40 },
    { name: 'Bo', points: 90 },
    { name: 'Cy', points: 60 },
    { name: 'Di' },
  ];

  it('$group takes the first, last, largest and smallest so many', async () => {
    const [group] = await piped(students, {
      $group: {
        _id: null,
        first: { $firstN: { n: 2, input: '$name' } },
        last: { $lastN: { n: 2, input: '$points' } },
        largest: { $maxN: { n: 2, input: '$points' } },
        smallest: { $minN: { n: 9, input: '$points' } },
      },
    });
    expect(group).to.deep.equal({
      _id: null,
      first: ['Ana', 'Bo'],
      last: [60, null],
      largest: [90, 60],
      smallest: [40, 60, 90],
    });
  });

  it('$group takes the top and the bottom by an order of its own', async () => {
    const best = { sortBy: { points: -1 }, output: ['$name', '$points'] };
    const [group] = await piped(students.slice(0, 3), {
      $group: {
        _id: null,
        top: { $top: best },
        bottom: { $bottom: best },
        topTwo: { $topN: { ...best, n: 2 } },
        bottomTwo: { $bottomN: { ...best, output: '$name', n: 2 } },
      },
    });
    expect(group).to.deep.equal({
      _id: null,
      top: ['Bo', 90],
      bottom: ['Ana', 40],
      topTwo: [
        ['Bo', 90],
        ['Cy', 60],
      ],
      bottomTwo: ['Cy', 'Ana'],
    });
  });

  it('$median and $percentile look at numbers only', async () => {
    const method = 'approximate';
    const [group] = await piped(students, {
      $group: {
        _id: null,
        median: { $median: { input: '$points', method } },
        ends: { $percentile: { input: '$points', p: [0, 1], method } },
        none: { $median: { input: '$name', method } },
      },
    });
    expect(group).to.deep.equal({ _id: null, median: 60, ends: [40, 90], none: null });
    expect(await valueOf({ $median: { input: [5, 1, 'x', 3], method } })).to.deep.equal(typed(new Double(3)));
  });

  it('$graphLookup follows references, each document once, also in a circle', async () => {
    const people = [
      { name: 'a', knows: ['b', 'c'] },
      { name: 'b', knows: ['d'] },
      { name: 'c', knows: 'a' },
      { name: 'd' },
    ];
    const collection = bench.collection();
    await collection.insertMany(people);
    const follow = { startWith: '$knows', connectFromField: 'knows', connectToField: 'name', as: 'all' };
    const names = async (extra: Document): Promise<unknown> => {
      const lookup = { from: collection.collectionName, ...follow, ...extra };
      const [doc] = await collection.aggregate([{ $match: { name: 'a' } }, { $graphLookup: lookup }]).toArray();
      return (doc!.all as Document[]).map((one) => `${one.name}${one.step ?? ''}`).sort();
    };
    expect(await names({})).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(await names({ maxDepth: 0, depthField: 'step' })).to.deep.equal(['b0', 'c0']);
    expect(await names({ depthField: 'step' })).to.deep.equal(['a1', 'b0', 'c0', 'd1']);
    expect(await names({ restrictSearchWithMatch: { name: { $ne: 'b' } } })).to.deep.equal(['a', 'c']);
  });

  it('$bucketAuto makes buckets of equal size and keeps equal values together', async () => {
    const docs = [1, 2, 2, 2, 3, 9].map((n) => ({ n }));
    expect(await piped(docs, { $bucketAuto: { groupBy: '$n', buckets: 3 } })).to.deep.equal([
      { _id: { min: 1, max: 3 }, count: 4 },
      { _id: { min: 3, max: 9 }, count: 2 },
    ]);
  });

  it('$redact prunes level by level', async () => {
    const doc = { level: 1, in: { level: 5, x: 1 }, list: [{ level: 5 }, { level: 1, y: 2 }, 7] };
    const redact = { $redact: { $cond: [{ $gt: ['$level', 3] }, '$$PRUNE', '$$DESCEND'] } };
    expect(await piped([doc, { level: 9 }], redact)).to.deep.equal([
      { _id: 1, level: 1, list: [{ level: 1, y: 2 }, 7] },
    ]);
    expect(await errorOf(piped([doc], { $redact: 'keep' }))).to.have.property('code', 17053);
  });

  const values: [expression: Document, value: unknown, doc?: Document][] = [
    [{ $firstN: { n: 2, input: '$a' } }, [1, 2], { a: [1, 2, 3] }],
    [{ $maxN: { n: 1, input: '$a' } }, [3], { a: [1, 2, 3] }],
    [{ $split: [null, ','] }, null],
    [{ $split: ['a,b', ','] }, ['a', 'b']],
    [{ $indexOfCP: ['a\u{1F600}b', 'b'] }, 2],
    [{ $indexOfCP: ['abcb', 'b', 2] }, 3],
    [{ $indexOfCP: ['abc', 'x'] }, -1],
    [{ $bitAnd: [6, 3] }, 2],
    [{ $bitOr: [6, Long.fromNumber(1)] }, Long.fromNumber(7)],
    [{ $bitXor: [7, 2] }, 5],
    [{ $bitNot: 1 }, -2],
    [{ $bsonSize: '$a' }, 5, { a: {} }],
    [{ $binarySize: 'é' }, 2],
    [{ $tsSecond: '$a' }, Long.fromNumber(7), { a: new Timestamp({ t: 7, i: 3 }) }],
    [{ $tsIncrement: '$a' }, Long.fromNumber(3), { a: new Timestamp({ t: 7, i: 3 }) }],
    [{ $toDecimal: 1.999 }, Decimal128.fromString('1.99900000000000')],
    [{ $toDecimal: true }, Decimal128.fromString('1')],
    [{ $regexMatch: { input: 'a line', regex: 'li ne # a word', options: 'x' } }, true],
    [{ $regexMatch: { input: '$none', regex: '$none' } }, false],
    [{ $regexFindAll: { input: null, regex: 'x' } }, []],
  ];
  for (const [expression, value, doc] of values) {
    it(`gives the value of ${JSON.stringify(expression)}`, async () => {
      expect(await valueOf(expression, doc)).to.deep.equal(typed(value));
    });
  }

  const refused: [expression: Document, code: number][] = [
    [{ $regexMatch: ['text', 'pattern'] }, 51103],
    [{ $regexMatch: { input: 5, regex: 'x' } }, 51104],
    [{ $regexMatch: { input: 'x', regex: 'x', other: 1 } }, 31024],
    [{ $regexMatch: { input: 'x', regex: 'x', options: '?' } }, 51108],
    [{ $regexMatch: { input: 'x', regex: /x/i, options: 'i' } }, 51107],
    [{ $arrayToObject: [[['a', 1, 2]]] }, 40397],
    [{ $arrayToObject: { $literal: [{ k: 'a', v: 1, w: 2 }] } }, 40392],
    [{ $arrayToObject: { $literal: [{ k: 'a', w: 2 }] } }, 40393],
    [{ $arrayToObject: { $literal: [['a', 1], { k: 'b', v: 2 }] } }, 40391],
    [{ $firstN: { n: 0, input: [1] } }, 5787908],
    [{ $bitAnd: [1, 'x'] }, 14],
  ];
  for (const [expression, code] of refused) {
    it(`refuses ${JSON.stringify(expression)}`, async () => {
      expect(await errorOf(piped([{}], { $project: { value: expression } }))).to.have.property('code', code);
    });
  }
});
