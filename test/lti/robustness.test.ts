// What happens when bodies are hostile, the database is down or keys cannot be had, and what logs and pages never hold.
import { expect } from 'chai';
import { claims } from '../../lti/claims.ts';
import { formBody, formHeaders } from './support/http-call.ts';
import { openGate } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('robustness of the gate', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  for (const path of ['/lti/launch', '/lti/login', '/lti/launch/continue', '/lti/launch/window', '/lti/login/check']) {
    it(`E01: ${path} answers hostile bodies with 4xx`, async () => {
      const deep = '['.repeat(50_000);
      const hostile: [string, Record<string, string>, string | Buffer][] = [
        ['10 MB', formHeaders, Buffer.alloc(10_000_000, 'a')],
        ['wrong type', { 'content-type': 'text/plain' }, 'state=x'],
        ['no type', {}, 'state=x'],
        ['invalid UTF-8', formHeaders, Buffer.from([0x73, 0x3d, 0xff, 0xfe])],
        ['invalid escape', formHeaders, 'state=%E0%A4%A'],
        [
          'deep JSON',
          { 'content-type': 'application/json', 'x-resit-launch': '1', 'sec-fetch-site': 'same-origin' },
          deep,
        ],
        ['many fields', formHeaders, 'a=1&'.repeat(10_000)],
        ['compressed', { ...formHeaders, 'content-encoding': 'gzip' }, 'state=x'],
        ['empty', formHeaders, ''],
      ];
      for (const [what, headers, body] of hostile) {
        const answer = await gate.call({ method: 'POST', path, headers, body });
        expect(answer.status, what).to.be.within(400, 499);
        expect(answer.setCookies, what).to.deep.equal([]);
      }
      expect((await gate.arrive()).status).to.equal(303);
    });
  }

  it('E01: malformed addresses are answered with 4xx', async () => {
    for (const path of [
      '/lti/login?iss=%E0%A4%A',
      '/lti/jwks/%E0%A4%A.json',
      '/lti/register/%E0%A4%A',
      '/lti/jwks/x',
    ]) {
      expect((await gate.call({ path })).status, path).to.be.within(400, 499);
    }
  });

  it('E02: with the database down, login and launch answer 503, and work again afterwards', async () => {
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    gate.logins.isDown = true;
    const down = [
      await gate.call({ path: `/lti/login?${formBody(gate.parameters())}` }),
      await gate.launch(login, token),
      await gate.launch({ ...login, state: 'never-issued' }, 'x.y.z'),
    ];
    for (const answer of down) {
      expect(answer.status).to.equal(503);
      expect(answer.headers['retry-after']).to.equal('30');
      expect(answer.setCookies).to.deep.equal([]);
      expect(answer.body).to.not.include('27017');
    }
    gate.logins.isDown = false;
    expect((await gate.launch(login, token)).status).to.equal(303);
  });

  it('E02: when the session cannot be opened the answer is 503, without a cookie', async () => {
    gate.openSession = async () => {
      throw new Error('no primary');
    };
    const answer = await gate.arrive();
    expect(answer.status).to.equal(503);
    expect(answer.setCookies).to.deep.equal([]);
  });

  it('K05: when the platform’s keys cannot be had the answer is 503, and the login can be tried again', async () => {
    gate.lms.on('GET', '/jwks', () => ({ status: 500 }));
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    expect((await gate.launch(login, token)).status).to.equal(503);
    gate.lms.on('GET', '/jwks', () => ({ body: JSON.stringify(gate.lms.jwks) }));
    gate.clock.move(1_000);
    expect((await gate.launch(login, token)).status).to.equal(303);
  });

  it('E05: a refusal holds a number and no stack, token or sent value; no two are alike', async () => {
    const bodies: string[] = [];
    for (let tries = 0; tries < 2; tries += 1) {
      const login = await gate.login({ login_hint: 'hint-with-<markup>' });
      const token = gate.lms.sign(gate.claimsFor(login, { aud: 'somebody-else' }));
      const { body } = await gate.launch(login, token);
      expect(body).to.not.include(token).and.not.include(login.state).and.not.include('<markup>');
      expect(body).to.not.match(/\bat .*\.ts:\d+/);
      bodies.push(body);
    }
    expect(bodies[0]).to.not.equal(bodies[1]);
  });

  it('E05: the page and the log bear the same number', async () => {
    const { body } = await gate.arrive({ aud: 'somebody-else' });
    const incident = /E-[0-9A-F]{5}-[0-9A-F]{5}/.exec(body)![0];
    const line = gate.logged.find(({ event }) => event === 'lti.refused')!;
    expect(line.fields).to.include({ incident, step: 'audience', status: 401, platform: gate.platform.id });
  });

  it('E06: no log line holds a token, a state, a name, an address or a hint', async () => {
    const secrets: string[] = ['Ana', 'Álvarez', 'ana@example.org', 'hint-1', '27017'];
    const login = await gate.login({ lti_message_hint: 'message-hint' });
    const token = gate.lms.sign(gate.claimsFor(login));
    await gate.launch(login, token);
    await gate.launch(login, token);
    await gate.arrive({ nonce: 'wrong' });
    gate.logins.isDown = true;
    await gate.launch(login, token);
    secrets.push(token, login.state, login.nonce, 'message-hint', login.cookie.split('=')[1]!.split(';')[0]!);
    const log = JSON.stringify(gate.logged);
    for (const secret of secrets) expect(log).to.not.include(secret);
    expect(gate.logged.length).to.be.at.least(5);
  });

  it('shows a refusal inside the frame that asked, also when its platform is not registered', async () => {
    const headers = { origin: 'https://lms.example' };
    const answer = await gate.call({ path: '/lti/login?iss=https://lms.example', headers });
    expect(answer.headers['content-security-policy']).to.match(/frame-ancestors 'self' https:\/\/lms\.example$/);
    const strange = await gate.call({
      path: '/lti/login',
      headers: { origin: "https://x;script-src 'unsafe-inline'" },
    });
    expect(strange.headers['content-security-policy']).to.match(/frame-ancestors 'self'$/);
  });

  it('C19: an anonymous launch gets a page, not a fault', async () => {
    expect((await gate.arrive({ sub: undefined })).status).to.equal(401);
  });

  it('C25: names with markup stay text', async () => {
    await gate.arrive({ name: '<script>x</script>\u202E', [claims.context]: { id: 'c', title: '<b>' } });
    expect(gate.launches[0]!.launch.person.name).to.equal('<script>x</script>\u202E');
  });
});
