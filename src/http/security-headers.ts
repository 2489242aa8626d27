// Security headers of every answer: a strict content policy with a nonce, framing by the visitor's LMS only, nothing shared across origins.

import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const nonces = new WeakMap<Response, string>();

/** The nonce that scripts of this answer must carry. */
export function nonceOf(response: Response): string {
  return nonces.get(response) ?? '';
}

const frames = new WeakMap<Response, readonly string[]>();

/** Lets these origins, and ourselves, frame this answer. */
export function allowFraming(response: Response, origins: readonly string[]): void {
  frames.set(response, origins);
  response.setHeader('Content-Security-Policy', policy(nonceOf(response), origins));
}

function policy(nonce: string, frameAncestors: readonly string[]): string {
  return [
    "default-src 'none'",
    "base-uri 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
  ].join('; ');
}

/** Sets the headers; a session's pages widen the framing later by `allowFraming`. */
export function securityHeaders(isHttps: boolean): RequestHandler[] {
  const rest = helmet({
    contentSecurityPolicy: false,
    // The LMS is another origin, and a registration window must reach its opener.
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    frameguard: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  });
  return [
    rest as RequestHandler,
    (_request, response, next) => {
      nonces.set(response, randomBytes(16).toString('base64'));
      allowFraming(response, []);
      response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
      next();
    },
  ];
}
