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

  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  /** Another process over the same database, which knows nothing of what this one has done. */
  const another = async () => {
    const second = await all.openSecond();
    opened.push(second);
    return () => second.application.services.backfilling.fillNext();
  };

  const fill = () => all.application.services.backfilling.fillNext();
  const raw = (name: string) => all.connection.db!.collection<{ _id: string }>(name);
  const anew = () => raw('backfills').deleteMany({});

  it('gives addresses the form in which they are compared, also behind the first page', async () => {
    const { stores } = all.application;
    await raw('people').insertMany(Array.from({ length: 501 }, (_, count) => old(count)));
    expect(await stores.people.withEmail('p-old', 'student500@old.example')).to.have.length(0);
    const fillToo = await another();
    await Promise.all([fill(), fillToo()]);
    await fill();
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
    const fillAgain = await another();
    expect(await fillAgain()).to.equal(1);
    expect((await files.find(ana))!.mocks).to.deep.equal({ [ofAna.id]: noted[ofAna.id] });
    expect((await files.find(bo))?.mocks ?? {}).to.deep.equal({});

    await anew();
    const { rev } = (await files.find(ana))!;
    expect(await fillAgain()).to.equal(0);
    expect((await files.find(ana))!.rev).to.equal(rev);
  });

  it('keeps claims open that had one key, and those closed that are over', async () => {
    const claim = { courseId: 'c-old', platformId: 'p-old', organizationId: 'o' };
    const oldClaim = (personId: string, waitsFor: string) => ({
      _id: `C-${personId}`,
      ...claim,
      personId,
      waitsFor,
      openKey: `c-old:${personId}`,
    });
    await raw('claims').insertMany([oldClaim('ana', 'staff'), oldClaim('bo', 'nobody')] as never);
    await anew();
    await (
      await another()
    )();
    const keysOf = async (id: string) => (await raw('claims').findOne({ _id: id })) as { openKeys?: string[] } | null;
    expect((await keysOf('C-ana'))?.openKeys).to.deep.equal(['c-old:ana']);
    expect((await keysOf('C-bo'))?.openKeys).to.equal(undefined);
    await raw('claims').deleteMany({ courseId: 'c-old' });
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
    const fillOn = await another();
    expect(await fillOn()).to.equal(0);
    expect(await all.application.stores.people.withEmail('p-old', 'student450@old.example')).to.have.length(0);
    all.clock.advance(61_000);
    expect(await fillOn()).to.equal(100);
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
