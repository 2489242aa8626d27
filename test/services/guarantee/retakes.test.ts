// Retake entitlements through the services: each life from grant to end, and two hundred who spend one at once.

import { expect } from 'chai';
import type { Exam } from '../../../src/domain/exam/exam.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import type { Entitlement } from '../../../src/domain/retakes/entitlement.ts';
import { replace } from '../../../src/domain/retakes/transitions.ts';
import { isBalanced } from '../../../src/domain/retakes/ledger.ts';
import type { Grant } from '../../../src/services/guarantee/granting.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people, setUpExam } from '../../support/candidates.ts';
import { refusalOf } from '../../support/refusal-of.ts';

const hour = 3_600_000;
const day = 24 * hour;
const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24, validFor: { months: 10 } };

describe('retake entitlements', function () {
  this.timeout(60_000);
  let all: TestApplication;
  let exam: Exam;
  let dana: Visitor;
  let ana: Visitor;
  let ben: Visitor;
  let claims = 0;

  before(async () => {
    all = await openTestApplication();
    ({ exam, instructor: dana } = await setUpExam(all, 'moodle'));
    ana = await arrive(all, 'moodle', people.moodle.students[0]);
    ben = await arrive(all, 'moodle', people.moodle.students[1]);
  });
  after(() => all.close());

  const retakes = () => all.application.services.retakes;
  const now = () => all.clock.now();
  const claimed = (differing: Partial<Grant> = {}): Promise<Entitlement> =>
    retakes().grant(
      ana,
      {
        personId: ana.personId,
        kind: 'retake_voucher',
        source: { type: 'claim', id: `claim-${(claims += 1)}` },
        terms,
        ...differing,
      },
      { by: dana.personId, byName: dana.name },
    );
  const booking = (startAt: number, actId = all.application.surroundings.newId()) => ({ startAt, place: '', actId });
  const why = (reason = 'Asked for') => ({ reason, actId: all.application.surroundings.newId() });
  const standing = async (of: Entitlement) => {
    const found = (await retakes().mine(ana)).find(({ entitlement }) => entitlement.id === of.id)!;
    expect(isBalanced(found.entitlement)).to.equal(true);
    return found.standing;
  };
  const failOn = (on: string) =>
    all.application.stores.files.change(ana, {
      $set: {
        [`sittings.fail-${on}`]: {
          id: `fail-${on}`,
          source: 'staff',
          by: dana.personId,
          byName: dana.name,
          at: now(),
          on,
          result: 'fail',
          verified: { by: dana.personId, byName: dana.name, at: now() },
        },
      },
    });
  const noFails = () => all.application.stores.files.change(ana, { $set: { sittings: {} } });

  describe('a grant', () => {
    it('is made once for a claim, however often it is asked for', async () => {
      const source = { type: 'claim', id: 'the same' } as const;
      const made = await Promise.all(Array.from({ length: 20 }, () => claimed({ source })));
      expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
      expect(made[0]!.expiresOn).to.equal('2027-09-23');
      const noted = await all.application.services.audit.of(ana, ana.personId);
      const ofThis = noted.filter(({ detail }) => detail['entitlementId'] === made[0]!.id);
      expect(ofThis.map(({ act }) => act)).to.deep.equal(['retake granted']);
    });

    it('is refused when waits reach past its last day, with what would make it feasible', async () => {
      await failOn('2026-11-20');
      const refused = await refusalOf(claimed({ terms: { ...terms, waits: [30] }, expiresOn: '2026-12-10' }));
      expect(refused.message).to.contain('may sit again from Mon 21 Dec 2026 on');
      expect(refused.message).to.contain('A last day of Mon 21 Dec 2026 or later makes it usable.');
      const kept = await claimed({ terms: { ...terms, waits: [30] }, expiresOn: '2026-12-21' });
      expect(await standing(kept)).to.include({ state: 'blocked', reason: 'waiting_period' });
      await noFails();
    });

    it('is refused when the exam retires first, or has retired', async () => {
      await failOn('2026-11-20');
      const retiring = { ...terms, waits: [30], examRetiresOn: '2026-12-05' };
      expect((await refusalOf(claimed({ terms: retiring }))).message).to.contain('the exam retires on Sat 5 Dec 2026');
      const gone = { ...terms, examRetiresOn: '2026-11-01' };
      expect((await refusalOf(claimed({ terms: gone }))).message).to.contain('not offered any more');
      expect((await refusalOf(claimed({ expiresOn: '2026-11-22' }))).message).to.contain('over already');
      await noFails();
    });

    it('by staff needs the rights, a student of the course, and says why in the trail', async () => {
      const given = { personId: ana.personId, kind: 'tutoring_hours', units: 6, terms };
      const made = await retakes().desk.grant(dana, given, why('Goodwill after the outage'));
      expect(made.balance.free).to.equal(6);
      const noted = await all.application.services.audit.of(dana, ana.personId);
      expect(noted.at(-1)).to.include({ act: 'retake granted', reason: 'Goodwill after the outage' });
      const { desk } = retakes();
      expect((await refusalOf(desk.grant(ana, given, why()))).reason).to.equal('not-allowed');
      expect(
        (await refusalOf(desk.grant(dana, { ...given, kind: 'tuition_refund', units: 1 }, why()))).reason,
      ).to.equal('not-allowed');
      expect((await refusalOf(desk.grant(dana, { ...given, personId: dana.personId }, why()))).reason).to.equal(
        'not-found',
      );
    });
  });

  describe('a voucher', () => {
    it('is booked, canceled in time, booked again and used when the exam begins', async () => {
      const voucher = await claimed();
      await retakes().reserve(ana, voucher.id, booking(now() + 20 * day));
      expect(await standing(voucher)).to.include({ state: 'reserved', reason: 'booked' });
      const again = await refusalOf(retakes().reserve(ana, voucher.id, booking(now() + 21 * day)));
      expect(again.reason).to.equal('already-done');
      const { booking: made } = (await retakes().myOne(ana, voucher.id)).entitlement;
      const canceled = await retakes().cancel(ana, voucher.id, { bookingRef: made!.ref, expects: 'free' });
      expect(canceled.isUsedUp).to.equal(false);
      const repeated = await retakes().cancel(ana, voucher.id, { bookingRef: made!.ref, expects: 'free' });
      expect(repeated.entitlement.entries).to.have.length(3);
      await retakes().reserve(ana, voucher.id, booking(now() + 2 * day));
      all.clock.advance(2 * day + hour);
      expect(await standing(voucher)).to.include({ state: 'consumed', reason: 'used' });
      expect(await retakes().lapseDue(100)).to.be.at.least(1);
      const { entitlement } = await retakes().myOne(ana, voucher.id);
      expect(entitlement.balance).to.deep.equal({ free: 0, held: 0, used: 1, ended: 0 });
      expect(entitlement.entries.at(-1)).to.include({ act: 'consume', by: 'resit', outcome: 'used' });
      expect(await standing(voucher)).to.include({ state: 'consumed', reason: 'used' });
    });

    it('is used up by canceling too late, which is asked first', async () => {
      const voucher = await claimed();
      await retakes().reserve(ana, voucher.id, booking(now() + 20 * hour, 'late'));
      const asked = await refusalOf(retakes().cancel(ana, voucher.id, { bookingRef: 'reserve:late', expects: 'free' }));
      expect(asked.reason).to.equal('too-late');
      const { isUsedUp } = await retakes().cancel(ana, voucher.id, { bookingRef: 'reserve:late', expects: 'used' });
      expect(isUsedUp).to.equal(true);
      expect(await standing(voucher)).to.include({ state: 'consumed', reason: 'late_cancel' });
      await retakes().desk.restore(dana, voucher.id, why('The test center had closed'));
      expect(await standing(voucher)).to.include({ state: 'available', reason: 'ok' });
    });

    it('is not booked in the past, before the wait is over, or after the last day', async () => {
      await failOn('2026-11-24');
      const voucher = await claimed({ terms: { ...terms, waits: [30] }, expiresOn: '2027-01-31' });
      const reserveAt = (startAt: number) => refusalOf(retakes().reserve(ana, voucher.id, booking(startAt)));
      expect((await reserveAt(now() - hour)).message).to.contain('still to come');
      expect((await reserveAt(Date.UTC(2026, 11, 20, 18))).message).to.contain('from Fri 25 Dec 2026 on');
      expect((await reserveAt(Date.UTC(2027, 1, 1, 6))).message).to.contain('Sun 31 Jan 2027, 23:59 Chicago time');
      await retakes().reserve(ana, voucher.id, booking(Date.UTC(2027, 1, 1, 5)));
      expect((await standing(voucher)).state).to.equal('blocked');
      await noFails();
    });

    it('expires, once, and is revived by a later last day', async () => {
      const voucher = await claimed({ expiresOn: '2026-11-28' });
      all.clock.advance(6 * day);
      expect(await standing(voucher)).to.include({ state: 'expired' });
      await Promise.all([retakes().lapseDue(100), retakes().lapseDue(100)]);
      await retakes().lapseDue(100);
      const { entitlement } = await retakes().myOne(ana, voucher.id);
      expect(entitlement.entries.map(({ act }) => act)).to.deep.equal(['grant', 'expire']);
      const tooEarly = await refusalOf(retakes().desk.extend(dana, voucher.id, { ...why(), expiresOn: '2026-11-20' }));
      expect(tooEarly.faults[0]?.path).to.equal('expiresOn');
      await retakes().desk.extend(dana, voucher.id, { ...why('Illness'), expiresOn: '2027-01-15' });
      expect(await standing(voucher)).to.include({ state: 'available' });
    });

    it('is void with its booking, and replaced by one that carries on', async () => {
      const voided = await claimed();
      await retakes().reserve(ana, voided.id, booking(now() + 9 * day));
      await retakes().desk.void(dana, voided.id, why('Dismissed'));
      expect(await standing(voided)).to.include({ state: 'void', reason: 'void' });
      expect((await refusalOf(retakes().desk.void(dana, voided.id, why()))).reason).to.equal('already-done');

      const old = await claimed();
      const press = why('New exam code');
      const given = { kind: 'retake_voucher', terms, expiresOn: null };
      const { replacement } = await retakes().desk.replace(dana, old.id, { ...press, ...given });
      const twice = await retakes().desk.replace(dana, old.id, { ...press, ...given });
      expect(twice.replacement.id).to.equal(replacement.id);
      expect(await standing(old)).to.include({ state: 'void', reason: 'replaced' });
      expect(await standing(replacement)).to.include({ state: 'available' });
      expect(replacement.replaces).to.equal(old.id);
      expect(twice.old.entries.at(-1)?.replacedBy).to.equal(replacement.id);
    });

    it('that was made void by mistake is granted again, once, with its terms and its code, and both stay in the ledger', async () => {
      const voided = await claimed({ code: 'CPC-RT-1' });
      const open = await claimed();
      const again = (actId: string) => ({ reason: 'A slip of the pen', actId, expiresOn: voided.expiresOn });
      expect((await refusalOf(retakes().desk.reinstate(dana, open.id, again('early')))).reason).to.equal(
        'already-done',
      );
      await retakes().desk.void(dana, voided.id, why('Granted twice'));
      const outcomes = await Promise.allSettled(
        ['a', 'b', 'c', 'a'].map((one) => retakes().desk.reinstate(dana, voided.id, again(one))),
      );
      const made = outcomes.flatMap((one) => (one.status === 'fulfilled' ? one.value.replacement.id : []));
      expect(new Set(made).size).to.equal(1);
      const anew = (await retakes().myOne(ana, made[0]!)).entitlement;
      expect(anew).to.deep.include({
        kind: 'retake_voucher',
        replaces: voided.id,
        terms: voided.terms,
        expiresOn: voided.expiresOn,
      });
      expect(await retakes().showCode(ana, anew.id)).to.equal('CPC-RT-1');
      expect(await standing(voided)).to.include({ state: 'void', reason: 'void' });
      expect(await standing(anew)).to.include({ state: 'available' });
      await retakes().desk.void(dana, anew.id, why('No mistake after all'));
      expect((await refusalOf(retakes().desk.reinstate(dana, voided.id, again('late')))).reason).to.equal(
        'already-done',
      );
      const trail = await all.application.services.audit.of(dana, ana.personId);
      expect(trail.filter(({ act }) => act === 'retake granted again')).to.have.length(1);
    });

    it('whose replacement a crash kept from being granted is replaced by the job, once', async () => {
      const of = await claimed({ units: 2 });
      const { entitlements } = all.application.stores;
      const { reason, actId } = why('New exam code');
      const standIn = {
        id: `stand-in-${of.id}`,
        kind: of.kind,
        units: 2,
        terms: of.terms,
        expiresOn: null,
        value: null,
        options: [],
        examId: null,
        needsSecondPerson: false,
        keepsCode: false,
        why: reason,
        by: dana.personId,
        byName: dana.name,
      };
      const act = { ref: actId, at: now(), why: reason, by: dana.personId, byName: dana.name };
      await entitlements.apply(replace(of, standIn, act));
      expect(await entitlements.find(standIn.id, of.courseId)).to.equal(null);
      await Promise.all([1, 2, 3].map(() => retakes().lapseDue(100)));
      const anew = (await entitlements.find(standIn.id, of.courseId))!;
      expect(anew).to.deep.include({ replaces: of.id, balance: { free: 2, held: 0, used: 0, ended: 0 } });
      expect(await entitlements.find(of.id, of.courseId)).to.deep.include({ standIn: null, nextCheckAt: 0 });
    });

    it('is void while its exam is retired, and again of use when that was a slip of the pen', async () => {
      const voucher = await claimed({ code: 'CPC-1111', expiresOn: '2027-05-31' });
      const { courseId: id, organizationId, platformId } = ana;
      const retireOn = async (examRetiresOn: string | null) => {
        const { plans } = all.application.stores;
        const { rev } = await plans.find({ id, organizationId, platformId });
        await plans.change({ id, organizationId, platformId }, rev, { $set: { 'dates.examRetiresOn': examRetiresOn } });
      };
      await retireOn('2026-11-01');
      await retakes().lapseDue(200);
      expect(await standing(voucher)).to.include({ state: 'void', reason: 'exam_retired' });
      expect((await refusalOf(retakes().showCode(ana, voucher.id))).reason).to.equal('not-allowed');
      expect((await refusalOf(retakes().reserve(ana, voucher.id, booking(now() + day)))).reason).to.equal(
        'not-allowed',
      );
      await retireOn(null);
      expect(await standing(voucher)).to.include({ state: 'available', reason: 'ok' });
    });

    it('of several sittings goes on after the first', async () => {
      const pool = await claimed({ units: 2 });
      await retakes().reserve(ana, pool.id, booking(now() + day));
      all.clock.advance(2 * day);
      expect(await standing(pool)).to.include({ state: 'available' });
      await retakes().lapseDue(200);
      const { entitlement } = await retakes().myOne(ana, pool.id);
      expect(entitlement.balance).to.deep.equal({ free: 1, held: 0, used: 1, ended: 0 });
      expect(entitlement.booking).to.equal(null);
    });

    it('keeps its code sealed, and says who looked', async () => {
      const voucher = await claimed({ code: 'CPC-9F2K-77XA' });
      const stored = await all.connection.collection('entitlements').findOne({ _id: voucher.id as never });
      expect(JSON.stringify(stored)).not.to.contain('9F2K');
      expect(await retakes().showCode(ana, voucher.id)).to.equal('CPC-9F2K-77XA');
      expect((await refusalOf(retakes().showCode(ben, voucher.id))).reason).to.equal('not-allowed');
      await retakes().desk.enterCode(dana, voucher.id, { ...why('Reissued'), code: 'NEW-1' });
      expect(await retakes().showCode(dana, voucher.id)).to.equal('NEW-1');
      const { entitlement } = await retakes().myOne(ana, voucher.id);
      expect(entitlement.codeShown.map(({ byName }) => byName)).to.deep.equal([ana.name, dana.name]);
      const noted = await all.application.services.audit.of(dana, ana.personId);
      expect(JSON.stringify(noted)).not.to.contain('NEW-1').and.not.to.contain('9F2K');
      await retakes().desk.void(dana, voucher.id, why());
      expect((await refusalOf(retakes().showCode(ana, voucher.id))).reason).to.equal('not-allowed');
    });

    it('of somebody else is as absent as none', async () => {
      const voucher = await claimed();
      expect((await refusalOf(retakes().reserve(ben, voucher.id, booking(now() + day)))).reason).to.equal('not-found');
      expect((await refusalOf(retakes().myOne(ben, voucher.id))).reason).to.equal('not-found');
      const stranger = await arrive(all, 'canvas', people.canvas.instructor);
      expect((await refusalOf(retakes().desk.void(stranger, voucher.id, why()))).reason).to.equal('not-found');
      expect((await refusalOf(retakes().one(stranger, voucher.id))).reason).to.equal('not-found');
    });
  });

  describe('two hundred at once', () => {
    const many = 200;
    const outcomes = async (works: readonly Promise<unknown>[]) => {
      const settled = await Promise.allSettled(works);
      const lost = settled.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
      for (const fault of lost) expect(fault, String(fault)).to.be.instanceOf(Refusal);
      return { won: settled.length - lost.length, lost: lost.length };
    };

    it('book one voucher: exactly one succeeds', async () => {
      const voucher = await claimed();
      const works = Array.from({ length: many }, (_, at) =>
        retakes().reserve(ana, voucher.id, booking(now() + 9 * day + at)),
      );
      expect(await outcomes(works)).to.deep.equal({ won: 1, lost: many - 1 });
      const { entitlement } = await retakes().myOne(ana, voucher.id);
      expect(entitlement.entries).to.have.length(2);
      expect(isBalanced(entitlement)).to.equal(true);
    });

    it('use up one thing: exactly one succeeds', async () => {
      const extension = await claimed({ kind: 'access_extension' });
      const use = { outcome: 'given', units: 1, on: '2026-12-01', reference: '' } as const;
      const works = Array.from({ length: many }, () =>
        retakes().desk.recordUse(dana, extension.id, { ...why(), ...use }),
      );
      expect(await outcomes(works)).to.deep.equal({ won: 1, lost: many - 1 });
    });

    it('press one button: it counts once for all of them', async () => {
      const hours = await claimed({ kind: 'tutoring_hours', units: 6 });
      const press = { ...why(), outcome: 'taken', units: 1, on: null, reference: '' } as const;
      const works = Array.from({ length: many }, () => retakes().desk.recordUse(dana, hours.id, press));
      expect(await outcomes(works)).to.deep.equal({ won: many, lost: 0 });
      expect((await retakes().myOne(ana, hours.id)).entitlement.balance).to.include({ free: 5, used: 1 });
    });
  });

  describe('extra attempts', () => {
    it('open the exam room, once', async () => {
      const before = await attemptsLeft(all, ana, exam);
      const source = { type: 'claim', id: 'tries' } as const;
      const given = { kind: 'extra_mocks', units: 2, examId: exam.id, source };
      const made = await claimed(given);
      await Promise.all([claimed(given), claimed(given)]);
      expect(await attemptsLeft(all, ana, exam)).to.equal(before + 2);
      expect(await standing(made)).to.include({ state: 'consumed', reason: 'opened' });
    });

    it('are opened by the student at an exam of the student’s choice', async () => {
      const before = await attemptsLeft(all, ana, exam);
      const made = await claimed({ kind: 'extra_mocks', units: 3 });
      expect((await refusalOf(retakes().openAt(ana, made.id, 'no exam'))).faults[0]?.path).to.equal('examId');
      await Promise.all(Array.from({ length: 10 }, () => retakes().openAt(ana, made.id, exam.id)));
      expect(await attemptsLeft(all, ana, exam)).to.equal(before + 3);
    });

    it('that a crash left unopened are opened by the sweep', async () => {
      const before = await attemptsLeft(all, ana, exam);
      const made = await claimed({ kind: 'extra_mocks', units: 1 });
      await retakes().openAt(ana, made.id, exam.id);
      await all.connection
        .collection('entitlements')
        .updateOne({ _id: made.id as never }, { $set: { 'tries.openedAt': null, nextCheckAt: 1 } });
      await retakes().lapseDue(200);
      await retakes().lapseDue(200);
      expect((await retakes().myOne(ana, made.id)).entitlement.tries?.openedAt).to.be.a('number');
      expect(await attemptsLeft(all, ana, exam)).to.equal(before + 1);
    });
  });

  describe('a choice', () => {
    const value = { minor: 129_000, currency: 'USD' };
    const options = [{ kind: 'tuition_refund', value }, { kind: 'access_extension' }];

    it('becomes one of its options, and what was chosen is a remedy taken', async () => {
      const choice = await claimed({ kind: 'choice', options });
      expect(await standing(choice)).to.include({ state: 'available', reason: 'choose' });
      await retakes().choose(ana, choice.id, 'access_extension');
      await retakes().choose(ana, choice.id, 'access_extension');
      expect((await refusalOf(retakes().choose(ana, choice.id, 'tuition_refund'))).reason).to.equal('already-done');
      const taken = (await retakes().takenBy(ana.courseId, [ana.personId], new Map())).get(ana.personId)!;
      expect(taken.filter(({ type }) => type === 'tuition_refund')).to.have.length(0);
      expect(taken.some(({ type }) => type === 'access_extension')).to.equal(true);
    });

    it('needs two options, and is of what it offers', async () => {
      expect((await refusalOf(claimed({ kind: 'choice', options: options.slice(1) }))).faults[0]?.path).to.equal(
        'options',
      );
      const choice = await claimed({ kind: 'choice', options });
      expect((await refusalOf(retakes().choose(ana, choice.id, 'cash'))).reason).to.equal('invalid');
    });
  });

  describe('a refund', () => {
    const value = { minor: 29_000, currency: 'USD' };
    const paid = { money: value, on: '2026-12-01', reference: 'PAY-7' };
    const administrator = () => ({ ...dana, administersPlatform: true });

    it('is not paid by one person alone because it stands in the place of something else', async () => {
      const { desk } = retakes();
      const [refund, other] = [await claimed({ kind: 'exam_fee_refund', value }), await claimed()];
      const rest = { terms, expiresOn: null, value };
      expect((await refusalOf(desk.replace(dana, other.id, { ...why(), ...rest, kind: 'cash' }))).reason).to.equal(
        'not-allowed',
      );
      for (const of of [refund, other]) {
        const { replacement } = await desk.replace(administrator(), of.id, {
          ...why(),
          ...rest,
          kind: 'exam_fee_refund',
        });
        expect(await standing(replacement)).to.include({ reason: 'to_approve' });
        expect(
          (await refusalOf(desk.fulfill(administrator(), replacement.id, { ...why(), ...paid }))).message,
        ).to.contain('second person');
      }
    });

    it('has no last day: what staff owe does not end because they were slow, also where it was chosen on the last day', async () => {
      const options = [{ kind: 'tuition_refund', value }, { kind: 'retake_voucher' }];
      const choice = await claimed({ kind: 'choice', options, expiresOn: '2026-12-24' });
      const refund = await claimed({ kind: 'tuition_refund', value, expiresOn: '2026-12-24' });
      expect(choice.expiresOn).to.equal('2026-12-24');
      expect(refund.expiresOn).to.equal(null);
      await retakes().choose(ana, choice.id, 'tuition_refund');
      all.clock.advance(60 * day);
      await retakes().lapseDue(100);
      for (const of of [choice, refund])
        expect(await standing(of)).to.include({ state: 'available', reason: 'to_pay' });
      all.clock.advance(-60 * day);
    });

    it('is agreed to by a second person, paid once, and keeps date, amount and reference', async () => {
      const refund = await claimed({ kind: 'exam_fee_refund', value, needsSecondPerson: true });
      const { desk } = retakes();
      expect((await refusalOf(desk.fulfill(dana, refund.id, { ...why(), ...paid }))).reason).to.equal('not-allowed');
      expect((await refusalOf(desk.fulfill(administrator(), refund.id, { ...why(), ...paid }))).message).to.contain(
        'second person',
      );
      expect((await refusalOf(desk.approve(administrator(), refund.id, why()))).message).to.contain('somebody else');
      const ruth = { ...administrator(), personId: 'ruth', name: 'Ruth' };
      await desk.approve(ruth, refund.id, why('Checked'));
      const tooMuch = { ...paid, money: { minor: 29_001, currency: 'USD' } };
      expect((await refusalOf(desk.fulfill(ruth, refund.id, { ...why(), ...tooMuch }))).faults[0]?.path).to.equal(
        'amount',
      );
      await desk.fulfill(ruth, refund.id, { ...why(), ...paid });
      expect((await refusalOf(desk.fulfill(ruth, refund.id, { ...why(), ...paid }))).reason).to.equal('already-done');
      const { entitlement } = await retakes().myOne(ana, refund.id);
      expect(entitlement.entries.at(-1)).to.deep.include({
        act: 'fulfill',
        money: value,
        on: '2026-12-01',
        reference: 'PAY-7',
      });
      expect((await refusalOf(desk.restore(dana, refund.id, why()))).reason).to.equal('not-allowed');
    });
  });

  it('that run out within so many days are found from an index, the earliest first', async () => {
    const soon = await claimed({ expiresOn: '2026-12-20' });
    const sooner = await claimed({ expiresOn: '2026-12-15' });
    const late = await claimed({ expiresOn: '2027-06-01' });
    const ids = (await retakes().expiringWithin(30, 0)).map(({ id }) => id);
    expect(ids.indexOf(sooner.id)).to.be.lessThan(ids.indexOf(soon.id)).and.at.least(0);
    expect(ids).not.to.include(late.id);
    expect(await retakes().expiringWithin(30, 1)).to.deep.equal([]);
  });

  it('are all in balance in the end', async () => {
    for (const { entitlement } of await retakes().ofCourse(dana)) expect(isBalanced(entitlement)).to.equal(true);
  });
});

async function attemptsLeft(all: TestApplication, visitor: Visitor, exam: Exam): Promise<number> {
  return (await all.application.services.briefing.before(visitor, exam.id)).attemptsLeft ?? -1;
}
