// A student's file over HTTP: everything with its origin, the history in words, another day, another version of the terms, and who may open it.

import { expect } from 'chai';
import type { Visitor } from '../../../../src/domain/person.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('a student’s file', () => {
  let work: StaffAtWork;
  let dana: Visitor;
  let ana: Visitor;
  let path: string;

  before(async () => {
    work = await staffAtWork();
    [dana, ana] = [await work.visitorOf(work.instructor), await work.visitorOf(work.ana)];
    path = `/students/${ana.personId}`;
    await giveGuarantee(work.all, dana);
    const { services } = work.all.application;
    await services.evidence.recordFor(dana, ana.personId, { kind: 'date', name: 'enrolledOn', on: '2026-06-01' });
    await services.evidence.recordFor(dana, ana.personId, {
      kind: 'date',
      name: 'enrolledOn',
      on: '2026-11-18',
      reason: 'Typing error',
    });
    await services.waiving.waive(dana, ana.personId, {
      rule: 'identity',
      action: 'waive',
      until: null,
      reason: 'Passport seen',
      actId: 'press-1',
    });
  });
  after(() => work.all.close());

  it('shows where the student stands, what it rests on, and who recorded it', async () => {
    const page = await work.instructor.get(path);
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.verdict .chip')).to.equal('At risk');
    expect(wordsOf(page, '[data-section=dates]')).to.include(`Enrolled on Wed 18 Nov 2026 recorded by ${dana.name}`);
    expect(wordsOf(page, '[data-rule=identity]')).to.include('Passport seen');
    expect(wordsOf(page, '[data-section=waivers]')).to.include('Passport seen');
    expect(page.$('[data-section]')).to.have.length(9);
  });

  it('tells the history in words, newest first', async () => {
    const page = await work.instructor.get(path);
    const said = page
      .$('section[aria-labelledby=history-h] .log li')
      .toArray()
      .map((item) => page.$(item).find('span').text());
    expect(said[0]).to.equal(`${dana.name} waived the rule “identity”. Reason: Passport seen`);
    expect(said[1]).to.equal(
      `${dana.name} changed “Enrolled on” from Mon 1 Jun 2026 to Wed 18 Nov 2026. Reason: Typing error`,
    );
    expect(said[2]).to.equal(`${dana.name} recorded “Enrolled on”: Mon 1 Jun 2026.`);
  });

  it('replays the verdict as of another day', async () => {
    const later = await work.instructor.get(`${path}?asOf=2026-12-24`);
    expect(wordsOf(later, '[data-replay]'))
      .to.include('At the end of Thu 24 Dec 2026:')
      .and.to.include('Ineligible.')
      .and.not.to.match(/\bYou\b/);
    const wrong = await work.instructor.get(`${path}?asOf=yesterday`);
    expect(wrong.status).to.equal(200);
    expect(wordsOf(wrong, '#field-asOf-error')).to.include('Give a day');
  });

  it('lets only whoever may grant a kinder version do so, shows what it does first, and keeps what was', async () => {
    expect((await work.instructor.get(`${path}/terms`)).status).to.equal(403);
    await work.all.application.stores.courses.setLead(dana.courseId, dana.personId, true);
    const lead = await work.all
      .browser()
      .launch(work.all.campus, 'canvas', { person: '535fa085-f22b-4655-8f48-5a36a9215f64', activity: '501' });
    const form = await lead.get(`${path}/terms`);
    expect(form.status).to.equal(200);
    const version = form.$('input[name=version]').attr('value') ?? '';
    const unsaid = await lead.post(`${path}/terms`, { version, reason: '' });
    expect(unsaid.status).to.equal(422);
    expect(unsaid.$('input[name=version]').attr('checked')).to.equal('checked');
    expect((await lead.post(`${path}/terms`, { reason: 'Because' })).status).to.equal(422);
    const preview = await lead.post(`${path}/terms`, { version, act: 'preview' });
    expect(wordsOf(preview, '[data-move]')).to.include('Nothing has been saved yet.');
    for (const _ of [1, 2])
      expect((await lead.post(`${path}/terms`, { version, reason: 'Promised by phone' })).status).to.equal(303);
    const { terms, earlierTerms } = (await work.all.application.stores.files.find(ana))!;
    expect(terms).to.include({ number: 1, source: 'staff', reason: 'Promised by phone' });
    expect(earlierTerms).to.deep.equal([]);
    expect((await lead.post(`${path}/terms`, { version: 'elsewhere:1', reason: 'x' })).status).to.equal(404);
    expect(wordsOf(await work.ana.get('/guarantee'), 'section[aria-labelledby=terms-h]')).to.include(
      'Promised by phone',
    );
  });

  it('opens for assistants without acts, not for students, and is not there for another course', async () => {
    const page = await work.assistant.get(path);
    expect(page.status).to.equal(200);
    expect(page.$('.page-head .actions')).to.have.length(0);
    expect((await work.ben.get(path)).status).to.equal(403);
    expect((await work.stranger.get(path)).status).to.equal(404);
    expect((await work.instructor.get('/students/nobody')).status).to.equal(404);
    expect((await work.instructor.get(`/students/${dana.personId}`)).status).to.equal(404);
  });
});
