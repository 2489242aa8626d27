// The secrets of an embedded installation: made once, whole, for one user; a damaged one is never used.

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../src/config.ts';
import { secretsOf } from '../src/secrets.ts';

describe('the secrets', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'resit-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const secretsIn = (dataDir: string) => {
    const reading = readConfig({ DATA_DIR: dataDir });
    if ('complaints' in reading) throw new Error(reading.complaints.join());
    return secretsOf(reading.config);
  };
  const faultOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => String(error),
    );

  it('are made once, whoever starts at the same time, and only their user reads them', async () => {
    const all = await Promise.all([secretsIn(folder), secretsIn(folder), secretsIn(folder)]);
    const [first] = all;
    expect(first!.masterKey.length).to.equal(32);
    expect(first!.masterKey.equals(first!.sessionSecret)).to.equal(false);
    for (const other of [...all, await secretsIn(folder)]) expect(other).to.deep.equal(first);
    expect(readdirSync(folder).toSorted()).to.deep.equal(['master-key', 'session-secret']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600);
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['half a secret', 'c2hvcnQ='],
  ] as const)
    it(`are not ${what}: the start ends with a sentence`, async () => {
      writeFileSync(join(folder, 'session-secret'), text);
      expect(await faultOf(secretsIn(folder))).to.match(/session-secret does not hold 32 bytes.*backup/);
    });

  it('need a directory: the sentence names the setting', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await faultOf(secretsIn(join(folder, 'file', 'data')))).to.match(/^Error: DATA_DIR must be a directory/);
  });
});
