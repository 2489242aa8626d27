// The door of the API: a bearer key that holds, not too many requests, and the scope that the route asks for. No cookie is looked at.

import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { ApiKey, Scope } from '../../domain/api-key.ts';
import type { ApiKeys, KeyCheck } from '../../services/guarantee/api-keys.ts';
import { ApiRefusal } from './api-failure.ts';

const keys = new WeakMap<Request, ApiKey>();

/** The key of a request that has passed `keyDoor`. Anything else is a defect. */
export function keyOf(request: Request): ApiKey {
  const key = keys.get(request);
  if (!key) throw new Error('this route does not stand behind the door of the API');
  return key;
}

const words: Readonly<Record<Exclude<KeyCheck['kind'], 'good'>, string>> = {
  foreign:
    'This is no API key of this installation. Send the key as it was shown, in the header Authorization: Bearer.',
  expired: 'This API key has expired. An administrator can make another one.',
  revoked: 'This API key was revoked. An administrator can make another one.',
};

function unauthorized(message: string, isGiven: boolean): ApiRefusal {
  const challenge = isGiven ? `, error="invalid_token", error_description="${message}"` : '';
  return new ApiRefusal(401, 'unauthorized', message, '', {
    'WWW-Authenticate': `Bearer realm="Resit API"${challenge}`,
  });
}

/** Lets requests with a key that holds through. */
export function keyDoor(apiKeys: Pick<ApiKeys, 'check'>): RequestHandler {
  return async (request, _response, next) => {
    const header = request.get('authorization');
    if (header === undefined) throw unauthorized('Send an API key in the header Authorization: Bearer.', false);
    const token = /^Bearer +([A-Za-z0-9._-]+) *$/i.exec(header)?.[1];
    const check: KeyCheck = token === undefined ? { kind: 'foreign' } : await apiKeys.check(token);
    if (check.kind !== 'good') throw unauthorized(words[check.kind], true);
    keys.set(request, check.key);
    next();
  };
}

/** At most `points` requests in `seconds` for each key. */
export function keyPace(points: number, seconds: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (request, _response, next) => {
    try {
      await limiter.consume(keyOf(request).id);
    } catch (rejection) {
      const isLimit = typeof rejection === 'object' && rejection !== null && 'msBeforeNext' in rejection;
      const wait = Math.max(1, Math.ceil(Number(isLimit ? rejection.msBeforeNext : 1000) / 1000));
      throw new ApiRefusal(
        429,
        'too-fast',
        `More than ${points} requests in ${seconds} s came with this key. Send the next one in ${wait} s, and many items in one request.`,
        '',
        { 'Retry-After': String(wait) },
      );
    }
    next();
  };
}

/** Lets keys through that carry a scope. */
export function needsScope(scope: Scope): RequestHandler {
  return (request, _response, next) => {
    if (!keyOf(request).scopes.includes(scope))
      throw new ApiRefusal(
        403,
        'not-allowed',
        `This key may not do that: it lacks the scope ${scope}. An administrator can make one that has it.`,
        '',
        { 'WWW-Authenticate': `Bearer realm="Resit API", error="insufficient_scope", scope="${scope}"` },
      );
    next();
  };
}
