// "My guarantee" over HTTP: where the student stands, accepting the terms once, dry runs without a script, asking for leave.

import { expect } from 'chai';
import type { Visitor } from '../../../../src/domain/person.ts';
import { bytesOf, pdf } from '../../../support/claimants.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../../instructor/staff-at-work.ts';

const ownerOf = ({ organizationId, platformId, courseId, personId }: Visitor) => ({
  organizationId,
  platformId,
  courseId,
  personId,
});

describe('my guarantee', () => {
  let work: StaffAtWork;
  let ana: Visitor;

  before(async () => {
    work = await staffAtWork();
    ana = await work.visitorOf(work.ana);
  });
  after(() => work.all.close());

  const record = async (given: Parameters<StaffAtWork['all']['application']['services']['evidence']['record']>[2]) => {
    const by = await work.visitorOf(work.instructor);
    const author = { source: 'staff' as const, by: by.personId, byName: by.name };
    await work.all.application.services.evidence.record(author, ownerOf(ana), given);
  };
  const fileOf = async () => (await work.all.application.stores.files.find(ana))!;

  it('has a designed place where no guarantee is given, and no tab for it', async () => {
    expect(wordsOf(await work.ana.get('/'), '.tabs')).not.to.include('My guarantee');
    const page = await work.ana.get('/guarantee');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.empty h2')).to.equal('No guarantee here yet');
  });

  it('never holds a missing date against the student', async () => {
    await giveGuarantee(work.all, await work.visitorOf(work.instructor));
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '.tabs')).to.include('My guarantee');
    const missing = wordsOf(page, '[data-notice=missing]');
    expect(missing).to.match(/^Your school has not recorded the day you enrolled yet\./);
    expect(missing).to.include('Only staff can add it, and they have been told.');
    expect(missing).to.include('it is never held against you.');
    expect(wordsOf(page, '[data-answer]')).not.to.include('ended');
    expect(page.$('[data-group=lost]')).to.have.length(0);
  });

  it('shows verdict, next step, findings with what they rest on, and the dates drawn', async () => {
    await record({ kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '.verdict .chip')).to.equal('At risk');
    expect(wordsOf(page, '.next .step')).to.equal('Read the terms and accept them.');
    const finding = wordsOf(page, '[data-rule=opt_in]');
    expect(finding).to.include('Wed 25 Nov 2026, 23:59 Chicago time, in 2 days');
    expect(finding).to.match(/Enrolled on: Wed 18 Nov 2026, recorded by/);
    expect(page.$('svg.wide-only')).to.have.length(1);
    expect(page.$('svg.narrow-only')).to.have.length(1);
    expect(wordsOf(page, 'section[aria-labelledby=dates-h] table')).to.include('Enrolled');
  });

  it('does not accept terms that were not ticked as read', async () => {
    const form = acceptForm(await work.ana.get('/guarantee'));
    const answer = await work.ana.post('/guarantee/accept', form);
    expect(answer.status).to.equal(422);
    expect(wordsOf(answer, '#error-summary')).to.include('Tick that you have read the terms.');
    expect((await fileOf()).terms).to.equal(null);
  });

  it('pins version, text and moment once, however often the button is pressed', async () => {
    const form = { ...acceptForm(await work.ana.get('/guarantee')), read: 'yes' };
    const answers = await Promise.all([1, 2, 3].map(() => work.ana.post('/guarantee/accept', form)));
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303]);
    const { terms, dates, earlierTerms } = await fileOf();
    expect(terms).to.include({ number: 1, source: 'student', by: ana.personId, at: work.all.clock.now() });
    expect(terms!.text).to.include('What you do');
    expect(dates['optInOn']).to.include({ value: '2026-11-23', source: 'student' });
    expect(earlierTerms).to.deep.equal([]);
    const acts = await work.all.application.services.audit.of(ana, ana.personId);
    expect(acts.filter(({ act }) => act === 'terms accepted')).to.have.length(1);
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-rule=opt_in] .chip')).to.equal('Met');
    expect(page.$('#accept')).to.have.length(0);
    const text = await work.ana.get('/guarantee/terms.txt');
    expect(text.headers.get('content-type')).to.include('text/plain');
    expect(text.text).to.include('What you do');
  });

  it('keeps the terms when newer ones come into force, and says what differs', async () => {
    const { policies } = work.all.application.services;
    const lead: Visitor = { ...(await work.visitorOf(work.instructor)), role: 'lead' };
    const [listed] = await policies.list(lead);
    const policy = JSON.parse(listed!.policy.draft) as { claim: { window: { amount: unknown } } };
    policy.claim.window.amount = { days: 10 };
    const saved = await policies.save(lead, listed!.policy.id, {
      rev: listed!.policy.draftRev,
      policy: policy as never,
    });
    const { findingKey } = await import('../../../../src/domain/policies/warnings.ts');
    await policies.publish(lead, listed!.policy.id, {
      rev: saved.policy.draftRev,
      effectiveFrom: '2026-11-23',
      label: '',
      note: 'Shorter',
      acknowledged: policies.check(lead, policy as never).map(findingKey),
    });
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-notice=newer]')).to.include('They do not change yours');
    expect(wordsOf(page, '.changes')).to.include('within 10 days');
    expect((await fileOf()).terms!.number).to.equal(1);
  });

  it('answers "what if I sit on that day" from a plain address', async () => {
    await record({ kind: 'date', name: 'completedOn', on: '2026-11-20' });
    await record({ kind: 'value', name: 'identityMatch', value: true });
    const kept = await work.ana.get('/guarantee?on=2026-12-10');
    expect(wordsOf(kept, '[data-what-if]')).to.include('Thu 10 Dec 2026 would keep your guarantee.');
    const lost = await work.ana.get('/guarantee?on=2026-12-24');
    expect(wordsOf(lost, '[data-what-if]')).to.include('Thu 24 Dec 2026 would end your guarantee.');
    expect(wordsOf(lost, '#what-if')).to.include('these days would keep it: Mon 23 Nov 2026 to Sun 20 Dec 2026');
    const past = await work.ana.get('/guarantee?on=2026-11-01');
    expect(wordsOf(past, '#field-on-error')).to.include('Choose a day from today on');
    expect((await work.ana.get('/guarantee?on=soon')).status).to.equal(200);
  });

  it('takes a request for leave, keeps what was typed when it is refused, and counts a double press once', async () => {
    const refused = await work.ana.post('/guarantee/pause', {
      from: '2026-12-10',
      to: '2026-12-01',
      reason: 'Ill',
      actId: 'a1',
    });
    expect(refused.status).to.equal(422);
    expect(refused.$('#field-from').attr('value')).to.equal('2026-12-10');
    const form = { from: '2026-12-01', to: '2026-12-10', reason: 'Surgery', actId: 'a1' };
    for (const _ of [1, 2]) expect((await work.ana.post('/guarantee/pause', form)).status).to.equal(303);
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, 'section[aria-labelledby=leave-h] .findings')).to.match(
      /^Asked Tue 1 Dec 2026 to Thu 10 Dec 2026 Surgery/,
    );
    expect(Object.keys((await fileOf()).pauses)).to.have.length(1);
  });

  it('shows what staff granted, why, and the paper of it', async () => {
    const { waiving, uploads } = work.all.application.services;
    const by = await work.visitorOf(work.instructor);
    const rules = await waiving.rules(by, ana.personId);
    const rule = rules.find(({ id }) => id === 'opt_in')!.id;
    const extension = {
      rule,
      action: 'extend',
      until: '2026-12-24',
      reason: 'A stay in hospital',
      actId: 'w1',
    } as const;
    await waiving.waive(by, ana.personId, extension);
    const letter = await uploads.keep(by, { name: 'letter.pdf', bytes: bytesOf(pdf) }, ana.personId);
    await waiving.addPaper(by, ana.personId, { kind: 'waivers', id: 'w1' }, letter.id);
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-rule=opt_in]')).to.match(
      /More time until Thu 24 Dec 2026, given by .*: A stay in hospital/,
    );
    const href = page.$('[data-rule=opt_in] a[href*="/uploads/"]').attr('href')!;
    const path = href.slice(href.indexOf('/uploads/'));
    expect((await work.ana.get(path)).status).to.equal(200);
    expect((await work.ben.get(path)).status).to.equal(404);
  });

  it('is the student’s alone', async () => {
    expect((await work.instructor.get('/guarantee')).status).to.equal(403);
  });
});

function acceptForm({ $ }: { readonly $: StaffAtWork['ana']['page']['$'] }): Record<string, string> {
  const field = (name: string): string => $(`#accept input[name=${name}]`).attr('value') ?? '';
  return { policyId: field('policyId'), number: field('number') };
}
