// The cache of platform keys: one download for many launches, stale keys when a platform is down, no flood by strangers.
import { expect } from 'chai';
import { network } from '../../lti/network.ts';
import { platformKeys } from '../../lti/platform-keys.ts';
import type { PlatformKeys } from '../../lti/ports.ts';
import { signingKey } from './support/fake-platform.ts';
import { openGate } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('keys of platforms', () => {
  let gate: TestGate;
  let keys: PlatformKeys;
  beforeEach(async () => {
    gate = await openGate();
    keys = platformKeys(network({ allowLocal: true, timeoutMs: 2_000 }), gate.clock);
  });
  afterEach(() => gate.close());

  const get = (kid = gate.lms.key.kid) => keys.get(gate.platform, kid);
  const downloads = (): number => gate.lms.requests('/jwks').length;
  const serve = (reply: object): void => gate.lms.on('GET', '/jwks', () => reply);

  it('K07: ten launches in a minute, also at once, download the set once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => get()));
    gate.clock.move(minute);
    expect(await get()).to.have.nested.property('found.kid', gate.lms.key.kid);
    expect(downloads()).to.equal(1);
  });

  it('are fetched again after ten minutes, or as Cache-Control says, between a minute and a day', async () => {
    for (const [cacheControl, freshMs] of [
      ['', 10 * minute],
      ['public, max-age=3600', hour],
      ['max-age=1', minute],
      ['max-age=99999999', 24 * hour],
    ] as const) {
      keys = platformKeys(network({ allowLocal: true }), gate.clock);
      serve({ headers: { 'cache-control': cacheControl }, body: JSON.stringify(gate.lms.jwks) });
      await get();
      const before = downloads();
      gate.clock.move(freshMs - 1);
      await get();
      expect(downloads() - before, cacheControl).to.equal(0);
      gate.clock.move(1);
      await get();
      expect(downloads() - before, cacheControl).to.equal(1);
    }
  });

  it('K03: a new key of the platform is found at once', async () => {
    await get();
    const rotated = await signingKey('platform-key-2');
    gate.lms.jwks.keys = [rotated.jwk];
    expect(await get('platform-key-2')).to.have.nested.property('found.kid', 'platform-key-2');
  });

  it('T02: unknown key ids cause one download a minute at most', async () => {
    await get();
    for (let n = 0; n < 20; n += 1) expect(await get(`unknown-${n}`)).to.equal('unknown-kid');
    expect(downloads()).to.equal(2);
    gate.clock.move(minute);
    await get('unknown');
    expect(downloads()).to.equal(3);
  });

  it('K04: while the platform is down, known keys are good for a day', async () => {
    await get();
    serve({ status: 503 });
    gate.clock.move(24 * hour - 1);
    expect(await get()).to.have.nested.property('found.kid', gate.lms.key.kid);
    gate.clock.move(1_000);
    expect(await get()).to.equal('unavailable');
  });

  it('K05: while the platform is down, unknown keys are unavailable, and soon tried again', async () => {
    serve({ status: 503 });
    expect(await get()).to.equal('unavailable');
    expect(await get()).to.equal('unavailable');
    expect(downloads()).to.equal(1);
    serve({ body: JSON.stringify(gate.lms.jwks) });
    gate.clock.move(1_000);
    expect(await get()).to.have.property('found');
  });

  it('K06: a set that is too large, no JSON, no set, or sent to another host is unavailable', async () => {
    for (const reply of [
      { body: JSON.stringify({ keys: [], padding: 'x'.repeat(70_000) }) },
      { body: '<html>' },
      { body: '{"keys":{}}' },
      { status: 302, headers: { location: 'https://evil.example/jwks' } },
    ]) {
      keys = platformKeys(network({ allowLocal: true }), gate.clock);
      serve(reply);
      expect(await get()).to.equal('unavailable');
    }
  });

  it('a server that never answers is given up', async () => {
    keys = platformKeys({ send: (call) => network({ allowLocal: true }).send({ ...call, timeoutMs: 60 }) }, gate.clock);
    gate.lms.on('GET', '/jwks', () => null);
    expect(await get()).to.equal('unavailable');
  });

  it('passes over keys that are none', async () => {
    serve({ body: JSON.stringify({ keys: [null, 7, { kid: 'x' }, { ...gate.lms.key.jwk, x5c: ['y'] }] }) });
    expect(await get('x')).to.equal('unknown-kid');
    expect(await get()).to.have.property('found');
  });
});
