// The database: MongoDB by the settings, else the embedded one; either way one mongoose connection.

import mongoose, { type Connection } from 'mongoose';
import { join } from 'node:path';
import type { Config } from './config.ts';
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
export function connectToMongo(uri: string): Database {
  const connection = mongoose.createConnection(uri, connectionOptions);
  // Without a listener a first failure would end the process; readiness tells it instead.
  connection.on('error', () => undefined);
  connection.asPromise().catch(() => undefined);
  return over(connection, () => Promise.resolve());
}

/** The database of a server: MongoDB by the settings, else the embedded one, which this process then serves. */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.mongodbUri) return connectToMongo(config.mongodbUri);
  const server = await openLocalDatabase({ directory: localDirectory(config) });
  const connection = await mongoose.createConnection(withName(server.uri), connectionOptions).asPromise();
  return over(connection, () => server.close());
}

/** The database for a program beside the server: the running server's if there is one, else its own for as long as it runs. */
export async function joinDatabase(config: Config): Promise<Database> {
  if (config.mongodbUri) return connectToMongo(config.mongodbUri);
  const running = await runningServerUri(localDirectory(config));
  if (!running) return openDatabase(config);
  const connection = await mongoose.createConnection(withName(running), connectionOptions).asPromise();
  return over(connection, () => Promise.resolve());
}
