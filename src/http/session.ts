// Sessions at the door: one `__Host-` cookie per launch, the launch's id in the path, checked anew at every request.

import { timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Visitor } from '../domain/person.ts';
import { visitEndsAt } from '../domain/visit.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';
import { presentCookies } from './cookies.ts';
import { SessionEnded } from './failures.ts';
import { allowFraming } from './security-headers.ts';

/** What every page may know of whoever is looking at it. */
export interface Visit {
  readonly session: Session;
  readonly visitor: Visitor;
}

/** Whether people of this deployment may still work; the registry of platforms fits. */
export interface StandingOf {
  standing(platformId: string, deploymentId: string): Promise<string>;
}

interface Needs {
  readonly sessions: Pick<SessionStore, 'find' | 'findAll' | 'touch'>;
  readonly registry: StandingOf;
  readonly now: () => number;
  /** The keyed hash under which a cookie's secret is kept. */
  readonly proof: (secret: string) => string;
}

/** What the door needs of the sessions. */
export type SessionsAtTheDoor = Needs['sessions'];

/** A session is read again after this time; on the saving path it is not read more often. */
const cacheMs = 10_000;
const touchMs = 60_000;
const cookiePrefix = '__Host-resit-';
/** Node refuses headers above 16 kB; a browser that launches all day must not reach that. */
const liveCookiesAllowed = 12;

const visits = new WeakMap<Request, Visit>();

/** The visit of a request that has passed `sessionDoor`. Anything else is a defect. */
export function visitOf(request: Request): Visit {
  const visit = visits.get(request);
  if (!visit) throw new Error('this route does not stand behind the session door');
  return visit;
}

/** The `Set-Cookie` value that opens a session in the browser. */
export function sessionCookie(launchId: string, secret: string): string {
  return `${cookiePrefix}${launchId}=${secret}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`;
}

/** The `Set-Cookie` values that remove launch cookies of sessions that have ended, and the oldest beyond the limit. */
export async function overdueCookies(header: string, sessions: Needs['sessions'], now: number): Promise<string[]> {
  const ids = launchCookies(header).map(([id]) => id);
  if (ids.length < liveCookiesAllowed) return [];
  const live = (await sessions.findAll(ids)).filter((session) => visitEndsAt(session) > now);
  const spare = live.filter((session) => session.notBefore <= now).toSorted((a, b) => a.createdAt - b.createdAt);
  const excess = new Set(
    spare.slice(0, Math.max(0, live.length - liveCookiesAllowed + 1)).map((session) => session.id),
  );
  const living = new Set(live.map((session) => session.id));
  return ids.filter((id) => excess.has(id) || !living.has(id)).map((id) => `${sessionCookie(id, '')}; Max-Age=0`);
}

/** The launches whose cookies a browser sends, whether they are still good or not. */
export function launchesIn(header: string): string[] {
  return launchCookies(header).map(([id]) => id);
}

function launchCookies(header: string): [string, string][] {
  return presentCookies(header)
    .filter(([name]) => name.startsWith(cookiePrefix))
    .map(([name, value]) => [name.slice(cookiePrefix.length), value]);
}

/** Lets a request with a live session through to the pages below `/s/:launch`; everything else is refused with `SessionEnded`. */
export function sessionDoor({ sessions, registry, now, proof }: Needs): RequestHandler {
  const holds = (session: Session, secret: string | undefined): boolean => {
    if (!secret) return false;
    const given = Buffer.from(proof(secret), 'hex');
    const kept = Buffer.from(session.secretHash, 'hex');
    return kept.length === given.length && timingSafeEqual(kept, given);
  };
  const cache = new Map<string, { readonly at: number; readonly session: Session | null }>();

  async function read(id: string): Promise<Session | null> {
    const kept = cache.get(id);
    if (kept && now() - kept.at < cacheMs) return kept.session;
    if (cache.size > 50_000) cache.clear();
    const session = await sessions.find(id);
    if (session) cache.set(id, { at: now(), session });
    return session;
  }

  async function living(session: Session | null, secret: string | undefined): Promise<Session | null> {
    if (!session || !holds(session, secret) || visitEndsAt(session) <= now()) return null;
    const standing = await registry.standing(session.platformId, session.deploymentId);
    return standing === 'active' ? session : null;
  }

  /**
   * A form that was sent after its session ended goes on when the same person has launched again into the same course in this
   * browser: the newer session stands in for the old one, whose secret the browser still holds.
   */
  async function relaunched(ended: Session, cookies: [string, string][]): Promise<Session | null> {
    const others = await Promise.all(cookies.map(async ([id, secret]) => living(await read(id), secret)));
    return (
      others.find(
        (other) => other !== null && other.personId === ended.personId && other.courseId === ended.courseId,
      ) ?? null
    );
  }

  return async (request: Request, response: Response, next: NextFunction) => {
    const launchId = String(request.params['launch'] ?? '');
    const cookies = launchCookies(request.headers.cookie ?? '');
    const secret = cookies.find(([id]) => id === launchId)?.[1];
    const addressed = secret ? await read(launchId) : null;
    const live = await living(addressed, secret);
    const stoodIn = !live && addressed && holds(addressed, secret) ? await relaunched(addressed, cookies) : null;
    const session = live ?? stoodIn;
    if (!session) {
      // The words about it stand where the page stood, in the frame of the LMS.
      const ended = addressed ?? (await read(launchId));
      if (ended && !ended.windowOf) allowFraming(response, ended.frameAncestors);
      throw new SessionEnded();
    }
    if (now() - session.seenAt > touchMs) {
      await sessions.touch(session, now());
      cache.set(session.id, { at: now(), session: { ...session, seenAt: now() } });
    }
    // A form may change the session itself (its time zone); the next page must see that at once.
    if (request.method === 'POST') response.once('finish', () => cache.delete(session.id));
    // The form on the page carries the token of the session it was made in.
    const csrf = stoodIn ? addressed!.csrf : session.csrf;
    visits.set(request, { session: { ...session, csrf }, visitor: visitorOf(session) });
    next();
  };
}

/** The visitor that a session stands for. */
export function visitorOf(session: Omit<Session, 'forgetAt'>): Visitor {
  return {
    launchId: session.id,
    organizationId: session.organizationId,
    platformId: session.platformId,
    courseId: session.courseId,
    personId: session.personId,
    name: session.name,
    role: session.role,
    administersPlatform: session.administersPlatform,
    isTestUser: session.isTestUser,
    linkId: session.linkId,
    zone: session.zone ?? 'UTC',
    zoneFrom: session.zoneFrom ?? 'course',
  };
}
