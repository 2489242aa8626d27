/** Opens the embedded database in a directory and lets drivers connect to it: the one file that wires this room. */
import { resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { makeEngine } from './engine.ts';
import { sweepExpired } from './expiry.ts';
import type { Address } from './lock.ts';
import { runningServer, takeLock } from './lock.ts';
import { listen } from './server.ts';
import { openStore } from './storage/store.ts';

/** How often idle cursors and expired documents are looked for, as in MongoDB. */
const MAINTENANCE_MS = 60_000;

/** A database that is open and takes connections. */
export interface LocalDatabase {
  /** For drivers of MongoDB; without the name of a database. */
  uri: string;
  /** Removes what TTL indexes say has expired, and cursors that nobody uses; happens every minute by itself. */
  maintain: () => Promise<{ expired: number }>;
  /** Answers what is under way, then closes socket, files and lock. */
  close: () => Promise<void>;
}

/**
 * Opens the database in a directory, which is made if it is not there. `now` is in epoch milliseconds. Throws with a
 * sentence for people when another server uses the directory.
 */
export async function openLocalDatabase(options: { directory: string; now?: () => number }): Promise<LocalDatabase> {
  const { now = Date.now } = options;
  // Absolute, for the address is told to programs that stand elsewhere.
  const directory = resolve(options.directory);
  const lock = await takeLock(directory);
  // What has been opened, to be closed in the opposite order.
  const opened: (() => Promise<void>)[] = [lock.release];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.reverse()) await close();
  };
  try {
    const store = await openStore(directory);
    opened.push(store.close);
    const engine = makeEngine(store, now);
    const listener = await listen(engine, directory);
    opened.push(listener.close);
    opened.push(async () => engine.cursors.close());
    await lock.announce(listener.address);
    const maintenance = maintainRegularly(engine);
    opened.push(maintenance.stop);
    let closing: Promise<void> | undefined;
    return {
      uri: uriOf(listener.address),
      maintain: maintenance.run,
      close: () => (closing ??= closeAll()),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Maintenance {
  run: () => Promise<{ expired: number }>;
  /** Lets a sweep that is under way finish. */
  stop: () => Promise<void>;
}

function maintainRegularly(engine: Engine): Maintenance {
  let underWay: Promise<unknown> = Promise.resolve();
  const run = async (): Promise<{ expired: number }> => {
    engine.cursors.dropIdle();
    const sweep = sweepExpired(engine);
    underWay = sweep.catch(() => undefined);
    return { expired: await sweep };
  };
  const timer = setInterval(() => void run().catch(() => undefined), MAINTENANCE_MS);
  timer.unref();
  return {
    run,
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}

/** The URI of the server that uses the directory; null when none is alive. */
export async function runningServerUri(directory: string): Promise<string | null> {
  const address = await runningServer(directory);
  return address ? uriOf(address) : null;
}

function uriOf(address: Address): string {
  return 'path' in address ? `mongodb://${encodeURIComponent(address.path)}/` : `mongodb://127.0.0.1:${address.port}/`;
}
