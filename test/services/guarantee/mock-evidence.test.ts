// A scored mock exam is evidence in its student's file, once, in its newest version; voided it stays on record and counts for nothing.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people, setUpExam, sit } from '../../support/candidates.ts';

describe('mock exams as evidence', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
  });
  after(() => all.close());

  it('are noted when scored, with the exact percent and what the exam counts as', async () => {
    const { exam, instructor } = await setUpExam(all, 'moodle');
    const ana = await arrive(all, 'moodle', people.moodle.students[0]);
    const attempt = await sit(all, ana, exam.id, 12);
    const { files } = all.application.stores;
    const noted = (await files.find(ana))?.mocks[attempt.id];
    const score = await all.application.stores.scores.find(attempt.id, attempt.scoreVersion);
    expect(noted).to.deep.include({ kind: exam.settings.countsAs, isValid: true, version: attempt.scoreVersion });
    expect(noted?.score).to.equal((100 * score!.weighted.of) / score!.weighted.over);

    await all.application.services.duties.settle(attempt);
    const again = await files.find(ana);
    expect(again?.mocks[attempt.id]).to.deep.equal(noted);

    await all.application.services.invigilation.void(instructor, attempt.id, {
      reason: 'Fire alarm',
      givesTryBack: true,
    });
    expect((await files.find(ana))?.mocks[attempt.id]).to.deep.equal({ ...noted, isValid: false });
  });

  it('are never replaced by an older score', async () => {
    const bo = await arrive(all, 'moodle', people.moodle.students[1]);
    const { files } = all.application.stores;
    const mock = { examId: 'e', title: 'Mock', at: 5, score: 70, kind: 'mock', isPassed: true, isValid: true };
    expect(await files.noteMock(bo, 'a1', { ...mock, version: 4 })).to.equal(true);
    expect(await files.noteMock(bo, 'a1', { ...mock, score: 10, version: 3 })).to.equal(false);
    expect(await files.noteMock(bo, 'a1', { ...mock, score: 10, version: 4 })).to.equal(false);
    expect((await files.find(bo))?.mocks['a1']?.score).to.equal(70);
  });
});
