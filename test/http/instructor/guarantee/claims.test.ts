// Claims over HTTP, from one tap to the grant: filed, papers added, results checked, asked, approved, denied, appealed, without a script.

import { expect } from 'chai';
import type { Visitor } from '../../../../src/domain/person.ts';
import { choicePolicy, claimPolicy, pdf, refundPolicy } from '../../../support/claimants.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import type { Visit } from '../../../support/browser.ts';
import { sendFile } from '../../../support/send-file.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

const html = { accept: 'text/html' };

/** A course with a guarantee in which Ana is enrolled. */
async function courseWith(policy: typeof claimPolicy): Promise<{ work: StaffAtWork; ana: Visitor; staff: Visitor }> {
  const work = await staffAtWork();
  const [ana, staff] = [await work.visitorOf(work.ana), await work.visitorOf(work.instructor)];
  await giveGuarantee(work.all, staff, policy);
  const { evidence } = work.all.application.services;
  await evidence.recordFor(staff, ana.personId, { kind: 'date', name: 'enrolledOn', on: '2026-11-01', reason: '' });
  return { work, ana, staff };
}

const numberOn = async ({ ana }: StaffAtWork): Promise<string> =>
  (await ana.get('/claim')).$('[data-claim]').attr('data-claim') ?? '';

describe('a claim, page by page', () => {
  let work: StaffAtWork;
  let ana: Visitor;
  let claimId: string;

  before(async () => {
    ({ work, ana } = await courseWith(claimPolicy));
  });
  after(() => work.all.close());

  it('begins with the exam: what a result would mean is said before it is saved', async () => {
    const page = await work.ana.get('/official-exam');
    expect(page.status).to.equal(200);
    const result = { on: '2026-11-21', time: '09:00', zone: 'America/Chicago', place: 'Chicago', result: 'fail' };
    const form = { ...result, resultReleasedOn: '2026-11-22', score: '66' };
    const looked = await work.ana.post('/official-exam', { ...form, act: 'preview' });
    expect(looked.status).to.equal(200);
    expect(wordsOf(looked, '[data-meaning]'))
      .to.contain('Once staff have checked this:')
      .and.to.contain('You can get: retake voucher');
    expect(fieldsOf(looked, '#report-new form')).to.include({ on: '2026-11-21', time: '09:00', score: '66' });
    expect((await work.ana.get('/official-exam')).$('[data-sitting]')).to.have.length(0);
    expect((await work.ana.post('/official-exam', { ...form, act: 'save' })).status).to.equal(303);
    expect(wordsOf(await work.ana.get('/official-exam'), '[data-sitting] .chip')).to.contain('To be checked');
  });

  it('is filed in one tap, with a receipt', async () => {
    expect(wordsOf(await work.ana.get('/claim'), '[data-filing]')).to.contain('there is nothing to claim yet');
    const filed = await work.ana.post('/claim', { how: 'file' });
    expect(filed.status).to.equal(303);
    claimId = await numberOn(work);
    const page = await work.ana.get('/claim');
    expect(wordsOf(page, '.receipt')).to.contain(claimId).and.to.contain('Mon 23 Nov 2026');
    expect(wordsOf(page, '.answer')).to.contain('Still missing: first official report');
  });

  it('takes the paper without a script; one of the wrong kind is refused beside its form', async () => {
    const form = (await work.ana.get('/claim')).$('[data-item=official_report_1] form[data-upload]');
    expect(form.attr('enctype')).to.equal('multipart/form-data');
    const fields = { for: 'claim', of: claimId, item: 'official_report_1', person: ana.personId };
    const bad = await sendFile(work.all, work.ana, fields, { name: 'a.pdf', bytes: Buffer.from('<html>') }, html);
    expect(bad.status).to.equal(422);
    expect(bad.text).to.contain('field-error').and.to.contain('This file is of a kind that is not taken');
    const sent = await sendFile(work.all, work.ana, fields, { name: 'report.pdf', bytes: pdf }, html);
    expect(sent.status).to.equal(303);
    expect(wordsOf(await work.ana.get('/claim?done=paper'), '.answer')).to.equal('Your claim is with staff.');
  });

  it('stands in the queue with its date, its number on the tab, and the result to check', async () => {
    const page = await work.instructor.get('/claims');
    expect(wordsOf(page, '.tabs [aria-current]')).to.equal('Claims 1');
    expect(wordsOf(page, '.answer')).to.match(
      /^One claim waits for you\. The next must be decided by Mon 30 Nov 2026, 23:59/,
    );
    expect(wordsOf(page, `[data-claim="${claimId}"]`))
      .to.contain('Ana Álvarez')
      .and.to.contain('Evidence to check');
    expect(wordsOf(page, '#results')).to.contain('Not passed, 66');
  });

  it('has its result checked beside the report; only a change needs a reason', async () => {
    const href = (await work.instructor.get('/claims')).$('#results tbody a').attr('href')!;
    const page = await work.instructor.get(href);
    const form = fieldsOf(page, 'form[action$="' + href.split('/').at(-1)! + '"]');
    const changed = await work.instructor.post(href, { ...form, score: '68' });
    expect(changed.status).to.equal(422);
    expect(changed.$('#field-verify-reason').attr('aria-invalid')).to.equal('true');
    expect((await work.instructor.post(href, form)).status).to.equal(303);
    const after = await work.instructor.get('/claims');
    expect(wordsOf(after, '#results')).to.contain('No result waits to be checked');
    expect(wordsOf(after, `[data-claim="${claimId}"]`)).to.contain('All proved');
  });

  it('is asked about, and what was typed stays when nothing was asked', async () => {
    const page = await work.instructor.get(`/claims/${claimId}`);
    expect(wordsOf(page, '[data-rule=failed] .chip')).to.equal('Met');
    const form = fieldsOf(page, 'form[action$="/ask"]');
    const empty = await work.instructor.post(`/claims/${claimId}/ask`, { ...form, words: ' ' });
    expect(empty.status).to.equal(422);
    expect(empty.$('[data-way=ask]').attr('open')).to.not.equal(undefined);
    const paper = page.$('[data-way=ask] [name=refused]').attr('value')!;
    const ticked = await work.instructor.post(`/claims/${claimId}/ask`, { ...form, refused: paper, words: ' ' });
    expect(fieldsOf(ticked, 'form[action$="/ask"]')).to.include({ refused: paper });
    const asked = await work.instructor.post(`/claims/${claimId}/ask`, {
      ...form,
      words: 'Is the second page missing?',
    });
    expect(asked.status).to.equal(303);
    const student = await work.ana.get('/claim');
    expect(wordsOf(student, '#question'))
      .to.contain('Is the second page missing?')
      .and.to.match(/Answer by [A-Z][a-z]{2} \d+ Dec 2026/);
    expect((await work.ana.post(`/claim/${claimId}/answer`, { words: '' })).status).to.equal(422);
    expect((await work.ana.post(`/claim/${claimId}/answer`, { words: 'It has one page.' })).status).to.equal(303);
  });

  it('is denied with rule, fact, day and what would have changed it, in words the student reads', async () => {
    const form = fieldsOf(await work.instructor.get(`/claims/${claimId}`), 'form[action$="/deny"]');
    const missing = await work.instructor.post(`/claims/${claimId}/deny`, { ...form, fact: '' });
    expect(missing.status).to.equal(422);
    const grounds = { ruleWords: 'Sit the official exam.', fact: 'It was a practice test.', on: '2026-11-21' };
    const denied = {
      ...form,
      ...grounds,
      wouldHaveChanged: 'The report of the official exam.',
      words: 'Dear Ana, no.',
    };
    const answer = await work.instructor.post(`/claims/${claimId}/deny`, denied);
    expect(answer.status, wordsOf(answer, '.error-summary')).to.equal(303);
    const page = await work.ana.get('/claim');
    expect(wordsOf(page, '[data-decision]'))
      .to.contain('Dear Ana, no.')
      .and.to.contain('It was a practice test.')
      .and.to.contain('Sat 21 Nov 2026')
      .and.to.contain('The report of the official exam.');
    // Whatever the records say: her own page and the API's verdict must not sound as if it were still to be approved.
    const own = await work.ana.get('/guarantee');
    expect(wordsOf(own, 'main')).to.contain('Your claim was denied.').and.to.contain('Claim denied');
    expect(wordsOf(own, 'main')).to.not.contain('To approve').and.to.not.contain('staff carry it out');
  });

  it('is appealed, and overturned', async () => {
    expect((await work.ana.post(`/claim/${claimId}/appeal`, { words: ' ' })).status).to.equal(422);
    expect((await work.ana.post(`/claim/${claimId}/appeal`, { words: 'It was the official exam.' })).status).to.equal(
      303,
    );
    // There is nobody else who decides in this course, so the same person may.
    const form = fieldsOf(await work.instructor.get(`/claims/${claimId}`), 'form[action$="/approve"]');
    expect(form).to.include({ remedies: 'retake_voucher' });
    expect((await work.instructor.post(`/claims/${claimId}/approve`, form)).status).to.equal(303);
    expect(wordsOf(await work.ana.get('/claim'), '.answer')).to.contain('approved and granted');
    expect(wordsOf(await work.ana.get('/retakes'), 'main')).to.contain('Retake voucher');
  });

  it('tells the second of two that somebody was faster, and keeps what was typed', async () => {
    const stale = await work.instructor.post(`/claims/${claimId}/approve`, {
      rev: '1',
      words: 'Mine',
      note: 'x',
      remedies: 'retake_voucher',
    });
    expect(stale.status).to.equal(409);
    expect(wordsOf(stale, '[data-notice=obstacle]')).to.contain('changed since you opened it');
  });

  it('is absent for other students, other courses, and drafts for staff', async () => {
    for (const path of ['answer', 'withdraw', 'appeal', 'submit'])
      expect((await work.ben.post(`/claim/${claimId}/${path}`, { words: 'x' })).status, path).to.equal(404);
    expect((await work.stranger.get(`/claims/${claimId}`)).status).to.equal(404);
    expect((await work.assistant.get('/claims')).status).to.equal(403);
  });

  it('is filed by staff for a student, marked so', async () => {
    const ben = await work.visitorOf(work.ben);
    const form = { person: ben.personId, receivedOn: '2026-11-22', words: 'By mail', reason: '' };
    const missing = await work.instructor.post('/claims', form);
    expect(missing.status).to.equal(422);
    expect(fieldsOf(missing, 'details form')).to.include({ words: 'By mail' });
    const filed = await work.instructor.post('/claims', { ...form, reason: 'Their letter came by mail' });
    expect(filed.status).to.equal(303);
    expect(wordsOf(await work.ben.get('/claim'), '.receipt')).to.contain('Filed for you by Ines Instructor');
  });
});

describe('a refund, page by page', () => {
  let work: StaffAtWork;
  before(async () => {
    ({ work } = await courseWith(refundPolicy));
  });
  after(() => work.all.close());

  it('is passed on to a second person, who is not asked to confirm their own', async () => {
    await work.ana.post('/claim', { how: 'file', words: 'Please' });
    const id = await numberOn(work);
    const page = await work.instructor.get(`/claims/${id}`);
    expect(wordsOf(page, '[data-way=approve] [data-notice=second]')).to.contain('A refund needs a second person.');
    const proposed = page.$('form[action$="/approve"] [name=words]').text();
    expect(proposed, 'against the records').to.contain('is approved').and.not.to.contain('every part');
    const form = {
      ...fieldsOf(page, 'form[action$="/approve"]'),
      note: 'Seen the letter',
      remedies: 'exam_fee_refund',
    };
    expect((await work.instructor.post(`/claims/${id}/approve`, form)).status).to.equal(303);
    const after = await work.instructor.get(`/claims/${id}`);
    expect(wordsOf(after, '[data-proposal]'))
      .to.contain('You approved this claim')
      .and.to.contain('Nobody else who may confirm it is known in this course yet');
    expect(after.$('form[action$="/confirm"]')).to.have.length(0);
    expect((await work.instructor.post(`/claims/${id}/confirm`, { rev: '99' })).status).to.equal(409);
    expect(wordsOf(await work.ana.get('/claim'), '.answer')).to.contain('second person');
  });

  it('is confirmed by an administrator without a role in the course, whose tab counts it, and links to what was granted', async () => {
    const ruth = await administrator(work);
    const queue = await ruth.get('/claims');
    expect(wordsOf(queue, '.tabs [aria-current]')).to.equal('Claims 1');
    expect(wordsOf(queue, '.answer')).to.equal('One approval waits for you to confirm.');
    expect(queue.$('[data-claim]')).to.have.length(1);
    expect(queue.$('#results')).to.have.length(0);
    const id = await numberOn(work);
    const page = await ruth.get(`/claims/${id}`);
    expect(page.$('[data-deciding]')).to.have.length(0);
    const form = fieldsOf(page, 'form[action$="/confirm"]');
    expect((await ruth.post(`/claims/${id}/approve`, form)).status).to.equal(403);
    expect((await ruth.post(`/claims/${id}/confirm`, form)).status).to.equal(303);
    const after = await ruth.get(`/claims/${id}`);
    const granted = after.$('[data-granted] a').attr('href')!;
    expect(granted).to.match(/\/retakes-ledger\/[^/?]+$/);
    expect(wordsOf(after, '[data-granted]')).to.equal('Refund of the exam fee USD 290.00 To be paid');
    expect(wordsOf(await ruth.get(granted), 'h1')).to.contain('Refund of the exam fee: Ana Álvarez');
    expect(wordsOf(await ruth.get('/claims'), '.answer')).to.equal('No approval waits for you.');
  });
});

describe('a share of the tuition, page by page', () => {
  let work: StaffAtWork;
  before(async () => {
    ({ work } = await courseWith({ ...refundPolicy, remedies: [{ type: 'tuition_refund', percent: 50 }] }));
  });
  after(() => work.all.close());

  it('is settled as a sum before a second person confirms it, and no more is paid', async () => {
    await work.ana.post('/claim', { how: 'file', words: 'Please' });
    const id = await numberOn(work);
    const page = await work.instructor.get(`/claims/${id}`);
    const form = { ...fieldsOf(page, 'form[action$="/approve"]'), note: 'Seen the letter' };
    const refused = await work.instructor.post(`/claims/${id}/approve`, form);
    expect(refused.status).to.equal(422);
    const field = refused.$(refused.$('.error-summary a').attr('href')!);
    expect(field.attr('name')).to.equal('amount_tuition_refund');
    expect(field.attr('aria-invalid')).to.equal('true');
    const settled = { ...form, amount_tuition_refund: '645.00', currency_tuition_refund: 'USD' };
    expect((await work.instructor.post(`/claims/${id}/approve`, settled)).status).to.equal(303);
    const ruth = await administrator(work);
    const waiting = await ruth.get(`/claims/${id}`);
    expect(wordsOf(waiting, '[data-proposal]')).to.contain('USD 645.00');
    const confirm = fieldsOf(waiting, 'form[action$="/confirm"]');
    expect((await ruth.post(`/claims/${id}/confirm`, confirm)).status).to.equal(303);
    expect(wordsOf(await ruth.get(`/claims/${id}`), '[data-granted]')).to.contain('USD 645.00');
  });
});

describe('a choice, page by page', () => {
  let work: StaffAtWork;
  before(async () => {
    ({ work } = await courseWith(choicePolicy));
  });
  after(() => work.all.close());

  it('says what each way closes before it is taken', async () => {
    await work.ana.post('/claim', { how: 'file' });
    const id = await numberOn(work);
    const form = fieldsOf(await work.instructor.get(`/claims/${id}`), 'form[action$="/approve"]');
    const kept = await work.instructor.post(`/claims/${id}/approve`, {
      ...form,
      words: '',
      remedies: 'access_extension',
    });
    expect(kept.status).to.equal(422);
    const boxes = kept.$('[data-way=approve] [name=remedies]').toArray();
    const ticked = boxes.filter((box) => kept.$(box).attr('checked') !== undefined).map((box) => kept.$(box).val());
    expect(ticked, 'as it was ticked').to.deep.equal(['access_extension']);
    const remedies = ['retake_voucher', 'access_extension'];
    const body = { ...form, note: 'Seen', remedies } as unknown as Record<string, string>;
    expect((await work.instructor.post(`/claims/${id}/approve`, body)).status).to.equal(303);
    const page = await work.ana.get('/claim');
    expect(wordsOf(page, '#field-choose-choice')).to.contain('This closes: access extension.');
    expect((await work.ana.post(`/claim/${id}/choose`, { types: 'none' })).status).to.equal(422);
    expect((await work.ana.post(`/claim/${id}/choose`, { types: 'access_extension' })).status).to.equal(303);
    expect(wordsOf(await work.ana.get('/claim'), '.answer')).to.contain('approved and granted');
  });
});

/** Somebody who administers the platform and has no role in the course. */
async function administrator({ all }: StaffAtWork): Promise<Visit> {
  all.campus.school('canvas').tamper((draft) => {
    draft.claims['https://purl.imsglobal.org/spec/lti/claim/roles'] = [
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
    ];
  });
  return all
    .browser()
    .launch(all.campus, 'canvas', { person: '1d1a4a35-7a0e-4c0f-8f57-6a4f7f0c9b11', activity: '501' });
}
