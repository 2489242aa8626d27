// Every query that the stores issue is answered from an index: watched on the wire, then explained.

import { expect } from 'chai';
import mongoose from 'mongoose';
import request from 'supertest';
import { scopes } from '../../src/domain/api-key.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people, setUpExam, sit, start } from '../support/candidates.ts';
import { classGiven } from '../support/class-given.ts';
import { bytesOf, claimPolicy, pdf } from '../support/claimants.ts';
import { giveGuarantee } from '../support/guarantee.ts';
import { accountKey, undoJoin } from '../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../src/domain/person.ts';
import type { Services } from '../../src/wiring.ts';
import { findingKey } from '../../src/domain/policies/warnings.ts';
import { archetype } from '../../src/domain/guarantee/archetypes.ts';
import type { RawPolicy } from '../../src/domain/policies/raw-policy.ts';

interface Seen {
  readonly collection: string;
  readonly filter: Record<string, unknown>;
  readonly sort?: Record<string, 1 | -1>;
}

/** Small on purpose, and read whole: every platform, every organization. */
const readWhole = new Set(['registry_platform', 'registry_platformStatus', 'organizations']);

interface Plan {
  readonly stage?: string;
  readonly inputStage?: Plan;
  readonly inputStages?: readonly Plan[];
}
const stagesOf = (plan: Plan): string[] => [
  plan.stage ?? '',
  ...(plan.inputStage ? stagesOf(plan.inputStage) : []),
  ...(plan.inputStages ?? []).flatMap(stagesOf),
];

describe('the stores’ queries', () => {
  let all: TestApplication;
  const seen = new Map<string, Seen>();
  const collections = mongoose.mongo.Collection.prototype as unknown as Record<string, (...args: never[]) => unknown>;
  const originals = new Map<string, (...args: never[]) => unknown>();

  /** Notes filter and order of every query that passes through the driver. */
  function watch(method: string, sortOf: (args: readonly unknown[]) => unknown): void {
    const original = collections[method]!;
    originals.set(method, original);
    collections[method] = function watched(this: { collectionName: string }, ...args: never[]): unknown {
      const filter = (args[0] ?? {}) as Record<string, unknown>;
      const sort = sortOf(args) as Seen['sort'];
      const shape = JSON.stringify([this.collectionName, Object.keys(filter).toSorted(), sort]);
      seen.set(shape, { collection: this.collectionName, filter, ...(sort ? { sort } : {}) });
      return original.apply(this, args);
    };
  }
  const sortInOptions = (at: number) => (args: readonly unknown[]) =>
    (args[at] as { sort?: unknown } | undefined)?.sort;

  before(async () => {
    all = await openTestApplication();
    watch('find', sortInOptions(1));
    watch('findOne', sortInOptions(1));
    watch('updateOne', () => undefined);
    watch('updateMany', () => undefined);
    watch('deleteMany', () => undefined);
    watch('findOneAndUpdate', sortInOptions(2));
    watch('countDocuments', () => undefined);
  });
  after(async () => {
    for (const [method, original] of originals) collections[method] = original;
    await all.close();
  });

  it('are all answered from an index', async () => {
    const { exam, instructor } = await setUpExam(all, 'moodle');
    const candidate = await arrive(all, 'moodle', people.moodle.students[0]);
    const { services } = all.application;
    const done = await sit(all, candidate, exam.id, 12);
    const running = await start(all, candidate, exam.id);
    await services.sitting.saveAnswers(
      candidate,
      running.id,
      { s1: { q: 2 ** 24 + 9, v: ['a'], flagged: false, struck: [], note: '', spentMs: 0 } },
      'tab',
    );
    await services.roster.readDue(5);
    await services.backfilling.fillNext();
    await services.backfilling.fillNext();
    await services.passback.sendDue(5);
    await services.passback.sendAgain(candidate, exam.id, candidate.personId);
    await services.invigilation.overview(instructor, exam.id);
    await services.invigilation.file(instructor, done.id);
    await services.exams.list(instructor);
    await services.exams.accommodationsOf(instructor);
    await services.exams.accommodate(instructor, candidate.personId, {
      factor: 1.25,
      extraMinutes: 0,
      reason: 'Letter',
    });
    await services.invigilation.extendAll(instructor, exam.id, { minutes: 5, reason: 'Outage', actId: 'x' });
    const lead: Visitor = { ...instructor, role: 'administrator' };
    const { joining } = services;
    await joining.candidates(lead, candidate.personId, 'somebody@home.example');
    const elsewhere = { courseId: candidate.courseId, personId: 'somebody-else' };
    await joining.join(lead, candidate.personId, accountKey(elsewhere), 'Same person').catch(() => undefined);
    const said = { by: 'ines', byName: 'Ines', at: all.clock.now(), reason: 'Two people' };
    await all.application.stores.joined.apply(
      undoJoin({ id: 'nothing', organizationId: candidate.organizationId }, said),
    );
    await services.results.of(candidate, done.id);
    await services.results.review(candidate, done.id);
    await services.briefing.everything(candidate);
    await services.addresses.add(candidate, 'ana@home.example');
    await services.contacts.set(candidate, { quiet: { from: 21, to: 8 }, stopped: [] });
    await services.contacts.setStopped(services.contacts.stopToken(candidate.personId, 'claims'), true);
    await services.contacts.confirm('nothing').catch(() => undefined);
    await services.personalLinks.ask('ana@home.example');
    await services.personalLinks.answerDue(5);
    await services.personalLinks.redeem('nothing').catch(() => undefined);
    await services.reminders.remindDue(5, () => undefined);
    await services.reminders.remind(instructor, [candidate.personId], '');
    await services.mailing.sendDue(5);
    await services.mailing.mine(candidate);
    await services.notices.dismiss(candidate, (await services.notices.mine(candidate))[0]!.id);
    await services.duties.settleAll(10, () => undefined);
    await takeRoll(all, instructor, candidate);
    all.clock.advance(60 * 60_000);
    await services.sitting.closeExpired(10);
    await services.sitting.lapsePrepared(10);
    await services.windows.issue(candidate, exam.id, null);
    await useEvidence(services, instructor, candidate);
    await usePolicies(services, { ...instructor, role: 'administrator' });
    await useRetakes(services, instructor, candidate, exam.id);
    all.clock.advance(24 * 60 * 60_000);
    await useClaims(all, instructor, candidate);
    await useApi(all, instructor, candidate);
    expect(seen.size).to.be.greaterThan(40);

    const database = all.connection.db!;
    const scanned: string[] = [];
    for (const { collection, filter, sort } of seen.values()) {
      if (readWhole.has(collection)) continue;
      // The driver looks whether there is any file at all before it builds GridFS's indexes.
      if (collection === 'uploads.files' && Object.keys(filter).length === 0) continue;
      const cursor = database.collection(collection).find(filter as never);
      const plan = await (sort ? cursor.sort(sort) : cursor).explain('queryPlanner');
      const stages = stagesOf((plan as unknown as { queryPlanner: { winningPlan: Plan } }).queryPlanner.winningPlan);
      if (stages.includes('COLLSCAN'))
        scanned.push(`${collection} ${JSON.stringify(filter)} ${JSON.stringify(sort ?? {})}`);
    }
    expect(scanned).to.deep.equal([]);
  });
});

/** A key from its making to its revocation, and everything that another system asks with it. */
async function useApi(all: TestApplication, instructor: Visitor, { courseId, personId }: Visitor): Promise<void> {
  const { services, stores, app } = all.application;
  const administrator: Visitor = { ...instructor, role: 'administrator' };
  const { sub: userId } = (await stores.people.find(personId))!;
  const wish = { name: 'SIS', scopes: [...scopes], days: 30 };
  const { key, token } = await services.apiKeys.issue(administrator, { ...wish, id: 'key', reach: 'organization' });
  const students = [{ userId }, { email: 'a@example.org' }, { sourcedId: 'S-1' }];
  const ask = (path: string) => request(app).get(`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const send = (name: string, items: readonly object[]) =>
    request(app)
      .post(`/api/v1/courses/${courseId}/${name}`)
      .set({ Authorization: `Bearer ${token}`, 'Idempotency-Key': name })
      .send({ items });
  for (const path of ['/courses', '/courses/lms:x/verdicts', `/courses/${courseId}/verdicts?limit=1`]) await ask(path);
  await ask(`/courses/${courseId}/entitlements`);
  const day = '2026-11-20';
  await send(
    'facts',
    students.map((student) => ({ student, dates: { enrolledOn: day } })),
  );
  await send('completions', [{ student: { userId }, completedOn: day }]);
  await send(
    'attendance',
    [{ on: day }, { id: 'x' }].map((held) => ({ student: { userId }, class: held, status: 'late' })),
  );
  await send('official-results', [{ student: { userId }, on: day, result: 'fail', verified: true }]);
  await send('official-results', [{ student: { userId }, on: day, result: 'fail', verified: true }]);
  await services.apiKeys.list(administrator);
  await services.apiKeys.revoke(administrator, key.id, 'Over');
  await services.audit.ofOrganization(administrator, key.id);
  await services.audit.verify(courseId);
  await services.audit.chains('');
}

/** Everything that is asked of what staff record. */
async function useEvidence(
  { evidence, missingDates, waiving, coursePlans, completion, factsImporting }: Services,
  instructor: Visitor,
  student: Visitor,
): Promise<void> {
  await evidence.recordFor(instructor, student.personId, { kind: 'date', name: 'optInOn', on: '2026-11-20' });
  await evidence.settleCompletions(instructor);
  await missingDates.ofCourse(instructor);
  await missingDates.confirm(instructor, [{ personId: student.personId, name: 'enrolledOn' }]);
  await missingDates.suggestEnrollment(student, { name: 'x' });
  const pause = { from: '2026-11-20', to: '2026-11-22', reason: 'Illness', actId: 'p' };
  await waiving.grantPause(instructor, student.personId, pause);
  await waiving.revokePause(instructor, student.personId, 'p', 'Back already');
  await coursePlans.changeModules(instructor, { act: 'add', id: 'm', title: 'Anatomy', isRequired: true });
  await coursePlans.get(instructor);
  await completion.mark(instructor, [student.personId], { module: 'm', on: '2026-11-20', grade: null });
  await completion.grid(instructor);
  const text = `name,Anatomy\n${student.name},2026-11-20\nNobody,2026-11-20`;
  const importId = await factsImporting.read(instructor, { fileName: 'x.csv', text });
  await factsImporting.choose(instructor, importId, { 3: student.name });
  await factsImporting.overview(instructor);
  await factsImporting.view(instructor, importId);
  await factsImporting.apply(instructor, importId);
  await factsImporting.undo(instructor, importId, 'Again');
}

/** Everything that is asked of policies. */
async function usePolicies(
  { policies, policyTrials, inForce, leads }: Services,
  administrator: Visitor,
): Promise<void> {
  const { organizationId } = administrator;
  const raw = archetype('A1-coder-timeframe') as RawPolicy;
  const { id } = await policies.create(administrator, 'Guarantee', { policy: raw });
  await policies.save(administrator, id, { rev: 1, policy: raw });
  const late = await policies.save(administrator, id, { rev: 1, policy: { ...raw, cutoff: '17:00' } });
  if (late.kind === 'overtaken') await policies.takeAside(administrator, id, 2, late.asideId);
  const acknowledged = policies.check(administrator, { ...raw, cutoff: '17:00' }).map(findingKey);
  const day = policies.todayOf(administrator, raw);
  await policies.publish(administrator, id, { rev: 3, effectiveFrom: day, label: '', note: '', acknowledged });
  await policies.publish(administrator, id, { rev: 3, effectiveFrom: day, label: '', note: '', acknowledged });
  await policies.list(administrator);
  await policies.choices(organizationId);
  await policies.versions(administrator, id);
  await policies.versionOf(administrator, id, 1);
  await policies.keptBy(administrator, id, 1);
  await policyTrials.onCourse(administrator, id);
  await policies.goBackTo(administrator, id, 3, 1);
  await policies.archive(administrator, id, true, 'Over');
  await inForce.inForceOn(organizationId, id, day);
  await leads.list(administrator);
}

/** Everything that is asked of retake entitlements, and every way in which one changes. */
async function useRetakes(
  { glances, retakes }: Services,
  instructor: Visitor,
  student: Visitor,
  examId: string,
): Promise<void> {
  const { personId, courseId } = student;
  const staff = { by: instructor.personId, byName: instructor.name };
  const terms = { timeZone: 'UTC' };
  const why = (actId: string) => ({ reason: 'Asked for', actId });
  const grant = { personId, kind: 'retake_voucher', terms, expiresOn: '2027-01-31', code: 'ABCD' };
  const voucher = await retakes.grant(student, { ...grant, source: { type: 'claim', id: 'c1' } }, staff);
  await retakes.grant(student, { ...grant, source: { type: 'claim', id: 'c1' } }, staff);
  const tries = { ...grant, kind: 'extra_mocks', examId, source: { type: 'claim', id: 'c1' } } as const;
  await retakes.grant(student, tries, staff);
  await retakes.showCode(student, voucher.id);
  const startAt = Date.UTC(2027, 0, 4);
  await retakes.reserve(student, voucher.id, { startAt, place: '', actId: 'book' });
  await retakes.cancel(student, voucher.id, { bookingRef: 'reserve:book', expects: 'free' });
  await retakes.desk.extend(instructor, voucher.id, { ...why('later'), expiresOn: '2027-02-28' });
  await retakes.desk.replace(instructor, voucher.id, { ...why('other'), kind: 'retake_voucher', terms });
  await retakes.mine(student);
  await retakes.hasAny(student);
  await retakes.ofCourse(instructor);
  await glances.ofStudents(instructor, [student.personId]);
  await retakes.ofPeople(student, [personId]);
  await retakes.page(student, '');
  await retakes.takenBy(courseId, [personId], new Map());
  await retakes.expiringWithin(30, 0);
  await retakes.openableExams(student);
  await retakes.lapseDue(10);
}

/** Everything about one class: planned, opened for checking in, marked, undone, cancelled. */
async function takeRoll(all: TestApplication, instructor: Visitor, student: Visitor): Promise<void> {
  const { schedule, attendance, attendanceImports, checkingIn } = all.application.services;
  const held = await schedule.add(instructor, classGiven(all.clock.now()));
  await checkingIn.open(instructor, held.id, { stepMinutes: 5, lateAfterMinutes: 10, openMinutes: null });
  const { shown } = await checkingIn.shown(instructor, held.id);
  await checkingIn.checkIn(student, shown!.code);
  const said = { personId: student.personId, minutes: null, makeup: null, note: '' };
  await attendance.markOne(instructor, held.id, { ...said, status: 'late' });
  await attendance.undoMark(instructor, held.id, student.personId);
  await attendance.markRest(instructor, held.id, 'present');
  await attendance.overview(instructor);
  await attendance.mine(student);
  await schedule.zoneOf(instructor);
  const bytes = new Uint8Array(Buffer.from('name,status\nSomebody,present'));
  const given = { fileName: 'own.csv', bytes, zone: 'UTC', lateAfterMinutes: null };
  const { id } = await attendanceImports.read(instructor, held.id, given);
  await attendanceImports.assign(instructor, held.id, id, 0, student.personId);
  await attendanceImports.assign(instructor, held.id, id, 0, undefined);
  await attendanceImports.apply(instructor, held.id, id, { replacesHand: true, marksRestAbsent: false });
  await attendanceImports.undo(instructor, held.id, id);
  await attendanceImports.newest(instructor, held.id);
  await schedule.cancel(instructor, held.id, 'Snow');
}

/** Everything that is asked of claims, uploads and the official exam. */
async function useClaims(all: TestApplication, instructor: Visitor, student: Visitor): Promise<void> {
  const { claims, claimDecisions, claimSettling, officialExam, uploads } = all.application.services;
  await giveGuarantee(all, instructor, claimPolicy, '2026-11-24');
  const said = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: null } as const;
  const more = { score: null, place: '', version: null };
  const { id: sittingId } = await officialExam.report(student, null, { ...said, ...more });
  const file = async () => (await uploads.keep(student, { name: 'x.pdf', bytes: bytesOf(pdf) })).id;
  await officialExam.addReport(student, sittingId, await file());
  await officialExam.toCheck(instructor);
  await officialExam.count(instructor);
  const { id } = await claims.file(student, { how: 'file', words: '', choice: null });
  const { rev } = await claims.attach(student, id, 'other', await file());
  await claims.mine(student);
  await claimDecisions.count(instructor);
  await claimDecisions.count({ ...instructor, role: 'none', administersPlatform: true });
  await claimDecisions.queue(instructor);
  await claimDecisions.approve(instructor, id, { rev, words: 'Yes', note: 'Seen', remedies: ['retake_voucher'] });
  await claimSettling.settleAll(10, () => undefined);
  await all.application.services.retakes.ofClaim(instructor, { id, personId: student.personId });
  await uploads.open(student, await file());
  all.clock.advance(25 * 60 * 60_000);
  await uploads.sweep(10);
}
