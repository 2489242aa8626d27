// The course's retakes for staff: the list, its download, one retake with its acts, and the form that grants.

import { expect } from 'chai';
import type { Entitlement } from '../../../../src/domain/retakes/entitlement.ts';
import type { Grant } from '../../../../src/services/guarantee/granting.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24 };

describe('the course’s retakes', function () {
  this.timeout(60_000);
  let course: StaffAtWork;
  let claims = 0;

  before(async () => {
    course = await staffAtWork();
  });
  after(() => course.all.close());

  const retakes = () => course.all.application.services.retakes;
  async function granted(differing: Partial<Grant> = {}): Promise<Entitlement> {
    const [ana, staff] = await Promise.all([course.visitorOf(course.ana), course.visitorOf(course.instructor)]);
    return retakes().grant(
      ana,
      {
        personId: ana.personId,
        kind: 'retake_voucher',
        source: { type: 'claim', id: `c${(claims += 1)}` },
        terms,
        expiresOn: '2027-05-31',
        ...differing,
      },
      { by: staff.personId, byName: staff.name },
    );
  }
  const file = ({ id }: Entitlement) => `/retakes-ledger/${id}`;
  const formOf = async (of: Entitlement, act: string) =>
    fieldsOf(await course.instructor.get(file(of)), `form[data-act=${act}]`);
  const press = async (of: Entitlement, act: string, entries: Record<string, string> = {}) =>
    course.instructor.post(`${file(of)}/${act}`, {
      ...(await formOf(of, act)),
      reason: 'Asked by phone',
      ...entries,
    });
  const balance = async (of: Entitlement) =>
    (await retakes().one(await course.visitorOf(course.instructor), of.id)).entitlement.balance;

  it('say what will stand here', async () => {
    const page = await course.instructor.get('/retakes-ledger');
    expect(wordsOf(page, '.answer')).to.equal('Nobody has a retake yet.');
    expect(page.$('.empty').length).to.equal(1);
  });

  it('are listed with what runs out first on top, filtered, found by name, and summed up', async () => {
    const late = await granted();
    const soon = await granted({ expiresOn: '2026-12-04' });
    const refund = await granted({
      kind: 'exam_fee_refund',
      expiresOn: null,
      value: { minor: 29_000, currency: 'USD' },
    });
    const page = await course.instructor.get('/retakes-ledger');
    expect(wordsOf(page, '.answer')).to.equal('Three retakes can still be used; 1 of them runs out within 30 days.');
    expect(wordsOf(page, '.verdict')).to.contain('290.00 USD of refunds is still to be paid.');
    const ids = page
      .$('tr[data-retake]')
      .toArray()
      .map((row) => page.$(row).attr('data-retake'));
    expect(ids).to.deep.equal([soon.id, late.id, refund.id]);
    expect((await course.instructor.get('/retakes-ledger?show=soon')).$('tr[data-retake]')).to.have.length(1);
    expect((await course.instructor.get('/retakes-ledger?show=to-pay')).$('tr[data-retake]')).to.have.length(1);
    expect((await course.instructor.get('/retakes-ledger?q=alvarez')).$('tr[data-retake]')).to.have.length(3);
    expect(wordsOf(await course.instructor.get('/retakes-ledger?q=nobody'), 'main')).to.contain(
      'No retake of anybody called',
    );
  });

  it('are downloaded without codes, and no cell runs as a formula', async () => {
    await granted({ code: 'TOP-SECRET-9' });
    const { personId } = await course.visitorOf(course.ana);
    const { people } = course.all.application.stores;
    const person = (await people.find(personId))!;
    await people.note({ ...person, name: '=HYPERLINK("http://evil")' });
    const csv = await course.instructor.get('/retakes-ledger.csv');
    await people.note(person);
    expect(csv.headers.get('content-type')).to.contain('text/csv');
    expect(csv.text).to.contain("'=HYPERLINK").and.not.to.contain('TOP-SECRET');
    expect(csv.text).not.to.match(/(^|,|\n)"?=HYPERLINK/);
  });

  it('are booked, used, taken back, moved and made void, each with a reason that the student reads', async () => {
    const of = await granted();
    expect((await press(of, 'book', { startAt: '2026-12-14T09:00' })).status).to.equal(303);
    expect(await balance(of)).to.include({ free: 0, held: 1 });
    expect((await press(of, 'use', { outcome: 'used' })).status).to.equal(422);
    expect((await press(of, 'use', { outcome: 'late_cancel' })).status).to.equal(303);
    expect(await balance(of)).to.include({ used: 1 });
    expect((await press(of, 'restore')).status).to.equal(303);
    const moved = await press(of, 'extend', { expiresOn: '2027-06-30' });
    expect(wordsOf(await course.instructor.get(moved.location), '[data-notice=done]')).to.equal(
      'The last day is moved.',
    );
    expect((await press(of, 'extend', { expiresOn: '2026-11-01' })).status).to.equal(422);
    expect((await press(of, 'void', { reason: ' ' })).status).to.equal(422);
    expect((await press(of, 'void', { reason: 'Moved to another course' })).status).to.equal(303);
    expect(wordsOf(await course.ana.get('/retakes'), `[data-retake="${of.id}"]`)).to.contain(
      'Reason: Moved to another course',
    );
    const trail = await course.all.application.services.audit.of(
      await course.visitorOf(course.instructor),
      of.personId,
    );
    expect(trail.map(({ act }) => act)).to.include.members([
      'retake booked',
      'retake use recorded',
      'retake use taken back',
      'retake extended',
      'retake voided',
    ]);
  });

  it('are replaced by another that stands in their place', async () => {
    const of = await granted();
    const replaced = await press(of, 'replace', { expiresOn: '2027-08-31' });
    expect(replaced.status).to.equal(303);
    const page = await course.instructor.get(replaced.location);
    expect(page.$(`a[href$="/retakes-ledger/${of.id}"]`)).to.have.length(1);
    expect(wordsOf(await course.instructor.get(file(of)), '.chip')).to.contain('Replaced');
  });

  it('keep a code out of every page until it is asked for', async () => {
    const of = await granted();
    expect((await press(of, 'code', { code: 'no' })).status).to.equal(422);
    expect((await press(of, 'code', { code: 'CPC-1234' })).status).to.equal(303);
    expect((await course.instructor.get(file(of))).text).not.to.contain('CPC-1234');
    const shown = await course.instructor.post(`${file(of)}/show-code`);
    expect(wordsOf(shown, '[data-code]')).to.equal('CPC-1234');
    expect(wordsOf(await course.instructor.get(file(of)), '.history')).to.contain('The code was shown to you.');
    const stored = await course.all.connection.collection('entitlements').findOne({ _id: of.id as never });
    expect(JSON.stringify(stored)).not.to.contain('CPC-1234');
  });

  it('that are refunds are paid by whoever may refund, not by every instructor', async () => {
    const of = await granted({ kind: 'tuition_refund', expiresOn: null, value: { minor: 129_000, currency: 'USD' } });
    const page = await course.instructor.get(file(of));
    expect(page.$('form[data-act=fulfill]')).to.have.length(0);
    expect((await course.instructor.post(`${file(of)}/fulfill`, {})).status).to.equal(403);
  });

  describe('are granted by hand', () => {
    const path = async () => `/retakes-ledger/grant?person=${(await course.visitorOf(course.ana)).personId}`;
    const form = async () => fieldsOf(await course.instructor.get(await path()), 'form.panel');
    const send = async (entries: Record<string, string>) =>
      course.instructor.post('/retakes-ledger/grant', { ...(await form()), reason: 'Goodwill', ...entries });

    it('to a student who is chosen first', async () => {
      const page = await course.instructor.get('/retakes-ledger/grant?q=alvarez');
      expect(page.$('.people a')).to.have.length(1);
      const next = await course.instructor.get(page.$('.people a').attr('href')!);
      expect(wordsOf(next, 'h1')).to.equal('Grant a retake to Ana Álvarez');
      expect((await course.instructor.get('/retakes-ledger/grant?person=nobody')).status).to.equal(404);
    });

    it('with a reason, once for a press', async () => {
      const entries = await form();
      const grant = { ...entries, reason: 'Goodwill', expiresOn: '2027-03-31', code: 'ABCD-1' };
      const first = await course.instructor.post('/retakes-ledger/grant', grant);
      const second = await course.instructor.post('/retakes-ledger/grant', grant);
      expect(first.status).to.equal(303);
      expect(second.location).to.equal(first.location);
      const page = await course.instructor.get(first.location);
      expect(wordsOf(page, '[data-notice=done]')).to.contain('The student sees it at once.');
    });

    it('once for an order, whoever enters it again', async () => {
      const first = await send({ order: 'A-118', expiresOn: '2027-03-31' });
      const second = await send({ order: 'A-118', expiresOn: '2027-12-31' });
      expect(second.location).to.equal(first.location);
      expect(wordsOf(await course.instructor.get(first.location), '.verdict')).to.contain('with purchase A-118');
      expect((await send({ order: 'not one word' })).status).to.equal(422);
    });

    it('as a choice between two', async () => {
      const made = await send({ kind: 'extra_mocks', alternative: 'tutoring_hours', units: '3' });
      expect(made.status).to.equal(303);
      expect(wordsOf(await course.instructor.get(made.location), 'main')).to.contain('Hours of tutoring, 3 hours');
    });

    const wrong: readonly [string, Record<string, string>, string][] = [
      ['no reason', { reason: '' }, 'reason'],
      ['a day that is over', { expiresOn: '2026-11-01' }, 'expiresOn'],
      ['no day', { expiresOn: 'soon' }, 'expiresOn'],
      ['no number', { units: '0' }, 'units'],
      ['a wait that is none', { waits: 'a month' }, 'waits'],
      ['notice that is none', { cancelNoticeHours: 'a day' }, 'cancelNoticeHours'],
      ['a code for what has none', { kind: 'tutoring_hours', code: 'ABCD' }, 'code'],
      ['twice the same to choose from', { alternative: 'retake_voucher' }, 'alternative'],
      ['an amount that is none', { amount: '12.345' }, 'amount'],
      ['an exam of elsewhere', { kind: 'extra_mocks', examId: 'elsewhere' }, 'examId'],
    ];
    for (const [name, entries, field] of wrong)
      it(`not with ${name}, and what was typed stays`, async () => {
        const refused = await send(entries);
        expect(refused.status).to.equal(422);
        const target = refused.$('.error-summary a').first().attr('href') ?? '';
        const at = refused.$(target);
        expect(at.attr('name') ?? at.find('[name]').attr('name')).to.equal(field);
        // What is on no list cannot be shown as chosen on it.
        const { examId: _exam, ...typed } = entries;
        expect(fieldsOf(refused, 'form.panel')).to.include(typed);
      });

    it('not as a refund by whoever may not refund', async () => {
      expect((await send({ kind: 'tuition_refund', amount: '100' })).status).to.equal(403);
    });
  });

  it('of another course are as absent as none', async () => {
    const of = await granted();
    expect((await course.stranger.get(file(of))).status).to.equal(404);
    expect((await course.stranger.post(`${file(of)}/void`, { reason: 'mine', actId: 'x' })).status).to.equal(404);
    expect((await course.stranger.post(`${file(of)}/show-code`)).status).to.equal(404);
    expect((await course.stranger.get('/retakes-ledger')).$('tr[data-retake]')).to.have.length(0);
  });
});
