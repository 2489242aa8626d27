// What a browser may send: bounded, and tolerant of what is left out.

import { expect } from 'chai';
import { answerSchema, answersSchema } from '../../../src/domain/exam/answer-entry.ts';

describe('an answer from a browser', () => {
  it('needs a number and a value; the rest may be left out', () => {
    expect(answerSchema.parse({ q: 3, v: ['b'] })).to.deep.equal({
      q: 3,
      v: ['b'],
      flagged: false,
      struck: [],
      note: '',
      spentMs: 0,
    });
  });

  it('keeps whole milliseconds of the time spent', () => {
    expect(answerSchema.parse({ q: 1, v: [], spentMs: 1234.6 }).spentMs).to.equal(1235);
  });

  const refused: [string, object][] = [
    ['a number that is not safe', { q: 2 ** 53, v: [] }],
    ['a negative number', { q: -1, v: [] }],
    ['half a number', { q: 1.5, v: [] }],
    ['thirteen values', { q: 1, v: Array.from({ length: 13 }, () => 'a') }],
    ['a value of 41 characters', { q: 1, v: ['x'.repeat(41)] }],
    ['a value that is no string', { q: 1, v: [{ $gt: '' }] }],
    ['a note of 2,001 characters', { q: 1, v: [], note: 'x'.repeat(2001) }],
    ['no value at all', { q: 1 }],
  ];
  for (const [what, sent] of refused)
    it(`is refused with ${what}`, () => {
      expect(answerSchema.safeParse(sent).success).to.equal(false);
    });

  it('comes with others by slot; unknown names pass, because the reply names them', () => {
    expect(answersSchema.safeParse({ s1: { q: 1, v: [] }, s999: { q: 1, v: [] } }).success).to.equal(true);
    expect(answersSchema.safeParse([]).success).to.equal(false);
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`s${at}`, { q: 1, v: [] }]));
    expect(answersSchema.safeParse(many).success).to.equal(false);
  });
});
