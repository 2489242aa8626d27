// The eligibility board over HTTP: who stands where, what is filtered and found, who may look, and that other courses stay out of it.

import { expect } from 'chai';
import type { FileOwner } from '../../../../src/domain/evidence/student-file.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('the eligibility board', () => {
  let work: StaffAtWork;
  let anaId: string;

  before(async () => {
    work = await staffAtWork();
  });
  after(() => work.all.close());

  it('says what it is for while the course gives no guarantee', async () => {
    const page = await work.instructor.get('/eligibility');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.empty h2')).to.equal('No guarantee is given in this course');
  });

  it('shows every student with verdict, change and findings', async () => {
    const visitor = await work.visitorOf(work.instructor);
    await giveGuarantee(work.all, visitor);
    const ana = await work.visitorOf(work.ana);
    anaId = ana.personId;
    const { organizationId, platformId, courseId, personId } = ana;
    const owner: FileOwner = { organizationId, platformId, courseId, personId };
    const { evidence } = work.all.application.services;
    const author = { source: 'staff' as const, by: visitor.personId, byName: visitor.name };
    await evidence.record(author, owner, { kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
    const page = await work.instructor.get('/eligibility');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, `tr[data-person="${anaId}"] [data-label=Verdict]`)).to.include('At risk');
    expect(wordsOf(page, `tr[data-person="${anaId}"] [data-label="Changes on"]`)).to.include('in 3 days: lost');
  });

  it('lets assistants look and students not', async () => {
    expect((await work.assistant.get('/eligibility')).status).to.equal(200);
    expect((await work.ana.get('/eligibility')).status).to.equal(403);
  });
});
