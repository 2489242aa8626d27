// The night staff twice over: whatever time and crashes left to do is done by the first round, and a second one, or another process beside it, changes nothing.

import { expect } from 'chai';
import { nightStaff } from '../../src/jobs/night-staff.ts';
import type { Application } from '../../src/wiring.ts';
import { claimants, type Claimants } from '../support/claimants.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What students, staff and money depend on. When to look again, and leases, are the jobs' own affair. */
const collections = ['entitlements', 'claims', 'notices', 'mails', 'allowances', 'events', 'studentFiles'] as const;
const ownAffairs: ReadonlySet<string> = new Set(['nextCheckAt']);

describe('the night staff', function () {
  this.timeout(60_000);
  let course: Claimants;
  before(async () => {
    course = await claimants();
  });
  after(() => course.all.close());

  const services = () => course.all.application.services;

  async function round(application: Application = course.all.application): Promise<void> {
    const faults: unknown[] = [];
    const report = (_id: string, error: unknown): void => void faults.push(error);
    for (const { run } of nightStaff({ ...application.services, rotateKeys: async () => 0, report })) await run();
    expect(faults).to.deep.equal([]);
  }

  async function everything(): Promise<Record<string, unknown[]>> {
    const all: Record<string, unknown[]> = {};
    for (const name of collections) {
      const documents = await course.all.connection.collection(name).find({}).sort({ _id: 1 }).toArray();
      all[name] = documents.map((one) =>
        Object.fromEntries(Object.entries(one).filter(([key]) => !ownAffairs.has(key))),
      );
    }
    return all;
  }

  /** Everything that a job may find: last days, begun exams, a claim that records prove, grants and replacements that are owed. */
  async function leaveWork(): Promise<void> {
    const { all, ana, ben, ines } = course;
    const { retakes, claims } = services();
    const now = all.clock.now();
    const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24 };
    let number = 0;
    const grant = (kind: string, more = {}) => {
      const source = { type: 'purchase', id: `order-${(number += 1)}` } as const;
      return retakes.grant(
        ben,
        { personId: ben.personId, kind, source, terms, ...more },
        { by: ines.personId, byName: ines.name },
      );
    };
    await grant('retake_voucher', { expiresOn: '2026-11-25' });
    await grant('tutoring_hours', { expiresOn: '2026-12-03', units: 4 });
    await grant('access_extension');
    const booked = await grant('retake_voucher', { expiresOn: '2027-05-01' });
    await retakes.reserve(ben, booked.id, { startAt: now + 2 * day, place: '', actId: 'book' });
    const voided = await grant('retake_voucher', { expiresOn: '2027-05-01' });
    await retakes.desk.void(ines, voided.id, { reason: 'Twice', actId: 'void' });
    const plan = { id: ana.courseId, organizationId: ana.organizationId, platformId: ana.platformId };
    const { plans } = all.application.stores;
    await plans.change(plan, (await plans.find(plan)).rev, { $set: { approvesByItself: true } });
    await course.fail(ana);
    const { id } = await claims.file(ana, { how: 'file', words: '', choice: null });
    await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
  }

  it('does once what is to be done, however often and by however many processes it is run', async () => {
    await leaveWork();
    course.all.clock.advance(4 * day);
    await round();
    const after = await everything();
    const lastActs = (after['entitlements'] as { entries: { act: string }[] }[]).map(
      ({ entries }) => entries.at(-1)!.act,
    );
    expect(lastActs.toSorted(), 'there was something to do').to.deep.equal(
      ['consume', 'expire', 'grant', 'grant', 'grant', 'void'].toSorted(),
    );
    expect((after['claims'] as { state: string }[]).map(({ state }) => state)).to.deep.equal(['fulfilled']);
    expect(after['notices']!.length).to.be.greaterThan(3);

    const second = await course.all.openSecond();
    // An hour later, so that the sweeps of courses come around again; no day begins in between.
    course.all.clock.advance(hour + 1);
    await Promise.all([round(), round(second.application)]);
    await round();
    await second.close();
    expect(await everything()).to.deep.equal(after);
  });
});
