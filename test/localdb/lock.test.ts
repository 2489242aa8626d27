/** The lock of a data directory: one server, others are shown the way to it; the dead are succeeded. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { openLocalDatabase, runningServerUri } from '../../src/localdb/open.ts';
import { errorOf } from '../support/semantics.ts';

describe('localdb directory lock', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'resit-lock-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it('lets no second server in, and says so to people', async () => {
    const database = await openLocalDatabase({ directory });
    const error = await errorOf(openLocalDatabase({ directory }));
    expect(error.message).to.match(/^Another server is already using the database in .+ \(process \d+\)/);
    await database.close();
    await (await openLocalDatabase({ directory })).close();
  });

  it('shows other programs the way to the running server', async () => {
    expect(await runningServerUri(directory)).to.equal(null);
    expect(await runningServerUri(join(directory, 'missing'))).to.equal(null);
    const database = await openLocalDatabase({ directory });
    expect(await runningServerUri(directory)).to.equal(database.uri);
    const client = await MongoClient.connect(`${database.uri}any`);
    await client.db().collection('c').insertOne({ a: 1 });
    await client.close();
    await database.close();
    expect(await runningServerUri(directory)).to.equal(null);
    expect((await readdir(directory)).filter((name) => /sock|lock$/.test(name) && name !== 'lock.mdb')).to.deep.equal(
      [],
    );
  });

  it('succeeds a server that was killed, with all it had confirmed', async () => {
    const script = fileURLToPath(new URL('../bench/crash-child.ts', import.meta.url));
    const child = fork(script, [directory], { execArgv: ['--import', 'tsx'] });
    const [uri] = (await once(child, 'message')) as [string];
    expect(await runningServerUri(directory)).to.equal(uri);
    expect((await errorOf(openLocalDatabase({ directory }))).message).to.include(`process ${child.pid}`);
    const client = await MongoClient.connect(uri);
    await client.db('x').collection('c').insertOne({ kept: true });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await client.close(true);
    expect(await runningServerUri(directory)).to.equal(null);
    const database = await openLocalDatabase({ directory });
    const again = await MongoClient.connect(database.uri);
    expect(await again.db('x').collection('c').countDocuments({ kept: true })).to.equal(1);
    await again.close();
    await database.close();
  });

  it('is not impressed by a lock that nobody holds', async () => {
    for (const lock of [
      '{"pid":999999,"token":"x"}',
      `{"pid":${process.pid},"token":"x"}`,
      '{"pid":1,"processStart":"long ago","token":"x"}',
      'rubbish',
      '',
    ]) {
      await writeFile(join(directory, 'server.lock'), lock);
      await (await openLocalDatabase({ directory })).close();
    }
  });

  it('goes to one of several that start at once', async () => {
    await writeFile(join(directory, 'server.lock'), '{"pid":999999,"token":"x"}');
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => openLocalDatabase({ directory })));
    const started = starts.filter((start) => start.status === 'fulfilled');
    expect(started).to.have.length(1);
    for (const { value } of started) await value.close();
  });

  it('keeps the directory and the socket to this user', async function () {
    if (process.platform === 'win32') this.skip();
    const open = join(directory, 'open');
    await mkdir(open, { mode: 0o755 });
    const database = await openLocalDatabase({ directory: open });
    expect((await stat(open)).mode & 0o777).to.equal(0o700);
    expect((await stat(join(open, 'db.sock'))).mode & 0o777).to.equal(0o600);
    expect((await stat(join(open, 'server.lock'))).mode & 0o777).to.equal(0o600);
    await database.close();
  });

  it('finds a place for its socket when the path is too long for one', async () => {
    const deep = join(directory, 'x'.repeat(60), 'y'.repeat(60));
    const database = await openLocalDatabase({ directory: deep });
    expect(await runningServerUri(deep)).to.equal(database.uri);
    const client = await MongoClient.connect(database.uri);
    await client.db('x').command({ ping: 1 });
    await client.close();
    await database.close();
  });

  it('answers what is under way before it closes', async () => {
    const database = await openLocalDatabase({ directory });
    const client = await MongoClient.connect(database.uri, { maxPoolSize: 20 });
    const collection = client.db('x').collection('c');
    await collection.insertOne({});
    const writes = Promise.allSettled(Array.from({ length: 20 }, (_, i) => collection.insertOne({ i })));
    await collection.countDocuments();
    await database.close();
    const confirmed = (await writes).filter((write) => write.status === 'fulfilled').length;
    await client.close(true);
    const again = await openLocalDatabase({ directory });
    const reader = await MongoClient.connect(again.uri);
    expect(await reader.db('x').collection('c').countDocuments()).to.be.at.least(confirmed + 1);
    await reader.close();
    await again.close();
  });
});
