// Secrets of an embedded installation: made once, kept in the data directory for this user only.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

export interface Secrets {
  readonly masterKey: Buffer;
  readonly sessionSecret: Buffer;
}

async function keptSecret(directory: string, name: string): Promise<Buffer> {
  const file = join(directory, name);
  try {
    // `wx`: of two programs that start at once only one makes the secret, the other reads it.
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return Buffer.from(await readFile(file, 'utf8'), 'base64');
}

/** The secrets of the settings; where they name none (embedded only), those of the data directory, made on the first start. */
export async function secretsOf(config: Config): Promise<Secrets> {
  if (!config.masterKey || !config.sessionSecret) await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return {
    masterKey: config.masterKey ?? (await keptSecret(config.dataDir, 'master-key')),
    sessionSecret: config.sessionSecret ?? (await keptSecret(config.dataDir, 'session-secret')),
  };
}
