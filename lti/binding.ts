// Ties a login to one browser: by a partitioned cookie, else by the platform's storage, else in a new tab.
import type { Request, Response } from 'express';
import { Refused, startAgain } from './gate.ts';
import type { LoginRecord } from './ports.ts';
import { fits } from './secrets.ts';

const tenMinutesS = 600;
const thirtyDaysS = 30 * 24 * 3600;
/** Logins that were begun and never finished; beyond this the oldest of the browser's cookies goes. */
const mostLoginCookies = 20;
const loginCookiePrefix = '__Host-lti-';
const probeCookie = '__Host-ltiprobe';
const cookieAttributes = 'Path=/; Secure; HttpOnly; SameSite=None; Partitioned';

/** The browser's cookies in the order in which it sent them; the first of a name counts. */
function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, part.slice(equals + 1).trim());
  }
  return cookies;
}

/** Whether the page will be shown inside another; null when the browser does not say. */
export function isFramed(req: Request): boolean | null {
  const destination = req.get('sec-fetch-dest');
  if (destination === undefined) return null;
  if (destination === 'document') return false;
  return ['iframe', 'frame', 'embed', 'object'].includes(destination) ? true : null;
}

/** Whether a cookie of ours has come back from this very place before. */
export function hasProbeCookie(req: Request): boolean {
  return readCookies(req.headers.cookie).has(probeCookie);
}

/** Gives the browser the secret of this login, and leaves the probe for the next one. */
export function setLoginCookies(req: Request, res: Response, stateHash: string, secret: string): void {
  res.append('Set-Cookie', `${loginCookieName(stateHash)}=${secret}; Max-Age=${tenMinutesS}; ${cookieAttributes}`);
  if (!hasProbeCookie(req)) res.append('Set-Cookie', `${probeCookie}=1; Max-Age=${thirtyDaysS}; ${cookieAttributes}`);
  const names = [...readCookies(req.headers.cookie).keys()].filter((name) => name.startsWith(loginCookiePrefix));
  for (const name of names.slice(0, Math.max(0, names.length - mostLoginCookies + 1))) {
    if (/^[\w-]+$/.test(name)) res.append('Set-Cookie', `${name}=; Max-Age=0; ${cookieAttributes}`);
  }
}

/** Whether this request comes from the browser in which the login began. */
export function isSameBrowser(req: Request, record: LoginRecord): boolean {
  const secret = readCookies(req.headers.cookie).get(loginCookieName(record.stateHash));
  return secret !== undefined && fits(secret, record.cookieHash);
}

function loginCookieName(stateHash: string): string {
  return loginCookiePrefix + stateHash.slice(0, 16);
}

/**
 * Refuses what is not sent by a page of ours.
 *
 * Anybody can post a form from anywhere, with values seen in his own browser; only a script of ours can read the
 * platform's storage and say so from our own origin.
 */
export function demandSameOrigin(req: Request, publicUrl: string): void {
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  const isOurs = site === undefined ? origin === publicUrl : site === 'same-origin';
  const contradicts = origin !== undefined && origin !== 'null' && origin !== publicUrl;
  if (isOurs && !contradicts) return;
  throw new Refused({
    status: 403,
    step: 'same-origin',
    title: 'This request does not come from Resit',
    words: 'The request came from another site, so it was not carried out.',
    advice: startAgain,
  });
}
