/** The crash run: kills the database again and again in the middle of writing, and counts what was lost. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Collection } from 'mongodb';
import { MongoClient } from 'mongodb';
import { openLocalDatabase } from '../../src/localdb/open.ts';

const WRITERS = 12;
/** A child is killed after so many acknowledged writes of its life, give or take: always in the middle of more. */
const LEAST_WRITES = 150;
const PADDING = 'x'.repeat(300);
/** How many acknowledged documents are looked up by their index after each kill. */
const LOOKUPS = 200;

/** What a crash run found. Everything but `kills`, `acknowledged` and `unacknowledged` has to be zero. */
export interface CrashReport {
  kills: number;
  /** Writes that the database had confirmed: inserts and increments. */
  acknowledged: number;
  /** Confirmed writes that were not there after the kill. */
  lost: number;
  /** Documents whose index and content disagree, or whose count is wrong. */
  inconsistent: number;
  /** Written but not confirmed when the kill came: harmless, and a sign that it came in the middle. */
  unacknowledged: number;
  /** From the opening of the killed database to its first answer, the worst of all, in milliseconds. */
  worstReopenMs: number;
}

interface Counter {
  key: number;
  value: number;
  padding?: string;
}

/** What writers know to be confirmed: the least value of each counter. */
type Confirmed = Map<number, number>;

/** Kills the database so many times under load, opens it again each time, and compares. */
export async function crashRun(kills: number): Promise<CrashReport> {
  const directory = await mkdtemp(join(tmpdir(), 'resit-crash-'));
  const confirmed: Confirmed = new Map();
  const report: CrashReport = {
    kills: 0,
    acknowledged: 0,
    lost: 0,
    inconsistent: 0,
    unacknowledged: 0,
    worstReopenMs: 0,
  };
  try {
    for (let round = 0; round < kills; round++) {
      report.acknowledged += await writeUntilKilled(directory, confirmed, round);
      report.kills++;
      await compare(directory, confirmed, report);
    }
    return report;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function startChild(directory: string): Promise<{ child: ChildProcess; uri: string }> {
  const script = fileURLToPath(new URL('crash-child.ts', import.meta.url));
  const child = fork(script, [directory], { execArgv: ['--import', 'tsx'] });
  const [uri] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The database to be killed did not start.'))),
  ])) as [string];
  return { child, uri };
}

/** Writers insert and increment until the child is dead; answers how many writes were confirmed. */
async function writeUntilKilled(directory: string, confirmed: Confirmed, round: number): Promise<number> {
  const { child, uri } = await startChild(directory);
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 500, maxPoolSize: WRITERS });
  const counters = client.db('crash').collection<Counter>('counters');
  await counters.createIndex({ key: 1 }, { unique: true });
  const progress = { writes: 0, next: nextKey(confirmed), dead: false };
  const wanted = LEAST_WRITES + Math.floor(Math.random() * LEAST_WRITES) + round;
  const exited = once(child, 'exit').then(() => {
    progress.dead = true;
  });
  const writers = Array.from({ length: WRITERS }, () => writeOn(counters, confirmed, progress));
  while (progress.writes < wanted && !progress.dead) await pause(5);
  child.kill('SIGKILL');
  await exited;
  await Promise.all(writers);
  await client.close(true);
  return progress.writes;
}

function nextKey(confirmed: Confirmed): number {
  let next = 0;
  for (const key of confirmed.keys()) next = Math.max(next, key + 1);
  return next;
}

async function writeOn(
  counters: Collection<Counter>,
  confirmed: Confirmed,
  progress: { writes: number; next: number; dead: boolean },
): Promise<void> {
  while (!progress.dead) {
    const key = progress.next++;
    try {
      await counters.insertOne({ key, value: 0, padding: PADDING });
      confirmed.set(key, 0);
      progress.writes++;
      const other = Math.floor(Math.random() * key);
      const after = await counters.findOneAndUpdate(
        { key: other },
        { $inc: { value: 1 } },
        { returnDocument: 'after' },
      );
      if (!after) continue;
      confirmed.set(other, Math.max(confirmed.get(other) ?? 0, after.value));
      progress.writes++;
    } catch {
      // The database is gone, or going: what was not confirmed does not count.
      await pause(1);
    }
  }
}

async function compare(directory: string, confirmed: Confirmed, report: CrashReport): Promise<void> {
  const started = performance.now();
  const database = await openLocalDatabase({ directory });
  const client = await MongoClient.connect(database.uri);
  const counters = client.db('crash').collection<Counter>('counters');
  const found = new Map<number, number>();
  await counters.findOne({ key: 0 });
  report.worstReopenMs = Math.max(report.worstReopenMs, Math.round(performance.now() - started));
  for await (const { key, value } of counters.find({}, { hint: { $natural: 1 } })) found.set(key, value);
  for (const [key, least] of confirmed) {
    const value = found.get(key);
    if (value === undefined || value < least) report.lost++;
  }
  report.inconsistent += await countInconsistencies(counters, found);
  for (const [key, value] of found) {
    if (confirmed.get(key) !== value) report.unacknowledged++;
    // From here on it is known, and must stay.
    confirmed.set(key, value);
  }
  await client.close();
  await database.close();
}

/** Looks documents up by their index, and compares the counter of documents with the documents. */
async function countInconsistencies(counters: Collection<Counter>, found: Map<number, number>): Promise<number> {
  let inconsistent = (await counters.estimatedDocumentCount()) === found.size ? 0 : 1;
  const keys = [...found.keys()];
  for (let i = 0; i < Math.min(LOOKUPS, keys.length); i++) {
    const key = keys[Math.floor(Math.random() * keys.length)]!;
    const matches = await counters.find({ key }).toArray();
    if (matches.length !== 1 || matches[0]!.value !== found.get(key)) inconsistent++;
  }
  return inconsistent;
}
