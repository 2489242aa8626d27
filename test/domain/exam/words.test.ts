// The sentences a student reads about time and attempts.

import { expect } from 'chai';
import * as words from '../../../src/domain/exam/words.ts';

const minute = 60_000;
const at = (moment: number): string => `at ${moment}`;

describe('words about time', () => {
  it('name hours and minutes, and seconds only when no minute is left', () => {
    const said = [240, 90, 61, 60, 25, 1].map((minutes) => words.durationWords(minutes * minute));
    expect(said).to.deep.equal(['4 hours', '1 hour 30 minutes', '1 hour 1 minute', '1 hour', '25 minutes', '1 minute']);
    expect(words.durationWords(59_999)).to.equal('59 seconds');
    expect(words.durationWords(-5)).to.equal('0 seconds');
  });

  it('tell a person with extra time both limits', () => {
    expect(words.limitWords({ baseMs: 240 * minute, limitMs: 240 * minute })).to.equal('4 hours');
    expect(words.limitWords({ baseMs: 240 * minute, limitMs: 360 * minute })).to.equal(
      '4 hours, for you 6 hours with your extra time',
    );
  });

  it('say what the end of a window means', () => {
    expect(words.windowWords({ opensAt: null, closesAt: null, policy: 'endBy' }, at)).to.equal(null);
    expect(words.windowWords({ opensAt: 1, closesAt: null, policy: 'endBy' }, at)).to.equal('Opens at 1.');
    expect(words.windowWords({ opensAt: 1, closesAt: 2, policy: 'startBy' }, at)).to.contain('you have the full time');
    expect(words.windowWords({ opensAt: null, closesAt: 2, policy: 'endBy' }, at)).to.contain(
      'even if you have time left',
    );
  });
});

describe('words about attempts', () => {
  it('count them', () => {
    expect(words.attemptsWords(2, 3)).to.equal('2 of 3 attempts left');
    expect(words.attemptsWords(1, 1)).to.equal('1 of 1 attempt left');
    expect(words.attemptsWords(0, 3)).to.equal('No attempts left');
    expect(words.attemptsWords(5, null)).to.equal('No limit on attempts');
  });

  it('count what the server holds', () => {
    const answer = { q: 1, v: ['a'], flagged: true, struck: [], note: '', spentMs: 0 };
    expect(words.progressWords({ s1: answer, s2: { ...answer, v: [] } }, 20)).to.equal('1 of 20 answered, 2 flagged');
    expect(words.progressWords({}, 20)).to.equal('0 of 20 answered');
  });

  it('tell before what will be seen afterwards', () => {
    for (const policy of ['score', 'missed', 'full', 'full-after-close'] as const)
      expect(words.reviewWords(policy)).to.match(/^Afterwards you see your result/);
  });
});
