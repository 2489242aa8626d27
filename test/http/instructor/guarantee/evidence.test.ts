// The forms for one student: evidence, waivers, pauses; each shows what it would do, keeps what was typed, and saves once.

import { expect } from 'chai';
import { sendFile } from '../../../support/send-file.ts';
import { wordsOf } from '../staff-at-work.ts';
import { guaranteedCourse, type GuaranteedCourse } from './a-guarantee.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('evidence of one student', () => {
  let course: GuaranteedCourse;
  before(async () => {
    course = await guaranteedCourse();
  });
  after(() => course.all.close());

  const path = (page: string) => `/students/${course.anaId}/${page}`;
  const send = (form: Record<string, string>) => course.instructor.post(path('evidence'), form);
  const enrolled = { kind: 'date', name: 'enrolledOn', on: '2026-10-01' };

  it('lists what the policy asks, with the rules that read it and what is missing', async () => {
    const page = await course.instructor.get(path('evidence'));
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.answer')).to.equal('2 entries are missing of Ana Álvarez: enrolled on and identity match.');
    const entry = '[data-entry="date enrolledOn"]';
    expect(wordsOf(page, entry)).to.contain('Complete the course within 5 months of enrolling.');
    expect(page.$(`${entry} input[name=on]`).attr('value')).to.equal('2026-11-23');
    expect(wordsOf(page, `${entry} .help`)).to.contain('The first launch was on Mon 23 Nov 2026');
    expect(page.$('[data-entry^="module "]')).to.have.length(2);
  });

  it('shows where the student would stand, and saves nothing by that', async () => {
    await send({ ...enrolled, act: 'save' });
    const page = await send({ kind: 'date', name: 'optInOn', on: '2026-10-03', act: 'preview' });
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '[data-move] h2')).to.equal('With this, Ana Álvarez moves from “lost” to “on track”.');
    expect(page.$('[data-entry="date optInOn"] input[name=on]').attr('value')).to.equal('2026-10-03');
    expect(page.$('[data-entry="date optInOn"] details').attr('open')).to.not.equal(undefined);
    const after = await course.instructor.get(path('evidence'));
    expect(wordsOf(after, '[data-entry="date optInOn"] .entry-words')).to.contain('not recorded');
  });

  it('saves, says so once, and says by whom', async () => {
    const saved = await send({ kind: 'value', name: 'identityMatch', value: 'true', act: 'save' });
    expect(saved.status).to.equal(303);
    const page = await course.instructor.get(saved.location);
    expect(wordsOf(page, '[data-notice=done]')).to.equal('“Identity match” is recorded.');
    expect(wordsOf(page, '[data-entry="value identityMatch"] .entry-words')).to.contain(
      'yes recorded by Ines Instructor',
    );
  });

  it('keeps what was typed when it is refused, with a summary that leads to the field', async () => {
    for (const [form, field] of [
      [{ ...enrolled, on: '2026-02-30', act: 'save' }, 'on'],
      [{ ...enrolled, on: '2026-10-05', act: 'save' }, 'reason'],
      [{ kind: 'date', name: 'enrolledOn', on: '2026-10-01', act: 'clear' }, 'reason'],
      [{ kind: 'module', name: 'm1', on: '2026-10-05', grade: '101', act: 'save' }, 'grade'],
    ] as const) {
      const refused = await send(form);
      expect(refused.status).to.equal(422);
      const target = refused.$('.error-summary a').attr('href') ?? '';
      expect(refused.$(target).attr('name')).to.equal(field);
      expect(refused.$('details[open] input[name=on]').attr('value')).to.equal(form.on);
    }
  });

  it('completes the course with the last module, and takes it back with a reason', async () => {
    await send({ kind: 'module', name: 'm1', on: '2026-11-02', grade: '91,5', act: 'save' });
    await send({ kind: 'module', name: 'm2', on: '2026-11-10', act: 'save' });
    const page = await course.instructor.get(path('evidence'));
    expect(wordsOf(page, '[data-entry="date completedOn"] .entry-words')).to.contain(
      'Tue 10 Nov 2026 seen by Resit itself',
    );
    expect(wordsOf(page, '[data-entry="module m1"] .entry-words')).to.contain('91.5 %');
    expect(wordsOf(page, '[data-entry="module m2"]')).to.contain('takes the completion of the course back, too');
    await send({ kind: 'module', name: 'm2', on: '2026-11-10', act: 'clear', reason: 'Wrong student' });
    const after = await course.instructor.get(path('evidence'));
    expect(wordsOf(after, '[data-entry="date completedOn"] .entry-words')).to.contain('not recorded');
  });

  it('waives a rule as it was looked at, and takes the waiver back', async () => {
    const page = await course.instructor.get(path('waive?rule=opt_in'));
    expect(page.$('input[name=rule]:checked').attr('value')).to.equal('opt_in');
    const actId = page.$('input[name=actId]').attr('value')!;
    const given = { rule: 'opt_in', action: 'waive', until: '', reason: 'Storm', actId };
    const looked = await course.instructor.post(path('waive'), { ...given, act: 'preview' });
    expect(wordsOf(looked, '[data-move] h2')).to.contain('moves from “lost” to “on track”');
    expect(looked.$('input[name=actId]').attr('value')).to.equal(actId);
    for (const _press of [1, 2])
      expect((await course.instructor.post(path('waive'), { ...given, act: 'save' })).status).to.equal(303);
    const after = await course.instructor.get(path('waive'));
    expect(after.$('[data-waiver]')).to.have.length(1);
    expect(wordsOf(after, '.chip')).to.contain('On track');

    const refused = await course.instructor.post(path(`waivers/${actId}/revoke`), { reason: ' ' });
    expect(refused.status).to.equal(422);
    expect(refused.$(refused.$('.error-summary a').attr('href')!).attr('name')).to.equal('reason');
    expect((await course.instructor.post(path(`waivers/${actId}/revoke`), { reason: 'By mistake' })).status).to.equal(
      303,
    );
    expect(wordsOf(await course.instructor.get(path('waive')), `[data-waiver]`)).to.contain(
      'Taken back by Ines Instructor',
    );
  });

  it('refuses a waiver without rule, day or reason, and keeps the rest', async () => {
    const refused = await course.instructor.post(path('waive'), {
      action: 'extend',
      until: '',
      reason: '',
      actId: 'x',
    });
    expect(refused.status).to.equal(422);
    expect(refused.$('.error-summary a')).to.have.length(3);
    for (const link of refused.$('.error-summary a').toArray())
      expect(refused.$(refused.$(link).attr('href')!), refused.$(link).attr('href')).to.have.length(1);
    expect(refused.$('input[name=action]:checked').attr('value')).to.equal('extend');
  });

  it('gives a pause, and decides on one that a student asked for', async () => {
    const given = { from: '2026-12-01', to: '2026-12-10', reason: 'Leave', actId: 'p1' };
    expect((await course.instructor.post(path('pause'), { ...given, to: '2026-11-01', act: 'save' })).status).to.equal(
      422,
    );
    expect((await course.instructor.post(path('pause'), { ...given, act: 'save' })).status).to.equal(303);
    const { waiving } = course.all.application.services;
    await waiving.askForPause(await course.visitorOf(course.ana), { ...given, actId: 'p2' });
    const page = await course.instructor.get(path('pause'));
    expect(wordsOf(page, '.answer')).to.equal('Ana Álvarez asks for a pause. Please decide.');
    expect(wordsOf(page, '[data-pause=p1]')).to.contain('10 days').and.to.contain('Approved');
    expect((await course.instructor.post(path('pauses/p2/refuse'), { reason: '' })).status).to.equal(422);
    expect((await course.instructor.post(path('pauses/p2/refuse'), { reason: 'Too late' })).status).to.equal(303);
    expect((await course.instructor.post(path('pauses/p2/approve'), { reason: 'x' })).status).to.equal(409);
    expect(wordsOf(await course.instructor.get(path('pause')), '[data-pause=p2]')).to.contain(
      'Refused by Ines Instructor',
    );
  });

  it('takes one paper for a waiver, which staff and the student can open, and nothing that is no paper', async () => {
    await course.instructor.post(path('waive'), {
      rule: 'done',
      action: 'waive',
      reason: 'Letter',
      actId: 'w7',
      act: 'save',
    });
    const add = (file: Parameters<typeof sendFile>[3]) =>
      sendFile(course.all, course.instructor, {}, file, { accept: 'text/html' }, path('waivers/w7/paper'));
    const none = await add(null);
    expect([none.status, none.text.includes('Choose a file first.')]).to.deep.equal([422, true]);
    expect((await add({ name: 'letter.pdf', bytes: Buffer.from('no paper at all') })).status).to.equal(422);
    expect((await add({ name: 'letter.png', bytes: png })).status).to.equal(303);
    const page = await course.instructor.get(path('waive'));
    const href = page.$('[data-waiver=w7] a[href*="/uploads/"]').attr('href')!;
    expect((await course.instructor.get(href)).headers.get('content-type')).to.equal('image/png');
    const upload = href.slice(href.indexOf('/uploads/'));
    expect((await course.ana.get(upload)).status).to.equal(200);
    expect((await course.ben.get(upload)).status).to.equal(404);
    expect((await add({ name: 'another.png', bytes: png })).status).to.equal(409);
  });

  it('is nothing for students, assistants and strangers', async () => {
    for (const page of ['evidence', 'waive', 'pause']) {
      expect((await course.ana.get(path(page))).status).to.equal(403);
      expect((await course.assistant.get(path(page))).status).to.equal(403);
      expect((await course.stranger.get(path(page))).status).to.equal(404);
    }
    expect((await course.stranger.post(path('evidence'), { ...enrolled, act: 'save' })).status).to.equal(404);
  });
});
