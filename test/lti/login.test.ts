// The login request: what is accepted, what the platform is asked in return, and who is turned away.
import { expect } from 'chai';
import { formBody, formHeaders } from './support/http-call.ts';
import { fakePlatform } from './support/fake-platform.ts';
import { begun, openGate, publicUrl } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('login', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  const get = (query: string, headers: Record<string, string> = {}) =>
    gate.call({ path: `/lti/login?${query}`, headers });
  const without = (name: string): string => {
    const { [name]: _left, ...rest } = gate.parameters();
    return formBody(rest);
  };

  it('L01: asks the platform who it is, with fixed redirect, untouched hints and strong state and nonce', async () => {
    const hints = { login_hint: 'hint +&=%20', lti_message_hint: '{"cmid":4}', lti_deployment_id: 'd/1' };
    const { answer, sent, state, nonce } = await gate.login(hints);

    expect(answer.status).to.equal(302);
    const url = new URL(answer.headers.location!);
    expect(url.origin + url.pathname).to.equal(`${gate.lms.origin}/auth`);
    const { state: _state, nonce: _nonce, ...rest } = Object.fromEntries(sent);
    expect(rest).to.deep.equal({
      kept: 'yes',
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'client-1',
      redirect_uri: `${publicUrl}/lti/launch`,
      ...hints,
    });
    for (const secret of [state, nonce]) expect(Buffer.from(secret, 'base64url').length).to.be.at.least(16);
    expect(state).to.not.equal(nonce);
  });

  it('L01: keeps no state, only its hash', async () => {
    const { state } = await gate.login();
    expect(JSON.stringify([...gate.logins.records])).to.not.include(state);
  });

  it('L02: answers a posted login with a redirect that becomes a GET', async () => {
    const answer = await gate.call({
      method: 'POST',
      path: '/lti/login',
      headers: formHeaders,
      body: formBody(gate.parameters()),
    });
    expect(answer.status).to.be.oneOf([302, 303]);
    expect(begun(answer).sent.get('login_hint')).to.equal('hint-1');
  });

  for (const [id, name] of [
    ['L03', 'iss'],
    ['L04', 'login_hint'],
    ['L05', 'target_link_uri'],
  ] as const) {
    it(`${id}: refuses a login without ${name}, stores nothing and sets no cookie`, async () => {
      const answer = await get(without(name));
      expect(answer.status).to.equal(400);
      expect(answer.setCookies).to.deep.equal([]);
      expect(gate.logins.records.size).to.equal(0);
    });
  }

  it('L06: refuses an unknown issuer without calling anybody or naming the known ones', async () => {
    const answer = await get(formBody(gate.parameters({ iss: 'https://stranger.example' })));
    expect(answer.status).to.equal(400);
    expect(gate.lms.received).to.deep.equal([]);
    expect(answer.body).to.not.include(gate.lms.origin).and.not.include('Lakeshore');
  });

  it('L07: does not fall back to another client of the issuer', async () => {
    expect((await get(formBody(gate.parameters({ client_id: 'client-9' })))).status).to.equal(400);
  });

  it('L08: accepts a missing client id only while one active registration has the issuer', async () => {
    expect((await get(without('client_id'))).status).to.equal(302);
    const second = await gate.add(gate.lms, { clientId: 'client-2' });
    expect((await get(without('client_id'))).status).to.equal(400);
    await gate.house.registry.disable(second.id);
    expect((await get(without('client_id'))).status).to.equal(302);
  });

  it('L09: turns people of a switched-off platform away, and lets them in again afterwards', async () => {
    await gate.house.registry.disable(gate.platform.id);
    const answer = await get(formBody(gate.parameters()));
    expect(answer.status).to.equal(403);
    expect(answer.headers.location).to.equal(undefined);
    await gate.house.registry.enable(gate.platform.id);
    expect((await gate.login()).answer.status).to.equal(302);
  });

  it('L10: refuses operators, lists and repeated parameters', async () => {
    const rest = without('iss');
    for (const bad of ['iss[$ne]=x', 'iss[]=x', `iss=${gate.lms.origin}&iss=${gate.lms.origin}`]) {
      expect((await get(`${rest}&${bad}`)).status, bad).to.equal(400);
    }
  });

  it('L11: refuses a target on a foreign origin', async () => {
    for (const target of ['https://evil.example/x', 'https://tool.example:444/x', 'http://tool.example/x']) {
      expect((await get(formBody(gate.parameters({ target_link_uri: target })))).status, target).to.equal(400);
    }
  });

  it('L12: refuses targets that are no plain web address of ours', async () => {
    for (const target of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//tool.example/x',
      'https://user:pass@tool.example/x',
      'https://tool.example/x\r\nSet-Cookie: a=b',
      'https://tool.example\\@evil.example/',
      '/lti/launch',
    ]) {
      expect((await get(formBody(gate.parameters({ target_link_uri: target })))).status, target).to.equal(400);
    }
  });

  it('L14: hands Moodle’s JSON hint back byte for byte', async () => {
    const hint = '{"cmid":"12","launchid":"ltilaunch3_8044","ümläut":"§ &+%"}';
    const { sent } = await gate.login({ lti_message_hint: hint });
    expect(sent.get('lti_message_hint')).to.equal(hint);
  });

  it('L15: never passes unknown parameters on', async () => {
    const { sent } = await gate.login({ repost: '1', canvas_region: 'us', redirect_uri: 'https://evil.example' });
    expect(sent.has('repost')).to.equal(false);
    expect(sent.has('canvas_region')).to.equal(false);
    expect(sent.getAll('redirect_uri')).to.deep.equal([`${publicUrl}/lti/launch`]);
  });

  it('L16: keeps the query of the target for after the launch, and out of the redirect address', async () => {
    const target = `${publicUrl}/lti/launch?exam=seed`;
    const login = await gate.login({ target_link_uri: target });
    expect(login.sent.get('redirect_uri')).to.equal(`${publicUrl}/lti/launch`);
    expect([...gate.logins.records.values()][0]!.parameters.target_link_uri).to.equal(target);
  });

  it('L17: lets a class of 1,000 in from one address within a minute, and not one more', async () => {
    const statuses: number[] = [];
    for (let person = 0; person < 1_001; person += 1) {
      statuses.push((await gate.login({ login_hint: `person-${person}` })).answer.status);
    }
    expect(statuses.slice(0, 1_000).every((status) => status === 302)).to.equal(true);
    expect(statuses[1_000]).to.equal(429);
    gate.clock.move(60_000);
    expect((await gate.login({ login_hint: 'person-0' })).answer.status).to.equal(302);
  }).timeout(60_000);

  it('L17: lets one person try 60 times a minute, and says how long to wait', async () => {
    for (let tries = 0; tries < 60; tries += 1) expect((await gate.login()).answer.status).to.equal(302);
    gate.clock.move(20_000);
    const { answer } = await gate.login();
    expect(answer.status).to.equal(429);
    expect(answer.headers['retry-after']).to.equal('40');
    expect(answer.setCookies).to.deep.equal([]);
    expect((await gate.login({ login_hint: 'somebody-else' })).answer.status).to.equal(302);
  });

  it('L19: sends headers that let the LMS embed and nobody cache', async () => {
    const framed = await gate.login({}, { 'sec-fetch-dest': 'iframe' });
    for (const answer of [(await gate.login()).answer, framed.answer]) {
      expect(answer.headers['cache-control']).to.equal('no-store');
      expect(answer.headers['referrer-policy']).to.equal('no-referrer');
      expect(answer.headers['cross-origin-opener-policy']).to.equal('unsafe-none');
      expect(answer.headers['x-frame-options']).to.equal(undefined);
      expect(answer.headers['access-control-allow-origin']).to.equal(undefined);
      expect(answer.headers['content-security-policy']).to.match(
        new RegExp(`frame-ancestors [^;]*${gate.lms.origin.replaceAll('.', '\\.')}`),
      );
    }
    const policy = String(framed.answer.headers['content-security-policy']);
    expect(policy).to.match(new RegExp(`form-action 'self' ${gate.lms.origin}`));
    expect(policy).to.not.include('unsafe-inline').and.not.include('upgrade-insecure-requests');
  });

  it('L19: lets hosted Canvas embed from every school', async () => {
    const canvas = await fakePlatform();
    await gate.add(canvas, { kind: 'canvas', clientId: 'canvas-1' });
    const { answer } = await gate.login({ iss: canvas.origin, client_id: 'canvas-1' });
    expect(answer.headers['content-security-policy']).to.include('https://*.instructure.com');
    await canvas.close();
  });

  it('L20: in a frame, finds out whether cookies work before it asks the platform anything', async () => {
    const { answer, state } = await gate.login({ lti_storage_target: '_parent' }, { 'sec-fetch-dest': 'iframe' });
    expect(answer.status).to.equal(200);
    expect(answer.headers.location).to.equal(undefined);
    expect(state).to.not.equal('');
    expect(answer.body).to.include('data-storage-target="_parent"').and.include('target="_blank"');
    expect(answer.body).to.match(/<script type="module" src="\/assets\/lti\/probe\.js" nonce="[^"]+">/);
    for (const cookie of answer.setCookies) {
      expect(cookie)
        .to.match(/^__Host-/)
        .and.include('; Path=/')
        .and.include('; Secure')
        .and.include('; HttpOnly');
      expect(cookie).to.include('; SameSite=None').and.include('; Partitioned');
    }
  });

  it('L20: goes on at once when a cookie of ours comes back in the frame', async () => {
    const first = await gate.login({}, { 'sec-fetch-dest': 'iframe' });
    const second = await gate.login({}, { 'sec-fetch-dest': 'iframe', cookie: first.cookie });
    expect(second.answer.status).to.equal(302);
  });

  it('L20: goes on at once in a tab of its own', async () => {
    expect((await gate.login({}, { 'sec-fetch-dest': 'document' })).answer.status).to.equal(302);
  });

  it('tells the probe page whether the cookie came back, and tells it to no other site', async () => {
    const login = await gate.login({}, { 'sec-fetch-dest': 'iframe' });
    const check = (headers: Record<string, string>) =>
      gate.call({
        method: 'POST',
        path: '/lti/login/check',
        headers: { 'content-type': 'application/json', 'x-resit-launch': '1', ...headers },
        body: JSON.stringify({ state: login.state }),
      });
    const ours = { 'sec-fetch-site': 'same-origin' };
    expect(JSON.parse((await check({ ...ours, cookie: login.cookie })).body)).to.deep.equal({ cookie: true });
    expect(JSON.parse((await check(ours)).body)).to.deep.equal({ cookie: false });
    expect((await check({ 'sec-fetch-site': 'cross-site', cookie: login.cookie })).status).to.equal(403);
    expect((await check({ origin: 'null', cookie: login.cookie })).status).to.equal(403);
  });

  it('drops the oldest of a browser’s unfinished logins, so that headers stay small', async () => {
    const cookies = Array.from({ length: 25 }, (_, n) => `__Host-lti-${String(n).padStart(16, '0')}=x`).join('; ');
    const { answer } = await gate.login({}, { cookie: cookies });
    const dropped = answer.setCookies.filter((cookie) => cookie.includes('Max-Age=0'));
    expect(dropped.map((cookie) => cookie.split('=')[0])).to.deep.equal(
      [0, 1, 2, 3, 4, 5].map((n) => `__Host-lti-${String(n).padStart(16, '0')}`),
    );
  });

  it('answers other methods with 405', async () => {
    expect((await gate.call({ method: 'PUT', path: '/lti/login' })).status).to.equal(405);
  });
});
