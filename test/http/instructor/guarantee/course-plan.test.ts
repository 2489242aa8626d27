// Guarantee settings, completion, missing dates and files of facts, as staff of a course use their pages.

import { expect } from 'chai';
import { fieldsOf, wordsOf } from '../staff-at-work.ts';
import { guaranteedCourse, type GuaranteedCourse } from './a-guarantee.ts';

describe('the pages of a course’s plan', () => {
  let course: GuaranteedCourse;
  before(async () => {
    course = await guaranteedCourse();
  });
  after(() => course.all.close());

  const planFields = async () => fieldsOf(await course.instructor.get('/course-plan'), 'form[action$="/course-plan"]');

  it('saves dates and names, and shows them again', async () => {
    const saved = await course.instructor.post('/course-plan', {
      ...(await planFields()),
      examName: 'CPC exam',
      courseStart: '2026-09-01',
      courseEnd: '2027-01-31',
      administrations: '2026-12-19\n2026-11-21',
    });
    expect(saved.status).to.equal(303);
    const page = await course.instructor.get(saved.location);
    expect(wordsOf(page, '[data-notice=done]')).to.equal('The settings are saved.');
    expect(await planFields()).to.include({
      examName: 'CPC exam',
      courseStart: '2026-09-01',
      administrations: '2026-11-21\r\n2026-12-19',
    });
    expect(wordsOf(page, '.answer')).to.equal('“Pass guarantee” holds in this course.');
    expect(page.$('[name=policyId]')).to.have.length(0);
  });

  const wrong: readonly [string, Record<string, string>, string][] = [
    ['an unknown zone', { zone: 'Mars/Olympus' }, 'zone'],
    ['no exam', { examName: ' ' }, 'examName'],
    ['a day that is none', { accessEndsOn: '2026-02-30' }, 'accessEndsOn'],
    ['an end before its beginning', { courseStart: '2026-12-01', courseEnd: '2026-11-01' }, 'courseEnd'],
    ['days that are none', { administrations: 'next week' }, 'administrations'],
  ];
  for (const [name, form, field] of wrong)
    it(`is not saved with ${name}, and keeps what was typed`, async () => {
      const refused = await course.instructor.post('/course-plan', { ...(await planFields()), ...form });
      expect(refused.status).to.equal(422);
      expect(refused.$(refused.$('.error-summary a').attr('href') ?? '').attr('name')).to.equal(field);
      expect(fieldsOf(refused, 'form[action$="/course-plan"]')).to.include(form);
    });

  it('tells the second of two editors, and lets them compare', async () => {
    const [mine, theirs] = [await planFields(), await planFields()];
    await course.instructor.post('/course-plan', { ...theirs, examName: 'CCS exam' });
    const refused = await course.instructor.post('/course-plan', { ...mine, examName: 'COC exam' });
    expect(refused.status).to.equal(409);
    expect(wordsOf(refused, '[data-notice=stale] tbody')).to.equal('The official examCCS examCOC exam');
    const again = fieldsOf(refused, 'form[action$="/course-plan"]');
    expect((await course.instructor.post('/course-plan', again)).status).to.equal(303);
    expect((await planFields())['examName']).to.equal('COC exam');
  });

  it('changes modules by buttons, and puts one back', async () => {
    const modules = (form: Record<string, string>) => course.instructor.post('/course-plan/modules', form);
    const titles = async () =>
      (await course.instructor.get('/course-plan'))
        .$('[data-module] h3')
        .toArray()
        .map((one) => course.instructor.page.$(one).text());
    expect(await titles()).to.deep.equal(['Anatomy', 'Modifiers']);
    await modules({ act: 'up', id: 'm2' });
    expect(await titles()).to.deep.equal(['Modifiers', 'Anatomy']);
    await modules({ act: 'remove', id: 'm1' });
    expect(wordsOf(await course.instructor.get('/course-plan'), '#modules')).to.contain('Put back');
    await modules({ act: 'restore', id: 'm1' });
    await modules({ act: 'down', id: 'm2' });
    expect(await titles()).to.deep.equal(['Anatomy', 'Modifiers']);
    const refused = await modules({ act: 'add', id: 'm3', title: 'anatomy' });
    expect(refused.status).to.equal(422);
    expect(refused.$(refused.$('.error-summary a').attr('href')!).attr('value')).to.equal('anatomy');
    expect((await modules({ act: 'up', id: 'zzz' })).status).to.equal(404);
  });

  it('marks a module done for those who are ticked, who stay ticked when that is refused', async () => {
    const page = await course.assistant.get('/completion');
    expect(page.status).to.equal(200);
    expect(page.$('input[name=students]')).to.have.length(0);
    const form = { students: [course.anaId, course.benId], module: 'm1', on: '2026-11-20', grade: '' };
    const refused = await course.instructor.post('/completion', { ...form, on: '2027-01-01' });
    expect(refused.status).to.equal(422);
    expect(refused.$('input[name=students]:checked')).to.have.length(2);
    expect((await course.instructor.post('/completion', { ...form, students: [] })).status).to.equal(422);
    const marked = await course.instructor.post('/completion', form);
    const after = await course.instructor.get(marked.location);
    expect(wordsOf(after, '[data-notice=done]')).to.equal('Marked done for 2 students.');
    expect(wordsOf(after, `[data-person=${course.anaId}]`))
      .to.contain('done 20 Nov')
      .and.to.contain('1 of 2');
    expect((await course.instructor.get('/completion?show=late')).$('[data-person]')).to.have.length(0);
  });

  it('confirms suggested dates, one by one and all', async () => {
    const page = await course.instructor.get('/missing-dates');
    expect(wordsOf(page, '.answer')).to.equal('2 of 2 students lack something that the guarantee needs.');
    expect((await course.instructor.post('/missing-dates', { act: 'chosen' })).status).to.equal(422);
    const suggested = `${course.anaId} enrolledOn`;
    const one = await course.instructor.post('/missing-dates', { act: 'chosen', suggested });
    expect(wordsOf(await course.instructor.get(one.location), '[data-notice=done]')).to.equal('1 date recorded.');
    const all = await course.instructor.post('/missing-dates', { act: 'all' });
    expect(wordsOf(await course.instructor.get(all.location), '[data-notice=done]')).to.equal('1 date recorded.');
    expect((await course.assistant.get('/missing-dates')).$('input[name=suggested]')).to.have.length(0);
  });

  it('takes a file in: looked at, matched, recorded, undone', async () => {
    const template = await course.instructor.get('/facts-import/template.csv');
    expect(template.headers.get('content-type')).to.contain('text/csv');
    expect(template.text).to.contain(
      'user id,name,email,optInOn,enrolledOn,completedOn,identityMatch,Anatomy,Modifiers',
    );
    expect(template.text).to.contain('Ana Álvarez');

    const empty = await course.instructor.post('/facts-import', { text: '' });
    expect(empty.status).to.equal(422);
    const unknown = await course.instructor.post('/facts-import', { text: 'email,shoe size\na@x.org,44' });
    expect(unknown.status).to.equal(422);
    expect(unknown.$('textarea[name=text]').text()).to.contain('shoe size');

    const text = 'name,optInOn,identityMatch\nAna Álvarez,11/24/2026,yes\nSomebody Else,2026-11-24,no';
    const read = await course.instructor.post('/facts-import', { text, fileName: 'october.csv' });
    expect(read.status).to.equal(303);
    const page = await course.instructor.get(read.location);
    expect(wordsOf(page, '.answer')).to.equal('1 of 2 rows would change something; 1 waits for you to say who it is.');
    expect(wordsOf(page, '[data-line=2] ins')).to.contain('Tue 24 Nov 2026');
    const file = read.location.slice(read.location.indexOf('/facts-import'));
    const nobody = await course.instructor.post(`${file}/match`, { 'person-3': 'Zorro' });
    expect(nobody.status).to.equal(422);
    expect(nobody.$(nobody.$('.error-summary a').attr('href')!).attr('value')).to.equal('Zorro');
    expect((await course.instructor.post(`${file}/match`, { 'person-3': 'Ben Okafor' })).status).to.equal(303);
    for (const _press of [1, 2]) expect((await course.instructor.post(`${file}/apply`)).status).to.equal(303);
    expect(wordsOf(await course.instructor.get(file), '.answer')).to.equal('2 of 2 rows changed something.');
    const kept = await course.all.application.stores.files.find({ ...course.dana, personId: course.benId });
    expect(kept?.values['identityMatch']?.value.value).to.equal(false);
    expect((await course.instructor.post(`${file}/undo`, { reason: '' })).status).to.equal(422);
    expect((await course.instructor.post(`${file}/undo`, { reason: 'Wrong file' })).status).to.equal(303);
    const after = await course.all.application.stores.files.find({ ...course.dana, personId: course.benId });
    expect(after?.values).to.deep.equal({});
    expect((await course.stranger.get(file)).status).to.equal(404);
    expect((await course.assistant.get(file)).status).to.equal(403);
  });
});
