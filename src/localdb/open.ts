/** Opens the embedded database in a directory and lets drivers connect to it: the one file that wires this room. */
import { makeEngine } from './engine.ts';
import { sweepExpired } from './expiry.ts';
import type { Address } from './lock.ts';
import { runningServer, takeLock } from './lock.ts';
import { listen } from './server.ts';
import { openStore } from './store.ts';

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
  const { directory, now = Date.now } = options;
  const lock = await takeLock(directory);
  try {
    const store = await openStore(directory);
    const engine = makeEngine(store, now);
    const listener = await listen(engine, directory);
    await lock.announce(listener.address);
    const maintain = async (): Promise<{ expired: number }> => {
      engine.cursors.dropIdle();
      return { expired: await sweepExpired(engine) };
    };
    const timer = setInterval(() => void maintain().catch(() => undefined), MAINTENANCE_MS);
    timer.unref();
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      clearInterval(timer);
      await listener.close();
      await store.close();
      await lock.release();
    };
    return { uri: uriOf(listener.address), maintain, close: () => (closing ??= close()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The URI of the server that uses the directory; null when none is alive. */
export async function runningServerUri(directory: string): Promise<string | null> {
  const address = await runningServer(directory);
  return address ? uriOf(address) : null;
}

function uriOf(address: Address): string {
  return 'path' in address ? `mongodb://${encodeURIComponent(address.path)}/` : `mongodb://127.0.0.1:${address.port}/`;
}
