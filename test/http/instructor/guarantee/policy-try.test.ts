// A draft tried on a student, a situation and the whole course over HTTP: beside the version in force, and nothing is written by it.

import { expect } from 'chai';
import type { Visitor } from '../../../../src/domain/person.ts';
import { draftOf } from '../../../../src/domain/policies/raw-policy.ts';
import type { Visit } from '../../../support/browser.ts';
import { people } from '../../../support/candidates.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('a draft tried on', () => {
  let work: StaffAtWork;
  let lead: Visit;
  let dana: Visitor;
  let ana: Visitor;
  let policyId: string;
  let path: string;

  before(async () => {
    work = await staffAtWork();
    [dana, ana] = [await work.visitorOf(work.instructor), await work.visitorOf(work.ana)];
    dana = { ...dana, role: 'lead' };
    await work.all.application.stores.courses.setLead(dana.courseId, dana.personId, true);
    policyId = await giveGuarantee(work.all, dana);
    path = `/policies/${policyId}`;
    const request = { person: people.canvas.instructor, activity: people.canvas.activity };
    lead = await work.all.browser().launch(work.all.campus, 'canvas', request);
    const { policies, evidence } = work.all.application.services;
    await evidence.recordFor(dana, ana.personId, { kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
    const policy = await policies.get(dana, policyId);
    const raw = draftOf(policy);
    const extra = { id: 'reported', rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 2 } } };
    const requires = { all: [raw['requires'], extra] };
    await policies.save(dana, policyId, { rev: policy.draftRev, policy: { ...raw, requires } });
  });
  after(() => work.all.close());

  it('offers situations and the students of the course', async () => {
    const page = await lead.get(`${path}/try`);
    expect(page.status).to.equal(200);
    const options = page
      .$('select[name=on] option')
      .get()
      .map((each) => page.$(each).attr('value'));
    expect(options).to.include.members(['situation:fails', 'course', `student:${ana.personId}`]);
    expect(page.$('.start').length).to.be.greaterThan(3);
  });

  it('shows a student under both, rule by rule, and writes nothing', async () => {
    const { stores } = work.all.application;
    const state = async () =>
      JSON.stringify([await stores.files.find(ana), await stores.policies.find(policyId, dana.organizationId)]);
    const before = await state();
    const page = await lead.get(`${path}/try?on=student:${encodeURIComponent(ana.personId)}`);
    expect(wordsOf(page, '[data-tried] .answer')).to.match(/^Under the draft, .* would be “lost” instead of/);
    expect(wordsOf(page, '[data-side=before] .chip')).to.not.equal('Lost');
    expect(wordsOf(page, '[data-side=after] .chip')).to.equal('Lost');
    expect(wordsOf(page, '[data-rule=reported][data-moved]')).to.contain('Not asked');
    expect(await state()).to.equal(before);
  });

  it('shows a situation, and the same on a later day', async () => {
    const page = await lead.get(`${path}/try?on=situation:passes`);
    expect(wordsOf(page, '[data-side=after] .chip')).to.equal('Passed');
    const later = await lead.get(`${path}/try?on=situation:new&day=2027-12-01`);
    expect(later.$('input[name=day]').attr('value')).to.equal('2027-12-01');
    expect(wordsOf(later, '[data-side=after] .chip')).to.not.equal('');
  });

  it('shows whom of the course it would move', async () => {
    const page = await lead.get(`${path}/try?on=course`);
    expect(wordsOf(page, '[data-tried] .answer')).to.match(/of the \d+ students of this course would stand elsewhere/);
    expect(page.$('tbody tr').length).to.be.greaterThan(0);
  });

  it('leads there from the editor, and saves what was typed first', async () => {
    const fields = fieldsOf(await lead.get(path), '#editor');
    const tried = await lead.post(path, { ...fields, '~cutoff': 'noon', act: 'try' });
    expect(tried.location).to.match(/\/try$/);
    const page = await lead.get(`${path}/try?on=situation:fails`);
    expect(wordsOf(page, '[data-tried] .answer')).to.contain('cannot be tried yet');
    expect(wordsOf(page, '[data-side=after] .chip')).to.equal('Faults first');
    expect(wordsOf(page, '[data-side=before] .chip')).to.not.equal('Faults first');
  });

  it('knows no student of another course and no situation of another name', async () => {
    expect((await lead.get(`${path}/try?on=student:nobody`)).status).to.equal(404);
    expect((await lead.get(`${path}/try?on=situation:nothing`)).status).to.equal(404);
    expect((await work.instructor.get(`${path}/try`)).status).to.equal(403);
  });
});
