// The program: reads the settings, opens the database, prepares the application, listens, and ends in order when told to.

import { createServer } from 'node:http';
import { readConfig, type Config } from './config.ts';
import { openDatabase } from './database.ts';
import { openLog, type Logger } from './log.ts';
import { secretsOf } from './secrets.ts';
import { serve, type Served } from './serve.ts';

async function start(config: Config, log: Logger): Promise<Served> {
  const secrets = await secretsOf(config);
  const database = await openDatabase(config);
  return serve({ config, secrets, database, log, now: Date.now, server: createServer() });
}

async function run(): Promise<void> {
  const reading = readConfig(process.env);
  if ('complaints' in reading) {
    console.error(
      ['Resit cannot start with these settings:', ...reading.complaints.map((line) => `  ${line}`)].join('\n'),
    );
    process.exitCode = 1;
    return;
  }
  const log = openLog();
  const served = await start(reading.config, log);
  let isEnding = false;
  const end = (signal: string): void => {
    if (isEnding) return;
    isEnding = true;
    log.info({ signal }, 'ending');
    // Whatever still holds the process after everything was closed must not keep a deployer waiting.
    setTimeout(() => process.exit(0), 7000).unref();
    void served.close().then(() => log.info('ended'));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
}

run().catch((error: unknown) => {
  console.error(`Resit could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
