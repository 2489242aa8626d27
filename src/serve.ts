// Serving: the application on a port over a database, from the first probe to the last request.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Logger } from './log.ts';
import { smtpMail } from './outside/mail.ts';
import type { Secrets } from './secrets.ts';
import type { ItemVersion } from './domain/exam/item.ts';
import { firstOrganizationId } from './stores/organization-store.ts';
import { openApplication, type Application } from './wiring.ts';

export interface Serving {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => number;
  readonly server: Server;
  /** The items that a first run begins with, so that exams can be chosen at once; absent: none. */
  readonly firstItems?: () => readonly ItemVersion[];
}

export interface Served {
  readonly application: Application;
  readonly port: number;
  /** Takes no new request, finishes those under way, stops the jobs, closes the database. Safe to call twice. */
  close(): Promise<void>;
}

/** How long requests under way may take once the program was told to end. */
const drainMs = 4000;
const prepareRetryMs = 2000;

/** Opens the application over the database and listens. Indexes are built once the database answers; until then `/readyz` says 503. */
export async function serve({ config, secrets, database, log, now, server, firstItems }: Serving): Promise<Served> {
  let isPrepared = false;
  const post = config.mail && smtpMail(config.mail);
  const application = await openApplication({
    connection: database.connection,
    publicUrl: config.publicUrl,
    allowLocalPlatforms: config.allowLocalPlatforms,
    trustProxy: config.trustProxy,
    ...secrets,
    log,
    now,
    post,
    isReady: async () => isPrepared && database.answers(),
  });
  let isClosing = false;
  server.on('request', application.app);
  const port = await listen(server, config.port);
  const preparing = prepareWhenPossible();
  log.info(
    { port, publicUrl: config.publicUrl, database: config.mongodbUri ? 'mongodb' : 'embedded' },
    'Resit is listening',
  );

  async function prepareWhenPossible(): Promise<void> {
    while (!isClosing) {
      try {
        await application.prepare();
        const isFirstRun = (await application.stores.items.heads(firstOrganizationId, 0)).length === 0;
        if (firstItems && isFirstRun) await application.services.bank.publish(firstItems());
        isPrepared = true;
        application.jobs.start();
        await application.prepareViews();
        return;
      } catch (error) {
        log.warn(
          { err: { message: error instanceof Error ? error.message : String(error) } },
          'the database does not answer yet',
        );
        await new Promise((resolve) => setTimeout(resolve, prepareRetryMs).unref());
      }
    }
  }

  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    isClosing = true;
    const drained = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const patience = setTimeout(() => server.closeAllConnections(), drainMs);
    await Promise.all([drained, application.jobs.stop()]);
    clearTimeout(patience);
    await Promise.race([preparing, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    await database.close();
    post?.close();
  }
  return { application, port, close: () => (closing ??= close()) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new Error(`Port ${port} is in use. Set PORT to another one, or end the program that uses it.`)
          : error,
      );
    });
    server.listen(port, () => resolve((server.address() as AddressInfo).port));
  });
}
