// Two people who do the same, or the opposite, at the same moment: it takes effect once, and whoever comes second is told what happened.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import { findingKey } from '../../../src/domain/policies/warnings.ts';
import { draftOf } from '../../../src/domain/policies/raw-policy.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import { classRoom } from '../../support/class-room.ts';
import { claimants, claimPolicy, type Claimants } from '../../support/claimants.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { openGuaranteeCourse } from '../../support/guarantee-course.ts';
import { openTestApplication } from '../../support/application.ts';

/** What became of works that were begun at once: those that did something, and what the others were told. */
async function atOnce<T>(...works: readonly Promise<T>[]): Promise<{ done: T[]; told: Refusal[] }> {
  const outcomes = await Promise.allSettled(works);
  const told = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  const refusals = told.filter((reason) => reason instanceof Refusal);
  expect(refusals, 'nothing but refusals').to.have.length(told.length);
  const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  return { done, told: refusals };
}

describe('two at once who decide a claim', () => {
  let course: Claimants;
  before(async () => {
    course = await claimants();
  });
  after(() => course.all.close());

  it('one approving and one denying: one decision, and the other hears who has it or that it is decided', async () => {
    const { all, ana, ines, marcus } = course;
    const { claims, claimDecisions, audit } = all.application.services;
    await course.fail(ana);
    const { id } = await claims.file(ana, { how: 'file', words: '', choice: null });
    const { rev } = await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    const grounds = {
      rule: 'exam',
      ruleWords: 'Sit in time',
      fact: 'Sat late',
      on: null,
      wouldHaveChanged: 'More time',
    };
    const { done, told } = await atOnce(
      claimDecisions.approve(ines, id, { rev, words: 'Yes.', note: '', remedies: ['retake_voucher'] }),
      claimDecisions.deny(marcus, id, { rev, words: 'No.', note: '', grounds }),
    );
    expect([done.length, told.length]).to.deep.equal([1, 1]);
    expect(told[0]).to.include({ reason: 'already-done' });
    expect(told[0]!.message).to.match(/has been reading this claim since|This claim has/);
    const acts = (await audit.of(ines, ana.personId)).map(({ act }) => act);
    expect(acts.filter((act) => act === 'claim: approved' || act === 'claim: denied')).to.have.length(1);
  });

  it('both entering and checking one result of the official exam: one of them sees that it changed', async () => {
    const { all, ben, ines, marcus } = course;
    const { officialExam } = all.application.services;
    const said = { on: '2026-11-20', startAt: null, result: 'fail', resultReleasedOn: null } as const;
    const more = { score: 60, place: '', version: null };
    const { id, at } = await officialExam.report(ben, null, { ...said, ...more });
    const right = { said: { ...said, ...more, score: 66 }, seenAt: at, reason: 'As the report says' };
    all.clock.advance(1);
    const { done, told } = await atOnce(
      officialExam.verify(ines, ben.personId, id, right),
      officialExam.verify(marcus, ben.personId, id, { ...right, said: { ...right.said, score: 67 } }),
    );
    expect([done.length, told.length]).to.deep.equal([1, 1]);
    expect(told[0]!.message).to.contain('was changed since you opened it');
    const { sittings } = (await all.application.stores.files.find(ben))!;
    expect(sittings[id]).to.include({ score: done[0]!.score, byName: done[0]!.byName });
  });
});

describe('many at once who check in', () => {
  it('from two phones: one mark, which both are shown', async () => {
    const all = await openTestApplication({ itemBank: false });
    try {
      const room = await classRoom(all);
      const { checkingIn } = all.application.services;
      await checkingIn.open(room.instructor, room.held.id, {
        stepMinutes: null,
        lateAfterMinutes: null,
        openMinutes: null,
      });
      const { shown } = await checkingIn.shown(room.instructor, room.held.id);
      const before = (await all.application.stores.files.find(room.ana))?.rev ?? 0;
      const presses = Array.from({ length: 10 }, () => checkingIn.checkIn(room.ana, shown!.code));
      const { done, told } = await atOnce(...presses);
      expect(told).to.deep.equal([]);
      expect(new Set(done.map(({ mark }) => JSON.stringify(mark))).size).to.equal(1);
      expect((await all.application.stores.files.find(room.ana))!.rev).to.equal(before + 1);
    } finally {
      await all.close();
    }
  });
});

describe('two at once who import one file of facts', () => {
  let course: Awaited<ReturnType<typeof openGuaranteeCourse>>;
  let second: Visitor;
  before(async () => {
    course = await openGuaranteeCourse();
    await giveGuarantee(course.all, course.dana);
    second = { ...course.dana, personId: 'second', name: 'Marcus Oyelaran' };
  });
  after(() => course.all.close());

  const service = () => course.all.application.services.factsImporting;
  const fileOf = (who: Visitor) => course.all.application.stores.files.find(who);
  const text = () => ['name,Enrolled on', `${course.ana.name},2026-09-01`, `${course.bo.name},2026-09-02`].join('\n');
  const read = (who: Visitor) => service().read(who, { fileName: 'dates.csv', text: text() });

  it('each record every fact once between them, and undoing either takes back only what it recorded', async () => {
    const { all, dana, ana, bo } = course;
    const ids = [await read(dana), await read(second)] as const;
    await atOnce(service().apply(dana, ids[0]), service().apply(second, ids[1]), service().apply(dana, ids[0]));
    const recorded = await Promise.all(
      [ana, bo].map(async (who) => (await all.application.services.audit.of(dana, who.personId)).length),
    );
    expect(recorded).to.deep.equal([1, 1]);
    const changes = await Promise.all(ids.map(async (id) => (await service().view(dana, id)).lines));
    expect(changes.flat().flatMap((line) => line.changes)).to.have.length(2);
    for (const id of ids) await service().undo(dana, id, 'Wrong file');
    for (const who of [ana, bo]) expect((await fileOf(who))!.dates).to.deep.equal({});
  });

  it('one recording it while the other undoes it: nothing of it stays', async () => {
    const { all, dana, ana, bo } = course;
    const id = await read(dana);
    const { imports } = all.application.stores;
    // Somebody undoes it just when the first fact is recorded and not yet noted with the import.
    const { keepChanges } = imports;
    let undone: Promise<unknown> | null = null;
    imports.keepChanges = async (...given) => {
      const isFirst = undone === null;
      undone ??= service().undo(second, id, 'Not this one');
      if (isFirst) await undone;
      return keepChanges(...given);
    };
    await service().apply(dana, id);
    imports.keepChanges = keepChanges;
    expect((await service().view(dana, id)).facts.state).to.equal('undone');
    for (const who of [ana, bo]) expect((await fileOf(who))!.dates).to.deep.equal({});
  });

  it('one saying whom a row is about when it is recorded already: told to undo it first', async () => {
    const { dana, bo } = course;
    const id = await read(dana);
    await service().apply(second, id);
    const { told } = await atOnce(service().choose(dana, id, { 2: bo.name }));
    expect(told[0]).to.include({ reason: 'already-done' });
    expect(told[0]!.message).to.contain('has been recorded already');
  });
});

describe('two at once who publish one draft', () => {
  it('for different days: one version, and the other hears whose and from when', async () => {
    const { all, lead } = await openGuaranteeCourse();
    try {
      const { policies, audit } = all.application.services;
      const marcus: Visitor = { ...lead, personId: 'second', name: 'Marcus Oyelaran' };
      const policy = await policies.create(lead, 'Pass guarantee', { policy: claimPolicy });
      const acknowledged = policies.check(lead, draftOf(policy)).map(findingKey);
      const wish = { rev: policy.draftRev, label: '', note: 'First terms', acknowledged };
      const { done, told } = await atOnce(
        policies.publish(lead, policy.id, { ...wish, effectiveFrom: '2026-12-01' }),
        policies.publish(marcus, policy.id, { ...wish, effectiveFrom: '2026-12-15' }),
      );
      expect([done.length, told.length]).to.deep.equal([1, 1]);
      expect(told[0]).to.include({ reason: 'already-done' });
      const day = done[0]!.effectiveFrom === '2026-12-01' ? 'Tue 1 Dec 2026' : 'Tue 15 Dec 2026';
      expect(told[0]!.message).to.contain(
        `${done[0]!.byName} has published this draft already, as version 1 from ${day} on.`,
      );
      expect(await policies.versions(lead, policy.id)).to.have.length(1);
      const acts = await audit.ofOrganization(lead, policy.id);
      expect(acts.filter(({ act }) => act === 'policy published')).to.have.length(1);
    } finally {
      await all.close();
    }
  });
});
