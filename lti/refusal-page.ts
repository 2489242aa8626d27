// The page of a refusal: what happened, what to do, and a number; it sets no cookie, clears none and quotes nothing.
import type { Request, Response } from 'express';
import { Refused, askAdministrator, startAgain } from './gate.ts';
import type { Gate, RefusalDetail } from './gate.ts';
import { MalformedInput } from './form.ts';
import { embeddingOrigins, originOf } from './known-origins.ts';
import { applyHeaders, newNonce, pageHeaders } from './page-headers.ts';
import { newIncidentId } from './secrets.ts';

type Told = Pick<Gate, 'renderPage' | 'log' | 'rules'>;

/** Shows whatever was thrown as a refusal page. A fault of ours, or of the database, is a 503: worth another try. */
export function sendRefusal(gate: Told, req: Request, res: Response, thrown: unknown): void {
  const detail = detailOf(thrown);
  const incident = newIncidentId();
  const { platform, again } = detail;
  gate.log('lti.refused', {
    incident,
    status: detail.status,
    step: detail.step,
    cause: detail.cause ?? detail.words,
    platform: platform?.id ?? null,
    ...(detail.step === 'fault' ? faultOf(thrown) : {}),
  });
  const nonce = newNonce();
  const known = platform === undefined ? [] : embeddingOrigins(platform, gate.rules);
  const frameAncestors = [...new Set([...known, ...askingOrigin(req)])];
  const view = {
    nonce,
    title: detail.title,
    words: detail.words,
    advice: detail.advice,
    incident,
    again: again === undefined ? false : { fields: Object.entries(again).map(([name, value]) => ({ name, value })) },
  };
  applyHeaders(res, pageHeaders(nonce, { frameAncestors, formAction: known }));
  if (detail.retryAfterS !== undefined) res.setHeader('Retry-After', String(detail.retryAfterS));
  res.status(detail.status).type('html').send(gate.renderPage('refused', view));
}

/**
 * The origin that the request says it comes from.
 *
 * A refusal must be readable inside an LMS that is not (or wrongly) registered, most of all for the administrator who is
 * setting it up. The page holds no data and no session, so it does not matter who embeds it.
 */
function askingOrigin(req: Request): string[] {
  const origin = originOf(req.get('origin')) ?? originOf(req.get('referer'));
  return origin !== null && /^https?:\/\/[a-z0-9.:[\]-]+$/i.test(origin) ? [origin] : [];
}

function detailOf(thrown: unknown): RefusalDetail {
  if (thrown instanceof Refused) return thrown.detail;
  if (thrown instanceof MalformedInput) return malformed(400, thrown.message);
  const status = statusOf(thrown);
  if (status !== null) {
    return malformed(status, status === 413 ? 'The request is too large.' : 'The request could not be read.');
  }
  return {
    status: 503,
    step: 'fault',
    title: 'Resit cannot open this right now',
    words: 'Something on our side did not work. Nothing of yours is lost.',
    advice: `Wait a minute, then open the activity again from your course. ${askAdministrator}`,
    retryAfterS: 30,
  };
}

/** The status of a body parser's complaint about the request. */
function statusOf(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return null;
  return thrown.status >= 400 && thrown.status < 500 ? thrown.status : null;
}

function malformed(status: number, cause: string): RefusalDetail {
  return {
    status,
    step: 'input',
    title: 'This request cannot be read',
    words: cause,
    advice: `${startAgain} ${askAdministrator}`,
  };
}

/** Of a fault only its kind and place: a message may quote what somebody sent. */
function faultOf(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { fault: typeof thrown };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { fault: thrown.name, at: frames.slice(0, 6).map((line) => line.trim()) };
}
