// The verifier of launches: a ladder of named steps over one id_token, pure but for the look-up of the platform's key.
import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { claims, ltiVersion, messageTypes } from './claims.ts';
import type { UrlRules } from './platform-url.ts';
import { checkPlatformUrl } from './platform-url.ts';
import type { Jwk, MessageType, Platform, PlatformKeyAnswer } from './ports.ts';

/** The steps in their order; a refusal names the first that did not hold, and the log shows how far a launch came. */
export type Step =
  | 'size'
  | 'parts'
  | 'algorithm'
  | 'key-id'
  | 'critical-header'
  | 'key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'authorized-party'
  | 'expiry'
  | 'issued-at'
  | 'not-before'
  | 'nonce'
  | 'version'
  | 'deployment'
  | 'roles'
  | 'message-type'
  | 'person'
  | 'resource-link'
  | 'deep-linking-settings'
  | 'target';

export type Payload = Readonly<Record<string, unknown>>;

/** What the login record and the settings demand of the token. */
export interface Expected {
  platform: Platform;
  nonce: string;
  /** The deployment that the login announced, if it did. */
  deploymentId: string | null;
  /** Origin of PUBLIC_URL. */
  toolOrigin: string;
  rules: UrlRules;
  nowMs: number;
}

export type Verdict =
  | { ok: true; payload: Payload; messageType: MessageType }
  /** `words` says to an administrator what was wrong; it quotes nothing of the token. */
  | { ok: false; step: Step; status: 400 | 401 | 503; words: string };

export type KeyFor = (kid: string) => Promise<PlatformKeyAnswer>;

const largestToken = 64_000;
const skewS = 60;
const oldestS = 600;
const longestKey = 255;
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
  const broken = rules.find((rule) => !rule.holds(subject));
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

type Subject = Expected & { payload: Payload };
interface Rule {
  step: Step;
  holds: (subject: Subject) => boolean;
  words: string;
  status?: 400;
}

/** The steps after the signature, in their order. */
const rules: readonly Rule[] = [
  {
    step: 'issuer',
    holds: ({ payload, platform }) => payload['iss'] === platform.issuer,
    words: 'The issuer is not the one that started the login.',
  },
  {
    step: 'audience',
    holds: ({ payload, platform }) => isOnlyAudience(payload['aud'], platform.clientId),
    words: 'The token is not meant for this tool alone.',
  },
  {
    step: 'authorized-party',
    holds: ({ payload, platform }) => isAbsent(payload['azp']) || payload['azp'] === platform.clientId,
    words: 'The token was made for another party.',
  },
  {
    step: 'expiry',
    holds: ({ payload, nowMs }) => isTime(payload['exp']) && payload['exp'] + skewS > nowMs / 1000,
    words: 'The token has expired, or does not say when it does.',
  },
  {
    step: 'issued-at',
    holds: ({ payload, nowMs }) => isTime(payload['iat']) && isRecent(payload['iat'], nowMs / 1000),
    words: 'The token is too old, comes from the future, or does not say when it was made.',
  },
  {
    step: 'not-before',
    holds: ({ payload: { nbf }, nowMs }) => isAbsent(nbf) || (isTime(nbf) && nbf - skewS <= nowMs / 1000),
    words: 'The token is not valid yet.',
  },
  {
    step: 'nonce',
    holds: ({ payload, nonce }) => payload['nonce'] === nonce,
    words: 'The nonce is not the one of this login.',
  },
  {
    step: 'version',
    holds: ({ payload }) => payload[claims.version] === ltiVersion,
    words: 'The LTI version is not 1.3.0.',
  },
  {
    step: 'deployment',
    holds: ({ payload, deploymentId }) => isDeployment(payload[claims.deploymentId], deploymentId),
    words: 'The deployment id is missing, or not the one that the login announced.',
  },
  {
    step: 'roles',
    holds: ({ payload }) => Array.isArray(payload[claims.roles]),
    words: 'The roles are missing, or are not a list.',
  },
  {
    step: 'message-type',
    holds: ({ payload }) => messageTypeOf(payload) !== null,
    words: 'The message type is missing or unknown.',
  },
  {
    step: 'person',
    holds: ({ payload }) => isKey(payload['sub']),
    words: 'The platform does not say who the person is (anonymous launches are not supported).',
  },
  {
    step: 'resource-link',
    holds: ({ payload }) =>
      messageTypeOf(payload) !== 'resource-link' || isKey(objectIn(payload, claims.resourceLink)['id']),
    words: 'The resource link has no id.',
  },
  {
    step: 'deep-linking-settings',
    holds: ({ payload, rules: urls }) => messageTypeOf(payload) !== 'deep-linking' || hasLinkingSettings(payload, urls),
    words: 'The deep linking settings are missing, or their return address cannot be used.',
    status: 400,
  },
  {
    step: 'target',
    holds: ({ payload, toolOrigin }) => isOurTarget(payload, toolOrigin),
    words: 'The target link is missing, or not on this tool.',
  },
];

/** The message type in our words; null when missing or unknown. */
function messageTypeOf(payload: Payload): MessageType | null {
  const type = payload[claims.messageType];
  if (typeof type !== 'string' || !Object.hasOwn(messageTypes, type)) return null;
  return messageTypes[type as keyof typeof messageTypes];
}

/** OpenID Connect Core 3.1.3.7 (3): an audience that we do not trust refuses the token, and we trust none but us. */
function isOnlyAudience(audience: unknown, clientId: string): boolean {
  if (typeof audience === 'string') return audience === clientId;
  return Array.isArray(audience) && audience.length > 0 && audience.every((one) => one === clientId);
}

function isRecent(issuedAtS: number, nowS: number): boolean {
  return issuedAtS - skewS <= nowS && nowS - issuedAtS <= oldestS + skewS;
}

function isDeployment(id: unknown, announced: string | null): boolean {
  return isKey(id) && (announced === null || id === announced);
}

function hasLinkingSettings(payload: Payload, urls: UrlRules): boolean {
  const settings = objectIn(payload, claims.deepLinkingSettings);
  return (
    checkPlatformUrl(settings['deep_link_return_url'], urls).ok &&
    Array.isArray(settings['accept_types']) &&
    Array.isArray(settings['accept_presentation_document_targets'])
  );
}

/** Required for resource links; the other messages may leave it to the login's target. */
function isOurTarget(payload: Payload, toolOrigin: string): boolean {
  const target = payload[claims.targetLinkUri];
  if (isAbsent(target)) return messageTypeOf(payload) !== 'resource-link';
  return typeof target === 'string' && isOnOrigin(target, toolOrigin);
}

/** Whether this is an absolute http(s) URL on that origin, without credentials or characters that could be misread. */
export function isOnOrigin(text: string, origin: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f\\]/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.origin === origin && url.username === '' && url.password === '';
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestKey;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Null means absent. */
function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function objectIn(payload: Payload, name: string): Payload {
  const value = payload[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : {};
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
