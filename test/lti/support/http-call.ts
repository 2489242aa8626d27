// One HTTP exchange exactly as written: no redirects followed, no header or path changed on the way.
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** `name=value` of every cookie that the answer sets. */
  cookies: string[];
  setCookies: string[];
  body: string;
}

export interface Exchange {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export function httpCall(port: number, { method = 'GET', path, headers = {}, body }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const setCookies = incoming.headers['set-cookie'] ?? [];
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          cookies: setCookies.map((cookie) => cookie.split(';')[0]!),
          setCookies,
          body: Buffer.concat(parts).toString('utf8'),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function formBody(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
