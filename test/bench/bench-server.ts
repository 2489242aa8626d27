// The server under measurement: the application as `npm start` runs it, in a process of its own, with a watch on its event loop.

import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { itemVersionsOf } from '../../fixtures/item-bank/item-versions.ts';
import { readItemBank } from '../../fixtures/item-bank/read-item-bank.ts';
import type { NewPlatform } from '../../lti/ports.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase, type Database } from '../../src/database.ts';
import { openLog } from '../../src/log.ts';
import { secretsOf } from '../../src/secrets.ts';
import { serve, type Served } from '../../src/serve.ts';
import { firstOrganizationId } from '../../src/stores/organization-store.ts';
import { fillBoardCourse, type BoardOrder } from './board-course.ts';
import { rawUpdates, type RawOrder } from './raw-updates.ts';

/** What the bench may ask of its server. `watch` begins to watch the event loop, `delay` tells the worst since. */
export type Asked =
  { readonly register: NewPlatform } | { readonly raw: RawOrder } | { readonly board: BoardOrder } | 'watch' | 'delay';

const resolutionMs = 5;
const delays = monitorEventLoopDelay({ resolution: resolutionMs });

async function start(): Promise<{ served: Served; database: Database }> {
  const reading = readConfig(process.env);
  if ('complaints' in reading) throw new Error(reading.complaints.join('\n'));
  const { config } = reading;
  const database = await openDatabase(config);
  const secrets = await secretsOf(config);
  const server = createServer();
  const served = await serve({ config, secrets, database, log: openLog('warn'), now: Date.now, server });
  await served.application.prepare();
  await served.application.services.bank.publish(itemVersionsOf(readItemBank(), firstOrganizationId));
  return { served, database };
}

async function answer(asked: Asked): Promise<unknown> {
  if (asked === 'watch') {
    delays.reset();
    return delays.enable();
  }
  // The histogram holds the time between two looks; the delay is what exceeds their distance. In nanoseconds.
  if (asked === 'delay') return Math.max(0, delays.max / 1e6 - resolutionMs);
  if ('raw' in asked) return (await rawUpdates(database.connection, asked.raw)).perSecond;
  if ('board' in asked) return fillBoardCourse(served.application, database.connection, asked.board);
  const added = await served.application.registry.add(asked.register);
  if (!added.ok) throw new Error(added.words);
  return added.platform.id;
}

const { served, database } = await start();
process.on('message', (asked: Asked) => {
  answer(asked).then(
    (said) => {
      process.send?.({ said: said ?? null });
    },
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
// Whoever measured is gone: nobody else knows of this server.
process.on('disconnect', () => process.exit());
process.send?.({ said: 'ready' });
