// The receipt a candidate gets: readable aloud, and checkable later.

import { expect } from 'chai';
import type { Answer } from '../../../src/domain/exam/attempt.ts';
import { answersDigest, receiptNumber } from '../../../src/domain/exam/receipt.ts';

const answer = (q: number, v: string[] = ['b']): Answer => ({ q, v, flagged: false, struck: [], note: '', spentMs: 0 });

describe('the receipt', () => {
  it('can be read aloud: eight letters and digits that nobody mistakes', () => {
    expect(receiptNumber(Uint8Array.from([7, 23, 4, 19, 20, 2, 29, 13]))).to.equal('7Q4K-M2XD');
    const all = Array.from({ length: 32 }, (_, at) => receiptNumber(new Uint8Array(8).fill(at))).join('');
    expect(all).to.match(/^[0-9A-HJKMNP-TV-Z-]+$/);
    expect(new Set(all.replaceAll('-', '')).size).to.equal(32);
    expect(() => receiptNumber(new Uint8Array(7))).to.throw('random');
  });

  it('vouches for what was answered, in whatever order it was stored, and for nothing else', () => {
    const a = { id: 'a1', answers: { s10: answer(3), s2: answer(1, ['a', 'c']) } };
    const b = {
      id: 'a1',
      answers: { s2: { ...answer(9, ['a', 'c']), note: 'hm', flagged: true }, s10: answer(3), s3: answer(4, []) },
    };
    expect(answersDigest(a)).to.equal('["a1",[[2,["a","c"]],[10,["b"]]]]');
    expect(answersDigest(b)).to.equal(answersDigest(a));
    expect(answersDigest({ ...a, id: 'a2' })).to.not.equal(answersDigest(a));
  });
});
