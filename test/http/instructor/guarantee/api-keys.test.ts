// The page of API keys: a key is made once and shown once, listed without its secret, revoked with a reason.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../../../support/application.ts';
import type { Answer, Visit } from '../../../support/browser.ts';
import { visitorOfVisit } from '../../../support/visitors.ts';
import { fieldsOf, wordsOf } from '../staff-at-work.ts';

const administrator = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator';
const rolesClaim = 'https://purl.imsglobal.org/spec/lti/claim/roles';

describe('API keys', () => {
  let all: TestApplication;
  let ruth: Visit;

  before(async () => {
    all = await openTestApplication();
    all.campus.school('moodle').tamper((draft) => {
      draft.claims[rolesClaim] = [administrator];
    });
    ruth = await all.browser().launch(all.campus, 'moodle', { person: '2', activity: '1' });
  });
  after(() => all.close());

  const form = async () => fieldsOf(await ruth.get('/api-keys'), 'form[data-act=issue]');
  const wish = { name: 'SIS', scopes: ['verdicts:read', 'facts:write'], reach: 'course', days: '90' };
  const make = async (differing: Record<string, string | string[]> = {}): Promise<Answer> =>
    ruth.post('/api-keys', { ...(await form()), ...wish, ...differing });
  const rowOf = (page: Answer, name: string) => page.$(`[data-key]:contains("${name}")`).first();

  it('has nothing at first and says what it is for', async () => {
    const page = await ruth.get('/api-keys');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.answer')).to.equal('No other system has a key yet.');
    expect(page.$('[data-key]')).to.have.length(0);
  });

  it('shows a new key once, and never again', async () => {
    const made = await make();
    expect(made.status).to.equal(201);
    const token = made.$('#token').text();
    expect(token).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const list = await ruth.get('/api-keys');
    expect(list.text).to.not.contain(token);
    const words = rowOf(list, 'SIS').text().replace(/\s+/g, ' ');
    expect(words).to.contain('In use').and.to.contain('Read where students stand').and.to.contain('never');
    const kept = await all.connection.db!.collection('apiKeys').find().toArray();
    expect(JSON.stringify(kept)).to.not.contain(token.split('.')[2]);
    const noted = await all.connection.db!.collection('events').find().toArray();
    expect(JSON.stringify(noted)).to.not.contain(token.split('.')[2]);
  });

  it('makes one key of a form that is sent twice', async () => {
    const entries = { ...(await form()), ...wish, name: 'Twice' };
    expect((await ruth.post('/api-keys', entries)).status).to.equal(201);
    const again = await ruth.post('/api-keys', entries);
    expect(again.status).to.equal(409);
    expect(again.text).to.contain('shown only once');
    expect((await ruth.get('/api-keys')).$('[data-key]:contains("Twice")')).to.have.length(1);
  });

  const wrong: readonly [string, Record<string, string | string[]>, string][] = [
    ['without a name', { name: ' ' }, 'name'],
    ['with a name beyond measure', { name: 'x'.repeat(81) }, 'name'],
    ['that may do nothing', { scopes: [] }, 'scopes'],
    ['that may do what there is not', { scopes: ['everything'] }, 'scopes'],
    ['without a reach', { reach: '' }, 'reach'],
    ['for ever', { days: '99999' }, 'days'],
  ];
  for (const [name, differing, field] of wrong)
    it(`makes no key ${name}, and keeps what was entered`, async () => {
      const refused = await make(differing);
      expect(refused.status).to.equal(422);
      expect(refused.$('.error-summary a').attr('href')).to.equal(`#field-${field}`);
      expect(refused.$('#token')).to.have.length(0);
      if (field !== 'name') expect(refused.$('input[name=name]').val()).to.equal('SIS');
      if (field !== 'scopes') expect(refused.$('input[value="verdicts:read"]').attr('checked')).to.equal('checked');
    });

  it('revokes a key with a reason, once, and says so in the trail', async () => {
    await make({ name: 'Old system' });
    const id = rowOf(await ruth.get('/api-keys'), 'Old system').attr('data-key')!;
    const without = await ruth.post(`/api-keys/${id}/revoke`, { reason: '' });
    expect(without.status).to.equal(422);
    expect(without.$('.error-summary').text()).to.contain('Give a reason');
    const done = await ruth.post(`/api-keys/${id}/revoke`, { reason: 'Replaced' });
    expect(done.status).to.equal(303);
    const page = await ruth.get(done.location);
    expect(wordsOf(page, '[data-notice=done]')).to.contain('“Old system” is revoked');
    expect(rowOf(page, 'Old system').text()).to.contain('Revoked').and.to.contain('Replaced');
    expect((await ruth.post(`/api-keys/${id}/revoke`, { reason: 'Again' })).status).to.equal(409);
    const visitor = await visitorOfVisit(all, ruth);
    const acts = await all.application.services.audit.ofOrganization(visitor, id);
    expect(acts.map(({ act, reason }) => [act, reason])).to.deep.equal([
      ['API key issued', ''],
      ['API key revoked', 'Replaced'],
    ]);
  });

  it('knows no key of another organization', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    await all.application.stores.apiKeys.insert({
      id,
      organizationId: 'other',
      name: 'Theirs',
      scopes: [],
      courseIds: null,
      createdAt: 0,
      createdBy: 'x',
      createdByName: 'X',
      expiresAt: 9e12,
      lastUsedAt: null,
      revoked: null,
    });
    expect((await ruth.get('/api-keys')).text).to.not.contain('Theirs');
    expect((await ruth.post(`/api-keys/${id}/revoke`, { reason: 'Mine' })).status).to.equal(404);
  });
});
