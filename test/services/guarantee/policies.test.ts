// Policies over a real store: two editors, publishing twice, versions that never change, what is in force on a day, lead instructors.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import { findingKey } from '../../../src/domain/policies/warnings.ts';
import type { PolicyRecord } from '../../../src/domain/policies/policy-record.ts';
import { draftOf } from '../../../src/domain/policies/raw-policy.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';
import { refusalOf } from '../../support/refusal-of.ts';

const day = 86_400_000;

describe('policies', () => {
  let all: TestApplication;
  let instructor: Visitor;
  let lead: Visitor;
  let administrator: Visitor;

  before(async () => {
    all = await openTestApplication();
    instructor = await arrive(all, 'canvas', people.canvas.instructor);
    lead = { ...instructor, role: 'lead' };
    administrator = { ...instructor, role: 'administrator', name: 'Ruth Adler', personId: 'ruth' };
  });
  after(() => all.close());

  const service = () => all.application.services.policies;
  const begin = (start = 'archetype:A1-coder-timeframe') => service().create(lead, 'CPC pass guarantee', { start });
  const warningsOf = (policy: PolicyRecord) => service().check(lead, draftOf(policy)).map(findingKey);
  const publish = (policy: PolicyRecord, given: Partial<Parameters<ReturnType<typeof service>['publish']>[2]> = {}) =>
    service().publish(lead, policy.id, {
      rev: policy.draftRev,
      effectiveFrom: '2026-12-01',
      label: '',
      note: 'First terms',
      acknowledged: warningsOf(policy),
      ...given,
    });

  it('are for those who may publish', async () => {
    expect((await refusalOf(service().list(instructor))).reason).to.equal('not-allowed');
    expect((await refusalOf(service().create(instructor, 'x', { start: 'blank' }))).reason).to.equal('not-allowed');
  });

  it('are another organization’s business and nobody else’s', async () => {
    const policy = await begin();
    const stranger = { ...lead, organizationId: 'another' };
    expect((await refusalOf(service().get(stranger, policy.id))).reason).to.equal('not-found');
    expect(await service().list(stranger)).to.deep.equal([]);
  });

  it('keep both drafts when two people save at once, and let either win', async () => {
    const policy = await begin();
    const base = draftOf(policy);
    const [one, two] = await Promise.all([
      service().save(lead, policy.id, { rev: 1, policy: { ...base, cutoff: '17:00' } }),
      service().save(administrator, policy.id, { rev: 1, policy: { ...base, cutoff: '18:00' } }),
    ]);
    expect([one.kind, two.kind].toSorted()).to.deep.equal(['overtaken', 'saved']);
    const late = one.kind === 'overtaken' ? one : two;
    if (late.kind !== 'overtaken') throw new Error('nobody was overtaken');
    const theirs = draftOf(late.policy)['cutoff'];
    expect(late.policy.setAside).to.have.length(1);
    const taken = await service().takeAside(lead, policy.id, late.policy.draftRev, late.asideId);
    expect(taken.kind).to.equal('saved');
    expect(draftOf(taken.policy)['cutoff']).to.not.equal(theirs);
    expect(taken.policy.setAside.map(({ json }) => (JSON.parse(json) as { cutoff: string }).cutoff)).to.deep.equal([
      theirs,
    ]);
  });

  it('keep the order of members and every unknown one', async () => {
    const json =
      '{"timeZone":"UTC","requires":{"all":[{"rule":"reported","id":"b.$x","note":{"$a.b":1}}]},"zzz":1,"aaa":2}';
    const policy = await service().create(lead, 'Odd', { policy: JSON.parse(json) as Record<string, unknown> });
    expect((await service().get(lead, policy.id)).draft).to.equal(json);
  });

  it('are refused with errors, with warnings nobody has ticked, and for a day that is over', async () => {
    const blank = await begin('blank');
    expect((await refusalOf(publish(blank))).faults[0]?.path).to.match(/^requires/);
    const policy = await begin();
    expect(warningsOf(policy)).to.not.deep.equal([]);
    expect((await refusalOf(publish(policy, { acknowledged: [] }))).faults[0]?.path).to.equal('acknowledged');
    expect((await refusalOf(publish(policy, { effectiveFrom: '2026-11-22' }))).faults[0]?.path).to.equal(
      'effectiveFrom',
    );
    expect((await refusalOf(publish(policy, { rev: 7 }))).reason).to.equal('already-done');
    expect(await service().versions(lead, policy.id)).to.deep.equal([]);
  });

  it('give one version for one revision, however many press the button', async () => {
    const policy = await begin();
    const made = await Promise.all(Array.from({ length: 8 }, () => publish(policy)));
    expect(new Set(made.map(({ id }) => id))).to.deep.equal(new Set([`${policy.id}:1`]));
    expect(await service().versions(lead, policy.id)).to.have.length(1);
    const noted = await all.application.services.audit.ofOrganization(lead, policy.id);
    expect(noted.filter(({ act }) => act === 'policy published')).to.have.length(1);
  });

  it('leave a published version as it was, whatever the draft becomes', async () => {
    const policy = await begin();
    const first = await publish(policy);
    const saved = await service().save(lead, policy.id, {
      rev: policy.draftRev,
      policy: { ...draftOf(policy), cutoff: '17:00' },
    });
    const second = await publish(saved.policy, { effectiveFrom: '2027-01-04', label: '2027' });
    expect(second).to.include({ number: 2, label: '2027' });
    expect(await service().versionOf(lead, policy.id, 1)).to.deep.equal(first);
    expect(first.text).to.contain('Opt in to the guarantee within 7 days of enrolling.');
    expect(JSON.parse(first.json)).to.include({ version: '1', effectiveFrom: '2026-12-01' });
  });

  it('are in force from their day on, the newer of two of one day', async () => {
    const policy = await begin();
    await publish(policy, { effectiveFrom: '2026-12-01' });
    const { inForce } = all.application.services;
    const on = async (date: string) => (await inForce.inForceOn(lead.organizationId, policy.id, date))?.number ?? null;
    expect([await on('2026-11-30'), await on('2026-12-01'), await on('2027-06-01')]).to.deep.equal([null, 1, 1]);
    const saved = await service().save(lead, policy.id, { rev: 1, policy: { ...draftOf(policy), cutoff: '17:00' } });
    await publish(saved.policy, { effectiveFrom: '2026-12-01' });
    expect(await on('2026-12-01')).to.equal(2);
    expect(await inForce.inForceOn('another', policy.id, '2026-12-01')).to.equal(null);
    const version = await inForce.version(lead.organizationId, policy.id, 1);
    expect(version?.compiled.versions).to.have.length(1);
    expect(await inForce.version('another', policy.id, 1)).to.equal(null);
  });

  it('stand in the list for courses once published, until they are put away', async () => {
    const policy = await begin();
    const chosen = async () =>
      (await service().choices(lead.organizationId)).some(({ policyId }) => policyId === policy.id);
    expect(await chosen()).to.equal(false);
    await publish(policy);
    expect(await chosen()).to.equal(true);
    await service().archive(lead, policy.id, true, 'Replaced');
    expect(await chosen()).to.equal(false);
    await service().archive(lead, policy.id, false, 'Needed again');
    expect(await chosen()).to.equal(true);
  });

  it('may be granted in a kinder version of the course’s own policy only', async () => {
    const policy = await begin();
    await publish(policy);
    expect((await service().mayGrant(lead, policy.id, policy.id, 1)).number).to.equal(1);
    expect((await refusalOf(service().mayGrant(lead, 'other', policy.id, 1))).reason).to.equal('not-found');
    expect((await refusalOf(service().mayGrant(lead, null, policy.id, 1))).reason).to.equal('not-found');
    expect((await refusalOf(service().mayGrant(instructor, policy.id, policy.id, 1))).reason).to.equal('not-allowed');
  });

  it('can be published by an instructor whom an administrator named, from the next launch on', async () => {
    const { leads } = all.application.services;
    expect((await refusalOf(leads.list(lead))).reason).to.equal('not-allowed');
    expect(await leads.list(administrator)).to.deep.include({
      personId: instructor.personId,
      name: instructor.name,
      isLead: false,
    });
    await leads.name(administrator, instructor.personId, true, 'Heads the program');
    expect((await refusalOf(leads.name(administrator, instructor.personId, true, 'x'))).reason).to.equal(
      'already-done',
    );
    expect((await refusalOf(leads.name(administrator, 'nobody', true, 'x'))).reason).to.equal('not-found');
    all.clock.advance(day / 24);
    const again = await arrive(all, 'canvas', people.canvas.instructor);
    expect(again.role).to.equal('lead');
    await leads.name(administrator, instructor.personId, false, 'New head');
    expect((await arrive(all, 'canvas', people.canvas.instructor)).role).to.equal('instructor');
  });
});
