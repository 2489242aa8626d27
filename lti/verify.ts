// The verifier of launches: a ladder of named steps over one id_token, pure but for the look-up of the platform's key.
import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { claimRules, messageTypeOf } from './claim-rules.ts';
import type { ClaimStep, Expected, Payload } from './claim-rules.ts';
import type { Jwk, MessageType, PlatformKeyAnswer } from './ports.ts';

/** The steps in their order; a refusal names the first that did not hold, and the log shows how far a launch came. */
export type Step = 'size' | 'parts' | 'algorithm' | 'key-id' | 'critical-header' | 'key' | 'signature' | ClaimStep;

export type Verdict =
  | { ok: true; payload: Payload; messageType: MessageType }
  /** `words` says to an administrator what was wrong; it quotes nothing of the token. */
  | { ok: false; step: Step; status: 400 | 401 | 503; words: string };

export type KeyFor = (kid: string) => Promise<PlatformKeyAnswer>;

const largestToken = 64_000;
const smallestModulusBits = 2048;

/**
 * Whether this token is a launch that this login asked for.
 *
 * The checks follow OpenID Connect Core 3.1.3.7, the 1EdTech Security Framework 1.0 section 5.1.3 and LTI Core 1.3
 * section 5.3; nothing is believed before the signature holds.
 */
export async function verifyIdToken(token: string, expected: Expected, keyFor: KeyFor): Promise<Verdict> {
  const read = readToken(token);
  if (!('kid' in read)) return read;
  const key = await keyFor(read.kid);
  if (key === 'unavailable') return refused('key', 'The key set of the platform could not be fetched.', 503);
  if (key === 'unknown-kid') return refused('key', 'The key set of the platform has no key with this key id.');
  const complaint = complaintAboutKey(key.found);
  if (complaint !== null) return refused('key', complaint);
  if (!isSignedBy(token, key.found)) return refused('signature', 'The signature does not fit the key.');

  const subject = { payload: read.payload, ...expected };
  const broken = claimRules.find((rule) => !rule.holds(subject));
  if (broken !== undefined) return refused(broken.step, broken.words, broken.status);
  return { ok: true, payload: read.payload, messageType: messageTypeOf(read.payload)! };
}

/** The steps before any key is looked at: what can be read off the token's form and header. */
function readToken(token: string): { kid: string; payload: Payload } | (Verdict & { ok: false }) {
  if (token.length > largestToken) return refused('size', 'The token is too large.');
  const parts = token.split('.');
  const header = jsonObject(parts[0]);
  const payload = jsonObject(parts[1]);
  if (parts.length !== 3 || header === null || payload === null) return refused('parts', 'This is no signed token.');
  if (header['alg'] !== 'RS256') return refused('algorithm', 'The token is not signed with RS256.');
  const kid = header['kid'];
  if (typeof kid !== 'string' || kid === '') return refused('key-id', 'The token names no key.');
  if (header['crit'] !== undefined) return refused('critical-header', 'The token demands an unknown extension.');
  return { kid, payload };
}

function complaintAboutKey(key: Jwk): string | null {
  if (key.kty !== 'RSA') return 'The key is not an RSA key.';
  if (key.use !== undefined && key.use !== 'sig') return 'The key is not for signatures.';
  if (key.alg !== undefined && key.alg !== 'RS256') return 'The key is not for RS256.';
  const bits = publicKeyOf(key)?.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < smallestModulusBits ? 'The key is shorter than 2048 bits.' : null;
}

function isSignedBy(token: string, jwk: Jwk): boolean {
  const key = publicKeyOf(jwk);
  if (key === null) return false;
  try {
    // Only the signature: times are judged below, with our own clock and tolerance.
    jwt.verify(token, key, { algorithms: ['RS256'], ignoreExpiration: true, ignoreNotBefore: true });
    return true;
  } catch {
    return false;
  }
}

function publicKeyOf({ kty, n, e }: Jwk): ReturnType<typeof createPublicKey> | null {
  try {
    return createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  } catch {
    return null;
  }
}

function jsonObject(part: string | undefined): Payload | null {
  if (part === undefined || !/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null;
  } catch {
    return null;
  }
}

function refused(step: Step, words: string, status: 400 | 401 | 503 = 401): Verdict & { ok: false } {
  return { ok: false, step, status, words };
}
