// A small LMS inside the test's process: its own key, a key set, tokens, and whatever services a test gives it.
import { createSign, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

export interface Received {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Null leaves the request without an answer for ever. */
export type Handler = (received: Received) => Reply | null | Promise<Reply | null>;

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  jwk: Record<string, unknown>;
}

export interface FakePlatform {
  origin: string;
  port: number;
  key: SigningKey;
  /** The key set as it is served. */
  jwks: { keys: Record<string, unknown>[] };
  received: Received[];
  /** Requests of one path (without query). */
  requests(path: string): Received[];
  on(method: string, path: string, handler: Handler): void;
  /** Signs claims as an id_token; `header` replaces members of the header. */
  sign(claims: object, header?: object, key?: SigningKey): string;
  close(): Promise<void>;
}

const makeKeyPair = promisify(generateKeyPair);

export async function signingKey(kid: string, bits = 2048): Promise<SigningKey> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: bits });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

/** A compact RS256 signature over exactly these members: a library would add or forbid some. */
export function signedToken(header: object, claims: unknown, signer: SigningKey): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(signer.privateKey).toString('base64url')}`;
}

let sharedKey: Promise<SigningKey> | null = null;

export async function fakePlatform(): Promise<FakePlatform> {
  sharedKey ??= signingKey('platform-key-1');
  const key = await sharedKey;
  const jwks = { keys: [key.jwk] };
  const received: Received[] = [];
  const handlers = new Map<string, Handler>();
  handlers.set('GET /jwks', () => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(jwks) }));
  handlers.set('POST /token', ({ body }) => ({
    body: JSON.stringify({
      access_token: `token-${received.filter(({ path }) => path === '/token').length}`,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: new URLSearchParams(body).get('scope'),
    }),
  }));

  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const path = req.url ?? '';
      const one = { method: req.method ?? '', path, headers: req.headers, body: Buffer.concat(parts).toString('utf8') };
      received.push(one);
      const handler: Handler = handlers.get(`${one.method} ${path.split('?')[0]}`) ?? (() => ({ status: 404 }));
      void Promise.resolve(handler(one)).then((reply) => {
        if (reply !== null) res.writeHead(reply.status ?? 200, reply.headers ?? {}).end(reply.body ?? '');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    key,
    jwks,
    received,
    requests: (path) => received.filter((one) => one.path.split('?')[0] === path),
    on: (method, path, handler) => void handlers.set(`${method} ${path}`, handler),
    sign: (claims, header = {}, signer = key) =>
      signedToken({ alg: 'RS256', typ: 'JWT', kid: signer.kid, ...header }, claims, signer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
