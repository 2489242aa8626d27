// The headers of every answer at the gate: never cached, no referrer, embeddable by the LMS, scripts by nonce only.
import { randomBytes } from 'node:crypto';
import type { Response } from 'express';

interface Openness {
  /** Sources that may embed the page. */
  frameAncestors: readonly string[];
  /** Origins beside our own that a form of the page may lead to. */
  formAction: readonly string[];
}

/** A fresh nonce for one page's scripts. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** The headers of a page; `nonce` must be the one its scripts bear. */
export function pageHeaders(nonce: string, { frameAncestors, formAction }: Openness): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action ${["'self'", ...formAction].join(' ')}`,
    `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
  ];
  return { ...plainHeaders, 'Content-Security-Policy': policy.join('; ') };
}

/**
 * The headers of answers without a page.
 *
 * The opener policy is spelled out because a stricter one would cut the window of the LMS off (registration pop-ups,
 * platform storage), whatever the application sets for its own pages.
 */
export const plainHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'unsafe-none',
  'X-Content-Type-Options': 'nosniff',
};

/** Sets headers and takes away those that would keep the LMS from embedding the answer. */
export function applyHeaders(res: Response, headers: Readonly<Record<string, string>>): void {
  res.removeHeader('X-Frame-Options');
  res.removeHeader('Cross-Origin-Embedder-Policy');
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
