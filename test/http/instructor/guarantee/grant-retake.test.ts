// A retake granted by hand: to whom, what, until when, and why.

import { expect } from 'chai';
import { fieldsOf, wordsOf } from '../staff-at-work.ts';
import { retakesAtWork, type RetakesAtWork } from './retakes-at-work.ts';

describe('granting a retake', function () {
  this.timeout(60_000);
  let course: RetakesAtWork;

  before(async () => {
    course = await retakesAtWork();
  });
  after(() => course.all.close());

  const path = async () => `/retakes-ledger/grant?person=${(await course.visitorOf(course.ana)).personId}`;
  const form = async () => fieldsOf(await course.instructor.get(await path()), 'form.panel');
  const send = async (entries: Record<string, string>) =>
    course.instructor.post('/retakes-ledger/grant', { ...(await form()), reason: 'Goodwill', ...entries });

  it('to a student who is chosen first', async () => {
    const page = await course.instructor.get('/retakes-ledger/grant?q=alvarez');
    expect(page.$('.people a')).to.have.length(1);
    const next = await course.instructor.get(page.$('.people a').attr('href')!);
    expect(wordsOf(next, 'h1')).to.equal('Grant a retake to Ana Álvarez');
    expect((await course.instructor.get('/retakes-ledger/grant?person=nobody')).status).to.equal(404);
  });

  it('with a reason, once for a press', async () => {
    const entries = await form();
    const grant = { ...entries, reason: 'Goodwill', expiresOn: '2027-03-31', code: 'ABCD-1' };
    const first = await course.instructor.post('/retakes-ledger/grant', grant);
    const second = await course.instructor.post('/retakes-ledger/grant', grant);
    expect(first.status).to.equal(303);
    expect(second.location).to.equal(first.location);
    const page = await course.instructor.get(first.location);
    expect(wordsOf(page, '[data-notice=done]')).to.contain('The student sees it at once.');
  });

  it('once for an order, whoever enters it again', async () => {
    const first = await send({ order: 'A-118', expiresOn: '2027-03-31' });
    const second = await send({ order: 'A-118', expiresOn: '2027-12-31' });
    expect(second.location).to.equal(first.location);
    expect(wordsOf(await course.instructor.get(first.location), '.verdict')).to.contain('with purchase A-118');
    expect((await send({ order: 'not one word' })).status).to.equal(422);
  });

  it('as a choice between two', async () => {
    const made = await send({ kind: 'extra_mocks', alternative: 'tutoring_hours', units: '3' });
    expect(made.status).to.equal(303);
    expect(wordsOf(await course.instructor.get(made.location), 'main')).to.contain('Hours of tutoring, 3 hours');
  });

  const wrong: readonly [string, Record<string, string>, string][] = [
    ['no reason', { reason: '' }, 'reason'],
    ['a day that is over', { expiresOn: '2026-11-01' }, 'expiresOn'],
    ['no day', { expiresOn: 'soon' }, 'expiresOn'],
    ['no number', { units: '0' }, 'units'],
    ['a wait that is none', { waits: 'a month' }, 'waits'],
    ['notice that is none', { cancelNoticeHours: 'a day' }, 'cancelNoticeHours'],
    ['a code for what has none', { kind: 'tutoring_hours', code: 'ABCD' }, 'code'],
    ['twice the same to choose from', { alternative: 'retake_voucher' }, 'alternative'],
    ['an amount that is none', { amount: '12.345' }, 'amount'],
    ['an exam of elsewhere', { kind: 'extra_mocks', examId: 'elsewhere' }, 'examId'],
  ];
  for (const [name, entries, field] of wrong)
    it(`not with ${name}, and what was typed stays`, async () => {
      const refused = await send(entries);
      expect(refused.status).to.equal(422);
      const target = refused.$('.error-summary a').first().attr('href') ?? '';
      const at = refused.$(target);
      expect(at.attr('name') ?? at.find('[name]').attr('name')).to.equal(field);
      // What is on no list cannot be shown as chosen on it.
      const { examId: _exam, ...typed } = entries;
      expect(fieldsOf(refused, 'form.panel')).to.include(typed);
    });

  it('not as a refund by whoever may not refund', async () => {
    expect((await send({ kind: 'tuition_refund', amount: '100' })).status).to.equal(403);
  });
});
