/** The lock of a data directory: one server at a time, and the way to the one that runs. */
import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

/** Where a server can be reached: a socket's path, or a port of this machine. */
export type Address = { path: string } | { port: number };

interface Lock {
  pid: number;
  /** When the process began, as the system tells it: a process id alone may belong to somebody else by now. */
  processStart: string | undefined;
  token: string;
  address: Address | undefined;
}

const LOCK_FILE = 'server.lock';
const CONNECT_MS = 2000;
/** A server that is just ending gets so long to let go. */
const PATIENCE_MS = 3000;
const POLL_MS = 50;

/** A held lock. */
export interface HeldLock {
  /** Tells other programs where the server listens. */
  announce: (address: Address) => Promise<void>;
  release: () => Promise<void>;
}

/** Directories that this very process serves: its own process id proves nothing. */
const heldHere = new Set<string>();

/**
 * Takes the lock of a directory, which is made, for this user only, if it is not there. The lock of a server that died
 * is taken over. Throws with a sentence for people when another server is alive.
 */
export async function takeLock(directory: string): Promise<HeldLock> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const file = join(directory, LOCK_FILE);
  const lock: Lock = {
    pid: process.pid,
    processStart: await processStart(process.pid),
    token: randomUUID(),
    address: undefined,
  };
  const patience = performance.now() + PATIENCE_MS;
  while (!(await createLock(file, lock))) {
    const other = await readLock(file);
    if (!other) continue;
    if (await isReachable(other.address)) throw inUse(directory, other);
    if (await isRunning(other, file)) {
      if (performance.now() > patience) throw inUse(directory, other);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    } else {
      await removeStale(file, other);
    }
  }
  heldHere.add(file);
  return {
    announce: (address) => replaceLock(file, { ...lock, address }),
    release: async () => {
      heldHere.delete(file);
      await rm(file, { force: true });
    },
  };
}

/** Where the directory's server can be reached; undefined when none is alive. */
export async function runningServer(directory: string): Promise<Address | undefined> {
  const lock = await readLock(join(directory, LOCK_FILE));
  return lock && (await isReachable(lock.address)) ? lock.address : undefined;
}

function inUse(directory: string, { pid }: Lock): Error {
  return new Error(
    `Another server is already using the database in ${directory} (process ${pid}). Stop it first, or use another directory.`,
  );
}

/** Writes the lock beside its place and links it there: it appears whole or not at all. */
async function createLock(file: string, lock: Lock): Promise<boolean> {
  const draft = `${file}.${lock.token}`;
  await writeFile(draft, JSON.stringify(lock), { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A file system without links.
    return createLockInPlace(file, lock);
  } finally {
    await rm(draft, { force: true });
  }
}

async function createLockInPlace(file: string, lock: Lock): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(lock), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

async function replaceLock(file: string, lock: Lock): Promise<void> {
  const draft = `${file}.${lock.token}`;
  await writeFile(draft, JSON.stringify(lock), { mode: 0o600 });
  await rename(draft, file);
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    const lock = JSON.parse(await readFile(file, 'utf8')) as Partial<Lock>;
    return {
      pid: Number(lock.pid ?? 0),
      processStart: lock.processStart,
      token: String(lock.token ?? ''),
      address: lock.address,
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return { pid: 0, processStart: undefined, token: '', address: undefined };
    throw error;
  }
}

/** Takes a dead server's lock away; puts it back when it turns out to be somebody's who was quicker. */
async function removeStale(file: string, stale: Lock): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const taken = await readLock(aside);
  if (taken && taken.token !== stale.token) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  if (!stale.address || !('path' in stale.address)) return;
  await rm(stale.address.path, { force: true });
  // A temporary directory made for the socket alone is empty now; the data directory never is.
  await rmdir(dirname(stale.address.path)).catch(() => undefined);
}

async function isRunning(lock: Lock, file: string): Promise<boolean> {
  if (lock.pid === process.pid) return heldHere.has(file);
  try {
    process.kill(lock.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM' && lock.pid > 0;
  }
  if (lock.pid <= 0) return false;
  const start = await processStart(lock.pid);
  // Where the system does not tell, the silent socket decides.
  return start !== undefined && lock.processStart !== undefined && start === lock.processStart;
}

/** When a process began, on systems that tell (Linux); includes the boot, for numbers start anew with it. */
async function processStart(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold spaces; the start is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

async function isReachable(address: Address | undefined): Promise<boolean> {
  if (!address) return false;
  return new Promise((resolve) => {
    const socket = connect('path' in address ? { path: address.path } : { host: '127.0.0.1', port: address.port });
    const finish = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.setTimeout(CONNECT_MS, () => finish(false));
  });
}
