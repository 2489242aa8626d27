// Kinder terms: granted only by those who may, never when the student would stand worse, and what is stricter is weighed first.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import { findingKey } from '../../../src/domain/policies/warnings.ts';
import { draftOf, type RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { giveGuarantee, smallPolicy } from '../../support/guarantee.ts';
import { refusalOf } from '../../support/refusal-of.ts';

const [optIn, ...others] = (smallPolicy['requires'] as { readonly all: readonly RawPolicy[] }).all;
const within = (days: number): RawPolicy => ({ ...optIn, window: { anchor: 'enrolledOn', amount: { days } } });
const withRules = (...all: readonly RawPolicy[]): RawPolicy => ({ ...smallPolicy, requires: { all } });

describe('kinder terms', () => {
  let all: TestApplication;
  let lead: Visitor;
  let ana: Visitor;
  let policyId: string;

  before(async () => {
    all = await openTestApplication();
    lead = { ...(await arrive(all, 'canvas', people.canvas.instructor)), role: 'lead' };
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
    policyId = await giveGuarantee(all, lead);
    await all.application.services.evidence.recordFor(lead, ana.personId, {
      kind: 'date',
      name: 'enrolledOn',
      on: '2026-11-18',
    });
    // 2: stricter, and lost for Ana. 3: kinder. 4: kinder in one point, stricter in another.
    await publish(withRules(within(2), ...others));
    await publish(withRules(within(21), ...others));
    await publish(withRules(within(21), ...others, { id: 'reported', rule: 'reported' }));
  });
  after(() => all.close());

  async function publish(policy: RawPolicy): Promise<void> {
    const { policies } = all.application.services;
    const { draftRev } = await policies.get(lead, policyId);
    const saved = await policies.save(lead, policyId, { rev: draftRev, policy });
    await policies.publish(lead, policyId, {
      rev: saved.policy.draftRev,
      effectiveFrom: '2027-06-01',
      label: '',
      note: 'Tried',
      acknowledged: policies.check(lead, draftOf(saved.policy), '2027-06-01').map(findingKey),
    });
  }

  const terms = () => all.application.services.terms;
  const give = (number: number, isWeighed = false, by = lead) =>
    terms().grant(by, ana.personId, { policyId, number, reason: 'Asked for', isWeighed });
  const hers = async () => (await all.application.stores.files.find(ana))?.terms?.number ?? null;

  it('are given by lead instructors and administrators, by nobody else', async () => {
    for (const role of ['instructor', 'assistant', 'learner', 'none'] as const)
      expect((await refusalOf(give(3, true, { ...lead, role }))).reason, role).to.equal('not-allowed');
    expect(await hers()).to.equal(null);
  });

  it('are refused when the student would stand worse, whatever was ticked', async () => {
    const weighed = await terms().weighing(lead, ana.personId, { policyId, number: 2 });
    expect(weighed.isWorse).to.equal(true);
    expect((await refusalOf(give(2, true))).faults.map(({ path }) => path)).to.deep.equal(['version']);
    expect(await hers()).to.equal(null);
  });

  it('are refused while nobody has weighed what is stricter', async () => {
    const { points, isWorse } = await terms().weighing(lead, ana.personId, { policyId, number: 4 });
    expect(isWorse).to.equal(false);
    expect(points.map(({ leaning }) => leaning).toSorted()).to.deep.equal(['kinder', 'stricter']);
    expect((await refusalOf(give(4))).faults.map(({ path }) => path)).to.deep.equal(['isWeighed']);
    expect(await hers()).to.equal(null);
    await give(4, true);
    expect(await hers()).to.equal(4);
  });

  it('are given at once where every difference is kinder', async () => {
    await give(3);
    expect(await hers()).to.equal(3);
    await give(3);
    expect((await all.application.stores.files.find(ana))?.earlierTerms).to.have.length(1);
  });
});
