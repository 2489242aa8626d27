// One retake of a student as staff look after it: each act with its reason, its code, its refund.

import { expect } from 'chai';
import type { Visit } from '../../../support/browser.ts';
import { fieldsOf, wordsOf } from '../staff-at-work.ts';
import { retakesAtWork, type RetakesAtWork } from './retakes-at-work.ts';

describe('one retake, for staff', function () {
  this.timeout(60_000);
  let course: RetakesAtWork;

  before(async () => {
    course = await retakesAtWork();
  });
  after(() => course.all.close());

  it('is booked, used, taken back, moved and made void, each with a reason that the student reads', async () => {
    const of = await course.granted();
    expect((await course.press(of, 'book', { startAt: '2026-12-14T09:00' })).status).to.equal(303);
    expect(await course.balance(of)).to.include({ free: 0, held: 1 });
    expect((await course.press(of, 'use', { outcome: 'used' })).status).to.equal(422);
    expect((await course.press(of, 'use', { outcome: 'late_cancel' })).status).to.equal(303);
    expect(await course.balance(of)).to.include({ used: 1 });
    expect((await course.press(of, 'restore')).status).to.equal(303);
    const moved = await course.press(of, 'extend', { expiresOn: '2027-06-30' });
    expect(wordsOf(await course.instructor.get(moved.location), '[data-notice=done]')).to.equal(
      'The last day is moved.',
    );
    expect((await course.press(of, 'extend', { expiresOn: '2026-11-01' })).status).to.equal(422);
    expect((await course.press(of, 'void', { reason: ' ' })).status).to.equal(422);
    expect((await course.press(of, 'void', { reason: 'Moved to another course' })).status).to.equal(303);
    expect(wordsOf(await course.ana.get('/retakes'), `[data-retake="${of.id}"]`)).to.contain(
      'Reason: Moved to another course',
    );
    const trail = await course.all.application.services.audit.of(
      await course.visitorOf(course.instructor),
      of.personId,
    );
    expect(trail.map(({ act }) => act)).to.include.members([
      'retake booked',
      'retake use recorded',
      'retake use taken back',
      'retake extended',
      'retake voided',
    ]);
  });

  it('that was made void by mistake is granted again from its page', async () => {
    const of = await course.granted({ code: 'CPC-1234' });
    const voided = await course.press(of, 'void');
    const page = await course.instructor.get(voided.location);
    expect(wordsOf(page, '[data-notice=done]')).to.contain('grant it again below');
    expect(fieldsOf(page, 'form[data-act=reinstate]')).to.include({ expiresOn: '2027-05-31' });
    expect((await course.press(of, 'reinstate', { reason: '' })).status).to.equal(422);
    const past = await course.press(of, 'reinstate', { expiresOn: '2026-11-01' });
    expect(past.$(past.$('.error-summary a').attr('href') ?? '').attr('name')).to.equal('expiresOn');
    const again = await course.press(of, 'reinstate');
    expect(again.status).to.equal(303);
    const anew = await course.instructor.get(again.location);
    expect(wordsOf(anew, '.chip')).to.contain('Ready to use');
    expect(anew.$(`a[href$="/retakes-ledger/${of.id}"]`)).to.have.length(1);
    const old = await course.instructor.get(course.file(of));
    expect(old.$('form[data-act=reinstate]')).to.have.length(0);
    expect(wordsOf(await course.ana.get('/retakes'), 'main')).to.contain('It took the place of an earlier one');
  });

  it('is replaced by another that stands in its place', async () => {
    const of = await course.granted();
    const replaced = await course.press(of, 'replace', { expiresOn: '2027-08-31' });
    expect(replaced.status).to.equal(303);
    const page = await course.instructor.get(replaced.location);
    expect(page.$(`a[href$="/retakes-ledger/${of.id}"]`)).to.have.length(1);
    expect(wordsOf(await course.instructor.get(course.file(of)), '.chip')).to.contain('Replaced');
  });

  it('keeps a code out of every page until it is asked for', async () => {
    const of = await course.granted();
    expect((await course.press(of, 'code', { code: 'no' })).status).to.equal(422);
    expect((await course.press(of, 'code', { code: 'CPC-1234' })).status).to.equal(303);
    expect((await course.instructor.get(course.file(of))).text).not.to.contain('CPC-1234');
    const shown = await course.instructor.post(`${course.file(of)}/show-code`);
    expect(wordsOf(shown, '[data-code]')).to.equal('CPC-1234');
    expect(wordsOf(await course.instructor.get(course.file(of)), '.history')).to.contain('The code was shown to you.');
    const stored = await course.all.connection.collection('entitlements').findOne({ _id: of.id as never });
    expect(JSON.stringify(stored)).not.to.contain('CPC-1234');
  });

  it('that is a refund is paid by whoever may refund, not by every instructor', async () => {
    const of = await course.granted({
      kind: 'tuition_refund',
      expiresOn: null,
      value: { minor: 129_000, currency: 'USD' },
    });
    const page = await course.instructor.get(course.file(of));
    expect(page.$('form[data-act=fulfill]')).to.have.length(0);
    expect((await course.instructor.post(`${course.file(of)}/fulfill`, {})).status).to.equal(403);
  });

  it('that is a refund is agreed to by a second person and paid once, with day, amount and number', async () => {
    const value = { minor: 29_000, currency: 'USD' };
    const of = await course.granted({ kind: 'exam_fee_refund', expiresOn: null, value, needsSecondPerson: true });
    const ruth = await administratorOf(course);
    const send = async (act: string, entries: Record<string, string>) => {
      const form = fieldsOf(await ruth.get(course.file(of)), `form[data-act=${act}]`);
      return ruth.post(`${course.file(of)}/${act}`, { ...form, reason: 'Receipt checked', ...entries });
    };
    expect((await ruth.get(course.file(of))).$('form[data-act=fulfill]')).to.have.length(0);
    expect((await send('approve', {})).status).to.equal(303);
    const paid = { amount: '290.00', on: '2026-11-23', reference: 'P-7' };
    for (const [field, wrong] of [
      ['amount', { amount: '290.01' }],
      ['amount', { amount: 'all' }],
      ['on', { on: '2026-11-24' }],
      ['reference', { reference: '' }],
    ] as const) {
      const refused = await send('fulfill', { ...paid, ...wrong });
      expect(refused.status).to.equal(422);
      expect(refused.$(refused.$('.error-summary a').attr('href') ?? '').attr('name')).to.equal(field);
    }
    expect((await send('fulfill', paid)).status).to.equal(303);
    const again = await ruth.post(`${course.file(of)}/fulfill`, {
      ...paid,
      currency: 'USD',
      reason: 'Again',
      actId: 'other',
    });
    expect(again.status).to.equal(409);
    expect(wordsOf(await course.ana.get('/retakes'), `[data-retake="${of.id}"] [data-sentence]`)).to.equal(
      'Paid: USD 290.00 on Mon 23 Nov 2026, reference P-7.',
    );
  });

  it('of another course is as absent as none', async () => {
    const of = await course.granted();
    expect((await course.stranger.get(course.file(of))).status).to.equal(404);
    expect((await course.stranger.post(`${course.file(of)}/void`, { reason: 'mine', actId: 'x' })).status).to.equal(
      404,
    );
    expect((await course.stranger.post(`${course.file(of)}/show-code`)).status).to.equal(404);
    expect((await course.stranger.get('/retakes-ledger')).$('tr[data-retake]')).to.have.length(0);
  });
});

/** Somebody else who teaches the course and administers the platform. */
async function administratorOf({ all }: RetakesAtWork): Promise<Visit> {
  const vocabulary = 'http://purl.imsglobal.org/vocab/lis/v2';
  all.campus.school('canvas').tamper((draft) => {
    draft.claims['https://purl.imsglobal.org/spec/lti/claim/roles'] = [
      `${vocabulary}/membership#Instructor`,
      `${vocabulary}/institution/person#Administrator`,
    ];
  });
  return all
    .browser()
    .launch(all.campus, 'canvas', { person: '1d1a4a35-7a0e-4c0f-8f57-6a4f7f0c9b11', activity: '501' });
}
