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
});
