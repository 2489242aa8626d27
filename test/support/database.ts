/** A database for a test: the embedded one, or a real MongoDB when TEST_MONGODB_URI names one. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { openLocalDatabase } from '../../src/localdb/open.ts';

/** An empty database of its own; `close` leaves nothing behind. */
export interface TestDatabase {
  /** Names the database, so that it can be given to mongoose or the driver as it is. */
  uri: string;
  close: () => Promise<void>;
}

/** Opens an empty database. What expires in an embedded one expires by the clock `now` (epoch ms); on a server by the server's. */
export async function openTestDatabase(now?: () => number): Promise<TestDatabase> {
  const name = `resit_test_${randomBytes(6).toString('hex')}`;
  const server = process.env.TEST_MONGODB_URI;
  return server ? openOnServer(server, name) : openEmbedded(name, now);
}

async function openEmbedded(name: string, now: () => number = Date.now): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'resit-test-'));
  const database = await openLocalDatabase({ directory, now });
  return {
    uri: `${database.uri}${name}`,
    close: async () => {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function openOnServer(server: string, name: string): Promise<TestDatabase> {
  const uri = withDatabaseName(server, name);
  return {
    uri,
    close: async () => {
      const connection = await mongoose.createConnection(uri).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** The same server and options with another database. */
function withDatabaseName(uri: string, name: string): string {
  const [, start, options] = /^([^/]+\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  if (!start) throw new Error('TEST_MONGODB_URI is not the URI of a MongoDB.');
  return `${start}/${name}${options ?? ''}`;
}
