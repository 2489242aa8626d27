// Calls the services of platforms: only at their known addresses, one at a time, with a token that is renewed once on 401.
import type { AccessTokens } from './access-tokens.ts';
import { refusalOfService } from './known-origins.ts';
import { nextLink } from './link-header.ts';
import type { IncomingAnswer, Network } from './network.ts';
import type { UrlRules } from './platform-url.ts';
import type { Platform, PlatformRegistry } from './ports.ts';
import { failureOf, ServiceFailure } from './service-failure.ts';

const mostPages = 200;

export interface ServiceCall {
  method: 'GET' | 'POST';
  url: string;
  scopes: readonly string[];
  accept?: string;
  contentType?: string;
  body?: string;
}

export interface ServiceClient {
  /** The platform's answer, whatever its status. Throws `ServiceFailure` when there is none. */
  call(platformId: string, call: ServiceCall): Promise<IncomingAnswer>;
  /** The answers to a GET and to its following pages; only answers with status 200 are followed. */
  pages(platformId: string, call: ServiceCall): AsyncGenerator<{ answer: IncomingAnswer; next: string | null }>;
}

interface ClientParts {
  network: Pick<Network, 'send'>;
  tokens: AccessTokens;
  registry: Pick<PlatformRegistry, 'get'>;
  rules: UrlRules;
}

/** The one client of all services. */
export function serviceClient({ network, tokens, registry, rules }: ClientParts): ServiceClient {
  const lastOf = new Map<string, Promise<unknown>>();

  /** Canvas throttles by requests under way, so each platform gets one at a time. */
  function inTurn<T>(platformId: string, work: () => Promise<T>): Promise<T> {
    const before = lastOf.get(platformId) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    lastOf.set(platformId, settled);
    void settled.then(() => {
      if (lastOf.get(platformId) === settled) lastOf.delete(platformId);
    });
    return mine;
  }

  async function platformFor(platformId: string, url: string): Promise<Platform> {
    const platform = await registry.get(platformId);
    if (platform === null) throw new ServiceFailure('permanent', 'The platform is no longer registered.');
    if (platform.status === 'disabled') throw new ServiceFailure('permanent', `${platform.name} is switched off.`);
    const refusal = refusalOfService(platform, url, rules);
    if (refusal !== null) throw new ServiceFailure('permanent', refusal);
    return platform;
  }

  async function callOnce(platform: Platform, call: ServiceCall): Promise<IncomingAnswer> {
    const headers: Record<string, string> = { authorization: `Bearer ${await tokens.get(platform, call.scopes)}` };
    if (call.accept !== undefined) headers['accept'] = call.accept;
    if (call.contentType !== undefined) headers['content-type'] = call.contentType;
    return network.send({ method: call.method, url: call.url, headers, body: call.body }).catch((error: unknown) => {
      throw failureOf(error);
    });
  }

  async function callNow(platformId: string, call: ServiceCall): Promise<IncomingAnswer> {
    const platform = await platformFor(platformId, call.url);
    const answer = await callOnce(platform, call);
    if (answer.status !== 401) return answer;
    tokens.drop(platform, call.scopes);
    return callOnce(platform, call);
  }

  async function* pages(
    platformId: string,
    call: ServiceCall,
  ): AsyncGenerator<{ answer: IncomingAnswer; next: string | null }> {
    const seen = new Set<string>();
    let url: string | null = call.url;
    while (url !== null && !seen.has(url)) {
      if (seen.size === mostPages) {
        throw new ServiceFailure('permanent', `The list goes on after ${mostPages} pages, so it was not read further.`);
      }
      seen.add(url);
      const answer: IncomingAnswer = await inTurn(platformId, () => callNow(platformId, { ...call, url: url! }));
      const next: string | null = answer.status === 200 ? nextLink(answer.headers['link'], url) : null;
      if (next !== null && new URL(next).origin !== new URL(call.url).origin) {
        throw new ServiceFailure('permanent', 'The next page of the list is on another host, so it was not asked for.');
      }
      yield { answer, next: next !== null && seen.has(next) ? null : next };
      url = next;
    }
  }

  return { call: (platformId, call) => inTurn(platformId, () => callNow(platformId, call)), pages };
}
