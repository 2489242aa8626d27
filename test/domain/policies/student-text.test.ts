// What students read: one text for all, or every set of terms with the days of those whose terms they are.

import { expect } from 'chai';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { startingPointOf, startingPoints } from '../../../src/domain/policies/starting-points.ts';
import { innerTermsOf, plainTextOf } from '../../../src/domain/policies/student-text.ts';

const several = startingPointOf('archetype:A9-lookback-versions')!.policy;

describe('what students read', () => {
  it('says of several terms whose they are, from which day to which', () => {
    const text = plainTextOf(several)!;
    expect(text.split('\n').slice(0, 5)).to.deep.equal([
      'Which terms are yours',
      '- This guarantee has different terms by the day you enrolled: yours are those of that day, for good.',
      '- If that was before Wed 1 Jan 2020, none of them are yours: a person looks at it.',
      '',
      'Enrolled from Wed 1 Jan 2020 to Sun 30 Mar 2025: What you do',
    ]);
    expect(text).to.contain('Enrolled from Mon 31 Mar 2025 on: What you get\n');
    expect(text).to.contain('in the 60 days before the official exam');
    expect(text).to.contain('Take 2 mock exams before the official exam.');
  });

  it('names the day that settles the terms', () => {
    const titles = (pinOn: string): string[] => innerTermsOf({ ...several, pinOn }).map(({ title }) => title);
    expect(titles('purchasedOn')[1]).to.equal('Bought from Mon 31 Mar 2025 on');
    expect(titles('contractSignedOn')[1]).to.equal('Contract signed from Mon 31 Mar 2025 on');
    expect(plainTextOf({ ...several, pinOn: 'contractSignedOn' })).to.contain('the day on record as “contract signed”');
  });

  it('is the text alone where there is one for all, and nothing where it cannot be written', () => {
    const { policy } = startingPointOf('archetype:A1-coder-timeframe')!;
    expect(plainTextOf(policy)).to.match(/^What you do\n/);
    expect(innerTermsOf(policy)).to.deep.equal([]);
    const broken: RawPolicy = { ...policy, timeZone: 'Nowhere' };
    expect(plainTextOf(broken)).to.equal(null);
  });

  it('is there for every starting point, in whole sentences', () => {
    for (const { id, policy } of startingPoints) {
      const lines = plainTextOf(policy)!.split('\n');
      for (const line of lines.filter((each) => each.trimStart().startsWith('- '))) expect(line, id).to.match(/[.:]$/);
      expect(lines.join(' '), id).to.not.match(/undefined|null|NaN|\[object|\.\./);
    }
  });
});
