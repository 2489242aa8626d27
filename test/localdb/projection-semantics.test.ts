/** What projections show, judged by MongoDB's documented behavior. */
import { expect } from 'chai';
import type { Document, Filter } from 'mongodb';
import { Double, Long } from 'mongodb';
import { errorOf, typed, useDatabase } from '../support/semantics.ts';

type Case = [name: string, doc: Document, projection: Document, shown: Document, filter?: Filter<Document>];

const stock = { item: 'x', status: 'A', size: 5, instock: [{ w: 'A' }, { w: 'B' }, { w: 'C' }] };

const CASES: Case[] = [
  ['fields come in the order of the document', { z: 1, y: 2, x: 3 }, { x: 1, z: 1 }, { _id: 1, z: 1, x: 3 }],
  ['in arrays of documents', { a: [{ b: 1, c: 2 }, 5, { c: 3 }] }, { 'a.b': 1 }, { _id: 1, a: [{ b: 1 }, {}] }],
  ['a nested field left out', { a: { b: 1, c: 2 } }, { 'a.b': 0 }, { _id: 1, a: { c: 2 } }],
  ['nothing but the _id', { a: 1 }, { _id: 1 }, { _id: 1 }],
  ['everything but the _id', { a: 1 }, { _id: 0 }, { a: 1 }],
  ['nested documents are paths', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, { _id: 1, a: { b: 1 } }],
  ['an expression', { a: 1, b: 2 }, { s: { $add: ['$a', '$b'] } }, { _id: 1, s: 3 }],
  ['a literal', { a: 1 }, { s: 'x' }, { _id: 1, s: 'x' }],
  ['another field', { a: 1, b: 2 }, { c: '$b' }, { _id: 1, c: 2 }],
  ['$slice keeps the other fields', { a: [1, 2, 3], b: 1 }, { a: { $slice: [1, 1] } }, { _id: 1, a: [2], b: 1 }],
  [
    '$slice beside included fields',
    stock,
    { item: 1, status: 1, instock: { $slice: -1 } },
    { _id: 1, item: 'x', status: 'A', instock: [{ w: 'C' }] },
  ],
  [
    '$slice of a nested array',
    { a: { b: [1, 2, 3], c: 1 } },
    { 'a.b': { $slice: 1 } },
    { _id: 1, a: { b: [1], c: 1 } },
  ],
  ['$elemMatch', stock, { instock: { $elemMatch: { w: 'B' } } }, { _id: 1, instock: [{ w: 'B' }] }],
  ['$elemMatch of nothing', stock, { instock: { $elemMatch: { w: 'Z' } } }, { _id: 1 }],
  [
    '$elemMatch beside a field left out',
    stock,
    { instock: { $elemMatch: { w: 'B' } }, size: 0 },
    { _id: 1, item: 'x', status: 'A', instock: [{ w: 'B' }] },
  ],
  [
    'the position that the query found',
    stock,
    { 'instock.$': 1 },
    { _id: 1, instock: [{ w: 'B' }] },
    { 'instock.w': 'B' },
  ],
  [
    'types of numbers stay',
    { d: new Double(5), l: Long.fromNumber(10), x: 1 },
    { d: 1, l: 1 },
    { _id: 1, d: new Double(5), l: Long.fromNumber(10) },
  ],
];

describe('localdb: what a projection shows', () => {
  const bench = useDatabase();
  for (const [name, doc, projection, shown, filter = {}] of CASES) {
    it(`${name}: ${JSON.stringify(projection)}`, async () => {
      const collection = bench.collection();
      await collection.insertOne({ _id: 1 as never, ...doc });
      const found = await collection.findOne(filter, { projection, promoteValues: false });
      expect(JSON.stringify(typed(found))).to.equal(JSON.stringify(typed(shown)));
    });
  }

  const refused: [name: string, projection: Document, code: number][] = [
    ['leaving out beside taking in', { a: 1, b: 0 }, 31254],
    ['taking in beside leaving out', { a: 0, b: 1 }, 31253],
    ['a path and one below', { a: 1, 'a.b': 1 }, 31249],
    ['an unknown expression', { a: { $foo: 1 } }, 168],
    ['an empty document', { a: {} }, 51270],
  ];
  for (const [name, projection, code] of refused) {
    it(`refuses ${name}, also without documents`, async () => {
      expect(await errorOf(bench.collection().findOne({}, { projection }))).to.have.property('code', code);
    });
  }
});
