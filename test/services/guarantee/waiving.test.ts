// Waivers, extensions and pauses: with a reason, once a press, seen and revocable; and they move the verdict as they say.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { refusalOf } from '../../support/refusal-of.ts';
import { openGuaranteeCourse } from '../../support/guarantee-course.ts';

describe('waivers and pauses', () => {
  let all: TestApplication;
  let dana: Visitor;
  let ana: Visitor;
  let bo: Visitor;

  before(async () => {
    ({ all, dana, ana, bo } = await openGuaranteeCourse());
    await giveGuarantee(all, dana);
    const { evidence } = all.application.services;
    const enrolled = { kind: 'date', name: 'enrolledOn', on: '2026-10-01' } as const;
    for (const { personId } of [ana, bo]) await evidence.recordFor(dana, personId, enrolled);
  });
  after(() => all.close());

  const service = () => all.application.services.waiving;
  const fileOf = async (who: Visitor) => (await all.application.stores.files.find(who))!;
  const actsOf = async (who: Visitor) =>
    (await all.application.services.audit.of(dana, who.personId)).map(({ act }) => act);
  const verdictOf = async (who: Visitor) => {
    const judged = await all.application.services.eligibility.mine(who);
    return judged.kind === 'judged' ? judged.verdict.verdict : judged.kind;
  };
  const waiver = { rule: 'opt_in', action: 'waive', until: null, reason: 'Hospital', actId: 'w1' } as const;
  const pause = { from: '2026-11-01', to: '2026-11-10', reason: 'Parental leave', actId: 'p1' } as const;

  it('move the verdict, as the preview says before', async () => {
    expect(await verdictOf(ana)).to.equal('ineligible');
    const { before, after } = await service().previewWaiver(dana, ana.personId, waiver);
    expect(before.kind === 'judged' && before.verdict.verdict).to.equal('ineligible');
    const promised = after.kind === 'judged' ? after.verdict.verdict : '';
    expect(promised).to.not.equal('ineligible');
    expect((await fileOf(ana)).waivers).to.deep.equal({});
    await service().waive(dana, ana.personId, waiver);
    expect(await verdictOf(ana)).to.equal(promised);
  });

  it('count once, however often the button is pressed', async () => {
    await service().waive(dana, ana.personId, waiver);
    await Promise.all([1, 2, 3].map(() => service().waive(dana, ana.personId, { ...waiver, actId: 'w2' })));
    expect(Object.keys((await fileOf(ana)).waivers).toSorted()).to.deep.equal(['w1', 'w2']);
    expect((await actsOf(ana)).filter((act) => act === 'rule waived')).to.have.length(2);
  });

  it('are taken back with a reason, once, and stay on record', async () => {
    expect((await refusalOf(service().revokeWaiver(dana, ana.personId, 'w1', ' '))).faults[0]!.path).to.equal('reason');
    await service().revokeWaiver(dana, ana.personId, 'w1', 'Given twice');
    await service().revokeWaiver(dana, ana.personId, 'w1', 'Given twice');
    const file = await fileOf(ana);
    expect(file.waivers['w1']).to.include({ revokedWhy: 'Given twice', revokedByName: dana.name });
    expect((await actsOf(ana)).filter((act) => act === 'waiver revoked')).to.have.length(1);
    expect(await verdictOf(ana)).to.not.equal('ineligible');
    await service().revokeWaiver(dana, ana.personId, 'w2', 'Not after all');
    expect(await verdictOf(ana)).to.equal('ineligible');
    expect((await refusalOf(service().revokeWaiver(dana, ana.personId, 'w9', 'x'))).reason).to.equal('not-found');
  });

  it('are refused with path and cure', async () => {
    const faultsOf = async (given: object) =>
      (await refusalOf(service().waive(dana, ana.personId, { ...waiver, ...given } as never))).faults.map(
        ({ path }) => path,
      );
    expect(await faultsOf({ rule: 'nothing' })).to.deep.equal(['rule']);
    expect(await faultsOf({ action: 'extend' })).to.deep.equal(['until']);
    expect(await faultsOf({ action: 'extend', until: '2026-02-30' })).to.deep.equal(['until']);
    expect(await faultsOf({ reason: '' })).to.deep.equal(['reason']);
    const turned = { ...pause, from: '2026-11-10', to: '2026-11-01' };
    expect((await refusalOf(service().grantPause(dana, ana.personId, turned))).faults[0]!.path).to.equal('to');
  });

  it('hold for several students at once, and never for one alone when something is wrong', async () => {
    const given = { ...waiver, action: 'extend', until: '2026-12-15', actId: 'bulk' } as const;
    const both = [ana.personId, bo.personId];
    await refusalOf(service().waiveForAll(dana, [...both, 'somebody'], given));
    expect((await fileOf(bo)).waivers).to.deep.equal({});
    expect(await service().waiveForAll(dana, both, given)).to.equal(2);
    expect(await service().waiveForAll(dana, both, given)).to.equal(0);
    expect(await verdictOf(bo)).to.not.equal('ineligible');
  });

  it('let a student ask for a pause, which counts once staff approve it', async () => {
    await service().askForPause(bo, pause);
    expect((await fileOf(bo)).pauses['p1']).to.include({ status: 'asked', source: 'student' });
    const judged = await all.application.services.eligibility.mine(bo);
    expect(judged.kind === 'judged' && judged.rawFacts['pauses']).to.deep.equal([]);
    await service().approvePause(dana, bo.personId, 'p1', '');
    await service().approvePause(dana, bo.personId, 'p1', '');
    expect((await refusalOf(service().refusePause(dana, bo.personId, 'p1', 'No'))).reason).to.equal('already-done');
    expect((await fileOf(bo)).pauses['p1']).to.include({ status: 'approved' });
    await service().revokePause(dana, bo.personId, 'p1', 'Came back early');
    expect((await fileOf(bo)).pauses['p1']?.decided).to.include({ why: 'Came back early' });
    expect((await actsOf(bo)).filter((act) => act.startsWith('pause'))).to.deep.equal([
      'pause asked for',
      'pause approved',
      'pause revoked',
    ]);
    expect((await refusalOf(service().askForPause(dana, pause))).reason).to.equal('not-allowed');
  });

  it('are for instructors, in their own course', async () => {
    const assistant: Visitor = { ...dana, role: 'assistant' };
    expect((await refusalOf(service().waive(assistant, ana.personId, waiver))).reason).to.equal('not-allowed');
    expect((await refusalOf(service().waive(dana, 'somebody', waiver))).reason).to.equal('not-found');
  });
});
