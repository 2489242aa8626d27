// Guards before the pages: forged requests, roles, and requests that come faster than a person makes them.

import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { mayDo, type Act } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import { TooFast } from './failures.ts';
import { visitOf } from './session.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the browser says that the request comes from a page of ours. `Origin: null` alone never suffices. */
export function isFromOurs(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return request.get('origin') === publicUrl;
}

/** Refuses state changes that do not come from a page of this session: same origin *and* the session's token. */
export function forgeryGuard(publicUrl: string): RequestHandler {
  return (request, _response, next) => {
    if (reading.has(request.method)) return next();
    const body: unknown = request.body;
    const field = typeof body === 'object' && body !== null && 'csrf' in body ? body.csrf : undefined;
    const token = request.get('x-resit-csrf') ?? field;
    if (!isFromOurs(request, publicUrl) || token !== visitOf(request).session.csrf)
      throw new Refusal(
        'not-allowed',
        'This request did not come from a page of your visit. Reload the page and try again.',
      );
    next();
  };
}

/** Lets through whoever may do the act. */
export function may(act: Act): RequestHandler {
  return (request, _response, next) => {
    if (!mayDo(visitOf(request).visitor, act))
      throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
    next();
  };
}

/** Lets through whoever may do one of the acts. */
export function mayOneOf(...acts: readonly Act[]): RequestHandler {
  return (request, _response, next) => {
    if (!acts.some((act) => mayDo(visitOf(request).visitor, act)))
      throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
    next();
  };
}

/** Lets students through, and instructors who look at an exam as a student would. */
export const candidatesOnly: RequestHandler = (request, _response, next) => {
  const { visitor } = visitOf(request);
  if (!mayDo(visitor, 'sit exams') && !mayDo(visitor, 'preview exams'))
    throw new Refusal('not-allowed', 'Only students of this course can sit its exams.');
  next();
};

/** At most `points` requests in `seconds` for each visit; classrooms share an address, so addresses do not count here. */
export function pace(points: number, seconds: number): RequestHandler {
  return paceOf(points, seconds, (request) => visitOf(request).session.id);
}

/** The same for each person, however often they launch anew: for what must not be guessed. */
export function personPace(points: number, seconds: number): RequestHandler {
  return paceOf(points, seconds, (request) => visitOf(request).visitor.personId);
}

function paceOf(points: number, seconds: number, keyOf: (request: Request) => string): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (request, _response, next) => {
    try {
      await limiter.consume(keyOf(request));
    } catch (rejection) {
      const wait =
        typeof rejection === 'object' && rejection !== null && 'msBeforeNext' in rejection
          ? Number(rejection.msBeforeNext)
          : 1000;
      throw new TooFast(Math.max(1, Math.ceil(wait / 1000)));
    }
    next();
  };
}
