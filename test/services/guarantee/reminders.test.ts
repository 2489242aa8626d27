// Reminders: told in time, once for each date, by whichever process; digests on Monday; staff remind at most once a day.

import { expect } from 'chai';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { mailbox, type Mailbox } from '../../support/mailbox.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('reminders', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ines: Visitor;
  let ana: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    ines = await arrive(all, 'canvas', people.canvas.instructor);
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
    ben = await arrive(all, 'canvas', people.canvas.students[1]);
    await giveGuarantee(all, ines);
    await all.application.stores.courses.setZone(ines.courseId, 'America/Chicago');
  });
  afterEach(() => all.close());

  /** The jobs, as the night staff run them. */
  async function night(application = all.application): Promise<void> {
    await application.services.reminders.remindDue(10, (_course, error) => {
      throw error;
    });
    await application.services.mailing.sendDue(50);
  }
  const record = (name: string, on: string) =>
    all.application.services.evidence.recordFor(ines, ana.personId, { kind: 'date', name, on, reason: 'As she wrote' });
  const enroll = (on: string) => record('enrolledOn', on);
  const toStudents = () => box.letters.filter(({ to }) => !to.startsWith('ines'));

  it('come 7, 3 and 1 days before the last day, each once, however often the jobs run', async () => {
    // To opt in by Mon 30 Nov; it is Mon 23 Nov, 6:00 in Chicago, so the first waits for the morning.
    await enroll('2026-11-23');
    const sentOn: string[] = [];
    for (let hours = 0; hours < 8 * 24; hours += 2) {
      const before = toStudents().length;
      await night();
      if (toStudents().length > before) sentOn.push(new Date(all.clock.now()).toISOString());
      all.clock.advance(2 * hour);
    }
    expect(sentOn).to.deep.equal(['2026-11-23T14:00:00.000Z', '2026-11-27T14:00:00.000Z', '2026-11-29T14:00:00.000Z']);
    const [letter] = toStudents();
    expect(letter!.to).to.equal('ana@northfield.example');
    expect(letter!.subject).to.equal('Opt in to the guarantee by Mon 30 Nov 2026, 23:59 Chicago time');
    expect(letter!.text).to.match(/\/g\/[\w-]{43}\n/);
  }).timeout(60_000);

  it('are told once by two processes at once, and by one that ended in the middle', async () => {
    await enroll('2026-11-23');
    all.clock.advance(4 * hour);
    const second = await all.openSecond();
    await Promise.all([night(), night(second.application), night()]);
    await second.close();
    // A process that ends right after claiming a course: nothing is lost when its lease is over.
    all.clock.advance(2 * hour);
    await all.application.stores.sweeps.claim('reminders', ines.courseId, all.clock.now(), 10 * 60_000);
    await night();
    all.clock.advance(11 * 60_000);
    await night();
    expect(toStudents()).to.have.length(1);
    expect(await all.application.services.reminders.remindDue(10, () => undefined)).to.equal(0);
  });

  it('of two joined accounts with one address come by one mail, and stand on the pages of both', async () => {
    const { joining, notices } = all.application.services;
    const { people: known } = all.application.stores;
    const { platformId, sub, name } = (await known.find(ben.personId))!;
    await known.note({ platformId, sub, name, email: 'Ana@northfield.example' });
    await enroll('2026-11-23');
    await joining.join({ ...ines, role: 'lead' }, ana.personId, accountKey(ben), 'Registered twice');
    all.clock.advance(4 * hour);
    await night();
    await night();
    expect(toStudents()).to.have.length(1);
    for (const who of [ana, ben]) expect(await notices.mine(who)).to.have.length(1);
  });

  it('begin again when the date moves, and their notice is put away when there is nothing to lose any more', async () => {
    const { notices } = all.application.services;
    await enroll('2026-11-23');
    all.clock.advance(4 * hour);
    await night();
    expect((await notices.mine(ana)).map(({ title }) => title)).to.deep.equal([
      'Opt in to the guarantee by Mon 30 Nov 2026, 23:59 Chicago time.',
    ]);
    await enroll('2026-11-22');
    all.clock.advance(hour);
    await night();
    expect(toStudents().map(({ subject }) => subject.slice(0, 43))).to.deep.equal([
      'Opt in to the guarantee by Mon 30 Nov 2026,',
      'Opt in to the guarantee by Sun 29 Nov 2026,',
    ]);
    expect(await notices.mine(ana)).to.have.length(1);
    await record('optInOn', '2026-11-23');
    all.clock.advance(hour);
    await night();
    expect(await notices.mine(ana)).to.deep.equal([]);
  });

  it('that wait through the night are not sent to whoever has acted meanwhile', async () => {
    await enroll('2026-11-23');
    await night();
    expect(toStudents()).to.deep.equal([]);
    await record('optInOn', '2026-11-23');
    all.clock.advance(4 * hour);
    await all.application.services.mailing.sendDue(50);
    expect(toStudents()).to.deep.equal([]);
    const [row] = await all.application.stores.mails.ofPerson(ana.courseId, ana.personId, 1);
    expect(row).to.include({ state: 'stopped', problem: 'It did not hold any more when it was to be sent.' });
  });

  it('reach whom a later roster dropped as long as something was promised, and keep news of retakes', async () => {
    const { retakes, notices } = all.application.services;
    await enroll('2026-11-23');
    await all.application.stores.courses.enroll(
      { courseId: ana.courseId, personId: ana.personId, role: 'learner', source: 'launch', isActive: false },
      all.clock.now(),
    );
    all.clock.advance(4 * hour);
    await night();
    expect(toStudents()).to.deep.equal([]);
    const terms = { timeZone: 'America/Chicago' };
    const source = { type: 'claim', id: 'C-1' } as const;
    const grant = { personId: ana.personId, kind: 'retake_voucher', source, terms };
    await retakes.grant(ana, grant, { by: ines.personId, byName: ines.name });
    all.clock.advance(hour);
    await night();
    all.clock.advance(hour);
    await night();
    expect(toStudents().map(({ subject }) => subject.slice(0, 20))).to.have.members([
      'Granted to you: Reta',
      'Opt in to the guaran',
    ]);
    expect(await notices.mine(ana)).to.have.length(2);
  });

  it('stay in Resit where mails are stopped', async () => {
    const { contacts, notices } = all.application.services;
    await contacts.set(ana, { quiet: { from: 21, to: 8 }, stopped: ['deadlines'] });
    await enroll('2026-11-23');
    all.clock.advance(4 * hour);
    await night();
    expect(toStudents()).to.have.length(0);
    const [notice] = await notices.mine(ana);
    await notices.dismiss(ana, notice!.id);
    expect(await notices.mine(ana)).to.deep.equal([]);
    expect(await notices.mine(ben)).to.deep.equal([]);
  });

  it('nobody puts away somebody else’s notice', async () => {
    const { notices } = all.application.services;
    await enroll('2026-11-23');
    all.clock.advance(4 * hour);
    await night();
    const [notice] = await notices.mine(ana);
    let reason = '';
    await notices.dismiss(ben, notice!.id).catch((error: { reason: string }) => (reason = error.reason));
    expect(reason).to.equal('not-found');
  });

  it('tell instructors on Monday morning who is at risk, once', async () => {
    await enroll('2026-11-23');
    all.clock.advance(hour);
    await night();
    expect(box.letters.filter(({ to }) => to.startsWith('ines'))).to.have.length(0);
    for (let hours = 0; hours < 48; hours += 6) {
      all.clock.advance(6 * hour);
      await night();
    }
    const digests = box.letters.filter(({ to }) => to.startsWith('ines'));
    expect(digests.map(({ subject }) => subject)).to.deep.equal(['CPC Exam Preparation, this week: 1 student at risk']);
    expect(digests[0]!.text).to.contain('- Ana Álvarez: Opt in').and.not.to.contain('/g/');
  });

  it('by staff: once a day, noted in the student’s file, for students of the course only', async () => {
    const { reminders, mailing, audit } = all.application.services;
    await enroll('2026-11-23');
    all.clock.advance(4 * hour);
    const remind = () =>
      reminders.remind(ines, [ana.personId, ben.personId, ines.personId, 'nobody'], 'See you Tuesday.');
    expect(await remind()).to.deep.equal({ reminded: 2, already: 0 });
    expect(await remind()).to.deep.equal({ reminded: 0, already: 2 });
    await mailing.sendDue(10);
    expect(box.letters).to.have.length(2);
    expect(box.letters[0]!.text.replaceAll('\n', ' ')).to.contain('Ines Instructor writes: See you Tuesday.');
    expect((await audit.of(ines, ana.personId)).filter(({ act }) => act === 'reminded')).to.have.length(1);
    all.clock.advance(day);
    expect(await remind()).to.deep.equal({ reminded: 2, already: 0 });
    for (const visitor of [ana, { ...ines, role: 'none' as const }]) {
      let reason = '';
      await reminders.remind(visitor, [ana.personId], '').catch((error: { reason: string }) => (reason = error.reason));
      expect(reason).to.equal('not-allowed');
    }
  });

  it('let whoever has a guarantee ask for a personal link, also when no mail was ever sent', async () => {
    all.clock.advance(4 * hour);
    await night();
    const { personalLinks, mailing } = all.application.services;
    await personalLinks.ask('ben@northfield.example');
    await personalLinks.answerDue(5);
    await mailing.sendDue(5);
    expect(box.letters.map(({ to }) => to)).to.deep.equal(['ben@northfield.example']);
  });
});
