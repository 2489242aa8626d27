// Items that other systems bring: attendance, completions, facts and official results, one by one and in batches, each landing in the student's file.

import { expect } from 'chai';
import type { StudentFile } from '../../../src/domain/evidence/student-file.ts';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

describe('items of the API', function () {
  // Many requests, on machines that are busy with other tests too.
  this.timeout(60_000);
  let system: AnotherSystem;
  let ana: { readonly userId: string };
  let ben: { readonly userId: string };
  before(async () => {
    system = await anotherSystem();
    [ana, ben] = system.students.map((userId) => ({ userId })) as [typeof ana, typeof ben];
  });
  after(() => system.all.close());

  const fileOf = async (at = 0): Promise<StudentFile> =>
    (await system.all.application.stores.files.find(system.visitors[at]!))!;
  const actsOf = async (at = 0) =>
    system.all.application.services.audit.of(system.administrator, system.visitors[at]!.personId);
  const recorded = async (name: string, item: object): Promise<{ changed: boolean; note: string }> => {
    const answer = await system.post(name, item);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body;
  };
  const refused = async (
    name: string,
    item: object,
  ): Promise<{ status: number; reason: string; path: string; message: string }> => {
    const { status, body } = await system.post(name, item);
    expect(status).to.be.within(400, 499);
    return { status, ...body.error };
  };

  describe('of attendance', () => {
    it('mark a student at a class by its id or its day, as the key', async () => {
      const id = await system.addClass('2026-11-16');
      expect(await recorded('attendance', { student: ana, class: { id }, status: 'late' })).to.deep.equal({
        student: ana,
        changed: true,
        note: '',
      });
      const mark = (await fileOf()).marks[id]!;
      expect(mark).to.include({ status: 'late', minutes: null, source: 'api' });
      expect(mark.by).to.match(/^key:[0-9a-f-]{36}$/);
      expect(
        (await recorded('attendance', { student: ana, class: { on: '2026-11-16' }, status: 'late' })).changed,
      ).to.equal(false);
      await recorded('attendance', { student: ana, class: { on: '2026-11-16' }, minutesPresent: 500 });
      expect((await fileOf()).marks[id]).to.include({ status: 'present', minutes: 120 });
      await recorded('attendance', { student: ana, class: { on: '2026-11-16' }, minutesPresent: 0 });
      expect((await fileOf()).marks[id]).to.include({ status: 'absent', minutes: 0 });
      await recorded('attendance', { student: ana, class: { id }, makeup: { on: '2026-11-19', mode: 'recording' } });
      expect((await fileOf()).marks[id]?.makeup).to.deep.equal({ on: '2026-11-19', mode: 'recording' });
      const acts = (await actsOf()).filter(({ act }) => act.endsWith('attendance'));
      expect(acts.map(({ by }) => by)).to.deep.equal(acts.map(() => mark.by));
      expect(acts).to.have.length(4);
    });

    it('leave a mark that staff made by hand', async () => {
      const { all, administrator, visitors } = system;
      const id = await system.addClass('2026-11-17');
      const given = {
        personId: visitors[0]!.personId,
        status: 'excused',
        minutes: null,
        makeup: null,
        note: 'Letter',
      } as const;
      await all.application.services.attendance.markOne(administrator, id, given);
      const answer = await recorded('attendance', { student: ana, class: { id }, status: 'absent' });
      expect(answer).to.deep.include({ changed: false, note: 'Staff marked this student by hand; their mark stands.' });
      expect((await fileOf()).marks[id]?.status).to.equal('excused');
    });

    it('name the classes where several are meant, and say when there is none', async () => {
      const [first, second] = [
        await system.addClass('2026-11-18', 'Morning'),
        await system.addClass('2026-11-18', 'Evening'),
      ];
      const answer = await system.post('attendance', { student: ana, class: { on: '2026-11-18' }, status: 'present' });
      expect(answer.status).to.equal(409);
      expect(answer.body.error).to.include({ reason: 'ambiguous', path: 'class' });
      expect(answer.body.error.candidates).to.have.deep.members([
        { id: first, name: 'Morning' },
        { id: second, name: 'Evening' },
      ]);
      await recorded('attendance', { student: ana, class: { on: '2026-11-18', title: 'evening ' }, status: 'present' });
      expect((await fileOf()).marks[second]?.status).to.equal('present');
      expect(await refused('attendance', { student: ana, class: { on: '2026-01-01' }, status: 'present' })).to.include({
        status: 404,
        path: 'class',
      });
      expect(await refused('attendance', { student: ana, class: { id: 'x' }, status: 'present' })).to.include({
        status: 404,
        path: 'class',
      });
    });
  });

  describe('of completion', () => {
    it('complete the course, or a module by id or title', async () => {
      const { all, administrator } = system;
      const { plans } = all.application.stores;
      const course = { ...administrator, id: system.courseId };
      const { rev } = await plans.find(course);
      const modules = [
        { id: 'm1', title: 'ICD-10-CM', isRequired: true },
        { id: 'm2', title: 'Surgery', isRequired: true },
      ];
      await plans.change(course, rev, { $set: { modules } });
      await recorded('completions', { student: ben, module: 'm1', completedOn: '2026-11-02', grade: 88 });
      await recorded('completions', { student: ben, module: 'surgery', completedOn: '2026-11-09' });
      const file = await fileOf(1);
      expect(file.modules['m1']?.value).to.deep.equal({ on: '2026-11-02', grade: 88 });
      expect(file.dates['completedOn']?.value).to.equal('2026-11-09');
      await recorded('completions', { student: ana, completedOn: '2026-11-10' });
      expect((await fileOf()).dates['completedOn']).to.include({ value: '2026-11-10', source: 'api' });
      expect(await refused('completions', { student: ben, module: 'm3', completedOn: '2026-11-02' })).to.include({
        status: 404,
        path: 'module',
      });
      expect(await refused('completions', { student: ben, completedOn: '2026-11-02', grade: 80 })).to.include({
        status: 422,
        path: 'grade',
      });
    });
  });

  describe('of facts', () => {
    it('record dates, values and measurements, and take them back', async () => {
      const item = {
        student: ana,
        dates: { enrolledOn: '2026-07-06', paidInFullOn: '2026-07-20' },
        values: { optedIn: true, track: 'CPC', seats: 2 },
        progress: [{ on: '2026-08-01', pct: 40 }],
        questionBank: [{ on: '2026-08-01', answered: 120, correctPct: 71.5 }],
        baselines: [{ of: 'diagnostic', on: '2026-07-07', score: 55 }],
        coursework: { done: 4, total: 9 },
        priorAttempts: 1,
      };
      expect((await recorded('facts', item)).changed).to.equal(true);
      expect((await recorded('facts', item)).changed).to.equal(false);
      const file = await fileOf();
      expect(file.dates['enrolledOn']).to.include({ value: '2026-07-06', source: 'api' });
      expect(file.values['optedIn']?.value.value).to.equal(true);
      expect(file.priorAttempts?.value).to.equal(1);
      await recorded('facts', {
        student: ana,
        dates: { paidInFullOn: null },
        values: { track: null },
        reason: 'Refunded',
      });
      const after = await fileOf();
      expect(after.dates).to.not.have.property('paidInFullOn');
      expect(after.values).to.not.have.property('track');
    });

    it('may come all at once, also about one thing', async () => {
      const answers = await Promise.all(
        Array.from({ length: 56 }, (_, at) => system.post('facts', { student: ben, values: { level: at + 1 } })),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    });

    it('record nothing of an item with a fault', async () => {
      const answer = await refused('facts', { student: ana, dates: { startedOn: '2026-07-06', endedOn: 'soon' } });
      expect(answer).to.include({ status: 422, reason: 'invalid', path: 'dates.endedOn' });
      expect((await fileOf()).dates).to.not.have.property('startedOn');
    });
  });

  describe('of facts and results that nobody could read again', () => {
    it('are refused: a date is no value, a list is neither', async () => {
      for (const [facts, path] of [
        [{ values: { enrolledOn: 'soon' } }, 'values.enrolledOn'],
        [{ values: { entitlement: 'gold' } }, 'values'],
        [{ dates: { use: '2026-11-01' } }, 'dates'],
      ] as const) {
        const answer = await refused('facts', { student: ben, ...facts });
        expect(answer, JSON.stringify(facts)).to.include({ status: 422 });
        expect(answer.path).to.match(new RegExp(`^${path.replace('.', '\\.')}`));
      }
    });

    it('are refused: an instant of no calendar, one of another day, a score beyond all scores', async () => {
      const result = { student: ben, on: '2026-11-02', result: 'fail' };
      for (const [more, path] of [
        [{ startAt: '2026-02-30T09:00:00Z' }, 'startAt'],
        [{ startAt: '2026-11-09T09:00:00Z' }, 'startAt'],
        [{ score: 1e308 }, 'score'],
        [{ score: -1 }, 'score'],
      ] as const)
        expect(await refused('official-results', { ...result, ...more })).to.include({ status: 422, path });
      // In Kiritimati the day begins while it is still the day before in UTC.
      const far = { ...result, student: ana, startAt: '2026-11-02T00:30:00+14:00', verified: true };
      expect((await recorded('official-results', far)).changed).to.equal(true);
    });

    it('are refused: present for no minutes', async () => {
      await system.addClass('2026-11-03');
      const mark = { student: ben, class: { on: '2026-11-03' }, status: 'present', minutesPresent: 0 };
      expect(await refused('attendance', mark)).to.include({ status: 422, path: 'minutesPresent' });
    });
  });

  describe('of official results', () => {
    it('wait for staff unless the system vouches for them', async () => {
      const result = { student: ben, on: '2026-11-14', result: 'fail', score: 66, releasedOn: '2026-11-18' };
      await recorded('official-results', result);
      const [pending] = Object.values((await fileOf(1)).sittings);
      expect(pending).to.deep.include({ result: 'fail', score: 66, verified: null, source: 'api' });
      expect((await recorded('official-results', result)).changed).to.equal(false);
      const { officialExam } = system.all.application.services;
      const waiting = async () => (await officialExam.toCheck(system.administrator)).map(({ sitting }) => sitting.id);
      expect(await waiting()).to.deep.equal([pending!.id]);
      await recorded('official-results', {
        ...result,
        verified: true,
        parts: { Surgery: 50 },
        startAt: '2026-11-14T09:00:00-06:00',
      });
      expect(await waiting()).to.deep.equal([]);
      const sittings = Object.values((await fileOf(1)).sittings);
      expect(sittings).to.have.length(1);
      expect(sittings[0]?.verified?.by).to.match(/^key:/);
      expect(sittings[0]).to.deep.include({ startAt: Date.UTC(2026, 10, 14, 15), parts: { Surgery: 50 } });
      const answer = await refused('official-results', { ...result, result: 'pass' });
      expect(answer).to.include({ status: 409, reason: 'already-done', path: 'verified' });
      expect(Object.values((await fileOf(1)).sittings)[0]?.result).to.equal('fail');
    });

    it('stand in the queue of staff until they are verified, and once reported stay so', async () => {
      const { files } = system.all.application.stores;
      await recorded('official-results', { student: ana, on: '2026-11-13', result: 'pass' });
      const waiting = await fileOf(0);
      expect(waiting.uncheckedSince).to.be.a('number');
      expect(waiting.dates['examReportedOn']).to.include({ value: '2026-11-23', source: 'api' });
      const { courseId, platformId } = system.administrator;
      expect((await files.unchecked(courseId, platformId)).map(({ id }) => id)).to.include(waiting.id);
      await recorded('official-results', { student: ana, on: '2026-11-13', result: 'pass', verified: true });
      expect((await fileOf(0)).uncheckedSince).to.equal(null);
    });

    it('of one student may come all at once', async () => {
      const days = Array.from({ length: 50 }, (_, at) => `2026-0${1 + (at % 5)}-${10 + Math.floor(at / 5)}`);
      const answers = await Promise.all(
        days.map((on) => system.post('official-results', { student: ben, on, result: 'no_show', verified: true })),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(days.map(() => 200));
      const kept = Object.values((await fileOf(1)).sittings).map(({ on }) => on);
      expect(kept).to.include.members(days);
    });

    it('cannot come before their exam, nor the exam before its time', async () => {
      const result = { student: ben, on: '2026-11-20', result: 'pass' };
      const early = await refused('official-results', { ...result, releasedOn: '2026-11-19' });
      expect(early).to.include({ status: 422, path: 'releasedOn' });
      expect(await refused('official-results', { ...result, on: '2026-12-20' })).to.include({
        status: 422,
        path: 'on',
      });
      expect(
        (await recorded('official-results', { student: ben, on: '2026-12-20', result: 'booked' })).changed,
      ).to.equal(true);
    });
  });

  describe('name students', () => {
    const day = { completedOn: '2026-11-20' };
    const asked = (student: object) => system.post('completions', { student, ...day });

    it('by user, by the id of the information system, by address in any case', async () => {
      const { people } = system.all.application.stores;
      const { platformId } = system.visitors[0]!;
      await people.note({ platformId, sub: ana.userId, email: 'Ana.Lopez@Example.org', sourcedId: 'S-1' });
      for (const student of [
        ana,
        { sourcedId: 'S-1' },
        { email: 'ana.lopez@example.ORG' },
        { email: 'ana.lopez@example.org', userId: null },
      ]) {
        const answer = await asked(student);
        expect(answer.status, answer.text).to.equal(200);
        expect(answer.body.student).to.deep.equal(ana);
      }
    });

    it('of this course only', async () => {
      const { people, courses } = system.all.application.stores;
      const { platformId } = system.visitors[0]!;
      const elsewhere = await people.note({ platformId, sub: 'u-elsewhere', email: 'else@example.org', name: 'Else' });
      await courses.enroll(
        { courseId: 'another', personId: elsewhere.id, role: 'learner', isActive: true, source: 'roster' },
        0,
      );
      await people.note({ platformId: 'p-other', sub: 'u-1', email: 'foreign@example.org', sourcedId: 'S-9' });
      const unknown = [
        { userId: 'u-elsewhere' },
        { email: 'else@example.org' },
        { email: 'foreign@example.org' },
        { sourcedId: 'S-9' },
        { userId: '3' },
      ];
      for (const student of unknown) {
        const answer = await asked(student);
        expect(answer.status, JSON.stringify(student)).to.equal(404);
        expect(answer.body.error).to.include({ reason: 'not-found', path: 'student' });
        expect(answer.text).to.not.contain('Else');
      }
    });

    it('and are told the candidates of this course when several are called so', async () => {
      const { people } = system.all.application.stores;
      const { platformId } = system.visitors[0]!;
      for (const sub of [ana.userId, ben.userId, 'u-elsewhere'])
        await people.note({ platformId, sub, email: 'Family@example.org' });
      const answer = await asked({ email: 'family@example.org' });
      expect(answer.status).to.equal(409);
      expect(answer.body.error).to.include({ reason: 'ambiguous', path: 'student' });
      expect(answer.body.error.candidates.map(({ id }: { id: string }) => id)).to.have.members([
        ana.userId,
        ben.userId,
      ]);
      expect(answer.text).to.not.contain('Else');
    });

    const wrong: readonly [string, unknown][] = [
      ['nobody', {}],
      ['two ways at once', { userId: '4', email: 'a@example.org' }],
      ['a bare text', '4'],
      ['an unknown way', { name: 'Ana' }],
      ['an empty text', { userId: '' }],
      ['nothing', null],
    ];
    for (const [name, student] of wrong)
      it(`but not as ${name}`, async () => {
        const { status, body } = await system.post('completions', { student, ...day });
        expect(status).to.equal(422);
        expect(body.error.path).to.match(/^student/);
      });
  });

  describe('in a batch', () => {
    it('are answered one by one, and the good ones are recorded', async () => {
      const items = [
        { student: ana, dates: { purchasedOn: '2026-07-01' } },
        { student: { userId: 'nobody' }, dates: { purchasedOn: '2026-07-01' } },
        { student: ben, dates: { purchasedOn: '2026-13-01' } },
        'what?',
        { student: ben, dates: { purchasedOn: '2026-07-02' } },
      ];
      const answer = await system.post('facts', { items });
      expect(answer.status).to.equal(200);
      expect(answer.body).to.include({ recorded: 2, refused: 3 });
      const { results } = answer.body as { results: { index: number; status: number; error?: { path: string } }[] };
      expect(results.map(({ index, status, error }) => [index, status, error?.path])).to.deep.equal([
        [0, 200, undefined],
        [1, 404, 'items.1.student'],
        [2, 422, 'items.2.dates.purchasedOn'],
        [3, 422, 'items.3'],
        [4, 200, undefined],
      ]);
      expect((await fileOf(0)).dates['purchasedOn']?.value).to.equal('2026-07-01');
      expect((await fileOf(1)).dates['purchasedOn']?.value).to.equal('2026-07-02');
    });

    it('may be 500 and no more, and not none', async () => {
      const one = { student: ana, dates: { purchasedOn: '2026-07-01' } };
      const full = await system.post('facts', { items: Array.from({ length: 500 }, () => one) });
      expect(full.body).to.include({ recorded: 500, refused: 0 });
      for (const items of [Array.from({ length: 501 }, () => one), [], 'all', null]) {
        const { status, body } = await system.post('facts', { items });
        expect(status).to.equal(422);
        expect(body.error.path).to.equal('items');
      }
    });
  });
});
