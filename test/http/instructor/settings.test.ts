// The page on which staff change the settings of an exam.

import { expect } from 'chai';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from './staff-at-work.ts';

describe('the settings of an exam', () => {
  let course: StaffAtWork;
  let path: string;

  before(async () => {
    course = await staffAtWork();
    path = `/exams/${course.exam.id}/settings`;
  });
  after(() => course.all.close());

  const form = 'main form';
  const open = async () => fieldsOf(await course.instructor.get(path), form);
  const saved = async () =>
    (await course.all.application.services.exams.get(await course.visitorOf(course.instructor), course.exam.id))
      .settings;

  it('are all in the form, and saving it untouched changes nothing', async () => {
    const before = await saved();
    const answer = await course.instructor.post(path, await open());
    expect(answer.status).to.equal(303);
    expect(await saved()).to.deep.equal(before);
  });

  it('are saved as they were entered, on the reader’s clock', async () => {
    const answer = await course.instructor.post(path, {
      ...(await open()),
      title: 'Mock CPC exam 2',
      zone: 'America/Chicago',
      opensAt: '2026-11-20T08:00',
      closesAt: '2026-11-29T23:59',
      attemptsAllowed: '',
      cooldown: '2',
      cooldownUnit: 'hours',
      review: 'missed',
      attemptPolicy: 'average',
      accessCode: 'lakeshore',
      passVariant: 'everySection',
    });
    expect(answer.status).to.equal(303);
    expect(wordsOf(await course.instructor.get(answer.location), '[data-notice=done]')).to.contain(
      'The settings are saved.',
    );
    expect(await saved()).to.deep.include({
      title: 'Mock CPC exam 2',
      window: { opensAt: Date.UTC(2026, 10, 20, 14), closesAt: Date.UTC(2026, 10, 30, 5, 59), policy: 'startBy' },
      attemptsAllowed: null,
      cooldownMinutes: 120,
      review: 'missed',
      attemptPolicy: 'average',
      accessCode: 'lakeshore',
      passVariant: 'everySection',
    });
  });

  it('come back with everything that was typed when something is wrong', async () => {
    const before = await saved();
    const answer = await course.instructor.post(path, {
      ...(await open()),
      title: 'A “new” <title>',
      allowedMinutes: 'four hours',
      accessCode: '',
    });
    expect(answer.status).to.equal(422);
    expect(fieldsOf(answer, form)).to.include({
      title: 'A “new” <title>',
      allowedMinutes: 'four hours',
      accessCode: '',
    });
    const target = answer.$('.error-summary a').attr('href') ?? '';
    expect(answer.$(target).attr('name')).to.equal('allowedMinutes');
    expect(answer.$(target).attr('aria-invalid')).to.equal('true');
    expect(await saved()).to.deep.equal(before);
  });

  it('can be read in words before they are saved', async () => {
    const before = await saved();
    const answer = await course.instructor.post(path, {
      ...(await open()),
      zone: 'America/Chicago',
      windowPolicy: 'endBy',
      opensAt: '2026-11-24T09:00',
      closesAt: '2026-11-24T09:10',
      act: 'check',
    });
    expect(answer.status).to.equal(200);
    expect(wordsOf(answer, '#words')).to.contain('Closes Tue 24 Nov 2026, 09:10 Chicago time for everybody');
    expect(wordsOf(answer, '[data-notice=caution]')).to.contain('The window is shorter than the limit');
    expect(await saved()).to.deep.equal(before);
  });

  it('keep the entries of whoever was slower, and show where the two differ', async () => {
    const mine = { ...(await open()), title: 'Mine', graceSeconds: '45' };
    await course.instructor.post(path, { ...(await open()), title: 'Theirs' });
    const answer = await course.instructor.post(path, mine);
    expect(answer.status).to.equal(409);
    expect(wordsOf(answer, '[data-notice=stale]')).to.contain('Somebody else changed these settings meanwhile.');
    const rows = answer
      .$('[data-notice=stale] tbody tr')
      .toArray()
      .map((row) => answer.$(row).text().replace(/\s+/g, ' ').trim());
    expect(rows).to.deep.equal(['TitleTheirsMine', 'Grace, in seconds3045']);
    expect((await saved()).title).to.equal('Theirs');

    const again = await course.instructor.post(path, fieldsOf(answer, form));
    expect(again.status).to.equal(303);
    expect(await saved()).to.include({ title: 'Mine', graceSeconds: 45 });
  });

  it('warn while attempts are open, which keep the settings they began with', async () => {
    await course.instructor.post(path, {
      ...(await open()),
      accessCode: '',
      opensAt: '',
      closesAt: '',
      windowPolicy: 'startBy',
    });
    const attemptId = await course.begin(course.ana);
    expect(wordsOf(await course.instructor.get(path), '[data-notice=open-attempts]')).to.contain(
      'One student has this exam open now.',
    );
    await course.instructor.post(path, { ...(await open()), allowedMinutes: '90' });
    const attempt = await course.all.application.stores.attempts.find(attemptId);
    expect(attempt?.timing.limitMs).to.equal(25 * 60_000);
  });

  it('tell who changed what', async () => {
    expect(wordsOf(await course.instructor.get(path), '#trail li:first-child')).to.contain(
      'Ines Instructor changed the limit.',
    );
  });

  it('refuse a blueprint that is not there, at its field', async () => {
    const answer = await course.instructor.post(path, { ...(await open()), blueprintId: 'unknown' });
    expect(answer.status).to.equal(422);
    expect(wordsOf(answer, '.error-summary')).to.contain('Choose one of these blueprints.');
  });
});
