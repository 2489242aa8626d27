// The list of a course's retakes for staff, and its download.

import { expect } from 'chai';
import { wordsOf } from '../staff-at-work.ts';
import { retakesAtWork, type RetakesAtWork } from './retakes-at-work.ts';

describe('the course’s retakes', function () {
  this.timeout(60_000);
  let course: RetakesAtWork;

  before(async () => {
    course = await retakesAtWork();
  });
  after(() => course.all.close());

  it('say what will stand here', async () => {
    const page = await course.instructor.get('/retakes-ledger');
    expect(wordsOf(page, '.answer')).to.equal('Nobody has a retake yet.');
    expect(page.$('.empty').length).to.equal(1);
  });

  it('are listed with what runs out first on top, filtered, found by name, and summed up', async () => {
    const late = await course.granted();
    const soon = await course.granted({ expiresOn: '2026-12-04' });
    const refund = await course.granted({
      kind: 'exam_fee_refund',
      expiresOn: null,
      value: { minor: 29_000, currency: 'USD' },
    });
    const page = await course.instructor.get('/retakes-ledger');
    expect(wordsOf(page, '.answer')).to.equal(
      'Three retakes are open. One is to be paid and one runs out within 30 days.',
    );
    expect(wordsOf(page, '.verdict')).to.contain('Refunds of USD 290.00 are still to be paid.');
    const ids = page
      .$('tr[data-retake]')
      .toArray()
      .map((row) => page.$(row).attr('data-retake'));
    expect(ids).to.deep.equal([soon.id, late.id, refund.id]);
    expect((await course.instructor.get('/retakes-ledger?show=soon')).$('tr[data-retake]')).to.have.length(1);
    expect((await course.instructor.get('/retakes-ledger?show=to-pay')).$('tr[data-retake]')).to.have.length(1);
    expect((await course.instructor.get('/retakes-ledger?q=alvarez')).$('tr[data-retake]')).to.have.length(3);
    expect(wordsOf(await course.instructor.get('/retakes-ledger?q=nobody'), 'main')).to.contain(
      'No retake of anybody called',
    );
  });

  it('are downloaded without codes, and no cell runs as a formula', async () => {
    await course.granted({ code: 'TOP-SECRET-9' });
    const { personId } = await course.visitorOf(course.ana);
    const { people } = course.all.application.stores;
    const person = (await people.find(personId))!;
    await people.note({ ...person, name: '=HYPERLINK("http://evil")' });
    const csv = await course.instructor.get('/retakes-ledger.csv');
    await people.note(person);
    expect(csv.headers.get('content-type')).to.contain('text/csv');
    expect(csv.text).to.contain("'=HYPERLINK").and.not.to.contain('TOP-SECRET');
    expect(csv.text).not.to.match(/(^|,|\n)"?=HYPERLINK/);
  });

  it('of another course are as absent as none', async () => {
    expect((await course.stranger.get('/retakes-ledger')).$('tr[data-retake]')).to.have.length(0);
  });
});
