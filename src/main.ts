// The program: reads the settings, opens the database, prepares the application, listens, and ends in order when told to.

import { createServer } from 'node:http';
import { itemVersionsOf } from '../fixtures/item-bank/item-versions.ts';
import { readItemBank } from '../fixtures/item-bank/read-item-bank.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { endWith } from './ending.ts';
import { openLog } from './log.ts';
import { secretsOf } from './secrets.ts';
import { serve } from './serve.ts';
import { firstOrganizationId } from './stores/organization-store.ts';

async function run(): Promise<void> {
  // What this program writes (database, secrets) is for its own user alone, also where the data directory was made by somebody else.
  process.umask(0o077);
  const reading = readConfig(process.env);
  if ('complaints' in reading) {
    const lines = reading.complaints.map((complaint) => `  ${complaint}`);
    console.error(['Resit cannot start with these settings:', ...lines].join('\n'));
    process.exitCode = 1;
    return;
  }
  const { config } = reading;
  const log = openLog();
  const secrets = await secretsOf(config);
  const database = await openDatabase(config);
  const firstItems = () => itemVersionsOf(readItemBank(), firstOrganizationId);
  const served = await serve({ config, secrets, database, log, now: Date.now, server: createServer(), firstItems });
  const close = async (why: string): Promise<void> => {
    log.info({ why }, 'ending');
    await served.close();
    log.info('ended');
  };
  endWith(close, { isUnderNpm: process.env['npm_lifecycle_event'] !== undefined });
}

run().catch((error: unknown) => {
  console.error(`Resit could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
