/** The keys of values: their bytes compare as MongoDB compares the values. */
import { expect } from 'chai';
import { Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId } from 'bson';
import * as fc from 'fast-check';
import { indexEntries, keyFields, sortKey, tupleKey } from '../../src/localdb/values/index-keys.ts';
import { compareValues, encodeKey, flipKey, sameValue } from '../../src/localdb/values/keys.ts';

const decimal = Decimal128.fromString;
const long = Long.fromString;

/** Groups of equal values, from the least to the greatest. */
const ORDER: unknown[][] = [
  [new MinKey()],
  [null, undefined],
  [NaN, new Double(NaN), decimal('NaN')],
  [-Infinity, decimal('-Infinity')],
  [decimal('-1E+400')],
  [-1.5, decimal('-1.5')],
  [decimal('-1E-400')],
  [0, new Double(-0), decimal('0'), decimal('-0.00'), long('0')],
  [decimal('1E-400')],
  [decimal('0.1')],
  [0.1],
  [1, new Double(1), long('1'), decimal('1.000')],
  [decimal('1.0000000000000000000000000000001')],
  [long('9007199254740991'), 9007199254740991],
  [long('9007199254740992'), 9007199254740992, decimal('9007199254740992')],
  [long('9007199254740993'), decimal('9007199254740993')],
  [decimal('9007199254740993.5')],
  [long('9007199254740994'), 9007199254740994],
  [long('9223372036854775806')],
  [long('9223372036854775807'), decimal('9223372036854775807')],
  [2 ** 63],
  [decimal('1E+400')],
  [Infinity, decimal('Infinity')],
  [''],
  ['a'],
  ['a\u0000'],
  ['a\u0000b'],
  ['a\u0001'],
  ['b'],
  ['é'],
  ['\uFF5E'],
  ['\u{1F600}'],
  [{}],
  [{ a: 1 }, { a: new Double(1) }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 1]],
  [[2]],
  [new Binary(Buffer.from([9]))],
  [new Binary(Buffer.from([1, 1]))],
  [new Binary(Buffer.from([1, 2]))],
  [new ObjectId('500000000000000000000001')],
  [new ObjectId('500000000000000000000002')],
  [false],
  [true],
  [new Date(-5)],
  [new Date(0)],
  [new Date(5)],
  [/a/],
  [/b/],
  [new MaxKey()],
];

describe('localdb keys', () => {
  it('compare as the values do, whatever their types', () => {
    for (const [i, low] of ORDER.entries()) {
      for (const [j, high] of ORDER.entries()) {
        for (const a of low) {
          for (const b of high) {
            const wanted = Math.sign(i - j);
            expect(Math.sign(compareValues(a, b)), `${String(a)} (${i}) and ${String(b)} (${j})`).to.equal(wanted);
            expect(Math.sign(Buffer.compare(encodeKey(a), encodeKey(b)))).to.equal(wanted);
            const flipped = Math.sign(Buffer.compare(flipKey(encodeKey(a)), flipKey(encodeKey(b))));
            expect(flipped === 0 ? 0 : -flipped).to.equal(wanted);
          }
        }
      }
    }
  });

  const values = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
    fc.date({ noInvalidDate: true }),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.integer(), { maxKeys: 2 }),
  );

  it('are never the beginning of one another, so that they can be joined', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [x, y] = [encodeKey(a), encodeKey(b)];
        if (!x.equals(y)) expect(x.subarray(0, y.length).equals(y)).to.equal(false);
      }),
    );
  });

  it('give doubles and int64 their numeric order', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    );
    fc.assert(
      fc.property(number, number, (a, b) => {
        const wrap = (value: number | bigint): unknown => (typeof value === 'bigint' ? Long.fromBigInt(value) : value);
        const wanted = a < b ? -1 : a > b ? 1 : 0;
        expect(Math.sign(compareValues(wrap(a), wrap(b)))).to.equal(wanted);
      }),
    );
  });

  it('never take missing for equal to anything', () => {
    expect(sameValue(undefined, null)).to.equal(false);
    expect(sameValue(null, null)).to.equal(true);
  });
});

describe('localdb index entries', () => {
  const tuples = (doc: Record<string, unknown>, pattern: Record<string, number>): unknown[][] =>
    indexEntries(doc, keyFields(pattern)).tuples;

  it('hold one entry for each element of an array', () => {
    expect(tuples({ a: [1, 2] }, { a: 1 })).to.deep.equal([[1], [2]]);
    expect(indexEntries({ a: [1] }, keyFields({ a: 1 })).multikey).to.equal(true);
  });

  it('pair fields of the same array element by element', () => {
    const doc = {
      items: [
        { id: 1, n: 5 },
        { id: 2, n: 6 },
      ],
    };
    expect(tuples(doc, { 'items.id': 1, 'items.n': 1 })).to.deep.equal([
      [1, 5],
      [2, 6],
    ]);
  });

  it('refuse two arrays side by side', () => {
    expect(() => tuples({ a: [1], b: [2] }, { a: 1, b: 1 })).to.throw('parallel arrays');
  });

  it('know when nothing of the document is in them', () => {
    expect(indexEntries({ z: 1 }, keyFields({ a: 1, b: 1 })).missing).to.equal(true);
    expect(indexEntries({ b: null }, keyFields({ a: 1, b: 1 })).missing).to.equal(false);
  });

  it('sort by the least element upwards and by the greatest downwards', () => {
    const up = keyFields({ a: 1 });
    const down = keyFields({ a: -1 });
    expect(sortKey({ a: [3, 1, 2] }, up).equals(tupleKey([1], up))).to.equal(true);
    expect(sortKey({ a: [3, 1, 2] }, down).equals(tupleKey([3], down))).to.equal(true);
  });
});
