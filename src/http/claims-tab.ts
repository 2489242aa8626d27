// Before a page of staff: how many claims wait for whoever looks, so that the number stands on the tab.

import type { RequestHandler, Response } from 'express';
import { mayDo } from '../domain/person.ts';
import type { ClaimDecisions } from '../services/guarantee/claim-decisions.ts';
import { visitOf } from './session.ts';

const mark = 'claimsWaiting';

/** Counts for pages of those who decide or confirm; requests that are no page pay nothing for it. */
export function noteClaims({ count }: Pick<ClaimDecisions, 'count'>): RequestHandler {
  return async (request, response, next) => {
    const { visitor } = visitOf(request);
    const isTheirs = mayDo(visitor, 'decide claims') || mayDo(visitor, 'refund');
    if (request.method === 'GET' && isTheirs && request.accepts('html') !== false)
      response.locals[mark] = await count(visitor);
    next();
  };
}

/** What was counted: "5", or "" where none waits. */
export function claimsWaiting(response: Response): string {
  const count: unknown = response.locals[mark];
  return typeof count === 'number' && count > 0 ? String(count) : '';
}
