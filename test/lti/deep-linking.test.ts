// The answer to a deep linking request: what is in it, where it goes, and that it is given once.
import { expect } from 'chai';
import { load } from 'cheerio';
import jwt from 'jsonwebtoken';
import { claims, deepLinkAnswerClaims } from '../../lti/claims.ts';
import type { DeepLinkAnswerRequest, DeepLinkItem, DeepLinkRequest } from '../../lti/ports.ts';
import { openGate } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

const returnUrl = 'https://lms.example/return?course=2&sesskey=a';

describe('deep linking answers', () => {
  let gate: TestGate;
  let requests = 0;
  before(async () => {
    gate = await openGate();
  });
  after(() => gate.close());

  const request = (more: Partial<DeepLinkRequest> = {}): DeepLinkRequest => ({
    requestId: `request-${(requests += 1)}`,
    returnUrl,
    acceptTypes: ['link', 'ltiResourceLink'],
    acceptMultiple: true,
    acceptLineItem: true,
    title: null,
    text: null,
    data: 'echo me',
    expiresAt: gate.clock.nowMs() + 3_600_000,
    ...more,
  });
  const item = (more: Partial<DeepLinkItem> = {}): DeepLinkItem => ({
    title: 'Mock CPC exam 1',
    text: null,
    url: 'https://tool.example/lti/launch',
    custom: { exam: 'exam-1' },
    lineItem: { scoreMaximum: 100, label: 'Mock CPC exam 1', resourceId: 'exam-1', tag: null },
    opensInNewWindow: false,
    ...more,
  });
  const asking = (more: Partial<DeepLinkAnswerRequest> = {}): DeepLinkAnswerRequest => ({
    platformId: gate.platform.id,
    deploymentId: 'deployment-1',
    request: request(),
    items: [item()],
    message: null,
    errorMessage: null,
    ...more,
  });
  async function answered(more: Partial<DeepLinkAnswerRequest> = {}) {
    const answer = await gate.house.deepLinking.answer(asking(more));
    if (!answer.ok) throw new Error(answer.words);
    const page = load(answer.html);
    const token = String(page('input[type=hidden][name=JWT]').attr('value'));
    return { answer, page, token, message: jwt.decode(token) as Record<string, unknown> };
  }
  const itemsOf = (message: Record<string, unknown>) =>
    message[deepLinkAnswerClaims.contentItems] as Record<string, unknown>[];

  it('D04: hold a signed message with every member that platforms ask for', async () => {
    const { message, token } = await answered();
    const nowS = gate.clock.nowMs() / 1000;
    expect(message).to.deep.include({
      iss: 'client-1',
      aud: gate.lms.origin,
      [claims.deploymentId]: 'deployment-1',
      [claims.version]: '1.3.0',
      [claims.messageType]: 'LtiDeepLinkingResponse',
      [deepLinkAnswerClaims.data]: 'echo me',
      [deepLinkAnswerClaims.contentItems]: [
        {
          type: 'ltiResourceLink',
          title: 'Mock CPC exam 1',
          url: 'https://tool.example/lti/launch',
          custom: { exam: 'exam-1' },
          lineItem: { scoreMaximum: 100, label: 'Mock CPC exam 1', resourceId: 'exam-1' },
        },
      ],
    });
    expect(Number(message['exp']) - nowS).to.be.within(60, 300);
    expect(String(message['nonce']).length).to.be.at.least(22);
    const [key] = (await gate.house.toolKeys.publicJwks(gate.platform.id)).keys;
    expect(jwt.decode(token, { complete: true })!.header).to.include({ alg: 'RS256', kid: key!.kid });
  });

  it('D04: are a page with a form that works without a script, and a script that presses its button', async () => {
    const { answer, page } = await answered();
    expect(page('form').attr()).to.include({ method: 'post', action: returnUrl });
    expect(page('form button[type=submit]').length).to.equal(1);
    const nonce = page('script').attr('nonce');
    const policy = answer.headers['Content-Security-Policy']!;
    expect(page('script').attr('src')).to.equal('/assets/lti/deep-link-answer.js');
    expect(policy)
      .to.include(`'nonce-${nonce}'`)
      .and.match(/form-action 'self' [^;]*https:\/\/lms\.example/);
    expect(policy).to.match(/frame-ancestors [^;]*https:\/\/lms\.example/);
  });

  it('D05: echo no data when none came', async () => {
    expect((await answered({ request: request({ data: null }) })).message).to.not.have.property(
      deepLinkAnswerClaims.data,
    );
  });

  it('D06: hold one item when the platform takes one', async () => {
    const items = [item(), item({ title: 'Second' })];
    expect(itemsOf((await answered({ items })).message).length).to.equal(2);
    const { message } = await answered({ items, request: request({ acceptMultiple: false }) });
    expect(itemsOf(message).map(({ title }) => title)).to.deep.equal(['Mock CPC exam 1']);
  });

  it('D07: say so when the platform takes no exams here', async () => {
    const answer = await gate.house.deepLinking.answer(asking({ request: request({ acceptTypes: ['link'] }) }));
    expect(answer).to.include({ ok: false, reason: 'not-accepted' });
  });

  it('D08: make a gradebook column unless the platform takes none', async () => {
    const { message } = await answered({ request: request({ acceptLineItem: false }) });
    expect(itemsOf(message)[0]).to.not.have.property('lineItem');
    const tagged = item({
      lineItem: { scoreMaximum: 50, label: 'x', resourceId: 'y', tag: 'final' },
      opensInNewWindow: true,
    });
    const [sent] = itemsOf((await answered({ items: [tagged] })).message);
    expect(sent).to.deep.include({
      lineItem: { scoreMaximum: 50, label: 'x', resourceId: 'y', tag: 'final' },
      window: { targetName: '_blank' },
    });
  });

  it('D10: a canceled choice is an empty list; a fault has its own claim, named exactly', async () => {
    const canceled = await answered({ items: [], request: request({ acceptTypes: ['link'] }) });
    expect(itemsOf(canceled.message)).to.deep.equal([]);
    const { message } = await answered({ items: [], errorMessage: 'No exam yet', message: 'See you' });
    expect(message).to.include({
      'https://purl.imsglobal.org/spec/lti-dl/claim/errormsg': 'No exam yet',
      'https://purl.imsglobal.org/spec/lti-dl/claim/msg': 'See you',
    });
  });

  it('D11: are given once per request, and not after an hour', async () => {
    const once = asking();
    expect((await gate.house.deepLinking.answer(once)).ok).to.equal(true);
    expect(await gate.house.deepLinking.answer(once)).to.include({ ok: false, reason: 'already-answered' });
    const late = asking({ request: request({ expiresAt: gate.clock.nowMs() }) });
    expect(await gate.house.deepLinking.answer(late)).to.include({ ok: false, reason: 'expired' });
    expect(await gate.house.deepLinking.answer(asking({ platformId: 'gone' }))).to.include({
      reason: 'unknown-platform',
    });
  });

  it('D03: escape the address they go to', async () => {
    const { answer, page } = await answered({
      request: request({ returnUrl: 'https://lms.example/?a=1&b="><script>x' }),
    });
    expect(page('form').attr('action')).to.equal('https://lms.example/?a=1&b="><script>x');
    expect(answer.html).to.not.include('"><script>x');
  });
});
