// A student's whole way over HTTP, in both LMS shapes: launch, start, save, submit, result, and the grade in the gradebook.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import type { Visit } from '../support/browser.ts';
import { visitorOfVisit } from '../support/visitors.ts';

interface Paper {
  readonly attemptId: string;
  readonly epoch: number;
  readonly remainingMs: number;
  readonly slots: readonly {
    readonly slot: string;
    readonly options: readonly { readonly id: string; readonly text: string }[];
  }[];
}

const shapes = [
  {
    school: 'canvas',
    course: '10',
    activity: '501',
    teacher: '535fa085-f22b-4655-8f48-5a36a9215f64',
    student: 'a445ca99-1a64-4697-9bfa-508a118245ea',
  },
  { school: 'moodle', course: '2', activity: '1', teacher: '3', student: '4' },
] as const;

/** The paper that a room's page carries. */
const paperOf = (room: { $: Visit['page']['$'] }): Paper => JSON.parse(room.$('#paper').text());

for (const { school, course, activity, teacher, student } of shapes)
  describe(`a student sits an exam launched from a ${school}-shaped LMS`, () => {
    let all: TestApplication;
    let visit: Visit;
    let roomPath: string;
    let paper: Paper;

    before(async () => {
      all = await openTestApplication();
      const staff = await all.browser().launch(all.campus, school, { person: teacher, activity });
      await all.application.services.exams.choose(await visitorOfVisit(all, staff), { blueprintId: 'cpc-demo' });
    });
    after(() => all.close());

    it('shows the student what the exam is before the clock starts', async () => {
      visit = await all.browser().launch(all.campus, school, { person: student, activity });
      expect(visit.page.status).to.equal(200);
      expect(visit.page.$('main').text().replace(/\s+/g, ' '))
        .to.match(/Questions 20/)
        .and.to.contain('25 minutes');
    });

    it('starts the exam and shows a paper without any key', async () => {
      const started = await visit.post('/attempts');
      expect(started.status).to.equal(303);
      roomPath = started.location;
      const room = await visit.get(roomPath);
      expect(room.status).to.equal(200);
      paper = paperOf(room);
      expect(paper.slots).to.have.length(20);
      expect(paper.remainingMs).to.equal(25 * 60_000);
      expect(room.text).not.to.match(/"(key|rationale|why|isPretest|accept)"/);
    });

    it('saves answers and shows them again on any device', async () => {
      const slots = Object.fromEntries(
        paper.slots.map(({ slot, options }, index) => [
          slot,
          { q: paper.epoch * 2 ** 24 + index + 1, v: [options[0]!.id] },
        ]),
      );
      const saved = await visit.send('PUT', `${roomPath}/answers`, { tab: 'tab-1', slots });
      expect(saved.status).to.equal(200);
      expect(Object.values(saved.json<{ slots: Record<string, string> }>().slots)).to.deep.equal(
        Array(20).fill('taken'),
      );

      const elsewhere = await all.browser().launch(all.campus, school, { person: student, activity });
      const again = JSON.parse((await elsewhere.get(`/attempts/${paper.attemptId}`)).$('#paper').text());
      expect(again.answers.s20.v).to.deep.equal([paper.slots[19]!.options[0]!.id]);
      expect(again.slots).to.deep.equal(paper.slots.map((slot: object) => slot));
    });

    it('hands in once, however often it is pressed, with the same receipt', async () => {
      all.clock.advance(10 * 60_000);
      const [first, second] = await Promise.all(
        [1, 2].map(() => visit.send('POST', `${roomPath}/submit`, { slots: {} })),
      );
      expect(first!.status).to.equal(200);
      expect(second!.json()).to.deep.equal(first!.json());
      expect(first!.json<{ receipt: string }>().receipt).to.match(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    });

    it('shows the result, and the same value arrives in the gradebook', async () => {
      const result = await visit.get(`/attempts/${paper.attemptId}/result`);
      expect(result.status).to.equal(200);
      const attempt = (await all.application.stores.attempts.find(paper.attemptId))!;
      const score = (await all.application.stores.scores.find(attempt.id, attempt.scoreVersion))!;
      expect(result.text).to.contain(`${score.shownWeighted} %`);

      expect(await all.application.services.passback.sendDue(10)).to.equal(1);
      const arrivals = all.campus.school(school).arrivals;
      expect(arrivals).to.have.length(1);
      expect(all.campus.school(school).gradebook(course)).to.not.equal(undefined);
      const grade = (
        await all.application.stores.grades.ofPerson(attempt.courseId, attempt.examId, attempt.personId)
      )[0]!;
      expect(grade.state).to.equal('sent');
      expect(grade.sent?.scoreGiven).to.equal(Number(score.shownWeighted));
      expect(await all.application.services.passback.sendDue(10)).to.equal(0);
    });

    it('reviews every question with its reasons afterwards', async () => {
      const review = await visit.get(`/attempts/${paper.attemptId}/answers`);
      expect(review.status).to.equal(200);
      expect(review.text).to.contain('ICD-10-CM');
    });
  });
