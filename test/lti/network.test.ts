// Our calls to the outside: which addresses are called at all, and what ends a call.
import { expect } from 'chai';
import { kindOfAddress } from '../../lti/addresses.ts';
import { network, NetworkFailure } from '../../lti/network.ts';
import type { Network } from '../../lti/network.ts';
import { checkPlatformUrl } from '../../lti/platform-url.ts';
import { fakePlatform } from './support/fake-platform.ts';
import type { FakePlatform } from './support/fake-platform.ts';

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'answered',
    (error: unknown) => (error instanceof NetworkFailure ? error.reason : String(error)),
  );
}

describe('the network', () => {
  let lms: FakePlatform;
  before(async () => {
    lms = await fakePlatform();
  });
  after(() => lms.close());

  const outside = (addresses: string[], allowLocal = true): Network =>
    network({
      allowLocal,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });

  it('connects to the address that was checked, not to a second look-up', async () => {
    const answer = await outside(['127.0.0.1']).send({
      method: 'GET',
      url: `http://lms.internal.example:${lms.port}/jwks`,
    });
    expect(answer.status).to.equal(200);
    expect(lms.requests('/jwks').at(-1)!.headers.host).to.equal(`lms.internal.example:${lms.port}`);
  });

  it('R03: calls no private address unless the settings allow it, also behind a public name', async () => {
    for (const address of ['127.0.0.1', '10.1.2.3', '192.168.0.1', '::1', 'fd00::1', '::ffff:127.0.0.1']) {
      const call = outside(['93.184.216.34', address], false).send({ method: 'GET', url: 'https://lms.example/' });
      expect(await failureOf(call), address).to.equal('refused');
    }
    expect(await failureOf(outside([], false).send({ method: 'GET', url: `${lms.origin}/jwks` }))).to.equal('refused');
  });

  it('never calls metadata, multicast or reserved addresses', async () => {
    for (const address of [
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '100.64.0.1',
      'fe80::1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ]) {
      expect(kindOfAddress(address), address).to.equal('forbidden');
      const call = outside([address]).send({ method: 'GET', url: 'https://lms.example/' });
      expect(await failureOf(call), address).to.equal('refused');
    }
    expect(kindOfAddress('93.184.216.34')).to.equal('public');
    expect(kindOfAddress('2606:2800:220:1::1')).to.equal('public');
    expect(kindOfAddress('nonsense')).to.equal('forbidden');
  });

  it('calls a public host over https only', async () => {
    expect(await failureOf(outside(['93.184.216.34']).send({ method: 'GET', url: 'http://lms.example/' }))).to.equal(
      'refused',
    );
  });

  it('follows redirects of a GET within the origin, and no other', async () => {
    lms.on('GET', '/here', () => ({ status: 302, headers: { location: '/jwks' } }));
    lms.on('GET', '/away', () => ({ status: 302, headers: { location: 'https://evil.example/' } }));
    lms.on('GET', '/round', () => ({ status: 302, headers: { location: '/round' } }));
    lms.on('POST', '/here', () => ({ status: 307, headers: { location: '/token' } }));
    const local = network({ allowLocal: true });
    const status = async (method: 'GET' | 'POST', path: string): Promise<number> =>
      (await local.send({ method, url: lms.origin + path })).status;
    expect(await status('GET', '/here')).to.equal(200);
    expect(await status('GET', '/away')).to.equal(302);
    expect(await status('GET', '/round')).to.equal(302);
    expect(await status('POST', '/here')).to.equal(307);
  });

  it('gives up on silence, and on answers without end', async () => {
    lms.on('GET', '/silent', () => null);
    lms.on('GET', '/large', () => ({ body: 'x'.repeat(2_000) }));
    const local = network({ allowLocal: true, timeoutMs: 60 });
    expect(await failureOf(local.send({ method: 'GET', url: `${lms.origin}/silent` }))).to.equal('timeout');
    const large = local.send({ method: 'GET', url: `${lms.origin}/large`, maxBytes: 1_000, timeoutMs: 2_000 });
    expect(await failureOf(large)).to.equal('too-large');
    expect(await failureOf(local.send({ method: 'GET', url: 'http://127.0.0.1:1/' }))).to.equal('unreachable');
  });

  it('judges addresses by their text as far as that goes', () => {
    const isFine = (url: string, allowLocal: boolean): boolean => checkPlatformUrl(url, { allowLocal }).ok;
    for (const url of ['https://lms.example/a?b=c', 'https://93.184.216.34/']) {
      expect([isFine(url, false), isFine(url, true)], url).to.deep.equal([true, true]);
    }
    for (const url of [
      'http://localhost:8080/',
      'https://localhost/',
      'http://[::1]:1/',
      'https://10.0.0.1/',
      'http://0x7f.1/',
    ]) {
      expect([isFine(url, false), isFine(url, true)], url).to.deep.equal([false, true]);
    }
    for (const url of [
      'http://93.184.216.34/',
      'https://169.254.169.254/',
      'ftp://lms.example/',
      'lms.example',
      '',
      'https://a b/',
    ]) {
      expect([isFine(url, false), isFine(url, true)], url).to.deep.equal([false, false]);
    }
  });

  it('vets http by looking the name up, and https by its text alone', async () => {
    const vet = async (url: string, addresses: string[], allowLocal = true): Promise<boolean> =>
      (await outside(addresses, allowLocal).vet(url)).ok;
    expect(await vet('http://moodle.test/', ['10.0.0.5'])).to.equal(true);
    expect(await vet('http://moodle.test/', ['93.184.216.34'])).to.equal(false);
    expect(await vet('http://moodle.test/', [])).to.equal(false);
    expect(await vet('http://moodle.test/', ['10.0.0.5'], false)).to.equal(false);
    expect(await vet('https://moodle.test/', [])).to.equal(true);
  });
});
