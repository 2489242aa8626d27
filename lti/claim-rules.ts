// The steps of the verifier after the signature: what the claims of a launch must say, in their order.
import { claims, ltiVersion, messageTypes } from './claims.ts';
import { checkPlatformUrl } from './platform-url.ts';
import type { UrlRules } from './platform-url.ts';
import type { MessageType, Platform } from './ports.ts';

/** The names of these steps. */
export type ClaimStep =
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

/** Clocks may differ by this much. */
const skewS = 60;
const oldestS = 600;
const longestKey = 255;

type Subject = Expected & { payload: Payload };

export interface ClaimRule {
  step: ClaimStep;
  holds: (subject: Subject) => boolean;
  /** For an administrator. */
  words: string;
  /** 401 when left out. */
  status?: 400;
}

/** The steps after the signature, in their order. */
export const claimRules: readonly ClaimRule[] = [
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
export function messageTypeOf(payload: Payload): MessageType | null {
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
