// What the page of one result shows.

import { expect } from 'chai';
import { cpcHalf } from '../../../src/domain/exam/presets.ts';
import { resultView } from '../../../src/http/student/result.view.ts';
import type { Result } from '../../../src/services/results.ts';
import { aResult, noon, page, sent, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

function shown(result: Result) {
  return pageOf('student/result', resultView(page, result, zone));
}

describe('the result', () => {
  it('says passed or not, by how much, against which line', () => {
    const passed = aResult(9);
    expect(wordsOf(shown(passed), '#answer')).to.equal(
      `Passed: ${passed.score!.shownWeighted} % weighted, pass line 70 %.`,
    );
    expect(wordsOf(shown(aResult(3)), '#answer')).to.match(/^Not passed: /);
  });

  it('shows raw beside weighted, and the difference to the attempt before', () => {
    const result = aResult(9);
    const words = wordsOf(shown(result), '.verdict');
    expect(words).to.contain(`(${result.score!.shownRaw} % raw)`);
    expect(words).to.match(/\d points more than on Sat 14 Nov 2026\./);
  });

  it('names each condition and whether it is met, where there is more than one', () => {
    const result = aResult(9);
    const conditions = [
      { isMet: true, words: 'Overall at least 70 %', have: 'You have 88.00 %' },
      { isMet: false, words: 'Other at least 70 %', have: 'You have 66.67 %' },
    ];
    const score = { ...result.score!, conditions, isPassed: false };
    const $ = shown({ ...result, score });
    expect(wordsOf($, '.verdict .findings')).to.contain('Met Overall at least 70 % You have 88.00 %');
    expect(wordsOf($, '.verdict > p')).to.contain('Other at least 70 % is needed. You have 66.67 %.');
  });

  it('draws each section against the line and repeats it as a table', () => {
    const result = aResult(8, {}, cpcHalf);
    const $ = shown(result);
    const panel = $('section[aria-labelledby="sections-h"]');
    for (const section of result.sections) {
      expect(panel.find('.bar-words').text()).to.contain(section.title).and.to.contain(section.shownPercent);
      expect(panel.find('table').text()).to.contain(`${section.right} of ${section.scored}`);
    }
    expect(panel.find('rect.hatch')).to.have.length(result.sections.filter((section) => !section.isAtLine).length);
  });

  it('calls no subject weak or strong on a handful of questions', () => {
    const result = aResult(8);
    const few = result.subtopics.filter((row) => row.scored < 8).length;
    const $ = shown(result);
    const cells = $('section[aria-labelledby="topics-h"] td[data-label="Score"]').toArray();
    expect(few).to.be.greaterThan(0);
    expect(cells.filter((cell) => $(cell).text() === 'too few to say')).to.have.length(few);
  });

  it('gives no chance of passing on a handful of answers', () => {
    const chance = 'section[aria-labelledby="chance-h"]';
    const few = wordsOf(shown(aResult(8, { basis: { attempts: 1, answers: 9 } })), chance);
    expect(few).to.contain('Too few answers to say').and.to.not.contain('in 100');
    expect(wordsOf(shown(aResult(8)), chance)).to.contain('in 100');
  });

  it('says where the grade is, and offers to send it again', () => {
    const $ = shown(aResult());
    expect(wordsOf($, '#gradebook')).to.contain('76.40 of 100 arrived in your course, Mon 23 Nov 2026, 14:44');
    expect(wordsOf($, '#gradebook')).to.contain('Your best attempt counts.');
    expect($('#gradebook form').attr('action')).to.equal('/s/l1/attempts/a2/send-grade');
  });

  it('tells why a grade waits and when it is tried again', () => {
    const grade = { ...sent, state: 'waiting', problem: 'The LMS answered 503.', nextAt: noon } as const;
    const words = wordsOf(shown(aResult(8, { grade })), '#gradebook');
    expect(words).to.contain('The LMS answered 503. It is tried again Mon 23 Nov 2026, 12:03 Chicago time.');
  });

  it('offers no sending where there is no column in the gradebook', () => {
    const problem = 'This activity has no column in the gradebook.';
    const grade = { ...sent, state: 'not connected', problem, scoreGiven: null } as const;
    const $ = shown(aResult(8, { grade }));
    expect(wordsOf($, '#gradebook')).to.contain(problem);
    expect($('#gradebook form')).to.have.length(0);
  });

  it('gives the receipt with its number', () => {
    expect(wordsOf(shown(aResult()), '#gradebook')).to.contain('Number 7Q4K-M2XD.');
  });

  it('leads to the answers only as far as they are released', () => {
    const words = 'Your instructor shows the result only, not the questions.';
    const $ = shown(aResult(8, { release: { level: 'score', words, fullAt: null } }));
    expect($('a[href*="/answers"]')).to.have.length(0);
    expect(wordsOf($, '#gradebook')).to.contain(words);
    expect(shown(aResult())('a[href="/s/l1/attempts/a2/answers"]')).to.have.length(1);
  });

  it('waits calmly for a score that is still being computed', () => {
    const $ = shown(aResult(8, { score: null, sections: [], readiness: null, subtopics: [], topics: [] }));
    expect(wordsOf($, '#answer')).to.equal('Your exam is handed in. It is being scored.');
    expect($('section[aria-labelledby="sections-h"], .next')).to.have.length(0);
  });

  it('strikes a voided attempt out of what counts, with the reason', () => {
    const result = aResult();
    const voided = { by: 'dana', at: noon, reason: 'power cut in room 4', givesTryBack: true };
    const $ = shown({ ...result, attempt: { ...result.attempt, state: 'voided', voided } });
    expect(wordsOf($, '.verdict')).to.contain('Void').and.to.contain('power cut in room 4');
  });

  it('can be focused when the exam ends by itself', () => {
    expect(shown(aResult())('#answer').attr('tabindex')).to.equal('-1');
  });
});
