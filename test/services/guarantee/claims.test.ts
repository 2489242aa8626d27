// Claims from the first tap to the grant: filed once, papers to follow, read by one person, decided once, by two for refunds, appealed once.

import { expect } from 'chai';
import type { Claim } from '../../../src/domain/claims/claim.ts';
import { presetOf } from '../../../src/domain/exam/presets.ts';
import { settingsFor } from '../../../src/services/exams.ts';
import { approve } from '../../../src/domain/claims/transitions.ts';
import { choicePolicy, claimants, claimPolicy, refundPolicy, type Claimants } from '../../support/claimants.ts';
import { refusalOf } from '../../support/refusal-of.ts';

const filing = { how: 'file', words: 'I was close.', choice: null } as const;
const minute = 60_000;
const day = 24 * 60 * minute;

describe('a claim', () => {
  let course: Claimants;
  beforeEach(async () => {
    course = await claimants();
  });
  afterEach(() => course.all.close());

  const services = () => course.all.application.services;

  it('is filed in one tap with its date, and pressed twice it is one claim', async () => {
    const { ana, fail, all } = course;
    await fail(ana);
    const [first, second] = await Promise.all([
      services().claims.file(ana, filing),
      services().claims.file(ana, filing),
    ]);
    expect(second.id).to.equal(first.id);
    expect(first).to.include({
      state: 'provisional',
      receivedAt: all.clock.now(),
      waitsFor: 'student',
      isFiledByStaff: false,
    });
    expect(first.id).to.match(/^C-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(first.outbox).to.deep.equal([]);
    const { before, current } = await services().claims.mine(ana);
    expect(before.verdict?.verdict).to.equal('eligible');
    expect(current?.verdict?.verdict).to.equal('needs_review');
    expect(current?.verdict?.reason).to.equal('evidence');
  });

  it('goes to staff with its last paper; the day it was filed stays', async () => {
    const { ana, fail, paper, all } = course;
    await fail(ana);
    const filed = await services().claims.file(ana, filing);
    all.clock.advance(3 * day);
    const submitted = await services().claims.attach(ana, filed.id, 'official_report_1', await paper(ana));
    expect(submitted).to.include({ state: 'submitted', waitsFor: 'staff', receivedAt: filed.receivedAt });
    // Thursday 26 November and five business days on.
    expect(new Date(submitted.dueAt! + 1).toISOString()).to.equal('2026-12-04T06:00:00.000Z');
    const { current } = await services().claims.mine(ana);
    expect(current?.verdict?.verdict).to.equal('approve');
  });

  it('is in time through the last second of the last day where the terms are at home, and late the second after', async () => {
    const { ana, ben, fail, all } = course;
    // Thirty days from the result of 22 November: Tuesday 22 December, Chicago time, is the last.
    const tooLate = Date.parse('2026-12-23T00:00:00-06:00');
    for (const student of [ana, ben]) await fail(student);
    all.clock.advance(tooLate - 1000 - all.clock.now());
    expect((await services().claims.mine(ana)).before.verdict?.verdict).to.equal('eligible');
    await services().claims.file(ana, filing);
    all.clock.advance(1000);
    expect((await services().claims.mine(ben)).before.verdict?.reason).to.equal('claim_window');
    await services().claims.file(ben, filing);
    const standing = async (whose: typeof ana) => (await services().claims.mine(whose)).current?.verdict?.reason;
    expect(await standing(ana)).to.equal('evidence');
    expect(await standing(ben)).to.equal('claim_window');
  });

  it('keeps a draft without a date, which staff do not see', async () => {
    const { ana, ines, fail } = course;
    await fail(ana);
    const draft = await services().claims.file(ana, { ...filing, how: 'draft' });
    expect(draft).to.include({ state: 'draft', receivedAt: null });
    expect((await refusalOf(services().claimDecisions.open(ines, draft.id))).reason).to.equal('not-found');
    expect((await services().claims.mine(ana)).current?.verdict?.verdict).to.equal('eligible');
    const filed = await services().claims.file(ana, filing);
    expect(filed).to.include({ id: draft.id, state: 'provisional' });
  });

  async function submitted(student = course.ana): Promise<Claim> {
    await course.fail(student);
    const { id } = await services().claims.file(student, filing);
    return services().claims.attach(student, id, 'official_report_1', await course.paper(student));
  }

  it('is read by one person at a time, who is named to the other', async () => {
    const { ines, marcus, all } = course;
    const { id } = await submitted();
    const outcomes = await Promise.allSettled([
      services().claimDecisions.takeUp(ines, id),
      services().claimDecisions.takeUp(marcus, id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')!;
    expect(String(lost.reason)).to.contain('has been reading this claim since');
    all.clock.advance(31 * minute);
    const winner = outcomes[0].status === 'fulfilled' ? marcus : ines;
    expect((await services().claimDecisions.takeUp(winner, id)).lease?.by).to.equal(winner.personId);
  });

  it('is approved once, however many press at once, and grants once', async () => {
    const { ines, marcus, ana, all } = course;
    const { id, rev } = await submitted();
    const decide = { rev, words: 'Approved.', note: '', remedies: ['retake_voucher'] };
    const outcomes = await Promise.allSettled(
      [ines, marcus, ines, marcus].map((who) => services().claimDecisions.approve(who, id, decide)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const claim = (await all.application.stores.claims.find(id, ana.courseId, ana.platformId))!;
    expect(claim).to.include({ state: 'fulfilled', waitsFor: 'nobody' });
    expect(claim.openKeys).to.equal(undefined);
    expect(claim.history.filter(({ move }) => move === 'approve')).to.have.length(1);
    expect(claim.history.filter(({ move }) => move === 'fulfill')).to.have.length(1);
    const noted = await services().audit.of(ines, ana.personId);
    expect(noted.filter(({ act }) => act === 'claim: approved')).to.have.length(1);
  });

  it('is not decided by somebody who saw it before it changed', async () => {
    const { ines, ana, paper } = course;
    const { id, rev } = await submitted();
    await services().claims.attach(ana, id, 'other', await paper(ana));
    const refused = await refusalOf(
      services().claimDecisions.approve(ines, id, { rev, words: 'Yes', note: '', remedies: ['retake_voucher'] }),
    );
    expect(refused.reason).to.equal('already-done');
  });

  it('is denied on named grounds, appealed once, and decided by somebody else', async () => {
    const { ines, marcus, ana } = course;
    const { id, rev } = await submitted();
    // Where the records give no ground, nothing is filled in: the reviewer has to name one.
    expect((await services().claimDecisions.open(ines, id)).grounds).to.equal(null);
    const denied = await services().claimDecisions.deny(ines, id, {
      rev,
      words: 'The report is not the official one.',
      note: '',
      grounds: {
        rule: 'failed',
        ruleWords: 'You do not pass the official exam.',
        fact: 'A practice report',
        on: null,
        wouldHaveChanged: 'The official report.',
      },
    });
    expect(denied).to.include({ state: 'denied', waitsFor: 'nobody' });
    const appealed = await services().claims.appeal(ana, id, 'It is the official one.');
    expect(appealed.state).to.equal('appealed');
    const own = await refusalOf(services().claimDecisions.takeUp(ines, id));
    expect(own.reason).to.equal('not-allowed');
    const overturned = await services().claimDecisions.approve(marcus, id, {
      rev: appealed.rev,
      words: 'You are right.',
      note: '',
      remedies: ['retake_voucher'],
    });
    expect(overturned.state).to.equal('fulfilled');
    expect(overturned.appealDecision?.by).to.equal('marcus');
    expect((await refusalOf(services().claims.appeal(ana, id, 'Again'))).reason).to.equal('already-done');
  });

  it('waits for the student while staff ask, whose last day moves with it', async () => {
    const { ines, ana, paper, all } = course;
    const { id, rev, papers } = await submitted();
    const asked = await services().claimDecisions.ask(ines, id, {
      rev,
      words: 'The second page is missing.',
      refused: [papers[0]!.id],
    });
    expect(asked).to.include({ state: 'info_requested', waitsFor: 'student' });
    all.clock.advance(2 * day);
    await services().claims.attach(ana, id, 'official_report_1', await paper(ana));
    const answered = await services().claims.answer(ana, id, 'Here it is.');
    expect(answered).to.include({ state: 'submitted', waitsFor: 'staff', receivedAt: asked.receivedAt });
    expect((await services().claims.mine(ana)).current?.verdict?.verdict).to.equal('approve');
  });

  it('is taken back, and another one is filed', async () => {
    const { ana } = course;
    const first = await submitted();
    const gone = await services().claims.withdraw(ana, first.id, 'I will sit again first.');
    expect(gone).to.include({ state: 'withdrawn', waitsFor: 'nobody' });
    const second = await services().claims.file(ana, filing);
    expect(second.id).not.to.equal(first.id);
  });

  it('is granted by the job where a crash came between the decision and the grant, once', async () => {
    const { ines, ana, all } = course;
    const { id } = await submitted();
    const { claims } = all.application.stores;
    const claim = await services().claimDecisions.takeUp(ines, id);
    const who = { by: ines.personId, byName: ines.name, at: all.clock.now() };
    const verdict = { verdict: 'approve', reason: 'all_met', words: '' };
    const texts = {
      words: 'Yes',
      note: '',
      remedies: ['retake_voucher'],
      sums: {},
      grounds: null,
      second: null,
      verdict,
    };
    const decision = { ...who, ...texts, isApproval: true, isByItself: false };
    await claims.apply(approve(claim, { move: 'approve', decision, chosen: ['retake_voucher'] }));
    const owed = (await claims.find(id, ana.courseId, ana.platformId))!;
    expect(owed.outbox.map(({ key }) => key)).to.include('grant');
    const failures: unknown[] = [];
    await Promise.all(
      [1, 2, 3].map(() => services().claimSettling.settleAll(10, (_id, error) => failures.push(error))),
    );
    expect(failures).to.deep.equal([]);
    const settled = (await claims.find(id, ana.courseId, ana.platformId))!;
    expect(settled).to.deep.include({ state: 'fulfilled', outbox: [] });
    expect(await services().retakes.mine(ana)).to.have.length(1);
    expect(await services().claimSettling.settleAll(10, () => undefined)).to.equal(0);
  });

  it('needs a reason to be approved against the records', async () => {
    const { ines, ana } = course;
    const { id, rev } = await services().claims.file(ana, filing);
    const refused = await refusalOf(
      services().claimDecisions.approve(ines, id, { rev, words: 'Yes', note: '', remedies: ['retake_voucher'] }),
    );
    expect(refused.faults[0]?.path).to.equal('note');
  });

  it('is nobody else’s: other students and courses do not find it', async () => {
    const { ben, ana, ines } = course;
    const { id } = await submitted();
    expect((await refusalOf(services().claims.withdraw(ben, id, ''))).reason).to.equal('not-found');
    expect((await refusalOf(services().claimDecisions.open(ana, id))).reason).to.equal('not-allowed');
    expect((await refusalOf(services().claimDecisions.open({ ...ines, courseId: 'x' }, id))).reason).to.equal(
      'not-found',
    );
  });

  it('is approved without a person where records prove all of it and the course wants that', async () => {
    const { ana, ben, ines, fail, all } = course;
    const { plans } = all.application.stores;
    const owner = { id: ines.courseId, organizationId: ines.organizationId, platformId: ines.platformId };
    const { rev } = await plans.find(owner);
    await plans.change(owner, rev, { $set: { approvesByItself: true } });
    await fail(ana);
    const { id } = await services().claims.file(ana, filing);
    const done = await services().claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    expect(done.state).to.equal('fulfilled');
    expect(done.decision).to.include({ by: 'resit', isByItself: true });

    // Filed again, the same records would give the same again: that is for a person.
    const again = await services().claims.file(ana, filing);
    const waiting = await services().claims.attach(ana, again.id, 'official_report_1', await course.paper(ana));
    expect(waiting).to.include({ state: 'submitted', waitsFor: 'staff' });
    expect((await services().retakes.mine(ana)).length).to.equal(1);

    // The same of somebody whose result nobody has checked goes to a person.
    const said = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: '2026-11-22' } as const;
    await services().officialExam.report(ben, null, { ...said, score: 60, place: '', version: null });
    const bens = await services().claims.file(ben, filing);
    const given = await services().claims.attach(ben, bens.id, 'official_report_1', await course.paper(ben));
    expect(given).to.include({ state: 'submitted', waitsFor: 'staff' });
  });

  it('that was denied by a person is not approved without one when it is filed again', async () => {
    const { ana, ines, fail, all } = course;
    const { plans } = all.application.stores;
    await fail(ana);
    const first = await services().claims.file(ana, filing);
    const { rev } = await services().claims.attach(ana, first.id, 'official_report_1', await course.paper(ana));
    const grounds = { rule: 'failed', ruleWords: 'Do not pass.', fact: 'The report is of somebody else.', on: null };
    await services().claimDecisions.deny(ines, first.id, {
      rev,
      words: 'No.',
      note: '',
      grounds: { ...grounds, wouldHaveChanged: 'Your own report.' },
    });
    const owner = { id: ines.courseId, organizationId: ines.organizationId, platformId: ines.platformId };
    await plans.change(owner, (await plans.find(owner)).rev, { $set: { approvesByItself: true } });
    const again = await services().claims.file(ana, filing);
    const waiting = await services().claims.attach(ana, again.id, 'official_report_1', await course.paper(ana));
    expect(waiting).to.include({ state: 'submitted', waitsFor: 'staff' });
    const { current } = await services().claims.mine(ana);
    expect(current?.doubts.join()).to.match(/a claim was denied before, on /);
  });

  it('that waited for a date is approved without a person once another system records it', async () => {
    const { ana, ines, all } = course;
    const { stores } = all.application;
    const owner = { organizationId: ines.organizationId, platformId: ines.platformId, courseId: ines.courseId };
    const plan = { ...owner, id: ines.courseId };
    await stores.plans.change(plan, (await stores.plans.find(plan)).rev, { $set: { approvesByItself: true } });
    const said = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: '2026-11-22' } as const;
    const more = { score: 66, place: '', version: null };
    await services().officialExam.enterFor(ines, ana.personId, { ...said, ...more }, 'Seen the report');
    const { id } = await services().claims.file(ana, filing);
    const waiting = await services().claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    expect(waiting).to.include({ state: 'submitted', waitsFor: 'staff' });

    const system = { source: 'api', by: 'key', byName: 'School records' } as const;
    const entry = { kind: 'date', name: 'enrolledOn', on: '2026-11-01' } as const;
    await services().evidence.record(system, { ...owner, personId: ana.personId }, entry);
    const decided = await stores.claims.find(id, ines.courseId, ines.platformId);
    expect(decided).to.include({ state: 'fulfilled' });
    expect(decided?.decision).to.include({ by: 'resit', isByItself: true });
  });
});

describe('a claim for a refund', () => {
  let course: Claimants;
  before(async () => {
    course = await claimants(refundPolicy);
  });
  after(() => course.all.close());

  it('needs a second person, who is not the first; the first can take it back', async () => {
    const { ana, ines, marcus, all } = course;
    const { claims, claimDecisions } = all.application.services;
    await course.fail(ana);
    const { id } = await claims.file(ana, filing);
    const { rev } = await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    const decide = { words: 'The fee comes back.', note: '', remedies: ['exam_fee_refund'] };
    const proposed = await claimDecisions.approve(ines, id, { ...decide, rev });
    expect(proposed).to.include({ state: 'under_review', waitsFor: 'staff', lease: null });
    expect((await refusalOf(claimDecisions.confirm(ines, id, proposed.rev))).reason).to.equal('not-allowed');
    const back = await claimDecisions.dropProposal(ines, id, proposed.rev, '');
    expect(back.proposal).to.equal(null);
    const again = await claimDecisions.approve(ines, id, { ...decide, rev: back.rev });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => claimDecisions.confirm(marcus, id, again.rev)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const claim = (await all.application.stores.claims.find(id, ana.courseId, ana.platformId))!;
    expect(claim.state).to.equal('fulfilled');
    expect(claim.decision).to.include({ by: ines.personId });
    expect(claim.decision?.second?.by).to.equal('marcus');
  });
});

describe('a claim with a choice', () => {
  let course: Claimants;
  before(async () => {
    course = await claimants(choicePolicy);
  });
  after(() => course.all.close());

  it('lets the student choose, says what is closed, and grants what was chosen', async () => {
    const { ana, ines, all } = course;
    const { claims, claimDecisions } = all.application.services;
    await course.fail(ana);
    const { id } = await claims.file(ana, filing);
    const { rev } = await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    const remedies = ['retake_voucher', 'access_extension'];
    const approved = await claimDecisions.approve(ines, id, { rev, words: 'Choose.', note: '', remedies });
    expect(approved).to.include({ state: 'approved', waitsFor: 'student' });
    const choices = await claims.choicesOf(approved);
    expect(choices.map(({ types, closes }) => ({ types, closes }))).to.deep.equal([
      { types: ['retake_voucher'], closes: ['access extension'] },
      { types: ['access_extension'], closes: ['retake voucher'] },
    ]);
    const chosen = await claims.choose(ana, id, ['access_extension']);
    expect(chosen.state).to.equal('fulfilled');
    expect(chosen.chosen).to.deep.equal(['access_extension']);
    expect((await refusalOf(claims.choose(ana, id, ['retake_voucher']))).reason).to.equal('already-done');
  });
});

describe('a claim for everything that may be promised', () => {
  const remedies = [
    { type: 'retake_voucher', validFor: { months: 10 }, waits: [30, 60], cancelNoticeHours: 48 },
    { type: 'exam_fee_refund', amount: 290, currency: 'USD' },
    { type: 'tuition_refund', percent: 50 },
    { type: 'free_reattendance', validFor: { months: 6 } },
    { type: 'access_extension', amount: { months: 3 } },
    { type: 'extra_mocks', count: 2 },
    { type: 'tutoring_hours', hours: 6 },
    { type: 'study_plan' },
  ];
  let course: Claimants;
  before(async () => {
    course = await claimants({ ...claimPolicy, remedies });
  });
  after(() => course.all.close());

  it('grants each of it: to use, to pay, or to give, and extra attempts open the exam room', async () => {
    const { ana, ines, marcus, all } = course;
    const { claims, claimDecisions, retakes, exams, briefing } = all.application.services;
    await course.fail(ana);
    const { id } = await claims.file(ana, filing);
    const { rev } = await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    const types = remedies.map(({ type }) => type);
    const approval = { rev, words: 'All of it.', note: '', remedies: types };
    const unsettled = await refusalOf(claimDecisions.approve(ines, id, approval));
    expect(unsettled.faults.map(({ path }) => path)).to.deep.equal(['amount_tuition_refund']);
    const sums = new Map([['tuition_refund', { amount: '645.00', currency: 'USD' }]]);
    const proposed = await claimDecisions.approve(ines, id, { ...approval, sums });
    await claimDecisions.confirm(marcus, id, proposed.rev);
    const granted = (await retakes.ofClaim(ines, { id, personId: ana.personId })).map(({ entitlement, standing }) => [
      entitlement.kind,
      entitlement.balance.free,
      standing.reason,
      entitlement.value?.minor ?? 0,
    ]);
    expect(granted).to.have.deep.members([
      ['retake_voucher', 1, 'waiting_period', 0],
      ['exam_fee_refund', 1, 'to_pay', 29_000],
      ['tuition_refund', 1, 'to_pay', 64_500],
      ['free_reattendance', 1, 'ok', 0],
      ['access_extension', 1, 'to_give', 0],
      ['extra_mocks', 2, 'ok', 0],
      ['tutoring_hours', 6, 'ok', 0],
      ['study_plan', 1, 'to_give', 0],
    ]);
    const settings = { ...settingsFor(presetOf('cpc-demo')!), attemptsAllowed: 1 };
    const exam = await exams.create(ines, 'cpc-demo', settings);
    const mocks = (await retakes.mine(ana)).find(({ entitlement }) => entitlement.kind === 'extra_mocks')!;
    await retakes.openAt(ana, mocks.entitlement.id, exam.id);
    expect((await briefing.before(ana, exam.id)).attemptsLeft).to.equal(3);
  });
});

describe('a claim for what could never be used', () => {
  let course: Claimants;
  before(async () => {
    course = await claimants({
      ...claimPolicy,
      remedies: [{ type: 'retake_voucher', validFor: { days: 10 }, waits: [30] }],
    });
  });
  after(() => course.all.close());

  it('is not approved: the reviewer reads what is in the way before anything is issued', async () => {
    const { ana, ines, all } = course;
    const { claims, claimDecisions, retakes } = all.application.services;
    await course.fail(ana);
    const { id } = await claims.file(ana, filing);
    const { rev } = await claims.attach(ana, id, 'official_report_1', await course.paper(ana));
    const approval = { rev, words: 'Yes', note: '', remedies: ['retake_voucher'] };
    const refused = await refusalOf(claimDecisions.approve(ines, id, approval));
    expect(refused.faults[0]).to.deep.include({ path: 'remedies' });
    expect(refused.message).to.contain('It could never be used: the student may sit again from Tue 22 Dec 2026 on');
    expect(await retakes.mine(ana)).to.deep.equal([]);
  });
});
