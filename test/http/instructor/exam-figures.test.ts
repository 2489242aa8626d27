// The figures above the results of an exam.

import { expect } from 'chai';
import { compare } from '../../../src/domain/exam/fraction.ts';
import { median } from '../../../src/http/instructor/exam-figures.ts';
import { miniSections } from '../../../src/http/instructor/mini-sections.ts';
import { scoreOf } from './a-class.ts';

describe('figures', () => {
  it('take the middle, or half way between the middle two', () => {
    const is = (values: number[], expected: number) => expect(compare(median(values), expected)).to.equal(0);
    is([3, 1, 2], 2);
    is([4, 1, 3, 2], 2.5);
    is([7], 7);
  });

  it('draw a section at the line as not under it', () => {
    const { bars, line } = miniSections(scoreOf([28, 21, 14, 10]));
    expect(bars.map((bar) => bar.isUnder)).to.deep.equal([false, false, false, true]);
    expect(line).to.deep.equal({ y: 7.2 });
  });

  it('fit the bars of eighteen sections into the same drawing', () => {
    const score = scoreOf([28, 21, 14, 10]);
    const many = { ...score, sections: Array.from({ length: 18 }, () => score.sections[0]!) };
    const last = miniSections(many).bars.at(-1)!;
    expect(last.width).to.be.greaterThan(0);
    expect(last.x + last.width).to.be.at.most(112);
  });
});
