// What counts as a right answer: the whole key, however it is written.

import { expect } from 'chai';
import { itemContentSchema } from '../../../src/domain/exam/item.ts';
import { isRight, normalizedCode } from '../../../src/domain/exam/marking.ts';

const text = { stem: '?', rationale: '.', citation: { source: 'G', locator: '1' }, topic: 't', difficulty: 'easy' };
const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id, why: '.' }));
const single = itemContentSchema.parse({ kind: 'choice', ...text, options, key: ['b'] });
const several = itemContentSchema.parse({ kind: 'choice', ...text, options, key: ['b', 'd'] });
const ordered = itemContentSchema.parse({ kind: 'codes', ...text, key: ['E11.22', 'N18.30'] });
const loose = itemContentSchema.parse({ kind: 'codes', ...text, key: ['J44.1', 'J20.9'], ordered: false });
const accepting = itemContentSchema.parse({
  kind: 'codes',
  ...text,
  key: ['A4253'],
  accept: [['A4253-KX'], ['A9275']],
});

describe('a choice', () => {
  it('is right with the key and nothing else', () => {
    expect(isRight(single, ['b'])).to.equal(true);
    for (const given of [[], ['a'], ['b', 'a'], ['x']]) expect(isRight(single, given), String(given)).to.equal(false);
  });

  it('with several keys is all or nothing, in any order', () => {
    expect(isRight(several, ['d', 'b'])).to.equal(true);
    for (const given of [['b'], ['b', 'b'], ['b', 'd', 'a']]) expect(isRight(several, given)).to.equal(false);
  });
});

describe('typed codes', () => {
  it('are compared without case, dots, spaces and hyphens', () => {
    expect(normalizedCode(' e11 .2-2 ')).to.equal('E1122');
    expect(isRight(ordered, ['e1122', 'n18.30'])).to.equal(true);
  });

  it('must stand in sequence where sequence matters', () => {
    expect(isRight(ordered, ['N18.30', 'E11.22'])).to.equal(false);
    expect(isRight(loose, ['J20.9', 'J44.1'])).to.equal(true);
  });

  it('must be complete, and no more than asked', () => {
    expect(isRight(ordered, ['E11.22'])).to.equal(false);
    expect(isRight(ordered, ['E11.22', 'N18.30', 'Z79.4'])).to.equal(false);
    expect(isRight(loose, ['J20.9', 'J20.9'])).to.equal(false);
  });

  it('may stand in one field, and empty fields are nothing', () => {
    expect(isRight(ordered, ['E11.22, N18.30'])).to.equal(true);
    expect(isRight(ordered, ['', 'E11.22', ' ', 'N18.30'])).to.equal(true);
    expect(isRight(ordered, ['', ' '])).to.equal(false);
  });

  it('earn full credit with any accepted answer', () => {
    expect(isRight(accepting, ['a4253kx'])).to.equal(true);
    expect(isRight(accepting, ['A9275'])).to.equal(true);
    expect(isRight(accepting, ['A4253', 'A9275'])).to.equal(false);
  });
});
