// What a student's list of results shows.

import { expect } from 'chai';
import { attemptsView } from '../../../src/http/student/attempts.view.ts';
import { anExam, aPast, noon, page, sent, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

type Exams = Parameters<typeof attemptsView>[1];

function shown(exams: Exams) {
  return pageOf('student/attempts', attemptsView(page, exams, zone));
}

describe('the list of results', () => {
  it('answers how often one has passed, the latest attempt first', () => {
    const $ = shown([{ exam: anExam(), history: [aPast(1, 4), aPast(2, 9)], grade: sent }]);
    expect(wordsOf($, '.answer')).to.equal('You have made 2 attempts and passed 1.');
    expect(wordsOf($, 'tbody tr:first-child th')).to.equal('Attempt 2');
    expect($('tbody tr:first-child a').attr('href')).to.equal('/s/l1/attempts/a2/result');
  });

  it('strikes a voided attempt out and does not count it', () => {
    const past = aPast(1, 9);
    const voided = { by: 'dana', at: noon, reason: 'power cut', givesTryBack: true };
    const history = [{ ...past, attempt: { ...past.attempt, state: 'voided' as const, voided } }];
    const $ = shown([{ exam: anExam(), history, grade: sent }]);
    expect(wordsOf($, '.answer')).to.equal('No attempt counts yet.');
    expect($('s').first().text()).to.equal(`${past.score!.shownWeighted} %`);
    expect(wordsOf($, 'tbody')).to.contain('voided: power cut');
  });

  it('says what the page is for while there is nothing on it', () => {
    const $ = shown([]);
    expect(wordsOf($, '.empty')).to.contain('No results yet');
    expect($('.empty a').attr('href')).to.equal('/s/l1/');
  });
});
