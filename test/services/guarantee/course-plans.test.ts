// The plan of a course: two editors, modules that move and come back, completion by hand and by link, and imports that can be undone.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { refusalOf } from '../../support/refusal-of.ts';
import { openGuaranteeCourse } from '../../support/guarantee-course.ts';

describe('a course’s plan', () => {
  let all: TestApplication;
  let dana: Visitor;
  let lead: Visitor;
  let ana: Visitor;
  let bo: Visitor;

  before(async () => {
    ({ all, dana, lead, ana, bo } = await openGuaranteeCourse());
  });
  after(() => all.close());

  const service = () => all.application.services.coursePlans;
  const planNow = async () => (await service().get(dana)).plan;
  const titles = async () => (await planNow()).modules.map(({ title }) => title);
  const fileOf = async (who: Visitor) => (await all.application.stores.files.find(who))!;
  const settings = async () => {
    const { policyId, zone, examName, dates, administrations, approvesByItself } = await planNow();
    return { policyId, zone, examName, dates, administrations, approvesByItself };
  };

  it('is changed by one of two editors, and the other is told', async () => {
    const [given, { rev }] = [await settings(), await planNow()];
    const outcomes = await Promise.allSettled(
      ['CPC exam', 'CCS exam'].map((examName) => service().change(dana, rev, { ...given, examName })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).to.deep.equal(['fulfilled', 'rejected']);
    expect((await refusalOf(service().change(dana, rev, given))).reason).to.equal('already-done');
  });

  it('takes its policy from whoever may publish policies', async () => {
    const policyId = await giveGuarantee(all, dana);
    const { rev } = await planNow();
    const given = { ...(await settings()), policyId: null };
    expect((await refusalOf(service().change(dana, rev, given))).reason).to.equal('not-allowed');
    await service().change(lead, rev, given);
    const unknown = { ...given, policyId: 'nothing' };
    expect((await refusalOf(service().change(lead, (await planNow()).rev, unknown))).faults[0]!.path).to.equal(
      'policyId',
    );
    await service().change(lead, (await planNow()).rev, { ...given, policyId });
    await service().change(dana, (await planNow()).rev, { ...(await settings()), zone: 'America/Chicago' });
    expect((await planNow()).policyId).to.equal(policyId);
  });

  it('keeps modules that several people add at once, and none twice', async () => {
    const add = (id: string) =>
      service().changeModules(dana, { act: 'add', id, title: `Module ${id}`, isRequired: true });
    await Promise.all(['a', 'b', 'c'].map(add));
    await add('a');
    expect((await titles()).toSorted()).to.deep.equal(['Module a', 'Module b', 'Module c']);
    const again = { act: 'add', id: 'd', title: 'module A', isRequired: true } as const;
    expect((await refusalOf(service().changeModules(dana, again))).faults[0]!.path).to.equal('title');
  });

  it('moves modules, takes them out and puts them back where they were', async () => {
    const { modules } = await planNow();
    const [first, second] = modules.map(({ id }) => id) as [string, string];
    const order = await titles();
    await service().changeModules(dana, { act: 'up', id: second });
    expect((await titles())[0]).to.equal(order[1]);
    await service().changeModules(dana, { act: 'up', id: second });
    await service().changeModules(dana, { act: 'down', id: second });
    expect(await titles()).to.deep.equal(order);
    await service().changeModules(dana, { act: 'remove', id: first });
    await service().changeModules(dana, { act: 'remove', id: first });
    expect(await titles()).to.deep.equal(order.slice(1));
    await service().changeModules(dana, { act: 'restore', id: first });
    await service().changeModules(dana, { act: 'restore', id: first });
    expect(await titles()).to.deep.equal(order);
    expect((await refusalOf(service().changeModules(dana, { act: 'up', id: 'zzz' }))).reason).to.equal('not-found');
  });

  it('has modules that staff mark for many, once, with what the policy makes of it', async () => {
    const { completion } = all.application.services;
    const given = { module: 'a', on: '2026-11-20', grade: null };
    expect(await completion.mark(dana, [ana.personId, bo.personId], given)).to.equal(2);
    expect(await completion.mark(dana, [ana.personId, bo.personId], { ...given, on: '2026-11-21' })).to.equal(0);
    expect((await fileOf(ana)).modules['a']?.value.on).to.equal('2026-11-20');
    const future = { ...given, module: 'b', on: '2026-11-24' };
    expect((await refusalOf(completion.mark(dana, [ana.personId], future))).faults[0]!.path).to.equal('on');
    expect((await refusalOf(completion.mark(dana, [], given))).faults[0]!.path).to.equal('students');
    expect((await refusalOf(completion.mark(dana, [ana.personId], { ...given, module: 'z' }))).reason).to.equal(
      'not-found',
    );
    const { rows } = await completion.grid(dana);
    const row = rows.find(({ person }) => person.id === ana.personId)!;
    expect(row.progress).to.include({ done: 1, total: 3 });
    expect(row.rule).to.include({ id: 'done', rule: 'course_complete' });
  });

  it('has modules that a link marks for the student who comes by it, once, and for nobody else', async () => {
    const { completion } = all.application.services;
    const [first] = await Promise.all([1, 2, 3].map(() => completion.markByLink(bo, 'b')));
    expect(first!.done).to.deep.include({ value: { on: '2026-11-23', grade: null }, source: 'student' });
    all.clock.advance(5 * 86_400_000);
    expect((await completion.markByLink(bo, 'b')).done?.value.on).to.equal('2026-11-23');
    expect((await refusalOf(completion.markByLink(dana, 'b'))).reason).to.equal('not-allowed');
    expect((await refusalOf(completion.markByLink({ ...ana, isTestUser: true }, 'b'))).reason).to.equal('not-allowed');
    expect((await fileOf(ana)).modules).to.have.keys(['a']);
    await completion.markByLink(bo, 'c');
    expect((await fileOf(bo)).dates['completedOn']).to.include({ value: '2026-11-28', source: 'system' });
  });

  describe('and files of facts', () => {
    const importing = () => all.application.services.factsImporting;
    const nameOf = (who: Visitor) => who.name;

    it('change nothing until they are applied, then once, and can be undone', async () => {
      const before = await fileOf(ana);
      const lines = [`${nameOf(ana)},2026-09-01,yes`, `${nameOf(bo)},9/2/2026,`, 'Nobody Known,2026-09-03,no'];
      const text = ['name,Enrolled on,Identity match', ...lines].join('\n');
      const id = await importing().read(dana, { fileName: 'dates.csv', text });
      const view = await importing().view(dana, id);
      expect(view.lines.map(({ changes }) => changes.length)).to.deep.equal([2, 1, 0]);
      expect(view.facts.rows.map(({ personId }) => personId)).to.deep.equal([ana.personId, bo.personId, null]);
      expect(await fileOf(ana)).to.deep.equal(before);

      const applied = await Promise.all([importing().apply(dana, id), importing().apply(dana, id)]);
      expect(applied.map(({ state }) => state)).to.deep.equal(['applied', 'applied']);
      expect((await fileOf(ana)).dates['enrolledOn']).to.include({ value: '2026-09-01', source: 'csv' });
      expect((await fileOf(bo)).dates['enrolledOn']?.value).to.equal('2026-09-02');
      const recorded = (await all.application.services.audit.of(dana, ana.personId)).filter(
        ({ detail }) => detail['source'] === 'csv',
      );
      expect(recorded).to.have.length(2);

      const reason = 'The contract says so';
      const correction = { kind: 'date', name: 'enrolledOn', on: '2026-09-05', reason } as const;
      await all.application.services.evidence.recordFor(dana, bo.personId, correction);
      expect((await refusalOf(importing().undo(dana, id, ' '))).faults[0]!.path).to.equal('reason');
      await importing().undo(dana, id, 'Wrong file');
      await importing().undo(dana, id, 'Wrong file');
      expect((await fileOf(ana)).dates).to.deep.equal(before.dates);
      expect((await fileOf(ana)).values).to.deep.equal(before.values);
      expect((await fileOf(bo)).dates['enrolledOn']?.value).to.equal('2026-09-05');
      expect((await refusalOf(importing().apply(dana, id))).reason).to.equal('already-done');
      expect((await all.application.services.audit.verify(dana.courseId)).fault).to.equal(null);
    });

    it('wait for staff where a row fits nobody, and take their word', async () => {
      const text = 'email,Enrolled on\nsomebody@else.org,2026-09-03';
      const id = await importing().read(dana, { fileName: 'more.csv', text });
      expect((await refusalOf(importing().choose(dana, id, { 2: 'Zorro' }))).faults[0]!.path).to.equal('person-2');
      await importing().choose(dana, id, { 2: nameOf(ana) });
      expect((await importing().view(dana, id)).facts.rows[0]).to.include({ personId: ana.personId, by: 'staff' });
      await importing().apply(dana, id);
      expect((await fileOf(ana)).dates['enrolledOn']?.value).to.equal('2026-09-03');
    });

    it('are another course’s business and nobody else’s, and refused whole when they cannot be read', async () => {
      const stranger = await arrive(all, 'canvas', people.canvas.instructor);
      const text = 'email,Enrolled on\nsomebody@else.org,2026-09-03';
      const id = await importing().read(dana, { fileName: 'x.csv', text });
      expect((await refusalOf(importing().view(stranger, id))).reason).to.equal('not-found');
      expect((await refusalOf(importing().read(dana, { fileName: 'x', text: 'nonsense' }))).faults[0]!.path).to.equal(
        'file',
      );
      expect((await refusalOf(importing().read(ana, { fileName: 'x', text }))).reason).to.equal('not-allowed');
    });
  });
});
