// A gatehouse on a small express app, one fake platform registered with it, and the steps of a launch as functions.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { claims } from '../../../lti/claims.ts';
import { openGatehouse } from '../../../lti/gatehouse.ts';
import type { Gatehouse, GatehousePorts } from '../../../lti/gatehouse.ts';
import type { Launch, LaunchRequest, NewPlatform, OpenedSession, OpenSession, Platform } from '../../../lti/ports.ts';
import { renderer } from '../../../src/http/render.ts';
import { fakePlatform } from './fake-platform.ts';
import type { FakePlatform, SigningKey } from './fake-platform.ts';
import { formBody, formHeaders, httpCall } from './http-call.ts';
import type { Answer, Exchange } from './http-call.ts';
import { pooledKeyPairs } from './key-pool.ts';
import { memoryAnswered, memoryInvitations, memoryLogins, memoryRows } from './memory-stores.ts';
import type { MemoryInvitations, MemoryLogins, MemoryRows } from './memory-stores.ts';
import { movedClock } from './moved-clock.ts';
import type { MovedClock } from './moved-clock.ts';

export const publicUrl = 'https://tool.example';
export const views = renderer(fileURLToPath(new URL('../../../views', import.meta.url)));

export interface BegunLogin {
  answer: Answer;
  /** The query of our authentication request. */
  sent: URLSearchParams;
  state: string;
  nonce: string;
  cookie: string;
}

export interface TestGate {
  house: Gatehouse;
  lms: FakePlatform;
  platform: Platform;
  clock: MovedClock;
  rows: MemoryRows;
  logins: MemoryLogins;
  invitations: MemoryInvitations;
  logged: { event: string; fields: object }[];
  launches: { launch: Launch; request: LaunchRequest }[];
  /** What opens a session; a test may put another in. */
  openSession: (launch: Launch, request: LaunchRequest) => Promise<OpenedSession>;
  call(exchange: Exchange): Promise<Answer>;
  /** From here on, calls go to another process's gatehouse over the same stores. */
  moveToAnotherInstance(): Promise<void>;
  add(lms: FakePlatform, more?: Partial<NewPlatform>): Promise<Platform>;
  parameters(more?: Record<string, string>): Record<string, string>;
  login(more?: Record<string, string>, headers?: Record<string, string>): Promise<BegunLogin>;
  /** Claims of a student's launch of a resource link, valid for this login. */
  claimsFor(login: Pick<BegunLogin, 'nonce'>, more?: object): Record<string, unknown>;
  /** Posts the launch; cookies of the login unless other headers are given. */
  launch(login: BegunLogin, idToken: string, headers?: Record<string, string>): Promise<Answer>;
  /** A whole launch with these claims. */
  arrive(more?: object, options?: { header?: object; key?: SigningKey }): Promise<Answer>;
  close(): Promise<void>;
}

export const learner = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner';
export const instructor = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor';

export async function openGate(more: Partial<NewPlatform> = {}): Promise<TestGate> {
  const lms = await fakePlatform();
  const clock = movedClock();
  const rows = memoryRows();
  const logins = memoryLogins();
  const invitations = memoryInvitations();
  const logged: TestGate['logged'] = [];
  const launches: TestGate['launches'] = [];
  const settings = { publicUrl, allowLocalPlatforms: true, masterKeys: [randomBytes(32)] };
  const ports: GatehousePorts = {
    rows,
    logins,
    invitations,
    answered: memoryAnswered(),
    renderPage: (name, view) => views.render(`lti/${name}`, view),
    log: (event, fields) => void logged.push({ event, fields }),
    clock,
    makeKeyPair: pooledKeyPairs(),
  };
  const openSession: OpenSession = (launch, request) => gate.openSession(launch, request);
  const house = await openGatehouse(settings, ports);
  const servers = [await serve(house, openSession)];

  const gate: TestGate = {
    house,
    lms,
    clock,
    rows,
    logins,
    invitations,
    logged,
    launches,
    platform: null as unknown as Platform,
    openSession: async (launch, request) => {
      launches.push({ launch, request });
      const launchId = `L${launches.length}`;
      return { launchId, setCookies: [`__Host-s-${launchId}=secret; Path=/; Secure; HttpOnly; SameSite=None`] };
    },
    call: (exchange) => servers.at(-1)!.call(exchange),
    moveToAnotherInstance: async () => {
      servers.push(await serve(await openGatehouse(settings, ports), openSession));
    },
    add: async (other, extra = {}) => {
      const added = await house.registry.add({ ...descriptionOf(other), ...extra });
      if (!added.ok) throw new Error(added.words);
      return added.platform;
    },
    parameters: (extra = {}) => ({
      iss: lms.origin,
      client_id: 'client-1',
      login_hint: 'hint-1',
      target_link_uri: `${publicUrl}/lti/launch`,
      ...extra,
    }),
    login: async (extra = {}, headers = {}) => {
      const answer = await gate.call({ path: `/lti/login?${formBody(gate.parameters(extra))}`, headers });
      return begun(answer);
    },
    claimsFor: (login, extra = {}) => ({ ...studentClaims(lms, login.nonce, clock.nowMs()), ...extra }),
    launch: (login, idToken, headers = { cookie: login.cookie }) =>
      gate.call({
        method: 'POST',
        path: '/lti/launch',
        headers: { ...formHeaders, ...headers },
        body: formBody({ state: login.state, id_token: idToken }),
      }),
    arrive: async (extra = {}, options = {}) => {
      const login = await gate.login();
      const token = lms.sign(gate.claimsFor(login, extra), options.header, options.key);
      return gate.launch(login, token);
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await lms.close();
    },
  };
  gate.platform = await gate.add(lms, more);
  return gate;
}

async function serve(
  house: Gatehouse,
  openSession: OpenSession,
): Promise<{ call(exchange: Exchange): Promise<Answer>; close(): Promise<void> }> {
  const server = createServer(express().use(house.routes(openSession)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    call: (exchange) => httpCall(port, exchange),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function descriptionOf(lms: FakePlatform): NewPlatform {
  return {
    name: 'Lakeshore LMS',
    issuer: lms.origin,
    clientId: 'client-1',
    authUrl: `${lms.origin}/auth?kept=yes`,
    tokenUrl: `${lms.origin}/token`,
    jwksUrl: `${lms.origin}/jwks`,
  };
}

/** What a browser knows after our answer to a login: by the redirect, or by the probe page. */
export function begun(answer: Answer): BegunLogin {
  const written = /data-authentication-url="([^"]*)"/.exec(answer.body)?.[1];
  const url = answer.headers.location ?? unescaped(written ?? '');
  const sent = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  const cookie = answer.cookies.join('; ');
  return { answer, sent, state: sent.get('state') ?? '', nonce: sent.get('nonce') ?? '', cookie };
}

/** Text of an attribute as the browser would read it. */
export function unescaped(html: string): string {
  const entities: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#x27;': "'",
    '&#x3D;': '=',
  };
  return html.replace(/&(?:amp|lt|gt|quot|#x27|#x3D);/g, (entity) => entities[entity] ?? entity);
}

export function studentClaims(lms: FakePlatform, nonce: string, nowMs: number): Record<string, unknown> {
  const nowS = Math.floor(nowMs / 1000);
  return {
    iss: lms.origin,
    aud: 'client-1',
    sub: 'user-7',
    nonce,
    iat: nowS,
    exp: nowS + 60,
    name: 'Ana Álvarez',
    given_name: 'Ana',
    family_name: 'Álvarez',
    email: 'ana@example.org',
    [claims.version]: '1.3.0',
    [claims.messageType]: 'LtiResourceLinkRequest',
    [claims.deploymentId]: 'deployment-1',
    [claims.targetLinkUri]: `${publicUrl}/lti/launch`,
    [claims.roles]: [learner],
    [claims.context]: { id: 'course-1', label: 'CPC1', title: 'CPC preparation' },
    [claims.resourceLink]: { id: 'link-1', title: 'Mock exam 1' },
  };
}
