// Sitting an exam through the services, on a real store with a clock moved by hand.

import { expect } from 'chai';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Visitor } from '../../src/domain/person.ts';
import type { ExamSettings } from '../../src/domain/exam/exam.ts';
import { openTestApplication, startOfTests, type TestApplication } from '../support/application.ts';
import { answersOf, arrive, people, setUpExam, sit, start } from '../support/candidates.ts';
import { refusalOf } from '../support/refusal-of.ts';

const minute = 60_000;

describe('sitting an exam', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
  });
  after(() => all.close());

  let candidate: Visitor;
  const services = () => all.application.services;
  const exam = async (changes: Partial<ExamSettings> = {}): Promise<string> => {
    const { exam: made } = await setUpExam(all, 'moodle', changes);
    candidate = await arrive(all, 'moodle', people.moodle.students[0]);
    return made.id;
  };
  const attempt = async (id: string) => (await all.application.stores.attempts.find(id))!;

  it('reserves one try for twelve simultaneous starts', async () => {
    const id = await exam({ attemptsAllowed: 2 });
    const made = await Promise.all(Array.from({ length: 12 }, () => services().sitting.prepare(candidate, id, null)));
    expect(new Set(made.map((one) => one.id)).size).to.equal(1);
    expect((await services().briefing.before(candidate, id)).attemptsLeft).to.equal(1);
  });

  it('allows as many attempts as the settings say and not one more', async () => {
    const id = await exam({ attemptsAllowed: 2 });
    await sit(all, candidate, id, 5);
    await sit(all, candidate, id, 5);
    expect((await refusalOf(services().sitting.prepare(candidate, id, null))).message).to.contain('all your attempts');
  });

  it('lets an instructor allow one more by changing the settings', async () => {
    const { exam: made, instructor } = await setUpExam(all, 'moodle', { attemptsAllowed: 1 });
    candidate = await arrive(all, 'moodle', people.moodle.students[0]);
    await sit(all, candidate, made.id, 5);
    await services().exams.change(instructor, made.id, 1, { ...made.settings, attemptsAllowed: 2 });
    expect((await services().briefing.before(candidate, made.id)).attemptsLeft).to.equal(1);
    await sit(all, candidate, made.id, 5);
  });

  it('completes a start that a crash interrupted instead of charging it twice', async () => {
    const id = await exam({ attemptsAllowed: 1 });
    const { allowances } = all.application.stores;
    const interrupted = services().sitting.attemptIdOf(candidate, id, 1);
    const allowanceId = `${candidate.platformId}:${candidate.personId}:${id}`;
    await services().briefing.before(candidate, id);
    await allowances.apply({
      filter: { _id: allowanceId },
      update: { $inc: { left: -1 }, $push: { holds: interrupted } },
    });
    const made = await services().sitting.prepare(candidate, id, null);
    expect(made.id).to.equal(interrupted);
    expect((await allowances.find(allowanceId))!.left).to.equal(0);
  });

  it('holds the next attempt back during the cooldown', async () => {
    const id = await exam({ cooldownMinutes: 60 });
    await sit(all, candidate, id, 5);
    expect((await services().briefing.before(candidate, id)).availability.kind).to.equal('cooling down');
    await refusalOf(services().sitting.prepare(candidate, id, null));
    all.clock.advance(60 * minute);
    await services().sitting.prepare(candidate, id, null);
  });

  it('asks for the access code and takes the right one only', async () => {
    const id = await exam({ accessCode: 'Maple 7' });
    await refusalOf(services().sitting.prepare(candidate, id, null));
    await refusalOf(services().sitting.prepare(candidate, id, 'maple'));
    await services().sitting.prepare(candidate, id, 'Maple 7');
  });

  it('keeps to the window, and gives whoever starts in time the full time', async () => {
    const now = all.clock.now();
    const id = await exam({ window: { opensAt: now + 10 * minute, closesAt: now + 30 * minute, policy: 'startBy' } });
    expect((await refusalOf(services().sitting.prepare(candidate, id, null))).message).to.contain('opens');
    all.clock.advance(29 * minute);
    const started = await start(all, candidate, id);
    expect(started.timing.deadlineAt).to.equal(all.clock.now() + 25 * minute);
    await services().sitting.submit(candidate, started.id, {});
    all.clock.advance(minute);
    await refusalOf(services().sitting.prepare(candidate, id, null));
  });

  it('closes with the window where the exam says so', async () => {
    const now = all.clock.now();
    const id = await exam({ window: { opensAt: null, closesAt: now + 10 * minute, policy: 'endBy' } });
    expect((await start(all, candidate, id)).timing.deadlineAt).to.equal(now + 10 * minute);
  });

  it('starts the clock at Start and not when the paper is prepared', async () => {
    const id = await exam();
    const prepared = await services().sitting.prepare(candidate, id, null);
    all.clock.advance(60 * minute);
    const started = await services().sitting.start(candidate, prepared.id, null);
    expect(started.timing.startedAt).to.equal(all.clock.now());
    all.clock.advance(minute);
    expect((await services().sitting.start(candidate, prepared.id, null)).timing).to.deep.equal(started.timing);
  });

  it('gives a prepared attempt that nobody started its try back after a day', async () => {
    const id = await exam({ attemptsAllowed: 1 });
    const prepared = await services().sitting.prepare(candidate, id, null);
    all.clock.advance(24 * 60 * minute);
    await services().sitting.lapsePrepared(10);
    candidate = await arrive(all, 'moodle', people.moodle.students[0]);
    expect((await attempt(prepared.id)).state).to.equal('voided');
    expect((await services().briefing.before(candidate, id)).attemptsLeft).to.equal(1);
  });

  it('gives somebody with extra time their own limit, and a change reaches an exam under way', async () => {
    const { exam: made, instructor } = await setUpExam(all, 'moodle', {});
    candidate = await arrive(all, 'moodle', people.moodle.students[1]);
    await services().exams.accommodate(instructor, candidate.personId, {
      factor: 1.5,
      extraMinutes: 5,
      reason: 'Letter of 2 Nov',
    });
    const started = await start(all, candidate, made.id);
    expect(started.timing.limitMs).to.equal(42.5 * minute);
    await services().exams.accommodate(instructor, candidate.personId, {
      factor: 2,
      extraMinutes: 0,
      reason: 'Letter of 9 Nov',
    });
    const clock = await services().sitting.clock(candidate, started.id, null);
    expect(clock.remainingMs).to.equal(50 * minute);
    await services().exams.accommodate(instructor, candidate.personId, { factor: 1, extraMinutes: 0, reason: 'Ended' });
    await services().sitting.submit(candidate, started.id, {});
  });

  it('closes an attempt nobody touches, at its deadline, with what was saved', async () => {
    const id = await exam();
    const started = await start(all, candidate, id);
    await services().sitting.saveAnswers(candidate, started.id, await answersOf(all, started, 20), null);
    all.clock.advance(26 * minute);
    expect(await services().sitting.closeExpired(100)).to.be.greaterThan(0);
    const closed = await attempt(started.id);
    expect(closed.state).to.equal('graded');
    expect(closed.end).to.include({ by: 'sweeper', at: started.timing.deadlineAt });
    expect((await services().results.of(candidate, started.id)).score!.isPassed).to.equal(true);
    expect(await services().sitting.closeExpired(100)).to.equal(0);
  });

  it('takes answers up to the last instant of the grace and not after', async () => {
    const id = await exam({ graceSeconds: 30 });
    const started = await start(all, candidate, id);
    const [s1, s2] = Object.entries(await answersOf(all, started, 20));
    all.clock.advance(25 * minute + 29_999);
    const inTime = await services().sitting.saveAnswers(candidate, started.id, Object.fromEntries([s1!]), null);
    expect(inTime.kind).to.equal('saved');
    all.clock.advance(1);
    const tooLate = await services().sitting.saveAnswers(candidate, started.id, Object.fromEntries([s2!]), null);
    expect(tooLate).to.include({ kind: 'refused', code: 'EXPIRED', keptLate: 1 });
  });

  it('scores the same answers the same, whenever', async () => {
    const id = await exam();
    const done = await sit(all, candidate, id, 14);
    const first = (await all.application.stores.scores.find(done.id, done.scoreVersion))!;
    expect(Number(first.shownRaw)).to.equal(70);
    expect(first.slots).to.have.property('s20');
  });

  it('draws unseen questions for the second attempt', async () => {
    const id = await exam();
    const forms: Set<string>[] = [];
    for (const one of [await sit(all, candidate, id, 5), await sit(all, candidate, id, 5)])
      forms.push(new Set((await services().papers.form(one.formId)).slots.map((slot) => slot.itemVersion)));
    expect([...forms[0]!].filter((item) => forms[1]!.has(item))).to.deep.equal([]);
  });

  it('keeps the settings that an attempt was started with', async () => {
    const { exam: made, instructor } = await setUpExam(all, 'moodle', {});
    candidate = await arrive(all, 'moodle', people.moodle.students[0]);
    const started = await start(all, candidate, made.id);
    await services().exams.change(instructor, made.id, 1, { ...made.settings, allowedMinutes: 5 });
    expect((await services().sitting.clock(candidate, started.id, null)).remainingMs).to.equal(25 * minute);
    await services().sitting.submit(candidate, started.id, {});
  });

  it('refuses settings that were opened before somebody else changed them', async () => {
    const { exam: made, instructor } = await setUpExam(all, 'moodle', {});
    await services().exams.change(instructor, made.id, 1, { ...made.settings, title: 'First' });
    expect(
      (await refusalOf(services().exams.change(instructor, made.id, 1, { ...made.settings, title: 'Second' }))).reason,
    ).to.equal('already-done');
  });

  it('begins at the moment every test begins', () => {
    expect(all.clock.now()).to.be.greaterThan(startOfTests);
  });
});

describe('looking after an exam', () => {
  let all: TestApplication;
  let instructor: Visitor;
  let candidate: Visitor;
  let examId: string;
  beforeEach(async () => {
    all = await openTestApplication();
    const set = await setUpExam(all, 'canvas', { attemptsAllowed: 1 });
    instructor = set.instructor;
    examId = set.exam.id;
    candidate = await arrive(all, 'canvas', people.canvas.students[0]);
  });
  afterEach(() => all.close());

  const services = () => all.application.services;
  const clock = (id: string) => services().sitting.clock(candidate, id, null);

  it('extends once however often the button is pressed', async () => {
    const started = await start(all, candidate, examId);
    const press = { minutes: 10, reason: 'Fire alarm', actId: 'press-1' };
    await Promise.all([1, 2, 3].map(() => services().invigilation.extend(instructor, started.id, press)));
    expect((await clock(started.id)).remainingMs).to.equal(35 * minute);
    await services().invigilation.extendAll(instructor, examId, { ...press, actId: 'press-2' });
    expect((await clock(started.id)).remainingMs).to.equal(45 * minute);
  });

  it('stops the clock and gives the time back exactly', async () => {
    const started = await start(all, candidate, examId);
    all.clock.advance(5 * minute);
    await services().invigilation.pause(instructor, started.id, 'Fire alarm');
    all.clock.advance(40 * minute);
    expect(await clock(started.id)).to.include({ state: 'paused', remainingMs: 20 * minute });
    expect(await services().sitting.closeExpired(10)).to.equal(0);
    await services().invigilation.resume(instructor, started.id, 'Over');
    expect(await clock(started.id)).to.include({ state: 'in_progress', remainingMs: 20 * minute });
  });

  it('closes, reopens with the minutes given, and scores again', async () => {
    const started = await start(all, candidate, examId);
    const closed = await services().invigilation.close(instructor, started.id, 'Asked to stop');
    expect(closed.end?.by).to.equal('staff');
    const first = (await services().results.of(candidate, started.id)).score!;
    await services().invigilation.reopen(instructor, started.id, { minutes: 15, reason: 'A mistake of ours' });
    expect((await clock(started.id)).remainingMs).to.be.at.least(15 * minute);
    const attempt = (await all.application.stores.attempts.find(started.id))!;
    const done = await services().sitting.submit(candidate, started.id, await answersOf(all, attempt, 20));
    expect(done.scoreVersion).to.be.greaterThan(first.version);
    expect((await services().results.of(candidate, started.id)).score!.shownWeighted).to.equal('100.00');
  });

  it('voids with a reason, gives the try back, and the attempt stays to be seen', async () => {
    const done = await sit(all, candidate, examId, 20);
    expect((await services().briefing.before(candidate, examId)).attemptsLeft).to.equal(0);
    await services().invigilation.void(instructor, done.id, { reason: 'Power cut', givesTryBack: true });
    const briefing = await services().briefing.before(candidate, examId);
    expect(briefing.attemptsLeft).to.equal(1);
    expect(briefing.history.map(({ attempt }) => attempt.state)).to.deep.equal(['voided']);
    const file = await services().invigilation.file(instructor, done.id);
    expect(file.events.map(({ act, reason }) => [act, reason])).to.deep.include(['voided', 'Power cut']);
  });

  it('lets a late answer count when staff say so', async () => {
    const started = await start(all, candidate, examId);
    all.clock.advance(26 * minute);
    await services().sitting.saveAnswers(candidate, started.id, await answersOf(all, started, 20), null);
    expect((await services().results.of(candidate, started.id)).score!.shownRaw).to.equal('0.00');
    await services().invigilation.applyLate(instructor, started.id, 's1', 'The network of the room was down');
    expect((await services().results.of(candidate, started.id)).score!.shownRaw).to.equal('5.00');
  });

  it('needs a reason for every act', async () => {
    const started = await start(all, candidate, examId);
    const refused = await services()
      .invigilation.close(instructor, started.id, '  ')
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal);
    expect((refused as Refusal).faults[0]?.path).to.equal('reason');
  });

  it('shows who is sitting, who has finished and who is yet to come', async () => {
    await start(all, candidate, examId);
    await services().roster.readDue(5);
    const overview = await services().invigilation.overview(instructor, examId);
    expect(overview.sitting.map((row) => row.name)).to.deep.equal(['Ana Álvarez']);
    expect(overview.yetToFinish.map((row) => row.name)).to.include('Ben Okafor');
    expect(overview.results).to.deep.equal([]);
  });

  it('does everything an attempt owes after a crash between two steps', async () => {
    const started = await start(all, candidate, examId);
    const { submit } = await import('../../src/domain/exam/transitions.ts');
    const end = { by: 'user' as const, at: all.clock.now(), receipt: 'AAAA-BBBB', digest: '' };
    await all.application.stores.attempts.apply(
      submit(
        { attemptId: started.id, personId: candidate.personId },
        started.rev,
        await answersOf(all, started, 20),
        end,
      ),
    );
    const failures: string[] = [];
    expect(await services().duties.settleAll(10, (id) => failures.push(id))).to.equal(1);
    expect(failures).to.deep.equal([]);
    expect((await services().results.of(candidate, started.id)).score!.shownWeighted).to.equal('100.00');
    expect((await services().results.of(candidate, started.id)).grade.state).to.equal('waiting');
    expect(await services().duties.settleAll(10, () => undefined)).to.equal(0);
  });
});
