// Grades back to the LMS: every grade arrives once, in order, whatever the LMS answers, and people can see how it stands.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people, setUpExam, sit, type SchoolName } from '../support/candidates.ts';

const hour = 3_600_000;

for (const school of ['canvas', 'moodle'] as const satisfies readonly SchoolName[])
  describe(`grade passback to a ${school}-shaped gradebook`, () => {
    let all: TestApplication;
    beforeEach(async () => {
      all = await openTestApplication();
    });
    afterEach(() => all.close());

    const student = people[school].students[0];
    /** The newest score that the gradebook accepted for the student; null when it was taken back. */
    const shown = (): number | null => {
      const accepted = all.campus.school(school).arrivals.filter((arrival) => arrival.status < 300);
      return (accepted.at(-1)?.body as { scoreGiven?: number } | undefined)?.scoreGiven ?? null;
    };
    const send = (): Promise<number> => all.application.services.passback.sendDue(50);
    const status = async (examId: string) => {
      const visitor = await arrive(all, school, student);
      const exam = (await all.application.stores.exams.find(examId, visitor.courseId))!;
      return all.application.services.passback.statusOf(exam, visitor.personId);
    };

    it('sends the shown weighted percent of 100, and nothing again while it stands', async () => {
      const { exam } = await setUpExam(all, school);
      await sit(all, await arrive(all, school, student), exam.id, 20);
      await send();
      expect(shown()).to.equal(100);
      expect((await status(exam.id)).state).to.equal('sent');
      expect(await send()).to.equal(0);
      expect(all.campus.school(school).arrivals).to.have.length(1);
    });

    for (const [policy, expected] of [
      ['best', 100],
      ['last', 0],
      ['first', 50],
      ['average', 50],
    ] as const)
      it(`gives the ${policy} attempt under that policy`, async () => {
        const { exam } = await setUpExam(all, school, { attemptPolicy: policy });
        const visitor = await arrive(all, school, student);
        for (const right of ['half', 20, 0] as const) {
          const attempt = await sit(all, visitor, exam.id, right === 'half' ? 10 : right);
          expect(attempt.state).to.equal('graded');
          all.clock.advance(60_000);
          await send();
        }
        const scores = await Promise.all(
          (
            await all.application.stores.attempts.ofPerson({
              platformId: visitor.platformId,
              personId: visitor.personId,
              examId: exam.id,
            })
          ).map((attempt) => all.application.stores.scores.find(attempt.id, attempt.scoreVersion)),
        );
        const [first, , last] = scores.map((score) => Number(score!.shownWeighted));
        const wanted = { best: expected, last, first, average: (await status(exam.id)).scoreGiven }[policy];
        expect(shown()).to.equal(wanted);
        if (policy === 'average') expect(shown()).to.be.closeTo((first! + 100 + 0) / 3, 0.01);
      });

    it('sends the other attempt when the instructor changes the policy', async () => {
      const { exam, instructor } = await setUpExam(all, school, { attemptPolicy: 'best' });
      const visitor = await arrive(all, school, student);
      for (const right of [20, 0]) {
        await sit(all, visitor, exam.id, right);
        all.clock.advance(60_000);
      }
      await send();
      expect(shown()).to.equal(100);
      all.clock.advance(60_000);
      const { exams, passback } = all.application.services;
      await exams.change(instructor, exam.id, 1, { ...exam.settings, attemptPolicy: 'last' });
      expect(await passback.oweAgain(5)).to.equal(1);
      expect(await passback.oweAgain(5)).to.equal(0);
      await send();
      expect(shown()).to.equal(0);
    });

    it('waits and tries again after 503, and stores one result', async () => {
      const { exam } = await setUpExam(all, school);
      await sit(all, await arrive(all, school, student), exam.id, 20);
      all.campus.faults.set({ unavailable: 2 });
      await send();
      const waiting = await status(exam.id);
      expect(waiting.state).to.equal('waiting');
      expect(waiting.problem).to.be.a('string').and.not.equal('');
      expect(await send()).to.equal(0);
      all.clock.advance(hour);
      await send();
      all.clock.advance(hour);
      await send();
      expect((await status(exam.id)).state).to.equal('sent');
      expect(all.campus.school(school).arrivals.filter((arrival) => arrival.status < 300)).to.have.length(1);
    });

    it('slows down when the LMS asks for it', async () => {
      const { exam } = await setUpExam(all, school);
      await sit(all, await arrive(all, school, student), exam.id, 20);
      all.campus.faults.set({ throttled: 1 });
      await send();
      expect((await status(exam.id)).state).to.equal('waiting');
      all.clock.advance(hour);
      await send();
      expect((await status(exam.id)).state).to.equal('sent');
    });

    it('gets a new token when the old one is refused', async () => {
      const { exam } = await setUpExam(all, school);
      const visitor = await arrive(all, school, student);
      await sit(all, visitor, exam.id, 0);
      await send();
      all.campus.school(school).forgetAccessTokens();
      all.clock.advance(60_000);
      await sit(all, visitor, exam.id, 20);
      await send();
      expect(shown()).to.equal(100);
    });

    it('sends two results of one second with rising timestamps', async () => {
      const { exam } = await setUpExam(all, school);
      const visitor = await arrive(all, school, student);
      await sit(all, visitor, exam.id, 0);
      await send();
      await sit(all, visitor, exam.id, 20);
      await send();
      all.clock.advance(5000);
      await send();
      expect(shown()).to.equal(100);
      const stamps = all.campus
        .school(school)
        .arrivals.map((arrival) => Date.parse(String((arrival.body as { timestamp: string }).timestamp)));
      expect(stamps.every((stamp, index) => index === 0 || stamp - stamps[index - 1]! >= 1000)).to.equal(true);
    });

    it('never sends progress, so that no grade is wiped', async () => {
      const { exam } = await setUpExam(all, school);
      const visitor = await arrive(all, school, student);
      await sit(all, visitor, exam.id, 20);
      await send();
      await all.application.services.sitting.prepare(visitor, exam.id, null);
      await send();
      for (const { body } of all.campus.school(school).arrivals)
        expect(body).to.include({ activityProgress: 'Completed', gradingProgress: 'FullyGraded' });
    });

    it('takes the grade back when the only attempt is voided', async () => {
      const { exam, instructor } = await setUpExam(all, school);
      const attempt = await sit(all, await arrive(all, school, student), exam.id, 20);
      await send();
      all.clock.advance(60_000);
      await all.application.services.invigilation.void(instructor, attempt.id, {
        reason: 'Power cut',
        givesTryBack: true,
      });
      await send();
      expect(shown()).to.equal(null);
    });

    it('sends again on request, once however often it is pressed', async () => {
      const { exam } = await setUpExam(all, school);
      const visitor = await arrive(all, school, student);
      await sit(all, visitor, exam.id, 20);
      await send();
      all.clock.advance(60_000);
      const { passback } = all.application.services;
      await Promise.all([1, 2, 3].map(() => passback.sendAgain(visitor, exam.id, visitor.personId)));
      await send();
      expect(await send()).to.equal(0);
      expect(all.campus.school(school).arrivals).to.have.length(2);
    });

    it('says that a grade stays here when the column is gone', async () => {
      const { exam } = await setUpExam(all, school);
      const { course } = people[school];
      await sit(all, await arrive(all, school, student), exam.id, 20);
      for (const item of all.campus.school(school).lineItems(course)) all.campus.school(school).removeLineItem(item.id);
      await send();
      const failed = await status(exam.id);
      expect(failed.state).to.equal('failed');
      expect(failed.problem).to.match(/column|gradebook/i);
    });

    it('sends nothing for previews', async () => {
      const { exam, instructor } = await setUpExam(all, school);
      await sit(all, instructor, exam.id, 20);
      if (people[school].testStudent)
        await sit(all, await arrive(all, school, people[school].testStudent), exam.id, 20);
      await send();
      expect(all.campus.school(school).arrivals).to.have.length(0);
    });
  });
