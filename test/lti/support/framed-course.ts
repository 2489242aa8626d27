// A course page on another site (127.0.0.1) with the tool (localhost) in a frame, for a real browser.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { RequestHandler } from 'express';
import { claims } from '../../../lti/claims.ts';
import { openGatehouse } from '../../../lti/gatehouse.ts';
import { fakePlatform } from './fake-platform.ts';
import type { FakePlatform } from './fake-platform.ts';
import { studentClaims, views } from './gate.ts';
import { pooledKeyPairs } from './key-pool.ts';
import { memoryAnswered, memoryInvitations, memoryLogins, memoryRows } from './memory-stores.ts';

export interface CourseSettings {
  /** `blocked`: frames get no cookies at all, as in browsers without partitioned ones. */
  cookies: 'partitioned' | 'blocked';
  /** `silent`: the storage is announced and does not answer, as in Canvas's mobile apps. */
  storage: 'none' | 'answers' | 'silent';
}

const assets = fileURLToPath(new URL('../../../views/assets', import.meta.url));
const sessionCookie = '__Host-session=1';

/** Starts both; `course` is the address to open. The tool's page says whether its session's cookie came along. */
export async function framedCourse(settings: CourseSettings): Promise<{ course: string; close(): Promise<void> }> {
  const lms = await fakePlatform();
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const tool = `http://localhost:${(server.address() as AddressInfo).port}`;
  const house = await openGatehouse(
    { publicUrl: tool, allowLocalPlatforms: true, masterKeys: [randomBytes(32)] },
    {
      rows: memoryRows(),
      logins: memoryLogins(),
      invitations: memoryInvitations(),
      answered: memoryAnswered(),
      renderPage: (name, view) => views.render(`lti/${name}`, view),
      log: () => undefined,
      clock: { nowMs: () => Date.now() },
      makeKeyPair: pooledKeyPairs(),
    },
  );
  await house.registry.add({
    name: 'Lakeshore LMS',
    issuer: lms.origin,
    clientId: 'client-1',
    authUrl: `${lms.origin}/auth`,
    tokenUrl: `${lms.origin}/token`,
    jwksUrl: `${lms.origin}/jwks`,
  });
  app.use('/assets', express.static(assets));
  if (settings.cookies === 'blocked') app.use(withoutCookiesInFrames);
  app.use(house.routes(async () => ({ launchId: 'L1', setCookies: [`${sessionCookie}; ${cookieAttributes}`] })));
  app.get('/s/L1/', (req, res) => {
    const isKnown = (req.headers.cookie ?? '').includes(sessionCookie);
    res.status(isKnown ? 200 : 401).send(`<h1>${isKnown ? 'Welcome' : 'Who are you?'}</h1>`);
  });
  servePages(lms, tool, settings);
  return {
    course: `${lms.origin}/course`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await lms.close();
    },
  };
}

const cookieAttributes = 'Path=/; Secure; HttpOnly; SameSite=None; Partitioned';

const withoutCookiesInFrames: RequestHandler = (req, _res, next) => {
  if (req.get('sec-fetch-dest') !== 'document') delete req.headers.cookie;
  next();
};

function servePages(lms: FakePlatform, tool: string, { storage }: CourseSettings): void {
  const html = { 'content-type': 'text/html' };
  const target = `${tool}/lti/launch`;
  const login = new URLSearchParams({
    iss: lms.origin,
    client_id: 'client-1',
    login_hint: '7',
    target_link_uri: target,
  });
  if (storage !== 'none') login.set('lti_storage_target', '_parent');
  lms.on('GET', '/course', () => ({
    headers: html,
    body:
      `<iframe name="tool" width="800" height="500" src="${tool}/lti/login?${login}"></iframe>` +
      (storage === 'answers' ? `<script>(${platformStorageScript})('${tool}')</script>` : ''),
  }));
  lms.on('GET', '/auth', ({ path }) => {
    const asked = new URL(path, lms.origin).searchParams;
    const token = lms.sign({
      ...studentClaims(lms, asked.get('nonce') ?? '', Date.now()),
      [claims.targetLinkUri]: target,
    });
    const fields = `<input name="state" value="${asked.get('state')}"><input name="id_token" value="${token}">`;
    const form = `<form method="post" action="${target}">${fields}</form>`;
    return { headers: html, body: `${form}<script>document.forms[0].submit()</script>` };
  });
}

/** LTI Platform Storage 0.1, as the course page offers it to the frame. */
const platformStorageScript = `(tool) => {
  const kept = {};
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== tool) return;
    if (data.subject === 'lti.put_data') kept[data.key] = data.value;
    source.postMessage({ ...data, subject: data.subject + '.response', value: kept[data.key] ?? null }, origin);
  });
}`;
