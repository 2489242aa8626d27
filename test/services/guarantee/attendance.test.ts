// The roll call as a service: two phones, a phone that was offline, the rest, undoing, excuses and makeups, and what is noted.

import { expect } from 'chai';
import { markNumber } from '../../../src/domain/evidence/marking.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import type { MarkGiven } from '../../../src/services/guarantee/attendance.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { classGiven } from '../../support/class-given.ts';
import { classRoom, enrollMany, type ClassRoom } from '../../support/class-room.ts';
import { refusalOf } from '../../support/refusal-of.ts';

describe('attendance', () => {
  let all: TestApplication;
  let room: ClassRoom;
  let assistant: Visitor;
  const services = () => all.application.services;
  const marking = (status: MarkGiven['status'], more: Partial<MarkGiven> = {}): MarkGiven => ({
    personId: room.ana.personId,
    status,
    minutes: null,
    makeup: null,
    note: '',
    number: null,
    onlyUnmarked: false,
    ...more,
  });
  const held = async (personId = room.ana.personId) =>
    (await services().attendance.rollCall(room.instructor, room.held.id)).rows.find(
      ({ learner }) => learner.id === personId,
    )?.mark ?? null;

  before(async () => (all = await openTestApplication()));
  after(() => all.close());
  beforeEach(async () => {
    room = await classRoom(all);
    assistant = { ...room.instructor, role: 'assistant', personId: 'noah', name: 'Noah' };
    all.clock.advance(60_000);
  });

  it('begins with nothing recorded, which counts as that', async () => {
    const { counts, rows } = await services().attendance.rollCall(room.instructor, room.held.id);
    expect(counts).to.include({ present: 0, absent: 0, unmarked: rows.length });
    expect(await held()).to.equal(null);
  });

  it('keeps who marked, when and how', async () => {
    const [result] = await services().attendance.mark(assistant, room.held.id, [marking('late', { minutes: 112 })]);
    expect(result?.kind).to.equal('written');
    const mark = await held();
    expect(mark).to.include({ source: 'staff', byName: 'Noah', status: 'late', minutes: 112, at: all.clock.now() });
  });

  it('lets the later press of two phones win, whichever arrives first', async () => {
    const { attendance } = services();
    const early = markNumber(all.clock.now() - 30_000, 1);
    const late = markNumber(all.clock.now() - 10_000, 2);
    await attendance.mark(room.instructor, room.held.id, [marking('absent', { number: late })]);
    const [replay] = await attendance.mark(assistant, room.held.id, [marking('present', { number: early })]);
    expect(replay).to.include({ kind: 'older' });
    expect(replay?.mark?.status, 'the phone is told what counts').to.equal('absent');
    expect((await held())?.status).to.equal('absent');
  });

  it('comes to one end when two phones send everything at the same moment, twice', async () => {
    const { attendance } = services();
    const from = all.clock.now() - 60_000;
    const messages = Array.from({ length: 12 }, (_, at) =>
      marking(at % 2 === 0 ? 'present' : 'late', { number: markNumber(from + at * 1000, at % 2) }),
    );
    await Promise.all(
      [...messages, ...messages.toReversed()].map((message, at) =>
        attendance.mark(at % 2 === 0 ? room.instructor : assistant, room.held.id, [message]),
      ),
    );
    expect((await held())?.status).to.equal('late');
  });

  it('marks the rest and nobody else, and undoes exactly that', async () => {
    const { attendance } = services();
    await attendance.mark(room.instructor, room.held.id, [marking('absent')]);
    const { count, batch } = await attendance.markRest(room.instructor, room.held.id, 'present');
    expect(count).to.equal(1);
    expect((await held())?.status).to.equal('absent');
    expect((await held(room.ben.personId))?.status).to.equal('present');
    expect(await attendance.undoBatch(room.instructor, room.held.id, batch)).to.equal(1);
    expect(await held(room.ben.personId)).to.equal(null);
    expect(await attendance.undoBatch(room.instructor, room.held.id, batch), 'twice does nothing').to.equal(0);
  });

  it('keeps a press that was meant for the unmarked from those marked meanwhile', async () => {
    const { attendance } = services();
    await attendance.mark(room.instructor, room.held.id, [
      marking('absent', { number: markNumber(all.clock.now() - 9000, 1) }),
    ]);
    const rest = marking('present', { number: markNumber(all.clock.now() - 1000, 2), onlyUnmarked: true });
    expect((await attendance.mark(assistant, room.held.id, [rest]))[0]).to.include({ kind: 'kept' });
    expect((await held())?.status).to.equal('absent');
  });

  it('undoes one mark, and an older message does not bring it back', async () => {
    const { attendance } = services();
    const first = marking('present', { number: markNumber(all.clock.now() - 9000, 1) });
    await attendance.mark(room.instructor, room.held.id, [first]);
    await attendance.undoMark(room.instructor, room.held.id, room.ana.personId);
    expect(await held()).to.equal(null);
    await attendance.mark(room.instructor, room.held.id, [first]);
    expect(await held()).to.equal(null);
  });

  it('takes excuses and makeups from instructors only, an excuse with a reason', async () => {
    const { attendance } = services();
    const [refused] = await attendance.mark(assistant, room.held.id, [marking('excused', { note: 'ill' })]);
    expect(refused).to.include({ kind: 'refused' });
    const { makeup: _makeup, ...absent } = marking('absent');
    const made = { ...absent, makeup: { on: '2026-11-24', mode: 'recording' } };
    expect((await attendance.mark(assistant, room.held.id, [made]))[0]).to.include({ kind: 'refused' });
    const reasonless = await refusalOf(attendance.markOne(room.instructor, room.held.id, marking('excused')));
    expect(reasonless.faults[0]?.path).to.equal('note');
    await attendance.markOne(room.instructor, room.held.id, marking('excused', { note: 'Letter of her doctor' }));
    expect((await held())?.status).to.equal('excused');
    const [again] = await attendance.mark(assistant, room.held.id, [marking('present')]);
    expect(again?.kind, 'an assistant does not take an excuse away').to.equal('refused');
    await attendance.mark(room.instructor, room.held.id, [made]);
    expect((await held())?.makeup).to.deep.equal({ on: '2026-11-24', mode: 'recording' });
    const acts = (await services().audit.of(room.instructor, room.ana.personId)).map(({ act, reason }) => [
      act,
      reason,
    ]);
    expect(acts).to.deep.include(['excused an absence', 'Letter of her doctor']);
    expect(acts.map(([act]) => act)).to.include('recorded a makeup');
  });

  it('notes every change after the day of the class, and none while the roll is being taken', async () => {
    const { attendance, audit } = services();
    const count = async (): Promise<number> =>
      (await audit.of(room.instructor, room.ana.personId)).filter(({ act }) => act === 'changed attendance').length;
    const before = await count();
    await attendance.mark(room.instructor, room.held.id, [marking('present')]);
    expect(await count()).to.equal(before);
    all.clock.advance(86_400_000);
    await attendance.mark(room.instructor, room.held.id, [marking('absent')]);
    await attendance.mark(room.instructor, room.held.id, [marking('absent')]);
    expect(await count(), 'saying the same again is no change').to.equal(before + 1);
  });

  it('refuses strangers, and a class that is cancelled or of another course', async () => {
    const { attendance, schedule } = services();
    const [stranger] = await attendance.mark(room.instructor, room.held.id, [marking('present', { personId: 'x' })]);
    expect(stranger?.kind).to.equal('refused');
    const elsewhere = { ...room.instructor, courseId: 'other' };
    expect((await refusalOf(attendance.rollCall(elsewhere, room.held.id))).reason).to.equal('not-found');
    expect((await refusalOf(attendance.rollCall(room.ana, room.held.id))).reason).to.equal('not-allowed');
    await schedule.cancel(room.instructor, room.held.id, 'Snow');
    expect((await refusalOf(attendance.mark(room.instructor, room.held.id, [marking('present')]))).reason).to.equal(
      'already-done',
    );
  });

  it('counts a course by class and by student, and shows a student their own', async () => {
    const { attendance } = services();
    await enrollMany(all, room.instructor, ['Grace Thompson', 'Zoë Ångström']);
    await attendance.mark(room.instructor, room.held.id, [marking('late', { minutes: 110 })]);
    const overview = await attendance.overview(room.instructor);
    const own = overview.classes.find(({ held: one }) => one.id === room.held.id)!;
    expect(own.counts).to.include({ late: 1, unmarked: 3 });
    expect(overview.students.map(({ learner }) => learner.name)).to.include('Zoë Ångström');
    const mine = await attendance.mine(room.ana);
    expect(mine.marks[room.held.id]?.status).to.equal('late');
    expect(mine.presence.minutesPresent).to.be.at.least(110);
  });
});

describe('the schedule of classes', () => {
  let all: TestApplication;
  let room: ClassRoom;
  before(async () => {
    all = await openTestApplication();
    room = await classRoom(all);
  });
  after(() => all.close());
  const series = {
    title: 'Class',
    place: '',
    startsAt: 18 * 3_600_000,
    minutes: 120,
    zone: 'America/Chicago',
    list: 'sessions',
    from: '2027-03-01',
    to: '2027-03-31',
    weekdays: [1],
    everyWeeks: 1,
    except: ['2027-03-15'],
  };

  it('numbers a series on from what is there, and takes it back', async () => {
    const { schedule } = all.application.services;
    const { seriesId, classes } = await schedule.addSeries(room.instructor, series);
    expect(classes.map(({ title, on }) => [title, on])).to.deep.equal([
      ['Class 25', '2027-03-01'],
      ['Class 26', '2027-03-08'],
      ['Class 27', '2027-03-22'],
      ['Class 28', '2027-03-29'],
    ]);
    expect(classes[2]!.startsAt - classes[1]!.startsAt, 'an hour less: the clocks change').to.equal(
      (14 * 24 - 1) * 3_600_000,
    );
    expect(await schedule.removeSeries(room.instructor, seriesId)).to.equal(4);
    expect(await schedule.all(room.instructor)).to.have.length(1);
  });

  it('refuses patterns without a class, days that do not exist, and whoever may not plan', async () => {
    const { schedule } = all.application.services;
    const pathOf = async (given: typeof series): Promise<string> => {
      try {
        await schedule.addSeries(room.instructor, given);
      } catch (error) {
        if (error instanceof Refusal) return error.faults[0]?.path ?? '';
      }
      return 'taken';
    };
    expect(await pathOf({ ...series, to: '2027-02-01' })).to.equal('to');
    expect(await pathOf({ ...series, from: '2027-02-30' })).to.equal('from');
    expect(await pathOf({ ...series, from: '2027-03-02', to: '2027-03-03' })).to.equal('weekdays');
    expect(await pathOf({ ...series, to: '2099-01-01' })).to.equal('to');
    expect(await pathOf({ ...series, zone: 'Mars/Base' })).to.equal('zone');
    const assistant = { ...room.instructor, role: 'assistant' as const };
    const refused = await schedule.add(assistant, classGiven(all.clock.now())).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal);
  });

  it('changes a class once when two people change it, and cancels and restores with words', async () => {
    const { schedule, audit } = all.application.services;
    const given = { ...classGiven(room.held.startsAt), place: 'Room 5' };
    const both = await Promise.allSettled([
      schedule.change(room.instructor, room.held.id, 0, given),
      schedule.change(room.instructor, room.held.id, 0, { ...given, place: 'Room 6' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    await schedule.cancel(room.instructor, room.held.id, 'Snow');
    await schedule.cancel(room.instructor, room.held.id, 'Snow again');
    expect(await schedule.get(room.instructor, room.held.id)).to.include({ isCancelled: true, cancelledWhy: 'Snow' });
    await schedule.restore(room.instructor, room.held.id);
    const acts = (await audit.of(room.instructor, room.held.id)).map(({ act, reason }) => [act, reason]);
    expect(acts).to.deep.include(['cancelled a class', 'Snow']);
    expect(acts.map(([act]) => act)).to.include('took a cancellation back');
  });
});
