// The audit trail in the database: acts at once keep their order, and tampering with a stored act is found.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { setUpExam } from '../support/candidates.ts';

describe('the audit trail', () => {
  let all: TestApplication;
  beforeEach(async () => {
    all = await openTestApplication();
  });
  afterEach(() => all.close());

  it('chains acts that come at once, and finds one that was changed in the database', async () => {
    const { instructor, exam } = await setUpExam(all, 'moodle');
    const { audit } = all.application.services;
    const acts = Array.from({ length: 20 }, (_, at) => ({
      act: 'extended',
      subjectId: exam.id,
      reason: `reason ${at}`,
      detail: { minutes: at },
    }));
    await Promise.all(acts.map((act) => audit.note(instructor, act)));
    const whole = await audit.verify(instructor.courseId);
    expect(whole).to.deep.include({ acts: 22, fault: null });
    const events = all.connection.db!.collection('events');
    await events.updateOne({ courseId: instructor.courseId, number: 7 }, { $set: { reason: 'another' } });
    expect((await audit.verify(instructor.courseId)).fault).to.deep.include({ number: 7 });
  });

  it('finds acts that were removed, also at the end, and acts that changed places', async () => {
    const { instructor, exam } = await setUpExam(all, 'moodle');
    const { audit } = all.application.services;
    for (let at = 0; at < 5; at += 1)
      await audit.note(instructor, { act: 'extended', subjectId: exam.id, reason: `${at}`, detail: {} });
    const events = all.connection.db!.collection('events');
    const { courseId } = instructor;
    const faultAfter = async (change: () => Promise<unknown>, undo: () => Promise<unknown>) => {
      await change();
      const { fault } = await audit.verify(courseId);
      await undo();
      return fault;
    };
    for (const number of [1, 4, 7]) {
      const taken = (await events.findOne({ courseId, number }))!;
      const fault = await faultAfter(
        () => events.deleteOne({ courseId, number }),
        () => events.insertOne(taken),
      );
      expect(fault).to.deep.equal({ number, words: `Act ${number} is missing.` });
    }
    const swap = async (): Promise<void> => {
      await events.updateOne({ courseId, number: 3 }, { $set: { number: 99 } });
      await events.updateOne({ courseId, number: 4 }, { $set: { number: 3 } });
      await events.updateOne({ courseId, number: 99 }, { $set: { number: 4 } });
    };
    expect((await faultAfter(swap, swap))?.number).to.equal(3);
    await events.deleteMany({ courseId });
    expect((await audit.verify(courseId)).fault?.words).to.equal('Act 7 is missing.');
  });

  it('has a chain for what belongs to no course, apart from every course', async () => {
    const { instructor } = await setUpExam(all, 'moodle');
    const { audit } = all.application.services;
    const noted = { act: 'API key issued', subjectId: 'k1', reason: '', detail: { name: 'SIS' } };
    await Promise.all(Array.from({ length: 5 }, () => audit.noteInOrganization(instructor, noted)));
    const chain = `organization:${instructor.organizationId}`;
    expect(await audit.verify(chain)).to.deep.equal({ courseId: chain, acts: 5, fault: null });
    expect(await audit.ofOrganization(instructor, 'k1')).to.have.length(5);
    expect(await audit.of(instructor, 'k1')).to.have.length(0);
    expect((await audit.chains('')).map(({ id }) => id)).to.have.members([chain, instructor.courseId]);
    await all.connection.db!.collection('events').updateOne({ courseId: chain, number: 2 }, { $set: { by: 'other' } });
    expect((await audit.verify(chain)).fault).to.deep.include({ number: 2 });
  });
});
