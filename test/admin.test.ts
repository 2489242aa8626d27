// The administrator's command line as its users see it: one JSON value, exit codes, sentences, and many commands at once.

import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';
import { readConfig } from '../src/config.ts';
import { joinDatabase } from '../src/database.ts';
import { auditTrail } from '../src/services/audit.ts';
import { eventStore } from '../src/stores/event-store.ts';
import { digestOf } from '../src/wiring.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run admin', function () {
  this.timeout(120_000);
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'resit-admin-'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const admin = (args: readonly string[], env: Record<string, string> = {}): Promise<Ending> =>
    new Promise((done) => {
      const settings = {
        DATA_DIR: join(directory, 'data'),
        PUBLIC_URL: 'https://resit.example.org',
        ALLOW_LOCAL_PLATFORMS: 'true',
      };
      execFile(
        process.execPath,
        ['--import', 'tsx', 'src/admin.ts', ...args],
        { cwd: root, env: { ...process.env, ...settings, ...env } },
        (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const lakeshore = {
    name: 'Lakeshore',
    issuer: 'https://lms.example.org',
    'auth-url': 'https://lms.example.org/auth',
    'token-url': 'https://lms.example.org/token',
    'jwks-url': 'https://lms.example.org/keys',
  };
  const add = (clientId: string, ...more: string[]): Promise<Ending> => {
    const facts = Object.entries(lakeshore).map(([option, value]) => `--${option}=${value}`);
    return admin(['platform', 'add', `--client-id=${clientId}`, ...facts, ...more]);
  };

  it('carries out commands that come at once on a directory without a server, each whole', async () => {
    const endings = await Promise.all(['one', 'two'].map((clientId) => add(clientId)));
    expect(endings.map(({ code, stderr }) => [code, stderr])).to.deep.equal(endings.map(() => [0, '']));
    const { platforms } = JSON.parse((await admin(['platform', 'list'])).stdout);
    expect(platforms.map((one: { clientId: string }) => one.clientId)).to.have.members(['one', 'two']);
  });

  it('answers with one JSON value: the platform and the three addresses to paste', async () => {
    const { code, stdout } = await add('pasted', '--deployment', '1', '--service-host', 'files.example.org:8443');
    expect(code).to.equal(0);
    const { platform, ...addresses } = JSON.parse(stdout);
    expect(platform).to.include({ issuer: 'https://lms.example.org', policy: 'closed', status: 'active' });
    expect(platform.deployments).to.deep.equal(['1']);
    expect(addresses).to.deep.equal({
      loginUrl: 'https://resit.example.org/lti/login',
      launchUrl: 'https://resit.example.org/lti/launch',
      jwksUrl: `https://resit.example.org/lti/jwks/${platform.id}.json`,
    });
  });

  it('refuses with 1 and a sentence what cannot be, and prints nothing', async () => {
    const endings = await Promise.all([
      add('pasted'),
      add('x', '--service-host', 'not a host'),
      admin(['platform', 'list'], { PORT: 'many', TRUST_PROXY: 'all' }),
    ]);
    for (const { code, stdout, stderr } of endings) {
      expect([code, stdout], stderr).to.deep.equal([1, '']);
      expect(stderr).to.not.match(/\n\s+at /);
    }
    expect(endings.at(-1)!.stderr).to.contain('PORT').and.to.contain('TRUST_PROXY');
  });

  it('proves every chain of the audit trail, and names the act at which one breaks', async () => {
    const apart = { DATA_DIR: join(directory, 'audited') };
    const work = async (act: (connection: Connection) => Promise<unknown>): Promise<void> => {
      const reading = readConfig({ ...apart, PUBLIC_URL: 'https://resit.example.org' });
      if (!('config' in reading)) throw new Error(reading.complaints.join());
      const database = await joinDatabase(reading.config);
      await act(database.connection);
      await database.close();
    };
    const who = { personId: 'ruth', name: 'Ruth', courseId: 'c1', organizationId: 'first' };
    const noted = { act: 'API key issued', subjectId: 'k1', reason: '', detail: {} };
    await work(async (connection) => {
      const audit = auditTrail({ events: eventStore(connection), surroundings: { now: Date.now, digest: digestOf } });
      for (let at = 0; at < 3; at += 1) await audit.noteInOrganization(who, noted);
      for (let at = 0; at < 2; at += 1) await audit.note(who, noted);
    });
    const whole = await admin(['audit', 'verify'], apart);
    expect(whole.code, whole.stderr).to.equal(0);
    expect(JSON.parse(whole.stdout)).to.deep.equal({ courses: 1, organizations: 1, acts: 5, isWhole: true });
    await work((connection) =>
      connection.collection('events').deleteOne({ courseId: 'organization:first', number: 3 }),
    );
    await work((connection) =>
      connection.collection('events').updateOne({ courseId: 'c1', number: 1 }, { $set: { byName: 'Nobody' } }),
    );
    const broken = await admin(['audit', 'verify'], apart);
    expect([broken.code, broken.stdout]).to.deep.equal([1, '']);
    expect(broken.stderr).to.contain('what belongs to no course (organization:first): Act 3 is missing.');
    expect(broken.stderr).to.contain('(c1): Act 1 was changed after it was written.');
  });

  it('says 2 to a wrong command line', async () => {
    const lines = [[], ['platform', 'add', '--name', 'N'], ['platform', 'list', '--sideways']];
    for (const { code, stdout } of await Promise.all(lines.map((line) => admin(line))))
      expect([code, stdout]).to.deep.equal([2, '']);
  });

  it('keeps what it writes to its own user', async () => {
    const data = join(directory, 'data');
    const names = await readdir(data, { recursive: true });
    const modes = await Promise.all(names.map(async (name) => [name, (await stat(join(data, name))).mode & 0o077]));
    expect(modes.filter(([, open]) => open !== 0)).to.deep.equal([]);
    expect((await stat(data)).mode & 0o777).to.equal(0o700);
  });
});
