// What other systems read: verdicts as the evaluator writes them, part by part in an order that new students do not disturb.

import { expect } from 'chai';
import type { Response } from 'supertest';
import { entitlementsAnswer, verdictsAnswer } from '../../../src/http/api/answer-shapes.ts';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import { findingKey } from '../../../src/domain/policies/warnings.ts';
import { draftOf } from '../../../src/domain/policies/raw-policy.ts';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

interface Row {
  readonly student: { readonly userId: string; readonly name: string };
  readonly state: string;
  readonly verdict?: string;
}

describe('lists of the API', function () {
  // Many requests, on machines that are busy with other tests too.
  this.timeout(60_000);
  let system: AnotherSystem;
  before(async () => {
    system = await anotherSystem();
    await giveGuarantee();
    for (let at = 0; at < 23; at += 1) await enroll(`extra-${at}`);
  });
  after(() => system.all.close());

  /** Publishes one of the archetypes and lets the course promise it. */
  async function giveGuarantee(): Promise<void> {
    const { services, stores } = system.all.application;
    const { administrator, courseId } = system;
    const { policies } = services;
    const policy = await policies.create(administrator, 'Pass guarantee', { start: 'archetype:A1-coder-timeframe' });
    await policies.publish(administrator, policy.id, {
      rev: policy.draftRev,
      effectiveFrom: '2026-11-23',
      label: '2026',
      note: '',
      acknowledged: policies.check(administrator, draftOf(policy)).map(findingKey),
    });
    const course = { ...administrator, id: courseId };
    const { rev } = await stores.plans.find(course);
    await stores.plans.change(course, rev, { $set: { policyId: policy.id } });
  }

  async function enroll(sub: string): Promise<string> {
    const { people, courses } = system.all.application.stores;
    const { platformId } = system.administrator;
    const { id } = await people.note({ platformId, sub, name: `Student ${sub}`, email: `${sub}@example.org` });
    await courses.enroll(
      { courseId: system.courseId, personId: id, role: 'learner', isActive: true, source: 'roster' },
      0,
    );
    return id;
  }

  const ask = (query = ''): Promise<Response> => system.get(`/courses/${system.courseId}/verdicts${query}`);

  async function everyPart(limit: number, between: () => Promise<unknown> = async () => undefined): Promise<Row[][]> {
    const parts: Row[][] = [];
    for (let query = `?limit=${limit}`; ;) {
      const { status, body, text } = await ask(query);
      expect(status, text).to.equal(200);
      parts.push(body.verdicts);
      if (body.next === undefined) return parts;
      query = `?limit=${limit}&cursor=${encodeURIComponent(body.next)}`;
      await between();
    }
  }
  const users = (parts: Row[][]): string[] => parts.flat().map(({ student }) => student.userId);

  it('say of each student where they stand, in the form of their description', async () => {
    const answer = await ask('?limit=200');
    expect(answer.status).to.equal(200);
    expect(verdictsAnswer.strict().safeParse(answer.body).error).to.equal(undefined);
    expect(answer.body).to.not.have.property('next');
    expect(users([answer.body.verdicts])).to.include.members([...system.students, 'extra-0', 'extra-22']);
  });

  it('are the evaluator’s own, with findings, and can be filtered', async () => {
    const { services } = system.all.application;
    const { body } = await ask(`?student=userId:${system.students[0]}`);
    const [row] = body.verdicts;
    expect(row).to.include({ state: 'judged' });
    expect(row.policy).to.include({ version: 1, label: '2026', accepted: false });
    const judgment = await services.eligibility.judge(system.administrator, system.visitors[0]!.personId);
    if (judgment.kind !== 'judged') throw new Error('nobody is judged');
    expect(row).to.deep.include(JSON.parse(JSON.stringify(judgment.json)));
    expect(row.findings).to.not.have.length(0);
    const all = (await ask('?limit=200')).body.verdicts as Row[];
    const alike = all.filter(({ verdict }) => verdict === row.verdict);
    expect((await ask(`?limit=200&verdict=${row.verdict}`)).body.verdicts).to.deep.equal(alike);
    const other = row.verdict === 'approve' ? 'eligible' : 'approve';
    expect((await ask(`?verdict=${other}`)).body).to.deep.equal({ verdicts: [] });
  });

  it('come whole in parts of any size, nobody twice', async () => {
    const whole = users(await everyPart(200));
    expect(new Set(whole).size).to.equal(whole.length);
    for (const limit of [1, 2, 5, 24, 25, 26]) {
      const parts = await everyPart(limit);
      expect(users(parts), `limit ${limit}`).to.deep.equal(whole);
      expect(Math.max(...parts.map((part) => part.length))).to.equal(Math.min(limit, whole.length));
      expect(parts.at(-1)).to.not.have.length(0);
    }
  });

  it('keep their order while students are added', async () => {
    const before = users(await everyPart(200));
    let added = 0;
    const during = users(await everyPart(4, () => enroll(`late-${(added += 1)}`)));
    expect(new Set(during).size).to.equal(during.length);
    expect(during.filter((user) => before.includes(user))).to.deep.equal(before);
  });

  it('can be asked for one student', async () => {
    for (const student of ['userId:extra-3', 'email:EXTRA-3@example.org']) {
      const { body } = await ask(`?student=${encodeURIComponent(student)}`);
      expect(users([body.verdicts])).to.deep.equal(['extra-3']);
      expect(body).to.not.have.property('next');
    }
    const unknown = await ask('?student=userId:nobody');
    expect([unknown.status, unknown.body.error.path]).to.deep.equal([404, 'student']);
  });

  const wrong: readonly [string, string][] = [
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['verdict=happy', 'verdict'],
    ['student=Ana', 'student'],
    ['cursor=abc', 'cursor'],
    ['cursor=', 'cursor'],
    ['verdit=on_track', ''],
  ];
  for (const [query, path] of wrong)
    it(`do not take ?${query}`, async () => {
      const { status, body } = await ask(`?${query}`);
      expect(status).to.equal(422);
      expect(body.error).to.include({ reason: 'invalid', path });
    });

  it('do not take the cursor of another list, course or filter', async () => {
    const { next } = (await ask('?limit=2')).body;
    const cursor = encodeURIComponent(next);
    expect((await ask(`?cursor=${cursor}`)).status).to.equal(200);
    for (const path of [
      `/courses?cursor=${cursor}`,
      `/courses/${system.courseId}/entitlements?cursor=${cursor}`,
      `/courses/${system.courseId}/verdicts?verdict=on_track&cursor=${cursor}`,
    ])
      expect((await system.get(path)).status, path).to.equal(422);
  });

  it('list the courses of a key part by part', async () => {
    const { courses } = system.all.application.stores;
    const { organizationId } = system.administrator;
    for (let at = 0; at < 7; at += 1)
      await courses.note({ organizationId, platformId: 'p', contextId: `c${at}`, title: `Course ${at}`, label: null });
    const { token } = await system.makeKey({ reach: 'organization' });
    const titles: string[] = [];
    for (let path = '/courses?limit=3'; path !== '';) {
      const { body } = await system.get(path, token);
      titles.push(...body.courses.map(({ title }: { title: string }) => title));
      path = body.next === undefined ? '' : `/courses?limit=3&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(titles).to.have.length(8).and.to.include.members(['Course 0', 'Course 6']);
  });

  it('tell what students hold and how much of it is left, and never a code', async () => {
    const { retakes } = system.all.application.services;
    const actor = { by: 'staff', byName: 'Dana Whitfield' };
    for (const [at, { personId }] of [...system.visitors, ...system.visitors].entries())
      await retakes.grant(
        system.administrator,
        {
          personId,
          kind: 'retake_voucher',
          units: 2,
          source: { type: 'staff', id: `press-${at}` },
          terms: { timeZone: 'America/Chicago', validFor: { months: 10 } },
          code: 'SECRET-CODE',
        },
        actor,
      );
    const path = `/courses/${system.courseId}/entitlements`;
    const whole = await system.get(path);
    expect(whole.status).to.equal(200);
    expect(entitlementsAnswer.strict().safeParse(whole.body).error).to.equal(undefined);
    expect(whole.text).to.not.contain('SECRET');
    expect(whole.body.entitlements).to.have.length(4);
    expect(whole.body.entitlements[0]).to.deep.include({ kind: 'retake_voucher', state: 'available' });
    expect(whole.body.entitlements[0].units).to.deep.include({ free: 2, used: 0 });
    const first = (await system.get(`${path}?limit=3`)).body;
    const second = (await system.get(`${path}?limit=3&cursor=${encodeURIComponent(first.next)}`)).body;
    expect([...first.entitlements, ...second.entitlements]).to.deep.equal(whole.body.entitlements);
    expect(second).to.not.have.property('next');
    const own = (await system.get(`${path}?student=userId:${system.students[1]}`)).body.entitlements;
    expect(own.map((one: Row) => one.student.userId)).to.deep.equal([system.students[1], system.students[1]]);
  });

  it('tell of joined accounts what the person holds, whichever is asked for, and to which each was granted', async () => {
    const { joining } = system.all.application.services;
    const [one, two] = system.visitors;
    const path = `/courses/${system.courseId}/entitlements`;
    const whole = (await system.get(path)).body;
    await joining.join(system.administrator, one!.personId, accountKey(two!), 'Registered twice');
    // Of the course each stays listed once.
    expect((await system.get(path)).body).to.deep.equal(whole);
    for (const user of system.students) {
      const { body } = await system.get(`${path}?student=userId:${user}`);
      expect(entitlementsAnswer.strict().safeParse(body).error).to.equal(undefined);
      expect(body.entitlements.map(({ id }: { id: string }) => id)).to.have.members(
        whole.entitlements.map(({ id }: { id: string }) => id),
      );
      for (const { student, grantedTo } of body.entitlements) {
        expect(student.userId).to.equal(user);
        expect(grantedTo.course).to.equal(system.courseId);
      }
      const grantedTo = body.entitlements.map((row: { grantedTo: { userId: string } }) => row.grantedTo.userId);
      expect(new Set(grantedTo)).to.deep.equal(new Set(system.students));
    }
    await joining.undo(system.administrator, one!.personId, 'Two people');
  });
});
