// The cards of a policy without a script: what each was in the version in force, the way back, terms inside, values of a fact, and the list to add from.

import { expect } from 'chai';
import type { Answer, Visit } from '../../../support/browser.ts';
import { startingPoints } from '../../../../src/domain/policies/starting-points.ts';
import { people } from '../../../support/candidates.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('the cards of a policy', () => {
  let course: StaffAtWork;
  let lead: Visit;

  before(async () => {
    course = await staffAtWork();
    const { courseId, personId } = await course.visitorOf(course.instructor);
    await course.all.application.stores.courses.setLead(courseId, personId, true);
    const request = { person: people.canvas.instructor, activity: people.canvas.activity };
    lead = await course.all.browser().launch(course.all.campus, 'canvas', request);
  });
  after(() => course.all.close());

  const begin = async (from: string): Promise<string> => (await lead.post('/policies', { name: from, from })).location;
  const form = async (path: string): Promise<Record<string, string>> => fieldsOf(await lead.get(path), '#editor');
  const press = async (path: string, act: string, typed: Record<string, string> = {}): Promise<Answer> =>
    lead.post(path, { ...(await form(path)), ...typed, act });
  const json = async (path: string): Promise<Record<string, unknown>> =>
    JSON.parse((await lead.get(`${path}/policy.json`)).text) as Record<string, unknown>;

  async function publish(path: string): Promise<void> {
    const page = await lead.get(`${path}/publish`);
    const boxes = page.$('input[name=acknowledged]').get();
    const acknowledged = boxes.map((box) => page.$(box).attr('value')!);
    await lead.post(`${path}/publish`, { ...fieldsOf(page, 'main form'), note: 'First', acknowledged });
  }

  describe('beside the version in force', () => {
    let path: string;
    const attendance = 'requires.all[2]';
    before(async () => {
      path = await begin('archetype:A1-coder-timeframe');
      await publish(path);
    });

    it('say nothing while nothing differs', async () => {
      const page = await lead.get(path);
      expect(page.$('[data-since]').text()).to.equal('');
      expect(page.$('[data-back]:not([hidden])')).to.have.length(0);
      expect(page.$('[data-gone]')).to.have.length(0);
    });

    it('say what each changed field was, and take the rule back with one press', async () => {
      await press(path, 'check', { [`${attendance}~makeup.max`]: '3' });
      const page = await lead.get(path);
      const card = page.$(`[data-card="${attendance}"]`);
      expect(card.find('[data-since]').text()).to.equal('changed since version 1');
      const input = card.find(`[name="${attendance}~makeup.max"]`);
      expect(card.find(`#${input.attr('aria-describedby')!.split(' ')[0]}`).text()).to.equal('was 2');
      const back = page.$('[data-back]:not([hidden])');
      expect(back.text()).to.contain('Back to version 1: 3, Attend the classes');
      const taken = await lead.get((await press(path, back.attr('value')!)).location.split('#')[0]!);
      expect(fieldsOf(taken, '#editor')[`${attendance}~makeup.max`]).to.equal('2');
      expect(wordsOf(taken, '[data-notice=removed]')).to.contain('Taken back: Attend the classes');
      await press(path, taken.$('[data-notice=removed] button').attr('value')!);
      expect((await form(path))[`${attendance}~makeup.max`]).to.equal('3');
      await press(path, `back ${attendance}`);
    });

    it('tell a script the same', async () => {
      const body = new URLSearchParams({ ...(await form(path)), [`${attendance}~makeup.max`]: '4', act: 'check' });
      const headers = {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        cookie: [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      };
      const address = new URL(path, course.all.publicUrl);
      const answer = await fetch(address, { method: 'POST', body: body.toString(), headers });
      type CardWords = { readonly since: string; readonly canGoBack: boolean; readonly was: object };
      const { cards } = (await answer.json()) as { readonly cards: Record<string, CardWords> };
      const words = cards['card-requires-all-2']!;
      expect([words.since, words.canGoBack]).to.deep.equal(['changed since version 1', true]);
      expect(Object.values(words.was)).to.include('was 2');
      await press(path, `back ${attendance}`);
    });

    it('name what is gone and bring it back', async () => {
      await press(path, `remove ${attendance}`);
      const page = await lead.get(path);
      expect(wordsOf(page, '[data-gone]')).to.contain('Attend the classes');
      await press(path, page.$('[data-gone] button').attr('value')!);
      expect((await lead.get(path)).$('[data-since]').text()).to.equal('');
    });
  });

  describe('of terms inside a policy', () => {
    let path: string;
    before(async () => {
      path = await begin('archetype:A9-lookback-versions');
    });

    it('show each set of terms with its parts, and the text of each', async () => {
      const page = await lead.get(path);
      expect(page.$('[data-inner]')).to.have.length(2);
      expect(page.$('[data-inner]').last().text()).to.contain('Terms from Mon 31 Mar 2025');
      expect(page.$('[data-text]').last().text()).to.contain('Enrolled from Mon 31 Mar 2025 on');
      expect(page.$('[data-text][open]')).to.have.length(1);
    });

    it('add terms from today, change their day, and check them', async () => {
      const added = await press(path, 'add-terms');
      expect(added.location).to.contain('versions%5B2%5D');
      await press(path, 'check', { 'versions[2]~effectiveFrom': 'soon' });
      const faulty = await lead.get(path);
      expect(wordsOf(faulty, '#checks')).to.contain('Terms from a day that is not said');
      expect(faulty.$('[name="versions[2]~effectiveFrom"]').attr('aria-invalid')).to.equal('true');
      await press(path, 'check', { 'versions[2]~effectiveFrom': '2026-12-15' });
      expect((await lead.get(path)).$('[data-text]').last().text()).to.contain('Tue 15 Dec 2026');
    });

    it('say a part anew, change it, leave it as for everybody, and put it back', async () => {
      await press(path, 'own versions[2].claim');
      await press(path, 'check', { 'versions[2].claim~window.amount~count': '45' });
      expect(wordsOf(await lead.get(path), '[data-part=text]')).to.contain('within 45 days');
      const left = await lead.get((await press(path, 'remove versions[2].claim')).location.split('#')[0]!);
      expect(wordsOf(left, '[data-notice=removed]')).to.contain('Claim');
      await press(path, left.$('[data-notice=removed] button').attr('value')!);
      expect((await form(path))['versions[2].claim~window.amount~count']).to.equal('45');
    });

    it('take rules from the list like the policy itself', async () => {
      const choose = await press(path, 'choose versions[2].requires.all');
      const page = await lead.get(choose.location);
      const added = await lead.post(`${path}/add`, { ...fieldsOf(page, 'main form.stack'), rule: 'reported' });
      expect(added.location).to.match(/#card-versions-2-requires-all-\d$/);
    });

    it('remove terms and put them back', async () => {
      const before = await json(path);
      await press(path, 'remove versions[2]');
      expect((await lead.get(path)).$('[data-inner]')).to.have.length(2);
      await press(path, 'restore 0');
      expect(await json(path)).to.deep.equal(before);
    });
  });

  describe('of a ladder and of a voucher', () => {
    it('are changed by their fields, with text and checks', async () => {
      const ladder = await begin('archetype:A2-ladder');
      await press(ladder, 'check', { 'ladder~refundAfterFails': '4', 'assumes~resultDelay~count': '50' });
      const page = await lead.get(ladder);
      expect(wordsOf(page, '.terms')).to.contain('after 4 classes and their exams');
      await press(ladder, 'check', { 'ladder~examWithin~count': '-1' });
      expect(wordsOf(await lead.get(ladder), '#checks')).to.contain('due before the one that it follows');

      const voucher = await begin('archetype:A10-entitlement');
      await press(voucher, 'check', { 'entitlement~waits': '30, 60', 'entitlement~cancelNoticeHours': '48' });
      expect(wordsOf(await lead.get(voucher), '.terms')).to.contain('Cancel at least 48 hours before the exam');
      await press(voucher, 'check', { 'entitlement~waits': '3000' });
      expect(wordsOf(await lead.get(voucher), '#checks')).to.contain('outlasts the voucher');
    });

    it('begin from a blank sheet too', async () => {
      for (const [start, member] of [
        ['blank-ladder', 'ladder'],
        ['blank-voucher', 'entitlement'],
      ] as const) {
        const path = await begin(start);
        expect(await json(path)).to.include({ kind: member });
        expect((await lead.get(path)).$(`[data-card="${member}"]`)).to.have.length(1);
      }
    });
  });

  describe('of every archetype', () => {
    for (const { id, policy } of startingPoints.filter(({ kind }) => kind === 'archetype'))
      it(`come back from the page to the letter: ${id}`, async () => {
        const path = await begin(id);
        const sent = await press(path, 'check');
        expect(sent.status).to.equal(303);
        expect(JSON.stringify(await json(path))).to.equal(JSON.stringify(policy));
      });
  });

  describe('of values of a fact', () => {
    it('are added, named otherwise and taken out', async () => {
      const path = await begin('blank');
      const page = await lead.get((await press(path, 'choose requires.all')).location);
      await lead.post(`${path}/add`, { ...fieldsOf(page, 'main form.stack'), rule: 'variant' });
      const at = 'requires.all[0]';
      await press(path, `add-case ${at}`, { [`${at}~~newcase`]: 'evening', [`${at}~~case~online`]: 'web' });
      const cases = (): Promise<string[]> =>
        json(path).then(({ requires }) => Object.keys((requires as { all: { cases: object }[] }).all[0]!.cases));
      expect(await cases()).to.deep.equal(['web', 'classroom', 'evening']);
      const refused = await press(path, `add-case ${at}`, { [`${at}~~newcase`]: 'a.b' });
      expect(refused.status).to.equal(422);
      expect(refused.$(`[name="${at}~~newcase"]`).attr('value')).to.equal('a.b');
      await press(path, `remove ${at}.cases.web`);
      expect(await cases()).to.deep.equal(['classroom', 'evening']);
    });
  });

  describe('to add from', () => {
    it('are grouped, found by words, and say so where nothing is found', async () => {
      const path = await begin('blank');
      const all = await lead.get(`${path}/add?to=requires.all`);
      expect(all.$('[data-group] h2').last().text()).to.equal('Groups and conditions');
      const found = await lead.get(`${path}/add?to=requires.all&q=question+bank`);
      expect(wordsOf(found, '.catalog')).to.contain('Work in the question bank');
      expect(found.$('[data-words]').length).to.be.lessThan(5);
      expect(wordsOf(await lead.get(`${path}/add?to=requires.all&q=zebra`), '.empty')).to.contain('No rule is found');
      expect((await lead.get(`${path}/add?to=remedies`)).status).to.equal(404);
      expect((await lead.post(`${path}/add`, { rev: '1', to: 'requires.all' })).status).to.equal(422);
    });

    it('go into the draft of somebody else without a loss', async () => {
      const path = await begin('blank');
      const page = await lead.get(`${path}/add?to=requires.all`);
      await press(path, 'check', { '~cutoff': '17:00' });
      const late = await lead.post(`${path}/add`, { ...fieldsOf(page, 'main form.stack'), rule: 'reported' });
      expect(late.location).to.contain('/drafts/');
      expect(wordsOf(await lead.get(late.location), '.change')).to.contain('Report the exam date');
    });
  });
});
