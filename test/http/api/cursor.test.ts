// Cursors: read back what was written, by whoever wrote it, for the list it was written for, and nothing else.

import { expect } from 'chai';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { cursorAfter, readCursor } from '../../../src/http/api/cursor.ts';

const proofWith =
  (secret: string) =>
  (text: string): string =>
    createHmac('sha256', secret).update(text).digest('hex');
const proof = proofWith('ours');
const place = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const list = fc.array(fc.string(), { minLength: 1, maxLength: 4 });

describe('a cursor', () => {
  it('leads where it was made for', () => {
    fc.assert(
      fc.property(list, place, (name, after) => {
        expect(readCursor(name, cursorAfter(name, after, proof), proof)).to.equal(after);
      }),
    );
  });

  it('is an address’s own word, whatever it stands for', () => {
    fc.assert(
      fc.property(list, place, (name, after) => {
        expect(cursorAfter(name, after, proof)).to.match(/^[\w-]+\.[0-9a-f]{32}$/);
      }),
    );
  });

  it('leads nowhere in another list, or made by another installation', () => {
    fc.assert(
      fc.property(list, list, place, (one, other, after) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const cursor = cursorAfter(one, after, proof);
        expect(readCursor(other, cursor, proof)).to.equal(null);
        expect(readCursor(one, cursor, proofWith('theirs'))).to.equal(null);
      }),
    );
  });

  it('leads nowhere once it was changed, and takes any text', () => {
    fc.assert(
      fc.property(list, place, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (name, after, at, character) => {
        const cursor = cursorAfter(name, after, proof);
        const where = at % cursor.length;
        const changed = cursor.slice(0, where) + character + cursor.slice(where + 1);
        const read = readCursor(name, changed, proof);
        // Some spellings of base64 stand for the same text.
        expect(read === null || read === after).to.equal(true);
      }),
    );
    fc.assert(
      fc.property(list, fc.string({ unit: 'binary' }), (name, text) => {
        expect(readCursor(name, text, proof)).to.equal(null);
      }),
    );
  });
});
