// The launch: who gets a session, who gets a refusal, and that neither can be had twice or by the wrong browser.
import { expect } from 'chai';
import { claims } from '../../lti/claims.ts';
import { formBody, formHeaders } from './support/http-call.ts';
import type { Answer } from './support/http-call.ts';
import { instructor, openGate, publicUrl } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('launch', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  const post = (body: string, headers: Record<string, string> = formHeaders, path = '/lti/launch') =>
    gate.call({ method: 'POST', path, headers, body });
  const refused = (answer: Answer, status: number): void => {
    expect(answer.status, answer.body).to.equal(status);
    expect(answer.setCookies).to.deep.equal([]);
    expect(gate.launches).to.deep.equal([]);
    expect(answer.headers['content-type']).to.match(/^text\/html/);
    expect(answer.body).to.match(/E-[0-9A-F]{5}-[0-9A-F]{5}/);
  };

  it('S01: sends a student into the application with the session’s cookie and no token in the address', async () => {
    const answer = await gate.arrive();
    expect(answer.status).to.equal(303);
    expect(answer.headers.location).to.equal('/s/L1/');
    expect(answer.cookies).to.deep.equal(['__Host-s-L1=secret']);
    expect(answer.headers['cache-control']).to.equal('no-store');
    expect(answer.headers['referrer-policy']).to.equal('no-referrer');
    expect(gate.launches[0]!.launch.person).to.include({ sub: 'user-7', name: 'Ana Álvarez' });
    expect([...gate.logins.records.values()].map(({ usedAt }) => usedAt)).to.deep.equal([gate.clock.nowMs()]);
  });

  it('S01: ignores the extra fields that Canvas posts', async () => {
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    const fields = { state: login.state, id_token: token, utf8: '✓', authenticity_token: 'x==' };
    const answer = await post(formBody(fields), { ...formHeaders, cookie: login.cookie });
    expect(answer.status).to.equal(303);
  });

  it('S02: refuses a launch without state', async () => {
    const login = await gate.login();
    refused(await post(formBody({ id_token: gate.lms.sign(gate.claimsFor(login)) })), 400);
  });

  it('S03: refuses a state that was never issued', async () => {
    const login = await gate.login();
    const body = formBody({ state: 'never-issued', id_token: gate.lms.sign(gate.claimsFor(login)) });
    refused(await post(body, { ...formHeaders, cookie: login.cookie }), 401);
  });

  it('S04: refuses a state that was used, also with a fresh token', async () => {
    const login = await gate.login();
    await gate.launch(login, gate.lms.sign(gate.claimsFor(login)));
    gate.clock.move(1_000);
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)));
    expect(answer.status).to.equal(401);
    expect(gate.launches.length).to.equal(1);
  });

  it('S05: refuses a login older than ten minutes, with a friendly page', async () => {
    const login = await gate.login();
    gate.clock.move(10 * 60_000);
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)));
    refused(answer, 401);
    expect(answer.body).to.include('open the activity again');
  });

  it('S06: refuses the same post a second time', async () => {
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    expect((await gate.launch(login, token)).status).to.equal(303);
    expect((await gate.launch(login, token)).status).to.equal(401);
  });

  it('S07: of five posts at the same time exactly one gets in', async () => {
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    const answers = await Promise.all(Array.from({ length: 5 }, () => gate.launch(login, token)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 401, 401, 401, 401]);
    expect(gate.launches.length).to.equal(1);
  });

  it('S08, S09, S10: refuses a nonce that is missing, foreign, a number, a list or an object', async () => {
    for (const nonce of [undefined, null, 'other', 7, ['x'], { $ne: 1 }]) {
      const login = await gate.login();
      const own = Array.isArray(nonce) ? [login.nonce] : nonce;
      refused(await gate.launch(login, gate.lms.sign(gate.claimsFor(login, { nonce: own }))), 401);
    }
  });

  it('S11: refuses the nonce of another login of the same person', async () => {
    const [first, second] = [await gate.login(), await gate.login()];
    const cookie = `${first.cookie}; ${second.cookie}`;
    refused(await gate.launch(first, gate.lms.sign(gate.claimsFor(second)), { cookie }), 401);
  });

  it('S12: opens nothing in a browser that did not begin the login', async () => {
    const attacker = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(attacker));
    const victim = await gate.login();
    refused(await gate.launch(attacker, token, { cookie: victim.cookie }), 401);
    const another = await gate.login();
    refused(await gate.launch(another, gate.lms.sign(gate.claimsFor(another)), {}), 401);
  });

  it('S12: offers a tab of its own, with the platform’s parameters escaped', async () => {
    const login = await gate.login({ lti_message_hint: '"><script>alert(1)</script>' });
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)), {});
    expect(answer.body).to.include('action="/lti/login"').and.include('target="_blank"');
    expect(answer.body).to.not.include('<script>alert');
  });

  it('S19: refuses a state with blanks, semicolons or control characters', async () => {
    for (const state of ['a b', 'a;b', 'a\r\nb', 'a\u0000b', '<script>']) {
      refused(await post(formBody({ state })), 400);
      refused(await post(formBody({ state, id_token: 'x.y.z' })), 400);
    }
    expect((await gate.arrive()).status).to.equal(303);
  });

  it('S20: refuses JSON, operators and lists, and goes on living', async () => {
    const json = { 'content-type': 'application/json' };
    refused(await post('{"state":{"$ne":1}}', json), 400);
    refused(await post('{"state":["x"]}', json), 400);
    refused(await post('state[$ne]=1&id_token=x'), 400);
    refused(await post('state=a&state=b&id_token=x'), 400);
    expect((await gate.arrive()).status).to.equal(303);
  });

  for (const [error, status, words] of [
    ['login_required', 401, 'Sign in to your LMS'],
    ['launch_no_longer_valid', 400, 'open the activity again'],
    ['access_denied', 403, 'may not open this activity'],
    ['something_else', 400, 'answered with an error'],
  ] as const) {
    it(`S21: explains ${error}, uses the login up and shows nothing that was sent`, async () => {
      const login = await gate.login();
      const fields = { error, error_description: '<b>leaked</b>', state: login.state };
      const answer = await post(formBody(fields), { ...formHeaders, cookie: login.cookie });
      refused(answer, status);
      expect(answer.body).to.include(words).and.not.include('leaked');
      refused(await gate.launch(login, gate.lms.sign(gate.claimsFor(login))), 401);
    });
  }

  it('S22: a token that is refused burns nothing, up to ten times', async () => {
    const login = await gate.login();
    const good = gate.lms.sign(gate.claimsFor(login));
    const forged = `${good.slice(0, -6)}AAAAAA`;
    for (let tries = 0; tries < 9; tries += 1) refused(await gate.launch(login, forged, {}), 401);
    expect((await gate.launch(login, good)).status).to.equal(303);
  });

  it('S22: after ten refused tokens the login is gone', async () => {
    const login = await gate.login();
    const good = gate.lms.sign(gate.claimsFor(login));
    for (let tries = 0; tries < 10; tries += 1) refused(await gate.launch(login, 'x.y.z', {}), 401);
    refused(await gate.launch(login, good), 401);
  });

  it('S23: takes no token from an address', async () => {
    const login = await gate.login();
    const token = gate.lms.sign(gate.claimsFor(login));
    const answer = await gate.call({
      path: `/lti/launch?${formBody({ state: login.state, id_token: token })}`,
      headers: { cookie: login.cookie },
    });
    refused(answer, 405);
    expect(answer.headers.allow).to.equal('POST');
    const inQuery = `/lti/launch?${formBody({ state: login.state, id_token: token })}`;
    refused(await post('', { ...formHeaders, cookie: login.cookie }, inQuery), 400);
  });

  it('S24, S25: knows no other launch address', async () => {
    const login = await gate.login();
    const body = formBody({ state: login.state, id_token: gate.lms.sign(gate.claimsFor(login)) });
    for (const path of ['/', '/lti', '/lti/launch/', '/LTI/launch', '/lti/other', '//evil.example/x', '/launch']) {
      const answer = await post(body, { ...formHeaders, cookie: login.cookie }, path);
      expect(answer.status, path).to.equal(404);
      expect(answer.headers.location, path).to.equal(undefined);
    }
    expect(gate.launches).to.deep.equal([]);
  });

  it('T14: refuses a token of another registered platform under this login', async () => {
    const other = await openGate();
    await gate.add(other.lms, { clientId: 'client-1', name: 'Other' });
    const login = await gate.login();
    const token = other.lms.sign({ ...gate.claimsFor(login), iss: other.lms.origin });
    refused(await gate.launch(login, token), 401);
    await other.close();
  });

  it('T17: refuses a token for another client of the same issuer', async () => {
    await gate.add(gate.lms, { clientId: 'client-2' });
    const login = await gate.login();
    refused(await gate.launch(login, gate.lms.sign(gate.claimsFor(login, { aud: 'client-2' }))), 401);
  });

  it('refuses a deployment other than the login announced', async () => {
    const login = await gate.login({ lti_deployment_id: 'deployment-2' });
    refused(await gate.launch(login, gate.lms.sign(gate.claimsFor(login))), 401);
  });

  it('refuses people of a platform that was switched off between login and launch', async () => {
    const login = await gate.login();
    await gate.house.registry.disable(gate.platform.id);
    refused(await gate.launch(login, gate.lms.sign(gate.claimsFor(login))), 403);
  });

  it('C07: a closed platform refuses deployments that nobody listed, and the log says so', async () => {
    const closed = await openGate({ deployments: ['deployment-1'] });
    expect(closed.platform.policy).to.equal('closed');
    expect((await closed.arrive()).status).to.equal(303);
    const answer = await closed.arrive({ [claims.deploymentId]: 'deployment-9' });
    expect(answer.status).to.equal(403);
    expect(answer.body).to.include('not enabled');
    expect(answer.setCookies).to.deep.equal([]);
    expect(closed.logged.map(({ event }) => event)).to.include('lti.deployment-refused');
    await closed.close();
  });

  it('C07: a deployment that was switched off is refused', async () => {
    expect((await gate.arrive()).status).to.equal(303);
    await gate.house.registry.setDeployment(gate.platform.id, 'deployment-1', 'disabled');
    expect((await gate.arrive()).status).to.equal(403);
  });

  it('C08: an open platform records a new deployment and gives it no more than any other', async () => {
    expect((await gate.arrive({ [claims.deploymentId]: 'deployment-9' })).status).to.equal(303);
    expect((await gate.arrive({ [claims.deploymentId]: 'deployment-9' })).status).to.equal(303);
    expect(gate.launches.map(({ launch }) => launch.isNewDeployment)).to.deep.equal([true, false]);
    expect(gate.launches[0]!.launch.roles.strongest).to.equal('learner');
    const platform = await gate.house.registry.get(gate.platform.id);
    expect(platform!.deployments).to.deep.equal([{ id: 'deployment-9', status: 'enabled', origin: 'recorded' }]);
  });

  it('C12: the signed target wins over the one of the login', async () => {
    const login = await gate.login({ target_link_uri: `${publicUrl}/lti/launch?from=login` });
    const target = `${publicUrl}/lti/launch?from=token`;
    await gate.launch(login, gate.lms.sign(gate.claimsFor(login, { [claims.targetLinkUri]: target })));
    expect(gate.launches[0]!.launch.targetLinkUri).to.equal(target);
  });

  it('D01: an instructor’s deep linking request opens a session with what is asked for', async () => {
    const answer = await gate.arrive({ ...deepLinking(), [claims.roles]: [instructor] });
    expect(answer.status).to.equal(303);
    const { launch } = gate.launches[0]!;
    expect(launch.messageType).to.equal('deep-linking');
    expect(launch.deepLinking).to.include({ returnUrl: 'https://lms.example/return?id=1', acceptMultiple: false });
  });

  it('D12: a learner’s deep linking request is refused', async () => {
    refused(await gate.arrive(deepLinking()), 403);
  });

  it('a submission review reaches the application with the person whose work it is about', async () => {
    const answer = await gate.arrive({
      [claims.messageType]: 'LtiSubmissionReviewRequest',
      [claims.roles]: [instructor],
      [claims.forUser]: { user_id: 'user-9' },
      [claims.resourceLink]: null,
    });
    expect(answer.status).to.equal(303);
    expect(gate.launches[0]!.launch).to.deep.include({
      messageType: 'submission-review',
      forUser: { sub: 'user-9', name: null },
      resourceLink: null,
    });
  });

  it('X11: whatever cookies come along, every launch opens a session of its own', async () => {
    const login = await gate.login();
    const headers = { cookie: `${login.cookie}; __Host-s-L1=chosen-by-somebody` };
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)), headers);
    expect(answer.cookies).to.deep.equal(['__Host-s-L1=secret']);
    expect((await gate.arrive()).headers.location).to.equal('/s/L2/');
  });

  it('X07: never answers another origin with CORS headers', async () => {
    const headers = { origin: 'https://evil.example' };
    const jwks = `/lti/jwks/${gate.platform.id}.json`;
    for (const exchange of [
      { path: `/lti/login?${formBody(gate.parameters())}`, headers },
      { path: jwks, headers },
      { method: 'OPTIONS', path: '/lti/launch', headers: { ...headers, 'access-control-request-method': 'POST' } },
      { method: 'POST', path: '/lti/launch', headers: { ...headers, ...formHeaders }, body: 'state=x' },
    ]) {
      const names = Object.keys((await gate.call(exchange)).headers).filter((name) =>
        name.startsWith('access-control'),
      );
      expect(names).to.deep.equal([]);
    }
  });

  it('E07: a login begun at one instance is finished at another over the same stores', async () => {
    const login = await gate.login();
    await gate.moveToAnotherInstance();
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)));
    expect(answer.status).to.equal(303);
  });
});

/** Claims that make the launch a deep linking request. */
function deepLinking(): object {
  return {
    [claims.messageType]: 'LtiDeepLinkingRequest',
    [claims.resourceLink]: undefined,
    [claims.deepLinkingSettings]: {
      deep_link_return_url: 'https://lms.example/return?id=1',
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['iframe'],
      accept_multiple: false,
      data: 'echo',
    },
  };
}
