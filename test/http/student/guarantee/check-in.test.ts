// A student checks in: by typing, by the address of a QR code, not by guessing; and reads their own attendance.

import { expect } from 'chai';
import { classGiven } from '../../../support/class-given.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../../instructor/staff-at-work.ts';

describe('a student checks in', () => {
  let course: StaffAtWork;
  let classId: string;
  const shownCode = async (): Promise<string> => {
    const page = await course.instructor.get(`/classes/${classId}/code`);
    return wordsOf(page, '[data-code-shown]');
  };

  before(async () => {
    course = await staffAtWork();
    const given = classGiven(course.all.clock.now() - 60_000);
    const visitor = await course.visitorOf(course.instructor);
    classId = (await course.all.application.services.schedule.add(visitor, given)).id;
  });
  after(() => course.all.close());

  it('finds no class open, then the code that is shown in class', async () => {
    expect((await course.ana.get('/check-in')).text).to.contain('No class is open for checking in now.');
    expect((await course.instructor.get(`/classes/${classId}/code`)).$('[data-code]')).to.have.length(0);
    const wrong = await course.assistant.post(`/classes/${classId}/code`, { step: '5', late: 'soon', open: 'class' });
    expect(wrong.status).to.equal(422);
    expect(wrong.$('input[name="late"]').attr('value')).to.equal('soon');
    const opened = await course.assistant.post(`/classes/${classId}/code`, { step: '5', late: '10', open: 'class' });
    expect(opened.status).to.equal(303);
    const page = await course.instructor.get(`/classes/${classId}/code`);
    expect(page.$('[data-qr] path').attr('d')).to.match(/^M4 4h7/);
    expect(wordsOf(page, '[data-code-count]')).to.match(/^0 of \d+ checked in$/);
    expect((await course.ana.get('/attendance')).text).to.contain('A class is open for checking in.');
  });

  it('is told what is wrong with a code, and keeps it', async () => {
    const answer = await course.ben.post('/check-in', { code: 'abc' });
    expect(answer.status).to.equal(422);
    expect(answer.$('input[name="code"]').attr('value')).to.equal('abc');
    expect(wordsOf(answer, '#error-summary')).to.contain('six letters and digits');
  });

  it('checks in by typing and reads it in words', async () => {
    const answer = await course.ana.post('/check-in', { code: (await shownCode()).toLowerCase() });
    expect(answer.status).to.equal(303);
    const page = await course.ana.get(answer.location);
    expect(wordsOf(page, '[data-notice="done"]')).to.match(/^You are checked in for Class 24, \d\d:\d\d\.$/);
    expect(wordsOf(page, `[data-class="${classId}"]`)).to.contain('You were there: checked in at');
    const roll = await course.instructor.get(`/classes/${classId}?show=code`);
    expect(roll.$('[data-person]:not([hidden])')).to.have.length(1);
    const fresh = (await course.instructor.get(`/classes/${classId}/code/now`)).json<{
      code: { countWords: string };
    }>();
    expect(fresh.code.countWords).to.match(/^1 of \d+ checked in$/);
  });

  it('is led on from the QR code’s address where a visit is open, and told how where none is', async () => {
    const code = (await shownCode()).replace(' ', '');
    const { all } = course;
    const browser = all.browser();
    const outside = await browser.ask(`/c/${code}`);
    expect(outside.status).to.equal(200);
    expect(outside.text).to.contain('Open your course in Canvas or Moodle.');
    // The launch that follows in this browser finds the code in its field.
    const ben = await browser.launch(all.campus, 'canvas', {
      person: 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02',
      activity: '501',
    });
    expect((await ben.get('/check-in')).$('input[name="code"]').attr('value')).to.equal(await shownCode());
    const inside = await browser.ask(`/c/${code}`);
    expect(inside.location).to.equal(`${ben.base}/check-in?code=${code}`);
    expect((await browser.ask('/c/nonsense')).status).to.equal(404);
  });

  it('cannot guess: after ten tries it is a moment, please, also in a new visit', async () => {
    const { all } = course;
    let last = 0;
    for (let tries = 0; tries < 12; tries += 1) last = (await course.ben.post('/check-in', { code: 'AAAAAA' })).status;
    expect(last).to.equal(429);
    const again = await all
      .browser()
      .launch(all.campus, 'canvas', { person: 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02', activity: '501' });
    expect((await again.post('/check-in', { code: 'AAAAAA' })).status).to.equal(429);
  });

  it('reads what is missed, excused and not recorded, never as a reproach', async () => {
    const visitor = await course.visitorOf(course.instructor);
    const { schedule, attendance } = course.all.application.services;
    const { personId } = await course.visitorOf(course.ben);
    const past = await schedule.add(
      visitor,
      classGiven(course.all.clock.now() - 7 * 86_400_000, { title: 'Class 23' }),
    );
    const makeup = { on: '2026-11-20', mode: 'recording' };
    await attendance.markOne(visitor, past.id, { personId, status: 'absent', minutes: null, makeup, note: '' });
    const page = await course.ben.get('/attendance');
    expect(wordsOf(page, '.answer')).to.equal('You were at 0 of 2 classes held, missed 1, and 1 is not recorded yet.');
    expect(wordsOf(page, `[data-class="${past.id}"]`)).to.contain(
      'You were not there. You made it up on Fri 20 Nov 2026.',
    );
    expect(wordsOf(page, `[data-class="${classId}"]`)).to.contain('Nobody has recorded yet whether you were there.');
    expect((await course.instructor.get('/attendance')).status).to.equal(403);
  });
});
