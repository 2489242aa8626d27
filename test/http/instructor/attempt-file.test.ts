// The file of one attempt, and every act of staff on it.

import { expect } from 'chai';
import { answer, fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from './staff-at-work.ts';

const minute = 60_000;

describe('what staff do to an attempt', () => {
  let course: StaffAtWork;
  let id: string;

  before(async () => {
    course = await staffAtWork();
    id = await course.begin(course.ana);
  });
  after(() => course.all.close());

  const attempt = async () => (await course.all.application.stores.attempts.find(id))!;
  const act = (name: string, form: Record<string, string>) => course.instructor.post(`/attempts/${id}/${name}`, form);
  const file = () => course.instructor.get(`/attempts/${id}/file`);
  const deadline = async () => (await attempt()).timing.deadlineAt!;

  it('extends: a double press counts once and both presses arrive', async () => {
    const before = await deadline();
    const form = { ...fieldsOf(await file(), '[data-act=extend]'), minutes: '10', reason: 'Fire alarm' };
    const [one, two] = await Promise.all([act('extend', form), act('extend', form)]);
    expect([one.status, two.status]).to.deep.equal([303, 303]);
    expect(await deadline()).to.equal(before + 10 * minute);
    const page = await course.instructor.get(one.location);
    expect(wordsOf(page, '[data-notice=done]')).to.match(/Ana Álvarez now has until \d\d:\d\d\./);
    expect(page.$('#trail li')).to.have.length(1);
    expect(wordsOf(page, '#trail')).to.contain('Ines Instructor added 10 min. Reason: Fire alarm');
  });

  it('extends again by a new press', async () => {
    const before = await deadline();
    await act('extend', { ...fieldsOf(await file(), '[data-act=extend]'), minutes: '5', reason: 'Again' });
    expect(await deadline()).to.equal(before + 5 * minute);
  });

  const wrong: readonly [string, Record<string, string>, string][] = [
    ['no reason', { minutes: '15', reason: '   ' }, 'reason'],
    ['no minutes', { minutes: '', reason: 'Alarm' }, 'minutes'],
    ['minutes in words', { minutes: 'ten', reason: 'Alarm' }, 'minutes'],
    ['too many minutes', { minutes: '601', reason: 'Alarm' }, 'minutes'],
    ['fewer than none', { minutes: '-5', reason: 'Alarm' }, 'minutes'],
  ];
  for (const [name, form, field] of wrong)
    it(`does not extend for ${name}, and keeps what was typed`, async () => {
      const before = await deadline();
      const refused = await act('extend', { actId: 'press-wrong', ...form });
      expect(refused.status).to.equal(422);
      const target = refused.$('.error-summary a').attr('href') ?? '';
      expect(refused.$(target).attr('name')).to.equal(field);
      expect(fieldsOf(refused, '[data-act=extend]')).to.include({ minutes: form['minutes'], reason: form['reason'] });
      expect(refused.$('[data-act=extend]').closest('[popover]')).to.have.length(0);
      expect(await deadline()).to.equal(before);
    });

  it('stops the clock and gives the time back to the millisecond', async () => {
    const before = await deadline();
    await act('pause', { reason: 'Power cut' });
    expect((await attempt()).state).to.equal('paused');
    expect(wordsOf(await file(), '.answer')).to.contain('stands still');
    course.all.clock.advance(7 * minute + 123);
    await act('resume', { reason: 'Power is back' });
    expect(await deadline()).to.equal(before + 7 * minute + 123);
  });

  it('says what changed meanwhile instead of stopping a clock that stands', async () => {
    const refused = await act('resume', { reason: 'Once more' });
    expect(refused.status).to.equal(409);
    expect(wordsOf(refused, '.error-summary')).to.contain('This attempt is not paused.');
  });

  it('shows who is sitting on the exam’s page, and extends everybody once', async () => {
    const ben = await course.begin(course.ben);
    const page = await course.instructor.get(`/exams/${course.exam.id}`);
    expect(page.$('[data-attempt]')).to.have.length(2);
    const before = await deadline();
    const form = { ...fieldsOf(page, '[data-act=extend-all]'), minutes: '3', reason: 'Outage' };
    const path = `/exams/${course.exam.id}/extend-all`;
    const [one, two] = await Promise.all([course.instructor.post(path, form), course.instructor.post(path, form)]);
    expect([one.status, two.status]).to.deep.equal([303, 303]);
    expect(await deadline()).to.equal(before + 3 * minute);
    const others = (await course.all.application.stores.attempts.find(ben))!;
    expect(Object.values(others.timing.credits)).to.deep.equal([3]);
  });

  it('keeps the entries of an extension for all that lacks its reason', async () => {
    const refused = await course.instructor.post(`/exams/${course.exam.id}/extend-all`, {
      minutes: '4',
      reason: '',
      actId: 'press-2',
    });
    expect(refused.status).to.equal(422);
    expect(fieldsOf(refused, '[data-act=extend-all]')).to.include({ minutes: '4' });
  });

  it('gives the part that refreshes by itself', async () => {
    const part = await course.instructor.get(`/exams/${course.exam.id}?part=sitting`);
    expect(
      part
        .$('[data-live]')
        .toArray()
        .map((element) => part.$(element).attr('data-live')),
    ).to.deep.equal(['count', 'contact', 'sitting']);
    expect(part.$('header, title, script')).to.have.length(0);
    expect(part.$('[data-attempt]')).to.have.length(2);
  });

  it('says so when a room has been silent for a minute, and no longer once it is heard', async () => {
    course.all.clock.advance(2 * minute);
    const path = `/exams/${course.exam.id}?part=sitting`;
    expect(wordsOf(await course.instructor.get(path), `[data-attempt=${id}] .chip`)).to.match(
      /^No contact for \d+ min$/,
    );
    course.all.application.services.invigilation.hear(id);
    expect(wordsOf(await course.instructor.get(path), `[data-attempt=${id}] .chip`)).to.equal('Writing');
  });

  it('closes, which scores what was saved', async () => {
    const closed = await act('close', { reason: 'Left the room' });
    expect(closed.status).to.equal(303);
    expect((await attempt()).state).to.equal('graded');
    const page = await file();
    expect(wordsOf(page, '.answer')).to.contain('did not pass: 0.00 % weighted');
    expect(page.$('svg.chart rect.hatch').length).to.be.greaterThan(0);
    expect(page.$('.twin tbody td').length).to.equal(4);
  });

  it('reopens for minutes, and says why it cannot be done twice', async () => {
    const now = course.all.clock.now();
    await act('reopen', { minutes: '40', reason: 'Closed by mistake' });
    expect(await attempt()).to.include({ state: 'in_progress' });
    expect(await deadline()).to.be.at.least(now + 40 * minute);
    const again = await act('reopen', { minutes: '40', reason: 'Closed by mistake' });
    expect(again.status).to.equal(409);
    expect(wordsOf(again, '.error-summary')).to.contain('Only an attempt that has ended can be reopened.');
  });

  it('lets a late answer count', async () => {
    await course.handIn(course.ana, id, 1);
    const ana = await course.visitorOf(course.ana);
    await course.all.application.services.sitting.saveAnswers(
      ana,
      id,
      { s5: { ...answer(900, 'x'), q: 9 * 2 ** 24 } },
      'tab-1',
    );
    const page = await file();
    expect(wordsOf(page, '#late tbody th')).to.equal('Question 5');
    const before = (await attempt()).scoreVersion;
    const form = { ...fieldsOf(page, '#late [data-act=apply-late]'), reason: 'Network was down' };
    expect((await act('apply-late', form)).status).to.equal(303);
    const after = await attempt();
    expect(after.answers['s5']?.v).to.deep.equal(['x']);
    expect(after.late).to.deep.equal([]);
    expect(after.scoreVersion).to.be.greaterThan(before);
  });

  it('voids with a reason and gives the try back', async () => {
    const { allowances } = course.all.application.stores;
    const { platformId, personId } = await attempt();
    const allowance = () => allowances.ensure(`${platformId}:${personId}:${course.exam.id}`, 3);
    expect((await allowance()).left).to.equal(2);
    expect((await act('void', { reason: '' })).status).to.equal(422);
    expect((await act('void', { reason: 'Somebody else sat it', givesTryBack: 'yes' })).status).to.equal(303);
    expect((await allowance()).left).to.equal(3);
    const page = await file();
    expect(wordsOf(page, '.answer')).to.equal('This attempt is void and counts for nothing.');
    expect(page.$('[data-acts]')).to.have.length(0);
    const row = await course.instructor.get(`/exams/${course.exam.id}?show=void`);
    expect(wordsOf(row, `[data-result=${id}]`)).to.contain('Voided by you');
    const acts = page
      .$('#trail li')
      .toArray()
      .map((entry) => /Instructor (\w+)/.exec(page.$(entry).text())?.[1]);
    expect(acts).to.deep.equal(['voided', 'let', 'reopened', 'closed', 'added', 'let', 'stopped', 'added', 'added']);
  });

  it('shows an attempt that was voided while it ran', async () => {
    const second = await course.begin(course.ana);
    await course.instructor.post(`/attempts/${second}/void`, { reason: 'Wrong room' });
    const page = await course.instructor.get(`/exams/${course.exam.id}?show=void`);
    expect(page.$('[data-result]')).to.have.length(2);
  });
});
