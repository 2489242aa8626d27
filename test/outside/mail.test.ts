// Mail by SMTP, against a mail server that really speaks it.

import { expect } from 'chai';
import { openPostOffice, type PostOffice } from '../../fixtures/campus/post-office.ts';
import { smtpMail, type Letter, type Mail } from '../../src/outside/mail.ts';

const letter: Letter = {
  to: 'ana@northfield.example',
  fromName: 'Lakeshore “Coding” School via Resit',
  subject: 'Make up the class by Wed 25 Nov 2026 – Ana Álvarez',
  text: 'Dear Ana,\n\n.A line that begins with a dot, and a long one: ' + 'word '.repeat(60) + '\nÁ bientôt\n',
  html: '<p>Dear Ana</p>',
  messageId: 'abc@resit.example',
  headers: { 'List-Unsubscribe': '<https://resit.example/mail/stop/x>' },
};

describe('mail by SMTP', () => {
  let office: PostOffice;
  let mail: Mail;
  beforeEach(async () => {
    office = await openPostOffice(() => 42);
    mail = smtpMail({ smtpUrl: office.url, from: 'resit@lakeshore.example' });
  });
  afterEach(async () => {
    mail.close();
    await office.close();
  });

  it('hands over text, its HTML twin and headers as they were given', async () => {
    expect(await mail.send(letter)).to.deep.equal({ kind: 'accepted', id: 'abc@resit.example' });
    const [received] = office.letters;
    expect(received!.to).to.deep.equal([letter.to]);
    expect(received!.from).to.contain(letter.fromName).and.to.contain('<resit@lakeshore.example>');
    expect(received!.subject).to.equal(letter.subject);
    expect(received!.text.trim()).to.equal(letter.text.trim());
    expect(received!.html.trim()).to.equal(letter.html);
    expect(received!.headers.get('message-id')).to.equal('<abc@resit.example>');
    expect(received!.headers.get('list-unsubscribe')).to.equal('<https://resit.example/mail/stop/x>');
    expect(received!.headers.get('auto-submitted')).to.equal('auto-generated');
  });

  it('lets no header in through a subject or a name', async () => {
    await mail.send({ ...letter, subject: 'Hello\r\nBcc: eve@evil.example', fromName: 'X\r\nBcc: eve@evil.example' });
    expect(office.letters[0]!.headers.has('bcc')).to.equal(false);
    expect(office.letters[0]!.to).to.deep.equal([letter.to]);
  });

  it('tells a refusal for good from one for now, without the address', async () => {
    for (const [command, words, kind] of [
      ['RCPT', '550 5.1.1 <ana@northfield.example> unknown', 'permanent'],
      ['RCPT', '451 4.7.1 later', 'temporary'],
      ['DATA', '554 5.7.1 ana@northfield.example looks like spam', 'permanent'],
      ['DATA', '452 4.3.1 full', 'temporary'],
    ] as const) {
      office.answer(command, words);
      const outcome = await mail.send(letter);
      office.answer(command, null);
      expect(outcome.kind, words).to.equal(kind);
      expect(JSON.stringify(outcome)).not.to.contain('ana@').and.not.to.contain('northfield');
    }
    expect(office.letters).to.have.length(0);
  });

  it('waits where the server is not there, or the line is cut', async () => {
    office.answer('DATA', 'DROP');
    expect((await mail.send(letter)).kind).to.equal('temporary');
    await office.close();
    expect(await mail.send(letter)).to.deep.equal({
      kind: 'temporary',
      words: 'The mail server could not be reached.',
    });
    office = await openPostOffice();
  });

  it('refuses what is no address', async () => {
    expect((await mail.send({ ...letter, to: '' })).kind).to.equal('permanent');
  });
});
