// The whole application for a test: real pages over real HTTP, an empty database, Campus next door, and a clock moved by hand.

import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import mongoose, { type Connection } from 'mongoose';
import { readItemBank } from '../../fixtures/item-bank/read-item-bank.ts';
import { listenCampus, type ListeningCampus } from '../../fixtures/campus/campus.ts';
import { makeSigningKey } from '../../fixtures/campus/keys.ts';
import type { ReceivedLetter } from '../../fixtures/campus/read-letter.ts';
import type { SchoolPlan } from '../../fixtures/campus/plan.ts';
import { itemVersionsOf } from '../../fixtures/item-bank/item-versions.ts';
import { openLog } from '../../src/log.ts';
import type { Post } from '../../src/services/guarantee/mailing.ts';
import { firstOrganizationId } from '../../src/stores/organization-store.ts';
import { openApplication, type Application } from '../../src/wiring.ts';
import { browserOf, type Browser } from './browser.ts';
import { openTestDatabase } from './database.ts';

/** The moment at which every test begins: Mon 23 Nov 2026, 12:00 UTC. */
export const startOfTests = Date.UTC(2026, 10, 23, 12);

export interface MovedClock {
  now(): number;
  advance(ms: number): void;
}

export interface TestApplication {
  readonly application: Application;
  readonly connection: Connection;
  readonly clock: MovedClock;
  readonly campus: ListeningCampus;
  readonly publicUrl: string;
  /** A new browser without any cookie. */
  browser(): Browser;
  /** Another process, so to speak: a second application over the same database, at an address of its own. */
  openSecond(): Promise<{ readonly url: string; readonly application: Application; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** A clock that stands still until it is moved. */
export function movedClock(from = startOfTests): MovedClock {
  let at = from;
  return {
    now: () => at,
    advance: (ms) => {
      at += ms;
    },
  };
}

// Making keys takes most of a second; the schools of all tests sign with the same ones.
const keys: ReturnType<typeof makeSigningKey>[] = [];
async function sharedKey(at: number): ReturnType<typeof makeSigningKey> {
  keys[at] ??= makeSigningKey();
  return { ...(await keys[at]) };
}

/** A clock that runs as the real one does and can be moved ahead besides: for browsers, whose timers nobody can move. */
export function runningClock(from = startOfTests): MovedClock {
  const offset = movedClock(from - Date.now());
  return { now: () => Date.now() + offset.now(), advance: (ms) => offset.advance(ms) };
}

export interface TestOptions {
  /** False leaves the item bank empty. */
  readonly itemBank?: boolean;
  /** Absent: a clock that stands still until it is moved. */
  readonly clock?: MovedClock;
  /** Campus is at 127.0.0.1: for a browser the tool is then of another site (`localhost`, as without it) or of the same. */
  readonly host?: 'localhost' | '127.0.0.1';
  /** Absent: Campus's two example schools. */
  readonly schools?: readonly SchoolPlan[];
  /** Makes the schools and the application known to each other; absent: `register` for each. */
  readonly connect?: (application: Application, campus: ListeningCampus, publicUrl: string) => Promise<void>;
  /** Whether the jobs run by themselves, as they do in the program. */
  readonly jobs?: boolean;
  /** The mail server; absent: none is set. */
  readonly post?: Post;
  /** What Campus shows as the mail of its people; absent: nothing ever comes. */
  readonly letters?: readonly ReceivedLetter[];
}

/** Opens everything and registers the schools of Campus as platforms; without any other wish these are `canvas` and `moodle`. */
export async function openTestApplication(options: TestOptions = {}): Promise<TestApplication> {
  const clock = options.clock ?? movedClock();
  // Sessions end by the test's clock: in a journey of minutes they must not end by the wall's.
  const database = await openTestDatabase(clock.now);
  const connection = await mongoose.createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const publicUrl = `http://${options.host ?? 'localhost'}:${(server.address() as AddressInfo).port}`;
  const parts = {
    connection,
    publicUrl,
    allowLocalPlatforms: true,
    trustProxy: 0,
    masterKey: randomBytes(32),
    sessionSecret: randomBytes(32),
    log: openLog('silent'),
    now: clock.now,
    isReady: () => Promise.resolve(true),
    post: options.post ?? null,
  };
  const application = await openApplication(parts);
  server.on('request', application.app);
  await application.prepare();
  if (options.itemBank !== false)
    await application.services.bank.publish(itemVersionsOf(readItemBank(), firstOrganizationId));
  let made = 0;
  const schools = options.schools && { schools: options.schools };
  const letters = options.letters ?? [];
  const campus = await listenCampus({ clock: clock.now, makeKey: () => sharedKey(made++), letters, ...schools });
  await (options.connect ?? registerAll)(application, campus, publicUrl);
  if (options.jobs) application.jobs.start();

  return {
    application,
    connection,
    clock,
    campus,
    publicUrl,
    browser: () => browserOf(publicUrl),
    async openSecond() {
      const application = await openApplication(parts);
      const second = createServer(application.app);
      await new Promise<void>((resolve) => second.listen(0, resolve));
      const url = `http://localhost:${(second.address() as AddressInfo).port}`;
      return { url, application, close: () => ended(second) };
    },
    async close() {
      await application.jobs.stop();
      await ended(server);
      await campus.close();
      await connection.close();
      await database.close();
    },
  };
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function registerAll(application: Application, campus: ListeningCampus, publicUrl: string): Promise<void> {
  for (const school of campus.schools) await register(application, school, publicUrl);
}

/** Makes a school of Campus and the application known to each other. */
export async function register(
  application: Application,
  school: ListeningCampus['schools'][number],
  publicUrl: string,
): Promise<string> {
  const clientId = `client-of-${school.id}`;
  const tool = { clientId, loginUrl: `${publicUrl}/lti/login`, launchUrl: `${publicUrl}/lti/launch` };
  const facts = school.addTool({ ...tool, jwksUrl: `${publicUrl}/lti/jwks/unknown.json` });
  const { name, kind, issuer, authUrl, tokenUrl, jwksUrl } = facts;
  const added = await application.registry.add({
    name,
    kind,
    issuer,
    clientId,
    authUrl,
    tokenUrl,
    jwksUrl,
    organizationId: firstOrganizationId,
  });
  if (!added.ok) throw new Error(added.words);
  school.addTool({ ...tool, jwksUrl: `${publicUrl}/lti/jwks/${added.platform.id}.json` });
  return added.platform.id;
}
