// Launches without cookies: the platform's storage proves the browser, our own page says so, and a tab of its own opens.
import { expect } from 'chai';
import { formBody, formHeaders } from './support/http-call.ts';
import { begun, openGate, publicUrl, unescaped } from './support/gate.ts';
import type { BegunLogin, TestGate } from './support/gate.ts';

describe('a launch without cookies', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  const attribute = (html: string, name: string): string =>
    unescaped(new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1] ?? '');

  /** The login in a frame whose cookies do not come back; what the page would put into the storage. */
  async function loginInFrame(): Promise<BegunLogin & { value: string }> {
    const answer = await gate.call({
      path: `/lti/login?${formBody(gate.parameters({ lti_storage_target: 'post_message_forwarding' }))}`,
      headers: { 'sec-fetch-dest': 'iframe' },
    });
    return { ...begun(answer), value: attribute(answer.body, 'storage-value') };
  }

  /** The launch post, as a browser without our cookies sends it. */
  async function launchWithoutCookie(login: BegunLogin) {
    const answer = await gate.launch(login, gate.lms.sign(gate.claimsFor(login)), {});
    return { answer, ticket: attribute(answer.body, 'ticket') };
  }

  const scriptHeaders = {
    'content-type': 'application/json',
    'x-resit-launch': '1',
    'sec-fetch-site': 'same-origin',
    origin: publicUrl,
  };
  const goOn = (body: object, headers: Record<string, string> = scriptHeaders) =>
    gate.call({ method: 'POST', path: '/lti/launch/continue', headers, body: JSON.stringify(body) });

  it('S16: the secret read back from the storage opens the session', async () => {
    const login = await loginInFrame();
    expect(attribute(login.answer.body, 'storage-origin')).to.equal(gate.lms.origin);
    const { answer, ticket } = await launchWithoutCookie(login);
    expect(answer.status).to.equal(200);
    expect(answer.setCookies).to.deep.equal([]);
    expect(answer.body).to.not.include(login.value);
    expect(gate.launches).to.deep.equal([]);

    const opened = await goOn({ ticket, value: login.value });
    expect(opened.status).to.equal(200);
    expect(opened.cookies).to.deep.equal(['__Host-s-L1=secret']);
    expect(JSON.parse(opened.body)).to.include({ to: '/s/L1/' });
    expect(gate.launches[0]!.launch.person.sub).to.equal('user-7');
  });

  it('S16: a tab of its own opens by a ticket, once, from our page only', async () => {
    const login = await loginInFrame();
    const { ticket } = await launchWithoutCookie(login);
    const { windowTicket } = JSON.parse((await goOn({ ticket, value: login.value })).body) as { windowTicket: string };
    const open = (headers: Record<string, string>) =>
      gate.call({
        method: 'POST',
        path: '/lti/launch/window',
        headers: { ...formHeaders, ...headers },
        body: formBody({ ticket: windowTicket }),
      });
    expect((await open({ 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    expect((await open({ origin: 'null' })).status).to.equal(403);
    const opened = await open({ 'sec-fetch-site': 'same-origin', origin: 'null' });
    expect(opened.status).to.equal(303);
    expect(opened.headers.location).to.equal('/s/L2/');
    expect(opened.cookies).to.deep.equal(['__Host-s-L2=secret']);
    expect((await open({ 'sec-fetch-site': 'same-origin' })).status).to.equal(401);
  });

  it('S18: the storage is the one that the login named, also when the launch names none', async () => {
    const { answer } = await launchWithoutCookie(await loginInFrame());
    expect(attribute(answer.body, 'storage-target')).to.equal('post_message_forwarding');
    expect(attribute(answer.body, 'storage-origin')).to.equal(gate.lms.origin);
  });

  it('S13: another site cannot bring the value, however right it is', async () => {
    const login = await loginInFrame();
    const { ticket } = await launchWithoutCookie(login);
    const right = { ticket, value: login.value };
    const { origin: _origin, 'sec-fetch-site': _site, 'x-resit-launch': _header, ...bare } = scriptHeaders;
    for (const headers of [
      { ...scriptHeaders, 'sec-fetch-site': 'cross-site' },
      { ...scriptHeaders, 'sec-fetch-site': 'same-site' },
      { ...scriptHeaders, origin: 'https://evil.example' },
      { ...bare, 'x-resit-launch': '1', origin: 'https://evil.example' },
      { ...bare, 'x-resit-launch': '1', origin: 'null' },
      { ...bare, 'x-resit-launch': '1' },
      { ...bare, 'sec-fetch-site': 'same-origin' },
      { ...scriptHeaders, 'content-type': 'text/plain' },
      { ...scriptHeaders, ...formHeaders },
    ]) {
      expect((await goOn(right, headers)).status, JSON.stringify(headers)).to.equal(403);
    }
    const form = await gate.call({
      method: 'POST',
      path: '/lti/launch/continue',
      headers: { ...formHeaders, origin: 'https://evil.example' },
      body: formBody(right),
    });
    expect(form.status).to.equal(403);
    expect(gate.launches).to.deep.equal([]);
    expect((await goOn(right)).status).to.equal(200);
  });

  it('S15: a wrong value opens nothing and uses the ticket up', async () => {
    const login = await loginInFrame();
    const { answer, ticket } = await launchWithoutCookie(login);
    expect(answer.body).to.include('id="new-tab"');
    const wrong = await goOn({ ticket, value: 'wrong' });
    expect(wrong.status).to.equal(403);
    expect(wrong.setCookies).to.deep.equal([]);
    expect((await goOn({ ticket, value: login.value })).status).to.equal(401);
    expect(gate.launches).to.deep.equal([]);
  });

  it('a ticket is good for ten minutes', async () => {
    const login = await loginInFrame();
    const { ticket } = await launchWithoutCookie(login);
    gate.clock.move(10 * 60_000);
    expect((await goOn({ ticket, value: login.value })).status).to.equal(401);
  });

  it('the policy is asked again: a platform that was switched off meanwhile stays shut', async () => {
    const login = await loginInFrame();
    const { ticket } = await launchWithoutCookie(login);
    await gate.house.registry.disable(gate.platform.id);
    expect((await goOn({ ticket, value: login.value })).status).to.equal(403);
  });

  it('members of other types are refused', async () => {
    for (const body of [{}, { ticket: { $ne: 1 }, value: 'x' }, [], { ticket: 'x', value: ['y'] }]) {
      expect((await goOn(body)).status).to.equal(400);
    }
  });
});
