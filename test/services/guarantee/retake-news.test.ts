// News of retakes: told once whoever granted, in the application and by mail, completed after a crash, and never with a code.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Grant } from '../../../src/services/guarantee/granting.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { linkIn, mailbox, type Mailbox } from '../../support/mailbox.ts';

const hour = 3_600_000;
const day = 24 * hour;
const terms = { timeZone: 'America/Chicago', validFor: { months: 10 } };
const code = 'VOUCHER-4711';

describe('news of retakes', () => {
  let all: TestApplication;
  let box: Mailbox;
  let ana: Visitor;
  let dana: Visitor;

  beforeEach(async () => {
    box = mailbox();
    all = await openTestApplication({ itemBank: false, post: box });
    dana = await arrive(all, 'canvas', people.canvas.instructor);
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
  });
  afterEach(() => all.close());

  const services = () => all.application.services;
  const given = (more: Partial<Grant> = {}): Grant => ({
    personId: ana.personId,
    kind: 'retake_voucher',
    source: { type: 'claim', id: 'C-1' },
    terms,
    code,
    ...more,
  });
  const why = () => ({ reason: 'Goodwill', actId: all.application.surroundings.newId() });
  const grant = (more: Partial<Grant> = {}) =>
    services().retakes.grant(ana, given(more), { by: dana.personId, byName: dana.name });
  const send = () => services().mailing.sendDue(20);
  const titles = async () => (await services().notices.mine(ana)).map(({ title }) => title);

  it('a grant by claim is told once, in both places, with a personal link and without the code', async () => {
    await Promise.all(Array.from({ length: 6 }, () => grant()));
    await services().retakes.lapseDue(10);
    await send();
    expect(await titles()).to.deep.equal(['Granted to you: Retake voucher.']);
    expect(box.letters).to.have.length(1);
    const [letter] = box.letters;
    expect(letter!.subject).to.equal('Granted to you: Retake voucher, CPC Exam Preparation');
    expect(letter!.text).to.contain('The last day is');
    expect(linkIn(letter!, '/g/')).to.match(/^\/g\/.{20,}/);
    expect(`${letter!.text}${letter!.html}`).not.to.contain(code);
  });

  it('purchases and staff tell too, each grant by itself', async () => {
    await grant({ source: { type: 'purchase', id: 'order 7' } });
    const { personId, kind } = given();
    await services().retakes.desk.grant(dana, { personId, kind, units: 1, terms }, why());
    await services().retakes.desk.grant(dana, { personId, kind: 'tutoring_hours', units: 6, terms }, why());
    await send();
    expect(box.letters).to.have.length(3);
    expect(await titles()).to.include('Granted to you: Hours of tutoring (6 hours).');
  });

  it('what a crash left untold is told by the job, once', async () => {
    const made = await grant();
    // As if the process had ended after the grant was kept.
    await all.connection.db!.collection('mails').deleteMany({ personId: ana.personId });
    await all.connection.db!.collection('notices').deleteMany({ personId: ana.personId });
    await services().retakes.lapseDue(10);
    await services().retakes.lapseDue(10);
    await send();
    expect(box.letters).to.have.length(1);
    all.clock.advance(hour);
    await services().retakes.desk.void(dana, made.id, why());
    await all.connection.db!.collection('mails').deleteMany({ state: 'waiting' });
    await services().retakes.lapseDue(10);
    await send();
    expect(box.letters.map(({ subject }) => subject)).to.deep.equal([
      'Granted to you: Retake voucher, CPC Exam Preparation',
      'Ended by staff: Retake voucher, CPC Exam Preparation',
    ]);
    expect(await titles()).to.deep.equal(['Ended by staff: Retake voucher.']);
  });

  it('a replacement is one piece of news', async () => {
    const made = await grant();
    await send();
    const { actId, reason } = why();
    await services().retakes.desk.replace(dana, made.id, { actId, reason, kind: 'tutoring_hours', units: 2, terms });
    await services().retakes.lapseDue(10);
    await send();
    expect(box.letters.map(({ subject }) => subject.split(',')[0])).to.deep.equal([
      'Granted to you: Retake voucher',
      'Granted in place of another: Hours of tutoring (2 hours)',
    ]);
  });

  it('a refund is told when the second person has agreed', async () => {
    const refund = {
      kind: 'tuition_refund',
      code: null,
      needsSecondPerson: true,
      value: { minor: 500, currency: 'USD' },
    };
    const made = await grant(refund);
    await services().retakes.lapseDue(10);
    expect(await titles()).to.deep.equal([]);
    const other = { ...dana, personId: 'somebody else', role: 'administrator' as const };
    await services().retakes.desk.approve(other, made.id, why());
    expect(await titles()).to.deep.equal(['Granted to you: Refund of tuition, USD 5.00.']);
  });

  it('what was granted long ago is news to nobody', async () => {
    await grant();
    for (const name of ['mails', 'notices']) await all.connection.db!.collection(name).deleteMany({});
    all.clock.advance(8 * day);
    await services().retakes.lapseDue(10);
    expect(await titles()).to.deep.equal([]);
  });
});
