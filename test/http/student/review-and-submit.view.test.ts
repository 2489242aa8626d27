// What the review before submitting shows.

import { expect } from 'chai';
import { cpcDemo } from '../../../src/domain/exam/presets.ts';
import { reviewAndSubmitView } from '../../../src/http/student/review-and-submit.view.ts';
import type { Room } from '../../../src/services/sitting.ts';
import { aForm, anExam, answersTo, aRoom, page, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

function reviewed(room: Room) {
  return pageOf('student/review-and-submit', reviewAndSubmitView(page, room, zone));
}

function roomWith(answered: number): Room {
  const form = aForm(cpcDemo);
  return aRoom(form, anExam(), { answers: answersTo(form, answered, 7) });
}

describe('the review before submitting', () => {
  it('says by count what the server holds', () => {
    expect(wordsOf(reviewed(roomWith(17)), '.answer')).to.equal(
      'We hold 17 of your 20 answers. You can still fill in 3.',
    );
    expect(wordsOf(reviewed(roomWith(20)), '.answer')).to.equal('We hold all 20 of your answers.');
    expect(wordsOf(reviewed(roomWith(0)), '.answer')).to.equal('We hold no answer yet. There are 20 questions.');
  });

  it('lists every question that is still open, with a way to it', () => {
    const $ = reviewed(roomWith(17));
    const links = $('section[aria-labelledby="open-h"] a').toArray();
    expect(links.map((link) => $(link).attr('href'))).to.deep.equal([
      '/s/l1/attempts/a2#q18',
      '/s/l1/attempts/a2#q19',
      '/s/l1/attempts/a2#q20',
    ]);
  });

  it('says by question what the server holds, as the letter that the candidate saw', () => {
    const room = roomWith(17);
    const $ = reviewed(room);
    const slot = room.paper.slots[0]!;
    const chosen = room.attempt.answers[slot.slot]!.v[0];
    const letter = 'ABCD'[slot.options.findIndex((option) => option.id === chosen)];
    expect($('.held li').first().find('b').text()).to.equal(letter);
    expect($('details .held li')).to.have.length(20);
    expect($('details .held .open')).to.have.length(3);
  });

  it('counts an emptied answer as open', () => {
    const room = roomWith(20);
    const first = room.attempt.answers['s1']!;
    const answers = { ...room.attempt.answers, s1: { ...first, v: [] } };
    const $ = reviewed({ ...room, attempt: { ...room.attempt, answers } });
    expect(wordsOf($, '.answer')).to.contain('19 of your 20');
  });

  it('adds up by section', () => {
    const $ = reviewed(roomWith(17));
    const open = $('tbody tr td:nth-child(3)')
      .toArray()
      .map((cell) => Number($(cell).text()));
    expect(open.reduce((sum, count) => sum + count, 0)).to.equal(3);
  });

  it('submits by a plain form with its token', () => {
    const form = reviewed(roomWith(17))('form');
    expect(form.attr('action')).to.equal('/s/l1/attempts/a2/submit');
    expect(form.find('input[name="csrf"]').attr('value')).to.equal('csrf-token');
    expect(form.find('button').text()).to.equal('Submit 17 answers');
  });
});
