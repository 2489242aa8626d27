// Secrets of an embedded installation: made once, kept in the data directory for this user only.

import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

export interface Secrets {
  readonly masterKey: Buffer;
  readonly sessionSecret: Buffer;
}

const secretBytes = 32;

async function keptSecret(directory: string, name: string): Promise<Buffer> {
  const file = join(directory, name);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(secretBytes).toString('base64'), { mode: 0o600, flag: 'wx' });
  try {
    // A link comes whole or not at all: of two programs that start at once only one makes the secret, and neither reads half of it.
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const secret = Buffer.from(await readFile(file, 'utf8'), 'base64');
  // Nothing must be signed or sealed with the rest of a damaged file.
  if (secret.length !== secretBytes)
    throw new Error(
      `${file} does not hold 32 bytes in base64, so it was damaged. Bring it back from a backup of DATA_DIR.`,
    );
  return secret;
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`DATA_DIR must be a directory that can be made and written to: ${why}`, { cause: error });
  }
}

/** The secrets of the settings; where they name none (embedded only), those of the data directory, made on the first start. */
export async function secretsOf(config: Config): Promise<Secrets> {
  if (!config.masterKey || !config.sessionSecret) await makeDirectory(config.dataDir);
  return {
    masterKey: config.masterKey ?? (await keptSecret(config.dataDir, 'master-key')),
    sessionSecret: config.sessionSecret ?? (await keptSecret(config.dataDir, 'session-secret')),
  };
}
