// The platforms' public keys, cached per key set: fresh, stale when their server is down, never fetched twice at once.
import { z } from 'zod';
import { parsedJson } from './json.ts';
import type { Network } from './network.ts';
import type { Clock, Jwk, Platform, PlatformKeyAnswer, PlatformKeys } from './ports.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const freshByDefault = 10 * minute;
const leastFresh = minute;
const mostFresh = day;
const mostStale = day;
/** A key id we have not seen makes us look again, but no stranger can make us do it more often than this. */
const betweenLooksForUnknown = minute;
/** After a failed fetch the next launches are told at once. */
const afterFailure = 1_000;
const timeoutMs = 5_000;
const largestSet = 64_000;

/** Members that matter; keys of other kinds, or with members of other types, are passed over. */
const jwk = z.object({
  kty: z.string(),
  n: z.string(),
  e: z.string(),
  kid: z.string(),
  use: z.string().optional(),
  alg: z.string().optional(),
});
const keySet = z.object({ keys: z.array(z.unknown()) });

interface Entry {
  keys: Map<string, Jwk>;
  fetchedAt: number;
  freshForMs: number;
  lookedForUnknownAt: number | null;
}

/** The cache of platform keys; lives as long as the process. */
export function platformKeys(network: Pick<Network, 'send'>, clock: Clock): PlatformKeys {
  const entries = new Map<string, Entry>();
  const failedAt = new Map<string, number>();
  const underWay = new Map<string, Promise<Entry | null>>();

  function fetchOnce(url: string): Promise<Entry | null> {
    const running = underWay.get(url);
    if (running !== undefined) return running;
    const started = fetchSet(url).finally(() => underWay.delete(url));
    underWay.set(url, started);
    return started;
  }

  async function fetchSet(url: string): Promise<Entry | null> {
    const last = failedAt.get(url);
    if (last !== undefined && clock.nowMs() - last < afterFailure) return null;
    const previous = entries.get(url);
    const answer = await network
      .send({ method: 'GET', url, headers: { accept: 'application/json' }, maxBytes: largestSet, timeoutMs })
      .catch(() => null);
    const keys = answer !== null && answer.status === 200 ? readKeySet(answer.body) : null;
    if (answer === null || keys === null) {
      failedAt.set(url, clock.nowMs());
      return null;
    }
    failedAt.delete(url);
    const entry: Entry = {
      keys,
      fetchedAt: clock.nowMs(),
      freshForMs: freshness(answer.headers['cache-control']),
      lookedForUnknownAt: previous?.lookedForUnknownAt ?? null,
    };
    entries.set(url, entry);
    return entry;
  }

  async function get(platform: Platform, kid: string): Promise<PlatformKeyAnswer> {
    const url = platform.jwksUrl;
    const known = entries.get(url);
    const age = known === undefined ? Infinity : clock.nowMs() - known.fetchedAt;
    if (known === undefined || age >= known.freshForMs) {
      const fetched = await fetchOnce(url);
      if (fetched !== null) return answerFrom(fetched, kid);
      const stale = age < mostStale ? known?.keys.get(kid) : undefined;
      return stale === undefined ? 'unavailable' : { found: stale };
    }
    const found = known.keys.get(kid);
    if (found !== undefined) return { found };
    return lookForUnknown(url, known, kid);
  }

  /** Their keys may have changed a moment ago. */
  async function lookForUnknown(url: string, known: Entry, kid: string): Promise<PlatformKeyAnswer> {
    const last = known.lookedForUnknownAt;
    if (last !== null && clock.nowMs() - last < betweenLooksForUnknown) return 'unknown-kid';
    known.lookedForUnknownAt = clock.nowMs();
    const fetched = await fetchOnce(url);
    return fetched === null ? 'unavailable' : answerFrom(fetched, kid);
  }

  return { get };
}

function answerFrom(entry: Entry, kid: string): PlatformKeyAnswer {
  const found = entry.keys.get(kid);
  return found === undefined ? 'unknown-kid' : { found };
}

/** The keys by kid; null when the text is no key set. */
function readKeySet(text: string): Map<string, Jwk> | null {
  const set = keySet.safeParse(parsedJson(text));
  if (!set.success) return null;
  const keys = new Map<string, Jwk>();
  for (const candidate of set.data.keys) {
    const key = jwk.safeParse(candidate);
    if (key.success) keys.set(key.data.kid, key.data);
  }
  return keys;
}

/** How long a set is fresh, in milliseconds: what their Cache-Control says, within reason. */
function freshness(cacheControl: string | undefined): number {
  const maxAge = /(?:^|[,\s])max-age=(\d{1,9})/i.exec(cacheControl ?? '')?.[1];
  if (maxAge === undefined) return freshByDefault;
  return Math.min(mostFresh, Math.max(leastFresh, Number(maxAge) * 1000));
}
