// Dynamic registration: invited administrators only, the platform must speak for itself, nothing is stored before its answer.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { canvasRegistration, registrationNames, scopes } from '../../lti/claims.ts';
import { canvasDeveloperKey } from '../../lti/platforms/canvas-developer-key.ts';
import { formBody } from './support/http-call.ts';
import { openGate, publicUrl } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('dynamic registration', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
    gate.invitations.open('invited', { name: 'Lakeshore', organizationId: 'org-7' });
    configure();
    answer({ client_id: 'fresh-client', scope: allScopes });
  });
  afterEach(() => gate.close());

  const allScopes = Object.values(scopes).join(' ');
  function configure(more: object = {}, family = 'moodle'): void {
    const { origin } = gate.lms;
    gate.lms.on('GET', '/.well-known/openid-configuration', ({ headers }) => ({
      status: headers.authorization === 'Bearer one-time' ? 200 : 401,
      body: JSON.stringify({
        issuer: origin,
        authorization_endpoint: `${origin}/mod/lti/auth.php`,
        token_endpoint: `${origin}/mod/lti/token.php`,
        jwks_uri: `${origin}/mod/lti/certs.php`,
        registration_endpoint: `${origin}/mod/lti/openid-registration.php`,
        [registrationNames.platformConfiguration]: {
          product_family_code: family,
          messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest' }],
        },
        ...more,
      }),
    }));
  }
  function answer(body: object, status = 200): void {
    gate.lms.on('POST', '/mod/lti/openid-registration.php', () => ({ status, body: JSON.stringify(body) }));
  }
  const register = (invitation = 'invited', more: Record<string, string> = {}) =>
    gate.call({
      path: `/lti/register/${invitation}?${formBody({
        openid_configuration: `${gate.lms.origin}/.well-known/openid-configuration`,
        registration_token: 'one-time',
        ...more,
      })}`,
    });
  const sent = (): Record<string, unknown> => {
    const [request] = gate.lms.requests('/mod/lti/openid-registration.php');
    return JSON.parse(request!.body) as Record<string, unknown>;
  };
  const stored = () => gate.house.registry.find(gate.lms.origin, 'fresh-client');

  it('R01: registers Moodle, in the organization that invited, closed to the deployment it names', async () => {
    answer({
      client_id: 'fresh-client',
      scope: allScopes,
      [registrationNames.toolConfiguration]: { deployment_id: 12 },
    });
    const page = await register();
    expect(page.status).to.equal(200);
    const platform = await stored();
    expect(platform).to.deep.include({
      name: 'Lakeshore',
      organizationId: 'org-7',
      kind: 'moodle',
      policy: 'closed',
      status: 'active',
      authUrl: `${gate.lms.origin}/mod/lti/auth.php`,
      tokenAudience: `${gate.lms.origin}/mod/lti/token.php`,
      deployments: [{ id: '12', status: 'enabled', origin: 'listed' }],
    });
    expect(sent()).to.deep.include({
      application_type: 'web',
      response_types: ['id_token'],
      redirect_uris: [`${publicUrl}/lti/launch`],
      initiate_login_uri: `${publicUrl}/lti/login`,
      jwks_uri: `${publicUrl}/lti/jwks/${platform!.id}.json`,
      token_endpoint_auth_method: 'private_key_jwt',
    });
    const tool = sent()[registrationNames.toolConfiguration] as Record<string, unknown>;
    expect(tool).to.deep.include({ domain: 'tool.example', target_link_uri: `${publicUrl}/lti/launch` });
    expect(tool['claims']).to.include.members(['name', 'given_name', 'family_name', 'email']);
    const jwks = JSON.parse((await gate.call({ path: `/lti/jwks/${platform!.id}.json` })).body) as { keys: object[] };
    expect(jwks.keys.length).to.equal(1);
  });

  it('R01: registers Canvas open to later installs, with its placements and names', async () => {
    configure({}, 'canvas');
    answer({
      client_id: 'fresh-client',
      scope: allScopes,
      [registrationNames.toolConfiguration]: { deployment_id: '1:a' },
    });
    expect((await register()).status).to.equal(200);
    expect(await stored()).to.deep.include({ kind: 'canvas', policy: 'open', deployments: [] });
    const tool = sent()[registrationNames.toolConfiguration] as Record<string, unknown>;
    expect(tool[canvasRegistration.privacyLevel]).to.equal('public');
    const placements = (tool['messages'] as { placements: string[] }[]).flatMap((message) => message.placements);
    expect(placements).to.deep.equal(['assignment_selection', 'link_selection', 'course_navigation']);
  });

  it('R02: calls nobody without an invitation that is open', async () => {
    gate.invitations.open('used');
    await gate.invitations.consume('used');
    for (const invitation of ['unknown', 'used']) expect((await register(invitation)).status).to.equal(403);
    expect((await gate.call({ path: '/lti/register?openid_configuration=x' })).status).to.equal(403);
    expect(gate.lms.received).to.deep.equal([]);
  });

  it('R02: an invitation is good for one platform', async () => {
    expect((await register()).status).to.equal(200);
    expect((await register()).status).to.equal(403);
  });

  it('R03: calls no address that the rules forbid', async () => {
    for (const url of ['http://169.254.169.254/latest', 'file:///etc/passwd', 'http://93.184.216.34/x', '', 'x']) {
      expect((await register('invited', { openid_configuration: url })).status, url).to.equal(400);
    }
    expect(gate.lms.received).to.deep.equal([]);
  });

  it('R04: refuses a configuration that speaks for another host, and gives the invitation back', async () => {
    configure({ issuer: 'https://canvas.instructure.com' });
    expect((await register()).status).to.equal(400);
    expect(gate.lms.requests('/mod/lti/openid-registration.php')).to.deep.equal([]);
    configure();
    expect((await register()).status).to.equal(200);
  });

  it('R05: refuses endpoints on other hosts, or unsafe ones', async () => {
    for (const member of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'registration_endpoint']) {
      for (const url of ['https://evil.example/x', 'http://93.184.216.34/x', 'javascript:1', 7, undefined]) {
        configure({ [member]: url });
        expect((await register()).status, `${member} ${String(url)}`).to.equal(400);
      }
    }
    expect(await stored()).to.equal(null);
  });

  it('R06: leaves a platform that is registered already as it is', async () => {
    answer({ client_id: 'client-1', scope: allScopes });
    expect((await register()).status).to.equal(409);
    expect((await gate.house.registry.get(gate.platform.id))!.name).to.equal('Lakeshore LMS');
  });

  it('R07: tells the administrator what was not granted', async () => {
    answer({ client_id: 'fresh-client', scope: `${scopes.score} ${scopes.lineItems}` });
    const page = await register();
    expect(page.status).to.equal(200);
    expect(page.body).to.include('contextmembership.readonly').and.include('data-closes-itself="no"');
    expect(page.body).to.not.include('<li>score</li>');
  });

  it('R08: says what went wrong, and shows nothing that the platform said', async () => {
    for (const status of [400, 401, 422, 500]) {
      answer({ errors: '<b>internal</b>' }, status);
      const page = await register();
      expect(page.status).to.equal(400);
      expect(page.body).to.include(`HTTP ${status}`).and.not.include('internal');
    }
    answer({ nothing: true });
    expect((await register()).status).to.equal(400);
    expect((await register('invited', { registration_token: 'wrong' })).body).to.include('HTTP 401');
    expect((await register('invited', { openid_configuration: 'http://127.0.0.1:1/x' })).status).to.equal(400);
  });

  it('R09: stores nothing before the platform has answered', async () => {
    let platformsMeanwhile = -1;
    gate.lms.on('POST', '/mod/lti/openid-registration.php', async () => {
      platformsMeanwhile = (await gate.house.registry.list()).length;
      return { status: 500 };
    });
    await register();
    expect(platformsMeanwhile).to.equal(1);
    expect((await gate.house.registry.list()).length).to.equal(1);
  });

  it('R10: the last page can reach the window that opened it', async () => {
    const page = await register();
    expect(page.headers['cross-origin-opener-policy']).to.equal('unsafe-none');
    expect(page.body).to.include('/assets/lti/registered.js').and.include('data-closes-itself="yes"');
    expect(page.headers['content-security-policy']).to.include(`frame-ancestors 'self' ${gate.lms.origin}`);
  });

  it('the developer key in the README is the one that we mean', () => {
    const readme = readFileSync(new URL('../../lti/README.md', import.meta.url), 'utf8');
    const written = /```json\n([\s\S]*?)```/.exec(readme)![1]!;
    expect(JSON.parse(written)).to.deep.equal(canvasDeveloperKey('https://resit.example', 'PLATFORM'));
  });

  it('the developer key for Canvas names our addresses, scopes and placements', () => {
    const key = JSON.parse(JSON.stringify(canvasDeveloperKey(publicUrl, 'p1'))) as Record<string, unknown>;
    expect(key).to.deep.include({
      oidc_initiation_url: `${publicUrl}/lti/login`,
      target_link_uri: `${publicUrl}/lti/launch`,
      public_jwk_url: `${publicUrl}/lti/jwks/p1.json`,
    });
    expect(key['scopes']).to.have.members(Object.values(scopes));
  });
});
