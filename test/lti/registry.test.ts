// The registry: what may be registered, what ltijs does for it, and what ltijs must not do.
import { expect } from 'chai';
import { Provider } from 'ltijs';
import { ltijsRows } from '../../lti/ltijs-rows.ts';
import type { NewPlatform } from '../../lti/ports.ts';
import { openGate } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('the registry', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  const wanted = (more: Partial<NewPlatform> = {}): NewPlatform => ({
    name: 'Canvas',
    issuer: 'https://canvas.instructure.com',
    clientId: '10000000000001',
    authUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
    tokenUrl: 'https://sso.canvaslms.com/login/oauth2/token',
    jwksUrl: 'https://sso.canvaslms.com/api/lti/security/jwks',
    ...more,
  });

  it('E04: leaves no SIGINT listener behind, so ltijs cannot end the process', async () => {
    const listeners = () => (['SIGINT', 'SIGTERM', 'exit'] as const).map((name) => process.listeners(name as 'SIGINT'));
    const before = listeners();
    const other = await openGate();
    expect(listeners()).to.deep.equal(before);
    await other.close();
  });

  it('mounts none of ltijs’s routes', async () => {
    for (const path of ['/login', '/keys', '/register', '/', '/lti/keys']) {
      expect((await gate.call({ path })).status, path).to.equal(404);
    }
  });

  it('uses an ltijs of its own, not the package’s shared one', () => {
    expect(Provider).to.not.have.property('app');
  });

  it('writes a platform as ltijs reads it: its key is ours', async () => {
    const added = await gate.house.registry.add(wanted());
    if (!added.ok) throw new Error(added.words);
    const plugin = ltijsRows(gate.rows, gate.house.toolKeys);
    const Ltijs = Provider.constructor as new () => typeof Provider;
    const ltijs = new Ltijs();
    ltijs.setup('secret', { plugin }, { cors: false, devMode: false });
    const platform = await ltijs.getPlatform('https://canvas.instructure.com', '10000000000001');
    if (platform === false) throw new Error('ltijs does not find the platform');
    expect(await platform.platformId()).to.equal(added.platform.id);
    expect(await platform.platformActive()).to.equal(true);
    const pair = await gate.house.toolKeys.currentPair(added.platform.id);
    expect(await platform.platformPrivateKey()).to.equal(pair!.privatePem);
    expect(await platform.platformPublicKey()).to.equal(pair!.publicPem);
  });

  it('refuses rows that only ltijs’s own launches need', async () => {
    const plugin = ltijsRows(gate.rows, gate.house.toolKeys);
    for (const collection of ['state', 'nonce', 'idtoken', 'accesstoken']) {
      const outcome = await plugin.Get(false, collection, {}).then(
        () => 'kept',
        (error: Error) => error.message,
      );
      expect(outcome).to.include(collection);
    }
  });

  it('guesses Canvas and Moodle by their addresses', async () => {
    const canvas = await gate.house.registry.add(wanted());
    expect(canvas.ok && canvas.platform.kind).to.equal('canvas');
    const moodle = await gate.house.registry.add({
      ...wanted({ issuer: 'https://moodle.example', clientId: 'x' }),
      authUrl: 'https://moodle.example/mod/lti/auth.php',
      tokenUrl: 'https://moodle.example/mod/lti/token.php',
      jwksUrl: 'https://moodle.example/mod/lti/certs.php',
    });
    expect(moodle.ok && moodle.platform.kind).to.equal('moodle');
    expect(gate.platform.kind).to.equal('other');
  });

  it('is open without deployments and closed with them', async () => {
    expect(gate.platform).to.deep.include({ policy: 'open', deployments: [], status: 'active' });
    const closed = await gate.house.registry.add(wanted({ deployments: ['1', '2'] }));
    expect(closed.ok && closed.platform.policy).to.equal('closed');
    expect(closed.ok && closed.platform.deployments.map(({ id }) => id)).to.deep.equal(['1', '2']);
  });

  it('registers a client of an issuer once, also when two try at the same time', async () => {
    const both = await Promise.all([gate.house.registry.add(wanted()), gate.house.registry.add(wanted())]);
    expect(both.map((added) => added.ok).sort()).to.deep.equal([false, true]);
    expect(await gate.house.registry.add(wanted())).to.include({ ok: false, reason: 'already-registered' });
    expect(gate.rows.all('toolKey').length).to.equal(2);
  });

  for (const [what, more] of [
    ['http on a public host', { authUrl: 'http://93.184.216.34/auth' }],
    ['a script address', { jwksUrl: 'javascript:alert(1)' }],
    ['an address with a password', { tokenUrl: 'https://a:b@lms.example/token' }],
    ['a cloud metadata address', { jwksUrl: 'http://169.254.169.254/jwks' }],
    ['no issuer', { issuer: '' }],
    ['no client id', { clientId: '' }],
    ['an empty deployment id', { deployments: [''] }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect(await gate.house.registry.add(wanted(more as Partial<NewPlatform>))).to.include({
        ok: false,
        reason: 'invalid',
      });
    });
  }

  it('tells the session at once what this process switched, and within 5 s what another did', async () => {
    const { registry } = gate.house;
    const { id } = gate.platform;
    await gate.arrive();
    expect(await registry.standing(id, 'deployment-1')).to.equal('active');
    await registry.disable(id);
    expect(await registry.standing(id, 'deployment-1')).to.equal('platform-disabled');
    await registry.enable(id);
    await registry.setDeployment(id, 'deployment-1', 'disabled');
    expect(await registry.standing(id, 'deployment-1')).to.equal('deployment-disabled');
    expect(await registry.standing('nobody', 'deployment-1')).to.equal('unknown-platform');

    await registry.setDeployment(id, 'deployment-1', 'enabled');
    await registry.get(id);
    await gate.rows.replace('platformStatus', { id }, { id, active: false });
    gate.clock.move(5_000);
    expect(await registry.standing(id, 'deployment-1')).to.equal('platform-disabled');
  });

  it('learns the host of a school’s own Canvas from its launches', async () => {
    const canvas = await openGate({ kind: 'canvas' });
    await canvas.arrive({
      'https://purl.imsglobal.org/spec/lti/claim/custom': { canvas_api_base_url: 'https://canvas.school.example' },
    });
    const platform = await canvas.house.registry.get(canvas.platform.id);
    expect(platform!.serviceHosts).to.deep.equal(['canvas.school.example']);
    await canvas.close();
  });
});

describe('our key set', () => {
  it('is public, cacheable, and there is one for each platform', async () => {
    const gate = await openGate();
    const answer = await gate.call({ path: `/lti/jwks/${gate.platform.id}.json` });
    expect(answer.status).to.equal(200);
    expect(answer.headers['content-type']).to.match(/^application\/json/);
    expect(answer.headers['cache-control']).to.equal('public, max-age=300');
    const { keys } = JSON.parse(answer.body) as { keys: Record<string, unknown>[] };
    expect(keys.map((key) => Object.keys(key).sort())).to.deep.equal([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
    for (const path of ['/lti/jwks/unknown.json', `/lti/jwks/${gate.platform.id}`, '/lti/jwks/']) {
      expect((await gate.call({ path })).status, path).to.equal(404);
    }
    await gate.close();
  });
});
