// The pages of policies without a script: begun, changed card by card, published, compared; refused input comes back as it was typed.

import { expect } from 'chai';
import type { Answer, Visit } from '../../../support/browser.ts';
import { people } from '../../../support/candidates.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('the pages of policies', () => {
  let course: StaffAtWork;
  let lead: Visit;
  let path: string;

  before(async () => {
    course = await staffAtWork();
    const { courseId, personId } = await course.visitorOf(course.instructor);
    await course.all.application.stores.courses.setLead(courseId, personId, true);
    const request = { person: people.canvas.instructor, activity: people.canvas.activity };
    lead = await course.all.browser().launch(course.all.campus, 'canvas', request);
  });
  after(() => course.all.close());

  const editor = async (): Promise<Answer> => lead.get(path);
  const form = async (): Promise<Record<string, string>> => fieldsOf(await editor(), '#editor');
  const press = async (act: string, typed: Record<string, string> = {}): Promise<Answer> =>
    lead.post(path, { ...(await form()), ...typed, act });
  const titles = (page: Answer): string[] =>
    page
      .$('#editor [data-card^="requires."] [data-title]')
      .get()
      .map((each) => page.$(each).text());

  it('offer starting points, and begin a policy from one', async () => {
    const list = await lead.get('/policies');
    expect(list.$('.start').length).to.be.greaterThan(60);
    expect(wordsOf(list, '.empty')).to.contain('No policy yet');
    const start = await lead.get('/policies/new?from=archetype%3AA1-coder-timeframe');
    expect(wordsOf(start, '.terms')).to.contain('Opt in to the guarantee within 7 days of enrolling.');
    const begun = await lead.post('/policies', { ...fieldsOf(start, 'main form'), name: 'CPC pass guarantee' });
    expect(begun.status).to.equal(303);
    path = begun.location;
    expect(titles(await editor())).to.have.length(9);
  });

  it('refuse a policy without a name or of broken JSON, and keep what was typed', async () => {
    const refused = await lead.post('/policies', { name: ' ', from: 'json', json: '{"timeZone":' });
    expect(refused.status).to.equal(422);
    expect(refused.$('textarea[name=json]').text()).to.equal('{"timeZone":');
    const broken = await lead.post('/policies', { name: 'X', from: 'json', json: '{"a":\n1,,}' });
    expect(wordsOf(broken, '.error-summary')).to.contain('line 2');
  });

  it('save what is typed in a card, and show it in the student’s words', async () => {
    const saved = await press('check', { 'requires.all[0]~window.amount~count': '10' });
    expect(saved.status).to.equal(303);
    expect(wordsOf(await editor(), '.terms')).to.contain('Opt in to the guarantee within 10 days of enrolling.');
  });

  it('answer a script with the text, the checks and the words of each card', async () => {
    const body = new URLSearchParams({ ...(await form()), 'requires.all[0]~window.amount~count': '12', act: 'check' });
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(new URL(path, course.all.publicUrl), {
      method: 'POST',
      body: body.toString(),
      headers: {
        ...headers,
        'sec-fetch-site': 'same-origin',
        cookie: [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    expect(answer.status).to.equal(200);
    const draft = (await answer.json()) as { html: string; saved: string; cards: Record<string, { summary: string }> };
    expect(draft.saved).to.match(/^Saved \d\d:\d\d:\d\d$/);
    expect(draft.html).to.contain('within 12 days of enrolling');
    expect(draft.cards['card-requires-all-0']?.summary).to.contain('within 12 days');
  });

  it('move, group, add, remove and put back by plain buttons', async () => {
    await press('down requires.all[0]');
    expect(titles(await editor()).slice(0, 2)).to.deep.equal(['Discounted', 'Accept the guarantee']);
    const choose = await lead.get((await press('choose requires.all')).location);
    await lead.post(`${path}/add`, { ...fieldsOf(choose, 'main form.stack'), rule: 'mock' });
    expect(titles(await editor()).at(-1)).to.equal('Take or pass mock exams');
    await press('group requires.all[0]');
    expect(titles(await editor()).slice(0, 3)).to.deep.equal(['One of these', 'Discounted', 'Accept the guarantee']);
    await press('ungroup requires.all[0]');
    const removed = await lead.get((await press('remove requires.all[1]')).location.split('#')[0]!);
    expect(wordsOf(removed, '[data-notice=removed]')).to.contain('Accept the guarantee');
    expect(titles(removed)).to.have.length(9);
    await press(removed.$('[data-notice=removed] button').attr('value')!);
    expect(titles(await editor())[1]).to.equal('Accept the guarantee');
  });

  it('show JSON that cannot be read as it was typed, and save nothing of it', async () => {
    const before = await form();
    const name = 'requires.all[1]~~rest';
    const refused = await press('check', { [name]: '{"note"', 'requires.all[1]~window.amount~count': '99' });
    expect(refused.status).to.equal(422);
    const again = fieldsOf(refused, '#editor');
    expect(again).to.include({ [name]: '{"note"', 'requires.all[1]~window.amount~count': '99' });
    expect((await form())['rev']).to.equal(before['rev']);
  });

  it('are not published with a fault, and name the card and the input', async () => {
    await press('check', { 'requires.all[1]~window.amount~count': 'ten' });
    const page = await editor();
    expect(wordsOf(page, '.answer')).to.contain('is not ready: one fault must be put right');
    const link = page.$('#checks a').first();
    expect(link.text()).to.equal('Accept the guarantee');
    expect(page.$(link.attr('href')!).attr('value')).to.equal('ten');
    const publish = await lead.get(`${path}/publish`);
    expect(publish.$('form button.primary')).to.have.length(0);
    await press('check', { 'requires.all[1]~window.amount~count': '10' });
  });

  it('are published once every warning is ticked and a reason given, for today or later', async () => {
    const page = await lead.get(`${path}/publish`);
    const fields = fieldsOf(page, 'main form');
    const keys = page
      .$('input[name=acknowledged]')
      .get()
      .map((box) => page.$(box).attr('value')!);
    expect(keys.length).to.be.greaterThan(0);
    const noReason = await lead.post(`${path}/publish`, { ...fields, note: '', acknowledged: keys });
    expect(noReason.status).to.equal(422);
    expect(noReason.$('input[name=acknowledged]:checked')).to.have.length(keys.length);
    expect((await lead.post(`${path}/publish`, { ...fields, note: 'First' })).status).to.equal(422);
    const past = { ...fields, note: 'First', acknowledged: keys, effectiveFrom: '2026-11-01' };
    expect(wordsOf(await lead.post(`${path}/publish`, past), '.error-summary')).to.contain('Give today');
    const done = await lead.post(`${path}/publish`, { ...fields, note: 'First', acknowledged: keys });
    expect(done.status).to.equal(303);
    const version = await lead.get(done.location);
    expect(wordsOf(version, '[data-notice=done]')).to.contain('Version 1 is published.');
    expect(wordsOf(version, '.terms')).to.contain('within 10 days of enrolling');
    const file = await lead.get(`${path}/versions/1/policy.json`);
    expect(JSON.parse(file.text)).to.include({ version: '1' });
  });

  it('say what a draft changes against the version before', async () => {
    await press('check', { 'requires.all[1]~window.amount~count': '14' });
    expect(wordsOf(await lead.get(`${path}/publish`), '[data-impact]')).to.contain('version 2');
    for (const address of [`${path}/publish`, `${path}/difference?from=1&to=draft`]) {
      const page = await lead.get(address);
      expect(wordsOf(page, '.change'), address).to.contain('Within 10 days → 14 days');
      expect(wordsOf(page, '.change ins')).to.contain('14');
    }
    expect((await lead.get(`${path}/versions`)).$('[data-version]')).to.have.length(1);
    expect((await lead.get(`${path}/versions/2`)).status).to.equal(404);
  });

  it('go back to an earlier version, and keep what stood in the draft', async () => {
    const back = fieldsOf(await lead.get(`${path}/versions/1`), 'form.panel');
    await press('check', { 'requires.all[1]~window.amount~count': '21' });
    const stale = await lead.post(`${path}/versions/1/draft`, back);
    expect(stale.status).to.equal(409);
    const fresh = fieldsOf(await lead.get(`${path}/versions/1`), 'form.panel');
    const done = await lead.post(`${path}/versions/1/draft`, fresh);
    expect(done.status).to.equal(303);
    const page = await lead.get(done.location);
    expect(wordsOf(page, '[data-notice=done]')).to.contain('begun anew from version 1');
    expect(fieldsOf(page, '#editor')['requires.all[1]~window.amount~count']).to.equal('10');
    const keptAt = page.$('[data-notice=draft] a').attr('href')!;
    const kept = await lead.get(keptAt);
    expect(wordsOf(kept, '.change')).to.contain('21');
    await lead.post(keptAt, { ...fieldsOf(kept, 'main form'), act: 'take' });
    expect((await form())['requires.all[1]~window.amount~count']).to.equal('21');
    expect((await lead.post(`${path}/versions/9/draft`, fresh)).status).to.equal(404);
    await press('check', { 'requires.all[1]~window.amount~count': '14' });
  });

  it('keep both drafts when two people saved at once', async () => {
    const stale = await form();
    await press('check', { '~cutoff': '17:00' });
    const late = await lead.post(path, { ...stale, '~cutoff': '18:00', act: 'check' });
    expect(late.location).to.contain('/drafts/');
    const page = await lead.get(late.location);
    expect(wordsOf(page, '.change')).to.contain('Last days end at 17:00 → 18:00');
    await lead.post(late.location, { ...fieldsOf(page, 'main form'), act: 'take' });
    expect((await form())['~cutoff']).to.equal('18:00');
  });

  it('take and give JSON, with faults by their places', async () => {
    const page = await lead.get(`${path}/json`);
    const fields = fieldsOf(page, 'main form');
    const odd = JSON.stringify({ ...(JSON.parse(fields['json']!) as object), cutoff: 'noon', zzz: 1 });
    const checked = await lead.post(`${path}/json`, { ...fields, json: odd, act: 'check' });
    expect(wordsOf(checked, '.findings')).to.contain('cutoff');
    expect((await lead.post(`${path}/json`, { ...fields, json: '[1]', act: 'save' })).status).to.equal(422);
    await lead.post(`${path}/json`, { ...fields, json: odd, act: 'save' });
    expect((await form())['~cutoff']).to.equal('noon');
    expect((await lead.get(`${path}/policy.json`)).text).to.contain('"zzz": 1');
  });

  it('are put away with a reason and brought back', async () => {
    const list = await lead.get('/policies');
    const archive = fieldsOf(list, '[data-act=archive]');
    expect((await lead.post(`${path}/archive`, { ...archive, reason: '' })).status).to.equal(422);
    await lead.post(`${path}/archive`, { ...archive, reason: 'Replaced' });
    expect((await lead.get('/policies')).$('[data-policy]')).to.have.length(0);
    expect((await lead.get('/policies?show=archived')).$('[data-policy]')).to.have.length(1);
  });

  it('name lead instructors only for administrators', async () => {
    expect((await lead.get('/policies')).$('#leads-h')).to.have.length(0);
    expect((await lead.post('/policies/leads/somebody', { isLead: 'yes', reason: 'x' })).status).to.equal(403);
  });
});
