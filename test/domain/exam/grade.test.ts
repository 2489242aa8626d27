// What the gradebook is owed under each attempt policy.

import { expect } from 'chai';
import { owedGrade, policyWords, type ScoredAttempt } from '../../../src/domain/exam/grade.ts';
import { attemptPolicySchema } from '../../../src/domain/exam/exam.ts';

type Extra = Partial<ScoredAttempt['attempt']>;
function scored(number: number, of: number, over = 100, more: Extra = {}): ScoredAttempt {
  return {
    attempt: { id: `a${number}`, number, isPreview: false, state: 'graded', ...more },
    score: { weighted: { of, over }, passLinePercent: 70, isPassed: of * 100 >= 70 * over },
  };
}
const three = [scored(3, 65), scored(1, 70), scored(2, 82)];

describe('the grade owed', () => {
  it('is the best, the last or the first attempt by number, whatever the order in which they come', () => {
    expect(owedGrade('best', three)).to.include({ scoreGiven: 82, scoreMaximum: 100, attemptId: 'a2', attempts: 3 });
    expect(owedGrade('last', three)).to.include({ scoreGiven: 65, attemptId: 'a3' });
    expect(owedGrade('first', three)).to.include({ scoreGiven: 70, attemptId: 'a1' });
  });

  it('is the average of the exact values, rounded once', () => {
    const thirds = [scored(1, 1, 3), scored(2, 2, 3), scored(3, 2, 3)];
    expect(owedGrade('average', thirds)).to.include({ scoreGiven: 55.56, attemptId: 'a3' });
    expect(owedGrade('average', thirds)!.exact).to.deep.equal({ of: 5, over: 9 });
  });

  it('never shows an average under the line as on it', () => {
    expect(owedGrade('average', [scored(1, 69_998, 100_000)])!.scoreGiven).to.equal(69.99);
    expect(owedGrade('average', [scored(1, 69), scored(2, 71)])!.scoreGiven).to.equal(70);
  });

  it('is the earlier of two equally good attempts, so that nothing is sent again for nothing', () => {
    expect(owedGrade('best', [scored(2, 8, 10), scored(1, 80, 100)])!.attemptId).to.equal('a1');
  });

  it('counts no previews, no voided attempts and none that are still open', () => {
    const none = [
      scored(1, 90, 100, { isPreview: true }),
      scored(2, 90, 100, { state: 'voided' }),
      scored(3, 90, 100, { state: 'in_progress' }),
    ];
    expect(owedGrade('best', none)).to.equal(null);
    expect(owedGrade('first', [...none, scored(4, 50)])).to.include({ scoreGiven: 50, attemptId: 'a4', attempts: 1 });
  });

  it('is 0 for a blank paper, which is not the same as none', () => {
    expect(owedGrade('best', [scored(1, 0)])!.scoreGiven).to.equal(0);
  });

  it('can be averaged over versions of an exam whose fractions do not fit together', () => {
    const odd = [scored(1, 1, 999_999_999_989), scored(2, 1, 999_999_999_961)];
    expect(owedGrade('average', odd)!.scoreGiven).to.equal(0);
  });

  it('has a sentence for every policy', () => {
    for (const policy of attemptPolicySchema.options) expect(policyWords(policy)).to.match(/counts\.$/);
  });
});
