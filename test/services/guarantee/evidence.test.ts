// Evidence through its one door: twice changes nothing, corrections say why and keep what was, completion sticks, races lose nothing.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Author } from '../../../src/services/guarantee/evidence.ts';
import type { TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { refusalOf } from '../../support/refusal-of.ts';
import { openGuaranteeCourse } from '../../support/guarantee-course.ts';

describe('evidence', () => {
  let all: TestApplication;
  let dana: Visitor;
  let ana: Visitor;
  let bo: Visitor;

  before(async () => {
    ({ all, dana, ana, bo } = await openGuaranteeCourse());
    await giveGuarantee(all, dana);
    const { plans } = all.application.stores;
    const course = { id: dana.courseId, organizationId: dana.organizationId, platformId: dana.platformId };
    const { rev } = await plans.find(course);
    const modules = ['a', 'b'].map((id) => ({ id, title: `Module ${id}`, isRequired: true }));
    await plans.change(course, rev, {
      $set: { modules: [...modules, { id: 'x', title: 'Extra', isRequired: false }] },
    });
  });
  after(() => all.close());

  const service = () => all.application.services.evidence;
  const fileOf = async (who: Visitor) => (await all.application.stores.files.find(who))!;
  const eventsOf = (who: Visitor) => all.application.services.audit.of(dana, who.personId);
  const api: Author = { source: 'api', by: 'key:k1', byName: 'Registration system' };

  it('suggests the day of the first launch and counts it for nothing', async () => {
    const file = await fileOf(ana);
    expect(file.suggestions['enrolledOn']).to.include({ value: '2026-11-23', source: 'launch' });
    expect(file.dates).to.deep.equal({});
    all.clock.advance(3 * 86_400_000);
    await arrive(all, 'moodle', people.moodle.students[0]);
    expect((await fileOf(ana)).suggestions['enrolledOn']?.value).to.equal('2026-11-23');
    expect(await all.application.stores.files.find(dana)).to.equal(null);
  });

  it('records a date once, however often it is said', async () => {
    const entry = { kind: 'date', name: 'enrolledOn', on: '2026-10-01' } as const;
    expect((await service().record(api, ana, entry)).isNews).to.equal(true);
    expect((await service().record(api, ana, entry)).isNews).to.equal(false);
    expect((await fileOf(ana)).dates['enrolledOn']).to.include({ value: '2026-10-01', source: 'api', by: 'key:k1' });
    expect((await eventsOf(ana)).filter(({ act }) => act === 'evidence recorded')).to.have.length(1);
  });

  it('corrects with a reason, and keeps the earlier value in the history', async () => {
    const entry = { kind: 'date', name: 'enrolledOn', on: '2026-10-02' } as const;
    const refused = await refusalOf(service().recordFor(dana, ana.personId, entry));
    expect(refused.faults).to.have.length(1);
    expect(refused.faults[0]).to.include({ path: 'reason' });
    await service().recordFor(dana, ana.personId, { ...entry, reason: 'The contract says so' });
    const event = (await eventsOf(ana)).find(({ act }) => act === 'evidence changed')!;
    expect(event).to.include({ reason: 'The contract says so', byName: dana.name });
    expect(event.detail['before']).to.deep.include({ value: '2026-10-01', source: 'api' });
    expect(event.detail['after']).to.deep.include({ value: '2026-10-02', source: 'staff' });
  });

  it('takes a value back with a reason', async () => {
    await service().recordFor(dana, ana.personId, { kind: 'value', name: 'identityMatch', value: true });
    const back = { kind: 'value', name: 'identityMatch', value: null } as const;
    expect((await refusalOf(service().recordFor(dana, ana.personId, back))).reason).to.equal('invalid');
    await service().recordFor(dana, ana.personId, { ...back, reason: 'Wrong person' });
    expect((await fileOf(ana)).values).to.deep.equal({});
  });

  it('names path, fault and cure of what it refuses', async () => {
    const { faults } = await refusalOf(
      service().record(api, ana, { kind: 'date', name: 'dates.$where', on: '2026-02-30' }),
    );
    expect(faults.map(({ path }) => path)).to.deep.equal(['name', 'on']);
    expect(faults[1]!.message).to.match(/^Give a day as YYYY-MM-DD/);
    const unknown = await refusalOf(service().record(api, ana, { kind: 'module', module: 'zzz', on: '2026-10-01' }));
    expect(unknown.faults[0]!.path).to.equal('module');
    expect((await refusalOf(service().record(api, ana, { kind: 'nothing' } as never))).faults[0]!.message).to.contain(
      'Say the kind of entry',
    );
  });

  it('completes the course with the last required module, in one write, and keeps that when the plan grows', async () => {
    await service().record(api, ana, { kind: 'module', module: 'a', on: '2026-11-20', grade: 90 });
    expect((await fileOf(ana)).dates['completedOn']).to.equal(undefined);
    const before = (await fileOf(ana)).rev;
    await service().record(api, ana, { kind: 'module', module: 'b', on: '2026-11-10' });
    const file = await fileOf(ana);
    expect(file.rev).to.equal(before + 1);
    expect(file.dates['completedOn']).to.include({ value: '2026-11-20', source: 'system', byName: 'Resit' });

    const { plans } = all.application.stores;
    const course = { id: dana.courseId, organizationId: dana.organizationId, platformId: dana.platformId };
    const { rev } = await plans.find(course);
    await plans.change(course, rev, { $push: { modules: { id: 'c', title: 'Module c', isRequired: true } } });
    await service().record(api, ana, { kind: 'module', module: 'x', on: '2026-11-21' });
    expect((await fileOf(ana)).dates['completedOn']?.value).to.equal('2026-11-20');
  });

  it('takes a module back only with a reason, and with it the completion that Resit had set', async () => {
    const back = { kind: 'module', module: 'b', on: null } as const;
    expect((await refusalOf(service().record(api, ana, back))).faults[0]!.path).to.equal('reason');
    await service().recordFor(dana, ana.personId, { ...back, reason: 'Marked the wrong student' });
    const file = await fileOf(ana);
    expect(file.modules).to.have.keys(['a', 'x']);
    expect(file.dates['completedOn']).to.equal(undefined);
  });

  it('keeps a completion date that a person gave', async () => {
    await service().recordFor(dana, bo.personId, { kind: 'date', name: 'completedOn', on: '2026-11-01' });
    for (const module of ['a', 'b', 'c']) await service().record(api, bo, { kind: 'module', module, on: '2026-11-22' });
    expect((await fileOf(bo)).dates['completedOn']).to.include({ value: '2026-11-01', source: 'staff' });
  });

  it('completes those for whom the plan came to ask for less, once', async () => {
    await service().record(api, ana, { kind: 'module', module: 'b', on: '2026-11-12' });
    expect((await fileOf(ana)).dates['completedOn']).to.equal(undefined);
    const { plans } = all.application.stores;
    const course = { id: dana.courseId, organizationId: dana.organizationId, platformId: dana.platformId };
    const { rev } = await plans.find(course);
    await plans.change(course, rev, { $pull: { modules: { id: 'c' } } });
    expect(await service().settleCompletions(dana)).to.equal(1);
    expect(await service().settleCompletions(dana)).to.equal(0);
    expect((await fileOf(ana)).dates['completedOn']?.value).to.equal('2026-11-20');
  });

  it('loses nothing when many write at once', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `fact${at}`);
    await Promise.all(
      names.map((name) => service().record(api, bo, { kind: 'value', name, value: 'yes', from: '2026-11-01' })),
    );
    expect((await fileOf(bo)).values).to.include.keys(names);
    expect((await all.application.services.audit.verify(dana.courseId)).fault).to.equal(null);
  });

  it('keeps every kind of entry, one of a day', async () => {
    const { record } = service();
    await record(api, bo, { kind: 'progress', list: null, on: '2026-11-02', pct: 40 });
    await record(api, bo, { kind: 'progress', list: null, on: '2026-11-02', pct: 45 });
    await record(api, bo, { kind: 'progress', list: 'videos', on: '2026-11-02', pct: 10 });
    await record(api, bo, { kind: 'questionBank', on: '2026-11-02', answered: 500, correctPct: 71 });
    await record(api, bo, { kind: 'baseline', of: 'official', on: '2026-08-01', score: 55 });
    await record(api, bo, { kind: 'coursework', done: 10, total: 12 });
    await record(api, bo, { kind: 'priorAttempts', count: 0 });
    const judged = await all.application.services.eligibility.mine(bo);
    if (judged.kind !== 'judged') throw new Error(judged.kind);
    expect(judged.rawFacts).to.deep.include({
      progress: [{ on: '2026-11-02', pct: 45, modules: null }],
      videos: [{ on: '2026-11-02', pct: 10, modules: null }],
      qbank: [{ on: '2026-11-02', answered: 500, correctPct: 71, clearedPct: null, hours: null }],
      baselines: [{ kind: 'official', on: '2026-08-01', score: 55 }],
      priorAttempts: 0,
    });
    await record(api, bo, { kind: 'progress', list: 'videos', on: '2026-11-02' });
    expect(Object.keys((await fileOf(bo)).progress)).to.deep.equal(['progress@2026-11-02']);
  });

  it('shows where a student would stand, and changes nothing by that', async () => {
    const before = await fileOf(ana);
    const entry = { kind: 'date', name: 'optInOn', on: '2026-11-20' } as const;
    const preview = await service().preview(dana, ana.personId, entry);
    if (preview.before.kind !== 'judged' || preview.after.kind !== 'judged') throw new Error('not judged');
    expect(preview.before.verdict.verdict).to.equal('ineligible');
    expect(preview.after.verdict.verdict).to.equal('ineligible');
    const inTime = await service().preview(dana, ana.personId, { ...entry, on: '2026-10-03' });
    expect(inTime.after.kind === 'judged' && inTime.after.verdict.verdict).to.not.equal('ineligible');
    expect(await fileOf(ana)).to.deep.equal(before);
  });

  it('is for instructors, and for students of the course only', async () => {
    const entry = { kind: 'priorAttempts', count: 1 } as const;
    const assistant: Visitor = { ...dana, role: 'assistant' };
    expect((await refusalOf(service().recordFor(assistant, ana.personId, entry))).reason).to.equal('not-allowed');
    expect((await refusalOf(service().recordFor(ana, ana.personId, entry))).reason).to.equal('not-allowed');
    expect((await refusalOf(service().recordFor(dana, 'somebody', entry))).reason).to.equal('not-found');
  });
});
