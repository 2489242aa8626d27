// The doors of the API: keys, scopes, courses of others, forms and paces, each refused in the API's one form of error.

import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import request, { type Response } from 'supertest';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

const minute = 60_000;

describe('the doors of the API', function () {
  this.timeout(60_000);
  let system: AnotherSystem;
  before(async () => {
    system = await anotherSystem();
  });
  after(() => system.all.close());

  const verdicts = (): string => `/courses/${system.courseId}/verdicts`;
  const refusedWith = (answer: Response, status: number, reason: string): void => {
    expect(answer.status, answer.text).to.equal(status);
    expect(answer.type).to.equal('application/json');
    const { error } = answer.body as { error: Record<string, unknown> };
    expect(error).to.include({ reason });
    expect(error['message']).to.be.a('string').and.not.equal('');
    expect(error['path']).to.be.a('string');
    expect(answer.headers['set-cookie']).to.equal(undefined);
    expect(answer.headers['cache-control']).to.equal('no-store');
  };

  it('let a key in, and look at no cookie', async () => {
    const answer = await system.get('/courses').set('Cookie', 'a=b');
    expect(answer.status).to.equal(200);
    expect(answer.body.courses.map((one: { id: string }) => one.id)).to.deep.equal([system.courseId]);
    expect(answer.headers['set-cookie']).to.equal(undefined);
  });

  it('ask for a key, and say how', async () => {
    const none = await system.get(verdicts(), '');
    refusedWith(none, 401, 'unauthorized');
    expect(none.headers['www-authenticate']).to.equal('Bearer realm="Resit API"');
    for (const header of [
      'Basic YTpi',
      'Bearer',
      'Bearer x.y.z',
      `Bearer ${system.token}x`,
      `Bearer ${'a'.repeat(5000)}`,
    ]) {
      const answer = await request(system.all.application.app).get('/api/v1/courses').set('Authorization', header);
      refusedWith(answer, 401, 'unauthorized');
      expect(answer.headers['www-authenticate']).to.contain('error="invalid_token"');
    }
  });

  it('take no token that was signed otherwise, for another use, or not at all', async () => {
    const { payload } = jwt.decode(system.token, { complete: true })!;
    const [, body] = system.token.split('.');
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body}.`;
    const tokens = [
      none,
      jwt.sign(payload as object, 'guess'),
      jwt.sign(payload as object, 'guess', { algorithm: 'HS512' }),
    ];
    for (const token of tokens) refusedWith(await system.get('/courses', token), 401, 'unauthorized');
  });

  it('close to an expired key', async () => {
    const { token } = await system.makeKey({ days: 1 });
    expect((await system.get('/courses', token)).status).to.equal(200);
    system.all.clock.advance(24 * 60 * minute - 1000);
    expect((await system.get('/courses', token)).status).to.equal(200);
    system.all.clock.advance(1000);
    const answer = await system.get('/courses', token);
    refusedWith(answer, 401, 'unauthorized');
    expect(answer.body.error.message).to.contain('expired');
  });

  it('close to a revoked key, at once here and within 10 seconds elsewhere', async () => {
    const { key, token } = await system.makeKey();
    const other = await system.all.openSecond();
    const elsewhere = () => request(other.url).get('/api/v1/courses').set('Authorization', `Bearer ${token}`);
    expect((await system.get('/courses', token)).status).to.equal(200);
    expect((await elsewhere()).status).to.equal(200);
    await system.all.application.services.apiKeys.revoke(system.administrator, key.id, 'Lost');
    const answer = await system.get('/courses', token);
    refusedWith(answer, 401, 'unauthorized');
    expect(answer.body.error.message).to.contain('revoked');
    system.all.clock.advance(10_000);
    expect((await elsewhere()).status).to.equal(401);
    await other.close();
  });

  it('note the hour in which a key was used, once', async () => {
    const { key, token } = await system.makeKey();
    const { apiKeys } = system.all.application.stores;
    expect((await apiKeys.find(key.id))?.lastUsedAt).to.equal(null);
    await system.get('/courses', token);
    const hour = 60 * minute;
    const first = Math.floor(system.all.clock.now() / hour) * hour;
    expect((await apiKeys.find(key.id))?.lastUsedAt).to.equal(first);
    system.all.clock.advance(hour);
    await Promise.all([1, 2, 3].map(() => system.get('/courses', token)));
    expect((await apiKeys.find(key.id))?.lastUsedAt).to.equal(first + hour);
  });

  const routes = [
    ['GET', 'verdicts', 'verdicts:read'],
    ['GET', 'entitlements', 'entitlements:read'],
    ['POST', 'attendance', 'attendance:write'],
    ['POST', 'completions', 'completions:write'],
    ['POST', 'facts', 'facts:write'],
    ['POST', 'official-results', 'official-results:write'],
  ] as const;
  for (const [method, name, scope] of routes)
    it(`open ${method} ${name} to the scope ${scope} only`, async () => {
      const others = routes.map(([, , one]) => one).filter((one) => one !== scope);
      const [with_, without] = await Promise.all([
        system.makeKey({ scopes: [scope] }),
        system.makeKey({ scopes: others }),
      ]);
      const ask = (token: string) =>
        method === 'GET' ? system.get(`/courses/${system.courseId}/${name}`, token) : system.post(name, {}, {}, token);
      const refused = await ask(without.token);
      refusedWith(refused, 403, 'not-allowed');
      expect(refused.headers['www-authenticate']).to.contain(`error="insufficient_scope", scope="${scope}"`);
      expect((await ask(with_.token)).status).to.equal(method === 'GET' ? 200 : 422);
    });

  it('show a key no course but its own: others are as absent as none', async () => {
    const { all, token } = system;
    const { courses, apiKeys } = all.application.stores;
    const platformId = 'p-other';
    const course = { platformId, contextId: 'ctx-1', title: 'Another course', label: null };
    const sibling = await courses.note({ ...course, organizationId: system.administrator.organizationId });
    const foreign = await courses.note({ ...course, contextId: 'ctx-2', organizationId: 'other' });
    for (const id of [sibling.id, foreign.id, 'nowhere', 'lms:ctx-1', 'lms:ctx-2', 'lms:', '%24where'])
      refusedWith(await system.get(`/courses/${id}/verdicts`, token), 404, 'not-found');
    const wide = await system.makeKey({ reach: 'organization' });
    expect((await system.get(`/courses/${sibling.id}/verdicts`, wide.token)).status).to.equal(200);
    refusedWith(await system.get(`/courses/${foreign.id}/verdicts`, wide.token), 404, 'not-found');
    const listed = (await system.get('/courses', wide.token)).body.courses.map((one: { id: string }) => one.id);
    expect(listed).to.include(sibling.id).and.not.include(foreign.id);
    expect(await apiKeys.ofOrganization('other')).to.deep.equal([]);
  });

  it('find a course by the LMS’s own id, and say when two have it', async () => {
    const { all, courseId, administrator } = system;
    const { courses } = all.application.stores;
    const own = (await courses.find(courseId, administrator.platformId))!;
    expect((await system.get(`/courses/lms:${encodeURIComponent(own.contextId)}/verdicts`)).status).to.equal(200);
    const twin = {
      organizationId: own.organizationId,
      platformId: 'p-twin',
      contextId: own.contextId,
      title: 'Twin',
      label: null,
    };
    await courses.note(twin);
    expect((await system.get(`/courses/lms:${own.contextId}/verdicts`)).status).to.equal(200);
    const wide = await system.makeKey({ reach: 'organization' });
    const answer = await system.get(`/courses/lms:${own.contextId}/verdicts`, wide.token);
    refusedWith(answer, 409, 'ambiguous');
    expect(answer.body.error.path).to.equal('course');
    expect(answer.body.error.candidates.map((one: { name: string }) => one.name)).to.include('Twin');
  });

  it('speak JSON and nothing else', async () => {
    refusedWith(await system.get('/courses').set('Accept', 'text/html'), 406, 'not-acceptable');
    expect((await system.get('/courses').set('Accept', '*/*')).status).to.equal(200);
    refusedWith(
      await system.post('facts', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported-media-type',
    );
    refusedWith(
      await system.post('facts', '{"a":1}', { 'Content-Type': 'application/json; charset=klingon' }),
      415,
      'unsupported-media-type',
    );
    refusedWith(await system.post('facts', '{"a":'), 400, 'invalid');
    refusedWith(await system.post('facts', '"text"'), 400, 'invalid');
    refusedWith(await system.post('facts', `{"a":"${'x'.repeat(1_100_000)}"}`), 413, 'too-large');
  });

  it('know their own addresses and methods', async () => {
    refusedWith(await system.get('/nothing'), 404, 'not-found');
    refusedWith(await request(system.all.application.app).get('/api'), 404, 'not-found');
    refusedWith(await request(system.all.application.app).post('/api/v2/x').send({}), 404, 'not-found');
    refusedWith(await system.get('/courses/%E0%A4%A/verdicts'), 400, 'invalid');
    const wrong = await request(system.all.application.app)
      .delete(`/api/v1${verdicts()}`)
      .set('Authorization', `Bearer ${system.token}`);
    refusedWith(wrong, 405, 'method-not-allowed');
    expect(wrong.headers['allow']).to.equal('GET, HEAD');
    refusedWith(await system.get(`/courses/${system.courseId}/facts`), 405, 'method-not-allowed');
  });

  it('slow a key down that asks too often, and no other', async () => {
    const { token } = await system.makeKey();
    const answers: Response[] = [];
    for (let at = 0; at < 1300 && answers.at(-1)?.status !== 429; at += 20)
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => system.get('/courses', token)))));
    const slowed = answers.find(({ status }) => status === 429)!;
    refusedWith(slowed, 429, 'too-fast');
    expect(Number(slowed.headers['retry-after'])).to.be.within(1, 60);
    expect((await system.get('/courses')).status).to.equal(200);
  });
});
