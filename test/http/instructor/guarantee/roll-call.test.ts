// The pages about classes over HTTP: planning, the roll call by forms and by JSON, one student's mark, and who may what.

import { expect } from 'chai';
import { markNumber } from '../../../../src/domain/evidence/marking.ts';
import { classGiven } from '../../../support/class-given.ts';
import { giveGuarantee, smallPolicy } from '../../../support/guarantee.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

const { all: requiredBySmall } = smallPolicy['requires'] as { readonly all: readonly object[] };

describe('the roll call over HTTP', () => {
  let course: StaffAtWork;
  let classId: string;
  let ana: string;
  const path = (more = ''): string => `/classes/${classId}${more}`;
  const pressedOf = async (person = ana): Promise<string> => {
    const { $ } = await course.instructor.get(path());
    return $(`[data-person="${person}"] [aria-pressed="true"]`).attr('data-mark') ?? '';
  };

  before(async () => {
    course = await staffAtWork();
    const { all } = course;
    const visitor = await course.visitorOf(course.instructor);
    ana = (await course.visitorOf(course.ana)).personId;
    const given = classGiven(all.clock.now() - 60_000);
    classId = (await all.application.services.schedule.add(visitor, given)).id;
  });
  after(() => course.all.close());

  it('lists everybody with four buttons and nothing pressed; an assistant has no excuse to give', async () => {
    const page = await course.instructor.get(path());
    expect(page.status).to.equal(200);
    expect(page.$('[data-person]').length).to.be.at.least(2);
    expect(page.$(`[data-person="${ana}"] [data-mark]`)).to.have.length(4);
    expect(page.$('[aria-pressed="true"]')).to.have.length(0);
    expect(wordsOf(page, '[data-unmarked-words]')).to.match(/^\d+ of \d+ still to mark$/);
    expect((await course.assistant.get(path())).$(`[data-person="${ana}"] [data-mark]`)).to.have.length(3);
  });

  it('marks by a button, says so, and takes it back', async () => {
    const answer = await course.assistant.post(path('/marks'), { mark: `${ana}:late`, show: 'unmarked' });
    expect(answer.status).to.equal(303);
    const page = await course.assistant.get(answer.location);
    expect(wordsOf(page, '[data-done]')).to.equal('Ana Álvarez marked late.');
    expect(await pressedOf()).to.equal('late');
    const { person = '' } = fieldsOf(page, '[data-roll-form]');
    expect((await course.assistant.post(path('/undo'), { person })).status).to.equal(303);
    expect(await pressedOf()).to.equal('');
  });

  it('says by when those who missed it can make it up: to staff, in the details, and to the student', async () => {
    const dana = await course.visitorOf(course.instructor);
    const rule = { id: 'attend', rule: 'attendance', require: { missMax: 0 }, makeup: { within: { days: 7 } } };
    await giveGuarantee(course.all, dana, { ...smallPolicy, requires: { all: [...requiredBySmall, rule] } });
    await course.instructor.post(path('/marks'), { mark: `${ana}:absent` });
    const page = await course.instructor.get(path());
    expect(wordsOf(page, '.roll-head')).to.contain('1 student can still make it up, until Mon 30 Nov.');
    expect(wordsOf(page, `[data-person="${ana}"] .roll-makeup`)).to.equal('to make up by Mon 30 Nov');
    const words = 'make it up by Mon 30 Nov 2026, 23:59 Chicago time, in 7 days';
    expect(wordsOf(await course.instructor.get(path(`/students/${ana}`)), '.verdict')).to.contain(
      'It can be made up by Mon 30 Nov 2026, 23:59 Chicago time, in 7 days (',
    );
    expect(wordsOf(await course.ana.get('/attendance'), `[data-class="${classId}"]`)).to.contain(`You can ${words}`);
    expect(wordsOf(await course.instructor.get(`/students/${ana}`), '.twin, details')).to.contain('to make up by');
    await course.instructor.post(path('/undo'), { person: ana });
  });

  it('marks the rest, and takes exactly that back', async () => {
    await course.instructor.post(path('/marks'), { mark: `${ana}:absent` });
    const answer = await course.instructor.post(path('/rest'));
    const page = await course.instructor.get(answer.location);
    expect(wordsOf(page, '[data-unmarked-words]')).to.match(/^All \d+ are marked\.$/);
    const { batch = '' } = fieldsOf(page, '[data-roll-form]');
    expect(batch).not.to.equal('');
    await course.instructor.post(path('/undo'), { batch });
    const again = await course.instructor.get(path());
    expect(again.$('[aria-pressed="true"]')).to.have.length(1);
  });

  it('takes numbered presses of a phone, tells it what counts, and keeps older ones out', async () => {
    const now = course.all.clock.now();
    const press = (status: string, at: number) => ({ person: ana, status, number: markNumber(at, 5) });
    const send = (presses: unknown[]) => course.assistant.send('POST', path('/marks'), { presses });
    course.all.clock.advance(60_000);
    const first = await send([press('present', now + 30_000), { ...press('absent', now), person: 'nobody' }]);
    const { results } = first.json<{ results: { kind: string; person: string; mark: { status: string } | null }[] }>();
    expect(results.map(({ kind }) => kind)).to.deep.equal(['written', 'refused']);
    const late = await send([press('late', now + 10_000)]);
    expect(late.json<{ results: unknown[] }>().results[0]).to.deep.include({ kind: 'older' });
    expect(await pressedOf()).to.equal('present');
    const all = (await course.instructor.get(path('/marks'))).json<{ marks: Record<string, { status: string }> }>();
    expect(all.marks[ana]?.status).to.equal('present');
    const faulty = await send([{ person: ana, status: 'maybe', number: 1 }]);
    expect(faulty.status).to.equal(422);
    expect(faulty.text).to.contain('A mark is present, late, absent or excused.');
  });

  it('asks for the reason of an excuse, and keeps what was typed when something is wrong', async () => {
    const answer = await course.instructor.post(path('/marks'), { mark: `${ana}:excused` });
    const page = await course.instructor.get(answer.location);
    expect(page.$('input[name="status"]:checked').attr('value')).to.equal('excused');
    const form = { status: 'excused', minutes: '', makeupOn: '', makeupMode: '', note: '' };
    const refused = await course.instructor.post(path(`/students/${ana}`), { ...form, minutes: '' });
    expect(refused.status).to.equal(422);
    expect(wordsOf(refused, '#error-summary')).to.contain('Give a reason for the excuse');
    const wrong = await course.instructor.post(path(`/students/${ana}`), { ...form, note: 'Ill', minutes: 'many' });
    expect(wrong.$('textarea[name="note"]').text()).to.equal('Ill');
    const saved = await course.instructor.post(path(`/students/${ana}`), {
      ...form,
      note: 'Ill',
      makeupOn: '2026-11-30',
    });
    expect(saved.status).to.equal(303);
    const shown = await course.instructor.get(path(`/students/${ana}`));
    expect(shown.text).to.contain('excused an absence').and.to.contain('Reason: Ill');
    const locked = await course.assistant.get(path(`/students/${ana}`));
    expect(locked.$('[data-mark-form]')).to.have.length(0);
    expect((await course.assistant.post(path('/undo'), { person: ana })).status).to.equal(403);
  });

  it('shows the schedule and the grid, each letter leading to its mark', async () => {
    const { $ } = await course.instructor.get('/classes');
    expect($(`[data-class="${classId}"]`)).to.have.length(1);
    expect($(`[data-student="${ana}"] .cell`).first().text()).to.contain('Excused, made up');
    expect($('.twin')).to.have.length(1);
    expect((await course.instructor.get('/classes?show=cancelled')).$('[data-class]')).to.have.length(0);
  });

  it('plans a series, shows again what was refused, and takes the series back', async () => {
    const form = {
      title: 'Review',
      weekdays: ['2', '4'],
      everyWeeks: '1',
      from: '2027-01-04',
      to: '2027-01-17',
      except: '2027-01-07',
      startsAt: '19:30',
      minutes: '90',
      place: 'Room 2',
      zone: 'America/Chicago',
      list: 'reviews',
    };
    const refused = await course.instructor.post('/classes/series', { ...form, to: '2026-01-01', minutes: '90' });
    expect(refused.status).to.equal(422);
    expect(
      refused
        .$('input[name="weekdays"]:checked')
        .toArray()
        .map((box) => refused.$(box).attr('value')),
    ).to.deep.equal(['2', '4']);
    expect(refused.$('textarea[name="except"]').text()).to.equal('2027-01-07');
    const added = await course.instructor.post('/classes/series', form);
    const page = await course.instructor.get(added.location);
    expect(wordsOf(page, '[data-notice="done"] p')).to.equal('3 classes are planned.');
    const undo = page.$('[data-notice="done"] form').attr('action')!;
    await course.instructor.post(undo);
    expect((await course.instructor.get('/classes?show=coming')).$('[data-class]')).to.have.length(0);
  });

  it('changes, cancels and restores a class; a class changed meanwhile is shown again', async () => {
    const page = await course.instructor.get(path('/edit'));
    const fields = fieldsOf(page, '[data-class-form]');
    expect((await course.instructor.post(path('/edit'), { ...fields, place: 'Room 9' })).status).to.equal(303);
    const stale = await course.instructor.post(path('/edit'), { ...fields, place: 'Room 10' });
    expect(stale.status).to.equal(409);
    expect(stale.$('input[name="place"]').attr('value')).to.equal('Room 10');
    expect((await course.instructor.post(path('/cancel'), { reason: '' })).status).to.equal(422);
    expect((await course.instructor.post(path('/cancel'), { reason: 'Snow' })).status).to.equal(303);
    expect((await course.instructor.get(path())).text).to.contain('This class is canceled');
    expect(
      (await course.instructor.send('POST', path('/marks'), { presses: [{ person: ana, number: 1, status: 'late' }] }))
        .status,
    ).to.equal(409);
    expect((await course.instructor.post(path('/restore'))).status).to.equal(303);
  });

  it('is as absent as none to another course, and closed to students', async () => {
    for (const more of ['', '/edit', '/marks', `/students/${ana}`])
      expect((await course.stranger.get(path(more))).status, more).to.equal(404);
    expect((await course.stranger.post(path('/rest'))).status).to.equal(404);
    expect((await course.ana.get(path())).status).to.equal(403);
    expect((await course.ana.get('/classes')).status).to.equal(403);
  });
});
