// What the review of answers shows of each question.

import { expect } from 'chai';
import { answersReviewView } from '../../../src/http/student/answers-review.view.ts';
import { aReview, page, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

type Review = ReturnType<typeof aReview>;

function shown(review: Review, show = 'all') {
  return pageOf('student/answers-review', answersReviewView(page, review, zone, show));
}

describe('the review of answers', () => {
  it('explains every option of every question, with rationale and citation', () => {
    const review = aReview();
    const $ = shown(review);
    expect($('.reviewed > li')).to.have.length(20);
    for (const slot of review.slots) {
      const words = wordsOf($, `#q${slot.number}`);
      for (const option of slot.question!.options) expect(words).to.contain(option.why.replace(/\s+/g, ' '));
      expect(words).to.contain(slot.question!.rationale.replace(/\s+/g, ' ').slice(0, 80));
      expect(words).to.contain(slot.question!.citation.locator.replace(/\s+/g, ' '));
    }
  });

  it('marks the key and one’s own answer in words, not by color alone', () => {
    const review = aReview();
    const missed = review.slots.find((slot) => !slot.isRight && slot.isAnswered)!;
    const $ = shown(review);
    const options = $(`#q${missed.number} .explained li`);
    const key = missed.question!.options.findIndex((option) => option.isKey);
    const mine = missed.question!.options.findIndex((option) => option.isChosen);
    expect(options.eq(key).text()).to.contain('Key');
    expect(options.eq(mine).text()).to.contain('Your answer');
    expect(options.eq(key).text()).to.not.contain('Your answer');
  });

  it('shows only what was missed when asked to', () => {
    const review = aReview();
    const missed = review.slots.filter((slot) => !slot.isRight);
    const $ = shown(review, 'missed');
    expect($('.reviewed > li')).to.have.length(missed.length);
    expect(wordsOf($, '[aria-current="true"]')).to.equal(`Missed ${missed.length}`);
  });

  it('shows everything for a filter that does not exist', () => {
    expect(shown(aReview(), '<script>')('.reviewed > li')).to.have.length(20);
  });

  it('shows right and wrong, and no question, where only that is released', () => {
    const review = aReview('missed');
    const $ = shown(review);
    expect($('.stem, .explained')).to.have.length(0);
    expect(wordsOf($, '.verdict')).to.contain('which questions you missed');
    expect($('.reviewed .chip')).to.have.length(20);
  });

  it('says how long each question took', () => {
    expect(wordsOf(shown(aReview()), '#q1')).to.match(/Time spent: \d+ (s|min)/);
  });
});
