// The page that joins accounts: found, compared, refused without a reason with nothing typed lost, joined, undone; and a way to it from the student's file.

import { expect } from 'chai';
import type { Visit } from '../../../support/browser.ts';
import { wordsOf } from '../staff-at-work.ts';
import { guaranteedCourse, type GuaranteedCourse } from './a-guarantee.ts';

describe('the page that joins accounts', () => {
  let course: GuaranteedCourse;
  let office: Visit;
  before(async () => {
    course = await guaranteedCourse();
    const { courses } = course.all.application.stores;
    await courses.setLead(course.dana.courseId, course.dana.personId, true);
    office = await course.all.browser().launch(course.all.campus, 'canvas', {
      person: '535fa085-f22b-4655-8f48-5a36a9215f64',
      activity: '501',
    });
  });
  after(() => course.all.close());

  it('is reached from the student’s file and finds somebody by name', async () => {
    const file = await office.get(`/students/${course.anaId}`);
    expect(file.$(`a[href$="/students/${course.anaId}/join"]`)).to.have.length(1);
    const page = await office.get(`/students/${course.anaId}/join?q=okafor`);
    expect(wordsOf(page, 'tbody tr th')).to.contain('Ben Okafor');
    expect(wordsOf(await office.get(`/students/${course.anaId}/join?q=nobody`), 'main')).to.contain(
      'Nobody else is found by “nobody”.',
    );
  });

  it('shows both records, and keeps what was typed where the reason is missing', async () => {
    const key = `${course.dana.courseId}:${course.benId}`;
    const compared = await office.get(`/students/${course.anaId}/join?with=${encodeURIComponent(key)}`);
    expect(wordsOf(compared, '.answer')).to.equal('Is Ben Okafor in this course the same person?');
    expect(compared.$('.two section')).to.have.length(2);
    expect(wordsOf(compared, '.two section:last-of-type')).to.contain('Claims none').and.to.contain('Retakes none');
    const refused = await office.post(`/students/${course.anaId}/join`, { with: key, reason: ' ' });
    expect(refused.status).to.equal(422);
    expect(refused.$('input[name=with]').val()).to.equal(key);
  });

  it('joins, says so on the page, and undoes', async () => {
    const with_ = `${course.dana.courseId}:${course.benId}`;
    const joined = await office.post(`/students/${course.anaId}/join`, { with: with_, reason: 'Registered twice' });
    expect(joined.status).to.equal(303);
    expect(wordsOf(await office.get(joined.location), 'main')).to.contain('The accounts are joined.');
    const page = await office.get(`/students/${course.benId}/join`);
    expect(wordsOf(page, '.answer')).to.equal('This account is read together with that of Ana Álvarez in this course.');
    const head = wordsOf(await office.get(`/students/${course.benId}`), '[data-notice=joined]');
    expect(head).to.match(/^Joined with Ana Álvarez in this course since .+, by .+\. Reason: Registered twice/);
    expect(head).to.contain('Undo the join');
    const teacher = await course.instructor.get(`/students/${course.benId}`);
    expect(wordsOf(teacher, '[data-notice=joined]')).to.contain('can undo it');
    const undone = await office.post(`/students/${course.benId}/unjoin`, { reason: 'Two people' });
    expect(wordsOf(await office.get(undone.location), '#history-h + ol')).to.contain('undid the join with Ana Álvarez');
    expect((await office.get(`/students/${course.benId}`)).$('[data-notice=joined]')).to.have.length(0);
  });

  it('knows no account of another organization or course', async () => {
    const page = await office.get(`/students/${course.anaId}/join?with=elsewhere:somebody`);
    expect(page.status).to.equal(404);
  });
});
