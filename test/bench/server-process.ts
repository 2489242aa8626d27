// Starts the server under measurement in a process and a directory of its own, and speaks to it.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asked } from './bench-server.ts';

export interface ServerProcess {
  readonly publicUrl: string;
  /** Where its embedded database lies. */
  readonly databaseDirectory: string;
  ask(asked: Asked): Promise<unknown>;
  /** Ends it without any warning, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it if it still runs, and removes what it kept. */
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Settings of the server; those of whoever runs the bench play no part in it. */
function environment(port: number, dataDir: string): NodeJS.ProcessEnv {
  const { MONGODB_URI: _uri, MASTER_KEY: _key, SESSION_SECRET: _secret, PUBLIC_URL: _url, ...rest } = process.env;
  return { ...rest, PORT: String(port), DATA_DIR: dataDir, ALLOW_LOCAL_PLATFORMS: 'true', TRUST_PROXY: '0' };
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The next message of the child, or its failure. */
async function nextWord(child: ChildProcess): Promise<unknown> {
  const listening = new AbortController();
  const { signal } = listening;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('The server under measurement ended unexpectedly.');
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [
      { said: unknown } | { failed: string },
    ];
    if ('failed' in message) throw new Error(message.failed);
    return message.said;
  } finally {
    // Whichever did not come is listened for no more.
    ended.catch(() => undefined);
    listening.abort();
  }
}

/** Starts it; resolves when it is ready, its item bank filled. */
export async function startServer(): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'resit-bench-'));
  const port = await freePort();
  const script = fileURLToPath(new URL('bench-server.ts', import.meta.url));
  // What the server prints goes where the progress goes: stdout is for the figures.
  const stdio = ['ignore', 2, 2, 'ipc'] as const;
  const child = fork(script, { execArgv: ['--import', 'tsx'], env: environment(port, dataDir), stdio: [...stdio] });
  const kill = async (): Promise<void> => {
    if (hasExited(child)) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  const remove = async (): Promise<void> => {
    await kill();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await nextWord(child);
  } catch (error) {
    await remove();
    throw error;
  }
  const ask = (asked: Asked): Promise<unknown> => {
    const word = nextWord(child);
    child.send(asked);
    return word;
  };
  return { publicUrl: `http://localhost:${port}`, databaseDirectory: join(dataDir, 'db'), ask, kill, remove };
}
