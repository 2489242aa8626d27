// Claims and retakes at a glance: the claim that counts, retakes counted, drafts and other courses kept out, two accounts read as one.

import { expect } from 'chai';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { arrive, people } from '../../support/candidates.ts';
import { claimants, claimPolicy, type Claimants } from '../../support/claimants.ts';
import { giveGuarantee } from '../../support/guarantee.ts';

describe('claims and retakes at a glance', () => {
  let course: Claimants;
  let office: Visitor;
  let moved: Visitor;

  const services = () => course.all.application.services;
  const glanceOf = async (staff: Visitor, { personId }: Visitor) =>
    (await services().glances.ofStudents(staff, [personId])).get(personId);

  before(async () => {
    course = await claimants();
    office = await arrive(course.all, 'moodle', people.moodle.instructor);
    moved = await arrive(course.all, 'moodle', people.moodle.students[0]);
    await giveGuarantee(course.all, office, { ...claimPolicy, id: 'moved' });
    await course.fail(course.ana);
  });
  after(() => course.all.close());

  it('show nothing of somebody who has neither', async () => {
    expect(await glanceOf(course.ines, course.ben)).to.equal(undefined);
  });

  it('keep a draft to the student', async () => {
    await services().claims.file(course.ana, { how: 'draft', words: 'Perhaps', choice: null });
    expect((await glanceOf(course.ines, course.ana))?.claim).to.equal(null);
  });

  it('show the open claim with whose turn it is and by when', async () => {
    const { id } = await services().claims.file(course.ana, { how: 'file', words: '', choice: null });
    const { claim } = (await glanceOf(course.ines, course.ana))!;
    expect(claim).to.include({ id, state: 'provisional', waitsFor: 'student', proposal: null });
    expect(claim!.dueAt).to.be.a('number');
  });

  it('count retakes as they are used', async () => {
    const { retakes } = services();
    const grant = { personId: course.ben.personId, kind: 'retake_voucher', expiresOn: '2027-05-31' } as const;
    const terms = { timeZone: 'America/Chicago' };
    const actor = { by: course.ines.personId, byName: course.ines.name };
    for (const id of ['c1', 'c2'])
      await retakes.grant(course.ben, { ...grant, terms, source: { type: 'claim', id } }, actor);
    expect((await glanceOf(course.ines, course.ben))!.retakes).to.include({ usable: 2, booked: 0 });
  });

  it('stay in their course', async () => {
    expect(await glanceOf(office, course.ana)).to.equal(undefined);
    expect(await glanceOf(office, moved)).to.equal(undefined);
  });

  it('read two joined accounts as one, in both courses', async () => {
    const lead: Visitor = { ...course.ines, role: 'administrator' };
    await services().joining.join(lead, course.ana.personId, accountKey(moved), 'The course moved to the other LMS');
    expect((await glanceOf(office, moved))?.claim).to.include({ state: 'provisional' });
    const { courseId, platformId, personId } = moved;
    expect(await services().glances.claimsOf({ courseId, platformId, personId })).to.have.length(1);
  });

  it('are for those who may see results', async () => {
    const asked = await services()
      .glances.ofStudents(course.ana, [course.ana.personId])
      .catch((error: { reason: string }) => error.reason);
    expect(asked).to.equal('not-allowed');
  });
});
