// Mailing: each mail once, whatever happens in between; quiet hours; what cannot be delivered is said.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { MailToQueue } from '../../../src/services/guarantee/mailing.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { linkIn, mailbox, type Mailbox } from '../../support/mailbox.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('mailing', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ana: Visitor;

  beforeEach(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
    // Where it is 5 in the morning at 12:00 UTC.
    await all.application.stores.people.setZone(ana.personId, 'America/Denver', 'own');
  });
  afterEach(() => all.close());

  const mail = (changes: Partial<MailToQueue> = {}): MailToQueue => ({
    key: 'first',
    organizationId: ana.organizationId,
    platformId: ana.platformId,
    courseId: ana.courseId,
    personId: ana.personId,
    kind: 'deadlines',
    opens: 'guarantee',
    staleAt: all.clock.now() + 10 * 24 * hour,
    content: {
      subject: 'Make up the class <b>& more',
      greeting: 'Hello Ana,',
      paragraphs: ['Make up the class of Wed 18 Nov 2026 & answer <i>its</i> questions.'],
      lists: [{ heading: 'Also due soon', items: ['Finish the course'] }],
    },
    ...changes,
  });
  const rows = () => all.application.stores.mails.ofPerson(ana.courseId, ana.personId, 10);
  const send = (limit = 10) => all.application.services.mailing.sendDue(limit);
  const byDay = () => all.clock.advance(6 * hour);

  it('queues a mail once, however often it is asked for', async () => {
    const { mailing } = all.application.services;
    const answers = await Promise.all(Array.from({ length: 8 }, () => mailing.queue(mail())));
    expect(answers.filter(Boolean)).to.have.length(1);
    expect(await mailing.queue(mail())).to.equal(false);
  });

  it('sends it once: two processes, many workers, and again later', async () => {
    byDay();
    const second = await all.openSecond();
    for (let count = 0; count < 6; count += 1) await all.application.services.mailing.queue(mail({ key: `m${count}` }));
    await Promise.all([send(), send(), second.application.services.mailing.sendDue(10)]);
    await second.close();
    expect(box.letters).to.have.length(6);
    expect(new Set(box.letters.map(({ messageId }) => messageId)).size).to.equal(6);
    all.clock.advance(24 * hour);
    expect(await send()).to.equal(0);
    expect((await rows()).every(({ state }) => state === 'sent')).to.equal(true);
  });

  it('says who it is from, why it came and how to stop it, in text and in its twin; and keeps no token', async () => {
    byDay();
    await all.application.services.mailing.queue(mail());
    await send();
    const [letter] = box.letters;
    expect(letter!.to).to.equal('ana@northfield.example');
    expect(letter!.fromName).to.equal('Training provider via Resit');
    expect(letter!.text).to.contain('Hello Ana,').and.to.contain('- Finish the course');
    expect(letter!.text.replaceAll('\n', ' ')).to.contain(
      'because you would lose something if a date passed unnoticed.',
    );
    expect(letter!.text.split('\n').every((line) => line.length <= 72 || line.includes('http'))).to.equal(true);
    expect(letter!.html).to.contain('&amp; answer &lt;i&gt;its&lt;/i&gt; questions').and.not.to.contain('<i>');
    const link = linkIn(letter!, '/g/');
    expect(letter!.html).to.contain(link);
    const stop = linkIn(letter!, '/mail/stop/');
    expect(letter!.headers).to.deep.equal({
      'List-Unsubscribe': `<${all.publicUrl}${stop}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    const token = link.split('/').at(-1)!;
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    for (const { name } of await all.connection.db!.listCollections().toArray())
      expect(JSON.stringify(await all.connection.db!.collection(name).find().toArray()), name).not.to.contain(token);
  });

  it('after a crash between sending and settling repeats once when the lease is over, under the same Message-ID', async () => {
    byDay();
    await all.application.services.mailing.queue(mail());
    // A process that ends right after sending leaves its row claimed.
    const row = (await all.application.stores.mails.claim(all.clock.now(), 120_000))!;
    const messageId = `${row.id}@localhost`;
    await box.send({ to: '', fromName: '', subject: '', text: '', html: '', headers: {}, messageId });
    expect(await send()).to.equal(0);
    all.clock.advance(119_000);
    expect(await send()).to.equal(0);
    all.clock.advance(2000);
    expect(await send()).to.equal(1);
    expect(new Set(box.letters.map(({ messageId }) => messageId)).size).to.equal(1);
    all.clock.advance(24 * hour);
    expect(await send()).to.equal(0);
    expect(box.letters).to.have.length(2);
  });

  it('takes no notice of a worker whose lease has run out', async () => {
    byDay();
    const { mails } = all.application.stores;
    await all.application.services.mailing.queue(mail());
    const slow = (await mails.claim(all.clock.now(), 1000))!;
    all.clock.advance(2000);
    await send();
    await mails.settle(slow, { state: 'waiting', nextAt: all.clock.now(), problem: 'slow' }, all.clock.now());
    expect(await send()).to.equal(0);
    expect((await rows())[0]!.state).to.equal('sent');
  });

  it('waits longer and longer after refusals for now, and gives up in the end', async () => {
    byDay();
    box.answer('temporary');
    await all.application.services.mailing.queue(mail({ isAskedFor: true }));
    const waits: number[] = [];
    for (let tries = 0; tries < 20; tries += 1) {
      await send();
      const [row] = await rows();
      if (row!.state !== 'waiting') break;
      waits.push(row!.nextAt - all.clock.now());
      all.clock.advance(row!.nextAt - all.clock.now());
    }
    expect(waits.slice(0, 4)).to.deep.equal([minute, 2 * minute, 4 * minute, 8 * minute]);
    expect(Math.max(...waits)).to.equal(6 * hour);
    expect((await rows())[0]).to.include({ state: 'failed', problem: 'Refused: temporary.' });
    expect(waits).to.have.length(14);
  });

  it('shows staff what was refused for good, tries no more, and takes the link back', async () => {
    byDay();
    box.answer('permanent');
    await all.application.services.mailing.queue(mail());
    await send();
    all.clock.advance(24 * hour);
    expect(await send()).to.equal(0);
    const failed = await all.application.stores.mails.failedSince(ana.courseId, 0);
    expect(failed.map(({ personId, problem }) => ({ personId, problem }))).to.deep.equal([
      { personId: ana.personId, problem: 'Refused: permanent.' },
    ]);
    expect(await all.connection.db!.collection('personalLinks').countDocuments()).to.equal(0);
  });

  it('lets quiet hours pass by the clock on the reader’s wall, except for what they asked for', async () => {
    const { mailing } = all.application.services;
    await mailing.queue(mail());
    await mailing.queue(mail({ key: 'asked', kind: 'link', isAskedFor: true }));
    expect(await send()).to.be.greaterThan(0);
    expect(box.letters.map(({ subject }) => subject)).to.have.length(1);
    all.clock.advance(3 * hour - minute);
    await send();
    expect(box.letters).to.have.length(1);
    all.clock.advance(minute);
    await send();
    expect(box.letters).to.have.length(2);
    expect((await rows()).every(({ tries }) => tries === 1)).to.equal(true);
  });

  it('sends nothing that is not wanted or comes too late', async () => {
    byDay();
    const { mailing, contacts } = all.application.services;
    await mailing.queue(mail({ key: 'late', staleAt: all.clock.now() + minute }));
    await contacts.set(ana, { quiet: { from: 21, to: 8 }, stopped: ['staff'] });
    await mailing.queue(mail({ key: 'unwanted', kind: 'staff' }));
    all.clock.advance(minute);
    await send();
    expect(box.letters).to.have.length(0);
    expect((await rows()).map(({ state }) => state)).to.deep.equal(['stopped', 'stopped']);
  });
});

describe('mailing without a mail server', () => {
  it('keeps mails, and says why', async () => {
    const all = await openTestApplication({ itemBank: false });
    const ben = await arrive(all, 'moodle', people.moodle.students[1]);
    const { organizationId, platformId, courseId, personId } = ben;
    const content = { subject: 'x', greeting: 'Hello,', paragraphs: [], lists: [] };
    const whose = { organizationId, platformId, courseId, personId };
    const staleAt = all.clock.now() + hour;
    const { mailing } = all.application.services;
    await mailing.queue({ key: 'x', ...whose, kind: 'deadlines', opens: 'guarantee', staleAt, content });
    await mailing.sendDue(5);
    const [row] = await all.application.stores.mails.ofPerson(courseId, personId, 1);
    expect(row).to.include({ state: 'kept', problem: 'Not sent: no mail server is set.' });
    expect(await mailing.sendDue(5)).to.equal(0);
    await all.close();
  });
});
