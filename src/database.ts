// The database: MongoDB by the settings, else the embedded one; either way one mongoose connection.

import mongoose, { type Connection } from 'mongoose';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { takeLock, type HeldLock } from './localdb/lock.ts';
import { openLocalDatabase, runningServerUri } from './localdb/open.ts';

export interface Database {
  readonly connection: Connection;
  /** Whether the database answers within two seconds. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

const databaseName = 'resit';

/** Where the embedded database of these settings lives. */
export function localDirectory(config: Config): string {
  return join(config.dataDir, 'db');
}

function over(connection: Connection, closeServer: () => Promise<void>): Database {
  return {
    connection,
    async answers() {
      try {
        const patience = new Promise<never>((_resolve, reject) => {
          setTimeout(() => reject(new Error('no answer in time')), 2000).unref();
        });
        await Promise.race([connection.db?.admin().ping() ?? Promise.reject(new Error('not connected')), patience]);
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      await connection.close();
      await closeServer();
    },
  };
}

const connectionOptions = { serverSelectionTimeoutMS: 5000, maxPoolSize: 100, autoIndex: false, autoCreate: false };
const withName = (uri: string): string => {
  const url = new URL(uri);
  return url.pathname.length > 1 ? uri : uri.replace(/\/?(\?|$)/, `/${databaseName}$1`);
};

/** MongoDB at an address. The connection is made in the background and made again whenever it is lost. */
function connectToMongo(uri: string): Database {
  const connection = mongoose.createConnection(uri, connectionOptions);
  // Without a listener a first failure would end the process; readiness tells it instead.
  connection.on('error', () => undefined);
  connection.asPromise().catch(() => undefined);
  return over(connection, () => Promise.resolve());
}

/** An administrator's command is over in a moment; on a machine that is starting up, in some seconds. */
const turnPatienceMs = 30_000;

/**
 * The turn of a program that opens the embedded database for moments only. One has it at a time, so that no command finds its database
 * closed by another's end; a server that finds the directory in use waits for it too, before it believes that another server runs.
 */
async function takeTurn(config: Config): Promise<HeldLock> {
  for (const from = Date.now(); ;) {
    try {
      return await takeLock(join(resolve(config.dataDir), 'admin'));
    } catch (error) {
      // A fault of the file system will not go away by waiting.
      if (error instanceof Error && 'code' in error) throw error;
      if (Date.now() - from > turnPatienceMs)
        throw new Error(
          `Another command has held the database in ${config.dataDir} for long. Try again when it has ended.`,
          {
            cause: error,
          },
        );
    }
  }
}

async function openEmbedded(config: Config): Promise<Database> {
  const server = await openLocalDatabase({ directory: localDirectory(config) });
  const connection = await mongoose.createConnection(withName(server.uri), connectionOptions).asPromise();
  return over(connection, () => server.close());
}

async function joinRunning(config: Config): Promise<Database | null> {
  const running = await runningServerUri(localDirectory(config));
  if (!running) return null;
  const connection = await mongoose.createConnection(withName(running), connectionOptions).asPromise();
  return over(connection, () => Promise.resolve());
}

/**
 * The database of a server: MongoDB by the settings, else the embedded one, which this process then serves. Refused, in a sentence, when
 * another server has the directory; a command of an administrator that has it is waited for.
 */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.mongodbUri) return connectToMongo(config.mongodbUri);
  try {
    return await openEmbedded(config);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    const turn = await takeTurn(config);
    try {
      return await openEmbedded(config);
    } finally {
      await turn.release();
    }
  }
}

/** The database for a program beside the server: the running server's if there is one, else its own for as long as it runs. */
export async function joinDatabase(config: Config): Promise<Database> {
  if (config.mongodbUri) return connectToMongo(config.mongodbUri);
  const turn = await takeTurn(config);
  try {
    const running = await joinRunning(config);
    const database =
      running ??
      (await openEmbedded(config).catch(async (error: unknown) => {
        // A server may have started in this very moment.
        const started = await joinRunning(config);
        if (started) return started;
        throw error;
      }));
    return { ...database, close: () => database.close().finally(() => turn.release()) };
  } catch (error) {
    await turn.release();
    throw error;
  }
}
