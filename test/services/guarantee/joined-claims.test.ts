// Claims of joined accounts: one open between them, appeals too, free again once they are parted; what was approved under one counts under both.

import { expect } from 'chai';
import type { Claim } from '../../../src/domain/claims/claim.ts';
import { isOpen } from '../../../src/domain/claims/open-keys.ts';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { claimants, type Claimants } from '../../support/claimants.ts';
import { refusalOf } from '../../support/refusal-of.ts';

const filing = { how: 'file', words: '', choice: null } as const;

describe('claims of joined accounts', () => {
  let course: Claimants;
  let lead: Visitor;
  beforeEach(async () => {
    course = await claimants();
    lead = { ...course.ines, role: 'lead' };
    for (const student of [course.ana, course.ben]) await course.fail(student);
  });
  afterEach(() => course.all.close());

  const services = () => course.all.application.services;
  const join = () => services().joining.join(lead, course.ana.personId, accountKey(course.ben), 'Registered twice');
  const part = () => services().joining.undo(lead, course.ana.personId, 'Two people');
  const openOnes = async (): Promise<Claim[]> => {
    const { claims } = course.all.application.stores;
    const filed = [course.ana, course.ben].map((who) => claims.ofPerson(who.courseId, who.platformId, who.personId));
    return (await Promise.all(filed)).flat().filter(isOpen);
  };
  async function deny(student: Visitor): Promise<Claim> {
    const { claims, claimDecisions } = services();
    const filed = await claims.file(student, filing);
    const { rev } = await claimDecisions.takeUp(course.ines, filed.id);
    const grounds = {
      rule: 'exam',
      ruleWords: 'Sit in time',
      fact: 'Sat late',
      on: null,
      wouldHaveChanged: 'A waiver',
    };
    return claimDecisions.deny(course.ines, filed.id, { rev, words: 'Sat too late.', note: '', grounds });
  }

  it('cannot be filed, nor a denial appealed, while the other account has one open; the page says so', async () => {
    const { claims } = services();
    const denied = await deny(course.ben);
    await join();
    const open = await claims.file(course.ana, filing);
    for (const work of [claims.appeal(course.ben, denied.id, 'Look again'), claims.file(course.ben, filing)]) {
      const refusal = await refusalOf(work);
      expect(refusal).to.include({ reason: 'already-done' });
      expect(refusal.message).to.contain('open claim under the other account');
    }
    expect(await claims.mine(course.ben)).to.deep.include({
      mayFile: false,
      whyNotFile: `Your claim ${open.id} is still open under your other account.`,
    });
    await claims.withdraw(course.ana, open.id, '');
    expect((await claims.appeal(course.ben, denied.id, 'Look again')).state).to.equal('appealed');
    expect((await refusalOf(claims.file(course.ana, filing))).reason).to.equal('already-done');
  });

  it('stand in nobody’s way once the accounts are parted, and in each other’s once they are joined again', async () => {
    const { claims } = services();
    await join();
    const first = await claims.file(course.ben, filing);
    await part();
    const second = await claims.file(course.ana, filing);
    expect((await openOnes()).map(({ id }) => id)).to.have.members([first.id, second.id]);
    expect((await refusalOf(join())).message).to.contain('Both accounts have an open claim.');
    await claims.withdraw(course.ana, second.id, '');
    await join();
    expect((await refusalOf(claims.file(course.ana, filing))).reason).to.equal('already-done');
  });

  it('count in the preview of a join, and what was approved under one counts when the other files', async () => {
    const { claims, claimDecisions, joining, eligibility } = services();
    const { id } = await claims.file(course.ben, filing);
    const { rev } = await claimDecisions.takeUp(course.ines, id);
    const remedies = ['retake_voucher'];
    await claimDecisions.approve(course.ines, id, { rev, words: 'Yes.', note: 'Seen at the desk', remedies });
    const preview = await joining.preview(lead, course.ana.personId, accountKey(course.ben));
    expect(preview.other.claims.map((claim) => claim.id)).to.deep.equal([id]);
    expect(preview.other.retakes.map(({ entitlement }) => entitlement.kind)).to.deep.equal(remedies);
    expect(preview.own).to.deep.include({ claims: [], retakes: [] });
    await join();
    const { kind: _kind, ...joined } = await eligibility.mine(course.ana);
    const { kind: _other, ...foreseen } = preview.together;
    expect(joined)
      .to.have.nested.property('rawFacts')
      .that.deep.equals((foreseen as typeof joined & { rawFacts: object }).rawFacts);
    const { before } = await claims.mine(course.ana);
    const facts = before.judgment.kind === 'judged' ? before.judgment.facts : null;
    expect(facts?.claimsApprovedOn).to.have.length(1);
  });

  it('and a join at the same moment: one of them wins, and the other is told why', async () => {
    const { claims } = services();
    await claims.file(course.ana, filing);
    const [joined, filed] = await Promise.allSettled([join(), claims.file(course.ben, filing)]);
    const isJoined = joined.status === 'fulfilled';
    expect(filed.status).to.equal(isJoined ? 'rejected' : 'fulfilled');
    expect(await openOnes()).to.have.length(isJoined ? 1 : 2);
    const held = await services().joining.heldFor(lead, course.ben.personId);
    expect(held !== null).to.equal(isJoined);
  });
});
