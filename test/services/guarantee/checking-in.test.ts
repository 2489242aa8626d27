// Checking in by code: present or late by the clock, once, in one's own course only, and never over what staff have marked.

import { expect } from 'chai';
import { Refusal } from '../../../src/domain/refusal.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { classGiven } from '../../support/class-given.ts';
import { classRoom, type ClassRoom } from '../../support/class-room.ts';

const minute = 60_000;

describe('checking in', () => {
  let all: TestApplication;
  let room: ClassRoom;
  const services = () => all.application.services;
  const opening = { stepMinutes: 5, lateAfterMinutes: 10, openMinutes: null };
  const shownCode = async (): Promise<string> =>
    (await services().checkingIn.shown(room.instructor, room.held.id)).shown!.code;
  const refusalOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof Refusal ? error.reason : 'taken';
  };

  before(async () => (all = await openTestApplication()));
  after(() => all.close());
  beforeEach(async () => {
    room = await classRoom(all);
    await services().checkingIn.open(room.instructor, room.held.id, opening);
  });

  // The course is the same for all tests, and a class left open would be open in the next.
  afterEach(() => services().checkingIn.close(room.instructor, room.held.id));

  it('marks present before the moment of lateness and late from it on', async () => {
    const { checkingIn } = services();
    expect((await checkingIn.checkIn(room.ana, await shownCode())).mark).to.include({
      status: 'present',
      source: 'student',
    });
    all.clock.advance(5 * minute);
    expect((await checkingIn.checkIn(room.ben, await shownCode())).mark.status).to.equal('late');
    expect((await checkingIn.shown(room.instructor, room.held.id)).byCode).to.equal(2);
  });

  it('counts once, by the first time', async () => {
    const { checkingIn } = services();
    const first = await checkingIn.checkIn(room.ana, await shownCode());
    all.clock.advance(8 * minute);
    const second = await checkingIn.checkIn(room.ana, await shownCode());
    expect(second.mark).to.include({ status: 'present', at: first.mark.at });
    const both = await Promise.all([1, 2, 3].map(async () => checkingIn.checkIn(room.ben, await shownCode())));
    expect(new Set(both.map(({ mark }) => mark.status)).size).to.equal(1);
  });

  it('leaves what staff have marked, and staff win over it afterwards', async () => {
    const { checkingIn, attendance } = services();
    const said = { personId: room.ana.personId, minutes: null, makeup: null, note: '' };
    await attendance.markOne(room.instructor, room.held.id, { ...said, status: 'absent' });
    expect((await checkingIn.checkIn(room.ana, await shownCode())).mark.status).to.equal('absent');
    await checkingIn.checkIn(room.ben, await shownCode());
    await attendance.markOne(room.instructor, room.held.id, { ...said, personId: room.ben.personId, status: 'absent' });
    const { rows } = await attendance.rollCall(room.instructor, room.held.id);
    expect(rows.find(({ learner }) => learner.id === room.ben.personId)?.mark?.status).to.equal('absent');
  });

  it('refuses old codes, wrong ones, those of a class that is closed, cancelled or of another course', async () => {
    const { checkingIn, schedule } = services();
    const code = await shownCode();
    const stranger = await arrive(all, 'moodle', people.moodle.students[0]);
    expect(await refusalOf(checkingIn.checkIn(stranger, code))).to.equal('invalid');
    expect(await refusalOf(checkingIn.checkIn(room.ana, 'nonsense'))).to.equal('invalid');
    expect(await refusalOf(checkingIn.checkIn(room.instructor, code))).to.equal('not-allowed');
    all.clock.advance(10 * minute);
    expect(await refusalOf(checkingIn.checkIn(room.ana, code))).to.equal('invalid');
    const fresh = await shownCode();
    await checkingIn.close(room.instructor, room.held.id);
    expect(await refusalOf(checkingIn.checkIn(room.ana, fresh))).to.equal('invalid');
    expect(await checkingIn.isOpen(room.ana)).to.equal(false);
    await checkingIn.open(room.instructor, room.held.id, opening);
    await schedule.cancel(room.instructor, room.held.id, 'Fire alarm');
    expect(await refusalOf(checkingIn.checkIn(room.ana, fresh))).to.equal('invalid');
    expect(await refusalOf(checkingIn.open(room.instructor, room.held.id, opening))).to.equal('already-done');
  });

  it('closes by itself, at the end of the class or after the minutes that were set', async () => {
    const { checkingIn } = services();
    await checkingIn.open(room.instructor, room.held.id, { ...opening, openMinutes: 15, stepMinutes: null });
    all.clock.advance(15 * minute - 1);
    expect(await checkingIn.isOpen(room.ana)).to.equal(true);
    all.clock.advance(1);
    expect(await checkingIn.isOpen(room.ana)).to.equal(false);
    expect((await checkingIn.shown(room.instructor, room.held.id)).shown).to.equal(null);
  });

  it('is not opened long before the class begins', async () => {
    const { checkingIn, schedule } = services();
    const later = await schedule.add(room.instructor, classGiven(all.clock.now() + 3 * 3_600_000));
    expect(await refusalOf(checkingIn.open(room.instructor, later.id, opening))).to.equal('invalid');
  });

  it('stores no code', async () => {
    const code = await shownCode();
    const stored = await all.connection.db!.collection('classes').find({}).toArray();
    expect(JSON.stringify(stored)).not.to.contain(code);
  });
});
