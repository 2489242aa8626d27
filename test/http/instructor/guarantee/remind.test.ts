// Reminding chosen students from the board: who is asked about, what is refused, and once a day.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../../../support/application.ts';
import type { Visit } from '../../../support/browser.ts';
import { people } from '../../../support/candidates.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { mailbox, type Mailbox } from '../../../support/mailbox.ts';
import { visitorOfVisit } from '../../../support/visitors.ts';

describe('reminding from the board', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ines: Visit;
  let anaId: string;

  before(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    const launch = (person: string): Promise<Visit> =>
      all.browser().launch(all.campus, 'canvas', { person, activity: people.canvas.activity });
    anaId = (await visitorOfVisit(all, await launch(people.canvas.students[0]))).personId;
    ines = await launch(people.canvas.instructor);
    await giveGuarantee(all, await visitorOfVisit(all, ines));
  });
  after(() => all.close());

  it('asks on the board, and shows what each will read', async () => {
    const board = await ines.get('/eligibility');
    expect(board.$('[data-bulk] button').first().attr('formaction')).to.equal(`${ines.base}/eligibility/remind`);
    const { $ } = await ines.get(`/eligibility/remind?pick=${anaId}&pick=stranger`);
    expect($('input[name=pick]')).to.have.length(1);
    expect($('fieldset').text()).to.contain('Ana Álvarez');
    expect((await ines.get('/eligibility/remind')).text).to.contain('Choose students first');
  });

  it('refuses nobody and too many words, keeping what was typed', async () => {
    expect((await ines.post('/eligibility/remind', {})).status).to.equal(422);
    const long = await ines.post('/eligibility/remind', { pick: anaId, words: 'x'.repeat(501) });
    expect(long.status).to.equal(422);
    expect(long.$('textarea[name=words]').text()).to.have.length(501);
    expect(long.$('input[name=pick]').attr('value')).to.equal(anaId);
  });

  it('reminds once a day', async () => {
    const form = { pick: anaId, words: 'See you <b>Tuesday</b>.' };
    const first = await ines.post('/eligibility/remind', form);
    expect(first.location).to.equal(`${ines.base}/eligibility?done=remind-1`);
    expect((await ines.get(first.location)).$('[data-notice=done]').text()).to.contain('1 student reminded.');
    expect((await ines.post('/eligibility/remind', form)).location).to.match(/done=remind-0$/);
    await all.application.services.mailing.sendDue(5);
    expect(box.letters).to.have.length(1);
    expect(box.letters[0]!.html).to.contain('&lt;b&gt;Tuesday');
  });
});
