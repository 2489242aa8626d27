// A student's mails page: where mails go, what is wanted, what was sent; one's own only.

import { expect } from 'chai';
import type { Visit } from '../../../support/browser.ts';
import { openTestApplication, type TestApplication } from '../../../support/application.ts';
import { people } from '../../../support/candidates.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { linkIn, mailbox, type Mailbox } from '../../../support/mailbox.ts';
import { visitorOfVisit } from '../../../support/visitors.ts';

describe('the mails page', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ana: Visit;

  const launch = (person: string): Promise<Visit> =>
    all.browser().launch(all.campus, 'canvas', { person, activity: people.canvas.activity });
  beforeEach(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    ana = await launch(people.canvas.students[0]);
  });
  afterEach(() => all.close());

  const open = (path = '/notifications') => ana.get(path);
  const addressIdOf = async (): Promise<string> =>
    (await all.application.services.contacts.mine(await visitorOfVisit(all, ana))).own[0]!.id;

  it('says where mails go, and what comes when', async () => {
    const { $ } = await open();
    expect($('[data-answer]').text()).to.equal('Mails go to ana@northfield.example.');
    expect($('input[name=wanted][checked]')).to.have.length(4);
    expect($('select[name=from] option[selected]').text()).to.equal('21:00');
  });

  it('keeps what is wanted and when', async () => {
    const answer = await ana.post('/notifications', { wanted: ['claims', 'retakes'], from: '22', to: '7' });
    expect(answer.location).to.match(/\/notifications\?done=saved$/);
    const { $ } = await open();
    const checked = $('input[name=wanted][checked]')
      .toArray()
      .map((input) => $(input).attr('value'));
    expect(checked).to.deep.equal(['claims', 'retakes']);
    expect($('select[name=to] option[selected]').text()).to.equal('07:00');
    expect((await ana.post('/notifications', { from: '24', to: '7' })).status).to.equal(422);
    await ana.post('/notifications', { from: '5', to: '5' });
    expect((await open()).$('[data-answer]').text()).to.equal('You get no mails.');
  });

  it('takes an address of one’s own through its confirmation to its removal', async () => {
    await ana.post('/notifications/addresses', { address: 'ana@home.example' });
    expect((await open()).$('tr[data-address="ana@home.example"]').text()).to.contain('Waiting for you');
    await all.application.services.mailing.sendDue(5);
    const id = await addressIdOf();
    expect((await ana.post(`/notifications/addresses/${id}/prefer`)).status).to.equal(404);
    await all.browser().ask(linkIn(box.letters[0]!, '/mail/confirm/'), { form: {} });
    expect((await open()).$('[data-answer]').text()).to.equal('Mails go to ana@home.example.');
    await ana.post('/notifications/addresses/lms/prefer');
    expect((await open()).$('[data-answer]').text()).to.equal('Mails go to ana@northfield.example.');
    await ana.post(`/notifications/addresses/${id}/prefer`);
    await ana.post(`/notifications/addresses/${id}/remove`);
    expect((await open()).$('[data-answer]').text()).to.equal('Mails go to ana@northfield.example.');
    expect((await open()).$('tbody tr')).to.have.length(2);
  });

  it('refuses what is no address, is there already, or is one too many; and keeps what was typed', async () => {
    const refused = await ana.post('/notifications/addresses', { address: 'ana at home' });
    expect(refused.status).to.equal(422);
    expect(refused.$('input[name=address]').attr('value')).to.equal('ana at home');
    expect(refused.$('.error-summary a').attr('href')).to.equal('#field-address');
    expect((await ana.post('/notifications/addresses', { address: 'ANA@northfield.example' })).status).to.equal(422);
    for (const name of ['a', 'b', 'c'])
      expect((await ana.post('/notifications/addresses', { address: `${name}@home.example` })).status).to.equal(303);
    expect((await ana.post('/notifications/addresses', { address: 'a@home.example' })).status).to.equal(422);
    expect((await ana.post('/notifications/addresses', { address: 'd@home.example' })).status).to.equal(422);
  });

  it('sends no more than a few mails to addresses in an hour', async () => {
    let last = 0;
    for (let asked = 0; asked < 12; asked += 1)
      last = (await ana.post('/notifications/addresses', { address: `x${asked}@home.example` })).status;
    expect(last).to.equal(429);
  });

  it('reaches nobody else’s address', async () => {
    await ana.post('/notifications/addresses', { address: 'ana@home.example' });
    const id = await addressIdOf();
    const ben = await launch(people.canvas.students[1]);
    for (const act of ['again', 'prefer', 'remove'])
      expect((await ben.post(`/notifications/addresses/${id}/${act}`)).status, act).to.equal(404);
    expect((await ben.get('/notifications')).text).not.to.contain('ana@');
  });

  it('shows notices there and on My guarantee, until they are put away; and what was sent', async () => {
    const instructor = await visitorOfVisit(all, await launch(people.canvas.instructor));
    await giveGuarantee(all, instructor);
    const { personId } = await visitorOfVisit(all, ana);
    const { evidence, reminders, mailing } = all.application.services;
    const enrolled = { kind: 'date', name: 'enrolledOn', on: '2026-11-23', reason: '' } as const;
    await evidence.recordFor(instructor, personId, enrolled);
    await reminders.remindDue(5, (_id, error) => {
      throw error;
    });
    await mailing.sendDue(5);
    const page = await open('/guarantee');
    expect(page.$('[data-told]').text()).to.contain('Opt in to the guarantee by Mon 30 Nov 2026');
    const mails = await open();
    expect(mails.text).to.contain('What we sent you');
    expect(mails.$('section:last-of-type tbody tr').text()).to.contain('Opt in').and.to.contain('Sent');
    const dismissed = await ana.post(
      new URL(String(page.$('[data-told] form').attr('action')), all.publicUrl).pathname,
      {
        back: 'guarantee',
      },
    );
    expect(dismissed.location).to.equal(`${ana.base}/guarantee`);
    expect((await open('/guarantee')).$('[data-told]')).to.have.length(0);
  });

  it('says so where no mail server is set', async () => {
    const other = await openTestApplication({ itemBank: false });
    const visit = await other.browser().launch(other.campus, 'moodle', { person: '4', activity: '1' });
    const { $ } = await visit.get('/notifications');
    expect($('[data-answer]').text()).to.equal('Everything we tell you stands in Resit.');
    await other.close();
  });
});
