/** BSON bytes: what is read is written back the same, and what did not change is not written anew. */
import { expect } from 'chai';
import { BSON, BSONRegExp, Binary, Decimal128, Double, Long, MaxKey, ObjectId, Timestamp, UUID } from 'bson';
import * as fc from 'fast-check';
import { decode, rawArray } from '../../src/localdb/values/raw-bson.ts';
import { encode, encodeChanges, withIdFirst } from '../../src/localdb/values/write-bson.ts';
import type { Doc } from '../../src/localdb/values/values.ts';

const everyType: Doc = {
  double: 1.5,
  wholeDouble: new Double(5),
  negativeZero: new Double(-0),
  infinite: Infinity,
  text: 'grüße \u{1F600}',
  näme: 'x',
  document: { a: { b: [1, { c: null }] } },
  array: [1, 'x', [new Double(2)]],
  binary: new Binary(Buffer.from([1, 2, 3]), 5),
  uuid: new UUID('00000000-0000-4000-8000-000000000001'),
  id: new ObjectId('500000000000000000000001'),
  yes: true,
  date: new Date(-12345),
  nothing: null,
  pattern: new BSONRegExp('a.*b', 'ix'),
  int: -7,
  stamp: new Timestamp({ t: 5, i: 6 }),
  long: Long.fromString('-9007199254740993'),
  decimal: Decimal128.fromString('12.50'),
  greatest: new MaxKey(),
};

function bytesOf(doc: Doc): Buffer {
  return Buffer.from(BSON.serialize(doc));
}

describe('localdb BSON', () => {
  it('keeps the type of every value', () => {
    const bytes = bytesOf(everyType);
    expect(encode(decode(bytes)).equals(bytes)).to.equal(true);
  });

  it('reads what the driver reads', () => {
    const value = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => !/[\0$]|^__proto__$/.test(name)),
          value,
        ),
        (doc) => {
          const bytes = bytesOf(doc);
          expect(encode(decode(bytes)).equals(bytes)).to.equal(true);
        },
      ),
    );
  });

  it('reads only the fields that are wanted', () => {
    expect(decode(bytesOf({ a: 1, b: { c: 2 }, d: 3 }), new Set(['b', 'z']))).to.deep.equal({ b: { c: 2 } });
  });

  it('keeps names that mean something to JavaScript', () => {
    const bytes = encode(JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}') as Doc);
    const doc = decode(bytes);
    expect(Object.keys(doc)).to.deep.equal(['__proto__', 'constructor']);
    expect((doc as { admin?: boolean }).admin).to.equal(undefined);
  });

  it('copies what did not change, byte for byte', () => {
    const before = bytesOf({ _id: 1, a: { x: 1, y: { z: [1] } }, b: 'old', gone: 1 });
    const old = decode(before);
    const { gone: _gone, ...rest } = old;
    const a = old.a as Doc;
    const changed: Doc = { ...rest, a: { ...a, x: 2 }, b: 'new', c: true };
    expect(
      encodeChanges(before, old, changed).equals(bytesOf({ _id: 1, a: { x: 2, y: { z: [1] } }, b: 'new', c: true })),
    ).to.equal(true);
    expect(encodeChanges(before, old, old).equals(before)).to.equal(true);
  });

  it('puts the _id first, and makes one where there is none', () => {
    expect(withIdFirst(bytesOf({ a: 1, _id: 2 })).equals(bytesOf({ _id: 2, a: 1 }))).to.equal(true);
    const made = decode(withIdFirst(bytesOf({ a: 1 })));
    expect(Object.keys(made)).to.deep.equal(['_id', 'a']);
    expect(made._id).to.be.instanceOf(ObjectId);
  });

  it('finds the documents of a list without reading them', () => {
    const body = bytesOf({ insert: 'x', documents: [{ a: 1 }, { b: 2 }] });
    expect(rawArray(body, 'documents')!.map((bytes) => decode(bytes))).to.deep.equal([{ a: 1 }, { b: 2 }]);
    expect(rawArray(body, 'updates')).to.equal(undefined);
  });

  it('refuses lengths that lie', () => {
    const bytes = bytesOf({ a: 'text' });
    bytes.writeInt32LE(1000, 7);
    expect(() => decode(bytes)).to.throw('beyond its document');
  });
});
