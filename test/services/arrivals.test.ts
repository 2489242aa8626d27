// Arrivals: what a launch leaves behind, and what copied courses and activities find again.

import { expect } from 'chai';
import { examParameter } from '../../src/domain/exam/link.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { setUpExam, sit, arrive, people } from '../support/candidates.ts';
import { visitorOfVisit } from '../support/visitors.ts';

const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;

describe('arrivals', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
  });
  after(() => all.close());

  /** A launch whose link names an exam, from this course or from another one. */
  async function launchNaming(
    examId: string,
    { person = '4', link = 'copied-link', course }: { person?: string; link?: string; course?: string } = {},
  ) {
    all.campus.school('moodle').tamper(({ claims }) => {
      claims[claim('custom')] = { [examParameter]: examId };
      claims[claim('resource_link')] = { id: link, title: 'Copied' };
      if (course) claims[claim('context')] = { id: course, title: 'Next term' };
    });
    return visitorOfVisit(all, await all.browser().launch(all.campus, 'moodle', { person, activity: '1' }));
  }

  it('finds the exam of an activity that was duplicated in its course', async () => {
    const { exam } = await setUpExam(all, 'moodle');
    const visitor = await launchNaming(exam.id);
    expect((await all.application.services.exams.ofLink(visitor))?.id).to.equal(exam.id);
  });

  it('brings a copied course its own copy of the exam, once, without window and without anybody’s attempts', async () => {
    const { exam } = await setUpExam(all, 'moodle', {
      title: 'Mock of the fall',
      window: { opensAt: all.clock.now() - 1000, closesAt: all.clock.now() + 86_400_000, policy: 'startBy' },
    });
    await sit(all, await arrive(all, 'moodle', people.moodle.students[0]), exam.id, 20);
    const launches = await Promise.all(
      [1, 2].map(() => launchNaming(exam.id, { course: 'next-term', link: 'new-link' })),
    );
    const copies = await Promise.all(launches.map((visitor) => all.application.services.exams.ofLink(visitor)));
    expect(copies[0]!.id).to.equal(copies[1]!.id).and.not.to.equal(exam.id);
    expect(copies[0]!.settings.title).to.equal('Mock of the fall');
    expect(copies[0]!.settings.window.closesAt).to.equal(null);
    const briefing = (await all.application.services.briefing.ofLink(launches[0]!))!;
    expect(briefing.history).to.deep.equal([]);
    expect(briefing.attemptsLeft).to.equal(exam.settings.attemptsAllowed);
  });

  it('does not take an exam from another platform', async () => {
    const { exam } = await setUpExam(all, 'canvas');
    const visitor = await launchNaming(exam.id, { link: 'stolen', course: 'elsewhere' });
    expect(await all.application.services.exams.ofLink(visitor)).to.equal(null);
  });

  it('reads the roster within seconds of an instructor’s launch, and keeps a launch’s word on roles', async () => {
    const instructor = await arrive(all, 'moodle', people.moodle.instructor);
    expect(await all.application.services.roster.readDue(5)).to.be.greaterThan(0);
    const { courses } = all.application.stores;
    const enrolled = await courses.enrolled(instructor.courseId);
    expect(enrolled.length).to.be.greaterThan(3);
    expect((await courses.enrollment(instructor.courseId, instructor.personId))?.role).to.equal('instructor');
    expect(await all.application.services.roster.readDue(5)).to.equal(0);
  });

  it('keeps a name once known when a later launch does not give it', async () => {
    await arrive(all, 'moodle', '4');
    all.campus.school('moodle').tamper(({ claims }) => {
      for (const name of ['name', 'given_name', 'family_name', 'email']) delete claims[name];
    });
    const visitor = await arrive(all, 'moodle', '4');
    expect(visitor.name).to.equal('Ana Álvarez');
  });

  it('previews what an administrator does while acting as a student, and takes the student for nobody’s test', async () => {
    const [student] = people.canvas.students;
    all.campus.school('canvas').tamper(({ claims }) => {
      const custom = 'https://purl.imsglobal.org/spec/lti/claim/custom';
      claims[custom] = { ...(claims[custom] as object), canvas_masquerading_user_id: '17' };
    });
    const masked = await arrive(all, 'canvas', student);
    expect(masked.isTestUser).to.equal(true);
    expect((await all.application.stores.people.find(masked.personId))?.isTestUser).to.equal(false);
    expect((await arrive(all, 'canvas', student)).isTestUser).to.equal(false);
  });
});
