// Our calls to platforms: checked addresses, time-outs, size caps, no redirects to other hosts, always a User-Agent.
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { kindOfAddress, kindOfHost } from './addresses.ts';
import { checkPlatformUrl, refusalOfHost } from './platform-url.ts';
import type { UrlRules } from './platform-url.ts';

export interface OutgoingCall {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Largest answer in bytes; 2 MB when left out. */
  maxBytes?: number;
  /** Milliseconds for the whole exchange; the network's own time-out when left out. */
  timeoutMs?: number;
}

export interface IncomingAnswer {
  status: number;
  /** Names in lower case; repeated headers joined by commas. */
  headers: Readonly<Record<string, string>>;
  body: string;
  url: string;
}

/** `refused`: we did not call. The others: we called, and had no usable answer. */
export class NetworkFailure extends Error {
  readonly reason: 'refused' | 'timeout' | 'unreachable' | 'too-large';
  constructor(reason: NetworkFailure['reason'], words: string) {
    super(words);
    this.name = 'NetworkFailure';
    this.reason = reason;
  }
}

export interface Network {
  /** Any answer with a status is a result; everything else throws a `NetworkFailure`. */
  send(call: OutgoingCall): Promise<IncomingAnswer>;
  /** Whether we may call this URL; looks a name up only where http makes that necessary. Contacts nobody. */
  vet(url: unknown): Promise<{ ok: true } | { ok: false; words: string }>;
}

interface Address {
  address: string;
  family: number;
}

export interface NetworkSettings extends UrlRules {
  timeoutMs?: number;
  /** Looks a name up; tests put their own here. */
  resolve?: (hostname: string) => Promise<Address[]>;
}

const userAgent = 'Resit/1.0 (LTI 1.3 tool)';
const defaultTimeoutMs = 15_000;
const defaultMaxBytes = 2_000_000;
const maxRedirects = 3;

/** The network as the gatehouse may use it. */
export function network(settings: NetworkSettings): Network {
  const resolve = settings.resolve ?? ((hostname) => lookup(hostname, { all: true, verbatim: true }));

  async function checkedAddresses(url: URL): Promise<Address[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A name is looked up once, here; the connection then goes to exactly these addresses (no second, different answer).
    const addresses = await resolve(host).catch(() => []);
    if (addresses.length === 0) throw new NetworkFailure('unreachable', `The host ${host} is not known.`);
    for (const { address } of addresses) {
      const refusal = refusalOfHost(url.protocol, kindOfAddress(address), settings);
      if (refusal !== null) throw new NetworkFailure('refused', `The address ${url.origin} ${refusal}.`);
    }
    return addresses;
  }

  async function sendOnce(call: OutgoingCall, signal: AbortSignal): Promise<IncomingAnswer> {
    const checked = checkPlatformUrl(call.url, settings);
    if (!checked.ok) throw new NetworkFailure('refused', `The address ${checked.words}.`);
    const addresses = await untilAborted(checkedAddresses(checked.url), signal);
    return exchange(call, checked.url, addresses, signal);
  }

  async function send(call: OutgoingCall): Promise<IncomingAnswer> {
    const signal = AbortSignal.timeout(call.timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs);
    let current = call;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await sendOnce(current, signal);
      const next = call.method === 'GET' ? sameOriginRedirect(answer) : null;
      if (next === null || redirects === maxRedirects) return answer;
      current = { ...call, url: next };
    }
  }

  async function vet(raw: unknown): Promise<{ ok: true } | { ok: false; words: string }> {
    const checked = checkPlatformUrl(raw, settings);
    if (!checked.ok) return checked;
    if (checked.url.protocol === 'https:' || kindOfHost(checked.url.hostname) !== null) return { ok: true };
    return checkedAddresses(checked.url).then(
      () => ({ ok: true }) as const,
      () => ({ ok: false, words: 'must begin with https:// (only a local host may do without)' }) as const,
    );
  }

  return { send, vet };
}

function exchange(call: OutgoingCall, url: URL, addresses: Address[], signal: AbortSignal): Promise<IncomingAnswer> {
  const pinned: LookupFunction = (_hostname, options, done) => {
    const first = addresses[0]!;
    if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  };
  const body = call.body === undefined ? undefined : Buffer.from(call.body, 'utf8');
  const headers: Record<string, string> = { 'user-agent': userAgent, ...call.headers };
  if (body !== undefined) headers['content-length'] = String(body.length);
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;

  return new Promise((resolve, reject) => {
    const outgoing = start(url, { method: call.method, headers, lookup: pinned, signal, agent: false });
    outgoing.on('error', (error) => reject(asFailure(error, url)));
    outgoing.on('response', (incoming) => {
      readBody(incoming, call.maxBytes ?? defaultMaxBytes).then(
        (text) => resolve(answerOf(incoming, text, url)),
        (error: unknown) => {
          outgoing.destroy();
          reject(asFailure(error, url));
        },
      );
    });
    outgoing.end(body);
  });
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new NetworkFailure('too-large', `The answer is larger than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answerOf(incoming: IncomingMessage, body: string, url: URL): IncomingAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: incoming.statusCode ?? 0, headers, body, url: url.href };
}

function sameOriginRedirect(answer: IncomingAnswer): string | null {
  const location = answer.headers['location'];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null;
  if (!URL.canParse(location, answer.url)) return null;
  const target = new URL(location, answer.url);
  return target.origin === new URL(answer.url).origin ? target.href : null;
}

function asFailure(error: unknown, url: URL): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new NetworkFailure('timeout', `${url.host} did not answer in time.`);
  }
  return new NetworkFailure('unreachable', `${url.host} could not be reached.`);
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(new NetworkFailure('timeout', 'Looking up the host took too long.'));
    if (signal.aborted) return give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
