// Our own signing keys, a set per platform: next (published), current (signs), previous (still published after its time).
import { createHash, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock, Jwk, Jwks, RegistryRows, ToolKeys } from './ports.ts';
import type { Sealing } from './sealing.ts';
import { newSecret } from './secrets.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A next key is published this long before it signs, so that platforms which cache our set have seen it. */
const publishedBeforeUse = day;
/** A previous key stays published this long, for platforms that verify late. */
const publishedAfterUse = 7 * day;
const lifetimeOfCurrent = 90 * day;

export interface PemPair {
  publicKey: string;
  privateKey: string;
}

// The asynchronous form: a key takes up to a second to find, which must not stop everybody else.
const findKeyPair = promisify(generateKeyPair);

/** A new RSA-2048 pair as PEM. */
export function newKeyPair(): Promise<PemPair> {
  return findKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

const storedKey = z.object({
  kid: z.string(),
  platformId: z.string(),
  state: z.enum(['next', 'current', 'previous']),
  publicJwk: z.object({ kty: z.string(), n: z.string(), e: z.string() }),
  sealedPrivatePem: z.object({ masterKeyId: z.string(), iv: z.string(), tag: z.string(), data: z.string() }),
  /** Epoch milliseconds: when the key came into this state. */
  since: z.number(),
});
type StoredKey = z.infer<typeof storedKey>;

/** RFC 7638: the hash of the required members in alphabetical order. */
export function thumbprint(jwk: Pick<Jwk, 'kty' | 'n' | 'e'>): string {
  const canonical = JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n });
  return createHash('sha256').update(canonical).digest('base64url');
}

/** Our keys over the registry's rows; private halves are sealed and bound to platform and kid. */
export function toolKeys(rows: RegistryRows, seal: Sealing, clock: Clock, makePair = newKeyPair): ToolKeys {
  const belonging = (key: { platformId: string; kid: string }): string => `${key.platformId}/${key.kid}`;

  async function keysOf(platformId: string): Promise<StoredKey[]> {
    const found = await rows.find('toolKey', { platformId });
    return found.map((row) => storedKey.parse(row)).sort((a, b) => b.since - a.since);
  }

  /** The newest when a crash between two steps of a rotation left two. */
  async function currentOf(platformId: string): Promise<StoredKey | null> {
    return (await keysOf(platformId)).find((key) => key.state === 'current') ?? null;
  }

  async function make(platformId: string, state: 'next' | 'current'): Promise<void> {
    const pair = await makePair();
    const { kty, n, e } = z
      .object({ kty: z.string(), n: z.string(), e: z.string() })
      .parse(createPublicKey(pair.publicKey).export({ format: 'jwk' }));
    const kid = thumbprint({ kty, n, e });
    const sealedPrivatePem = seal.seal(pair.privateKey, belonging({ platformId, kid }));
    const row: StoredKey = { kid, platformId, state, publicJwk: { kty, n, e }, sealedPrivatePem, since: clock.nowMs() };
    await rows.insert('toolKey', row);
  }

  async function create(platformId: string): Promise<void> {
    if ((await currentOf(platformId)) === null) await make(platformId, 'current');
  }

  async function currentPair(
    platformId: string,
  ): Promise<{ kid: string; publicPem: string; privatePem: string } | null> {
    const key = await currentOf(platformId);
    if (key === null) return null;
    const publicPem = createPublicKey({ key: key.publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return {
      kid: key.kid,
      publicPem: publicPem.toString(),
      privatePem: seal.open(key.sealedPrivatePem, belonging(key)),
    };
  }

  async function sign(platformId: string, claims: object, ttlS: number): Promise<string> {
    const pair = await currentPair(platformId);
    if (pair === null) throw new Error(`Platform ${platformId} has no signing key.`);
    // Five seconds back, so that a platform whose clock is a little slow does not see a token from the future.
    const iat = Math.floor(clock.nowMs() / 1000) - 5;
    const payload = { jti: newSecret(), ...claims, iat, exp: iat + ttlS };
    return jwt.sign(payload, pair.privatePem, { algorithm: 'RS256', keyid: pair.kid });
  }

  async function publicJwks(platformId: string): Promise<Jwks> {
    const keys = await keysOf(platformId);
    return { keys: keys.map((key) => ({ ...key.publicJwk, kid: key.kid, use: 'sig', alg: 'RS256' })) };
  }

  async function move({ platformId, kid, state }: StoredKey, to: StoredKey['state']): Promise<void> {
    await rows.modify('toolKey', { platformId, kid, state }, { state: to, since: clock.nowMs() });
  }

  async function promote(next: StoredKey, old: StoredKey | undefined): Promise<void> {
    // First the new one, then the old: there is a signing key at every moment.
    await move(next, 'current');
    if (old !== undefined) await move(old, 'previous');
  }

  async function rotate(platformId: string): Promise<'published' | 'promoted' | 'dropped' | 'waiting'> {
    const keys = await keysOf(platformId);
    const age = (key: StoredKey): number => clock.nowMs() - key.since;
    const next = keys.find((key) => key.state === 'next');
    const current = keys.find((key) => key.state === 'current');
    const outlived = keys.find((key) => key.state === 'previous' && age(key) >= publishedAfterUse);
    if (outlived !== undefined) {
      await rows.delete('toolKey', { platformId, kid: outlived.kid });
      return 'dropped';
    }
    if (next !== undefined) {
      if (age(next) < publishedBeforeUse) return 'waiting';
      await promote(next, current);
      return 'promoted';
    }
    if (current !== undefined && age(current) < lifetimeOfCurrent - publishedBeforeUse) return 'waiting';
    await make(platformId, current === undefined ? 'current' : 'next');
    return 'published';
  }

  return { sign, publicJwks, create, rotate, currentPair };
}
