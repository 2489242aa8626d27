// Backfilling: records of an earlier version get what is expected now, once, whoever does it and wherever it stopped.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people, setUpExam, sit } from '../support/candidates.ts';

describe('backfilling', function () {
  this.timeout(60_000);
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
  });
  after(() => all.close());

  const fill = () => all.application.services.backfilling.fillNext();
  const raw = (name: string) => all.connection.db!.collection<{ _id: string }>(name);
  const anew = () => raw('backfills').deleteMany({});

  it('gives addresses the form in which they are compared, also behind the first page', async () => {
    const { stores } = all.application;
    await raw('people').insertMany(Array.from({ length: 501 }, (_, count) => old(count)));
    expect(await stores.people.withEmail('p-old', 'student500@old.example')).to.have.length(0);
    const second = await all.openSecond();
    await Promise.all([fill(), second.application.services.backfilling.fillNext()]);
    await fill();
    await second.close();
    for (const count of [0, 499, 500])
      expect(await stores.people.withEmail('p-old', `STUDENT${count}@old.example`)).to.have.length(1);
    expect(await fill()).to.equal(0);
  });

  it('notes mock exams that were scored before files kept them; previews and voided ones it leaves alone', async () => {
    const { files } = all.application.stores;
    const { exam, instructor } = await setUpExam(all, 'moodle');
    const ana = await arrive(all, 'moodle', people.moodle.students[0]);
    const bo = await arrive(all, 'moodle', people.moodle.students[1]);
    const ofAna = await sit(all, ana, exam.id, 12);
    const ofBo = await sit(all, bo, exam.id, 12);
    const noted = (await files.find(ana))!.mocks;
    await all.application.services.invigilation.void(instructor, ofBo.id, { reason: 'Fire alarm', givesTryBack: true });
    await raw('studentFiles').deleteMany({});
    expect(await files.find(ana)).to.equal(null);
    await anew();

    // The process of before does not know that there is something to do again.
    const second = await all.openSecond();
    const fillAgain = () => second.application.services.backfilling.fillNext();
    expect(await fillAgain()).to.equal(1);
    expect((await files.find(ana))!.mocks).to.deep.equal({ [ofAna.id]: noted[ofAna.id] });
    expect((await files.find(bo))?.mocks ?? {}).to.deep.equal({});

    await anew();
    const { rev } = (await files.find(ana))!;
    expect(await fillAgain()).to.equal(0);
    await second.close();
    expect((await files.find(ana))!.rev).to.equal(rev);
  });

  it('goes on where another process ended in the middle, when its lease is over', async () => {
    await anew();
    await raw('backfills').insertOne({
      _id: 'addresses',
      after: 'old-0400',
      leaseUntil: all.clock.now() + 60_000,
      doneAt: null,
    } as never);
    await raw('people').updateMany({ platformId: 'p-old' }, { $unset: { emailKey: '' } });
    const second = await all.openSecond();
    const { backfilling } = second.application.services;
    expect(await backfilling.fillNext()).to.equal(0);
    expect(await all.application.stores.people.withEmail('p-old', 'student450@old.example')).to.have.length(0);
    all.clock.advance(61_000);
    expect(await backfilling.fillNext()).to.equal(100);
    await second.close();
    expect(await all.application.stores.people.withEmail('p-old', 'student450@old.example')).to.have.length(1);
    expect(await all.application.stores.people.withEmail('p-old', 'student399@old.example')).to.have.length(0);
  });
});

function old(count: number) {
  return {
    _id: `old-${String(count).padStart(4, '0')}`,
    platformId: 'p-old',
    sub: `s${count}`,
    name: `Student ${count}`,
    email: `Student${count}@old.example`,
  };
}
