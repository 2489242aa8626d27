// Grades on their way into a platform's gradebook: what is sent, where, with which token, and what each answer means.
import { expect } from 'chai';
import { accessTokens } from '../../lti/access-tokens.ts';
import { canvasSubmission, claims, mediaTypes, scopes } from '../../lti/claims.ts';
import { gradebook } from '../../lti/gradebook.ts';
import { network } from '../../lti/network.ts';
import type { Gradebook, Platform, ScoreToSend } from '../../lti/ports.ts';
import { readLaunch } from '../../lti/read-launch.ts';
import { serviceClient } from '../../lti/service-client.ts';
import type { Reply } from './support/fake-platform.ts';
import { openGate, studentClaims } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

const rules = { allowLocal: true };

describe('the gradebook', () => {
  let gate: TestGate;
  let book: Gradebook;
  beforeEach(async () => {
    gate = await openGate({ kind: 'moodle' });
    book = gate.house.gradebook;
  });
  afterEach(() => gate.close());

  const score = (more: Partial<ScoreToSend> = {}): ScoreToSend => ({
    platformId: gate.platform.id,
    lineItem: `${gate.lms.origin}/items/1/lineitem`,
    lookUp: { lineItems: `${gate.lms.origin}/items?type_id=7`, resourceLinkId: 'link-1', resourceId: 'exam-1' },
    userId: 'user-7',
    scoreGiven: 76.4,
    scoreMaximum: 100,
    timestamp: gate.clock.nowMs(),
    submittedAt: gate.clock.nowMs() - 5_000,
    comment: null,
    isNewSubmission: true,
    reviewUrl: null,
    ...more,
  });
  const scoresPath = '/items/1/lineitem/scores';
  const replies = (...list: Reply[]): void => {
    let next = 0;
    gate.lms.on('POST', scoresPath, () => list[Math.min(next++, list.length - 1)]!);
  };
  const posted = (): Record<string, unknown>[] =>
    gate.lms.requests(scoresPath).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  it('A01: posts a complete final score with the exact media type and a token', async () => {
    replies({ status: 200 });
    const outcome = await book.submit(score());
    expect(outcome).to.deep.equal({ kind: 'sent', lineItem: score().lineItem });
    const [request] = gate.lms.requests(scoresPath);
    expect(request!.headers).to.include({ 'content-type': mediaTypes.score, authorization: 'Bearer token-1' });
    expect(request!.headers['user-agent']).to.match(/^Resit/);
    expect(posted()[0]).to.deep.equal({
      userId: 'user-7',
      scoreGiven: 76.4,
      scoreMaximum: 100,
      timestamp: '2026-11-23T15:00:00.000Z',
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      submission: { submittedAt: '2026-11-23T14:59:55.000Z' },
    });
  });

  it('A01: asks for the score scope only, with an assertion signed by a published key', async () => {
    replies({ status: 200 });
    await book.submit(score());
    const body = new URLSearchParams(gate.lms.requests('/token')[0]!.body);
    expect(body.get('scope')).to.equal(scopes.score);
    const [header, payload] = body.get('client_assertion')!.split('.').slice(0, 2).map(decodedPart);
    const jwks = await gate.house.toolKeys.publicJwks(gate.platform.id);
    expect(jwks.keys.map(({ kid }) => kid)).to.include(header!['kid']);
    const nowS = gate.clock.nowMs() / 1000;
    expect(payload).to.include({ iss: 'client-1', sub: 'client-1', aud: `${gate.lms.origin}/token`, iat: nowS - 5 });
    expect(Number(payload!['exp']) - nowS).to.be.within(60, 300);
    expect(String(payload!['jti']).length).to.be.at.least(22);
  });

  it('A02: puts /scores and /results in front of the query', async () => {
    gate.lms.on('POST', scoresPath, ({ path }) => ({ status: path.endsWith('?type_id=7') ? 200 : 400 }));
    expect((await book.submit(score({ lineItem: `${score().lineItem}?type_id=7` }))).kind).to.equal('sent');
    gate.lms.on('GET', '/items/1/lineitem/results', ({ path }) => ({
      status: path.includes('limit') ? 404 : 200,
      body: JSON.stringify([{ userId: 7, resultScore: 88, resultMaximum: 100, comment: null, id: 'x' }, { broken: 1 }]),
    }));
    const results = await book.results(gate.platform.id, `${score().lineItem}?type_id=7`, 'user 7');
    expect(results).to.deep.equal({ ok: true, results: [{ userId: '7', score: 88, maximum: 100, comment: null }] });
    expect(gate.lms.requests('/items/1/lineitem/results')[0]!.path).to.match(/\?type_id=7&user_id=user(\+|%20)7$/);
  });

  it('A03: a launch without gradebook, or without the score scope, says why nothing will be sent', () => {
    const read = (endpoint: unknown) =>
      readLaunch(
        { ...studentClaims(gate.lms, 'n', gate.clock.nowMs()), [claims.gradeService]: endpoint },
        {
          platform: gate.platform,
          isNewDeployment: false,
          messageType: 'resource-link',
          loginTarget: '',
          rules,
          nowMs: gate.clock.nowMs(),
        },
      ).grades;
    const lineitem = `${gate.lms.origin}/items/1/lineitem`;
    expect(read(null))
      .to.include({ usable: false })
      .and.property('reason')
      .match(/no gradebook/);
    expect(read({ lineitem, scope: [scopes.lineItems] }))
      .to.include({ usable: false })
      .and.property('reason')
      .match(/scope/);
    expect(read({ lineitem: 7, scope: 'x' })).to.include({ usable: false });
    expect(read({ lineitem, scope: [scopes.score] })).to.deep.include({
      usable: true,
      reason: null,
      lineItem: lineitem,
    });
  });

  it('A05: a platform that is down is tried again later, and what is sent then is the same score', async () => {
    replies({ status: 503 }, { status: 200 });
    expect(await book.submit(score())).to.include({ kind: 'retry', because: 'unavailable' });
    gate.clock.move(30_000);
    expect((await book.submit(score({ timestamp: gate.clock.nowMs() }))).kind).to.equal('sent');
    expect(posted().map(({ scoreGiven }) => scoreGiven)).to.deep.equal([76.4, 76.4]);
  });

  it('A06: throttling is waited for, with and without Retry-After, also in Canvas’s way', async () => {
    const cases: [Reply, number][] = [
      [{ status: 429, headers: { 'retry-after': '120' } }, 120_000],
      [{ status: 429 }, 60_000],
      [{ status: 429, headers: { 'retry-after': 'Mon, 23 Nov 2026 15:05:00 GMT' } }, 300_000],
      [{ status: 403, headers: { 'x-rate-limit-remaining': '0.0' } }, 60_000],
      [{ status: 403, body: '403 Forbidden (Rate Limit Exceeded)' }, 60_000],
      [{ status: 503, headers: { 'retry-after': '10' } }, 10_000],
    ];
    for (const [reply, waitMs] of cases) {
      replies(reply);
      expect(await book.submit(score())).to.include({ kind: 'retry-after', waitMs });
    }
  });

  it('A07: a token that is refused is dropped: one new token, one more try', async () => {
    replies({ status: 200 });
    await book.submit(score());
    gate.lms.on('POST', scoresPath, ({ headers }) => ({
      status: headers.authorization === 'Bearer token-2' ? 200 : 401,
    }));
    expect((await book.submit(score())).kind).to.equal('sent');
    expect(gate.lms.requests('/token').length).to.equal(2);
    gate.lms.on('POST', scoresPath, () => ({ status: 401 }));
    expect((await book.submit(score())).kind).to.equal('permanent');
    expect(gate.lms.requests('/token').length).to.equal(3);
  });

  it('A09: a platform that never answers is given up after the time-out', async () => {
    gate.lms.on('POST', scoresPath, () => null);
    const impatient = bookOf(gate, 60);
    expect(await impatient.submit(score())).to.include({ kind: 'retry', because: 'unavailable' });
  });

  it('A10: sends the caller’s timestamps, and calls for a later one when the platform has that second', async () => {
    let last = '';
    gate.lms.on('POST', scoresPath, ({ body }) => {
      const { timestamp } = JSON.parse(body) as { timestamp: string };
      const isLater = timestamp.slice(0, 19) > last.slice(0, 19);
      if (isLater) last = timestamp;
      return { status: isLater ? 200 : 409 };
    });
    expect((await book.submit(score())).kind).to.equal('sent');
    expect(await book.submit(score())).to.include({ kind: 'retry', because: 'timestamp' });
    expect((await book.submit(score({ timestamp: gate.clock.nowMs() + 1_000 }))).kind).to.equal('sent');
  });

  it('A10: understands Canvas’s way to say the same', async () => {
    replies({ status: 400, body: 'Provided timestamp of 2026-11-23 before last updated timestamp' });
    expect(await book.submit(score())).to.include({ kind: 'retry', because: 'timestamp' });
  });

  it('A11: an old grade bears the time of sending, and the time of handing in beside it', async () => {
    replies({ status: 200 });
    const submittedAt = gate.clock.nowMs();
    gate.clock.move(86_400_000);
    await book.submit(score({ timestamp: gate.clock.nowMs(), submittedAt }));
    expect(posted()[0]).to.deep.include({
      timestamp: '2026-11-24T15:00:00.000Z',
      submission: { submittedAt: '2026-11-23T15:00:00.000Z' },
    });
  });

  it('A12: every score is final: there is no way to send progress that would clear a grade', async () => {
    replies({ status: 200 });
    await book.submit(score({ isNewSubmission: false, scoreGiven: 0 }));
    expect(posted()[0]).to.include({ scoreGiven: 0, activityProgress: 'Completed', gradingProgress: 'FullyGraded' });
  });

  it('empties a cell only when asked to withdraw', async () => {
    replies({ status: 200 });
    const { platformId, lineItem, lookUp, userId, timestamp } = score();
    expect((await book.withdraw({ platformId, lineItem, lookUp, userId, timestamp })).kind).to.equal('sent');
    expect(posted()[0]).to.include({ gradingProgress: 'NotReady' }).and.not.have.property('scoreGiven');
  });

  it('A17: a column that has gone is looked up once, by link, then by exam', async () => {
    replies({ status: 404 });
    const other = `${gate.lms.origin}/items/2/lineitem`;
    gate.lms.on('GET', '/items', ({ path, headers }) => ({
      status: headers.accept === mediaTypes.lineItems && path === '/items?type_id=7' ? 200 : 400,
      body: JSON.stringify([
        { id: score().lineItem, resourceLinkId: 'link-1' },
        { id: other, resourceId: 'exam-1' },
      ]),
    }));
    gate.lms.on('POST', '/items/2/lineitem/scores', () => ({ status: 200 }));
    expect(await book.submit(score())).to.deep.equal({ kind: 'sent', lineItem: other });
    gate.lms.on('GET', '/items', () => ({ body: '[]' }));
    expect((await book.submit(score())).kind).to.equal('link-broken');
    expect(gate.lms.requests('/items').length).to.equal(2);
    const nowhere = { lineItems: null, resourceLinkId: null, resourceId: null };
    expect((await book.submit(score({ lookUp: nowhere }))).kind).to.equal('link-broken');
  });

  it('A18: a hundred at once are sent one after the other, with one token', async () => {
    let underWay = 0;
    let most = 0;
    gate.lms.on('POST', scoresPath, async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { status: 200 };
    });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) => book.submit(score({ userId: `user-${n}` }))),
    );
    expect(outcomes.every(({ kind }) => kind === 'sent')).to.equal(true);
    expect(most).to.equal(1);
    expect(gate.lms.requests('/token').length).to.equal(1);
  });

  it('A19: no token goes to a host that is not the platform’s, to plain http, or to a private address', async () => {
    const stranger = await openGate();
    for (const origin of [stranger.lms.origin, 'https://evil.example', 'http://evil.example', 'https://10.0.0.1']) {
      const outcome = await book.submit(score({ lineItem: `${origin}/items/1/lineitem` }));
      expect(outcome.kind, origin).to.equal('permanent');
    }
    expect(stranger.lms.received).to.deep.equal([]);
    expect(gate.lms.received).to.deep.equal([]);
    await stranger.close();
  });

  it('A19: a named service host may have them', async () => {
    const second = await openGate();
    const host = new URL(second.lms.origin).host;
    const platform = await gate.add(gate.lms, { clientId: 'client-2', serviceHosts: [host] });
    second.lms.on('POST', scoresPath, () => ({ status: 200 }));
    const lineItem = `${second.lms.origin}/items/1/lineitem`;
    expect((await book.submit(score({ platformId: platform.id, lineItem }))).kind).to.equal('sent');
    await second.close();
  });

  it('A20: a token with less than a minute left is not used', async () => {
    replies({ status: 200 });
    await book.submit(score());
    gate.clock.move(3_600_000 - 61_000);
    await book.submit(score());
    expect(gate.lms.requests('/token').length).to.equal(1);
    gate.clock.move(1_000);
    await book.submit(score());
    expect(gate.lms.requests('/token').length).to.equal(2);
  });

  it('A21: a bare token in a page of text is enough; a missing scope is said', async () => {
    replies({ status: 200 });
    const bare = (body: object): void =>
      gate.lms.on('POST', '/token', () => ({ headers: { 'content-type': 'text/html' }, body: JSON.stringify(body) }));
    bare({ access_token: 't' });
    expect((await book.submit(score())).kind).to.equal('sent');
    gate.clock.move(3_600_000);
    bare({ access_token: 't', expires_in: '3600', scope: scopes.lineItems });
    const outcome = await book.submit(score());
    expect(outcome.kind).to.equal('permanent');
    expect(outcome)
      .to.have.property('words')
      .match(/did not grant: score/);
    bare({ access_token: 't', scope: scopes.score });
    expect((await book.submit(score())).kind).to.equal('sent');
  });

  it('a token endpoint that refuses is tried again later, with its code in the words', async () => {
    gate.lms.on('POST', '/token', () => ({
      status: 400,
      body: '{"error":"invalid_client","error_description":"<x>"}',
    }));
    const outcome = await book.submit(score());
    expect(outcome).to.include({ kind: 'retry', because: 'unavailable' });
    expect(outcome).to.have.property('words').include('invalid_client').and.not.include('<x>');
  });

  it('refusals of the person are permanent and say so', async () => {
    for (const status of [400, 403, 422]) {
      replies({ status, body: 'Incorrect score received' });
      expect((await book.submit(score())).kind, String(status)).to.equal('permanent');
    }
  });

  it('sends nothing for a platform that was switched off', async () => {
    await gate.house.registry.disable(gate.platform.id);
    expect((await book.submit(score())).kind).to.equal('permanent');
    expect(gate.lms.received).to.deep.equal([]);
  });

  describe('at Canvas', () => {
    let canvas: Platform;
    beforeEach(async () => {
      canvas = await gate.add(gate.lms, { clientId: 'canvas-1', kind: 'canvas' });
      replies({ status: 200 });
    });

    it('A11: the time of handing in goes into its extension, never after the time of sending', async () => {
      await book.submit(score({ platformId: canvas.id, submittedAt: gate.clock.nowMs() + 90_000 }));
      expect(posted()[0]![canvasSubmission]).to.deep.equal({
        new_submission: true,
        submission_type: 'none',
        submitted_at: '2026-11-23T15:00:00.000Z',
      });
    });
    it('A13: a changed grade is no new attempt', async () => {
      await book.submit(score({ platformId: canvas.id, isNewSubmission: false }));
      expect(posted()[0]![canvasSubmission]).to.deep.equal({ new_submission: false });
    });
    it('SpeedGrader is told where the work is', async () => {
      await book.submit(score({ platformId: canvas.id, reviewUrl: 'https://tool.example/lti/launch?attempt=1' }));
      expect(posted()[0]![canvasSubmission]).to.include({
        submission_type: 'basic_lti_launch',
        submission_data: 'https://tool.example/lti/launch?attempt=1',
      });
    });
  });
});

/** A gradebook over the same platform that waits no longer than this. */
function bookOf(gate: TestGate, timeoutMs: number): Gradebook {
  const { registry, toolKeys: keys } = gate.house;
  const { clock } = gate;
  const outside = network({ ...rules, timeoutMs });
  const tokens = accessTokens({ network: outside, keys, clock, rules });
  return gradebook({ client: serviceClient({ network: outside, tokens, registry, rules }), registry, clock });
}

function decodedPart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}
