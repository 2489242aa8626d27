// Our own keys: made without stopping anybody, rotated with overlap, sealed at rest.
import { createPublicKey, randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import type { Jwk, ToolKeys } from '../../lti/ports.ts';
import { sealing } from '../../lti/sealing.ts';
import { thumbprint, toolKeys } from '../../lti/tool-keys.ts';
import { memoryRows } from './support/memory-stores.ts';
import type { MemoryRows } from './support/memory-stores.ts';
import { movedClock } from './support/moved-clock.ts';
import type { MovedClock } from './support/moved-clock.ts';

const day = 24 * 3_600_000;

describe('our keys', () => {
  let rows: MemoryRows;
  let clock: MovedClock;
  let keys: ToolKeys;
  const masterKey = randomBytes(32);
  beforeEach(async () => {
    rows = memoryRows();
    clock = movedClock();
    keys = toolKeys(rows, sealing([masterKey]), clock);
    await keys.create('p1');
  });

  const published = async (): Promise<string[]> => (await keys.publicJwks('p1')).keys.map(({ kid }) => kid!);
  const signer = async (): Promise<string> => {
    const token = await keys.sign('p1', {}, 60);
    return jwt.decode(token, { complete: true })!.header.kid!;
  };
  const verifies = async (token: string, set: Jwk[]): Promise<boolean> => {
    const key = set.find(({ kid }) => kid === jwt.decode(token, { complete: true })!.header.kid)!;
    return (
      jwt.verify(token, createPublicKey({ key: { ...key }, format: 'jwk' }), {
        ignoreExpiration: true,
        ignoreNotBefore: true,
      }) !== null
    );
  };

  it('are named by their RFC 7638 thumbprint', async () => {
    // The example of RFC 7638, section 3.1.
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj' +
      'hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ' +
      'vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    expect(thumbprint({ kty: 'RSA', n, e: 'AQAB' })).to.equal('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    const { keys: set } = await keys.publicJwks('p1');
    expect(set).to.have.length(1);
    expect(set[0])
      .to.include({ kid: thumbprint(set[0]!), use: 'sig', alg: 'RS256', kty: 'RSA' })
      .and.not.have.property('d');
  });

  it('are of 2048 bits, and every platform has its own', async () => {
    await keys.create('p2');
    const [mine] = (await keys.publicJwks('p1')).keys;
    const [other] = (await keys.publicJwks('p2')).keys;
    expect(Buffer.from(mine!.n, 'base64url').length).to.equal(256);
    expect(mine!.kid).to.not.equal(other!.kid);
    await keys.create('p1');
    expect(await published()).to.deep.equal([mine!.kid]);
  });

  it('K09: are made without holding anybody up', async function () {
    // On a busy machine the process itself may not get its turn.
    this.retries(3);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all(Array.from({ length: 4 }, (_, n) => keys.create(`busy-${n}`)));
    delay.disable();
    // Made synchronously, every turn of the loop would wait for a key; one slow turn may be the machine's.
    expect(delay.percentile(75) / 1e6).to.be.below(50);
  });

  it('K02: rotate in steps: published a day before use, kept a week after', async () => {
    const [first] = await published();
    expect(await keys.rotate('p1')).to.equal('waiting');
    clock.move(89 * day);
    expect(await keys.rotate('p1')).to.equal('published');
    const second = (await published()).find((kid) => kid !== first)!;
    expect(await signer()).to.equal(first);
    clock.move(day - 1);
    expect(await keys.rotate('p1')).to.equal('waiting');
    const late = await keys.sign('p1', {}, 60);
    clock.move(1);
    expect(await keys.rotate('p1')).to.equal('promoted');
    expect(await signer()).to.equal(second);
    expect(await published()).to.have.members([first, second]);
    expect(await verifies(late, (await keys.publicJwks('p1')).keys)).to.equal(true);
    clock.move(7 * day - 1);
    expect(await keys.rotate('p1')).to.equal('waiting');
    clock.move(1);
    expect(await keys.rotate('p1')).to.equal('dropped');
    expect(await published()).to.deep.equal([second]);
  });

  it('sign short assertions, issued a little in the past, each with its own id', async () => {
    const [one, two] = [await keys.sign('p1', { iss: 'c' }, 120), await keys.sign('p1', { iss: 'c' }, 120)];
    const [a, b] = [one, two].map((token) => jwt.decode(token) as Record<string, unknown>);
    const nowS = clock.nowMs() / 1000;
    expect(a).to.include({ iss: 'c', iat: nowS - 5, exp: nowS + 115 });
    expect(a!['jti']).to.not.equal(b!['jti']);
    expect(await verifies(one, (await keys.publicJwks('p1')).keys)).to.equal(true);
  });

  it('are not stored in the clear', () => {
    expect(JSON.stringify(rows.all('toolKey'))).to.not.include('PRIVATE');
  });

  it('K10: a row that was changed, moved or copied signs nothing', async () => {
    const [row] = rows.all('toolKey') as { sealedPrivatePem: Record<string, unknown>; platformId: string }[];
    const sealed = { ...row!.sealedPrivatePem };
    const flipped = Buffer.from(String(sealed['data']), 'base64');
    flipped[0]! ^= 1;
    for (const change of [
      { data: flipped.toString('base64') },
      { tag: randomBytes(16).toString('base64') },
      { tag: '' },
    ]) {
      row!.sealedPrivatePem = { ...sealed, ...change };
      await rejects(keys.sign('p1', {}, 60));
    }
    row!.sealedPrivatePem = sealed;
    row!.platformId = 'p2';
    await rejects(keys.sign('p2', {}, 60));
  });

  it('open with an older master key, and only with a configured one', async () => {
    const next = randomBytes(32);
    const changed = toolKeys(rows, sealing([next, masterKey]), clock);
    expect(await changed.sign('p1', {}, 60)).to.be.a('string');
    await rejects(toolKeys(rows, sealing([next]), clock).sign('p1', {}, 60));
  });
});

async function rejects(work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'signed',
    () => 'refused',
  );
  expect(outcome).to.equal('refused');
}
