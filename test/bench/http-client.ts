// A browser's worth of HTTP for load: kept-alive connections, one cookie, requests that say they come from a page of ours.

import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

export interface Sending {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly cookie: string;
  readonly csrf?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

export interface HttpClient {
  send(url: string, sending: Sending): Promise<Reply>;
  close(): void;
}

/** A client with at most so many connections. */
export function httpClient(connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (url, sending) => send(agent, url, sending),
    close: () => agent.destroy(),
  };
}

function send(agent: Agent, url: string, sending: Sending): Promise<Reply> {
  const { method, cookie, csrf, json, form } = sending;
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const headers = {
    cookie,
    'sec-fetch-site': 'same-origin',
    ...(csrf ? { 'x-resit-csrf': csrf } : {}),
    ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          location: incoming.headers.location ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept-alive connection may be closed by the server just as it is used again; every browser then asks once more.
      const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (isStale) resolve(send(agent, url, sending));
      else reject(error);
    });
    outgoing.end(body);
  });
}
