// How lengths of time are said to candidates.

import { expect } from 'chai';
import { limitLength, spelledLength, spentLength } from '../../../src/http/student/lengths.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('lengths of time for candidates', () => {
  it('are spelled out where they decide', () => {
    expect(spelledLength(6 * hour)).to.equal('6 hours');
    expect(spelledLength(hour + 30 * minute)).to.equal('1 hour 30 minutes');
    expect(spelledLength(24 * hour)).to.equal('24 hours');
    expect(spelledLength(40 * 24 * hour)).to.equal('40 days');
    expect(spelledLength(minute + 59 * second)).to.equal('1 minute');
    expect(spelledLength(59 * second)).to.equal('less than a minute');
  });

  it('are exact to the second for a limit, also one that extra time divides', () => {
    expect(limitLength(240 * minute)).to.equal('240 minutes');
    expect(limitLength(37.5 * minute)).to.equal('37 minutes 30 seconds');
  });

  it('are short in tables, to the second under an hour', () => {
    expect(spentLength(4 * minute + 10 * second)).to.equal('4 min 10 s');
    expect(spentLength(50 * second)).to.equal('50 s');
    expect(spentLength(4 * hour + 39 * minute)).to.equal('4 h 39 min');
    expect(spentLength(4 * hour)).to.equal('4 h');
    expect(spentLength(0)).to.equal('0 s');
  });
});
