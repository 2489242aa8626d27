// My claim after a decision: every state says what can be done next and leads to where it is done; a bad file keeps the page.

import { expect } from 'chai';
import { load } from 'cheerio';
import type { Visitor } from '../../../../src/domain/person.ts';
import { claimPolicy } from '../../../support/claimants.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { sendFile } from '../../../support/send-file.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../../instructor/staff-at-work.ts';

describe('my claim', () => {
  let work: StaffAtWork;
  let dana: Visitor;
  let claimId: string;

  const services = () => work.all.application.services;
  const nextOn = async (
    path = '/claim',
  ): Promise<{ readonly step: string; readonly href: string; readonly leads: boolean }> => {
    const page = await work.ana.get(path);
    const href = page.$('.next .row a').attr('href') ?? '';
    return { step: wordsOf(page, '.next .step'), href, leads: href.startsWith('#') && page.$(href).length === 1 };
  };
  const deny = async (words: string): Promise<void> => {
    const { rev } = (await work.all.application.stores.claims.find(claimId, dana.courseId, dana.platformId))!;
    const grounds = {
      rule: 'exam',
      ruleWords: 'Sit the exam.',
      fact: 'Not sat.',
      on: null,
      wouldHaveChanged: 'A sitting.',
    };
    await services().claimDecisions.deny(dana, claimId, { rev, words, note: '', grounds });
  };

  before(async () => {
    work = await staffAtWork();
    dana = await work.visitorOf(work.instructor);
    await giveGuarantee(work.all, dana, claimPolicy);
  });
  after(() => work.all.close());

  it('is said once where there is none, for students and for staff', async () => {
    const own = await work.ana.get('/claim');
    expect(own.$('.answer')).to.have.length(1);
    const staff = await work.instructor.get('/claims');
    expect(wordsOf(staff, '.empty h2')).to.equal('No claims yet');
    expect(staff.$('.verdict .answer')).to.have.length(0);
  });

  it('leads from each state to what is to do', async () => {
    await work.ana.post('/claim', { how: 'draft', words: 'Soon' });
    expect(await nextOn()).to.deep.equal({ step: 'File your claim.', href: '#file', leads: true });
    await work.ana.post('/claim', { how: 'file', words: 'Now' });
    claimId = (await work.ana.get('/claim')).$('[data-claim]').attr('data-claim')!;
    expect(await nextOn()).to.deep.equal({ step: 'Add the papers that are missing.', href: '#papers', leads: true });
  });

  it('keeps the page and says what is wrong with a file that cannot be taken', async () => {
    const form = fieldsOf(await work.ana.get('/claim'), '[data-item=official_report_1] form');
    const file = { name: 'report.html', bytes: Buffer.from('<p>65 points</p>') };
    const sent = await sendFile(work.all, work.ana, form, file, { accept: 'text/html' });
    const answer = { status: sent.status, $: load(sent.text) };
    expect(answer.status).to.equal(422);
    expect(wordsOf(answer, '#error-summary')).to.match(/PDF/);
    expect(answer.$(answer.$('#error-summary a').attr('href')!)).to.have.length(1);
    expect(wordsOf(answer, '[data-item=official_report_1] .field-error')).to.match(/PDF/);
  });

  it('says after a denial that it can be appealed, until when, and where; My guarantee knows of it, too', async () => {
    await deny('The exam was not sat.');
    expect(await nextOn()).to.deep.equal({
      step: 'Read the reasons. If they are wrong, appeal.',
      href: '#appeal',
      leads: true,
    });
    expect(wordsOf(await work.ana.get('/claim'), '.next')).to.include(
      'You can appeal once, and there is no last day for it.',
    );
    const beside = wordsOf(await work.ana.get('/guarantee'), '.beside');
    expect(beside).to.include('Denied').and.to.include(`Claim ${claimId}. You can appeal once.`);
  });

  it('keeps an appeal without words on the page, and says that it is filed', async () => {
    const refused = await work.ana.post(`/claim/${claimId}/appeal`, { words: ' ' });
    expect(refused.status).to.equal(422);
    expect(wordsOf(refused, '.tabs')).to.equal(wordsOf(await work.ana.get('/claim'), '.tabs'));
    expect(wordsOf(refused, '#error-summary')).to.include('Say why you think the decision is wrong.');
    expect((await work.ana.post(`/claim/${claimId}/appeal`, { words: 'I sat it: see the letter.' })).status).to.equal(
      303,
    );
    expect((await nextOn()).step).to.equal('Nothing for you to do now.');
    expect((await work.ana.get('/claim')).$('#papers .upload, #papers form')).not.to.have.length(0);
  });

  it('says after the appeal what remains', async () => {
    await deny('The letter is of another exam.');
    expect(await nextOn()).to.deep.equal({ step: 'This decision stands.', href: '#filing', leads: true });
  });
});
