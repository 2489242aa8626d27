/** GridFS through the driver: files of 20 MB, ranges, deletion, orphans, and a kill in the middle. */
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { GridFSBucket, MongoClient, ObjectId } from 'mongodb';
import { openLocalDatabase } from '../../src/localdb/open.ts';
import { errorOf, useDatabase } from '../support/semantics.ts';

const SIZE = 20 * 1024 * 1024;

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function upload(bucket: GridFSBucket, name: string, bytes: Buffer): Promise<ObjectId> {
  const stream = bucket.openUploadStream(name);
  await pipeline(function* () {
    for (let at = 0; at < bytes.length; at += 1_000_000) yield bytes.subarray(at, at + 1_000_000);
  }, stream);
  return stream.id;
}

async function download(stream: Readable): Promise<Buffer> {
  return buffer(stream);
}

describe('localdb: GridFS', function () {
  this.timeout(60_000);
  const bench = useDatabase();

  it('takes 20 MB up and gives them back, whole and in ranges', async () => {
    const bucket = new GridFSBucket(bench.db(), { bucketName: 'media' });
    const bytes = randomBytes(SIZE);
    const id = await upload(bucket, 'film.bin', bytes);
    expect(digest(await download(bucket.openDownloadStream(id)))).to.equal(digest(bytes));
    const range = { start: 10_000_123, end: 10_700_456 };
    const part = await download(bucket.openDownloadStream(id, range));
    expect(digest(part)).to.equal(digest(bytes.subarray(range.start, range.end)));
    const [file] = await bucket.find({ filename: 'film.bin' }).toArray();
    expect(file).to.include({ length: SIZE });
    const indexes = await bench.db().collection('media.chunks').indexes();
    expect(indexes).to.deep.include({ v: 2, key: { files_id: 1, n: 1 }, name: 'files_id_1_n_1', unique: true });
  });

  it('deletes a file with its chunks', async () => {
    const bucket = new GridFSBucket(bench.db(), { bucketName: 'gone' });
    const id = await upload(bucket, 'x.bin', randomBytes(700_000));
    await bucket.delete(id);
    expect(await bench.db().collection('gone.chunks').countDocuments()).to.equal(0);
    expect(await errorOf(download(bucket.openDownloadStream(id)))).to.be.an('error');
  });

  it('lets orphaned chunks be found and swept', async () => {
    const bucket = new GridFSBucket(bench.db(), { bucketName: 'orphans' });
    const kept = await upload(bucket, 'kept.bin', randomBytes(300_000));
    const stream = bucket.openUploadStream('never-finished.bin');
    await new Promise<void>((resolve) => stream.write(randomBytes(600_000), () => resolve()));
    const chunks = bench.db().collection('orphans.chunks');
    const [lookup, sweep] = [
      [
        { $group: { _id: '$files_id' } },
        { $lookup: { from: 'orphans.files', localField: '_id', foreignField: '_id', as: 'file' } },
        { $match: { file: { $size: 0 } } },
      ],
      (id: unknown) => chunks.deleteMany({ files_id: id as ObjectId }),
    ];
    const orphans = await chunks.aggregate(lookup).toArray();
    expect(orphans.map((orphan) => String(orphan._id))).to.deep.equal([String(stream.id)]);
    expect((await sweep(orphans[0]!._id)).deletedCount).to.be.greaterThan(0);
    expect((await download(bucket.openDownloadStream(kept))).length).to.equal(300_000);
  });
});

(process.env.TEST_MONGODB_URI ? describe.skip : describe)('localdb: GridFS and a kill in the middle', function () {
  this.timeout(60_000);

  it('keeps the finished file whole and shows no file for the one under way', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'resit-gridfs-'));
    const script = fileURLToPath(new URL('../bench/crash-child.ts', import.meta.url));
    const child = fork(script, [directory], { execArgv: ['--import', 'tsx'] });
    const [uri] = (await once(child, 'message')) as [string];
    const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 500 });
    const bytes = randomBytes(2_000_000);
    const finished = await upload(new GridFSBucket(client.db('files')), 'finished.bin', bytes);
    const underWay = new GridFSBucket(client.db('files')).openUploadStream('under-way.bin');
    underWay.on('error', () => undefined);
    await new Promise<void>((resolve) => underWay.write(randomBytes(600_000), () => resolve()));
    underWay.write(randomBytes(5_000_000));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await client.close(true);

    const database = await openLocalDatabase({ directory });
    const again = await MongoClient.connect(database.uri);
    const bucket = new GridFSBucket(again.db('files'));
    expect(digest(await download(bucket.openDownloadStream(finished)))).to.equal(digest(bytes));
    const files = await bucket.find().toArray();
    expect(files.map((file) => file.filename)).to.deep.equal(['finished.bin']);
    const chunks = again.db('files').collection('fs.chunks');
    expect(await chunks.countDocuments({ files_id: underWay.id })).to.be.greaterThan(0);
    await chunks.deleteMany({ files_id: { $nin: files.map((file) => file._id) } });
    expect(await chunks.countDocuments({ files_id: { $ne: finished } })).to.equal(0);
    await again.close();
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });
});
