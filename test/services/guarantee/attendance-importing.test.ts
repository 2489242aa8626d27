// Importing attendance: matched or put into a queue, remembered, applied once, never over marks made by hand, and taken back.

import { expect } from 'chai';
import type { ImportPreview } from '../../../src/services/guarantee/attendance-importing.ts';
import type { MarkGiven } from '../../../src/services/guarantee/attendance.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { classRoom, enrollMany, type ClassRoom } from '../../support/class-room.ts';

describe('importing attendance', () => {
  let all: TestApplication;
  let room: ClassRoom;
  let ids: string[];
  const services = () => all.application.services;
  const how = { replacesHand: false, marksRestAbsent: false };

  /** Minutes after the beginning of the class as the report writes them. */
  const at = (minutes: number): string =>
    new Date(room.held.startsAt + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const report = (rows: readonly (readonly [string, string, number, number])[]): string =>
    [
      'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest',
      ...rows.map(([name, email, from, to]) => `"${name}",${email},${at(from)},${at(to)},${to - from},No`),
    ].join('\n');
  const usual = () =>
    report([
      ['Grace Thompson', '', -5, 121],
      ['Begay, Samuel (Guest)', '', 15, 120],
      ['Study phone', '', 0, 60],
      ['Study phone', '', 50, 100],
      ['Ines Instructor', '', -20, 125],
      ['Rosa Delgado', '', -30, -10],
    ]);
  const read = async (text = usual()) =>
    services().attendanceImports.read(room.instructor, room.held.id, {
      fileName: 'zoom.csv',
      bytes: new Uint8Array(Buffer.from(text)),
      zone: 'UTC',
      lateAfterMinutes: 10,
    });
  const preview = (importId: string): Promise<ImportPreview> =>
    services().attendanceImports.preview(room.instructor, room.held.id, importId);
  const apply = (importId: string, given = how) =>
    services().attendanceImports.apply(room.instructor, room.held.id, importId, given);
  const undo = (importId: string) => services().attendanceImports.undo(room.instructor, room.held.id, importId);
  const markOf = async (name: string) =>
    (await services().attendance.rollCall(room.instructor, room.held.id)).rows.find(
      ({ learner }) => learner.name === name,
    )?.mark ?? null;
  const said = (personId: string, status: MarkGiven['status']) => ({
    personId,
    status,
    minutes: null,
    makeup: null,
    note: '',
  });

  beforeEach(async () => {
    all = await openTestApplication({ itemBank: false });
    room = await classRoom(all);
    ids = await enrollMany(all, room.instructor, ['Grace Thompson', 'Samuel Begay', 'Rosa Delgado', 'Hana Kobayashi']);
    all.clock.advance(3 * 3_600_000);
  });
  afterEach(() => all.close());

  it('shows what it would do, and marks nothing before it is applied', async () => {
    const { id } = await read();
    const { students, unsure, leftOut, missing } = await preview(id);
    expect(students.map(({ learner, reported, effect }) => [learner.name, reported, effect])).to.deep.equal([
      ['Grace Thompson', { status: 'present', minutes: 120, note: '' }, 'new'],
      ['Rosa Delgado', 'outside', 'outside'],
      ['Samuel Begay', { status: 'late', minutes: 105, note: '' }, 'new'],
    ]);
    expect(unsure.map(({ row }) => row.name)).to.deep.equal(['Study phone']);
    expect(
      leftOut.map(({ row }) => row.name),
      'staff',
    ).to.deep.equal(['Ines Instructor']);
    expect(missing.map(({ name }) => name)).to.include('Hana Kobayashi');
    expect(await markOf('Grace Thompson')).to.equal(null);
  });

  it('applies once, however often and from however many sides it is asked', async () => {
    const { id } = await read();
    const counts = await Promise.all([apply(id), apply(id), apply(id)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(2);
    expect(await apply(id)).to.equal(0);
    expect(await markOf('Samuel Begay')).to.include({ status: 'late', minutes: 105, source: 'csv', batch: id });
    expect(await markOf('Hana Kobayashi'), 'nothing is said of her').to.equal(null);
    const acts = (await services().audit.of(room.instructor, room.held.id)).filter(
      ({ act }) => act === 'imported attendance',
    );
    expect(acts).to.have.length(1);
  });

  it('leaves nothing when it is undone while it is being applied', async () => {
    const { id } = await read();
    const { files } = all.application.stores;
    // Somebody undoes it just before its first mark is written.
    const { change } = files;
    let undoing: Promise<unknown> | null = null;
    files.change = async (...given) => {
      const isFirst = undoing === null;
      undoing ??= undo(id);
      if (isFirst) await undoing;
      return change(...given);
    };
    expect(await apply(id)).to.equal(0);
    files.change = change;
    for (const name of ['Grace Thompson', 'Samuel Begay']) expect(await markOf(name)).to.equal(null);
    const acts = (await services().audit.of(room.instructor, room.held.id)).map(({ act }) => act);
    expect(acts).to.not.include('imported attendance');
  });

  it('lets staff say who is who, adds joins up, and remembers it for the next report', async () => {
    const { id } = await read();
    const [first] = (await preview(id)).unsure;
    await services().attendanceImports.assign(room.instructor, room.held.id, id, first!.at, ids[3]!);
    const hana = (await preview(id)).students.find(({ learner }) => learner.id === ids[3]);
    expect(hana?.reported).to.deep.include({ status: 'present', minutes: 100 });
    await apply(id);
    expect(await markOf('Hana Kobayashi')).to.include({ minutes: 100 });
    const next = await read();
    expect(next.rows.find(({ name }) => name === 'Study phone')).to.include({ personId: ids[3], by: 'memory' });
    await services().attendanceImports.assign(room.instructor, room.held.id, next.id, first!.at, undefined);
    expect((await read()).rows.find(({ name }) => name === 'Study phone')?.personId).to.equal(null);
  });

  it('leaves marks made by hand, unless staff say otherwise', async () => {
    const { attendance } = services();
    await attendance.markOne(room.instructor, room.held.id, said(ids[0]!, 'absent'));
    const { id } = await read();
    expect((await preview(id)).students[0]).to.include({ effect: 'hand' });
    await apply(id);
    expect(await markOf('Grace Thompson')).to.include({ status: 'absent', source: 'staff' });
    const second = await read();
    await apply(second.id, { ...how, replacesHand: true });
    expect(await markOf('Grace Thompson')).to.include({ status: 'present', source: 'csv' });
  });

  it('is taken back to what was there, but not over what somebody marked since', async () => {
    const { attendance } = services();
    await attendance.markOne(room.instructor, room.held.id, said(ids[0]!, 'absent'));
    const { id } = await read();
    await apply(id, { ...how, replacesHand: true });
    await attendance.markOne(room.instructor, room.held.id, said(ids[1]!, 'present'));
    expect(await undo(id)).to.equal(1);
    expect(await undo(id), 'twice does nothing').to.equal(0);
    expect(await markOf('Grace Thompson')).to.include({ status: 'absent' });
    expect(await markOf('Samuel Begay')).to.include({ status: 'present', source: 'staff' });
    expect(await apply(id), 'undone is undone').to.equal(0);
  });

  it('marks the rest absent only where everybody in the queue is known', async () => {
    const { id } = await read();
    const refused = await apply(id, { ...how, marksRestAbsent: true }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal);
    await services().attendanceImports.assign(
      room.instructor,
      room.held.id,
      id,
      (await preview(id)).unsure[0]!.at,
      null,
    );
    await apply(id, { ...how, marksRestAbsent: true });
    expect(await markOf('Hana Kobayashi')).to.include({ status: 'absent', batch: id });
    expect(await markOf('Rosa Delgado'), 'she was named, outside of the hours').to.equal(null);
    await undo(id);
    expect(await markOf('Hana Kobayashi')).to.equal(null);
  });

  it('completes what a crash cut off', async () => {
    const { id } = await read();
    await apply(id);
    await all.connection
      .db!.collection('attendanceImports')
      .updateOne({ _id: id as never }, { $set: { finishedAt: null } });
    await services().attendance.undoMark(room.instructor, room.held.id, ids[0]!);
    expect(await apply(id), 'only what was not written; what staff took away since stays away').to.equal(0);
    expect(await markOf('Grace Thompson')).to.equal(null);
  });

  it('refuses a file that names nobody, and whoever may not', async () => {
    const refused = await read('hello').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal).and.to.have.nested.property('faults[0].path', 'file');
    const given = { fileName: 'x', bytes: new Uint8Array(), zone: 'UTC', lateAfterMinutes: null };
    const student = await services()
      .attendanceImports.read(room.ana, room.held.id, given)
      .catch((error: unknown) => error);
    expect(student).to.have.property('reason', 'not-allowed');
    const { id } = await read();
    const elsewhere = { ...room.instructor, courseId: 'other' };
    const strange = await services()
      .attendanceImports.apply(elsewhere, room.held.id, id, how)
      .catch((error: unknown) => error);
    expect(strange).to.have.property('reason', 'not-found');
  });
});
