// Completion links: marked when opened or confirmed, once, for students alone; staff see what the link does; a copied course is asked first.

import { expect } from 'chai';
import type { Visit } from '../../../support/browser.ts';
import { wordsOf } from '../../instructor/staff-at-work.ts';
import { guaranteedCourse, type GuaranteedCourse } from '../../instructor/guarantee/a-guarantee.ts';
import { parametersOf } from '../../../../src/domain/evidence/completion-link.ts';
import { people } from '../../../support/candidates.ts';

const custom = 'https://purl.imsglobal.org/spec/lti/claim/custom';
const resourceLink = 'https://purl.imsglobal.org/spec/lti/claim/resource_link';

describe('a completion link', () => {
  let course: GuaranteedCourse;
  before(async () => {
    course = await guaranteedCourse();
  });
  after(() => course.all.close());

  /** A launch by a link that completes a module. */
  function by(
    link: { module: string; title?: string; marks?: 'opened' | 'confirmed' },
    person: string,
  ): Promise<Visit> {
    const { module, title = 'Anatomy', marks = 'opened' } = link;
    course.all.campus.school('canvas').tamper((draft) => {
      draft.claims[custom] = parametersOf({ module, title, marks });
      draft.claims[resourceLink] = { id: `completion-${module}-${marks}`, title };
    });
    return course.all.browser().launch(course.all.campus, 'canvas', { person, activity: '501' });
  }
  const [ana, ben] = people.canvas.students;
  const fileOf = (personId: string) => course.all.application.stores.files.find({ ...course.dana, personId });

  it('marks the module as done when it is opened, once, and says since when', async () => {
    const visit = await by({ module: 'm1' }, ana);
    expect(visit.page.status).to.equal(200);
    expect(wordsOf(visit.page, '.answer')).to.equal('You have done “Anatomy”: Mon 23 Nov 2026.');
    course.all.clock.advance(2 * 86_400_000);
    const later = await by({ module: 'm1' }, ana);
    expect(wordsOf(later.page, '.answer')).to.equal('You have done “Anatomy”: Mon 23 Nov 2026.');
    expect(wordsOf(later.page, 'main')).to.contain('1 of 2 required modules are done.');
    expect((await later.get('/')).status).to.equal(200);
  });

  it('asks first where it is made so, and marks nothing before', async () => {
    const visit = await by({ module: 'm2', marks: 'confirmed' }, ben);
    expect(wordsOf(visit.page, '.answer')).to.equal('Have you done “Modifiers”?');
    expect((await fileOf(course.benId))?.modules ?? {}).to.deep.equal({});
    const confirmed = await visit.post('/modules/m2/confirm');
    expect(confirmed.status).to.equal(303);
    const page = await visit.get(confirmed.location);
    expect(wordsOf(page, '[data-notice=done]')).to.equal('It is recorded.');
    expect(wordsOf(page, '.answer')).to.contain('You have done “Modifiers”');
    expect((await fileOf(course.benId))?.modules['m2']).to.include({ source: 'student' });
  });

  it('marks nothing for staff, who read what it does', async () => {
    const visit = await by({ module: 'm2' }, people.canvas.instructor);
    expect(wordsOf(visit.page, '.answer')).to.equal('1 of 2 students has done “Modifiers”.');
    expect(wordsOf(visit.page, '.dl')).to.contain('as soon as a student opens the activity');
    expect((await fileOf(course.dana.personId))?.modules ?? {}).to.deep.equal({});
  });

  it('marks nothing for test students', async () => {
    const visit = await by({ module: 'm2' }, people.canvas.testStudent);
    expect(wordsOf(visit.page, '.answer')).to.equal('A test student completes nothing.');
    const { personId } = await course.visitorOf(visit);
    expect(await fileOf(personId)).to.equal(null);
    expect((await visit.post('/modules/m2/confirm')).status).to.equal(403);
  });

  it('marks nothing in a copied course until its instructor adds the module', async () => {
    const student = await by({ module: 'copied', title: 'E/M coding' }, ana);
    expect(wordsOf(student.page, '.answer')).to.equal('This module is not set up in this course yet.');
    expect((await student.post('/modules/copied/confirm')).status).to.equal(404);
    const staff = await by({ module: 'copied', title: 'E/M coding' }, people.canvas.instructor);
    expect(wordsOf(staff.page, '.answer')).to.equal('This course has no module “E/M coding” yet.');
    const added = await staff.post('/module-link/add');
    expect(wordsOf(await staff.get(added.location), '[data-notice=done]')).to.contain('The module is added');
    const again = await by({ module: 'copied', title: 'E/M coding' }, ana);
    expect(wordsOf(again.page, '.answer')).to.contain('You have done “E/M coding”');
  });

  it('is made by the picker, beside exams and without a column in the gradebook', async () => {
    const { all } = course;
    const request = { person: people.canvas.instructor, activity: '501' };
    const instructor = await all.browser().launch(all.campus, 'canvas', request);
    const deepLink = {
      requestId: 'r1',
      returnUrl: 'http://127.0.0.1/back',
      acceptTypes: ['ltiResourceLink'],
      acceptMultiple: true,
      acceptLineItem: true,
      title: null,
      text: null,
      data: null,
      expiresAt: all.clock.now() + 60_000,
    };
    const sessions = all.connection.db!.collection('sessions');
    await sessions.updateOne({ _id: instructor.base.slice('/s/'.length) as never }, { $set: { deepLink } });
    all.clock.advance(11_000);
    const page = await instructor.get('/deep-link');
    expect(page.$('input[name=module][value=m1]')).to.have.length(1);
    expect((await instructor.post('/deep-link', { module: 'unknown', marks: 'opened' })).status).to.equal(404);
    const answer = await instructor.post('/deep-link', { module: ['m1', 'm2'], marks: 'confirmed' });
    expect(answer.status).to.equal(200);
    const token = answer.$('input[name=JWT]').attr('value')!;
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    const items = claims['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'] as Record<string, unknown>[];
    expect(items.map(({ title }) => title)).to.deep.equal(['Completion of Anatomy', 'Completion of Modifiers']);
    expect(items[0]!['custom']).to.deep.equal({
      resit_module: 'm1',
      resit_module_title: 'Anatomy',
      resit_module_marks: 'confirmed',
    });
    expect(items[0]).to.not.have.property('lineItem');
  });
});
