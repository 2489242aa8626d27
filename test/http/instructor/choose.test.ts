// Staff choose the exam of an activity.

import { expect } from 'chai';
import { presets } from '../../../src/domain/exam/presets.ts';
import { chooseView } from '../../../src/http/instructor/choose.view.ts';
import { page } from './a-class.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from './staff-at-work.ts';

describe('choosing an exam for an activity', () => {
  let course: StaffAtWork;

  before(async () => {
    course = await staffAtWork({ chosen: false });
  });
  after(() => course.all.close());

  it('greets the instructor of an activity that nobody has set up with the chooser', () => {
    const { status, $ } = course.instructor.page;
    expect(status).to.equal(200);
    expect(wordsOf(course.instructor.page, 'main')).to.contain('Nobody has chosen an exam for this activity yet.');
    const choices = $('main input[type=radio][name=choice]')
      .toArray()
      .map((radio) => $(radio).attr('value'));
    expect(choices).to.include.members(presets.map((preset) => `blueprint:${preset.id}`));
    expect(wordsOf(course.instructor.page, 'main form button')).to.contain('Cancel');
  });

  it('tells an assistant that an instructor can choose', async () => {
    const { status } = course.assistant.page;
    expect(status).to.equal(200);
    expect(wordsOf(course.assistant.page, 'main')).to.contain('An instructor of this course can.');
  });

  it('asks again when nothing was chosen, and changes nothing', async () => {
    const answer = await course.instructor.post('/exams/choose', { act: 'choose' });
    expect(answer.status).to.equal(422);
    expect(wordsOf(answer, '.error-summary')).to.contain('Choose one of these exams first.');
    expect(answer.$('#field-choice')).to.have.length(1);
  });

  it('leaves by Cancel without choosing', async () => {
    const canceled = await course.instructor.post('/exams/choose', {
      act: 'cancel',
      choice: `exam:${course.exam.id}`,
    });
    expect(canceled.status).to.equal(303);
    expect(wordsOf(await course.instructor.get(canceled.location), 'main')).to.contain('Nobody has chosen an exam');
  });

  it('puts an exam of the course behind the activity', async () => {
    const chosen = await course.instructor.post('/exams/choose', { choice: `exam:${course.exam.id}` });
    expect(chosen.status).to.equal(303);
    expect(chosen.location).to.contain(`/exams/${course.exam.id}`);
    const shown = await course.instructor.get(chosen.location);
    expect(wordsOf(shown, '[data-notice=done]')).to.contain('now find this exam');
    expect((await course.all.application.services.exams.ofLink(await course.visitorOf(course.ana)))?.id).to.equal(
      course.exam.id,
    );
  });

  it('makes a new exam from a blueprint and puts it there', async () => {
    const chosen = await course.instructor.post('/exams/choose', { choice: 'blueprint:cpc-half' });
    const shown = await course.instructor.get(chosen.location);
    expect(wordsOf(shown, 'h1')).to.equal('CPC half mock');
    expect(wordsOf(await course.instructor.get('/exams/choose'), '.answer')).to.equal(
      'This activity leads to CPC half mock.',
    );
  });

  it('lists both exams, and makes a third from the list', async () => {
    const list = await course.instructor.get('/exams');
    expect(list.$('[data-exam]')).to.have.length(2);
    const made = await course.instructor.post('/exams', { choice: 'blueprint:cpc-seed' });
    expect(made.status).to.equal(303);
    expect(made.location).to.match(/\/settings$/);
    expect((await course.instructor.get('/exams')).$('[data-exam]')).to.have.length(3);
    expect((await course.instructor.post('/exams')).status).to.equal(422);
  });

  it('refuses an exam or a blueprint that is not there', async () => {
    expect((await course.instructor.post('/exams/choose', { choice: 'exam:unknown' })).status).to.equal(404);
    expect((await course.instructor.post('/exams/choose', { choice: 'blueprint:unknown' })).status).to.equal(404);
  });

  it('shows what a blueprint lacks, and does not offer it', () => {
    const offer = { blueprint: presets[0]!, questions: 100, shortages: ['Other: 15 needed, 3 in the bank for 2026'] };
    const view = chooseView({ exams: [], offers: [offer], chosen: 'blueprint:cpc-seed', faults: [] }, page);
    expect(view.offers[0]).to.deep.include({
      isDisabled: true,
      isSelected: false,
      shortages: ['The item bank is too small. Other: 15 needed, 3 in the bank for 2026.'],
    });
  });
});
