// The page of a student's retakes: what is shown, what may be done, and that two hundred presses of a button spend one retake once.

import { expect } from 'chai';
import type { Entitlement } from '../../../../src/domain/retakes/entitlement.ts';
import type { Grant } from '../../../../src/services/guarantee/granting.ts';
import type { Visit } from '../../../support/browser.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../../instructor/staff-at-work.ts';

const day = 86_400_000;
const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24 };

describe('my retakes', function () {
  this.timeout(60_000);
  let course: StaffAtWork;
  let claims = 0;

  before(async () => {
    course = await staffAtWork();
  });
  after(() => course.all.close());

  const retakes = () => course.all.application.services.retakes;
  async function grantTo(student: Visit, differing: Partial<Grant> = {}): Promise<Entitlement> {
    const [visitor, staff] = await Promise.all([course.visitorOf(student), course.visitorOf(course.instructor)]);
    return retakes().grant(
      visitor,
      {
        personId: visitor.personId,
        kind: 'retake_voucher',
        source: { type: 'claim', id: `c${(claims += 1)}` },
        terms,
        expiresOn: '2027-05-31',
        ...differing,
      },
      { by: staff.personId, byName: staff.name },
    );
  }
  const card = ({ id }: Entitlement) => `[data-retake="${id}"]`;
  const open = (visit = course.ana) => visit.get('/retakes');
  const local = (at: number) => new Date(at - 6 * 3_600_000).toISOString().slice(0, 16);

  it('say what stands here before there is any', async () => {
    const page = await open(course.ben);
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.empty h2')).to.equal('No retakes yet');
    expect(wordsOf(await course.ben.get('/'), '.tabs')).not.to.contain('My retakes');
  });

  it('show what it is, its state, its days and where it came from', async () => {
    const voucher = await grantTo(course.ana);
    // The course gives no guarantee: whoever holds a retake finds it all the same.
    expect(wordsOf(await course.ana.get('/'), '.tabs')).to.contain('My retakes');
    const page = await open();
    expect(wordsOf(page, '.answer')).to.equal('You have one: retake voucher.');
    expect(wordsOf(page, `${card(voucher)} .chip`)).to.contain('Ready to use');
    expect(wordsOf(page, `${card(voucher)} .facts`)).to.contain('Mon 31 May 2027, 23:59 Chicago time, in 189 days');
    expect(wordsOf(page, card(voucher))).to.contain('Yours by your approved claim, since Mon 23 Nov 2026.');
    expect(page.$(`${card(voucher)} .validity table`).text()).to.contain('Last usable day');
    expect(wordsOf(page, `${card(voucher)} .history`)).to.contain('granted it: Retake voucher, 1 sitting.');
  });

  it('are booked and canceled from the page', async () => {
    const voucher = await grantTo(course.ana);
    const form = fieldsOf(await open(), `${card(voucher)} form[data-act=book]`);
    const startAt = local(course.all.clock.now() + 20 * day);
    const booked = await course.ana.post(`/retakes/${voucher.id}/book`, { ...form, startAt, place: 'Room 4' });
    expect(booked.status).to.equal(303);
    const page = await course.ana.get(booked.location);
    expect(wordsOf(page, '[data-notice=done]')).to.contain('held for this booking');
    expect(wordsOf(page, `${card(voucher)} .facts`))
      .to.contain('Room 4')
      .and.to.contain('in 20 days');
    expect(page.$(`${card(voucher)} form[data-act=book]`)).to.have.length(0);
    expect(wordsOf(page, `${card(voucher)} form[data-act=cancel]`)).to.contain('Nothing is used up');
    const cancel = fieldsOf(page, `${card(voucher)} form[data-act=cancel]`);
    const canceled = await course.ana.post(`/retakes/${voucher.id}/cancel`, cancel);
    expect(canceled.location).to.contain('done=canceled#');
    // The old page is still open in another tab.
    expect((await course.ana.post(`/retakes/${voucher.id}/cancel`, cancel)).status).to.equal(303);
    expect((await retakes().myOne(await course.visitorOf(course.ana), voucher.id)).entitlement.balance.free).to.equal(
      1,
    );
  });

  it('say before the click that a late cancellation uses it up', async () => {
    const voucher = await grantTo(course.ana);
    const visitor = await course.visitorOf(course.ana);
    await retakes().reserve(visitor, voucher.id, {
      startAt: course.all.clock.now() + 3_600_000,
      place: '',
      actId: 'soon',
    });
    const page = await open();
    expect(wordsOf(page, `${card(voucher)} form[data-act=cancel]`)).to.contain('This uses the retake up');
    const stale = await course.ana.post(`/retakes/${voucher.id}/cancel`, {
      bookingRef: 'reserve:soon',
      expects: 'free',
    });
    expect(stale.status).to.equal(409);
    expect(wordsOf(stale, '[data-notice=problem]')).to.contain('too late to cancel without using it up');
    const cancel = fieldsOf(page, `${card(voucher)} form[data-act=cancel]`);
    expect((await course.ana.post(`/retakes/${voucher.id}/cancel`, cancel)).location).to.contain('done=canceled-late');
    expect(wordsOf(await open(), `${card(voucher)} .chip`)).to.contain('Used');
  });

  it('keep what was typed when a booking is refused', async () => {
    const voucher = await grantTo(course.ana);
    const form = fieldsOf(await open(), `${card(voucher)} form[data-act=book]`);
    for (const startAt of ['', '2027-06-01T09:00', '2026-11-01T09:00', 'tomorrow']) {
      const refused = await course.ana.post(`/retakes/${voucher.id}/book`, { ...form, startAt, place: 'Hall' });
      expect(refused.status, startAt).to.equal(422);
      const target = refused.$('.error-summary a').attr('href') ?? '';
      expect(refused.$(target).attr('name'), startAt).to.equal('startAt');
      expect(fieldsOf(refused, `${card(voucher)} .panel form`)).to.include({ startAt, place: 'Hall' });
    }
  });

  it('are spent once by two hundred presses', async () => {
    const voucher = await grantTo(course.ana);
    const startAt = local(course.all.clock.now() + 20 * day);
    const presses = Array.from({ length: 200 }, (_, at) =>
      course.ana.post(`/retakes/${voucher.id}/book`, { startAt, place: '', actId: `press-${at}` }),
    );
    const statuses = (await Promise.all(presses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).to.have.length(1);
    expect(statuses.filter((status) => status === 409)).to.have.length(199);
    const { entitlement } = await retakes().myOne(await course.visitorOf(course.ana), voucher.id);
    expect(entitlement.balance).to.deep.equal({ free: 0, held: 1, used: 0, ended: 0 });
    expect(entitlement.entries).to.have.length(2);
  });

  it('show a code only when asked, and record it', async () => {
    const voucher = await grantTo(course.ana, { code: 'CPC-77-XYZ' });
    expect((await open()).text).not.to.contain('CPC-77-XYZ');
    const shown = await course.ana.post(`/retakes/${voucher.id}/code`);
    expect(shown.status).to.equal(200);
    expect(shown.headers.get('cache-control')).to.contain('no-store');
    expect(wordsOf(shown, `${card(voucher)} [data-code]`)).to.equal('CPC-77-XYZ');
    const after = await open();
    expect(after.text).not.to.contain('CPC-77-XYZ');
    expect(wordsOf(after, card(voucher)))
      .to.contain('Shown once so far.')
      .and.to.contain('The code was shown to you.');
  });

  it('say what a choice closes before it is made', async () => {
    const value = { minor: 129_000, currency: 'USD' };
    const options = [{ kind: 'tuition_refund', value }, { kind: 'access_extension' }];
    const choice = await grantTo(course.ana, { kind: 'choice', options });
    const page = await open();
    const choices = wordsOf(page, `${card(choice)} .choices`);
    expect(choices).to.contain('Choosing this closes: refund of tuition. It cannot be changed afterward.');
    const form = `${card(choice)} form[action$="/choose"]:has(input[value=access_extension])`;
    const chosen = await course.ana.post(`/retakes/${choice.id}/choose`, fieldsOf(page, form));
    expect(chosen.status).to.equal(303);
    expect(wordsOf(await open(), `${card(choice)} h3`)).to.equal('Longer access to the course');
    expect((await course.ana.post(`/retakes/${choice.id}/choose`, { kind: 'tuition_refund' })).status).to.equal(409);
  });

  it('open extra attempts at the exam that is chosen', async () => {
    const tries = await grantTo(course.ana, { kind: 'extra_mocks', units: 2 });
    const none = await course.ana.post(`/retakes/${tries.id}/open`, { examId: '' });
    expect(none.status).to.equal(422);
    const opened = await course.ana.post(`/retakes/${tries.id}/open`, { examId: course.exam.id });
    expect(opened.status).to.equal(303);
    expect(wordsOf(await open(), `${card(tries)} .chip`)).to.contain('Opened');
    const visitor = await course.visitorOf(course.ana);
    const { attemptsLeft } = await course.all.application.services.briefing.before(visitor, course.exam.id);
    expect(attemptsLeft).to.equal(5);
  });

  it('warn of what runs out soon', async () => {
    const soon = await grantTo(course.ana, { expiresOn: '2026-12-02' });
    const page = await open();
    expect(wordsOf(page, `${card(soon)} [data-notice=expiry]`)).to.contain(
      'It expires in 9 days, after Wed 2 Dec 2026.',
    );
    expect(wordsOf(page, `${card(soon)} .chip`)).to.contain('Expires soon');
  });

  it('of somebody else are as absent as none', async () => {
    const voucher = await grantTo(course.ana, { code: 'SECRET-1' });
    for (const act of ['book', 'cancel', 'choose', 'open', 'code'])
      expect(
        (
          await course.ben.post(`/retakes/${voucher.id}/${act}`, {
            startAt: '2027-01-04T09:00',
            actId: 'x',
            bookingRef: 'x',
            expects: 'free',
            kind: 'cash',
            examId: course.exam.id,
          })
        ).status,
        act,
      ).to.equal(404);
  });
});
