// Access tokens for the services of platforms: one request at a time, kept until a minute before they end.
import { z } from 'zod';
import { parsedJson } from './json.ts';
import { failureOf, ServiceFailure } from './service-failure.ts';
import type { IncomingAnswer, Network } from './network.ts';
import { refusalOfService } from './known-origins.ts';
import type { UrlRules } from './platform-url.ts';
import type { Clock, Platform, ToolKeys } from './ports.ts';

const assertionLifetimeS = 120;
const defaultLifetimeS = 3_600;
/** A token this near its end is not used: it might end on the way. */
const safetyMs = 60_000;

/** Moodle answers with the wrong content type, others leave members out: only the token itself is necessary. */
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(defaultLifetimeS),
  scope: z.string().nullish().catch(null),
});

interface AccessToken {
  value: string;
  /** Epoch milliseconds. */
  endsAt: number;
  /** What the platform granted; it may be less than was asked for. */
  scopes: readonly string[];
}

export interface AccessTokens {
  /** A token with all these scopes. Throws `ServiceFailure`. */
  get(platform: Platform, scopes: readonly string[]): Promise<string>;
  /** Forgets a token that a service refused. */
  drop(platform: Platform, scopes: readonly string[]): void;
}

interface TokenParts {
  network: Pick<Network, 'send'>;
  keys: Pick<ToolKeys, 'sign'>;
  clock: Clock;
  rules: UrlRules;
}

/** Tokens per platform and set of scopes, in memory only. */
export function accessTokens({ network, keys, clock, rules }: TokenParts): AccessTokens {
  const kept = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<AccessToken>>();

  async function get(platform: Platform, scopes: readonly string[]): Promise<string> {
    const name = nameOf(platform, scopes);
    const known = kept.get(name);
    const token =
      known !== undefined && known.endsAt - clock.nowMs() > safetyMs ? known : await askOnce(platform, scopes);
    const missing = scopes.filter((scope) => !token.scopes.includes(scope));
    if (missing.length > 0) {
      // Asked for again at the next call: an administrator may have granted it meanwhile.
      kept.delete(name);
      throw new ServiceFailure('permanent', `${platform.name} did not grant: ${missing.map(shortScope).join(', ')}.`);
    }
    return token.value;
  }

  /** Everybody who needs the same token at the same time waits for one request. */
  function askOnce(platform: Platform, scopes: readonly string[]): Promise<AccessToken> {
    const name = nameOf(platform, scopes);
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const started = ask(platform, scopes)
      .then((token) => {
        kept.set(name, token);
        return token;
      })
      .finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  }

  async function ask(platform: Platform, scopes: readonly string[]): Promise<AccessToken> {
    const refusal = refusalOfService(platform, platform.tokenUrl, rules);
    if (refusal !== null) throw new ServiceFailure('permanent', refusal);
    const { clientId, tokenAudience } = platform;
    const claims = { iss: clientId, sub: clientId, aud: tokenAudience };
    const assertion = await keys.sign(platform.id, claims, assertionLifetimeS);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: [...scopes].sort().join(' '),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const answer = await network
      .send({ method: 'POST', url: platform.tokenUrl, headers, body: body.toString() })
      .catch((error: unknown) => {
        throw failureOf(error);
      });
    return readToken(platform, scopes, answer);
  }

  function readToken(platform: Platform, asked: readonly string[], answer: IncomingAnswer): AccessToken {
    const read = tokenAnswer.safeParse(parsedJson(answer.body));
    if (answer.status < 200 || answer.status > 299 || !read.success) {
      throw new ServiceFailure('unavailable', refusalWords(platform, answer));
    }
    const { access_token, expires_in, scope } = read.data;
    const granted = scope === null || scope === undefined || scope.trim() === '' ? asked : scope.trim().split(/[\s,]+/);
    return { value: access_token, endsAt: clock.nowMs() + expires_in * 1000, scopes: granted };
  }

  return { get, drop: (platform, scopes) => void kept.delete(nameOf(platform, scopes)) };
}

function refusalWords(platform: Platform, answer: IncomingAnswer): string {
  // OAuth's own codes help the administrator; anything else the platform says is left out.
  const code = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) }).safeParse(parsedJson(answer.body));
  const reason = code.success ? `, ${code.data.error}` : '';
  return `${platform.name} gave no access to its services (HTTP ${answer.status}${reason}).`;
}

function nameOf(platform: Platform, scopes: readonly string[]): string {
  return [platform.id, ...[...scopes].sort()].join(' ');
}

function shortScope(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
