// What links in mails lead to: personal links (once, in time, looked at without harm, to their own pages only), confirming and stopping.

import { expect } from 'chai';
import type { Visitor } from '../../src/domain/person.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people } from '../support/candidates.ts';
import { linkIn, mailbox, type Mailbox } from '../support/mailbox.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('links in mails', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ana: Visitor;

  beforeEach(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    all.clock.advance(6 * hour);
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
  });
  afterEach(() => all.close());

  let mailed = 0;
  /** The newest letter, after one with a personal link was sent. */
  async function mailLink(): Promise<string> {
    const { organizationId, platformId, courseId, personId } = ana;
    const staleAt = all.clock.now() + 10 * day;
    const content = { subject: 'A date', greeting: 'Hello Ana,', paragraphs: ['Do it.'], lists: [] };
    const whose = { organizationId, platformId, courseId, personId };
    const { mailing } = all.application.services;
    await mailing.queue({
      key: `m${(mailed += 1)}`,
      ...whose,
      kind: 'deadlines',
      opens: 'guarantee',
      staleAt,
      content,
    });
    await mailing.sendDue(10);
    return linkIn(box.letters.at(-1)!, '/g/');
  }
  async function answerWishes(): Promise<void> {
    await all.application.services.personalLinks.answerDue(10);
    await all.application.services.mailing.sendDue(10);
  }

  it('shows one button, does not use itself up by being looked at, and opens My guarantee once', async () => {
    const link = await mailLink();
    const browser = all.browser();
    for (let looks = 0; looks < 5; looks += 1) {
      const page = await browser.ask(link, { headers: { 'sec-fetch-site': 'none' } });
      expect(page.status).to.equal(200);
      expect(page.$('main button')).to.have.length(1);
      expect(page.headers.getSetCookie()).to.deep.equal([]);
      expect(page.text).not.to.contain('Ana');
    }
    await browser.ask(link, { method: 'HEAD' });
    const opened = await browser.ask(link, { form: {} });
    expect(opened.status).to.equal(303);
    expect(opened.location).to.match(/^\/s\/[^/]+\/guarantee$/);
    const page = await browser.ask(opened.location);
    expect(page.status).to.equal(200);
    expect(page.$('.who').text()).to.equal('Ana Álvarez, here by a personal link');
    expect(page.$('.brand').text()).to.contain('CPC Exam Preparation');
    expect((await all.browser().ask(link, { form: {} })).status).to.equal(409);
  });

  it('lets exactly one of many redeem it at once', async () => {
    const link = await mailLink();
    const answers = await Promise.all(Array.from({ length: 20 }, () => all.browser().ask(link, { form: {} })));
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1);
  });

  it('is good for seven days', async () => {
    const first = await mailLink();
    all.clock.advance(7 * day - 1000);
    expect((await all.browser().ask(first)).status).to.equal(200);
    all.clock.advance(1000);
    const late = await all.browser().ask(first);
    expect(late.status).to.equal(409);
    expect((await all.browser().ask(first, { form: {} })).status).to.equal(409);
    expect((await all.browser().ask(first, { form: {} })).headers.getSetCookie()).to.deep.equal([]);
  });

  it('is not redeemed from another site', async () => {
    const link = await mailLink();
    const forged = await all.browser().ask(link, { form: {}, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(forged.status).to.equal(403);
    expect((await all.browser().ask(link)).status).to.equal(200);
  });

  it('reaches the pages of the guarantee and no other page', async () => {
    const browser = all.browser();
    const { location } = await browser.ask(await mailLink(), { form: {} });
    const visit = await browser.visit(location.replace('/guarantee', ''));
    const { stack } = (all.application.app as unknown as { router: { stack: Layer[] } }).router;
    const routers = stack.flatMap((layer) => (layer.handle.stack ? [layer.handle.stack] : []));
    const pages = routers.find((layers) => layers.some((layer) => layer.route?.path === '/time-zone'))!;
    const open = /^\/(guarantee|claim|official-exam|attendance|retakes|uploads|notifications|time-zone)(\/|$)/;
    let refused = 0;
    for (const { route } of pages) {
      const pattern = route ? String([route.path].flat()[0]) : '/';
      if (!route || pattern === '/') continue;
      for (const method of Object.keys(route.methods)) {
        const path = pattern.replaceAll(/:\w+/g, 'x');
        const answer = method === 'get' ? await visit.get(path) : await visit.send(method.toUpperCase(), path, {});
        if (!open.test(path)) {
          expect(answer.status, `${method} ${path}`).to.equal(403);
          refused += 1;
        }
      }
    }
    expect(refused).to.be.greaterThan(30);
    for (const path of ['/EXAMS', '/%65xams', '/guarantee/../exams', '//exams', '/exams/', '/nothing'])
      expect((await browser.ask(`${visit.base}${path}`)).status, path).to.be.oneOf([403, 404]);
    expect((await visit.get('/')).location).to.equal(`${visit.base}/guarantee`);
    const tabs = visit.page
      .$('.tabs a')
      .toArray()
      .map((link) => visit.page.$(link).text());
    expect(tabs).to.deep.equal(['My guarantee', 'My retakes', 'Mails']);
  });

  it('ends with the platform, and opens nothing for somebody who is no student of the course any more', async () => {
    const link = await mailLink();
    const { courses } = all.application.stores;
    const enrollment = { courseId: ana.courseId, personId: ana.personId, source: 'launch', isActive: true } as const;
    await courses.enroll({ ...enrollment, role: 'instructor' }, all.clock.now());
    expect((await all.browser().ask(link, { form: {} })).status).to.equal(409);
    await courses.enroll({ ...enrollment, role: 'learner', isActive: false }, all.clock.now());
    const browser = all.browser();
    const { location } = await browser.ask(await mailLink(), { form: {} });
    expect((await browser.ask(location)).status).to.equal(200);
    await all.application.registry.disable(ana.platformId);
    all.clock.advance(11_000);
    expect((await browser.ask(location)).status).to.equal(401);
  });

  it('gets its holder a new one when it is over, to the address that is known', async () => {
    const link = await mailLink();
    await all.browser().ask(link, { form: {} });
    const over = await all.browser().ask(link);
    expect(over.$('form').attr('action')).to.equal(`${link}/again`);
    expect((await all.browser().ask(`${link}/again`, { form: {} })).status).to.equal(200);
    await all.browser().ask(`${link}/again`, { form: {} });
    await all.application.services.mailing.sendDue(10);
    expect(box.letters).to.have.length(2);
    expect(box.letters[1]!.to).to.equal('ana@northfield.example');
    expect((await all.browser().ask(linkIn(box.letters[1]!, '/g/'), { form: {} })).status).to.equal(303);
  });

  it('never tells whether an address is known: same answer, nothing looked up, a mail for the known one only', async () => {
    await mailLink();
    const ask = (address: string) => all.browser().ask('/g/new', { form: { address } });
    const known = await ask('Ana@Northfield.example ');
    const unknown = await ask('eve@evil.example');
    expect(known.status).to.equal(200);
    expect(unknown.text.replaceAll(/nonce="[^"]*"/g, '')).to.equal(known.text.replaceAll(/nonce="[^"]*"/g, ''));
    expect(unknown.headers.getSetCookie()).to.deep.equal([]);
    await answerWishes();
    await answerWishes();
    expect(box.letters.slice(1).map(({ to }) => to)).to.deep.equal(['ana@northfield.example']);
    expect((await all.browser().ask(linkIn(box.letters[1]!, '/g/'), { form: {} })).status).to.equal(303);
    const stored = JSON.stringify(await all.connection.db!.collection('linkWishes').find().toArray());
    expect(stored).not.to.contain('eve').and.not.to.contain('northfield');
  });

  it('refuses what is no address, keeping it; and whoever asks too often', async () => {
    const refused = await all.browser().ask('/g/new', { form: { address: 'not an address' } });
    expect(refused.status).to.equal(422);
    expect(refused.$('input[name=address]').attr('value')).to.equal('not an address');
    let last = 0;
    for (let asked = 0; asked < 25; asked += 1)
      last = (await all.browser().ask('/g/new', { form: { address: `a${asked}@example.org` } })).status;
    expect(last).to.equal(429);
  });

  it('a token that never was looks like one that is over, and does nothing', async () => {
    const browser = all.browser();
    expect((await browser.ask('/g/nothing')).status).to.equal(409);
    expect((await browser.ask('/g/nothing', { form: {} })).status).to.equal(409);
    expect((await browser.ask('/g/nothing/again', { form: {} })).status).to.equal(200);
    await all.application.services.mailing.sendDue(10);
    expect(box.letters).to.have.length(0);
  });

  it('stops a kind of mail by one click of a mail program, and starts it again', async () => {
    await mailLink();
    const stop = linkIn(box.letters[0]!, '/mail/stop/');
    expect((await all.browser().ask(stop)).$('button').text()).to.equal('Stop these mails');
    await all.application.services.mailing.sendDue(1);
    const oneClick = { form: { 'List-Unsubscribe': 'One-Click' }, headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await all.browser().ask(stop, oneClick)).status).to.equal(200);
    expect((await all.browser().ask(stop, oneClick)).status).to.equal(200);
    const { contacts } = all.application.services;
    expect((await contacts.mine(ana)).stopped).to.deep.equal(['deadlines']);
    expect((await all.browser().ask(`${stop}/start`, { form: {} })).status).to.equal(303);
    expect((await contacts.mine(ana)).stopped).to.deep.equal([]);
    expect((await all.browser().ask(`${stop.slice(0, -2)}xx`, oneClick)).status).to.equal(404);
    const [person, , proof] = stop.split('/').at(-1)!.split('.');
    expect((await all.browser().ask(`/mail/stop/${person}.claims.${proof}`, oneClick)).status).to.equal(404);
  });

  it('confirms an address by the link that was mailed there, once and within a day', async () => {
    const { addresses, contacts, mailing } = all.application.services;
    await addresses.add(ana, ' Ana@Home.example');
    await mailing.sendDue(5);
    const [letter] = box.letters;
    expect(letter!.to).to.equal('ana@home.example');
    expect(letter!.text).not.to.contain('Álvarez');
    const path = linkIn(letter!, '/mail/confirm/');
    expect((await all.browser().ask(path)).$('button').text()).to.equal('This is my address');
    expect((await contacts.mine(ana)).own[0]!.verifiedAt).to.equal(null);
    expect((await all.browser().ask(path, { form: {} })).status).to.equal(200);
    expect((await all.browser().ask(path, { form: {} })).status).to.equal(409);
    const mine = await contacts.mine(ana);
    expect(mine.preferredId).to.equal(mine.own[0]!.id);
    await mailLink();
    expect(box.letters.at(-1)!.to).to.equal('ana@home.example');

    await addresses.add(ana, 'second@home.example');
    await mailing.sendDue(5);
    all.clock.advance(day);
    expect((await all.browser().ask(linkIn(box.letters.at(-1)!, '/mail/confirm/'), { form: {} })).status).to.equal(409);
  });
});

interface Layer {
  readonly route?: { readonly path: string | string[]; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: Layer[] };
}
